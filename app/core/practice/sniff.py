"""What the bytes of a file are: MIME type, pixel size, scripts in SVG. Only the head is read,
except for SVG. The wiki accepts damaged files, so nothing is decoded here.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

HEAD = 65536
SVG_LIMIT = 4 * 1024 * 1024

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpeg", "jpg", "jpe"), "image/png": ("png", "apng"), "image/gif": ("gif",),
    "image/webp": ("webp",), "image/tiff": ("tiff", "tif"), "image/svg+xml": ("svg",),
    "image/vnd.djvu": ("djvu", "djv"), "image/x-xcf": ("xcf",), "image/x-bmp": ("bmp",),
    "application/pdf": ("pdf",), "application/ogg": ("ogx", "ogg", "ogm", "ogv", "oga", "opus", "spx"),
    "audio/midi": ("mid", "midi", "kar"), "audio/x-flac": ("flac",), "audio/wav": ("wav",),
    "audio/mpeg": ("mp3", "mpga"), "video/webm": ("webm",), "video/mpeg": ("mpg", "mpeg"),
    "video/mp4": ("mp4", "m4v"), "application/sla": ("stl",),
    "application/x-msdownload": ("exe", "dll"), "application/zip": ("zip",),
    "text/html": ("html", "htm"), "text/plain": ("txt", "csv"),
}  # fmt: skip
"""Extensions of a MIME type, the one that MediaWiki adds to a name without any first."""

MEDIA_TYPES = {"image": "BITMAP", "audio": "AUDIO", "video": "VIDEO", "application": "OFFICE"}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"), (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"), (b"%PDF", "application/pdf"), (b"AT&TFORM", "image/vnd.djvu"),
    (b"gimp xcf", "image/x-xcf"), (b"OggS", "application/ogg"), (b"MThd", "audio/midi"),
    (b"fLaC", "audio/x-flac"), (b"\x1aE\xdf\xa3", "video/webm"), (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"), (b"\xff\xf3", "audio/mpeg"), (b"\xff\xf2", "audio/mpeg"),
    (b"\x00\x00\x01\xba", "video/mpeg"), (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"solid", "application/sla"), (b"MZ", "application/x-msdownload"),
    (b"PK\x03\x04", "application/zip"), (b"BM", "image/x-bmp"),
)  # fmt: skip
_HTML = re.compile(
    rb"^\s*(?:<!doctype\s+html|<(?:html|head|title|body|script|table|a href|img)\b)", re.IGNORECASE
)
_HTML_INSIDE = re.compile(rb"<(?:html|head|title|body|script)\b", re.IGNORECASE)
_SVG = re.compile(rb"<(?:\w+:)?svg\b")
_SCRIPT = re.compile(
    rb"<(?:\w+:)?(?:script|handler|iframe|embed|object)\b|\son[a-z]{3,}\s*=|(?:java|vb)script:|<!ENTITY",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is. `width` and `height` in pixels, 0 when unknown; `bits` per channel."""

    mime: str
    width: int = 0
    height: int = 0
    bits: int = 0

    @property
    def media_type(self) -> str:
        """MediaWiki's media type."""
        if self.mime == "image/svg+xml":
            return "DRAWING"
        return MEDIA_TYPES.get(self.mime.partition("/")[0], "UNKNOWN")


def kind(path: Path) -> Kind:
    """What the file is, by its bytes."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    mime = mime_of(head)
    width, height, bits = _pixels(mime, head)
    return Kind(mime, width, height, bits)


def mime_of(head: bytes) -> str:
    """The MIME type of a file that begins like this."""
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(
            head[8:12], "application/octet-stream"
        )
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return _text_type(head)


def _text_type(head: bytes) -> str:
    if _SVG.search(head):
        return "image/svg+xml"
    if _HTML.match(head) or _HTML_INSIDE.search(head[:1024]):
        return "text/html"
    if b"\x00" in head:
        return "application/sla" if _is_binary_stl(head) else "application/octet-stream"
    return "text/plain"


def _is_binary_stl(head: bytes) -> bool:
    return len(head) >= 84 and struct.unpack("<I", head[80:84])[0] > 0 and b"\x00" in head[:80]


def has_script(path: Path) -> bool:
    """Whether an SVG holds scripts or active content that the wiki refuses."""
    with path.open("rb") as stream:
        return bool(_SCRIPT.search(stream.read(SVG_LIMIT)))


def _pixels(mime: str, head: bytes) -> tuple[int, int, int]:
    reader = _READERS.get(mime)
    if reader is None:
        return 0, 0, 0
    try:
        return reader(head)
    except (struct.error, IndexError, ValueError):
        return 0, 0, 0


def _jpeg(head: bytes) -> tuple[int, int, int]:
    place = 2
    while place + 9 < len(head):
        marker, length = head[place + 1], int.from_bytes(head[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[place + 5 : place + 9])
            return width, height, head[place + 4]
        place += 2 + length
    return 0, 0, 8


def _png(head: bytes) -> tuple[int, int, int]:
    width, height = struct.unpack(">II", head[16:24])
    return width, height, head[24]


def _gif(head: bytes) -> tuple[int, int, int]:
    width, height = struct.unpack("<HH", head[6:10])
    return width, height, (head[10] & 7) + 1


def _webp(head: bytes) -> tuple[int, int, int]:
    form = head[12:16]
    if form == b"VP8X":
        return (
            1 + int.from_bytes(head[24:27], "little"),
            1 + int.from_bytes(head[27:30], "little"),
            8,
        )
    if form == b"VP8L":
        packed = int.from_bytes(head[21:25], "little")
        return (packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1, 8
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF, 8


def _tiff(head: bytes) -> tuple[int, int, int]:
    order = "<" if head[:2] == b"II" else ">"
    (start,) = struct.unpack(order + "I", head[4:8])
    (count,) = struct.unpack(order + "H", head[start : start + 2])
    found: dict[int, int] = {}
    for index in range(count):
        entry = head[start + 2 + 12 * index : start + 14 + 12 * index]
        tag, form, _number = struct.unpack(order + "HHI", entry[:8])
        size = {3: "H", 4: "I"}.get(form)
        if size:
            found[tag] = struct.unpack(order + size, entry[8 : 8 + struct.calcsize(size)])[0]
    return found.get(256, 0), found.get(257, 0), 8


def _svg(head: bytes) -> tuple[int, int, int]:
    found = re.search(rb"<(?:\w+:)?svg\b[^>]*>", head)
    tag = found[0] if found else b""
    sizes = [
        re.search(rb"\s" + side + rb"\s*=\s*[\"']\s*([\d.]+)", tag)
        for side in (b"width", b"height")
    ]
    if all(sizes):
        width, height = (round(float(size[1])) for size in sizes if size)
        return width, height, 0
    box = re.search(
        rb"viewBox\s*=\s*[\"']\s*([-\d.]+)[\s,]+([-\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)", tag
    )
    return (round(float(box[3])), round(float(box[4])), 0) if box else (512, 512, 0)


_READERS = {
    "image/jpeg": _jpeg, "image/png": _png, "image/gif": _gif, "image/webp": _webp,
    "image/tiff": _tiff, "image/svg+xml": _svg,
}  # fmt: skip
