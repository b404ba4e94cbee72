"""Thumbnails for pages that carry hundreds of them: as few bytes as the eye allows."""

from __future__ import annotations

import io

from app.core.media.facts import Picture

_QUALITY = 78


def compact(picture: Picture) -> bytes:
    """A thumbnail of ours as JPEG, or as it is when that is smaller or lets the page shine through."""
    from PIL import Image  # noqa: PLC0415  else only the worker processes need it

    with Image.open(io.BytesIO(picture.data)) as image:
        if image.mode not in ("L", "RGB"):
            return picture.data
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return min(buffer.getvalue(), picture.data, key=len)
