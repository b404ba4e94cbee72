"""From the sheets of a file to one table: which sheet, which header row, which columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.core.errors import SheetError
from app.core.model import Problem, Severity, Table, TableRow
from app.core.sheet import guard, headers, limits
from app.core.sheet.grid import Book, Grid, Mark, letters

_TEMPLATE = re.compile(r"\$\{|<#|\{\{\s*int:filedesc\s*\}\}", re.IGNORECASE)


def build(book: Book, *, sheet: str | None, header_row: int | None, source: str) -> Table:
    """The table of a file. Raises SheetError when there is none."""
    template = _template(book)
    index = _choose(book, sheet)
    if index > 0:
        template = None
    elif template is not None and header_row is None:
        header_row = 1
    grid = book.grid(index)
    rows = [(n, guard.without(cells)) for n, cells in enumerate(grid.rows, 1) if any(cells)]
    if not rows:
        raise SheetError("sheet-empty")
    _check_cells(rows)
    problems = list(grid.problems)
    header = _header(rows, header_row, problems)
    others = () if template is not None else _others(book, index)
    if others:
        sheets = ", ".join(others)
        problems.append(
            Problem("other-sheets", Severity.INFO, params={"count": len(others), "sheets": sheets})
        )
    made = _Columns(dict(rows)[header], header, grid, problems)
    return Table(
        headers=made.headers,
        rows=made.rows([row for row in rows if row[0] > header]),
        source=source,
        sheet_name=book.sheets[index].name,
        header_row=header,
        freemarker=template,
        freemarker_name=book.sheets[1].name if template is not None else "",
        problems=tuple(made.problems),
        other_sheets=others,
    )


def _template(book: Book) -> str | None:
    """The FreeMarker text of a Pattypan workbook: sheet 1, cell A1, without its apostrophe."""
    if len(book.sheets) < 2 or not (book.sheets[0].filled and book.sheets[1].filled):
        return None
    text = book.corner(1)
    return text.removeprefix("'") if _TEMPLATE.search(text) else None


def _choose(book: Book, name: str | None) -> int:
    """The sheet of that name, else the first visible one with content."""
    if name is not None:
        for fold in (str, str.casefold):
            for index, info in enumerate(book.sheets):
                if fold(info.name) == fold(name):
                    return index
        sheets = ", ".join(info.name for info in book.sheets)
        raise SheetError("sheet-not-there", sheet=name, sheets=sheets)
    filled = [i for i, info in enumerate(book.sheets) if info.filled]
    if not filled:
        raise SheetError("sheet-empty")
    return next((i for i in filled if not book.sheets[i].hidden), filled[0])


def _others(book: Book, index: int) -> tuple[str, ...]:
    return tuple(s.name for i, s in enumerate(book.sheets) if s.filled and i != index)


def _check_cells(rows: Sequence[headers.Numbered]) -> None:
    """Raise SheetError for a cell longer than Excel's, or more text than may be read out."""
    total = 0
    for number, cells in rows:
        size = sum(map(len, cells))
        total += size
        if size > limits.CELL_CHARACTERS:
            for column, text in enumerate(cells):
                if len(text) > limits.CELL_CHARACTERS:
                    place = f"{letters(column)}{number}"
                    raise SheetError(
                        "sheet-cell-too-long", cell=place, limit=limits.CELL_CHARACTERS
                    )
    if total > limits.UNPACKED_BYTES:
        raise SheetError("sheet-too-heavy", f"{total} characters")


def _header(rows: Sequence[headers.Numbered], forced: int | None, problems: list[Problem]) -> int:
    """The number of the header row; what there is to say goes to `problems`."""
    if forced is not None:
        if forced not in (number for number, _ in rows):
            raise SheetError("sheet-no-header", row=forced)
        return forced
    number, is_clear = headers.find(rows)
    if not is_clear:
        problems.append(Problem("header-unclear", Severity.WARNING, number, params={"row": number}))
    elif number > rows[0][0]:
        problems.append(Problem("title-rows", Severity.INFO, number, params={"row": number}))
    return number


class _Columns:
    """The columns that are kept, and what there is to say about each."""

    def __init__(
        self, cells: Sequence[str], header_row: int, grid: Grid, problems: list[Problem]
    ) -> None:
        self._grid = grid
        self._header_row = header_row
        self._names = dict(enumerate(cells))
        last = {name: column for column, name in self._names.items() if name}
        self._kept = sorted(last.values())
        self.headers = tuple(self._names[column] for column in self._kept)
        self.problems = problems
        self._say_duplicates([name for name in cells if name])

    def rows(self, rows: Sequence[headers.Numbered]) -> tuple[TableRow, ...]:
        """The rows below the header that have something in a kept column."""
        found = []
        width = self._kept[-1] + 1 if self._kept else 0
        for number, cells in rows:
            whole = cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]
            texts = tuple([whole[c] for c in self._kept])
            if any(texts):
                found.append(TableRow(number, texts))
        self._say_dropped(rows)
        self._say_plain()
        self._say_marks()
        if not found:
            self.problems.append(Problem("no-rows", Severity.WARNING))
        return tuple(found)

    def _say_duplicates(self, names: list[str]) -> None:
        for name, count in Counter(names).items():
            if count > 1:
                places = [letters(c) for c, other in self._names.items() if other == name]
                params = {"header": name, "used": places[-1], "left": ", ".join(places[:-1])}
                self.problems.append(
                    Problem("duplicate-header", Severity.WARNING, self._header_row, name, params)
                )

    def _say_dropped(self, rows: Sequence[headers.Numbered]) -> None:
        """Content in columns without a header is told once a column; in delimited texts content
        beyond the last header once a row.
        """
        widest = max((len(cells) for _, cells in rows), default=0)
        unnamed = [c for c in range(widest) if not self._names.get(c)]
        filled: Counter[int] = Counter()
        last = len(self._names) if self._grid.is_delimited else limits.COLUMNS
        for number, cells in rows:
            if unnamed:
                filled.update(c for c in unnamed if c < len(cells) and cells[c])
            if extra := [text for text in cells[last:] if text]:
                params = {"count": len(extra), "value": extra[0]}
                self.problems.append(
                    Problem("row-too-long", Severity.WARNING, number, None, params)
                )
        for column, count in sorted(filled.items()):
            if column < last:
                params = {"column": letters(column), "count": count}
                self.problems.append(
                    Problem("column-without-header", Severity.INFO, self._header_row, None, params)
                )

    def _say_plain(self) -> None:
        for column, text in sorted(self._grid.plain.items()):
            if column in self._kept:
                header = self._names[column]
                params = {"header": header, "value": text}
                self.problems.append(
                    Problem("number-format-plain", Severity.INFO, None, header, params)
                )

    def _say_marks(self) -> None:
        for mark in sorted(self._grid.marks, key=_place):
            if mark.row > self._header_row and mark.column in self._kept:
                header = self._names[mark.column]
                self.problems.append(
                    Problem(mark.code, Severity.WARNING, mark.row, header, mark.params)
                )


def _place(mark: Mark) -> tuple[int, int]:
    return mark.row, mark.column
