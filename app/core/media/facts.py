"""The nouns of this room, and what goes over the pipe to the worker processes."""

from __future__ import annotations

from dataclasses import dataclass, field

EMPTY = "empty"
TRUNCATED = "truncated"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Exif:
    """What the camera wrote and a person may want to use or to leave out."""

    taken: str | None = None
    """YYYY-MM-DD HH:MM of DateTimeOriginal, in the camera's own time."""
    latitude: float | None = None
    """Decimal degrees, north positive; always given together with `longitude`."""
    longitude: float | None = None
    owner: str | None = None
    """Name of the camera's owner. The artist is who made the picture: that is no private fact."""
    camera: str | None = None
    """Maker and model."""
    description: str | None = None
    artist: str | None = None
    copyright: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote into a file about the picture; "" and () for what is not there."""

    title: str = ""
    description: str = ""
    creators: tuple[str, ...] = ()
    created: str = ""
    """When what is shown was made, not when it was scanned: YYYY, YYYY-MM, YYYY-MM-DD or with
    HH:MM behind it."""
    place: str = ""
    """From the street to the country."""
    rights: str = ""
    """A notice, which is no licence."""
    licences: tuple[str, ...] = ()
    """Addresses on the web where a licence is named."""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the first look at a file tells. Sizes in bytes; pictures in pixels as stored."""

    size: int
    mtime_ns: int
    extension: str
    """Of the name, lower case, without the dot."""
    detected: tuple[str, ...] = ()
    """Extensions that fit the content (filetypes catalogue); () = not recognised."""
    mime: str | None = None
    """MIME type of the content; None = not recognised."""
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    """Pages of a TIFF; None = not counted."""
    damage: str | None = None
    """empty, truncated or unreadable; None = nothing found (see also `Workers.verify`)."""
    svg_script: bool = False
    """An SVG with script, event handlers or javascript: links, which the wiki refuses."""
    svg_remote: bool = False
    """An SVG that loads something from outside, which the wiki refuses."""
    exif: Exif = field(default_factory=Exif)


@dataclass(frozen=True, slots=True)
class Picture:
    """A thumbnail: the bytes of a JPEG (or of a PNG when its ground shines through) and its size
    in pixels.
    """

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No thumbnail. `code`: no-picture (sound, video, djvu, 3D, unknown), svg (the window draws
    it), too-large, empty, unreadable, missing, timed-out. Sentence: ``media.<code>``.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the reader of one format found."""

    width: int | None = None
    height: int | None = None
    pages: int | None = None
    damage: str | None = None
    exif: Exif = field(default_factory=Exif)
    svg_script: bool = False
    svg_remote: bool = False
    xmp: bytes = b""
    """The packet as it stands in the file; long ones may be cut."""
    iptc: bytes = b""
    """The records as they stand in the file."""
