"""Rows that come and go: added, doubled, taken away, dropped from the file manager, found again."""
