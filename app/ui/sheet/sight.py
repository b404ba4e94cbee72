"""What of a table is in sight, and what stands in a row: asked once for all cells that are painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QTableView

from app.core.model import Problem
from app.ui.sheet.model import Head, SheetModel


@dataclass(frozen=True)
class Sight:
    """Rows (place, y) of one height, columns (number, x, width) from the start edge on, and the
    selected ranges (first row, last row, first column, last column) among them.
    """

    rows: Sequence[tuple[int, int]]
    columns: Sequence[tuple[int, int, int]]
    high: int
    ranges: Sequence[tuple[int, int, int, int]]

    @classmethod
    def of(cls, table: QTableView, area: QRect) -> Sight:
        """What lies in an area of a table's viewport. All rows are of one height."""
        high = table.verticalHeader().defaultSectionSize()
        first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
        if last < 0:
            last = table.model().rowCount() - 1
        rows: list[tuple[int, int]] = []
        if first >= 0:
            top = table.rowViewportPosition(first)
            rows = [(place, top + (place - first) * high) for place in range(first, last + 1)]
        ranges = [
            (part.top(), part.bottom(), part.left(), part.right())
            for part in table.selectionModel().selection()
            if part.bottom() >= first and part.top() <= last
        ]
        return cls(rows, tuple(_columns(table, area)), high, ranges)

    @property
    def left(self) -> int:
        """Where the columns begin."""
        return min((x for _, x, _ in self.columns), default=0)

    @property
    def end(self) -> int:
        """Where the columns end."""
        return max((x + wide - 1 for _, x, wide in self.columns), default=-1)

    def selected(self, place: int) -> list[tuple[int, int]]:
        """The columns that are selected in a row: from, to."""
        return [(a, b) for top, bottom, a, b in self.ranges if top <= place <= bottom]

    def box(self, place: int, column: int) -> QRect | None:
        """Where a cell lies; None when it is not in sight."""
        y = next((y for at, y in self.rows if at == place), None)
        found = next(((x, wide) for at, x, wide in self.columns if at == column), None)
        if y is None or found is None:
            return None
        return QRect(found[0], y, found[1], self.high)


def _columns(table: QTableView, area: QRect) -> list[tuple[int, int, int]]:
    heads = table.horizontalHeader()
    found = []
    for visual in range(heads.count()):
        column = heads.logicalIndex(visual)
        if heads.isSectionHidden(column):
            continue
        x, wide = table.columnViewportPosition(column), table.columnWidth(column)
        if x + wide > area.left() and x <= area.right():
            found.append((column, x, wide))
    return found


@dataclass(frozen=True)
class Looked:
    """The texts and the problems of one row."""

    heads: Sequence[Head]
    texts: Mapping[int, str]
    by_field: Mapping[str | None, Sequence[Problem]]

    @classmethod
    def at(cls, model: SheetModel, place: int) -> Looked:
        """What stands in the row at a place of the view."""
        by_field: dict[str | None, list[Problem]] = {}
        for found in model.row_problems(place):
            by_field.setdefault(found.field, []).append(found)
        return cls(model.heads, dict(model.row_at(place).cells.items()), by_field)

    def text(self, column: int) -> str:
        """The text of a cell."""
        head = self.heads[column].column
        return self.texts.get(head.id, "") if head else ""

    def problems(self, column: int) -> Sequence[Problem]:
        """Problems of a cell, worst first."""
        head = self.heads[column].column
        return self.by_field.get(head.header, ()) if head else ()
