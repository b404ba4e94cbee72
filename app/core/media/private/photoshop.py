"""Photoshop's image resources, in place. 0x0422 and 0x0423 hold an Exif block, 0x0424 holds XMP. IPTC
(0x0404) describes what the picture shows and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from app.core.media import xmp
from app.core.media.photoshop import blocks
from app.core.media.private.splices import CannotError, Splice, overlay
from app.core.model.private import Private

_EXIF, _XMP = (0x0422, 0x0423), 0x0424


Exif = Callable[[bytes, Collection[Private]], Iterable[Splice]]
"""Finds what is private in an Exif block (a TIFF may hold these resources, and they hold a TIFF)."""


def clean(data: bytes, without: Collection[Private], exif: Exif) -> bytes:
    """The same resources, of the same length, without what is private; an Exif block that is not
    built as it should be becomes zeros.
    """
    changed = bytearray(data)
    for kind, start, end in blocks(data):
        changed[start:end] = _cleaned(kind, data[start:end], without, exif)
    return bytes(changed)


def _cleaned(kind: int, data: bytes, without: Collection[Private], exif: Exif) -> bytes:
    if kind == _XMP:
        return xmp.clean(data, without)
    if kind not in _EXIF or not data:
        return data
    try:
        return overlay(data, exif(data, without))
    except CannotError:
        return bytes(len(data))
