"""Icons: Lucide's SVG lines drawn in a colour of the theme, kept by (name, size, colour, ratio)."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.core import resources

MIRRORED = frozenset(
    {"arrow-right", "chevron-right", "chevron-left", "undo-2", "redo-2", "list-end", "list",
     "list-ordered", "corner-down-left", "external-link", "log-out", "panel-right", "quote"}
)  # fmt: skip
"""Icons that point somewhere: they turn round where people read from right to left."""

_STROKE = re.compile(rb'stroke-width="[^"]*"')


@lru_cache(maxsize=256)
def source(name: str) -> bytes:
    """The SVG text of an icon. Raises FileNotFoundError for a name we do not have."""
    return (resources.folder() / "icons" / f"{name}.svg").read_bytes()


def draw(name: str, size: int, colour: str, ratio: float, *, mirrored: bool = False) -> QPixmap:
    """One icon as a pixmap of `size` logical px at a device pixel ratio; not kept."""
    width = b"2.25" if size <= 14 else b"1.75"
    svg = source(name)
    if name != "kabocha":
        svg = _STROKE.sub(b'stroke-width="' + width + b'"', svg)
    svg = svg.replace(b"currentColor", colour.encode())
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    if mirrored:
        painter.translate(size, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


class Icons:
    """Pixmaps and QIcons by name; forget() them when the theme changes."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, int, str, float, bool], QPixmap] = {}

    def forget(self) -> None:
        """Drop everything that was drawn."""
        self._pixmaps.clear()

    def pixmap(self, name: str, size: int, colour: str, ratio: float = 0.0) -> QPixmap:
        """The icon at `size` logical px in a colour such as #1D6B50."""
        application = QGuiApplication.instance()
        ratio = ratio or getattr(application, "devicePixelRatio", lambda: 1.0)()
        mirrored = name in MIRRORED and (
            QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        key = (name, size, colour, ratio, mirrored)
        if key not in self._pixmaps:
            self._pixmaps[key] = draw(name, size, colour, ratio, mirrored=mirrored)
        return self._pixmaps[key]

    def icon(self, name: str, size: int, colour: str, *, off: str = "", on: str = "") -> QIcon:
        """A QIcon: `off` = colour when not available, `on` = colour when checked."""
        icon = QIcon(self.pixmap(name, size, colour))
        if off:
            icon.addPixmap(self.pixmap(name, size, off), QIcon.Mode.Disabled)
        if on:
            icon.addPixmap(self.pixmap(name, size, on), QIcon.Mode.Normal, QIcon.State.On)
        return icon
