"""What goes over the pipe for the large view."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.media.pixels import Box, Size


@dataclass(frozen=True, slots=True)
class View:
    """A part of a picture, decoded. `data` = four bytes a pixel, in the order blue, green, red,
    and opacity when `clear` (else without meaning).
    """

    data: bytes
    width: int
    height: int
    clear: bool
    box: Box
    """The part, in fractions of the whole picture as it stands upright."""
    whole: Size
    """Pixels of the whole picture, upright."""
    finest: float
    """1 = every pixel can be had; 0.5 = the picture can only be had at half its size."""
    length: int
    """Bytes of the file."""
