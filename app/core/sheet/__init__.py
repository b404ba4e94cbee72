"""Sheets and folders as tables of plain texts, and tables as sheets.

Strangers' files are read in a process of their own, under limits (`limits`).
"""

from app.core.sheet.folder import read_folder
from app.core.sheet.process import read
from app.core.sheet.writer import ENDINGS, WORKBOOKS, write

__all__ = ["ENDINGS", "WORKBOOKS", "read", "read_folder", "write"]
