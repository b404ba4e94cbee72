"""One picture that can be zoomed and moved about in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.core.media import Size, Unavailable
from app.core.text import t
from app.ui.pictures.gaze import MOST, STEP, Gaze, fitting, seen, spot, turned_back, turned_box
from app.ui.pictures.looker import Looker, Shown
from app.ui.theme import Theme
from app.ui.thumbnails import LARGE, draw_svg, turned, why_not

SOON_MS = 60
"""After the last movement a part in full is asked for."""
SLOW_MS = 400
"""After that long a word tells that something is being made."""
_MARGIN = 0.3
_DRAWING = 2400
"""Pixels of a drawing, which has no size of its own."""


class Canvas(QWidget):
    """Draws what there is of a picture, best last: small picture, whole one, part in full."""

    looked = Signal()
    """What is shown, or how large, has changed."""

    def __init__(
        self, theme: Theme, looker: Looker, gaze: Gaze, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._looker, self._gaze = theme, looker, gaze
        self.path: Path | None = None
        self._drawing: tuple[int, QPixmap] | None = None
        self._from: QPointF | None = None
        self._reached = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self.update)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._ask)
        self.setMinimumSize(theme.u(120), theme.u(120))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        gaze.changed.connect(self._moved)
        looker.arrived.connect(self._arrived)
        looker.thumbnails.arrived.connect(self._small_arrived)

    def show_file(self, path: Path | None, name: str) -> None:
        """Another picture."""
        self.path, self._drawing = path, None
        self.setAccessibleName(name)
        self._slow.start()
        self._moved()

    # what there is ----------------------------------------------------------------------------

    @property
    def quarters(self) -> int:
        """By how many it is turned to the right."""
        return self._looker.thumbnails.turns(self.path) if self.path else 0

    def room(self) -> Size:
        """Pixels of the screen there are."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def base(self) -> Shown | Unavailable | None:
        """The whole picture as it was decoded; asks for it when it is not there."""
        if self.path is None:
            return Unavailable("missing")
        if not self.isVisible():
            return None  # its size is not known yet
        wide, high = self.room()
        size = (high, wide) if self.quarters % 2 else (wide, high)
        return self._looker.whole(self.path, size)

    def _whole(self, base: Shown | Unavailable | None) -> tuple[QPixmap | None, QSizeF]:
        """What is drawn below everything, and the size of the whole picture as it is shown."""
        if isinstance(base, Shown):
            size = QSizeF(*base.view.whole)
            if self.quarters % 2:
                size.transpose()
            return base.at(self.quarters), size
        if isinstance(base, Unavailable) and base.code == "svg":
            return self._svg()
        small = self._looker.thumbnails.get(self.path, LARGE) if self.path else None
        if isinstance(small, QPixmap):
            return small, QSizeF(small.size())
        return None, QSizeF()

    def _svg(self) -> tuple[QPixmap | None, QSizeF]:
        """Drawn here, once for each turn."""
        quarters = self.quarters
        if (self._drawing is None or self._drawing[0] != quarters) and self.path is not None:
            try:
                image = draw_svg(self.path.read_bytes(), _DRAWING)
            except OSError:
                image = None
            drawn = QPixmap.fromImage(image) if image is not None else QPixmap()
            self._drawing = quarters, turned(drawn, quarters)
        if self._drawing is None or self._drawing[1].isNull():
            return None, QSizeF()
        return self._drawing[1], QSizeF(self._drawing[1].size())

    @property
    def scale(self) -> float:
        """Pixels of the screen for one of the picture; 0 while that is not known."""
        base = self.base()
        return self._scale(self._whole(base)[1], base) if isinstance(base, Shown) else 0.0

    def _fit(self, whole: QSizeF, base: Shown | Unavailable | None) -> float:
        # a small picture stands in for a larger one that is being made
        return fitting(whole, QSizeF(*self.room()), enlarge=not isinstance(base, Shown))

    def _scale(self, whole: QSizeF, base: Shown | Unavailable | None) -> float:
        fit = self._fit(whole, base)
        return min(max(MOST, fit), fit * self._gaze.factor)

    def _place(self, whole: QSizeF, base: Shown | Unavailable | None) -> QRectF:
        """Where the whole picture lies, in pixels of the screen."""
        scale = self._scale(whole, base)
        return spot(whole, QSizeF(*self.room()), scale, self._gaze.middle)

    # looking elsewhere ------------------------------------------------------------------------

    def zoom(self, by: float, at: QPointF | None = None) -> None:
        """Closer (above 1) or further away; the point `at` (in the widget) stays where it is."""
        base = self.base()
        _, whole = self._whole(base)
        if whole.isEmpty():
            return
        fit = self._fit(whole, base)
        self._look_at(self._scale(whole, base) * by / fit, at)

    def full(self, at: QPointF | None = None) -> None:
        """One pixel of the picture for one of the screen."""
        base = self.base()
        _, whole = self._whole(base)
        if not whole.isEmpty():
            self._look_at(1 / self._fit(whole, base), at)

    def _look_at(self, factor: float, at: QPointF | None) -> None:
        base = self.base()
        _, whole = self._whole(base)
        fit = self._fit(whole, base)
        factor = max(1.0, min(factor, max(1.0, MOST / fit)))
        room = QSizeF(*self.room())
        point = at * self.devicePixelRatioF() if at else QPointF(room.width(), room.height()) / 2
        place = self._place(whole, base)
        x, y = (point.x() - place.x()) / place.width(), (point.y() - place.y()) / place.height()
        wide, high = whole.width() * fit * factor, whole.height() * fit * factor
        away = QPointF(room.width() / 2 - point.x(), room.height() / 2 - point.y())
        self._gaze.put(factor, self._kept(QPointF(x + away.x() / wide, y + away.y() / high)))

    def pan(self, across: float, down: float) -> None:
        """Move the picture by pixels of the widget."""
        base = self.base()
        _, whole = self._whole(base)
        if whole.isEmpty():
            return
        ratio = self.devicePixelRatioF()
        place, room = self._place(whole, base), QSizeF(*self.room())
        middle = QPointF(
            (room.width() / 2 - place.x() - across * ratio) / place.width(),
            (room.height() / 2 - place.y() - down * ratio) / place.height(),
        )
        self._gaze.put(self._gaze.factor, self._kept(middle))

    @staticmethod
    def _kept(middle: QPointF) -> QPointF:
        return QPointF(min(1.0, max(0.0, middle.x())), min(1.0, max(0.0, middle.y())))

    def _moved(self) -> None:
        self._soon.start()
        self.update()
        self.looked.emit()

    def _ask(self) -> None:
        """Ask for the part that is seen, when the whole picture is too coarse for it."""
        base = self.base()
        if not isinstance(base, Shown) or self.path is None:
            return
        _, whole = self._whole(base)
        scale = self._scale(whole, base)
        finest = base.view.finest
        if base.scale >= min(scale, finest) * 0.99:
            return
        box = seen(self._place(whole, base), QSizeF(*self.room()))
        part = self._looker.part(self.path)
        if part is not None and _covers(part, turned_back(box, self.quarters), min(scale, finest)):
            return
        box = turned_back(
            seen(self._place(whole, base), QSizeF(*self.room()), _MARGIN), self.quarters
        )
        wide, high = base.view.whole
        size = round((box[2] - box[0]) * wide * scale), round((box[3] - box[1]) * high * scale)
        self._looker.ask_part(self.path, box, (max(1, size[0]), max(1, size[1])))

    def _arrived(self, name: str) -> None:
        if self.path is not None and name == str(self.path):
            self._moved()

    def _small_arrived(self, names: frozenset[str]) -> None:
        if self.path is not None and str(self.path) in names:
            self._moved()

    # events -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less of it is seen."""
        super().resizeEvent(event)
        self._moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl closer and further away, else up and down."""
        turns = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP**turns, event.position())
        else:
            moved = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
            self.pan(moved.x(), moved.y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._from is not None:
            moved = event.position() - self._from
            self._from = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._from = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """In full at this point; again: the whole picture."""
        if self._gaze.factor > 1.001:
            self._gaze.fit()
        else:
            self.full(event.position())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, then the best there is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        base = self.base()
        pixmap, whole = self._whole(base)
        if pixmap is None:
            self._say(painter, base)
        else:
            self._draw(painter, pixmap, whole, base)
        if self._reached and self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame is drawn when one came here with the keyboard."""
        tab = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._reached = event.reason() in tab
        super().focusInEvent(event)

    def _draw(
        self, painter: QPainter, pixmap: QPixmap, whole: QSizeF, base: Shown | Unavailable | None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        place = self._place(whole, base)
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        part = self._looker.part(self.path) if self.path else None
        if part is None or not isinstance(base, Shown) or part.scale <= base.scale:
            return
        left, top, right, bottom = turned_box(part.view.box, self.quarters)
        target = QRectF(
            place.x() + left * place.width(), place.y() + top * place.height(),
            (right - left) * place.width(), (bottom - top) * place.height(),
        )  # fmt: skip
        found = part.at(self.quarters)
        painter.drawPixmap(target, found, QRectF(found.rect()))

    def _say(self, painter: QPainter, base: Shown | Unavailable | None) -> None:
        if isinstance(base, Unavailable):
            words = instead(base)
        elif self._slow.isActive():
            return
        else:
            words = t("large.reading")
        theme, u = self._theme, self._theme.u
        box = self.rect().adjusted(u(24), 0, -u(24), 0)
        painter.setPen(theme.color("ink2"))
        painter.setFont(theme.font("lead"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def instead(found: Unavailable) -> str:
    """What is said in place of a picture; of one that is only too large for us, that this is no harm."""
    return t("large.too-large") if found.code == "too-large" else why_not(found)


def _covers(part: Shown, box: tuple[float, float, float, float], scale: float) -> bool:
    there = part.view.box
    inside = (
        there[0] <= box[0] + 1e-6 and there[1] <= box[1] + 1e-6
        and there[2] >= box[2] - 1e-6 and there[3] >= box[3] - 1e-6
    )  # fmt: skip
    return inside and part.scale >= scale * 0.99
