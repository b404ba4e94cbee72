"""The sheet: rows of the project as a table or as pictures, editable, problems marked in the cell."""
