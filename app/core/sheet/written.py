"""What all tables that we write have in common: their content, limits, names and widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import SheetError
from app.core.sheet import guard, limits
from app.core.sheet.grid import letters

_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NAME = 31
_WIDTHS = (8, 60)
_SAMPLE = 200
_BEYOND_UTF16 = "\uffff"


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: the header row and the rows, and for workbooks the name of their sheet
    and the page layout that goes on a second one, as in a workbook for Pattypan.
    """

    table: Sequence[Sequence[str]]
    name: str = ""
    template: str | None = None

    @property
    def sheet_name(self) -> str:
        """The name of the sheet with the table, as workbooks allow it."""
        name = self.name.translate(_NOT_IN_NAMES).strip(" '")[:_NAME]
        if self.template is None:
            return name or "Sheet1"
        return name if name and name.casefold() != TEMPLATE_SHEET.casefold() else "Data"


TEMPLATE_SHEET = "Template"


def template_cell(template: str) -> str:
    """A page layout as its cell holds it: Pattypan drops the apostrophe, which keeps a program
    from taking the text for a formula when somebody types in it.
    """
    return f"'{template}"


def check_cells(content: Content) -> None:
    """Raise SheetError (`sheet-cell-too-long`) for a text that no workbook holds: spreadsheet
    programs count in units of UTF-16.
    """
    for number, row in enumerate(content.table, 1):
        for column, text in enumerate(row):
            if len(text) * 2 >= limits.CELL_CHARACTERS:
                _check(guard.put_on_apostrophes(text), f"{letters(column)}{number}")
    if content.template is not None:
        _check(template_cell(content.template), "A1")


def _check(text: str, place: str) -> None:
    units = len(text) + sum(character > _BEYOND_UTF16 for character in text)
    if units > limits.CELL_CHARACTERS:
        raise SheetError("sheet-cell-too-long", cell=place, limit=limits.CELL_CHARACTERS)


def widths(table: Sequence[Sequence[str]]) -> list[int]:
    """Of the columns in characters: wide enough for most of the first rows, never wider than is
    pleasant.
    """
    least, most = _WIDTHS
    found = [least] * max(map(len, table))
    for row in table[:_SAMPLE]:
        for column, text in enumerate(row):
            line = text.partition("\n")[0]
            found[column] = max(found[column], min(len(line) + 2, most))
    return found
