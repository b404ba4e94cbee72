"""Finding and replacing texts in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.ui.sheet.model import TITLE, SheetModel


def matches(cell: str, wanted: str, *, case: bool) -> bool:
    """Whether a cell holds the text."""
    return wanted in cell if case else wanted.casefold() in cell.casefold()


def replaced(cell: str, wanted: str, by: str, *, case: bool) -> str:
    """The cell with every occurrence replaced; `by` is taken as it stands."""
    if case:
        return cell.replace(wanted, by)
    plain = by.replace("\\", "\\\\")
    return re.sub(re.escape(wanted), plain, cell, flags=re.IGNORECASE)


def find(
    model: SheetModel, wanted: str, *, case: bool, columns: set[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Cells (place, column) that hold the text, in reading order; `columns` None = all."""
    if not wanted:
        return
    places = [c for c in range(TITLE, model.columnCount()) if columns is None or c in columns]
    ids = [(c, head.column.id) for c in places if (head := model.heads[c]).column]
    folded = wanted if case else wanted.casefold()
    for place in range(model.rowCount()):
        row = model.row_at(place)
        whole = "\0".join(row.cells.values())
        if folded not in (whole if case else whole.casefold()):
            continue
        for column, column_id in ids:
            if matches(row.text(column_id), wanted, case=case):
                yield place, column


def after(
    cells: list[tuple[int, int]], current: tuple[int, int], *, back: bool = False
) -> tuple[int, int] | None:
    """The next of sorted cells after (or before) the current one, round the end."""
    if not cells:
        return None
    if back:
        return next((c for c in reversed(cells) if c < current), cells[-1])
    return next((c for c in cells if c > current), cells[0])
