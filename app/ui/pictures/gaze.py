"""Which part of a picture is seen: numbers only, the same for two pictures side by side."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal

from app.core.media import Box

MOST = 4.0
"""A pixel of the picture is never shown wider than this many of the screen."""
STEP = 1.25


class Gaze(QObject):
    """`factor` = how many times larger than the whole picture fits; `middle` = what is seen in the
    middle, in fractions of the picture as it is shown.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.factor = 1.0
        self.middle = QPointF(0.5, 0.5)

    def fit(self) -> None:
        """The whole picture."""
        self.put(1.0, QPointF(0.5, 0.5))

    def put(self, factor: float, middle: QPointF) -> None:
        """Look elsewhere."""
        if (factor, middle) != (self.factor, self.middle):
            self.factor, self.middle = factor, middle
            self.changed.emit()


def fitting(whole: QSizeF, room: QSizeF, *, enlarge: bool = False) -> float:
    """Pixels of the screen for a pixel of the picture, so that all of it is seen."""
    scale = min(room.width() / max(1.0, whole.width()), room.height() / max(1.0, whole.height()))
    return scale if enlarge else min(1.0, scale)


def spot(whole: QSizeF, room: QSizeF, scale: float, middle: QPointF) -> QRectF:
    """Where the picture lies on the screen; no edge of it leaves the edge of the room for nothing."""
    wide, high = whole.width() * scale, whole.height() * scale

    def start(length: float, space: float, centre: float) -> float:
        if length <= space:
            return (space - length) / 2
        return min(0.0, max(space - length, space / 2 - centre * length))

    return QRectF(
        start(wide, room.width(), middle.x()), start(high, room.height(), middle.y()), wide, high
    )


def seen(place: QRectF, room: QSizeF, more: float = 0.0) -> Box:
    """The part of the picture inside the room, and `more` of the room at each side, in fractions."""
    across, down = room.width() * more, room.height() * more

    def cut(value: float) -> float:
        return min(1.0, max(0.0, value))

    return (
        cut((-across - place.x()) / place.width()), cut((-down - place.y()) / place.height()),
        cut((room.width() + across - place.x()) / place.width()),
        cut((room.height() + down - place.y()) / place.height()),
    )  # fmt: skip


def turned_back(box: Box, quarters: int) -> Box:
    """A part of a picture that is shown turned to the right, in the picture itself."""
    for _ in range(quarters % 4):
        left, top, right, bottom = box
        box = top, 1 - right, bottom, 1 - left
    return box


def turned_box(box: Box, quarters: int) -> Box:
    """A part of the picture as it lies when it is shown turned to the right."""
    return turned_back(box, 4 - quarters % 4)
