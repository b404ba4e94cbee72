"""A choice with many lines: its list has titles, is searched by typing, and opens at what is chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.text import t
from app.ui.parts import Choice
from app.ui.theme import Theme, set_look

More = Callable[[], list[tuple[str, str, str]]]
"""Further lines (words, data, icon) that are only found by searching."""
DATA = Qt.ItemDataRole.UserRole
TITLE = Qt.ItemDataRole.UserRole + 1
MORE = Qt.ItemDataRole.UserRole + 2
HIGH, WIDE, ENOUGH = 420, 340, 2
"""Height and width of the list in px of the drawings; letters before further lines are searched."""
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Picker(Choice):
    """A `Choice` whose list can be searched."""

    def __init__(self, theme: Theme, name: str, more: More | None = None) -> None:
        super().__init__(theme, name)
        self.more: More = more or list
        self.list: PickList | None = None

    def add_title(self, words: str) -> None:
        """The title of the lines that follow; it cannot be chosen."""
        self.addItem(words)
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.count() - 1).setEnabled(False)

    def showPopup(self) -> None:
        """Open the list at what is chosen."""
        self.open_at(self)

    def open_at(self, widget: QWidget) -> None:
        """Open the list below another widget."""
        self.hidePopup()
        self.list = PickList(self._theme, self)
        self.list.chosen.connect(self._taken)
        self.list.open_under(widget)

    def _taken(self, data: str, words: str) -> None:
        self.hidePopup()
        self.take(data, words)

    def hidePopup(self) -> None:
        """Close the list."""
        if self.list is not None:
            self.list.close()
            self.list.deleteLater()
            self.list = None

    def take(self, data: str, words: str) -> None:
        """Choose a line, also one that was only found by searching."""
        if self.findData(data) < 0:
            self.add(words, data)
        self.choose(data)
        self.activated.emit(self.currentIndex())


class PickList(QFrame):
    """A field to search in, and below it the lines with their titles."""

    chosen = Signal(str, str)
    """Data and words of a line."""

    def __init__(self, theme: Theme, owner: Picker) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        set_look(self, card="page")
        self._theme, self._owner = theme, owner
        self._has_more = False
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.u(8)] * 4)
        column.setSpacing(theme.u(6))
        self.search = _Search()
        self.search.setPlaceholderText(t("files.search"))
        self.search.setAccessibleName(t("files.search"))
        self.search.textChanged.connect(self._narrow)
        self.search.moved.connect(self.move)
        self.search.returnPressed.connect(self._press)
        self.lines = QListWidget()
        self.lines.setAccessibleName(owner.accessibleName())
        self.lines.setIconSize(QSize(theme.u(16), theme.u(16)))
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines.itemClicked.connect(self._take)
        set_look(self.lines, kind="choices")
        column.addWidget(self.search)
        column.addWidget(self.lines)
        self._fill()

    def _fill(self) -> None:
        owner = self._owner
        for place in range(owner.count()):
            data = owner.itemData(place)
            if data is None:
                self._add_title(owner.itemText(place))
            else:
                item = QListWidgetItem(owner.itemIcon(place), owner.itemText(place))
                item.setData(DATA, data)
                self.lines.addItem(item)
                if place == owner.currentIndex():
                    self.lines.setCurrentItem(item)
        self._nothing = self._add_title(t("files.none-found"))
        self._nothing.setHidden(True)

    def _add_title(self, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(TITLE, True)
        item.setFont(self._theme.font("note", 600))
        item.setForeground(self._theme.color("ink2"))
        self.lines.addItem(item)
        return item

    def open_under(self, widget: QWidget) -> None:
        """Open below a widget, above it when there is no room below."""
        u = self._theme.u
        screen = widget.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        box = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
        below, above = room.bottom() - box.bottom(), box.top() - room.top()
        up = below < u(260) and above > below
        high = min(u(HIGH), above if up else below)
        wide = min(max(u(WIDE), box.width()), room.width())
        left = max(room.left(), min(box.left(), room.right() - wide))
        self.setGeometry(left, box.top() - high if up else box.bottom(), wide, high)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)
        current = self.lines.currentItem()
        if current is not None:
            self.lines.scrollToItem(current, QListWidget.ScrollHint.PositionAtCenter)

    def _narrow(self, typed: str) -> None:
        """Show only lines that hold every word that was typed, with the titles of their groups."""
        words = plain(typed).split()
        searching = len(typed.strip()) >= ENOUGH
        if searching:
            self._add_more()
        title, found = None, False
        for place in range(self.lines.count()):
            item = self.lines.item(place)
            if item is self._nothing:
                continue
            if item.data(TITLE):
                title = item
                item.setHidden(bool(words) or bool(item.data(MORE)))
                continue
            hay = plain(f"{item.text()} {item.data(DATA)}")
            fits = (searching or not item.data(MORE)) and all(word in hay for word in words)
            item.setHidden(not fits)
            if fits and title is not None:
                title.setHidden(False)
            found = found or fits
        self._nothing.setHidden(found)
        self._choose_first(search=bool(words))

    def _add_more(self) -> None:
        """The further lines, with their own title, the first time they are searched."""
        if self._has_more:
            return
        self._has_more = True
        self._add_title(t("files.group-languages")).setData(MORE, True)
        for words, data, icon in self._owner.more():
            if self._owner.findData(data) >= 0:
                continue
            item = QListWidgetItem(self._theme.icon(icon, 16, "accent"), words)
            item.setData(DATA, data)
            item.setData(MORE, True)
            self.lines.addItem(item)

    def _choose_first(self, *, search: bool) -> None:
        current = self.lines.currentItem()
        if current is not None and not current.isHidden() and not search:
            return
        for place in range(self.lines.count()):
            item = self.lines.item(place)
            if not item.isHidden() and item.data(DATA) is not None:
                self.lines.setCurrentItem(item)
                return

    def _take(self, item: QListWidgetItem) -> None:
        data = item.data(DATA)
        if data is not None:
            words = item.text()
            self.close()
            self.chosen.emit(data, words)

    def _press(self) -> None:
        """Enter: choose the line that is marked."""
        current = self.lines.currentItem()
        if current is not None and not current.isHidden():
            self._take(current)

    def move(self, event: QKeyEvent) -> None:
        """Arrows in the search field move in the list."""
        self.lines.keyPressEvent(event)


class _Search(QLineEdit):
    """A field whose arrows move in the list below it."""

    moved = Signal(object)
    """The QKeyEvent."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are for the list, all other keys for the text."""
        if event.key() in _MOVES:
            self.moved.emit(event)
        else:
            super().keyPressEvent(event)


def plain(text: str) -> str:
    """A text as it is searched: small letters without marks."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))
