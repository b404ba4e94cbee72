"""The rows on their way as a model: those that need somebody first, filtered, counted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.core.text import t
from app.ui.context import Context
from app.ui.pages.upload_items import Item, Place, actions, state_words
from app.ui.pages.upload_tally import Tally

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
FEW = 60
"""So many lines are moved one by one; when more move, all lines are laid out again."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """All rows, ready to be shown: made beside the window."""

    items: dict[int, Item]
    tally: Tally
    places: list[Place]
    files: dict[str, list[int]]

    @classmethod
    def of(cls, items: Iterable[Item]) -> Arranged:
        """Count and sort rows."""
        known = {i.row_id: i for i in items}
        files: dict[str, list[int]] = {}
        for item in known.values():
            if item.file is not None:
                files.setdefault(str(item.file), []).append(item.row_id)
        places = sorted(i.place for i in known.values())
        return cls(known, Tally.of(known.values()), places, files)


class UploadModel(QAbstractTableModel):
    """A line for each row that the filter lets through; `tally` counts all rows."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: dict[int, Item] = {}
        self._lines: list[Place] = []
        self._shown: dict[int, Place] = {}
        self._files: dict[str, list[int]] = {}
        self.tally = Tally()
        self.filter = "all"
        context.thumbnails.arrived.connect(self._arrived)

    @property
    def items(self) -> Sequence[Item]:
        """All of them, in the order of the sheet."""
        return tuple(self._all.values())

    # other rows, other news -------------------------------------------------------------------

    def show_rows(self, arranged: Arranged) -> None:
        """Other rows; lines that stay as they are stay where they are."""
        self.tally, self._files = arranged.tally, arranged.files
        items = arranged.items
        if self.filter == "all":
            lines = arranged.places
        else:
            lines = [p for p in arranged.places if items[p[2]].group == self.filter]
        self._all = self._all | items  # lines that go are asked for until they are gone
        self._lay_out(lines)
        self._all = items

    def take(self, items: Iterable[Item]) -> None:
        """News of some rows."""
        moved = []
        for item in items:
            before = self._all.get(item.row_id)
            if before is None or before == item:
                continue
            self.tally.change(before, item)
            self._all[item.row_id] = item
            old = self._shown.get(item.row_id)
            if old != self._line(item):
                moved.append(item)
            elif old is not None:
                self._changed(old)
        if len(moved) > FEW:
            self._lay_out(self._all_lines())
        else:
            for item in moved:
                self._move(item.row_id, self._line(item))

    def show_only(self, name: str) -> None:
        """One of FILTERS."""
        self.filter = name
        self._lay_out(self._all_lines())

    # lines ------------------------------------------------------------------------------------

    def _line(self, item: Item) -> Place | None:
        return item.place if self.filter in ("all", item.group) else None

    def _all_lines(self) -> list[Place]:
        return sorted(p for i in self._all.values() if (p := self._line(i)) is not None)

    def _lay_out(self, lines: list[Place]) -> None:
        shown = {place[2]: place for place in lines}
        other = {row_id for row_id, _ in self._shown.items() ^ shown.items()}
        if len(other) <= FEW:
            for row_id in other:
                self._move(row_id, shown.get(row_id))
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))
            return
        self.beginResetModel()
        self._lines, self._shown = lines.copy(), shown
        self.endResetModel()

    def _move(self, row_id: int, new: Place | None) -> None:
        old = self._shown.get(row_id)
        if old is not None:
            at = bisect_left(self._lines, old)
            self.beginRemoveRows(NO_INDEX, at, at)
            del self._lines[at], self._shown[row_id]
            self.endRemoveRows()
        if new is not None:
            at = bisect_left(self._lines, new)
            self.beginInsertRows(NO_INDEX, at, at)
            self._lines.insert(at, new)
            self._shown[row_id] = new
            self.endInsertRows()

    def _changed(self, place: Place) -> None:
        index = self.index(bisect_left(self._lines, place), 0)
        self.dataChanged.emit(index, index)

    # what Qt asks -----------------------------------------------------------------------------

    def item(self, line: int) -> Item:
        """The item in a line."""
        return self._all[self._lines[line][2]]

    def of(self, row_id: int) -> Item | None:
        """The item of a row."""
        return self._all.get(row_id)

    def line_of(self, row_id: int) -> int:
        """In which line a row is shown, -1 when it is not."""
        place = self._shown.get(row_id)
        return -1 if place is None else bisect_left(self._lines, place)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Shown rows."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """One: the delegate draws the line."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for screen readers and tooltips."""
        say = _SAYS.get(role)
        return None if say is None else say(self.item(index.row()))

    def _arrived(self, paths: frozenset[str]) -> None:
        for path in paths:
            for row_id in self._files.get(path, ()):
                place = self._shown.get(row_id)
                if place is not None:
                    self._changed(place)


def _title(item: Item) -> str:
    return item.title


def _tip(item: Item) -> str:
    return item.message or item.title


def _spoken(item: Item) -> str:
    parts = [t("row.number", number=item.number), item.title, state_words(item)]
    parts += [item.message, *(t(f"upload.do-{a}") for a in actions(item)[:1])]
    return ", ".join(p for p in parts if p)


_SAYS: dict[int, Callable[[Item], str]] = {
    Qt.ItemDataRole.DisplayRole: _title,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
}
