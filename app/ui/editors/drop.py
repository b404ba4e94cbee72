"""What opens below an editor: a list, a reading, a form. It keeps to its editor and to the window."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.editors.entries import Entry, EntryList, Kind
from app.ui.parts import icon_label, label
from app.ui.theme import Theme, set_look

WIDE = 420
"""Width in px of the drawings, where the cell is narrower."""
HIGH = 360
"""Height of a list in px of the drawings, at most."""
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
GAP = 2
"""Between the cell and what opens below it."""


class Drop(QFrame):
    """Lies over the window, below an editor (above it where there is more room)."""

    taken = Signal(object)
    """An Entry that was chosen."""
    left = Signal()
    """Esc in one of its fields: back to the text."""

    def __init__(self, theme: Theme, editor: QWidget, name: str) -> None:
        super().__init__(editor.window())
        self.theme, self._editor = theme, editor
        set_look(self, card="drop")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, theme.u(4), 1, theme.u(4))
        self.column.setSpacing(0)
        self.list = EntryList(theme, name)
        self.list.clicked.connect(self._clicked)
        self.column.addWidget(self.list)
        self._hint = QWidget()
        row = QHBoxLayout(self._hint)
        row.setContentsMargins(theme.u(10), theme.u(4), theme.u(10), theme.u(4))
        row.setSpacing(theme.u(8))
        self._icon = icon_label(theme, "info", 14, "ink3")
        self._words = label("", "note", "ink2", wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.column.addWidget(self._hint)
        self._hint.hide()
        self.hide()
        editor.installEventFilter(self)
        editor.window().installEventFilter(self)
        editor.destroyed.connect(self.deleteLater)

    def show_list(self, entries: list[Entry]) -> None:
        """Other lines; the one that is marked stays marked where it is still there."""
        before = self.list.marked
        self.list.show_entries(entries)
        self.list.setVisible(bool(entries))
        if before is not None:
            same = (before.kind, before.words, before.value)
            places = [i for i, e in enumerate(entries) if (e.kind, e.words, e.value) == same]
            self.list.mark(places[0]) if places else self.list.unmark()
        self.fit()

    def say(self, words: str, icon: str = "info", token: str = "ink3") -> None:
        """A quiet line below the list; "" takes it away."""
        self._words.setText(words)
        self._hint.setVisible(bool(words))
        if words:
            self.theme.set_icon(self._icon, icon, 14, token)
        self.fit()

    @property
    def said(self) -> str:
        """The quiet line."""
        return self._words.text() if not self._hint.isHidden() else ""

    def add(self, part: QWidget) -> None:
        """Something more, below the list; its keys Esc and Up at the first lead back."""
        self.column.addWidget(part)
        for one in (part, *part.findChildren(QWidget)):
            one.installEventFilter(self)

    def fit(self) -> None:
        """As large as what it holds, where there is room; hidden when it holds nothing."""
        if not self._parts() or not self._is_seen():
            self.hide()
            return
        u, window = self.theme.u, self._editor.window()
        box = QRect(self._editor.mapTo(window, QPoint(0, 0)), self._editor.size())
        below, above = window.height() - box.bottom() - u(8), box.top() - u(8)
        wide = min(max(box.width(), u(WIDE)), window.width() - u(16))
        wanted = self._height(wide, min(u(HIGH), max(below, above)))
        up = wanted > below and above > below
        high = min(wanted, above if up else below)
        if high < wanted:
            high = self._height(wide, self.list.height() - (wanted - high))
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = box.right() + 1 - wide if right else box.left()
        x = max(u(8), min(x, window.width() - wide - u(8)))
        y = box.top() - GAP - high if up else box.bottom() + 1 + GAP
        self.setGeometry(x, max(0, y), wide, high)
        self.show()
        self.raise_()

    def _is_seen(self) -> bool:
        """Whether the editor is in sight, not scrolled away."""
        editor, view = self._editor, self._editor.parentWidget()
        return editor.isVisible() and (view is None or view.rect().intersects(editor.geometry()))

    def _height(self, wide: int, most: int) -> int:
        """Its height at a width, the list at most so high."""
        if not self.list.isHidden():
            self.list.setFixedHeight(self.list.height_for(max(most, self.theme.u(60))))
        edges = self.column.contentsMargins()
        inner = wide - edges.left() - edges.right()
        return edges.top() + edges.bottom() + sum(_high(part, inner) for part in self._parts())

    def _parts(self) -> list[QWidget]:
        """What it shows."""
        parts = [self.column.itemAt(i).widget() for i in range(self.column.count())]
        return [part for part in parts if not part.isHidden()]

    def _clicked(self) -> None:
        entry = self.list.marked
        if entry is not None and entry.kind is not Kind.TITLE:
            self.taken.emit(entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the editor and the window; hear the keys that leave a field."""
        if not shiboken6.isValid(self._editor):  # it tells of its own end
            return False
        kind = event.type()
        if watched is self._editor:
            if kind in (QEvent.Type.Move, QEvent.Type.Resize) and self._editor.isVisible():
                self._follow()
            elif kind == QEvent.Type.Hide:
                self.hide()
        elif watched is self._editor.window():
            if kind == QEvent.Type.Resize:
                self._follow()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(watched, Qt.Key(event.key()))
        elif kind == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
        return False

    def _follow(self) -> None:
        """Where the editor is now; what was closed stays closed."""
        if self.isVisible() or not self._is_seen():
            self.fit()

    def _key(self, watched: QObject, key: Qt.Key) -> bool:
        """Esc leads back to the text; arrows go from button to button, up from the first."""
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if not isinstance(watched, QPushButton) or key not in _ARROWS:
            return False
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        by = -_ARROWS[key] if right and sideways else _ARROWS[key]
        buttons = [b for b in self.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
        place = buttons.index(watched) + by
        if place < 0:
            self.left.emit()
        elif place < len(buttons):
            buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True


def _high(part: QWidget, wide: int) -> int:
    """How high a part has to be at a width."""
    if part.minimumHeight() == part.maximumHeight():
        return part.minimumHeight()
    layout = part.layout()
    if layout is not None:
        layout.invalidate()
        if layout.hasHeightForWidth():
            return max(layout.totalHeightForWidth(wide), layout.totalMinimumSize().height())
    return part.sizeHint().height()
