"""Parts of pictures for the large view. Runs only inside a worker process (see `workers`).

What was decoded last is kept, so that moving about in a picture does not decode it again.
"""

from __future__ import annotations

import contextlib
import math
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, JpegImagePlugin

from app.core.errors import FileError
from app.core.later import later
from app.core.media import decode, scans
from app.core.media.facts import EMPTY, UNREADABLE, Unavailable
from app.core.media.pixels import (
    Box,
    Size,
    as_on_screen,
    eight_bits,
    stored_box,
    upright,
    upright_size,
)
from app.core.media.probe import probe
from app.core.media.source import Source
from app.core.media.view import View

if TYPE_CHECKING:
    import pypdfium2
else:
    pypdfium2 = later("pypdfium2")

MOST_PIXELS = 120_000_000
"""A picture with more is not held whole, but reduced or in parts."""
_PROGRESSIVE_BYTES = 900_000_000
_PAGE_DPI = 300
_PAGE_PIXELS = 40_000_000


@dataclass(frozen=True)
class _Held:
    """A decoded picture, upright; `whole` = the size it has in full."""

    image: Image.Image
    whole: Size
    finest: float
    profile: bytes | None = None

    @property
    def scale(self) -> float:
        return self.image.width / self.whole[0]


Key = tuple[str, int, int]
_held: OrderedDict[Key, _Held] = OrderedDict()


def look(path: Path, box: Box, size: Size) -> View | Unavailable:
    """The part `box` (fractions of the upright picture) at most `size` large, never enlarged."""
    try:
        return _look(path, box, size)
    except FileNotFoundError:
        return Unavailable("missing")
    except decode.TOO_LARGE:
        forget()
        return _look_at_embedded(path, box, size)
    except Exception:  # noqa: BLE001 - decoders raise what they like on a stranger's file
        return Unavailable(UNREADABLE)


def _look_at_embedded(path: Path, box: Box, size: Size) -> View | Unavailable:
    """The small picture inside a JPEG, in place of one that cannot be decoded within the limits."""
    small = decode.embedded(path)
    try:
        facts = probe(path)
    except FileError:
        return Unavailable("missing")
    if small is None or not facts.width or not facts.height:
        return Unavailable("too-large")
    whole = facts.width, facts.height
    if (small.width > small.height) != (whole[0] > whole[1]):
        whole = whole[1], whole[0]  # it was turned upright
    held = _Held(small, whole, small.width / whole[0])
    return _cut(held, (str(path), facts.mtime_ns, facts.size), box, size)


def forget() -> None:
    """The large view was closed: hold nothing."""
    _held.clear()


def _look(path: Path, box: Box, size: Size) -> View | Unavailable:
    kind = decode.kind_of(path)
    if kind not in decode.BITMAPS and kind != "pdf":
        return Unavailable(kind if kind in {"svg", EMPTY} else "no-picture")
    status = path.stat()
    key = (str(path), status.st_mtime_ns, status.st_size)
    known = _held.get(key)
    if known is not None and known.scale >= min(_scale(known.whole, box, size), known.finest):
        _held.move_to_end(key)
        return _cut(known, key, box, size)
    if kind == "tif":
        with path.open("rb", buffering=0) as file:
            found = scans.pages(Source(file, status.st_size))
            if found and found[0].pixels > MOST_PIXELS:
                with contextlib.suppress(scans.TooLargeError):  # then whole, when that is possible
                    return _from_scan(found, key, box, size)
    _held.pop(key, None)
    made = _load(path, kind, box, size)
    _hold(key, made)
    return _cut(made, key, box, size)


def _hold(key: Key, made: _Held) -> None:
    _held[key] = made
    while len(_held) > 1 and sum(_area(h.image.size) for h in _held.values()) > MOST_PIXELS:
        _held.popitem(last=False)


def _area(size: Size) -> int:
    return size[0] * size[1]


def _scale(whole: Size, box: Box, size: Size) -> float:
    """How much of the full size is needed."""
    wide, high = (box[2] - box[0]) * whole[0], (box[3] - box[1]) * whole[1]
    return min(size[0] / max(wide, 1), size[1] / max(high, 1), 1.0)


def _cut(held: _Held, key: Key, box: Box, size: Size) -> View:
    image = held.image
    left, top = math.floor(box[0] * image.width), math.floor(box[1] * image.height)
    right = min(image.width, max(left + 1, math.ceil(box[2] * image.width)))
    bottom = min(image.height, max(top + 1, math.ceil(box[3] * image.height)))
    scale = min(size[0] / (right - left), size[1] / (bottom - top), 1.0)
    new = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    if new == (right - left, bottom - top):
        part = image.crop((left, top, right, bottom))
    else:
        part = image.resize(
            new, Image.Resampling.BICUBIC, (left, top, right, bottom), reducing_gap=2.0
        )
    inside = (
        left / image.width, top / image.height, right / image.width, bottom / image.height,
    )  # fmt: skip
    part = as_on_screen(part, held.profile)
    return _view(part, key, inside, held.whole, held.finest)


def _view(image: Image.Image, key: Key, box: Box, whole: Size, finest: float) -> View:
    clear = image.mode == "RGBA"
    if image.mode == "L":
        image = image.convert("RGB")
    data = image.tobytes("raw", "BGRA" if clear else "BGRX")
    return View(data, image.width, image.height, clear, box, whole, finest, key[2])


# one kind each ------------------------------------------------------------------------------------


def _load(path: Path, kind: str, box: Box, size: Size) -> _Held:
    if kind == "pdf":
        return _page(path)
    if kind == "jpg":
        return _jpeg(path, box, size)
    with Image.open(path) as image:
        whole, profile = image.size, image.info.get("icc_profile")
        shown = eight_bits(image)
        shown.load()
        orientation = image.getexif().get(0x0112, 1)
        by = math.ceil(math.sqrt(_area(whole) / MOST_PIXELS))
        if by > 1:
            shown = shown.reduce(by)
    return _Held(upright(shown, orientation), upright_size(whole, orientation), 1 / by, profile)


def _jpeg(path: Path, box: Box, size: Size) -> _Held:
    """Decoded at the full size, a half, a quarter or an eighth, whichever is enough and not too much."""
    with path.open("rb") as file, JpegImagePlugin.JpegImageFile(file) as image:
        stored, profile = image.size, image.info.get("icc_profile")
        decode.refuse_progressive(image, _PROGRESSIVE_BYTES)
        orientation = image.getexif().get(0x0112, 1)
        whole = upright_size(stored, orientation)
        possible = [d for d in (8, 4, 2, 1) if _area(stored) / d**2 <= MOST_PIXELS]
        if not possible:
            raise decode.PixelsError
        needed = _scale(whole, box, size)
        by = next((d for d in possible if 1 / d >= needed), possible[-1])
        if by > 1:
            image.draft(image.mode, (max(1, stored[0] // by), max(1, stored[1] // by)))
        shown = eight_bits(image)
        shown.load()
    return _Held(upright(shown, orientation), whole, 1 / possible[-1], profile)


def _page(path: Path) -> _Held:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        wide, high = (max(1.0, side) for side in page.get_size())
        scale = min(_PAGE_DPI / 72, math.sqrt(_PAGE_PIXELS / (wide * high)))
        image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    return _Held(image, image.size, 1.0)


def _from_scan(found: list[scans.Scan], key: Key, box: Box, size: Size) -> View:
    """Only what is needed of a very large TIFF; the whole of it, reduced, is held."""
    first = found[0]
    turned = first.orientation
    whole = upright_size((first.width, first.height), turned)
    needed = _scale(whole, box, size)
    stored_size = upright_size(size, turned)
    scan = next((s for s in reversed(found) if s.width >= needed * first.width), first)
    left, top, right, bottom = stored_box(box, turned)
    pixels = (
        max(0, math.floor(left * scan.width)), max(0, math.floor(top * scan.height)),
        min(scan.width, math.ceil(right * scan.width)),
        min(scan.height, math.ceil(bottom * scan.height)),
    )  # fmt: skip
    wide, high = max(1, pixels[2] - pixels[0]), max(1, pixels[3] - pixels[1])
    scale = min(stored_size[0] / wide, stored_size[1] / high, 1.0)
    new = max(1, round(wide * scale)), max(1, round(high * scale))
    image = upright(scan.region(pixels, new), turned)
    if box == (0.0, 0.0, 1.0, 1.0):
        _hold(key, _Held(image, whole, 1.0, first.profile))
    image = as_on_screen(image, first.profile)
    return _view(image, key, box, whole, 1.0)
