"""Texts: labels in a role and a tone, labels that end in an ellipsis, icons as labels."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from app.ui.theme import Theme, set_look


def lead() -> Qt.AlignmentFlag:
    """Alignment at the edge where lines begin, whatever the text's own direction (QLabel would
    follow the text).
    """
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
    return Qt.AlignmentFlag.AlignLeft


def is_right(text: str) -> bool:
    """Whether a text is written right to left, by its first strong character."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL", "RLE", "RLO", "RLI"):
            return True
        if kind == "L":
            return False
    return False


def label(
    text: str = "", kind: str = "body", tone: str = "ink", *, wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:  # fmt: skip
    """A plain-text label. `kind` is a text role (note, body, strong, part, page, headline)."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    set_look(made, type=kind, tone=tone)
    made.setAlignment(lead() | Qt.AlignmentFlag.AlignVCenter)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
        made.setAlignment(lead() | Qt.AlignmentFlag.AlignTop)
    return made


def icon_label(theme: Theme, name: str, size: int = 16, token: str = "ink2") -> QLabel:
    """An icon that stands beside words (no accessible name of its own)."""
    made = QLabel()
    theme.set_icon(made, name, size, token)
    return made


class Elided(QLabel):
    """One line that ends in an ellipsis when it is too long; the tooltip then has it whole."""

    def __init__(
        self, text: str = "", kind: str = "body", tone: str = "ink", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_look(self, type=kind, tone=tone)

    def setText(self, text: str) -> None:
        """Show another text (line breaks become blanks)."""
        super().setText(" ".join(text.split()))
        self._explain()

    def setFixedWidth(self, width: int) -> None:
        """Always this wide (layouts take no notice of a width while the policy is Ignored)."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        super().setFixedWidth(width)

    def minimumSizeHint(self) -> QSize:
        """Narrow as the layout likes, one line high."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole text in the tooltip when it is cut."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, shortened."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.setPen(option.palette.color(self.foregroundRole()))
        align = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        right = Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(right if is_right(text) else Qt.LayoutDirection.LeftToRight)
        painter.drawText(self.contentsRect(), align | Qt.AlignmentFlag.AlignAbsolute, text)
        painter.end()

    def _explain(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")


class TwoLines(Elided):
    """At most two lines, the second ends in an ellipsis; the tooltip then has it whole."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text in the lines there is room for."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(option.palette.color(self.foregroundRole()))
        right = is_right(self.text())
        direction = Qt.LayoutDirection
        painter.setLayoutDirection(direction.RightToLeft if right else direction.LeftToRight)
        align = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        flags = (align | Qt.AlignmentFlag.AlignAbsolute).value
        box = self.contentsRect()
        high = self.fontMetrics().lineSpacing()
        lines = self._lines()
        top = box.y() + (box.height() - high * len(lines)) // 2
        for place, line in enumerate(lines):
            painter.drawText(box.x(), top + place * high, box.width(), high, flags, line)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """Narrow as the layout likes, two lines high."""
        return QSize(0, 2 * self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        """The same height, whatever stands in it: nothing below moves."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def _lines(self) -> list[str]:
        wide, measure = self.contentsRect().width(), self.fontMetrics()
        if measure.horizontalAdvance(self.text()) <= wide:
            return [self.text()]
        first, words = "", self.text().split()
        while words and measure.horizontalAdvance(f"{first} {words[0]}".strip()) <= wide:
            first = f"{first} {words.pop(0)}".strip()
        rest = " ".join(words)
        elided = measure.elidedText(rest, Qt.TextElideMode.ElideRight, wide)
        return [first, elided] if first else [elided]

    def _explain(self) -> None:
        lines = self._lines()
        self.setToolTip(self.text() if " ".join(lines) != self.text() else "")
