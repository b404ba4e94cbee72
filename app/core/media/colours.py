"""How the colours of a picture are stored: bits, grey or colours, the name of the profile.

Read from headers, like everything of `probe`. Sources: as in `bitmaps` and `tiff`; ICC.1:2022 for
the profile's name (the tags desc in its older and its newer form).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import FileError
from app.core.media import magic
from app.core.media.source import Source
from app.core.media.tiff import Tiff

_SEGMENTS = 2000
_PROFILE = 1_000_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PNG_KINDS = {0: "grey", 2: "rgb", 3: "palette", 4: "grey", 6: "rgb"}
_TIFF_KINDS = {0: "grey", 1: "grey", 2: "rgb", 3: "palette", 5: "cmyk", 6: "rgb", 8: "lab"}
_JPEG_KINDS = {1: "grey", 3: "rgb", 4: "cmyk"}


@dataclass(frozen=True, slots=True)
class Colours:
    """`kind`: rgb, grey, palette, cmyk, lab, "" when it is not known. `bits` of each colour."""

    bits: int | None = None
    kind: str = ""
    profile: str | None = None
    """Its name; None = there is none inside."""


def colours(path: Path) -> Colours:
    """Of a picture; nothing is known of other files. Raises FileError (file-unreadable)."""
    try:
        with path.open("rb", buffering=0) as file:
            source = Source(file, path.stat().st_size)
            found = (_READERS.get(ending) for ending in magic.detect(source))
            reader = next((r for r in found if r is not None), None)
            return reader(source) if reader is not None else Colours()
    except OSError as error:
        raise FileError("file-unreadable", repr(error), name=path.name) from error


def _jpeg(source: Source) -> Colours:
    bits, kind, profile = None, "", b""
    offset = 2
    for _ in range(_SEGMENTS):
        head = source.numbers(">BBH", offset)
        if head is None or head[0] != 0xFF or head[1] in (0xDA, 0xD9):
            break
        _, marker, length = head
        if marker in _FRAMES:
            frame = source.at(offset + 4, 6)
            bits, kind = (
                (frame[0], _JPEG_KINDS.get(frame[5], "")) if len(frame) == 6 else (None, "")
            )
        elif marker == 0xE2 and source.at(offset + 4, 12) == b"ICC_PROFILE\0" and not profile:
            profile = source.at(offset + 18, length - 16)  # the first piece holds the table of tags
        offset += 2 + max(length, 2)
    return Colours(bits, kind, _profile_name(profile))


def _png(source: Source) -> Colours:
    bits, kind = source.numbers(">BB", 24) or (None, None)
    profile, offset = None, 8
    for _ in range(_SEGMENTS):
        head = source.numbers(">I", offset)
        name = source.at(offset + 4, 4)
        if head is None or name in (b"IDAT", b"IEND"):
            break
        if name == b"iCCP":
            data = source.at(offset + 8, min(head[0], _PROFILE))
            title, _, packed = data.partition(b"\0")
            profile = _profile_name(_unpacked(packed[1:])) or title.decode("latin-1") or None
        elif name == b"sRGB":
            profile = "sRGB"
        offset += 12 + head[0]
    return Colours(bits, _PNG_KINDS.get(kind if kind is not None else -1, ""), profile)


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _PROFILE)
    except zlib.error:
        return b""


def _tiff(source: Source) -> Colours:
    tiff = Tiff(source)
    page = next(tiff.pages(), None)
    if not page:
        return Colours()
    bits = tiff.integers(page.get(258)) or (1,)
    kind = next(iter(tiff.integers(page.get(262))), -1)
    return Colours(
        bits[0], _TIFF_KINDS.get(kind, ""), _profile_name(tiff.bytes_of(page.get(34675)))
    )


def _webp(source: Source) -> Colours:
    offset = 12
    for _ in range(_SEGMENTS):
        length = source.numbers("<I", offset + 4)
        if length is None:
            break
        if source.at(offset, 4) == b"ICCP":
            return Colours(8, "rgb", _profile_name(source.at(offset + 8, min(length[0], _PROFILE))))
        offset += 8 + length[0] + length[0] % 2
    return Colours(8, "rgb")


def _gif(_source: Source) -> Colours:
    return Colours(8, "palette")


_READERS: dict[str, Callable[[Source], Colours]] = {
    "jpg": _jpeg, "png": _png, "tif": _tiff, "webp": _webp, "gif": _gif,
}  # fmt: skip


def _profile_name(profile: bytes) -> str | None:
    """The description inside an ICC profile."""
    if len(profile) < 132:
        return None
    for place in range(132, 132 + 12 * min(100, int.from_bytes(profile[128:132], "big")), 12):
        entry = profile[place : place + 12]
        if len(entry) == 12 and entry[:4] == b"desc":
            _, start, length = struct.unpack(">4sII", entry)
            return _description(profile[start : start + length]) or None
    return None


def _description(data: bytes) -> str:
    if data[:4] == b"desc" and len(data) > 12:
        length = int.from_bytes(data[8:12], "big")
        words = data[12 : 12 + length].decode("latin-1")
    elif data[:4] == b"mluc" and len(data) >= 28:
        length, start = struct.unpack(">II", data[20:28])
        words = data[start : start + length].decode("utf-16-be", "replace")
    else:
        return ""
    return " ".join("".join(c for c in words if c.isprintable()).split())[:80]
