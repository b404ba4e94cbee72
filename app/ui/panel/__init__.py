"""The panel of the current row: picture, page as people will read it, structured data."""
