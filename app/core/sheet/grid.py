"""What a reader of one file format hands on: sheets of plain texts, with notes on single cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from app.core.errors import SheetError
from app.core.model import Problem
from app.core.sheet import limits


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to say about one cell. `row` counts from 1, `column` from 0."""

    code: str
    row: int
    column: int
    params: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Grid:
    """One sheet as texts, from row 1 and column A on; rows may have different lengths."""

    rows: list[list[str]]
    marks: list[Mark] = field(default_factory=list)
    plain: dict[int, str] = field(default_factory=dict)
    """Columns with numbers shown as percent, currency or with separators: one plain number each."""
    problems: list[Problem] = field(default_factory=list)
    is_delimited: bool = False
    """A row longer than the header row is a mistake, not a column without a header."""


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a workbook. `filled` = it has content; `hidden` = Excel does not show it."""

    name: str
    filled: bool = True
    hidden: bool = False


class Book(Protocol):
    """An opened file of any format."""

    @property
    def sheets(self) -> tuple[SheetInfo, ...]:
        """All sheets in order."""

    def grid(self, index: int) -> Grid:
        """The content of one sheet. Raises SheetError."""

    def corner(self, index: int) -> str:
        """The text of cell A1 of one sheet, "" when it is empty."""


def letters(column: int) -> str:
    """The name of a column as spreadsheets show it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def check_extent(rows: int, columns: int) -> None:
    """Raise SheetError when content reaches beyond the limits (counts, from A1)."""
    if rows > limits.ROWS:
        raise SheetError("sheet-too-many-rows", rows=rows, limit=limits.ROWS)
    if columns > limits.COLUMNS:
        raise SheetError("sheet-too-many-columns", columns=columns, limit=limits.COLUMNS)
    if rows * columns > limits.AREA:
        raise SheetError("sheet-too-heavy", f"{rows} x {columns} cells")
