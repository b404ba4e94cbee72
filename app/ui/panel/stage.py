"""The picture of a row on its stage."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.media import Unavailable
from app.core.text import t
from app.ui.sheet.delegate import draw_picture
from app.ui.theme import Theme
from app.ui.thumbnails import LARGE, Thumbnails, kind_icon, why_not


class Stage(QWidget):
    """A picture on a quiet ground; a word and an icon when there is none. Press = large."""

    pressed = Signal()

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails
        self._path: Path | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(t("panel.picture"))
        thumbnails.arrived.connect(self._arrived)
        theme.bind(self, Stage.updateGeometry)

    def show_file(self, path: Path | None) -> None:
        """Another file; None = it was not found."""
        self._path = path
        self.setAccessibleDescription(path.name if path else t("media.missing"))
        self.setToolTip(t("panel.picture.tip") if path else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Wide as the panel, 150 px high."""
        return QSize(self._theme.u(340), self._theme.u(152))

    def _arrived(self, paths: frozenset[str]) -> None:
        if self._path is not None and str(self._path) in paths:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Large."""
        if event.button() == Qt.MouseButton.LeftButton and self._path:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter: large."""
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self._path:
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, picture or words, frame when focused."""
        theme, u = self._theme, self._theme.u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), u(4), u(4))
        found = self._thumbnails.get(self._path, LARGE) if self._path else Unavailable("missing")
        if isinstance(found, QPixmap):
            draw_picture(painter, self.rect().adjusted(u(8), u(8), -u(8), -u(8)), found, u(3))
        elif found is not None:
            self._say(painter, found)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), u(4), u(4))
        painter.end()

    def _say(self, painter: QPainter, why: Unavailable) -> None:
        theme, u = self._theme, self._theme.u
        no_kind = why.code == "no-picture" and self._path is not None
        icon = kind_icon(self._path.suffix) if no_kind and self._path else "image-off"
        pixmap = theme.pixmap(icon, 24, "ink3", self.devicePixelRatioF())
        middle = self.height() // 2
        painter.drawPixmap((self.width() - u(24)) // 2, middle - u(28), pixmap)
        painter.setFont(theme.font("note"))
        painter.setPen(theme.color("ink2"))
        box = self.rect().adjusted(u(12), middle + u(2), -u(12), 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, why_not(why))
