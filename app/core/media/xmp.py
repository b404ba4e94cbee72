"""XMP packets (XMP specification part 1 and 2): what is private in them is read, or cleaned in place.

Position: every property whose name begins with GPS, in any namespace (exif:GPSLatitude, also inside
the location structures of IPTC; drone-dji:GpsLatitude), latitude, longitude, and geo:lat, geo:long.
Owner: aux:OwnerName, exifEX:CameraOwnerName, and every ...SerialNumber (camera, lens).
Authorship (dc:creator, dc:rights, xmpRights:Owner) and places in words (photoshop:City) stay.
A packet that cannot be read with certainty is emptied whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from app.core.media.facts import Exif
from app.core.model.private import Private

_TOKEN = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    rb"|</(?P<closed>[^\s<>/\"'=]+)\s*>"
    rb"|<(?P<opened>[^\s<>/\"'=!?]+)(?P<attributes>(?:\s+[^\s<>/\"'=]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)"
    rb"\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"\s+([^\s<>/\"'=]+)\s*=\s*(\"[^\"<]*\"|'[^'<]*')")
_DEEPEST = 200
_WORDS = {
    Private.POSITION: (b"GPSLatitude", b"GPSLongitude"),
    Private.OWNER: (b"OwnerName",),
}


def _is_position(prefix: str, name: str) -> bool:
    low = name.lower()
    return (
        low.startswith("gps")
        or low in ("latitude", "longitude")
        or (prefix == "geo" and low in ("lat", "long", "alt"))
    )


def _is_owner(_prefix: str, name: str) -> bool:
    return name in ("OwnerName", "CameraOwnerName") or name.lower().endswith("serialnumber")


_TESTS: dict[Private, Callable[[str, str], bool]] = {
    Private.POSITION: _is_position,
    Private.OWNER: _is_owner,
}


def is_private(name: str, without: Collection[Private]) -> bool:
    """Whether a property (with its prefix) is private."""
    prefix, _, local = name.rpartition(":")
    return any(_TESTS[what](prefix, local) for what in without)


def words(without: Collection[Private]) -> tuple[bytes, ...]:
    """Bytes that no cleaned file holds."""
    return tuple(word for what in Private if what in without for word in _WORDS[what])


@dataclass(frozen=True, slots=True)
class _Part:
    """A private property: its place in the packet, its name and its value."""

    start: int
    end: int
    name: str
    value: bytes


class _UnsureError(Exception):
    """No packet that we read with certainty."""


def clean(packet: bytes, without: Collection[Private]) -> bytes:
    """The same packet, of the same length, without what is private."""
    try:
        parts = list(_parts(packet, without))
    except _UnsureError:
        return b" " * len(packet)
    changed = bytearray(packet)
    for part in parts:
        changed[part.start : part.end] = b" " * (part.end - part.start)
    if any(word in changed for word in words(without)):
        return b" " * len(packet)
    return bytes(changed)


def _parts(packet: bytes, without: Collection[Private]) -> Iterator[_Part]:
    """Private properties, as attributes and as elements. Raises _UnsureError."""
    body = packet.strip(b" \t\r\n\0\xef\xbb\xbf")
    if not body:
        return
    start = packet.index(body)
    if b"\0" in body or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise _UnsureError
    opened: list[str] = []
    private: tuple[int, int, int] | None = None
    place = start
    for token in _tokens(packet, start, start + len(body)):
        place = token.end()
        name = (token["opened"] or token["closed"] or b"").decode("utf-8", "replace")
        if token["opened"] is not None:
            if private is None:
                yield from _attributes(token, without)
                if is_private(name, without):
                    private = (token.start(), token.end(), len(opened))
            opened.append(name)
        if token["closed"] is not None and (not opened or opened[-1] != name):
            raise _UnsureError
        if token["closed"] is not None or token["empty"]:
            opened.pop()
            if private is not None and len(opened) == private[2]:
                value = packet[private[1] : token.start()] if not token["empty"] else b""
                yield _Part(private[0], token.end(), name, value)
                private = None
        if len(opened) > _DEEPEST:
            raise _UnsureError
    if opened or private or packet[place : start + len(body)].strip():
        raise _UnsureError


def _tokens(packet: bytes, start: int, end: int) -> Iterator[re.Match[bytes]]:
    """Tags, comments and instructions; between them is text without `<`."""
    while (place := packet.find(b"<", start, end)) >= 0:
        token = _TOKEN.match(packet, place, end)
        if token is None:
            raise _UnsureError
        yield token
        start = token.end()


def _attributes(token: re.Match[bytes], without: Collection[Private]) -> Iterator[_Part]:
    base, text = token.start("attributes"), token["attributes"]
    for found in _ATTRIBUTE.finditer(text):
        name = found[1].decode("utf-8", "replace")
        if is_private(name, without):
            yield _Part(base + found.start(), base + found.end(), name, found[2][1:-1])


# -- reading ---------------------------------------------------------------------------------------

_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")


@dataclass(frozen=True, slots=True)
class Told:
    """What a packet says that is private."""

    latitude: float | None = None
    longitude: float | None = None
    owner: str | None = None


def read(packet: bytes) -> Told:
    """Position and owner's name of a packet, None for what it does not say."""
    if not any(word in packet for word in words(tuple(Private))):
        return Told()
    found: dict[str, str] = {}
    try:
        for part in _parts(packet, tuple(Private)):
            text = re.sub(r"<[^>]*>", " ", part.value.decode("utf-8", "replace"))
            found.setdefault(part.name.rpartition(":")[2], " ".join(text.split()))
    except _UnsureError:
        return Told()
    latitude = _degrees(found.get("GPSLatitude", ""), "NS", 90)
    longitude = _degrees(found.get("GPSLongitude", ""), "EW", 180)
    if latitude is None or longitude is None or not (latitude or longitude):
        latitude = longitude = None
    owner = found.get("OwnerName") or found.get("CameraOwnerName")
    return Told(latitude, longitude, owner or None)


def added(exif: Exif, packet: bytes) -> Exif:
    """What the camera wrote, with what only the packet tells."""
    told = read(packet)
    if exif.latitude is None and told.latitude is not None:
        exif = replace(exif, latitude=told.latitude, longitude=told.longitude)
    return exif if exif.owner else replace(exif, owner=told.owner)


def _degrees(text: str, letters: str, most: int) -> float | None:
    """59,12.5N and 59,12,30N (XMP part 2, GPSCoordinate)."""
    match = _DEGREES.fullmatch(text)
    if match is None or match[4] not in letters:
        return None
    value = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    if value > most:
        return None
    return round(-value if match[4] in "SW" else value, 6)
