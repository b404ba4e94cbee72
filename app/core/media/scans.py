"""Very large TIFFs in pieces: only the strips or tiles that are needed are decoded.

Each piece is made into a small TIFF of its own, which Pillow decodes: so every compression that
libtiff knows can be read, in the memory of one piece. Of pixels that are not compressed only the
lines that will be seen are read.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from app.core.media.pixels import Size, eight_bits
from app.core.media.source import Source
from app.core.media.tiff import Directory, Tiff

_PIECE_PIXELS = 8_000_000
"""Pixels decoded at once, when strips are smaller than that."""
_MOST_BYTES = 450_000_000
"""Of the largest strip or tile that is decoded, before and after that."""
_READ = 8 * 1024 * 1024
_SAMPLED = 4
"""From this reduction on only two of the lines of each new line are read."""
_KEPT_TAGS = (258, 259, 262, 266, 277, 284, 292, 293, 317, 320, 332, 338, 339, 347, 530, 532)
"""Tags that tell how pixels are stored, taken over into the small TIFFs."""

Pixels = tuple[int, int, int, int]
"""A box in whole pixels."""


class TooLargeError(Exception):
    """A piece cannot be decoded within the limits."""


@dataclass(frozen=True)
class _Piece:
    box: Pixels
    """Where its pixels lie; decoded it may be larger (tiles go beyond the edge)."""
    size: Size
    rows: int
    """Lines of a strip."""
    places: tuple[tuple[int, int], ...]
    """Offset and length of each strip or tile; of all planes, one after the other."""


class Scan:
    """One page of a TIFF, read in pieces. `orientation` as in EXIF."""

    def __init__(self, source: Source, tiff: Tiff, page: Directory) -> None:
        self._source, self._tiff, self._page = source, tiff, page
        self.width, self.height = self._number(256), self._number(257)
        self.orientation = self._number(274, 1)
        self._samples = self._number(277, 1)
        self._planes = self._samples if self._number(284, 1) == 2 else 1
        self._tiled = 324 in page
        self._starts = tiff.integers(page.get(324 if self._tiled else 273))
        self._lengths = tiff.integers(page.get(325 if self._tiled else 279))
        self._rows = min(self._number(278, self.height) or self.height, self.height)
        bits = tiff.integers(page.get(258)) or (1,)
        self._pixel_bits = sum(bits) if len(bits) == self._samples else bits[0] * self._samples
        self._plain = self._number(259, 1) == 1 and self._planes == 1
        self._tile = (
            (self._number(322), self._number(323)) if self._tiled else (self.width, self._rows)
        )

    @property
    def pixels(self) -> int:
        """Of the whole page."""
        return self.width * self.height

    @property
    def profile(self) -> bytes:
        """The ICC profile, b"" when there is none."""
        return self._tiff.bytes_of(self._page.get(34675))

    @property
    def _pixel_bytes(self) -> int:
        """In memory, while a piece is decoded and made into eight bits."""
        if self._pixel_bits > 8 * self._samples:
            return 10
        return 2 if self._samples == 1 and self._number(262) in (0, 1) else 5

    @property
    def readable(self) -> bool:
        """Whether the numbers make sense."""
        return (
            self.width > 0 and self.height > 0 and min(self._tile) > 0
            and 0 < len(self._starts) == len(self._lengths)
        )  # fmt: skip

    def region(self, box: Pixels, size: Size) -> Image.Image:
        """The pixels inside `box`, scaled to `size`. Raises TooLargeError, and what Pillow raises."""
        canvas: Image.Image | None = None
        for part, target in self._parts(box, size):
            small = (
                part.resize(target[2:], Image.Resampling.BOX) if part.size != target[2:] else part
            )
            if canvas is None:
                canvas = Image.new(small.mode, size)
            elif canvas.mode != small.mode:
                small = small.convert(canvas.mode)
            canvas.paste(small, target[:2])
        return canvas if canvas is not None else Image.new("RGB", size)

    def _parts(self, box: Pixels, size: Size) -> Iterator[tuple[Image.Image, Pixels]]:
        """Decoded parts, and x, y, width and height of where each belongs."""
        if self._plain and self._pixel_bits % 8 == 0:
            yield from self._lines(box, size)
            return
        for piece in self._tiles(box) if self._tiled else self._strips(box):
            left, top = max(piece.box[0], box[0]), max(piece.box[1], box[1])
            right, bottom = min(piece.box[2], box[2]), min(piece.box[3], box[3])
            target = _target((left, top, right, bottom), box, size)
            if target[2] > 0 and target[3] > 0:
                x, y = piece.box[:2]
                yield self._decoded(piece).crop((left - x, top - y, right - x, bottom - y)), target

    # pixels that are not compressed -----------------------------------------------------------

    def _lines(self, box: Pixels, size: Size) -> Iterator[tuple[Image.Image, Pixels]]:
        left, top, right, bottom = box
        wide = right - left
        step = (bottom - top) / size[1]
        at_once = max(1, int(_PIECE_PIXELS / wide / min(step, 2.0 if step >= _SAMPLED else step)))
        for first in range(0, size[1], at_once):
            last = min(size[1], first + at_once)
            if step >= _SAMPLED:
                middles = [top + int((y + 0.5) * step) for y in range(first, last)]
                lines = [y for middle in middles for y in (middle - 1, middle)]
            else:
                lines = list(range(top + round(first * step), top + round(last * step)))
            if lines:
                data = b"".join(self._line(y, left, right) for y in lines)
                image = self._open((wide, len(lines)), len(lines), [data])
                yield image, (0, first, size[0], last - first)

    def _line(self, y: int, left: int, right: int) -> bytes:
        """The pixels of a line from `left` to `right`, out of as many tiles as it crosses."""
        step, (wide, high) = self._pixel_bits // 8, self._tile
        down, row = divmod(y, high)
        across = math.ceil(self.width / wide)
        parts = []
        while left < right:
            column, x = divmod(left, wide)
            end = min(right, (column + 1) * wide)
            place = down * across + column
            if place >= len(self._starts):
                raise EOFError
            offset = self._starts[place] + (row * wide + x) * step
            parts.append(self._read(offset, (end - left) * step))
            left = end
        return b"".join(parts)

    # strips and tiles -------------------------------------------------------------------------

    def _tiles(self, box: Pixels) -> Iterator[_Piece]:
        wide, high = self._tile
        across, down = math.ceil(self.width / wide), math.ceil(self.height / high)
        for row in range(box[1] // high, math.ceil(box[3] / high)):
            for column in range(box[0] // wide, math.ceil(box[2] / wide)):
                index = row * across + column
                places = self._places(index, index + 1, across * down)
                x, y = column * wide, row * high
                inside = (x, y, min(x + wide, self.width), min(y + high, self.height))
                yield _Piece(inside, (wide, high), high, places)

    def _strips(self, box: Pixels) -> Iterator[_Piece]:
        """As many strips as are decoded at once."""
        rows = self._rows
        several = max(1, _PIECE_PIXELS // (self.width * rows))
        total = math.ceil(self.height / rows)
        for first in range(box[1] // rows, math.ceil(box[3] / rows), several):
            last = min(total, first + several, math.ceil(box[3] / rows))
            top, bottom = first * rows, min(last * rows, self.height)
            places = self._places(first, last, total)
            yield _Piece((0, top, self.width, bottom), (self.width, bottom - top), rows, places)

    def _places(self, first: int, last: int, each: int) -> tuple[tuple[int, int], ...]:
        found: list[tuple[int, int]] = []
        for plane in range(self._planes):
            chosen = slice(plane * each + first, plane * each + last)
            found += zip(self._starts[chosen], self._lengths[chosen], strict=True)
        if len(found) != self._planes * (last - first):
            raise EOFError
        return tuple(found)

    def _decoded(self, piece: _Piece) -> Image.Image:
        much = sum(length for _, length in piece.places)
        decoded = piece.size[0] * piece.size[1] * self._pixel_bytes
        if max(decoded, much) > _MOST_BYTES:
            raise TooLargeError
        return self._open(piece.size, piece.rows, [self._read(*place) for place in piece.places])

    def _read(self, offset: int, count: int) -> bytes:
        parts = []
        while count > 0:
            part = self._source.at(offset, min(count, _READ))
            if not part:
                raise EOFError
            parts.append(part)
            offset, count = offset + len(part), count - len(part)
        return b"".join(parts)

    # small TIFFs ------------------------------------------------------------------------------

    def _open(self, size: Size, rows: int, strips: list[bytes]) -> Image.Image:
        tags: dict[int, tuple[int, int, bytes]] = {}
        for tag in _KEPT_TAGS:
            entry = self._page.get(tag)
            if entry is not None:
                data = self._tiff.bytes_of(entry)
                tags[tag] = (entry.kind, entry.count, data)
        order = self._tiff.order

        def longs(*values: int) -> tuple[int, int, bytes]:
            return 4, len(values), struct.pack(f"{order}{len(values)}I", *values)

        tags |= {256: longs(size[0]), 257: longs(size[1]), 278: longs(rows)}
        tags[279] = longs(*(len(strip) for strip in strips))
        tags[273] = longs(*([0] * len(strips)))
        start = 8 + 2 + 12 * len(tags) + 4 + sum(_even(data) for _, _, data in tags.values())
        starts = []
        for strip in strips:
            starts.append(start)
            start += len(strip)
        tags[273] = longs(*starts)
        whole = b"".join([*_head(order, tags), *strips])
        with Image.open(io.BytesIO(whole)) as image:
            image.load()
            return eight_bits(image, stretch=False)

    def _number(self, tag: int, default: int = 0) -> int:
        return next(iter(self._tiff.integers(self._page.get(tag))), default)


def _even(data: bytes) -> int:
    return len(data) + len(data) % 2


def _head(order: str, tags: dict[int, tuple[int, int, bytes]]) -> Iterator[bytes]:
    """Everything of a small TIFF before its pixels."""
    yield struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8)
    yield struct.pack(f"{order}H", len(tags))
    place = 8 + 2 + 12 * len(tags) + 4
    for tag in sorted(tags):
        kind, count, data = tags[tag]
        yield struct.pack(f"{order}HHI", tag, kind, count)
        yield data.ljust(4, b"\0") if len(data) <= 4 else struct.pack(f"{order}I", place)
        place += _even(data)
    yield bytes(4)
    for tag in sorted(tags):
        data = tags[tag][2]
        yield data.ljust(_even(data), b"\0")


def _target(part: Pixels, box: Pixels, size: Size) -> Pixels:
    """Where a part of the box belongs on a canvas; neighbours meet without a gap."""
    across, down = size[0] / (box[2] - box[0]), size[1] / (box[3] - box[1])
    left, right = (round((x - box[0]) * across) for x in (part[0], part[2]))
    top, bottom = (round((y - box[1]) * down) for y in (part[1], part[3]))
    return left, top, right - left, bottom - top


def pages(source: Source) -> list[Scan]:
    """The first page of a TIFF, then smaller copies of it that the file holds; [] when it is not
    a TIFF that can be read in pieces.
    """
    tiff = Tiff(source)
    found = [page for page in tiff.pages() if page] if tiff.valid else []
    if not found:
        return []
    first = Scan(source, tiff, found[0])
    if not first.readable:
        return []
    inside = (tiff.directory(offset) for offset in tiff.integers(found[0].get(330)))
    others = found[1:] + [directory[0] for directory in inside if directory]
    copies = [Scan(source, tiff, page) for page in others if _is_copy(tiff, page)]
    return [first, *(c for c in copies if c.readable and _alike(c, first))]


def _is_copy(tiff: Tiff, page: Directory) -> bool:
    return bool(next(iter(tiff.integers(page.get(254))), 0) & 1)


def _alike(copy: Scan, first: Scan) -> bool:
    here, there = copy.width / copy.height, first.width / first.height
    return copy.width < first.width and abs(here / there - 1) < 0.05
