"""One column of the chosen rows: what they hold, a field to set it, and a menu for other rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.held import Held
from app.core.text import n, number, t
from app.ui.editors.base import How
from app.ui.pages.forms import clear
from app.ui.parts import Chip, Elided, button, icon_button, label
from app.ui.theme import Theme, set_look

MOST_VALUES = 3
"""So many values that only some rows have are offered for all."""
Words = Callable[[str], str]
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


@dataclass(frozen=True)
class Value:
    """A value that some of the rows have: its text in a cell, its name, in how many."""

    text: str
    name: str
    rows: int
    linked: bool


class SeveralField(QLineEdit):
    """Enter sets all, Esc leaves it. With `own` the editor of its meaning opens over it instead."""

    set_wanted = Signal(str)
    editor_wanted = Signal(object, str)
    """How, and what was typed."""

    def __init__(self, name: str, *, own: bool, words: Words = str) -> None:
        """`words`: how a text is read that has an editor of its own."""
        super().__init__()
        self._own, self._words = own, words
        self.value = ""
        """What all hold; "" when they differ."""
        self.same = True
        self.setAccessibleName(name)
        self.returnPressed.connect(self._set)

    @property
    def by_editor(self) -> bool:
        """Whether it is changed in an editor over it: also what has several lines."""
        return self._own or "\n" in self.value

    def current(self) -> str | None:
        """The text that would be set; None when the rows differ and nothing was typed."""
        if self.isModified():
            return self.text()
        return self.value if self.same else None

    def show_held(self, held: Held) -> str:
        """Show what the rows hold; returns the note beside the name."""
        self.same = held.same
        self.value = held.common if held.same else ""
        self._put_back()
        self.setReadOnly(self.by_editor)
        self.setPlaceholderText("" if held.same else _differing(held, self._words))
        self._look("" if held.same else "several")
        if held.same:
            return n("several.same", held.rows) if held.common else t("several.all-empty")
        return n("several.empty", held.empty) if held.empty else ""

    def show_waiting(self) -> None:
        """The rows are being looked through."""
        self.same, self.value = False, ""
        self._put_back()
        self.setReadOnly(self.by_editor)
        self.setPlaceholderText(t("several.looking"))
        self._look("several")

    def _look(self, state: str) -> None:
        """Another look, when it is another: the style is asked anew for it."""
        if self.property("state") != state:
            set_look(self, state=state)

    def _put_back(self) -> None:
        shown = self._words(self.value) if self.by_editor else self.value
        self.setText(" ".join(shown.split("\n")))
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts back what was there; an editor of its own opens as in the sheet."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._put_back()
        elif self.by_editor and event.key() in _OPENS:
            self.editor_wanted.emit(How.KEY, "")
        elif self.by_editor and event.text().isprintable() and event.text().strip():
            self.editor_wanted.emit(How.TYPING, event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens an editor of its own."""
        super().mousePressEvent(event)
        if self.by_editor and event.button() == Qt.MouseButton.LeftButton:
            self.editor_wanted.emit(How.KEY, "")

    def _set(self) -> None:
        wanted = self.current()
        if wanted is not None:
            self.set_wanted.emit(wanted)


class Part(QWidget):
    """The name of a column, a note, the field, and what else can be done with its text."""

    add_wanted = Signal(str)
    """A value that some rows have, for all."""

    def __init__(self, theme: Theme, name: str, *, own: bool, words: Words = str) -> None:
        """`own` and `words` as of the field."""
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        theme.space(column, 3, (0, 4, 0, 0))
        line = QHBoxLayout()
        theme.space(line, 4)
        line.addWidget(label(name, "strong-note", "ink2"))
        self.note = Elided("", "note", "ink3")
        self.note.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.note, 1)
        self.more = icon_button(theme, "ellipsis", t("several.more", column=name), size=14)
        theme.fix(self.more, width=28, height=20)
        line.addWidget(self.more)
        column.addLayout(line)
        self.field = SeveralField(name, own=own, words=words)
        column.addWidget(self.field)
        self._shown: tuple[int, list[Value]] = (0, [])
        self.values = QVBoxLayout()
        theme.space(self.values, 2)
        column.addLayout(self.values)

    def show_values(self, values: list[Value], rows: int) -> None:
        """Values that some of the rows have, each with a button that gives it to all."""
        if (rows, values) == self._shown:
            return
        self._shown = (rows, values)
        clear(self.values)
        for value in values:
            line = QHBoxLayout()
            self._theme.space(line, 6)
            chip = Chip(self._theme, value.name, linked=value.linked, tip=value.text)
            line.addWidget(chip)
            words = t("several.in", count=number(value.rows), rows=number(rows))
            line.addWidget(label(words, "note", "ink2"))
            line.addStretch(1)
            made = button(self._theme, t("several.add"), kind="link")
            made.setAccessibleName(t("several.add-of", value=value.name))
            made.clicked.connect(partial(self._add, value.text))
            line.addWidget(made)
            self.values.addLayout(line)

    def _add(self, value: str, _checked: object = None) -> None:
        self.add_wanted.emit(value)

    def show_held(self, held: Held) -> None:
        """Show what the rows hold, unless something is being typed."""
        if not (self.field.hasFocus() and self.field.isModified()):
            self.note.setText(self.field.show_held(held))

    def show_waiting(self) -> None:
        """The rows are being looked through."""
        if not (self.field.hasFocus() and self.field.isModified()):
            if self.note.text():
                self.note.setText("")
            self.show_values([], 0)
            self.field.show_waiting()


def _differing(held: Held, words: Words) -> str:
    """What stands in a field whose rows differ."""
    others, common = held.different - 1, words(held.common)
    if held.times > 1 and common and "\n" not in common and len(common) <= 24:
        return n("several.common", others, text=common, times=held.times)
    return n("several.different", held.different)
