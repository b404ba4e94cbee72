"""Pictures for the large view: whole ones as large as the screen, and parts in full."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.core.errors import CancelledError
from app.core.media import Box, Size, Unavailable, View
from app.ui.thumbnails import Thumbnails, turned

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
KEPT = 5
"""Whole pictures kept: this one, some before and after it."""


@dataclass
class Shown:
    """A part of a picture, ready to be drawn."""

    pixmap: QPixmap
    view: View
    asked: Size = (0, 0)
    _turned: dict[int, QPixmap] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """How much of the full size it has."""
        return self.view.width / max(
            1.0, (self.view.box[2] - self.view.box[0]) * self.view.whole[0]
        )

    def at(self, quarters: int) -> QPixmap:
        """Turned to the right; the last turn is kept."""
        if quarters not in self._turned:
            self._turned = {quarters: turned(self.pixmap, quarters)}
        return self._turned[quarters]


def shown(view: View, asked: Size) -> Shown:
    """What a worker sent as a pixmap."""
    kind = QImage.Format.Format_ARGB32 if view.clear else QImage.Format.Format_RGB32
    image = QImage(view.data, view.width, view.height, view.width * 4, kind)
    return Shown(QPixmap.fromImage(image.copy()), _bare(view), asked)


def _bare(view: View) -> View:
    """Without its bytes, which the pixmap holds now."""
    return View(
        b"", view.width, view.height, view.clear, view.box, view.whole, view.finest, view.length
    )


class Looker(QObject):
    """Asks the worker; `arrived` tells the path (as text) of which something new is there."""

    arrived = Signal(str)

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails
        self._wholes: OrderedDict[str, Shown | Unavailable] = OrderedDict()
        self._parts: dict[str, Shown] = {}
        self._asked: dict[tuple[str, Box], _Wish] = {}
        self._batch = 0

    def whole(self, path: Path, size: Size) -> Shown | Unavailable | None:
        """The whole picture, perhaps smaller than wanted while a larger one is made; None = not yet."""
        name = str(path)
        found = self._wholes.get(name)
        if found is None or (isinstance(found, Shown) and _too_small(found, size)):
            self._ask(path, WHOLE, size, urgent=True)
        if found is not None:
            self._wholes.move_to_end(name)
        return found

    def ahead(self, paths: Iterable[Path], size: Size) -> None:
        """Make pictures that will be looked at next, after all that is wanted now."""
        for path in paths:
            found = self._wholes.get(str(path))
            if found is None or (isinstance(found, Shown) and _too_small(found, size)):
                self._ask(path, WHOLE, size, urgent=False)

    def part(self, path: Path) -> Shown | None:
        """The part that was asked for last, when it is there."""
        return self._parts.get(str(path))

    def ask_part(self, path: Path, box: Box, size: Size) -> None:
        """A part in full; older wishes for the same picture, and what is made ahead, are dropped."""
        self._drop(lambda wish: not wish.urgent or (wish.path == path and wish.box != WHOLE))
        self._ask(path, box, size, urgent=True)

    def only(self, paths: Iterable[Path]) -> None:
        """Nothing is wanted any more of other pictures."""
        wanted = {str(path) for path in paths}
        self._drop(lambda wish: str(wish.path) not in wanted)
        self._parts = {name: part for name, part in self._parts.items() if name in wanted}

    def close(self) -> None:
        """Let everything go."""
        self._drop(lambda _wish: True)
        self._wholes.clear()
        self._parts.clear()
        self.thumbnails.look_no_more()

    def _drop(self, which: Callable[[_Wish], bool]) -> None:
        for key, wish in list(self._asked.items()):
            if which(wish):
                del self._asked[key]
                wish.drop()

    def _ask(self, path: Path, box: Box, size: Size, *, urgent: bool) -> None:
        key = (str(path), box)
        known = self._asked.get(key)
        if known is not None and known.size == size and (known.begun or known.urgent or not urgent):
            return
        if known is not None:
            known.drop()
        self._batch += 1
        wish = self._asked[key] = _Wish(self, path, box, size, urgent)
        batch = self._batch if urgent else 0
        wish.future = self.thumbnails.look(path, box, size, batch, wish.done, wish.failed)

    def take(self, wish: _Wish, answer: View | Unavailable) -> None:
        """A worker has answered."""
        key = (str(wish.path), wish.box)
        if self._asked.get(key) is not wish:
            return
        del self._asked[key]
        name = str(wish.path)
        if wish.box != WHOLE:
            if isinstance(answer, View):
                self._parts[name] = shown(answer, wish.size)
        else:
            made = shown(answer, wish.size) if isinstance(answer, View) else answer
            self._wholes[name] = made
            while len(self._wholes) > KEPT:
                self._wholes.popitem(last=False)
        self.arrived.emit(name)


def _too_small(found: Shown, size: Size) -> bool:
    """Whether more could be had than there is, and less than that was asked for."""
    grown = size[0] > found.asked[0] or size[1] > found.asked[1]
    return grown and found.scale < found.view.finest * 0.999


class _Wish:
    """One part under way."""

    def __init__(self, owner: Looker, path: Path, box: Box, size: Size, urgent: bool) -> None:
        self._owner, self.path, self.box, self.size, self.urgent = owner, path, box, size, urgent
        self.future: Future[View | Unavailable] | None = None

    @property
    def begun(self) -> bool:
        """Whether a worker is at it."""
        return self.future is not None and self.future.running()

    def drop(self) -> None:
        """Not wanted any more."""
        if self.future is not None:
            self._owner.thumbnails.drop_look(self.future)

    def done(self, answer: View | Unavailable) -> None:
        """It is there, or cannot be had."""
        self._owner.take(self, answer)

    def failed(self, error: BaseException) -> None:
        """It was dropped, or the workers ended."""
        if not isinstance(error, CancelledError):
            self._owner.take(self, Unavailable("unreadable"))
