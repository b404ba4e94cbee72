"""What people wrote into an XMP packet: Dublin Core, Photoshop, IPTC Core and Extension, rights.

Sources: XMP specification part 1 (forms of values) and 2 (names), IPTC Photo Metadata Standard
2023.2, Creative Commons' ccREL. The packet is a stranger's XML: it is read as a stream, without a
document type, and only up to a length.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.core.media.facts import Words

_LONGEST = 1_000_000
_DEEPEST = 100
_MOST = 500
"""Values that are kept of a property."""
_TEXT = 50_000
"""Characters that are kept of a value."""
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_EXTENSION = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_NAMES = {
    "{http://purl.org/dc/elements/1.1/}": ("title", "description", "creator", "rights", "subject"),
    "{http://ns.adobe.com/photoshop/1.0/}": ("Headline", "City", "State", "Country", "DateCreated"),
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}": ("Location",),
    _EXTENSION: ("LocationShown", "LocationCreated"),
    "{http://ns.adobe.com/xap/1.0/rights/}": ("WebStatement", "UsageTerms"),
    "{http://creativecommons.org/ns#}": ("license",),
    "{http://web.resource.org/cc/}": ("license",),
    "{http://purl.org/dc/terms/}": ("license",),
}
_WANTED = {space + name: name for space, names in _NAMES.items() for name in names}
_PLACES = ("LocationShown", "LocationCreated")
_PARTS = ("Sublocation", "City", "ProvinceState", "CountryName")
_MOMENT = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T([01]\d|2[0-3]):([0-5]\d).*)?)?)?"
)


class _Properties:
    """Target of the parser: keeps the values of the properties that are wanted."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[str, str]]] = {}
        """Property (of a place: place/part) -> language and text of each value."""
        self._stack: list[str] = []
        self._property = self._part = ""
        self._depth = 0
        self._items = 0
        self._language = ""
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins. A property stands right below rdf:RDF/rdf:Description."""
        if len(self._stack) >= _DEEPEST:
            raise ParseError
        if self._stack[-2:] == [f"{_RDF}RDF", f"{_RDF}Description"] and not self._property:
            self._property, self._depth = _WANTED.get(tag, ""), len(self._stack)
            self._items = 0
            self._keep("", attributes.get(f"{_RDF}resource", ""))
        elif tag == f"{_RDF}Description" and self._stack[-1:] == [f"{_RDF}RDF"]:
            for name, value in attributes.items():
                if name in _WANTED:
                    self._property = _WANTED[name]
                    self._keep("", value)
            self._property = ""
        elif self._property:
            self._inside(tag, attributes)
        self._stack.append(tag)
        self._pieces = []

    def end(self, tag: str) -> None:
        """An element ends: its text is a value when nothing else was in it."""
        self._stack.pop()
        if self._property:
            self._keep(self._language, "".join(self._pieces))
        self._pieces = []
        if len(self._stack) == self._depth:
            self._property = ""
        if self._part and tag == _EXTENSION + self._part:
            self._part = ""
        self._language = ""

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._property and len(self._pieces) < _TEXT:
            self._pieces.append(text[:_TEXT])

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        """An element in a property: a value of a list, or a part of a place."""
        if tag == f"{_RDF}li":
            self._language = attributes.get(_LANGUAGE, "")
            self._items += not self._part
        if self._property in _PLACES:
            if tag.startswith(_EXTENSION) and tag.removeprefix(_EXTENSION) in _PARTS:
                self._part = tag.removeprefix(_EXTENSION)
            for part in _PARTS:
                self._keep("", attributes.get(_EXTENSION + part, ""), part)

    def _keep(self, language: str, text: str, part: str = "") -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()[:_TEXT]
        name = self._property
        if not name or not text:
            return
        if name in _PLACES:
            part = part or self._part
            if not part or self._items > 1:  # the first place only
                return
            name = f"{name}/{part}"
        values = self.found.setdefault(name, [])
        if len(values) < _MOST:
            values.append((language, text))

    def one(self, name: str) -> str:
        """The text of a property: the one for everybody where it is given in languages."""
        values = self.found.get(name, [])
        for_all = (text for language, text in values if language == "x-default")
        return next(for_all, values[0][1] if values else "")

    def every(self, name: str) -> tuple[str, ...]:
        """All texts of a property."""
        return tuple(text for _, text in self.found.get(name, []))


def read(packet: bytes) -> Words:
    """What a packet says. Never raises: of one that is broken, cut off or hostile what came before
    that is taken.
    """
    told = _Properties()
    body = packet[:_LONGEST].strip(b" \t\r\n\0")
    if not body:
        return Words()
    try:
        parser = DefusedXMLParser(target=told, forbid_dtd=True)
        parser.feed(body)
        parser.close()
    except (DefusedXmlException, ParseError, LookupError, ValueError):
        pass
    return Words(
        title=told.one("title") or told.one("Headline"),
        description=told.one("description"),
        creators=told.every("creator"),
        created=moment(told.one("DateCreated")),
        place=_place(told),
        rights=told.one("rights"),
        licences=(*told.every("license"), *told.every("WebStatement"), *told.every("UsageTerms")),
        keywords=told.every("subject"),
    )


def _place(told: _Properties) -> str:
    """What is shown, else what older programs write, else where the camera was."""
    shown, made = ([f"{place}/{part}" for part in _PARTS] for place in _PLACES)
    for names in (shown, ["Location", "City", "State", "Country"], made):
        parts = [told.one(name) for name in names]
        if any(parts):
            return ", ".join(dict.fromkeys(filter(None, parts)))
    return ""


def moment(text: str) -> str:
    """A date of XMP as people write it, "" for what is none. Midnight is a time nobody knew."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None or not int(match[1]):
        return ""
    day = "-".join(part for part in match.groups()[:3] if part)
    hour = f"{match[4]}:{match[5]}" if match[4] else ""
    return f"{day} {hour}" if hour not in ("", "00:00") else day
