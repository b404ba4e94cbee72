"""Decoded pixels: eight bits a colour, turned upright. Used inside worker processes."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Size = tuple[int, int]

MAX_PIXELS = 250_000_000
"""Larger pictures are not decoded whole: with four bytes each they come near the memory limit."""

_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""What undoes each EXIF orientation, as a number of Image.Transpose."""


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turned as the EXIF orientation says."""
    from PIL import Image  # noqa: PLC0415 - only worker processes load Pillow

    turn = _TURNS.get(orientation)
    return image.transpose(Image.Transpose(turn)) if turn is not None else image


def upright_size(size: Size, orientation: int) -> Size:
    """The size when it is turned upright."""
    return (size[1], size[0]) if orientation in (5, 6, 7, 8) else size


def stored_box(box: Box, orientation: int) -> Box:
    """A part of the upright picture (in fractions of 1) as it lies in the stored one."""
    left, top, right, bottom = box
    if orientation in (5, 6, 7, 8):
        left, top, right, bottom = top, left, bottom, right
    if orientation in (2, 3, 7, 8):
        left, right = 1 - right, 1 - left
    if orientation in (3, 4, 6, 7):
        top, bottom = 1 - bottom, 1 - top
    return left, top, right, bottom


def eight_bits(image: Image.Image, *, stretch: bool = True) -> Image.Image:
    """A mode that can be scaled and written: L, RGB or RGBA. 16 bit and floating greys are
    stretched to what they hold; not when the image is only a piece of a picture.
    """
    if image.mode in {"L", "RGB", "RGBA"}:
        return image
    if image.mode.startswith(("I", "F")):
        return _grey(image, stretch=stretch)
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _grey(image: Image.Image, *, stretch: bool) -> Image.Image:
    short = image.mode.startswith("I;")
    grey = image.convert("I").convert("F") if short else image.convert("F")
    low, high = 0.0, 65535.0 if short else 1.0
    if stretch or not short:
        low, high = (float(value) for value in grey.getextrema()[:2])  # type: ignore[arg-type]  # pairs only for several bands
    step = 255.0 / (high - low) if high > low else 1.0
    return grey.point(lambda value: value * step - low * step).convert("L")


def as_on_screen(image: Image.Image, profile: bytes | None) -> Image.Image:
    """With the colours of its profile as screens show them; unchanged when that cannot be done."""
    if not profile or image.mode != "RGB":
        return image
    from PIL import ImageCms  # noqa: PLC0415 - only worker processes load Pillow

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).lower():
            return image
        return ImageCms.profileToProfile(image, own, _screen(), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


@lru_cache(maxsize=1)
def _screen() -> Any:
    from PIL import ImageCms  # noqa: PLC0415 - only worker processes load Pillow

    return ImageCms.createProfile("sRGB")
