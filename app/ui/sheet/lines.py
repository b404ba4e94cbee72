"""Two lines of a text, then an ellipsis: worked out once and kept."""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

KEPT = 6000

Key = tuple[str, int, int, int, int]


class Lines:
    """Laid-out texts by (text, width, lines, font)."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[QTextLayout, float]] = OrderedDict()
        self._fonts: dict[int, tuple[QFont, QFontMetricsF]] = {}

    def forget(self) -> None:
        """The font or the direction changed."""
        self._kept.clear()
        self._fonts.clear()

    def draw(
        self, painter: QPainter, box: QRect, text: str, font: QFont, *, lines: int = 2,
        right: bool = False,
    ) -> None:  # fmt: skip
        """Draw in the painter's pen colour, in the middle of the box's height."""
        if box.width() <= 4 or not text:
            return
        layout, high = self._laid_out(text, box.width(), font, lines, right=right)
        y = box.y() + max(0.0, (box.height() - high) / 2)
        layout.draw(painter, QPointF(box.x(), y))

    def layout(
        self, text: str, width: int, font: QFont, lines: int, *, right: bool = False
    ) -> QTextLayout:
        """The text laid out at a width, at most so many lines."""
        return self._laid_out(text, width, font, lines, right=right)[0]

    def _laid_out(
        self, text: str, width: int, font: QFont, lines: int, *, right: bool
    ) -> tuple[QTextLayout, float]:
        """With its height. Fonts are known by their object: asking one for its key takes as long as
        drawing a word.
        """
        name = id(font)
        key = (text, width, lines, name, int(right))
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        known = self._fonts.get(name)
        if known is None:  # kept, so that no other font gets its place
            known = self._fonts[name] = (font, QFontMetricsF(font))
        laid = _made(text, width, font, known[1], lines, right=right)
        made = self._kept[key] = (laid, laid.boundingRect().height())
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made


def _option(*, right: bool, wrap: bool) -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    mode = QTextOption.WrapMode
    option.setWrapMode(mode.WrapAtWordBoundaryOrAnywhere if wrap else mode.NoWrap)
    return option


def _made(
    text: str, width: int, font: QFont, metrics: QFontMetricsF, lines: int, *, right: bool
) -> QTextLayout:
    plain = " ".join(text[:600].split())
    if lines > 1 and metrics.horizontalAdvance(plain) > width:
        starts = _starts(plain, width, font, lines, right=right)
        if len(starts) > lines:
            head = [plain[a:b].rstrip() for a, b in pairwise(starts[:lines])]
            rest = plain[starts[lines - 1] :]
            tail = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
            plain = "\u2028".join([*head, tail])
            return _laid(plain, width, font, right=right, wrap=False)
        return _laid(plain, width, font, right=right, wrap=True)
    if metrics.horizontalAdvance(plain) > width:
        plain = metrics.elidedText(plain, Qt.TextElideMode.ElideRight, width)
    return _laid(plain, width, font, right=right, wrap=False)


def _starts(text: str, width: int, font: QFont, lines: int, *, right: bool) -> list[int]:
    """Where the first lines begin; one more than wanted when there are more."""
    layout = QTextLayout(text, font)
    layout.setTextOption(_option(right=right, wrap=True))
    layout.beginLayout()
    starts = []
    while len(starts) <= lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts


def _laid(text: str, width: int, font: QFont, *, right: bool, wrap: bool) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.setTextOption(_option(right=right, wrap=wrap))
    layout.beginLayout()
    y = 0.0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout
