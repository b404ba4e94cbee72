"""Decoding of pixels. Runs only inside a worker process (see `workers`)."""

from __future__ import annotations

import io
import warnings
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, JpegImagePlugin, UnidentifiedImageError

from app.core.later import later
from app.core.media import magic, scans, tiff
from app.core.media.facts import EMPTY, TRUNCATED, UNREADABLE, Picture, Unavailable
from app.core.media.pixels import MAX_PIXELS, as_on_screen, eight_bits, upright
from app.core.media.source import Source

if TYPE_CHECKING:
    import pypdfium2
else:
    pypdfium2 = later("pypdfium2")

BITMAPS = frozenset({"jpg", "png", "gif", "webp", "tif"})
_VERIFIED_PAGES = 20
_SCAN_PIXELS = 40_000_000
"""A TIFF with more is reduced line by line, or tile by tile."""
_PROGRESSIVE_BYTES = 900_000_000
"""Coefficients of a progressive JPEG, which are all held at once."""
_QUALITY = 88


class PixelsError(Exception):
    """More pixels than may be decoded."""


TOO_LARGE: tuple[type[Exception], ...] = (
    MemoryError, PixelsError, scans.TooLargeError,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
_BROKEN = ("truncated", "broken data stream", "codec", "decoder error", "premature end")


def prepare() -> None:
    """Set Pillow's limits; a picture above them is an error, not a warning."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def thumbnail(path: Path, pixels: int) -> Picture | Unavailable:
    """A picture of at most `pixels` by `pixels`, turned as the EXIF orientation says."""
    try:
        kind = kind_of(path)
        if kind == "pdf":
            return _encoded(_first_page(path, pixels))
        if kind in BITMAPS:
            return _encoded(_small(path, kind, pixels))
    except FileNotFoundError:
        return Unavailable("missing")
    except TOO_LARGE:
        small = embedded(path)
        return Unavailable("too-large") if small is None else _encoded(small)
    except Exception:  # noqa: BLE001 - decoders raise what they like on a stranger's file
        return Unavailable(UNREADABLE)
    return Unavailable(kind if kind in {"svg", EMPTY} else "no-picture")


def verify(path: Path) -> str | None:
    """Decode a picture whole. Returns truncated or unreadable, or None when nothing is wrong
    or the type is not one that can be judged here.
    """
    try:
        kind = kind_of(path)
    except OSError:
        return None
    try:
        if kind in BITMAPS:
            _decode_all(path, kind)
        return _verify_pdf(path) if kind == "pdf" else None
    except UnidentifiedImageError:
        return _tiff_damage(path) if kind == "tif" else UNREADABLE
    except (OSError, SyntaxError, EOFError) as error:
        return _damage(error, kind)
    except Exception:  # noqa: BLE001 - too large for us, or a decoder's own weakness: no verdict
        return None


def kind_of(path: Path) -> str:
    """Of the content: an extension, "empty", or "" when it is not known."""
    with path.open("rb", buffering=0) as file:
        size = path.stat().st_size
        detected = magic.detect(Source(file, size))
    if not size:
        return EMPTY
    return detected[0] if detected else ""


def _tiff_damage(path: Path) -> str | None:
    """A TIFF that Pillow does not know is damaged only when its directories are."""
    with path.open("rb", buffering=0) as file:
        return tiff.read(Source(file, path.stat().st_size)).damage


def _damage(error: Exception, kind: str) -> str | None:
    """TIFF has many compressions that Pillow does not know: only a broken stream counts there."""
    words = str(error).lower()
    if isinstance(error, EOFError) or "truncated" in words or "premature end" in words:
        return TRUNCATED
    if kind == "tif":
        return UNREADABLE if any(word in words for word in _BROKEN) else None
    return UNREADABLE


def _decode_all(path: Path, kind: str) -> None:
    with Image.open(path) as image:
        if kind == "jpg":
            image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
        image.load()
        if kind == "tif":
            for page in range(1, min(getattr(image, "n_frames", 1), _VERIFIED_PAGES)):
                image.seek(page)
                image.load()


def refuse_progressive(image: Image.Image, most: int) -> None:
    """All coefficients of a progressive JPEG are held at once, whatever the size wanted.
    Raises PixelsError when they would be more than `most` bytes.
    """
    if image.info.get("progressive") and image.width * image.height * 2 * image.layers > most:  # type: ignore[attr-defined]  # only JPEGs have layers, and only they are progressive
        raise PixelsError


def embedded(path: Path) -> Image.Image | None:
    """The small picture that cameras put into a JPEG: the best there is of one too large for us."""
    try:
        with path.open("rb") as file, JpegImagePlugin.JpegImageFile(file) as image:
            source = Source.of(image.info.get("exif", b"").removeprefix(b"Exif\0\0"))
            orientation = image.getexif().get(0x0112, 1)
        inside = tiff.Tiff(source)
        page = next(islice(inside.pages(), 1, None), None) or {}
        start, length = (next(iter(inside.integers(page.get(tag))), 0) for tag in (513, 514))
        with Image.open(io.BytesIO(source.at(start, length)), formats=("JPEG",)) as small:
            return upright(eight_bits(small).copy(), orientation)
    except Exception:  # noqa: BLE001 - it was only a last hope
        return None


def _small(path: Path, kind: str, pixels: int) -> Image.Image:
    if kind == "jpg":
        # not Image.open: it counts the pixels before they are reduced
        with path.open("rb") as file, JpegImagePlugin.JpegImageFile(file) as image:
            refuse_progressive(image, _PROGRESSIVE_BYTES)
            image.draft(image.mode, (pixels, pixels))
            if image.width * image.height > MAX_PIXELS:
                raise PixelsError
            return _reduced(image, pixels)
    if kind == "tif":
        found = _small_scan(path, pixels)
        if found is not None:
            return found
    with Image.open(path) as image:
        return _reduced(image, pixels)


def _reduced(image: Image.Image, pixels: int) -> Image.Image:
    profile = image.info.get("icc_profile")
    small = eight_bits(image)
    small.thumbnail((pixels, pixels), Image.Resampling.BICUBIC, reducing_gap=2.0)
    small.load()  # thumbnail() reads nothing when the picture is small enough already
    return as_on_screen(upright(small, image.getexif().get(0x0112, 1)), profile)


def _small_scan(path: Path, pixels: int) -> Image.Image | None:
    """Of a large TIFF; None when it is read whole."""
    with path.open("rb", buffering=0) as file:
        found = scans.pages(Source(file, path.stat().st_size))
        if not found or found[0].pixels <= _SCAN_PIXELS:
            return None
        scan = next((s for s in reversed(found) if max(s.width, s.height) >= pixels), found[0])
        scale = min(1.0, pixels / max(scan.width, scan.height))
        size = max(1, round(scan.width * scale)), max(1, round(scan.height * scale))
        try:
            image = scan.region((0, 0, scan.width, scan.height), size)
        except scans.TooLargeError:
            return None
        return as_on_screen(upright(image, found[0].orientation), found[0].profile)


def _encoded(image: Image.Image) -> Picture:
    """As JPEG, and as PNG when the ground is to shine through."""
    buffer = io.BytesIO()
    image.info.clear()
    if image.mode == "RGBA":
        image.save(buffer, "PNG", compress_level=3)
    else:
        image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return Picture(buffer.getvalue(), image.width, image.height)


def _first_page(path: Path, pixels: int) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        longest = max(page.get_size()) or 1.0
        picture: Image.Image = page.render(scale=pixels / longest).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    picture.thumbnail((pixels, pixels))
    return picture


def _verify_pdf(path: Path) -> str | None:
    """Unreadable without a page; one with a password is whole."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return None if "password" in str(error).lower() else UNREADABLE
    try:
        return None if len(document) else UNREADABLE
    finally:
        document.close()
