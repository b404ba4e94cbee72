"""What several pages are made of: a column that scrolls, a labelled field, cards of rows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.parts import GAP, RowButton, icon_label, label
from app.ui.theme import Theme, set_look

WIDEST = 1330
"""Widest content of forms and reports, px of the drawings."""


class _Content(QWidget):
    """As high as its words are at the width it has: Qt would leave room for the narrowest."""

    def minimumSizeHint(self) -> QSize:
        """The narrowest; the height for the width that is there."""
        least = super().minimumSizeHint()
        high = self.heightForWidth(max(self.width(), least.width()))
        return QSize(least.width(), min(least.height(), high) if high > 0 else least.height())


class Scroll(QScrollArea):
    """A column that scrolls up and down; put widgets into `column`."""

    def __init__(self, theme: Theme, name: str, ground: str = "surface") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.content = grounded(_Content(), ground)
        self.column = QVBoxLayout(self.content)
        theme.space(self.column, 8)
        self.setWidget(self.content)


def grounded(widget: QWidget, ground: str, edge: str = "") -> QWidget:
    """A widget that paints its ground (and a hairline at an edge)."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_look(widget, ground=ground, **({"edge": edge} if edge else {}))
    return widget


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and away."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        if item.widget() is not None:
            item.widget().hide()
            item.widget().deleteLater()
        elif item.layout() is not None:
            clear(item.layout())


def say(made: QPushButton, words: str) -> None:
    """Other words on a button (kept apart from its icon)."""
    made.setText(GAP + words if words and not made.icon().isNull() else words)
    made.setAccessibleName(words)


def field(theme: Theme, title: str, widget: QWidget, note: str = "") -> QVBoxLayout:
    """A label, the widget below it, and a note."""
    column = QVBoxLayout()
    theme.space(column, 4)
    head = label(title, "strong-note", "ink2")
    head.setBuddy(widget)
    column.addWidget(head)
    column.addWidget(widget)
    if note:
        column.addWidget(label(note, "note", "ink3", wrap=True))
    if not widget.accessibleName():
        widget.setAccessibleName(title)
    return column


def line(theme: Theme, icon: str, token: str, words: str, *, end: str = "") -> QHBoxLayout:
    """An icon, words beside it, and quiet words at the end."""
    row = QHBoxLayout()
    theme.space(row, 10)
    mark = icon_label(theme, icon, 16, token)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, "body", wrap=True), 1)
    if end:
        row.addWidget(label(end, "note", "ink2"), 0, Qt.AlignmentFlag.AlignTop)
    return row


class LinkRow(RowButton):
    """A row of a card that does something: icon, bold words, a note, an arrow."""

    def __init__(
        self, theme: Theme, icon: str, title: str, note: str, *, away: bool = False
    ) -> None:
        super().__init__(theme, title)
        self.framed = False
        self.setAccessibleDescription(note)
        row = QHBoxLayout(self)
        theme.space(row, 14, (14, 8, 14, 8))
        row.addWidget(icon_label(theme, icon, 16, "accent"))
        words = QVBoxLayout()
        theme.space(words, 0)
        words.addWidget(label(title, "strong", "accent", wrap=True))
        self.note = label(note, "note", "ink2", wrap=True)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        row.addWidget(icon_label(theme, "external-link" if away else "chevron-right", 16, "ink2"))
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def beside(theme: Theme, spacing: float = 16) -> QBoxLayout:
    """A layout of two parts, beside each other; turn it with `stack`."""
    made = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    theme.space(made, spacing)
    return made


def stack(layout: QBoxLayout, *, stacked: bool) -> None:
    """One below the other (True) or beside each other."""
    direction = QBoxLayout.Direction
    layout.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
