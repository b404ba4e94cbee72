"""PDF, SVG, DjVu and WAV: whole or cut off; for SVG its size and what the wiki refuses in it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.core.media.facts import TRUNCATED, UNREADABLE, Header
from app.core.media.source import Source

_PDF_END = 2048
_PIECE = 256 * 1024
_SVG_LIMIT = 8 * 1024 * 1024
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
}
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?\d{1,3})?)\s*([a-z]*)\s*$", re.IGNORECASE)
_SCRIPT = re.compile(rb"<(?:[\w.-]+:)?script[\s>]|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
_STYLE_URL = re.compile(r"url\(\s*['\"]?\s*(?!#|data:|['\"]?\))\S|@import", re.IGNORECASE)


def pdf(source: Source) -> Header:
    """A PDF ends with startxref and %%EOF; some programs append a line end or up to 1 kB."""
    end = source.tail(_PDF_END)
    return Header(damage=None if b"%%EOF" in end and b"startxref" in end else TRUNCATED)


def djvu(source: Source) -> Header:
    """DjVu states its length behind AT&TFORM."""
    length = source.numbers(">I", 8)
    whole = length is not None and length[0] + 12 <= source.size
    return Header(damage=None if whole else TRUNCATED)


def wav(source: Source) -> Header:
    """WAV states its length; recorders that were not stopped leave 0 or the largest number."""
    length = source.numbers("<I", 4)
    if length is None:
        return Header(damage=TRUNCATED)
    unknown = length[0] in {0, 0xFFFFFFFF}
    return Header(damage=None if unknown or length[0] + 8 <= source.size else TRUNCATED)


class _Svg:
    """Target of the XML parser: keeps what matters of an SVG while its elements go by."""

    def __init__(self) -> None:
        self.width: int | None = None
        self.height: int | None = None
        self.script = False
        self.remote = False
        self._root_seen = False
        self._in_style = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = _local(tag)
        if not self._root_seen:
            self._root_seen = True
            self.width, self.height = _svg_size(attributes)
        self.script = self.script or name in {"script", "handler"}
        self._in_style = name == "style"
        for key, value in attributes.items():
            self._attribute(name, _local(key), value)

    def end(self, _tag: str) -> None:
        """An element ends."""
        self._in_style = False

    def data(self, text: str) -> None:
        """A piece of text between tags."""
        if self._in_style and _STYLE_URL.search(text):
            self.remote = True

    def _attribute(self, element: str, name: str, value: str) -> None:
        plain = "".join(value.split()).lower()
        if (name.startswith("on") and len(name) > 2) or plain.startswith(
            ("javascript:", "vbscript:")
        ):
            self.script = True
        elif name in {"href", "src"} and element != "a":
            if not plain.startswith(("#", "data:image/", "data:font/", "data:;")) and plain:
                self.remote = True
        elif name != "d" and "url(" in plain and _STYLE_URL.search(value):
            self.remote = True


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _svg_size(attributes: dict[str, str]) -> tuple[int | None, int | None]:
    """Pixels of width and height; in per cent or missing: those of the viewBox."""
    box = attributes.get("viewBox", "").replace(",", " ").split()
    sizes = []
    for name, part in (("width", 2), ("height", 3)):
        length = _pixels(attributes.get(name, ""))
        if length is None and len(box) == 4:
            length = _pixels(box[part])
        sizes.append(length)
    return sizes[0], sizes[1]


def _pixels(text: str) -> int | None:
    match = _LENGTH.match(text)
    if not match or match[2].lower() not in _UNITS:
        return None
    value = float(match[1]) * _UNITS[match[2].lower()]
    return max(1, round(value)) if 0 < value < 1e9 else None


def svg(source: Source) -> Header:
    """An SVG up to 8 MiB is read whole; entities are not followed: then script is looked for
    in the text and the size stays unknown.
    """
    if source.size > _SVG_LIMIT:
        return Header()
    found = _Svg()
    try:
        parser = DefusedXMLParser(target=found)
        for offset in range(0, source.size, _PIECE):
            parser.feed(source.at(offset, _PIECE))
        parser.close()
    except DefusedXmlException:
        found.script = bool(_SCRIPT.search(source.at(0, _SVG_LIMIT)))
    except (ParseError, LookupError, ValueError):
        return Header(found.width, found.height, None, _svg_damage(source), svg_script=found.script)
    return Header(found.width, found.height, svg_script=found.script, svg_remote=found.remote)


def _svg_damage(source: Source) -> str:
    """A drawing that was cut off has no closing tag at its end."""
    ended = source.tail(512).replace(b"\0", b"").rstrip().endswith(b">")
    return UNREADABLE if ended else TRUNCATED
