"""JPEG without what is private: segments are changed in place, the compressed picture is not touched.

Read: Exif (APP1, Exif 2.32, 4.7.2), XMP and extended XMP (APP1, XMP part 3, 1.1.3), Photoshop's block
(APP13), the thumbnail's own segments, and every further JPEG behind the first (CIPA DC-007, Multi-
Picture Format: previews, gain maps). Nothing moves, so the offsets of that format stay true.
What else follows the pictures (the film of a telephone's moving picture, a maker's own trailer) is
left out of the copy: it may hold the position too, and we do not read it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from app.core.media import xmp
from app.core.media.private import photoshop, tiff
from app.core.media.private.splices import CannotError, Splice
from app.core.media.source import Source
from app.core.model.private import Private

_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_MORE_HEAD = len(_MORE_XMP) + 32 + 8
_PHOTOSHOP = b"Photoshop 3.0\0"
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_MOST_SEGMENTS = 20_000
_MOST_PICTURES = 200
_STRAY = 4096
_BEHIND_SCAN = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""A marker that is none of those inside compressed data."""
_WINDOW = 1024 * 1024


@dataclass(slots=True)
class _Packets:
    """XMP of one picture: places of its packets and of the parts of the extended one."""

    main: list[tuple[int, int]] = field(default_factory=list)
    parts: dict[bytes, list[tuple[int, int, int]]] = field(default_factory=dict)
    """By GUID: offset in the packet, place in the file, length."""


def splices(source: Source, without: Collection[Private]) -> list[Splice]:
    """Changes of a JPEG file. Raises CannotError."""
    jpeg = _Jpeg(source, without)
    place = jpeg.picture(0, source.size, 0)
    for _ in range(_MOST_PICTURES):
        following = _next_picture(source, place)
        if following is None:
            break
        kept = len(jpeg.found)
        try:
            place = jpeg.picture(following, source.size, 0)
        except CannotError:
            del jpeg.found[kept:]
            break
    if _has_content(source, place):
        jpeg.found.append(Splice(place, source.size - place, b""))
    return jpeg.found


def _next_picture(source: Source, place: int) -> int | None:
    """Where the next JPEG begins, with nothing but zeros before it."""
    while data := source.at(place, _WINDOW):
        rest = data.lstrip(b"\0")
        if rest:
            start = place + len(data) - len(rest)
            return start if source.at(start, 3) == b"\xff\xd8\xff" else None
        place += len(data)
    return None


def _has_content(source: Source, place: int) -> bool:
    while data := source.at(place, _WINDOW):
        if data.strip(b"\0"):
            return True
        place += len(data)
    return False


class _Jpeg:
    """The walk through the pictures of a file."""

    def __init__(self, source: Source, without: Collection[Private]) -> None:
        self._source, self._without = source, frozenset(without)
        self.found: list[Splice] = []

    def picture(self, start: int, end: int, depth: int) -> int:
        """Find the changes of the picture at `start`; the place behind its end."""
        source, packets = self._source, _Packets()
        if source.at(start, 2) != b"\xff\xd8":
            raise CannotError("no JPEG")
        place = start + 2
        for _ in range(_MOST_SEGMENTS):
            marker, place = self._marker(place, end)
            if marker == _END:
                self._clean_packets(packets)
                return place
            if marker in _ALONE or marker == _START:
                continue
            length = source.numbers(">H", place)
            if length is None or length[0] < 2 or place + length[0] > end:
                raise CannotError("a segment outside the file")
            self._segment(marker, place + 2, place + length[0], packets, depth)
            place += length[0]
            if marker == _SCAN:
                place = self._behind_scan(place, end)
        raise CannotError("too many segments")

    def _marker(self, place: int, end: int) -> tuple[int, int]:
        """The next marker at or soon after a place, and the place behind it: stray bytes between
        segments are skipped, as decoders do.
        """
        data = self._source.at(place, min(_STRAY, end - place))
        found = data.find(b"\xff")
        while 0 <= found < len(data) - 1:
            if data[found + 1] not in {0x00, 0xFF}:
                return data[found + 1], place + found + 2
            found = data.find(b"\xff", found + 1)
        raise CannotError("no marker")

    def _behind_scan(self, place: int, end: int) -> int:
        """Where the compressed data that begins at `place` ends: at a marker."""
        while place < end:
            data = self._source.at(place, min(_WINDOW, end - place))
            found = _BEHIND_SCAN.search(data)
            if found is not None:
                return place + found.start()
            place += max(len(data) - 1, 1)
        raise CannotError("the picture does not end")

    def _segment(self, marker: int, start: int, end: int, packets: _Packets, depth: int) -> None:
        if marker not in (0xE1, 0xED):
            return
        data = self._source.at(start, end - start)
        if marker == 0xED:
            if data.startswith(_PHOTOSHOP):
                clean = photoshop.clean(data[14:], self._without, tiff.clean)
                self._change(start, data, _PHOTOSHOP + clean)
        elif data.startswith(_EXIF):
            self._exif(start + 6, end, depth)
        elif data.startswith(_XMP):
            packets.main.append((start + len(_XMP), end))
        elif data.startswith(_MORE_XMP) and len(data) >= _MORE_HEAD:
            guid = data[len(_MORE_XMP) : len(_MORE_XMP) + 32]
            offset = int.from_bytes(data[_MORE_HEAD - 4 : _MORE_HEAD], "big")
            part = (offset, start + _MORE_HEAD, len(data) - _MORE_HEAD)
            packets.parts.setdefault(guid, []).append(part)

    def _exif(self, start: int, end: int, depth: int) -> None:
        if end - start <= 8:
            return

        def thumbnail(first: int, last: int) -> list[Splice]:
            if depth:
                raise CannotError("a thumbnail in a thumbnail")
            inner = _Jpeg(self._source, self._without)
            inner.picture(first, last, depth + 1)
            return inner.found

        self.found += tiff.Structure(self._source, start, end, self._without, thumbnail).splices()

    def _change(self, place: int, old: bytes, new: bytes) -> None:
        if old != new:
            self.found.append(Splice(place, len(new), new))

    def _clean_packets(self, packets: _Packets) -> None:
        """Clean the XMP; the extended packet is one text in several segments, named by its MD5."""
        renamed: list[tuple[bytes, bytes]] = []
        for guid, parts in packets.parts.items():
            parts.sort()
            old = b"".join(self._source.at(place, length) for _, place, length in parts)
            new = xmp.clean(old, self._without)
            if new == old:
                continue
            name = hashlib.md5(new, usedforsecurity=False).hexdigest().upper().encode()
            renamed.append((guid, name))
            for _, place, length in parts:
                self.found.append(Splice(place - 40, 32, name))
                self.found.append(Splice(place, length, new[:length]))
                new = new[length:]
        for start, end in packets.main:
            old = self._source.at(start, end - start)
            new = xmp.clean(old, self._without)
            for guid, name in renamed:
                new = new.replace(guid, name)
            self._change(start, old, new)
