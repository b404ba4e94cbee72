"""Decoding of pixels. Runs only inside a worker process (see `workers`)."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pypdfium2
from PIL import Image, UnidentifiedImageError

from app.core.media import magic, tiff
from app.core.media.facts import EMPTY, TRUNCATED, UNREADABLE, Picture, Unavailable
from app.core.media.source import Source

MAX_PIXELS = 250_000_000
"""Larger pictures are not decoded: three bytes each would come near the memory limit."""
_BITMAPS = frozenset({"jpg", "png", "gif", "webp", "tif"})
_VERIFIED_PAGES = 20
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""
_BROKEN = ("truncated", "broken data stream", "codec", "decoder error", "premature end")


def prepare() -> None:
    """Set Pillow's limits; a picture above them is an error, not a warning."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def thumbnail(path: Path, pixels: int) -> Picture | Unavailable:
    """A PNG of at most `pixels` by `pixels`, turned as the EXIF orientation says."""
    try:
        kind = _kind(path)
        if kind == "pdf":
            return _encoded(_first_page(path, pixels))
        if kind in _BITMAPS:
            return _encoded(_small(path, pixels))
    except FileNotFoundError:
        return Unavailable("missing")
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unavailable("too-large")
    except Exception:  # noqa: BLE001 - decoders raise what they like on a stranger's file
        return Unavailable(UNREADABLE)
    return Unavailable(kind if kind in {"svg", EMPTY} else "no-picture")


def verify(path: Path) -> str | None:
    """Decode a picture whole. Returns truncated or unreadable, or None when nothing is wrong
    or the type is not one that can be judged here.
    """
    try:
        kind = _kind(path)
    except OSError:
        return None
    try:
        if kind in _BITMAPS:
            _decode_all(path, kind)
        return _verify_pdf(path) if kind == "pdf" else None
    except UnidentifiedImageError:
        return _tiff_damage(path) if kind == "tif" else UNREADABLE
    except (OSError, SyntaxError, EOFError) as error:
        return _damage(error, kind)
    except Exception:  # noqa: BLE001 - too large for us, or a decoder's own weakness: no verdict
        return None


def _kind(path: Path) -> str:
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


def _small(path: Path, pixels: int) -> Image.Image:
    with Image.open(path) as image:
        image.draft("RGB", (pixels * 2, pixels * 2))
        small = _eight_bits(image)
        small.thumbnail((pixels, pixels), Image.Resampling.BICUBIC, reducing_gap=2.0)
        small.load()  # thumbnail() reads nothing when the picture is small enough already
        turn = _TURNS.get(image.getexif().get(0x0112, 1))
    return small.transpose(turn) if turn is not None else small


def _eight_bits(image: Image.Image) -> Image.Image:
    """A mode that can be scaled and written as PNG; 16 bit and floating greys are stretched."""
    if image.mode in {"L", "RGB", "RGBA"}:
        return image
    if image.mode.startswith(("I", "F")):
        grey = (
            image.convert("I").convert("F") if image.mode.startswith("I;") else image.convert("F")
        )
        low, high = (float(value) for value in grey.getextrema()[:2])  # type: ignore[arg-type]  # one band
        step = 255.0 / (high - low) if high > low else 1.0
        return grey.point(lambda value: value * step - low * step).convert("L")
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _encoded(image: Image.Image) -> Picture:
    buffer = io.BytesIO()
    image.info.clear()
    image.save(buffer, "PNG", compress_level=3)
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
