"""Kabocha: from a folder and a spreadsheet to Wikimedia Commons, with structured data."""

__version__ = "0.1.0"
