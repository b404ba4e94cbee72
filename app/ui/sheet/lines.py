"""Two lines of a text, then an ellipsis: worked out once and kept."""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

KEPT = 1500
"""Some ten screens; one takes 7 kB of what Qt works out."""
MOST = 600
"""So many letters of a text are looked at."""
NARROWEST = 3
"""Letters are wider than so many px on average, else the whole text is looked at."""

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
        if not text or (wide := box.width()) <= 4:
            return
        layout, high = self._laid_out(text, wide, font, lines, right=right)
        y = box.y() + max(0.0, (box.height() - high) / 2)
        layout.draw(painter, QPointF(box.x(), y))

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


@cache
def _option(*, right: bool, wrap: bool) -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    mode = QTextOption.WrapMode
    option.setWrapMode(mode.WrapAtWordBoundaryOrAnywhere if wrap else mode.NoWrap)
    return option


def _made(
    text: str, width: int, font: QFont, metrics: QFontMetricsF, lines: int, *, right: bool
) -> QTextLayout:
    """Letters that are in no line anyway are not laid out: that is what takes the time."""
    plain = " ".join(text[:MOST].split())
    few = plain[: lines * width // NARROWEST + 1]
    laid, starts = _laid(few, width, font, lines, right=right, wrap=lines > 1)
    if few != plain and not _is_more(laid, starts, width, lines):
        laid, starts = _laid(plain, width, font, lines, right=right, wrap=lines > 1)
        few = plain
    if not _is_more(laid, starts, width, lines):
        return laid
    head = [few[a:b].rstrip() for a, b in pairwise(starts[:lines])]
    tail = metrics.elidedText(few[starts[lines - 1] :], Qt.TextElideMode.ElideRight, width)
    cut = "\u2028".join([*head, tail])
    return _laid(cut, width, font, lines, right=right, wrap=False)[0]


def _is_more(layout: QTextLayout, starts: list[int], width: int, lines: int) -> bool:
    """Whether a text does not fit in its lines."""
    return len(starts) > lines or (lines == 1 and layout.lineAt(0).naturalTextWidth() > width)


def _laid(
    text: str, width: int, font: QFont, lines: int, *, right: bool, wrap: bool
) -> tuple[QTextLayout, list[int]]:
    """The text in its lines, and where they begin: one more than wanted when there are more."""
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.setTextOption(_option(right=right, wrap=wrap))
    layout.beginLayout()
    starts: list[int] = []
    y = 0.0
    while len(starts) <= lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
        starts.append(line.textStart())
    layout.endLayout()
    return layout, starts
