"""What is done to the texts of cells: found, cleaned, numbered, counted, filled in series."""
