"""TIFF directories: size, pages, EXIF, and whether the pixels lie inside the file.

Source: TIFF 6.0, BigTIFF (libtiff), EXIF 2.32 (EXIF is a small TIFF inside other formats).
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.media import photoshop, xmp
from app.core.media.facts import TRUNCATED, UNREADABLE, Exif, Header
from app.core.media.source import Source

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_SIZES |= {13: 4, 16: 8, 17: 8, 18: 8}
_LETTERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_MAX_PAGES = 10_000
_MAX_ENTRIES = 4096
_MAX_BYTES = 8 * 1024 * 1024
_TAKEN = re.compile(r"(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d)")

Value = tuple[float, ...] | bytes


@dataclass(frozen=True)
class _Entry:
    kind: int
    count: int
    offset: int
    """Where the value lies (inside the entry when it is short)."""


Directory = dict[int, _Entry]


class Tiff:
    """A TIFF structure from `base` on. `valid` is False when it does not begin like one."""

    def __init__(self, source: Source, base: int = 0) -> None:
        self._source = source
        self._base = base
        head = source.at(base, 16)
        self.order = "<" if head[:2] == b"II" else ">"
        self.big = head[2:4] in {b"+\0", b"\0+"}
        self.valid = head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}
        first = self._numbers("Q" if self.big else "I", 8 if self.big else 4)
        self.first = first[0] if first else 0

    def _numbers(self, layout: str, offset: int) -> tuple[int, ...] | None:
        return self._source.numbers(self.order + layout, self._base + offset)

    def directory(self, offset: int) -> tuple[Directory, int] | None:
        """Entries of the directory at `offset` and the offset of the next one (0 = last);
        None when it does not lie inside the file.
        """
        count_layout, entry_layout, entry_size = ("Q", "HHQ", 20) if self.big else ("H", "HHI", 12)
        counted = self._numbers(count_layout, offset)
        if offset <= 0 or not counted or counted[0] > _MAX_ENTRIES:
            return None
        start = offset + struct.calcsize("<" + count_layout)
        found: Directory = {}
        for index in range(counted[0]):
            place = start + index * entry_size
            entry = self._numbers(entry_layout, place)
            if entry is None:
                return None
            self._add(found, entry, place)
        following = self._numbers("Q" if self.big else "I", start + counted[0] * entry_size)
        return found, following[0] if following else 0

    def runs_out(self, offset: int) -> bool:
        """Whether the file ends before the directory at `offset` does."""
        layout, entry_size = ("Q", 20) if self.big else ("H", 12)
        counted = self._numbers(layout, offset)
        if counted is None or counted[0] > _MAX_ENTRIES:
            return counted is None
        end = self._base + offset + struct.calcsize("<" + layout) + counted[0] * entry_size
        return end > self._source.size

    def _add(self, found: Directory, entry: tuple[int, ...], place: int) -> None:
        tag, kind, count = entry
        inline, at = (8, place + 12) if self.big else (4, place + 8)
        if _SIZES.get(kind, 0) * count > inline:
            pointer = self._numbers("Q" if self.big else "I", at)
            at = pointer[0] if pointer else 0
        if kind in _SIZES:
            found[tag] = _Entry(kind, count, at)

    def bytes_of(self, entry: _Entry | None) -> bytes:
        """Raw bytes of a value, b"" when missing or beyond the end."""
        if entry is None:
            return b""
        length = min(_SIZES[entry.kind] * entry.count, _MAX_BYTES)
        return self._source.at(self._base + entry.offset, length)

    def integers(self, entry: _Entry | None) -> tuple[int, ...]:
        """Whole numbers of a value, () when it has none."""
        if entry is None or entry.kind not in _LETTERS:
            return ()
        data, step = self.bytes_of(entry), _SIZES[entry.kind]
        count = len(data) // step
        return struct.unpack(f"{self.order}{count}{_LETTERS[entry.kind]}", data[: count * step])

    def rationals(self, entry: _Entry | None) -> tuple[float, ...]:
        """Fractions of a value; NaN for a fraction over zero."""
        if entry is None or entry.kind not in {5, 10}:
            return ()
        data = self.bytes_of(entry)
        letter = "I" if entry.kind == 5 else "i"
        numbers = struct.unpack(
            f"{self.order}{len(data) // 8 * 2}{letter}", data[: len(data) // 8 * 8]
        )
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return tuple(top / bottom if bottom else math.nan for top, bottom in pairs)

    def text(self, entry: _Entry | None) -> str | None:
        """A text value without its padding, None when it is empty."""
        data = self.bytes_of(entry).split(b"\0")[0]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        return " ".join("".join(c if c.isprintable() else " " for c in text).split()) or None

    def pages(self) -> Iterator[Directory | None]:
        """The directories of the pages in order; None (and the end) for one outside the file."""
        offset, seen = self.first, set[int]()
        while offset and offset not in seen and len(seen) < _MAX_PAGES:
            seen.add(offset)
            found = self.directory(offset)
            if found is None:
                yield None
                return
            yield found[0]
            offset = found[1]

    def ends(self, page: Directory) -> int:
        """The offset after the last byte of a page's pixels, 0 when it cannot be told."""
        furthest = 0
        for starts, counts in ((273, 279), (324, 325)):
            places = self.integers(page.get(starts))
            lengths = self.integers(page.get(counts))
            if len(places) == len(lengths):
                pairs = zip(places, lengths, strict=True)
                furthest = max([furthest, *(place + length for place, length in pairs)])
            else:
                furthest = max([furthest, *(place + 1 for place in places)])
        return furthest


def read(source: Source) -> Header:
    """Header of a TIFF file."""
    tiff = Tiff(source)
    pages = list(tiff.pages())
    if not pages or pages[0] is None:
        return Header(damage=TRUNCATED if tiff.runs_out(tiff.first) else UNREADABLE)
    whole = [page for page in pages if page is not None]
    first = whole[0]
    width = next(iter(tiff.integers(first.get(256))), None)
    height = next(iter(tiff.integers(first.get(257))), None)
    cut = len(whole) < len(pages) or any(tiff.ends(page) > source.size for page in whole)
    packet = tiff.bytes_of(first.get(700))
    found = xmp.added(_exif(tiff, first), packet)
    records = tiff.bytes_of(first.get(33723)) or photoshop.iptc(tiff.bytes_of(first.get(34377)))
    return Header(
        width, height, len(whole), TRUNCATED if cut else None, found, xmp=packet, iptc=records
    )


def exif(data: bytes) -> Exif:
    """EXIF out of an APP1, eXIf or EXIF block (with or without the leading Exif00)."""
    data = data.removeprefix(b"Exif\0\0")
    tiff = Tiff(Source.of(data))
    found = tiff.directory(tiff.first) if tiff.valid else None
    return _exif(tiff, found[0]) if found else Exif()


def _exif(tiff: Tiff, main: Directory) -> Exif:
    sub = _sub(tiff, main, 0x8769)
    latitude, longitude = _position(tiff, _sub(tiff, main, 0x8825))
    maker, model = tiff.text(main.get(0x010F)), tiff.text(main.get(0x0110))
    return Exif(
        taken=_taken(tiff.text(sub.get(0x9003))),
        latitude=latitude,
        longitude=longitude,
        owner=tiff.text(sub.get(0xA430)) or tiff.text(main.get(0xFDE8)),
        camera=_camera(maker, model),
        description=tiff.text(main.get(0x010E)),
        artist=tiff.text(main.get(0x013B)),
        copyright=tiff.text(main.get(0x8298)),
    )


def _sub(tiff: Tiff, main: Directory, tag: int) -> Directory:
    offset = next(iter(tiff.integers(main.get(tag))), 0)
    found = tiff.directory(offset)
    return found[0] if found else {}


def _taken(text: str | None) -> str | None:
    match = _TAKEN.match(text or "")
    if not match:
        return None
    year, month, day, hour, minute = (int(part) for part in match.groups())
    if not (year > 1800 and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60):
        return None
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"


def _camera(maker: str | None, model: str | None) -> str | None:
    if maker and model and not model.lower().startswith(maker.split()[0].lower()):
        return f"{maker} {model}"
    return model or maker


def _position(tiff: Tiff, gps: Directory) -> tuple[float | None, float | None]:
    """Both degrees, or neither: cameras without a fix write 0/0 or nonsense."""
    latitude = _degrees(tiff, gps, 1, b"S", 90)
    longitude = _degrees(tiff, gps, 3, b"W", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _degrees(tiff: Tiff, gps: Directory, tag: int, negative: bytes, most: int) -> float | None:
    parts = tiff.rationals(gps.get(tag + 1))[:3]
    if not parts or not all(math.isfinite(part) and part >= 0 for part in parts):
        return None
    value = sum(part / float(60**power) for power, part in enumerate(parts))
    if value > most:
        return None
    minus = tiff.bytes_of(gps.get(tag)).upper().startswith(negative)
    return round(-value if minus else value, 6)
