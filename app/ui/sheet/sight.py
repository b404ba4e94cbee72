"""What of a table is in sight, and what stands in a row: asked once for all cells that are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QTableView

from app.core.model import Problem, Row
from app.ui.sheet.model import Head, SheetModel

KEPT = 200


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

    def selected(self, place: int) -> set[int]:
        """The columns that are selected in a row."""
        chosen = [range(a, b + 1) for top, bottom, a, b in self.ranges if top <= place <= bottom]
        return set().union(*chosen)

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


class Looked:
    """The texts and the problems of one row, worked out once for all its cells."""

    def __init__(self, row: Row, problems: Sequence[Problem], heads: Sequence[Head]) -> None:
        self._of = row, problems, heads
        texts = dict(row.cells.items())
        self._texts = [texts.get(head.column.id, "") if head.column else "" for head in heads]
        self._problems: dict[str | None, list[Problem]] = {}
        for found in problems:
            self._problems.setdefault(found.field, []).append(found)

    def is_of(self, row: Row, problems: Sequence[Problem], heads: Sequence[Head]) -> bool:
        """Whether it still tells what stands there: what changes is replaced, never changed."""
        return self._of[0] is row and self._of[1] is problems and self._of[2] is heads

    def text(self, column: int) -> str:
        """The text of a cell as it is read."""
        return self._of[2][column].shown(self._texts[column])

    def problems(self, column: int) -> Sequence[Problem]:
        """Problems of a cell, worst first."""
        if not self._problems:
            return ()
        head = self._of[2][column].column
        return self._problems.get(head.header, ()) if head else ()


class Looking:
    """The rows that were looked at last: both halves ask for the same ones, frame after frame."""

    def __init__(self, model: SheetModel) -> None:
        self._model = model
        self._kept: dict[int, Looked] = {}

    def at(self, place: int) -> Looked:
        """What stands in the row at a place of the view."""
        model = self._model
        row, problems = model.row_at(place), model.row_problems(place)
        found = self._kept.get(row.id)
        if found is None or not found.is_of(row, problems, model.heads):
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[row.id] = Looked(row, problems, model.heads)
        return found
