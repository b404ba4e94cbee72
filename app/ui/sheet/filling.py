"""The fill handle: drag the small square of a selection, or double-click it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLabel

from app.core.cells.series import continued, farthest, repeated
from app.ui.sheet.halves import Halves
from app.ui.sheet.model import TITLE
from app.ui.sheet.selecting import Rect
from app.ui.sheet.table import Table
from app.ui.theme import set_look

COPIED = frozenset(("licence", "person", "item", "institution", "coordinates", "categories"))
"""Kinds of columns whose numbers are not to be counted on: CC BY 4.0, Ibsen (1828-1906), Q42."""
REACH = 11
"""The square that takes the mouse, in px of the drawings; a little more than what is seen."""
SHOWN = 60
"""Letters of the last text that the tip shows."""
Cells = dict[tuple[int, int], str]


class Filling(QObject):
    """Where the handle is, what is being dragged, and what it would write."""

    def __init__(self, view: Halves) -> None:
        super().__init__(view)
        self._view = view
        self._source: Rect | None = None
        self.goal: Rect | None = None
        """The block that would be filled, with the source; None while nothing is dragged."""
        self._tip = QLabel(view)
        set_look(self._tip, kind="tip")
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.hide()

    # the handle -------------------------------------------------------------------------------

    def source(self) -> Rect | None:
        """The block the handle belongs to: one block of cells with texts, else None."""
        selecting = self._view.selecting
        blocks = selecting.rects() or [Rect(*selecting.current, *selecting.current)]
        if len(blocks) != 1 or blocks[0].right < TITLE or selecting.current[0] < 0:
            return None
        block = blocks[0]
        return Rect(block.top, max(block.left, TITLE), block.bottom, block.right)

    def spot(self, table: Table) -> QRect:
        """Where the handle takes the mouse in a half; null when it is not there."""
        block = self.source()
        if block is None:
            return QRect()
        column = self._view.columns.at(block.right)
        if self._view.half(column) is not table:
            return QRect()
        box = table.visualRect(self._view.model.index(block.bottom, column))
        size = self._view.context.theme.u(REACH)
        right = table.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = box.left() - 1 if right else box.right() - size + 2
        return QRect(x, box.bottom() - size + 2, size, size)

    # dragging ---------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether the handle is being dragged."""
        return self._source is not None

    def begin(self) -> None:
        """The handle was pressed."""
        self._source = self.goal = self.source()

    def drag(self, row: int, place: int, spot: QPoint, *, turned: bool) -> None:
        """The mouse is over a cell; `spot`: where, on the screen."""
        if self._source is None:
            return
        self.goal = reached(self._source, row, max(place, TITLE))
        self._show_tip(" ".join(self._last_text(turned=turned).split()), spot)
        self._view.repaint_halves()

    def _last_text(self, *, turned: bool) -> str:
        """What the cell farthest away would get."""
        source, goal = self._source, self.goal
        if source is None or goal is None or goal == source:
            return ""
        back = goal.top < source.top or goal.left < source.left
        at, text_at = self._view.columns.at, self._view.model.text_at
        if goal.left == source.left and goal.right == source.right:
            column, count = at(source.right), len(goal.rows) - len(source.rows)
            seeds = [text_at(row, column) for row in source.rows]
        else:
            column, count = at(source.left), len(goal.columns) - len(source.columns)
            seeds = [text_at(source.bottom, at(place)) for place in source.columns]
        if self._is_copied(column) and not turned:
            return repeated(seeds, count, backwards=back)[-1]
        turned = turned and not self._is_copied(column)
        return farthest(seeds, count, backwards=back, turned=turned)

    def _show_tip(self, words: str, spot: QPoint) -> None:
        self._tip.setVisible(bool(words))
        self._tip.setText(words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…")
        self._tip.adjustSize()
        at = self._view.mapFromGlobal(spot) + QPoint(14, 18)
        room = self._view.rect().bottomRight() - QPoint(self._tip.width(), self._tip.height())
        self._tip.move(min(at.x(), room.x()), min(at.y(), room.y()))
        self._tip.raise_()

    def leave(self) -> None:
        """Nothing is filled."""
        self._source = self.goal = None
        self._tip.hide()
        self._view.repaint_halves()

    def drop(self, *, turned: bool) -> None:
        """Fill what the frame shows."""
        goal, cells = self.goal, self.texts(turned=turned)
        self.leave()
        if goal is not None and cells:
            self._write(cells, goal)

    def down(self) -> None:
        """Fill down as far as the column beside has texts, else to the end (the double click)."""
        block = self.source()
        if block is None:
            return
        self._source = block
        self.goal = Rect(block.top, block.left, self._end(block), block.right)
        self.drop(turned=False)

    def _end(self, block: Rect) -> int:
        last = len(self._view.columns.shown) - 1
        beside = [p for p in (block.left - 1, block.right + 1) if TITLE <= p <= last]
        ends = (self._end_beside(p, block.bottom) for p in beside)
        return next((e for e in ends if e > block.bottom), self._view.selecting.last_row)

    def _end_beside(self, place: int, row: int) -> int:
        column, last = self._view.columns.at(place), self._view.selecting.last_row
        while row < last and self._view.model.text_at(row + 1, column):
            row += 1
        return row

    def series(self) -> None:
        """The handle for the keys: go on below with what stands at the top of the selection, up to
        the first empty cell of each column. A single plain number counts.
        """
        block = self.source()
        if block is None:
            return
        if len(block.rows) == 1:
            block = Rect(block.top, block.left, self._end(block), block.right)
        cells: Cells = {}
        for place in block.columns:
            column = self._view.columns.at(place)
            texts = [self._view.model.text_at(row, column) for row in block.rows]
            if not texts[0]:
                continue
            seeds = texts[: max(1, texts.index(""))] if "" in texts else texts[:1]
            count = len(texts) - len(seeds)
            counts = continued(seeds, 1, turned=True) != seeds
            made = self._go_on(seeds, column, count, back=False, turned=len(seeds) == 1 and counts)
            first = block.top + len(seeds)
            cells |= {(first + i, column): text for i, text in enumerate(made)}
        self._write(cells, block)

    def _write(self, cells: Cells, goal: Rect) -> None:
        self._view.selecting.choose([goal])
        self._view.fill_wanted.emit(cells)

    # what it would write ----------------------------------------------------------------------

    def texts(self, *, turned: bool) -> Cells:
        """The texts of the cells between the source and the goal, by (row, column of the model)."""
        source, goal = self._source, self.goal
        if source is None or goal is None or goal == source:
            return {}
        if goal.left == source.left and goal.right == source.right:
            return self._down(source, goal, turned=turned)
        return self._across(source, goal, turned=turned)

    def _down(self, source: Rect, goal: Rect, *, turned: bool) -> Cells:
        back = goal.top < source.top
        rows = range(source.top - 1, goal.top - 1, -1) if back else goal.rows[len(source.rows) :]
        cells: Cells = {}
        for place in source.columns:
            column = self._view.columns.at(place)
            seeds = [self._view.model.text_at(row, column) for row in source.rows]
            made = self._go_on(seeds, column, len(rows), back=back, turned=turned)
            cells.update(((row, column), text) for row, text in zip(rows, made, strict=True))
        return cells

    def _across(self, source: Rect, goal: Rect, *, turned: bool) -> Cells:
        back, at = goal.left < source.left, self._view.columns.at
        wide = len(source.columns)
        places = range(source.left - 1, goal.left - 1, -1) if back else goal.columns[wide:]
        cells: Cells = {}
        for row in source.rows:
            seeds = [self._view.model.text_at(row, at(p)) for p in source.columns]
            made = self._go_on(seeds, at(source.left), len(places), back=back, turned=turned)
            cells.update(((row, at(p)), text) for p, text in zip(places, made, strict=True))
        return cells

    def _go_on(
        self, seeds: list[str], column: int, count: int, *, back: bool, turned: bool
    ) -> list[str]:
        if self._is_copied(column) and not turned:
            return repeated(seeds, count, backwards=back)
        turned = turned and not self._is_copied(column)
        return continued(seeds, count, backwards=back, turned=turned)

    def _is_copied(self, column: int) -> bool:
        return self._view.model.heads[column].words.kind in COPIED

    # drawing ----------------------------------------------------------------------------------

    def paint(self, table: Table, painter: QPainter) -> None:
        """The frame round what would be filled."""
        box = QRect() if self.goal is None else self._view.box_of(table, self.goal)
        if box.isEmpty():
            return
        theme = self._view.context.theme
        painter.setPen(QPen(theme.color("focus"), max(2, theme.u(2)), Qt.PenStyle.DashLine))
        painter.drawRect(box.adjusted(1, 1, -2, -2))


def reached(source: Rect, row: int, place: int) -> Rect:
    """The source and what the mouse adds to it, up, down or sideways: the way it went further."""
    down = max(row - source.bottom, 0) or min(row - source.top, 0)
    across = max(place - source.right, 0) or min(place - source.left, 0)
    if abs(down) >= abs(across):
        across = 0
    else:
        down = 0
    return Rect(
        source.top + min(down, 0), source.left + min(across, 0),
        source.bottom + max(down, 0), source.right + max(across, 0),
    )  # fmt: skip
