"""Current cell and selection, over both halves, in the order in which the columns are shown.

A cell is named by its row and the place of its column among the shown ones. As in Excel the current
cell stays where a selection began; its other end is the extent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
)

from app.ui.sheet.columns import Columns
from app.ui.sheet.model import PICTURE, TITLE, SheetModel

FLAG = QItemSelectionModel.SelectionFlag
MUCH = 5000
"""So many selected cells are kept one by one when rows are sorted or filtered."""
Span = Literal["cells", "rows", "columns"]


@dataclass(frozen=True)
class Rect:
    """A block of cells; all sides belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, place: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= place <= self.right

    @property
    def size(self) -> int:
        """How many cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """The places of its columns."""
        return range(self.left, self.right + 1)

    @classmethod
    def between(cls, one: tuple[int, int], other: tuple[int, int]) -> Rect:
        """The block that two cells are corners of."""
        return cls(
            min(one[0], other[0]), min(one[1], other[1]),
            max(one[0], other[0]), max(one[1], other[1]),
        )  # fmt: skip


class Places:
    """Rows as stretches: asking and counting stay cheap with 100,000 of them."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._stretches: list[tuple[int, int]] = []
        for top, bottom in sorted(stretches):
            if self._stretches and top <= self._stretches[-1][1] + 1:
                first, last = self._stretches[-1]
                self._stretches[-1] = (first, max(last, bottom))
            else:
                self._stretches.append((top, bottom))

    def __contains__(self, row: int) -> bool:
        return any(top <= row <= bottom for top, bottom in self._stretches)

    def __len__(self) -> int:
        return sum(bottom - top + 1 for top, bottom in self._stretches)

    def __iter__(self) -> Iterator[int]:
        for top, bottom in self._stretches:
            yield from range(top, bottom + 1)


class Selecting(QObject):
    """What is current and what is selected."""

    def __init__(self, model: SheetModel, columns: Columns, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._columns = model, columns
        self._whole: list[Rect] | None = None
        """What is to be selected again when the rows have been put in order."""
        model.layoutAboutToBeChanged.connect(self._leave_much)  # before the selection hears of it
        self.model = QItemSelectionModel(model, self)
        model.layoutChanged.connect(self._take_again)
        self._extent = QPersistentModelIndex()
        self._base = QItemSelection()
        """What was selected before the block that is drawn now, with Ctrl."""
        self._span: Span = "cells"
        self.model.currentChanged.connect(self._current_changed)

    def _current_changed(self, index: QModelIndex) -> None:
        self._extent = QPersistentModelIndex(index)

    def _leave_much(self) -> None:
        """Qt would remember each selected cell while rows are sorted or filtered: of very many only
        whole columns are selected again after it.
        """
        blocks = self.rects()
        if sum(block.size for block in blocks) <= MUCH:
            return
        last = self.last_row
        self._whole = [block for block in blocks if block.top == 0 and block.bottom == last]
        self._base = QItemSelection()
        self.model.select(self.model.currentIndex(), FLAG.ClearAndSelect)

    def _take_again(self) -> None:
        blocks, self._whole = self._whole, None
        if blocks and self.last_row >= 0:
            self.choose(Rect(0, b.left, self.last_row, b.right) for b in blocks)

    # asked ------------------------------------------------------------------------------------

    @property
    def current(self) -> tuple[int, int]:
        """The current cell; (-1, -1) for none."""
        return self._cell(self.model.currentIndex())

    @property
    def extent(self) -> tuple[int, int]:
        """The other end of what is selected; the current cell itself when that is all."""
        found = self._cell(self._extent)
        return found if found[0] >= 0 else self.current

    def _cell(self, index: QModelIndex | QPersistentModelIndex) -> tuple[int, int]:
        place = self._columns.place(index.column()) if index.isValid() else -1
        return (index.row(), place) if place >= 0 else (-1, -1)

    @property
    def last_row(self) -> int:
        """The last row, -1 for none."""
        return self._model.rowCount() - 1

    def rects(self) -> list[Rect]:
        """What is selected, as blocks in the order in which they came."""
        found: dict[tuple[int, int], set[int]] = {}
        for part in self.model.selection():
            places = (self._columns.place(c) for c in range(part.left(), part.right() + 1))
            kept = found.setdefault((part.top(), part.bottom()), set())
            kept.update(p for p in places if p >= 0)
        return [
            Rect(top, left, bottom, right)
            for (top, bottom), places in found.items()
            for left, right in _runs(sorted(places))
        ]

    def places(self) -> Places:
        """The rows with something selected; the current one when none is."""
        found = Places((part.top(), part.bottom()) for part in self.model.selection())
        row = self.model.currentIndex().row()
        return found if row < 0 or len(found) else Places([(row, row)])

    def is_whole(self, place: int) -> bool:
        """Whether a column is selected from top to bottom."""
        return any(
            block.top == 0 and block.bottom == self.last_row and block.left <= place <= block.right
            for block in self.rects()
        )

    # changed ----------------------------------------------------------------------------------

    def start(self, row: int, place: int, *, add: bool = False) -> None:
        """Make a cell the current one; `add`: to what is selected."""
        index = self._index(row, place)
        if not index.isValid():
            return
        self._base = QItemSelection(self.model.selection()) if add else QItemSelection()
        self._span = "cells"
        self._extent = QPersistentModelIndex(index)
        self.model.setCurrentIndex(index, FLAG.Select if add else FLAG.ClearAndSelect)

    def toggle(self, row: int, place: int) -> None:
        """Add a cell to what is selected, or take it out."""
        index = self._index(row, place)
        if self.model.isSelected(index) and sum(b.size for b in self.rects()) > 1:
            self.model.select(index, FLAG.Deselect)
            self._base = QItemSelection(self.model.selection())
            left = self.rects()
            if not self.model.isSelected(self.model.currentIndex()) and left:
                corner = self._index(left[-1].top, left[-1].left)
                self.model.setCurrentIndex(corner, FLAG.NoUpdate)
            self._extent = QPersistentModelIndex(self.model.currentIndex())
        else:
            self.start(row, place, add=True)

    def extend(self, row: int, place: int) -> None:
        """Select from the current cell to this one: rows or columns as a whole if they began so."""
        if self.current[0] < 0:
            self.start(row, place)
            return
        self._extent = QPersistentModelIndex(self._index(row, place))
        block = Rect.between(self.current, (row, place))
        last = len(self._columns.shown) - 1
        if self._span == "rows":
            block = Rect(block.top, PICTURE, block.bottom, last)
        elif self._span == "columns":
            block = Rect(0, block.left, self.last_row, block.right)
        self._choose([block])

    def choose(self, blocks: Iterable[Rect]) -> None:
        """Select these blocks and nothing else; the current cell stays."""
        self._base, self._span = QItemSelection(), "cells"
        self._choose(blocks)

    def row(self, row: int, *, extend: bool = False, add: bool = False) -> None:
        """Select a whole row, or all from where the selection began."""
        place = max(self.extent[1], TITLE)
        if not extend or self.current[0] < 0:
            top = self._columns.place(self._columns.first)
            self.start(row, top, add=add)
            place = top
        self._span = "rows"
        self.extend(row, place)

    def column(self, place: int, *, row: int = 0, extend: bool = False, add: bool = False) -> None:
        """Select a whole column, or all from where the selection began; `row`: of the cell that is
        current then, one in sight, so that nothing scrolls.
        """
        if not extend or self.current[0] < 0:
            self.start(max(row, 0), place, add=add)
        self._span = "columns"
        self.extend(max(self.extent[0], 0), place)

    def widen(self, span: Span) -> None:
        """Whole rows or columns in place of what is selected in them."""
        last = len(self._columns.shown) - 1
        blocks = self.rects() or [Rect(*self.current, *self.current)]
        if self.current[0] < 0:
            return
        if span == "rows":
            self._choose([Rect(b.top, PICTURE, b.bottom, last) for b in blocks])
        else:
            self._choose([Rect(0, b.left, self.last_row, b.right) for b in blocks])
        self._span = span

    def everything(self) -> None:
        """Select all; the current cell stays."""
        if self.last_row >= 0:
            self._base = QItemSelection()
            self._choose([Rect(0, PICTURE, self.last_row, len(self._columns.shown) - 1)])

    def walk(self, *, across: bool, back: bool) -> bool:
        """To the next cell of what is selected, round the end; False when that is one cell."""
        blocks = [b for b in self.rects() if b.right >= TITLE]
        blocks = [Rect(b.top, max(b.left, TITLE), b.bottom, b.right) for b in blocks]
        if sum(b.size for b in blocks) <= 1:
            return False
        row, place = self.current
        nth = next((i for i, b in enumerate(blocks) if b.holds(row, place)), None)
        if nth is None:
            goal = (blocks[0].top, blocks[0].left)
        else:
            found = _after(blocks[nth], row, place, across=across, back=back)
            if found is None:
                block = blocks[(nth + (-1 if back else 1)) % len(blocks)]
                found = (block.bottom, block.right) if back else (block.top, block.left)
            goal = found
        self.model.setCurrentIndex(self._index(*goal), FLAG.NoUpdate)
        return True

    def _choose(self, blocks: Iterable[Rect]) -> None:
        chosen = QItemSelection(self._base)
        for block in blocks:
            columns = sorted(self._columns.at(p) for p in block.columns)
            for first, last in _runs(columns):
                corner = self._model.index(block.top, first)
                part = QItemSelection(corner, self._model.index(block.bottom, last))
                chosen.merge(part, FLAG.Select)
        self.model.select(chosen, FLAG.ClearAndSelect)

    def _index(self, row: int, place: int) -> QModelIndex:
        return self._model.index(row, self._columns.at(place))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Sorted numbers as stretches without gaps."""
    start = None
    for at, number in enumerate(numbers):
        if start is None:
            start = number
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            yield start, number
            start = None


def _after(
    block: Rect, row: int, place: int, *, across: bool, back: bool
) -> tuple[int, int] | None:
    """The next cell in a block, line by line (`across`) or column by column; None = past its end."""
    wide, high = len(block.columns), len(block.rows)
    down, right = row - block.top, place - block.left
    at = down * wide + right if across else right * high + down
    at += -1 if back else 1
    if not 0 <= at < block.size:
        return None
    down, right = divmod(at, wide) if across else reversed(divmod(at, high))
    return block.top + down, block.left + right
