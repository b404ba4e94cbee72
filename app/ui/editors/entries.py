"""The list below an editor: lines of one or two rows under titles, narrowed by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.pages.picker import plain
from app.ui.parts.lists import NO_INDEX, Index, make_quiet, write_line
from app.ui.theme import Theme, set_look

MOST = 200
"""Lines a list shows at most; typing narrows to the others."""


class Kind(Enum):
    """What a line of a list is."""

    WORD = auto()
    """It can be taken into the cell."""
    TITLE = auto()
    """It heads the lines that follow."""
    ACTION = auto()
    """It does something in place of being written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `value` is what it writes, `note` a second row in small, `tip` has ids."""

    words: str
    value: str = ""
    note: str = ""
    tip: str = ""
    icon: str = ""
    kind: Kind = Kind.WORD
    key: str = ""
    """Its words as they are searched (see `plain`)."""
    data: object = None
    """What the editor that made it knows of it."""


def narrowed(entries: Sequence[Entry], typed: str, most: int = MOST) -> list[Entry]:
    """The lines that hold every word that was typed, with their titles; in groups without titles
    those first that begin with it. All lines when nothing was typed; where no words fit, the
    notes are searched.
    """
    return _narrowed(entries, typed, most, _key) or _narrowed(entries, typed, most, _with_note)


def _key(entry: Entry) -> str:
    return entry.key or plain(entry.words)


def _with_note(entry: Entry) -> str:
    return f"{_key(entry)} {plain(entry.note)}"


def _narrowed(
    entries: Iterable[Entry], typed: str, most: int, key: Callable[[Entry], str]
) -> list[Entry]:
    words = plain(typed).split()
    found: list[Entry] = []
    for title, group in _groups(entries):
        fit = [e for e in group if all(w in key(e) for w in words)]
        if words and title is None:
            start = plain(typed).strip()
            fit.sort(key=lambda e: not key(e).startswith(start))
        fit = fit[: max(0, most - len(found))]
        if fit and title is not None:
            found.append(title)
        found += fit
    return found


def _groups(entries: Iterable[Entry]) -> Iterable[tuple[Entry | None, list[Entry]]]:
    title: Entry | None = None
    group: list[Entry] = []
    for entry in entries:
        if entry.kind is Kind.TITLE:
            yield title, group
            title, group = entry, []
        else:
            group.append(entry)
    yield title, group


class EntryModel(QAbstractListModel):
    """The lines that are shown now."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Other lines."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles cannot be chosen."""
        if not index.isValid() or self.entries[index.row()].kind is Kind.TITLE:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, tooltip, and both for screen readers."""
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (entry.words, entry.note, entry.tip))) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(filter(None, (entry.words, entry.note)))
        return None


class EntryList(QListView):
    """Shows entries; keys stay with the editor, which moves the mark by `step`."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        set_look(self, kind="entries")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_quiet(self)
        self.lines = EntryModel(self)
        self.setModel(self.lines)
        self._painter = _EntryDelegate(theme, self)
        self.setItemDelegate(self._painter)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Other lines, none of them marked."""
        self.lines.show_entries(entries)
        self.scrollToTop()

    @property
    def marked(self) -> Entry | None:
        """The line that Enter takes."""
        index = self.currentIndex()
        return self.lines.entries[index.row()] if index.isValid() else None

    def step(self, by: int) -> bool:
        """Mark the next line (1), the one before (-1), or some further on; before the first none
        is. False when there is nothing to mark.
        """
        places = [i for i, e in enumerate(self.lines.entries) if e.kind is not Kind.TITLE]
        if not places:
            return False
        marked = self.currentIndex()
        now = places.index(marked.row()) if marked.isValid() else -1
        if now + by < 0 and (by == -1 or now <= 0):
            self.unmark()
        else:
            self.mark(places[min(max(now + by, 0), len(places) - 1)])
        return True

    def mark(self, place: int) -> None:
        """Mark a line and bring it into sight, with the title above it."""
        index = self.lines.index(place)
        self.setCurrentIndex(index)
        if place == 1 and self.lines.entries[0].kind is Kind.TITLE:
            self.scrollToTop()
        else:
            self.scrollTo(index)

    def unmark(self) -> None:
        """Enter takes what is typed again."""
        self.setCurrentIndex(QModelIndex())

    def height_for(self, most: int) -> int:
        """How high it has to be for its lines, at most so much."""
        total = 0
        for entry in self.lines.entries:
            total += self._painter.height(entry)
            if total >= most:
                return most
        return total


class _EntryDelegate(QStyledItemDelegate):
    """Words, and the note below them in small."""

    def __init__(self, theme: Theme, parent: EntryList) -> None:
        super().__init__(parent)
        self._theme = theme

    def height(self, entry: Entry) -> int:
        """Height of a line."""
        return sum(self._heights(entry))

    def _heights(self, entry: Entry) -> tuple[int, int, int]:
        """Of the words, of the note, and of the room around them."""
        u, fonts = self._theme.u, self.parent().fontMetrics()
        note = round(fonts.lineSpacing() * 0.95) if entry.note else 0
        return fonts.lineSpacing(), note, u(9)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list."""
        entry = index.model().entries[index.row()]
        return QSize(option.rect.width(), self.height(entry))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        entry: Entry = index.model().entries[index.row()]
        theme, u, box = self._theme, self._theme.u, option.rect
        direction = option.direction
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if entry.kind is not Kind.TITLE and (marked or over):
            painter.fillRect(box, theme.color("row" if marked else "sunken"))
        if marked:
            bar = QRect(box.x(), box.y(), u(3), box.height())
            painter.fillRect(QStyle.visualRect(direction, box, bar), theme.color("accent"))
        inner = box.adjusted(u(10), 0, -u(10), 0)
        if entry.icon:
            size = u(16)
            spot = QRect(inner.x(), box.y() + (box.height() - size) // 2, size, size)
            spot = QStyle.visualRect(direction, inner, spot)
            painter.drawPixmap(spot.topLeft(), theme.pixmap(entry.icon, 16, "accent"))
            right = direction == Qt.LayoutDirection.RightToLeft
            inner = inner.adjusted(0 if right else u(24), 0, -u(24) if right else 0, 0)
        self._write(painter, inner, entry)
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        theme = self._theme
        words, note, room = self._heights(entry)
        top = box.y() + room // 2
        title = entry.kind is Kind.TITLE
        weight = 600 if title or entry.kind is Kind.ACTION else 400
        painter.setFont(theme.font("note" if title else "body", weight))
        token = "accent" if entry.kind is Kind.ACTION else "ink2" if title else "ink"
        painter.setPen(theme.color(token))
        write_line(painter, QRect(box.x(), top, box.width(), words), entry.words)
        if entry.note:
            painter.setFont(theme.font("note"))
            painter.setPen(theme.color("ink2"))
            write_line(painter, QRect(box.x(), top + words, box.width(), note), entry.note)
