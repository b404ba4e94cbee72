"""PNG without what is private: other chunks, and all picture data, go over byte for byte.

Read: eXIf (PNG third edition, 11.3.4.6), XMP in iTXt "XML:com.adobe.xmp" (XMP part 3, 1.1.5). Texts
that repeat Exif in forms of their own are left out whole: "Raw profile type exif" and the like
(ImageMagick), single exif: texts, zxIf. What follows the last chunk is left out.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator

from app.core.media import xmp
from app.core.media.private import tiff
from app.core.media.private.splices import CannotError, Splice, overlay
from app.core.media.source import Source
from app.core.model.private import Private

_XMP = b"XML:com.adobe.xmp"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_PROFILES = frozenset({"exif", "app1", "xmp"})
_PROFILE = "raw profile type "
_MOST_CHUNKS = 4_000_000
_MOST_BYTES = 16 * 1024 * 1024


def splices(source: Source, without: Collection[Private]) -> list[Splice]:
    """Changes of a PNG file. Raises CannotError."""
    found, offset = list[Splice](), 8
    if source.at(0, 8) != b"\x89PNG\r\n\x1a\n":
        raise CannotError("no PNG")
    for _ in range(_MOST_CHUNKS):
        head = source.at(offset, 8)
        length = int.from_bytes(head[:4], "big")
        end = offset + 12 + length
        if len(head) < 8 or end > source.size:
            raise CannotError("a chunk outside the file")
        kind = head[4:]
        if kind == b"IEND":
            return [*found, *_behind(source, end)]
        if kind in _TEXTS or kind in (b"eXIf", b"zxIf"):
            found += _of_chunk(source, offset, kind, length, without)
        offset = end
    raise CannotError("too many chunks")


def _behind(source: Source, end: int) -> Iterator[Splice]:
    if end < source.size:
        yield Splice(end, source.size - end, b"")


def _of_chunk(
    source: Source, offset: int, kind: bytes, length: int, without: Collection[Private]
) -> Iterator[Splice]:
    if length > _MOST_BYTES:
        raise CannotError("a text that is too long")
    old = source.at(offset + 8, length)
    new = _changed(kind, old, without)
    if new is None:
        yield Splice(offset, length + 12, b"")
    elif new != old:
        checked = kind + new
        data = len(new).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")
        yield Splice(offset, length + 12, data)


def _changed(kind: bytes, data: bytes, without: Collection[Private]) -> bytes | None:
    """What a chunk holds afterwards, None when it is left out."""
    if kind == b"zxIf":
        return None
    if kind == b"eXIf":
        return overlay(data, tiff.clean(data, without))
    keyword = data.split(b"\0")[0]
    if kind == b"iTXt" and keyword == _XMP:
        return _xmp(data, without)
    name = keyword.decode("latin-1").lower()
    if name.startswith(_PROFILE) and name.removeprefix(_PROFILE) in _PROFILES:
        return None
    return None if xmp.is_private(keyword.decode("latin-1"), without) else data


def _xmp(data: bytes, without: Collection[Private]) -> bytes | None:
    """The chunk of an XMP packet; a compressed one is written as it is read, uncompressed, so that
    the copy never depends on a compressor. None when it cannot be read.
    """
    head = data[: len(_XMP) + 3]
    _language, _, rest = data[len(head) :].partition(b"\0")
    _translated, _, packet = rest.partition(b"\0")
    if len(head) < len(_XMP) + 3 or head[-2] not in (0, 1):
        return None
    if not head[-2]:
        start = len(data) - len(packet)
        return data[:start] + xmp.clean(packet, without)
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packet, _MOST_BYTES)
    except zlib.error:
        return None
    if not unpacker.eof:
        return None
    cleaned = xmp.clean(text, without)
    return data if cleaned == text else _XMP + b"\0\0\0\0\0" + cleaned
