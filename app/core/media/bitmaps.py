"""Headers of JPEG, PNG, GIF and WebP: size in pixels, EXIF, and whether the file ends too early.

Sources: ITU-T T.81 (JPEG markers), PNG (W3C), GIF89a, WebP container (RFC 9649).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from app.core.media import photoshop, tiff, xmp
from app.core.media.facts import TRUNCATED, UNREADABLE, Exif, Header
from app.core.media.source import Source

_TAIL = 65536
_SEGMENTS = 2000
_CHUNKS = 512
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PNG_XMP = b"XML:com.adobe.xmp\0"
_UNPACKED = 1_000_000
"""The most that is unpacked of a packet, and that is taken together of Photoshop's segments."""
_TELLING = frozenset({0xE1, 0xED})
"""APP1 holds Exif and XMP, APP13 what Photoshop writes."""
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def jpeg(source: Source) -> Header:
    """Header of a JPEG file. The end-of-image marker is looked for after the scan begins, so
    an embedded thumbnail's does not count; what cameras append after it does no harm.
    """
    width = height = None
    told = _Told()
    offset = 2
    for _ in range(_SEGMENTS):
        found = _marker(source, offset)
        if found is None:
            return told.header(width, height, _why_no_marker(source, offset))
        marker, offset = found
        if marker == 0xDA:
            ended = b"\xff\xd9" in source.at(max(offset, source.size - _TAIL), _TAIL)
            ended = ended or source.find(b"\xff\xd9", offset) >= 0
            damage = None if ended else TRUNCATED
            return told.header(width, height, damage if width else damage or UNREADABLE)
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        length = source.numbers(">H", offset)
        if marker == 0xD9 or length is None or offset + length[0] > source.size:
            return told.header(width, height, TRUNCATED)
        if marker in _FRAME_MARKERS:
            height, width = source.numbers(">HH", offset + 3) or (None, None)
        elif marker in _TELLING:
            told.segment(source.at(offset + 2, length[0] - 2))
        offset += max(length[0], 2)
    return told.header(width, height, UNREADABLE)


@dataclass(slots=True)
class _Told:
    """What blocks beside the pixels tell, in whatever order they come."""

    exif: Exif = field(default_factory=Exif)
    packet: bytes = b""
    resources: bytes = b""

    def segment(self, data: bytes) -> None:
        """A segment APP1 or APP13 of a JPEG. Photoshop goes on in the next segment when one is too
        short for it.
        """
        if data.startswith(b"Exif\0\0"):
            self.take_exif(data)
        elif data.startswith(_XMP):
            self.take_xmp(data[len(_XMP) :])
        elif data.startswith(photoshop.HEAD) and len(self.resources) < _UNPACKED:
            self.resources += data[len(photoshop.HEAD) :]

    def take_exif(self, data: bytes) -> None:
        self.exif = xmp.added(tiff.exif(data), self.packet)

    def take_xmp(self, packet: bytes) -> None:
        self.packet = packet
        self.exif = xmp.added(self.exif, packet)

    def header(self, width: int | None, height: int | None, damage: str | None) -> Header:
        iptc = photoshop.iptc(self.resources)
        return Header(width, height, None, damage, self.exif, xmp=self.packet, iptc=iptc)


def _marker(source: Source, offset: int) -> tuple[int, int] | None:
    """The next marker at or soon after `offset` and the offset behind it. Decoders skip stray
    bytes between segments, so do we.
    """
    data = source.at(offset, 2)
    if len(data) == 2 and data[0] == 0xFF and data[1] not in {0x00, 0xFF}:
        return data[1], offset + 2
    data = source.at(offset, 4096)
    place = data.find(b"\xff")
    while 0 <= place < len(data) - 1:
        if data[place + 1] not in {0x00, 0xFF}:
            return data[place + 1], offset + place + 2
        place = data.find(b"\xff", place + 1)
    return None


def _why_no_marker(source: Source, offset: int) -> str:
    return TRUNCATED if source.size - offset < 4096 else UNREADABLE


def png(source: Source) -> Header:
    """Header of a PNG file; only the first 512 chunks are walked, then the end is looked at."""
    size = source.numbers(">II", 16) if source.at(12, 4) == b"IHDR" else None
    width, height = size or (None, None)
    if size is None:
        return Header(damage=TRUNCATED if source.size < 33 else UNREADABLE)
    told, offset = _Told(), 8
    for _ in range(_CHUNKS):
        head = source.numbers(">I", offset)
        kind = source.at(offset + 4, 4)
        if head is None or offset + 12 + head[0] > source.size:
            return told.header(width, height, TRUNCATED)
        if kind == b"IEND":
            return told.header(width, height, None)
        if kind == b"eXIf":
            told.take_exif(source.at(offset + 8, head[0]))
        elif kind == b"iTXt" and source.at(offset + 8, len(_PNG_XMP)) == _PNG_XMP:
            told.take_xmp(_png_packet(source.at(offset + 8, head[0])))
        offset += 12 + head[0]
    ended = b"IEND\xae\x42\x60\x82" in source.tail(_TAIL)
    return told.header(width, height, None if ended else TRUNCATED)


def _png_packet(text: bytes) -> bytes:
    """The packet of an iTXt chunk: behind the keyword stand two bytes about compression, a language,
    and the keyword in that language.
    """
    flag = len(_PNG_XMP)
    words = text.find(b"\0", flag + 2) + 1
    start = text.find(b"\0", words) + 1
    if not words or not start:
        return b""
    if text[flag : flag + 1] != b"\1":
        return text[start:]
    try:
        return zlib.decompressobj().decompress(text[start:], _UNPACKED)
    except zlib.error:
        return b""


def gif(source: Source) -> Header:
    """Header of a GIF file."""
    width, height = source.numbers("<HH", 6) or (None, None)
    ended = source.tail(1024).rstrip(b"\0\r\n").endswith(b";") or _gif_ends(source)
    return Header(width, height, None, None if ended and width else TRUNCATED)


def _gif_ends(source: Source) -> bool:
    """Whether a trailer comes after whole blocks (walked only when something is appended)."""
    data = source.at(0, 16 * 1024 * 1024)
    offset = 13 + (3 << ((data[10] & 7) + 1) if len(data) > 13 and data[10] & 0x80 else 0)
    while offset < len(data):
        kind = data[offset]
        if kind == 0x3B:
            return True
        if kind == 0x2C and offset + 9 < len(data):
            packed = data[offset + 9]
            offset += 11 + (3 << ((packed & 7) + 1) if packed & 0x80 else 0)
        elif kind == 0x21:
            offset += 2
        else:
            return False
        while offset < len(data) and data[offset]:
            offset += data[offset] + 1
        offset += 1
    return False


def webp(source: Source) -> Header:
    """Header of a WebP file. The sizes of its chunks must fit into the file."""
    stated = source.numbers("<I", 4)
    damage = None if stated and stated[0] + 8 <= source.size else TRUNCATED
    width, height = _webp_size(source)
    if width is None and damage is None:
        damage = UNREADABLE
    return _webp_told(source).header(width, height, damage)


def _webp_size(source: Source) -> tuple[int, int] | tuple[None, None]:
    kind, body = source.at(12, 4), source.at(20, 10)
    if len(body) < 10:
        return None, None
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(body[i : i + 2], "little") & 0x3FFF for i in (6, 8))
        return width, height
    return None, None


def _webp_told(source: Source) -> _Told:
    told, offset = _Told(), 12
    for _ in range(_CHUNKS):
        length = source.numbers("<I", offset + 4)
        if length is None:
            break
        kind = source.at(offset, 4)
        if kind == b"EXIF":
            told.take_exif(source.at(offset + 8, length[0]))
        elif kind == b"XMP ":
            told.take_xmp(source.at(offset + 8, length[0]))
        offset += 8 + length[0] + length[0] % 2
    return told
