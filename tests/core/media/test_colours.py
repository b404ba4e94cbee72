"""How colours are stored: bits, kind, the name of the profile; garbage raises nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from app.core.errors import FileError
from app.core.media import Colours, colours
from app.core.media.colours import _READERS
from app.core.media.source import Source

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def old_profile(name):
    """A profile whose description has the form of ICC version 2."""
    words = name.encode() + b"\0"
    data = b"desc\0\0\0\0" + len(words).to_bytes(4, "big") + words + bytes(78)
    table = (
        (1).to_bytes(4, "big") + b"desc" + (144).to_bytes(4, "big") + len(data).to_bytes(4, "big")
    )
    return bytes(128) + table + data


@pytest.mark.parametrize(
    ("kind", "mode", "options", "wanted"),
    [
        ("JPEG", "RGB", {"icc_profile": SRGB}, Colours(8, "rgb", "sRGB built-in")),
        ("JPEG", "RGB", {"icc_profile": old_profile("Adobe RGB (1998)")}, Colours(8, "rgb", "Adobe RGB (1998)")),
        ("JPEG", "L", {}, Colours(8, "grey")),
        ("JPEG", "CMYK", {}, Colours(8, "cmyk")),
        ("PNG", "RGBA", {"icc_profile": SRGB}, Colours(8, "rgb", "sRGB built-in")),
        ("PNG", "P", {}, Colours(1, "palette")),
        ("PNG", "1", {}, Colours(1, "grey")),
        ("PNG", "I;16", {}, Colours(16, "grey")),
        ("TIFF", "RGB", {"icc_profile": SRGB}, Colours(8, "rgb", "sRGB built-in")),
        ("TIFF", "I;16", {}, Colours(16, "grey")),
        ("TIFF", "1", {}, Colours(1, "grey")),
        ("TIFF", "CMYK", {"compression": "tiff_lzw"}, Colours(8, "cmyk")),
        ("WEBP", "RGB", {"icc_profile": SRGB}, Colours(8, "rgb", "sRGB built-in")),
        ("WEBP", "RGB", {}, Colours(8, "rgb")),
        ("GIF", "P", {}, Colours(8, "palette")),
    ],
)  # fmt: skip
def test_what_each_kind_says(tmp_path, kind, mode, options, wanted):
    path = tmp_path / "a"
    Image.new(mode, (40, 30)).save(path, kind, **options)
    assert colours(path) == wanted


def test_other_files_say_nothing_and_missing_ones_raise(tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    assert colours(tmp_path / "a.txt") == Colours()
    with pytest.raises(FileError):
        colours(tmp_path / "no.jpg")


@given(st.sampled_from(sorted(_READERS)), st.binary(max_size=400))
def test_garbage_raises_nothing(kind, data):
    heads = {
        "jpg": b"\xff\xd8",
        "png": b"\x89PNG\r\n\x1a\n",
        "tif": b"II*\0\x08\0\0\0",
        "webp": b"RIFF\0\0\0\0WEBP",
    }
    assert isinstance(_READERS[kind](Source.of(heads.get(kind, b"") + data)), Colours)


@given(st.binary(max_size=300))
def test_a_garbled_profile_raises_nothing(data):
    profile = old_profile("Name")
    garbled = profile[:140] + data
    length = (len(garbled) + 16).to_bytes(2, "big")
    file = b"\xff\xd8\xff\xe2" + length + b"ICC_PROFILE\0\x01\x01" + garbled + b"\xff\xd9"
    assert _READERS["jpg"](Source.of(file)).bits is None
