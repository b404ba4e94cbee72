"""Working on many cells: previews of changes, values of a column, clean-up, numbering."""
