"""Private entries of a TIFF file, or of the small TIFF inside JPEG, PNG and WebP, taken out in place.

Nothing moves: an entry goes out of its directory, its bytes become zeros, all offsets stay true.

Taken out as position: the GPS directory (tag 0x8825, Exif 2.32, 4.6.6) with all it holds.
Taken out as owner: CameraOwnerName 0xA430, BodySerialNumber 0xA431, LensSerialNumber 0xA435 (Exif
2.32, 4.6.5), CameraSerialNumber 0xC62F (DNG 1.4), OwnerName 0xFDE8 and SerialNumber 0xFDE9 (Adobe
Camera Raw). Artist 0x013B, Copyright 0x8298 and XPAuthor 0x9C9D say who made the picture: they stay.
With either goes MakerNote 0x927C: it is in no public form, and may repeat both.
XMP (tag 700, XMP part 3) and Photoshop's block (tag 34377) are cleaned in place. Tags that put a map
or scan on the ground (GeoTIFF) are its content and stay.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from app.core.media import xmp
from app.core.media.private import photoshop
from app.core.media.private.splices import CannotError, Splice, blank
from app.core.media.source import Source
from app.core.model.private import Private

GPS = 0x8825
_MAKER_NOTE = 0x927C
_GONE = {
    Private.POSITION: frozenset({GPS, _MAKER_NOTE}),
    Private.OWNER: frozenset({0xA430, 0xA431, 0xA435, 0xC62F, 0xFDE8, 0xFDE9, _MAKER_NOTE}),
}
_DIRECTORIES = frozenset({0x8769, 0xA005, 330, 400})
"""Entries that point to further directories: Exif, Interoperability, SubIFDs, GlobalParameters."""
_XMP, _PHOTOSHOP = 700, 34377
_DATA = ((273, 279), (324, 325), (288, 289), (513, 514))
"""Offsets and lengths of strips, tiles, free places, and the thumbnail's JPEG."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_SIZES |= {13: 4, 16: 8, 17: 8, 18: 8}
_NUMBERS = {1: "B", 3: "H", 4: "I", 7: "B", 13: "I", 16: "Q", 18: "Q"}
_MOST_DIRECTORIES = 20_000
_DEEPEST = 8
_MOST_ENTRIES = 4096
_MOST_BYTES = 16 * 1024 * 1024

Range = tuple[int, int]
"""First byte, and the one after the last."""


@dataclass(frozen=True, slots=True)
class _Entry:
    raw: bytes
    tag: int
    kind: int
    count: int
    start: int
    end: int
    """Where the value lies, counted from the beginning of the structure."""
    inside: bool
    """Whether it lies in the entry itself."""


@dataclass(slots=True)
class _Directory:
    start: int
    entries: list[_Entry]
    following: bytes
    """The offset of the next one, as it stands."""
    end: int


@dataclass(slots=True)
class _Found:
    """What the walk found: places to keep, places to blank, changed places."""

    kept: list[Range] = field(default_factory=list)
    gone: list[Range] = field(default_factory=list)
    changes: list[Splice] = field(default_factory=list)


class Structure:
    """A TIFF structure between two places of a file. `thumbnail` finds the changes of a JPEG
    between two places. `splices` are its changes, by place in the file; CannotError when it is
    not built as it should be.
    """

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        without: Collection[Private],
        thumbnail: Callable[[int, int], list[Splice]] | None = None,
    ) -> None:
        self._source, self._start, self._end = source, start, end
        self._without = frozenset(without)
        self._tags = frozenset().union(*(_GONE[what] for what in self._without))
        self._thumbnail = thumbnail
        head = self._at(0, 16)
        if head[:4] not in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
            raise CannotError("no TIFF")
        self._order = "<" if head[:2] == b"II" else ">"
        self._big = head[2:4] in {b"+\0", b"\0+"}
        self._found = _Found()
        self._seen: set[int] = set()
        self._emptied: set[int] = set()
        self._dropped: set[int] = set()

    def splices(self) -> list[Splice]:
        """All changes."""
        word, at = ("Q", 8) if self._big else ("I", 4)
        self._found.kept.append((0, 16 if self._big else 8))
        self._chain(self._number(word, at))
        found = self._found
        changes = [s for s in found.changes if s.length]
        for start, end in _joined(found.gone):
            if any(a < end and start < b for a, b in found.kept):
                raise CannotError("private bytes are used for something else")
            changes.append(blank(start, end - start))
        return [Splice(s.offset + self._start, s.length, s.data) for s in changes]

    # -- reading ---------------------------------------------------------------------------------

    def _at(self, offset: int, count: int) -> bytes:
        return self._source.at(self._start + offset, min(count, self._end - self._start - offset))

    def _number(self, word: str, offset: int) -> int:
        data, size = self._at(offset, struct.calcsize(word)), struct.calcsize("<" + word)
        if len(data) != size:
            raise CannotError("a number outside the file")
        return int(struct.unpack(self._order + word, data)[0])

    def _directory(self, start: int) -> _Directory:
        counter, step, word = ("Q", 20, 8) if self._big else ("H", 12, 4)
        head = struct.calcsize("<" + counter)
        count = self._number(counter, start)
        length = count * step + word
        if start < 8 or count > _MOST_ENTRIES:
            raise CannotError("no directory")
        data = self._at(start + head, length)
        if len(data) < count * step:
            raise CannotError("a directory outside the file")
        data = data.ljust(length, b"\0")
        entries = [
            self._entry(data[i * step : (i + 1) * step], start + head + i * step)
            for i in range(count)
        ]
        tail = start + head + count * step
        if any(e.start < tail + word and e.end > tail for e in entries if not e.inside):
            return _Directory(start, entries, b"", tail)  # some writers leave the offset out
        end = min(tail + word, self._end - self._start)
        return _Directory(start, entries, data[count * step :], end)

    def _entry(self, raw: bytes, place: int) -> _Entry:
        layout, room = ("HHQ", 8) if self._big else ("HHI", 4)
        head = struct.calcsize("<" + layout)
        tag, kind, count = struct.unpack(self._order + layout, raw[:head])
        length = _SIZES.get(kind, 0) * count
        if length <= room:
            return _Entry(raw, tag, kind, count, place + head, place + head + length, inside=True)
        (start,) = struct.unpack(self._order + ("Q" if self._big else "I"), raw[head:])
        return _Entry(raw, tag, kind, count, start, start + length, inside=False)

    def _values(self, entry: _Entry | None) -> tuple[int, ...]:
        if entry is None or entry.kind not in _NUMBERS:
            return ()
        if entry.end - entry.start > _MOST_BYTES:
            raise CannotError("a list that is too long")
        data, size = self._at(entry.start, entry.end - entry.start), _SIZES[entry.kind]
        count = len(data) // size
        return struct.unpack(f"{self._order}{count}{_NUMBERS[entry.kind]}", data[: count * size])

    # -- walking ---------------------------------------------------------------------------------

    def _chain(self, start: int) -> None:
        """The directories of the pages, or of picture and thumbnail. An offset that lies outside
        ends them, as it does for those who show the file.
        """
        while 8 <= start < self._end - self._start and start not in self._seen:
            if len(self._seen) > _MOST_DIRECTORIES:
                raise CannotError("too many directories")
            directory = self._visit(start, frozenset())
            start = int.from_bytes(directory.following, "little" if self._order == "<" else "big")
        if start in self._dropped:
            raise CannotError("a directory of two kinds")

    def _visit(self, start: int, below: frozenset[int]) -> _Directory:
        self._seen.add(start)
        directory = self._directory(start)
        if self._one(directory, below | {start}):
            self._emptied.add(start)
        return directory

    def _one(self, directory: _Directory, below: frozenset[int]) -> bool:
        """One directory: its entries are kept, changed or taken out. Whether none is left."""
        left: list[_Entry] = []
        for entry in directory.entries:
            if entry.tag in self._tags:
                self._drop(entry)
            elif entry.tag in _DIRECTORIES and self._is_emptied(entry, below):
                continue
            else:
                left.append(entry)
                self._keep(entry)
        self._found.kept.append((directory.start, directory.end))
        self._keep_data({entry.tag: entry for entry in left})
        if len(left) < len(directory.entries):
            self._found.changes.append(self._rewritten(directory, left))
        return not left

    def _is_emptied(self, entry: _Entry, below: frozenset[int]) -> bool:
        """Visit the directories that an entry points to (pages may share one); whether it is one
        directory, and that has no entries any more.
        """
        starts = self._values(entry)
        for start in starts:
            if start in below or start in self._dropped or len(below) > _DEEPEST:
                raise CannotError("directories in a ring, of two kinds, or too deep")
            if start not in self._seen:
                self._visit(start, below)
        return len(starts) == 1 and starts[0] in self._emptied

    def _keep(self, entry: _Entry) -> None:
        if not entry.inside:
            self._found.kept.append((entry.start, entry.end))
        if entry.tag not in (_XMP, _PHOTOSHOP) or entry.inside:
            return
        data = self._at(entry.start, entry.end - entry.start)
        if len(data) != entry.end - entry.start:
            raise CannotError("a block outside the file, or too long")
        if entry.tag == _XMP:
            changed = xmp.clean(data, self._without)
        else:
            changed = photoshop.clean(data, self._without, clean)
        if changed != data:
            self._found.changes.append(Splice(entry.start, len(data), changed))

    def _keep_data(self, entries: dict[int, _Entry]) -> None:
        for starts, lengths in _DATA:
            places, counts = self._values(entries.get(starts)), self._values(entries.get(lengths))
            pairs = list(zip(places, counts, strict=False))
            self._found.kept += [(place, place + count) for place, count in pairs]
            if starts == 513 and len(pairs) == 1 and self._thumbnail is not None:
                (place, count) = pairs[0]
                self._add_thumbnail(place, place + count)

    def _add_thumbnail(self, start: int, end: int) -> None:
        assert self._thumbnail is not None
        if self._at(start, 3) != b"\xff\xd8\xff":
            return
        end = min(end, self._end - self._start)
        for splice in self._thumbnail(self._start + start, self._start + end):
            moved = splice.offset - self._start
            self._found.changes.append(Splice(moved, splice.length, splice.data))

    def _drop(self, entry: _Entry) -> None:
        """Take an entry out; its value becomes zeros."""
        if not entry.inside:
            self._found.gone.append(self._inside(entry.start, entry.end))
        if entry.tag == GPS:
            for start in self._values(entry):
                self._drop_directory(start)

    def _drop_directory(self, start: int) -> None:
        if start in self._seen:
            raise CannotError("a directory of two kinds")
        if start in self._dropped:
            return
        self._dropped.add(start)
        directory = self._directory(start)
        self._found.gone.append((directory.start, directory.end))
        for entry in directory.entries:
            if not entry.inside:
                self._found.gone.append(self._inside(entry.start, entry.end))

    def _inside(self, start: int, end: int) -> Range:
        size = self._end - self._start
        return (min(start, size), min(end, size))

    def _rewritten(self, directory: _Directory, left: list[_Entry]) -> Splice:
        counter = "Q" if self._big else "H"
        data = struct.pack(self._order + counter, len(left))
        data += b"".join(entry.raw for entry in left) + directory.following
        length = directory.end - directory.start
        return Splice(directory.start, length, data[:length].ljust(length, b"\0"))


def _joined(ranges: list[Range]) -> Iterator[Range]:
    """Ranges that touch or overlap as one, without empty ones."""
    start = end = -1
    for first, last in sorted(r for r in ranges if r[0] < r[1]):
        if first > end:
            if end > start:
                yield start, end
            start, end = first, last
        else:
            end = max(end, last)
    if end > start:
        yield start, end


def clean(data: bytes, without: Collection[Private]) -> list[Splice]:
    """Changes of an Exif block (with or without the leading Exif00), by place in it."""
    start = 6 if data.startswith(b"Exif\0\0") else 0
    return Structure(Source.of(data), start, len(data), without).splices()
