"""Pictures of the report: made ahead, and smaller the more there are."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.core import sending


@pytest.fixture
def scans(tmp_path):
    paths = [tmp_path / f"{i}.jpg" for i in range(3)]
    for path in paths:
        Image.effect_noise((900, 600), 60).convert("RGB").save(path)
    return paths


def width(data):
    return Image.open(io.BytesIO(data)).width


def test_few_pictures_are_large_and_many_are_small(scans, monkeypatch):
    with sending.thumbnailer(scans) as thumbnail:
        assert [width(thumbnail(p)) for p in scans] == [320] * 3
    monkeypatch.setattr(sending, "_THUMBNAILS", ((2, 320),))
    with sending.thumbnailer(scans) as thumbnail:
        assert [width(thumbnail(p)) for p in scans] == [160] * 3


def test_a_picture_that_was_not_announced_is_made_too(scans):
    with sending.thumbnailer(scans[:1]) as thumbnail:
        assert width(thumbnail(scans[2])) == 320
        assert width(thumbnail(scans[0])) == width(thumbnail(scans[0])) == 320


def test_drawings_stand_as_they_are_and_missing_files_have_no_picture(tmp_path):
    drawing = tmp_path / "a.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with sending.thumbnailer([drawing]) as thumbnail:
        assert thumbnail(drawing) == drawing.read_bytes()
        assert thumbnail(tmp_path / "gone.jpg") is None
