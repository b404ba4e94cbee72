"""Small pictures of files, made by the worker processes and kept as pixmaps.

Drawings (SVG) are drawn here by QtSvg, after everything that reaches outside was taken out.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from app.core import resources
from app.core.errors import CancelledError
from app.core.later import later
from app.core.text import has, t
from app.ui.jobs import TICK_MS, Jobs

if TYPE_CHECKING:
    from app.core import media
    from app.core.media import Box, Picture, Size, Unavailable, View, Workers
else:
    media = later("app.core.media")

SMALL = 256
"""Pixels asked for cells, rows and the grid."""
MEDIUM = 512
"""Pixels asked for a grid of large cards: a screen full of them fits into what is kept."""
LARGE = 800
"""Pixels asked for the panel and the large view."""
KEPT_BYTES = 80_000_000
"""Of pixmaps in memory: some 450 small ones. The others are on disk."""
WAITING = 240
"""Pictures that wait at most: of more, those asked for longest ago are out of sight by now."""
SVG_BYTES = 2_000_000
SVG_USES = 500

_OUTSIDE = rb"""(?is)<image\b(?![^>]*href\s*=\s*["']data:image/)[^>]*"""
_IMAGE_ALONE = re.compile(_OUTSIDE + rb"/>")
_IMAGE = re.compile(_OUTSIDE + rb">.*?</image\s*>")
_REACHES_OUT = re.compile(
    rb"""(?i)\b(?:xlink:)?href\s*=\s*(["'])(?!\#|data:image/(?:png|jpeg))[^"']*\1"""
)
_URL = re.compile(rb"""(?i)url\(\s*["']?(?!\#)[^)]*\)""")
_IMPORT = re.compile(rb"(?i)@import[^;]*;?")

Key = tuple[str, int]


def kind_icon(extension: str) -> str:
    """The icon for a file that has no picture, by its extension."""
    kinds = {
        "file-volume": ("ogg", "oga", "opus", "flac", "wav", "mp3", "mid"),
        "file-play": ("ogv", "webm", "mpg", "mpeg"),
        "file-text": ("djvu", "pdf"),
        "box": ("stl",),
    }
    found = (icon for icon, endings in kinds.items() if extension.lower().lstrip(".") in endings)
    return next(found, "file-question-mark")


def why_not(found: Unavailable) -> str:
    """Why there is no picture, in words."""
    key = f"media.{found.code}"
    return t(key) if has(key) else t("media.no-picture")


def draw_svg(data: bytes, pixels: int) -> QImage | None:
    """A drawing at most `pixels` by `pixels`; None when it is too large or cannot be drawn."""
    if len(data) > SVG_BYTES or data.count(b"<use") > SVG_USES or b"<!ENTITY" in data:
        return None
    for pattern in (_IMAGE_ALONE, _IMAGE, _REACHES_OUT, _URL, _IMPORT):
        data = pattern.sub(b"", data)
    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return None
    size.scale(pixels, pixels, Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size.expandedTo(size.__class__(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image


def turned(pixmap: QPixmap, quarters: int) -> QPixmap:
    """A picture turned to the right by quarters."""
    return pixmap.transformed(QTransform().rotate(90 * quarters)) if quarters % 4 else pixmap


def _size(found: QPixmap | Unavailable | None) -> int:
    """Bytes in memory; something small for the reason why there is no picture."""
    return (
        found.width() * found.height() * 4 if isinstance(found, QPixmap) else 1000 if found else 0
    )


class Thumbnails(QObject):
    """Pictures by path and size; `arrived` tells, once a tick, the paths that have one now.

    What is asked for last is made first. `turn` turns a picture wherever it is shown, for as long
    as the program runs; its file stays as it is. `later`: the workers come by `begin`, until then
    what is asked for waits.
    """

    arrived = Signal(object)
    """frozenset of paths as text."""

    def __init__(
        self, jobs: Jobs, workers: Workers | None, parent: QObject | None = None, *,
        later: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._jobs = jobs
        self._workers = workers
        self._early: set[str] | None = set() if later else None
        self._soon = False
        self._pixmaps: OrderedDict[Key, QPixmap | Unavailable] = OrderedDict()
        self._asked: OrderedDict[Key, _Asked] = OrderedDict()
        self._bytes = 0
        self._turns: dict[str, int] = {}
        self._new: set[str] = set()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._tell)
        self._batch = 0
        self._pass = QTimer(self)
        self._pass.setSingleShot(True)
        self._pass.setInterval(0)
        self._pass.timeout.connect(self._passed)

    def begin(self, workers: Workers | None) -> None:
        """The workers are there: who asked before is told to ask again."""
        self._workers = workers
        if self._soon:
            self.expect()
        early, self._early = self._early, None
        for name in early or ():
            self._told(name)

    def expect(self) -> None:
        """Pictures will be asked for soon: a project is being opened."""
        self._soon = True
        if self._workers is not None:
            self._workers.start()

    def get(self, path: Path, pixels: int = SMALL) -> QPixmap | Unavailable | None:
        """The picture of a file, or why there is none; None = not yet, it is being made."""
        key = (str(path), pixels)
        found = self._pixmaps.get(key)
        if found is not None:
            self._pixmaps.move_to_end(key)
            return found
        if self._early is not None:
            self._early.add(str(path))
        elif key in self._asked:
            self._asked.move_to_end(key)
        else:
            self._ask(path, key)
        return None

    def known(self, path: Path, pixels: int = SMALL) -> bool:
        """Whether the picture of a file is there, or why there is none; asks for nothing."""
        return (str(path), pixels) in self._pixmaps

    def look(
        self, path: Path, box: Box, size: Size, batch: int,
        done: Callable[[View | Unavailable], None], failed: Callable[[BaseException], None],
    ) -> Future[View | Unavailable] | None:  # fmt: skip
        """Ask for a part of a picture; None = there are no workers."""
        if self._workers is None:
            return None
        future = self._workers.look(path, box, size, batch)
        self._jobs.watch(future, done, failed)
        return future

    def drop_look(self, future: Future[View | Unavailable]) -> None:
        """What was asked for is not wanted any more: not made, or ended when it takes long."""
        if not future.cancel() and self._workers is not None:
            self._workers.abandon(future)

    def look_no_more(self) -> None:
        """The large view was closed."""
        if self._workers is not None:
            self._workers.forget()

    def turn(self, path: Path, quarters: int) -> None:
        """Show a picture turned to the right by so many quarters more."""
        name = str(path)
        self._turns[name] = (self._turns.get(name, 0) + quarters) % 4
        for key, found in self._pixmaps.items():
            if key[0] == name and isinstance(found, QPixmap):
                self._pixmaps[key] = turned(found, quarters)
        self._told(name)

    def turns(self, path: Path) -> int:
        """By how many quarters a picture is turned to the right."""
        return self._turns.get(str(path), 0)

    def forget(self, path: Path) -> None:
        """The file may have changed: make its pictures again."""
        for key in [k for k in self._pixmaps if k[0] == str(path)]:
            self._bytes -= _size(self._pixmaps.pop(key))

    def close(self) -> None:
        """End the worker processes."""
        self._tick.stop()
        self._pass.stop()
        if self._workers is not None:
            self._workers.close()

    def _ask(self, path: Path, key: Key) -> None:
        if self._workers is None:
            self._keep(key, media.Unavailable("missing"))
            return
        asked = _Asked(self, key)
        self._asked[key] = asked
        asked.future = self._workers.thumbnail(path, key[1], self._batch)
        self._jobs.watch(asked.future, asked.done, asked.failed)
        if not self._pass.isActive():
            self._pass.start()

    def _passed(self) -> None:
        """What is painted next comes before what waits now; what waits too long is dropped."""
        self._batch += 1
        while len(self._asked) > WAITING:
            _, asked = self._asked.popitem(last=False)
            asked.drop()

    def dropped(self, key: Key, asked: _Asked) -> None:
        """A wish that nobody waits for any more."""
        if self._asked.get(key) is asked:
            del self._asked[key]

    def _keep(self, key: Key, found: QPixmap | Unavailable) -> None:
        self._asked.pop(key, None)
        quarters = self._turns.get(key[0], 0)
        self._bytes -= _size(self._pixmaps.pop(key, None))
        self._pixmaps[key] = turned(found, quarters) if isinstance(found, QPixmap) else found
        self._bytes += _size(self._pixmaps[key])
        while self._bytes > KEPT_BYTES and len(self._pixmaps) > 1:
            self._bytes -= _size(self._pixmaps.popitem(last=False)[1])
        self._told(key[0])

    def _told(self, name: str) -> None:
        self._new.add(name)
        if not self._tick.isActive():
            self._tick.start()

    def take(self, key: Key, result: Any) -> None:
        """A worker has answered."""
        if isinstance(result, media.Picture):
            pixmap = QPixmap()
            pixmap.loadFromData(result.data)
            self._keep(key, media.Unavailable("unreadable") if pixmap.isNull() else pixmap)
        elif isinstance(result, media.Unavailable) and result.code == "svg":
            self._keep(key, self._drawing(key))
        else:
            known = isinstance(result, media.Unavailable)
            self._keep(key, result if known else media.Unavailable("unreadable"))

    @staticmethod
    def _drawing(key: Key) -> QPixmap | Unavailable:
        try:
            image = draw_svg(Path(key[0]).read_bytes(), key[1])
        except OSError:
            return media.Unavailable("missing")
        return QPixmap.fromImage(image) if image is not None else media.Unavailable("svg")

    def _tell(self) -> None:
        new, self._new = frozenset(self._new), set()
        self.arrived.emit(new)


class _Asked:
    """One picture under way."""

    def __init__(self, owner: Thumbnails, key: Key) -> None:
        self._owner, self._key = owner, key
        self.future: Future[Picture | Unavailable] | None = None

    def drop(self) -> None:
        """It is out of sight: not made, unless that has begun."""
        if self.future is not None:
            self.future.cancel()

    def done(self, result: Any) -> None:
        """It is there, or cannot be."""
        self._owner.take(self._key, result)

    def failed(self, error: BaseException) -> None:
        """It was dropped, or the workers ended."""
        if isinstance(error, CancelledError):
            self._owner.dropped(self._key, self)
        else:
            self._owner.take(self._key, media.Unavailable("unreadable"))


def sample_folder() -> Path:
    """Where the sample collection lies."""
    return resources.folder() / "sample"
