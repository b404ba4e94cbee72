"""Which extensions fit the content: the magic bytes of the filetypes catalogue, and a sniff of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from app.core import resources
from app.core.media.source import Source

HEAD = 4096
_PDF_MAY_START_WITHIN = 1024
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]*\[.*?\]\s*|[^\[>]*)>)",
    re.DOTALL | re.IGNORECASE,
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), ("heic", "heif")),
    **dict.fromkeys((b"avif", b"avis"), ("avif",)),
    b"qt  ": ("mov",),
    **dict.fromkeys((b"M4A ", b"M4B "), ("m4a",)),
}
"""Main brands of ISO base media files (ISO/IEC 14496-12); any other is MP4 video."""


@dataclass(frozen=True)
class _Mark:
    """Signature of a group of extensions: for each offset, the alternatives found there."""

    extensions: tuple[str, ...]
    places: tuple[tuple[int, tuple[bytes, ...]], ...]

    def fits(self, head: bytes) -> bool:
        return all(head.startswith(values, offset) for offset, values in self.places)

    def may_begin_with(self, first: int) -> bool:
        offset, values = self.places[0]
        return offset > 0 or any(value[:1] in (b"", bytes((first,))) for value in values)


def _mark(entry: dict[str, Any]) -> _Mark:
    names = entry["ext"] if isinstance(entry["ext"], list) else [entry["ext"]]
    pairs = sorted((m["offset"], bytes.fromhex(m["hex"])) for m in entry.get("magic") or [])
    places = tuple(
        (offset, tuple(value for _, value in group))
        for offset, group in groupby(pairs, key=lambda pair: pair[0])
    )
    return _Mark(tuple(names), places)


@lru_cache(maxsize=1)
def _marks() -> tuple[_Mark, ...]:
    catalogue = resources.catalogue("filetypes")
    marks = [_mark(e) for e in (*catalogue["allowed"], *catalogue["not_accepted"])]
    return tuple(m for m in marks if m.places and m.extensions != ("svg",))


@lru_cache(maxsize=256)
def _marks_from(first: int) -> tuple[_Mark, ...]:
    """The marks that content with this first byte can have."""
    return tuple(m for m in _marks() if m.may_begin_with(first))


@lru_cache(maxsize=1)
def _mimes() -> dict[str, str]:
    allowed = resources.catalogue("filetypes")["allowed"]
    others = {"heic": "image/heic", "avif": "image/avif", "bmp": "image/bmp", "mp4": "video/mp4"}
    others |= {"zip": "application/zip", "xml": "application/xml", "html": "text/html"}
    return others | {entry["ext"]: entry["mime"][0] for entry in allowed}


def detect(source: Source) -> tuple[str, ...]:
    """Extensions whose signature the content has, () when none fits."""
    head = source.at(0, HEAD)
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return _BRANDS.get(brand, ("mp4", "m4v"))
    marks = _marks_from(head[0]) if head else ()
    found = [ext for mark in marks if mark.fits(head) for ext in mark.extensions]
    if not found and b"%PDF-" in head[: _PDF_MAY_START_WITHIN + 5]:
        found = ["pdf"]
    if not found and _is_binary_stl(source):
        found = ["stl"]
    return tuple(dict.fromkeys(found)) or _sniff(source)


def mime(detected: tuple[str, ...], extension: str) -> str | None:
    """MIME type of the content; the extension chooses when several fit."""
    names = (extension, *detected) if extension in detected else detected
    return next((_mimes()[n] for n in names if n in _mimes()), None)


def _is_binary_stl(source: Source) -> bool:
    triangles = source.numbers("<I", 80)
    return triangles is not None and triangles[0] > 0 and source.size == 84 + 50 * triangles[0]


def _sniff(source: Source) -> tuple[str, ...]:
    """svg, xml or html by the root element, in any of the usual encodings."""
    data = source.at(0, 65536)
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    text = data.decode(encoding, "replace").lstrip("\ufeff \t\r\n\0")
    if not text.startswith("<"):
        return ()
    html_doctype = re.match(r"<!DOCTYPE\s+html", text, re.IGNORECASE)
    declared = text.startswith("<?xml")
    while match := _PROLOGUE.match(text):
        text = text[match.end() :]
    root = _ROOT.match(text.lstrip())
    name = root[1].lower() if root else ""
    if name == "svg":
        return ("svg",)
    if html_doctype or name in {"html", "head", "body", "script"}:
        return ("html", "htm")
    return ("xml",) if declared and name else ()
