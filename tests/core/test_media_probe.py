"""The first look at a file: types, sizes, damage and EXIF, on whole, cut and garbled files."""

from __future__ import annotations

import hashlib
import io
import struct
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core.errors import CancelledError, FileError
from app.core.media import probe, sha1

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 80 40"><g/></svg>'


def picture(kind: str, size=(64, 48), **options) -> bytes:
    buffer = io.BytesIO()
    image = Image.effect_noise(size, 80).convert("RGB")
    image.save(buffer, kind, **options)
    return buffer.getvalue()


SOUTH_WEST = {1: "S", 2: (10.0, 30.0, 36.0), 3: "W", 4: (20.0, 15.0, 0.0)}


def exif_block(gps=SOUTH_WEST) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Havn", "Havn K1", "Havnsund Coast Museum"
    exif.get_ifd(0x8769).update({0x9003: "2024:05:03 14:20:31", 0xA430: "Marit Solberg"})
    exif.get_ifd(0x8825).update(gps)
    return exif


WHOLE = {
    "a.jpg": (picture("JPEG", exif=exif_block()), "jpg", "image/jpeg"),
    "a.png": (picture("PNG", exif=exif_block()), "png", "image/png"),
    "a.gif": (picture("GIF"), "gif", "image/gif"),
    "a.webp": (picture("WEBP", exif=exif_block()), "webp", "image/webp"),
    "lossless.webp": (picture("WEBP", lossless=True), "webp", "image/webp"),
    "a.tif": (picture("TIFF", exif=exif_block().tobytes()), "tif", "image/tiff"),
    "lzw.tif": (picture("TIFF", compression="tiff_lzw"), "tif", "image/tiff"),
    "big.tif": (picture("TIFF", big_tiff=True), "tif", "image/tiff"),
    "a.pdf": (picture("PDF"), "pdf", "application/pdf"),
    "a.svg": (SVG.encode(), "svg", "image/svg+xml"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_files_are_known_by_content(tmp_path, name):
    data, extension, mime = WHOLE[name]
    path = tmp_path / name
    path.write_bytes(data)
    facts = probe(path)
    assert extension in facts.detected
    assert (facts.mime, facts.damage, facts.size) == (mime, None, len(data))
    assert facts.extension == name.rsplit(".", 1)[1]
    if extension not in {"pdf", "svg"}:
        assert (facts.width, facts.height) == (64, 48)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_exif_is_read_from_each_format(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(WHOLE[name][0])
    exif = probe(path).exif
    assert exif.taken == "2024-05-03 14:20"
    assert (exif.latitude, exif.longitude) == (-10.51, -20.25)
    assert (exif.owner, exif.camera) == ("Marit Solberg", "Havn K1")


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (152.0, 0.0, 0.0), 3: "E", 4: (10.0, 0.0, 0.0)},
        {1: "N", 2: (52.0, 0.0, 0.0)},
    ],
)
def test_positions_that_cannot_be_are_left_out(tmp_path, gps):
    path = tmp_path / "a.jpg"
    path.write_bytes(picture("JPEG", exif=exif_block(gps)))
    exif = probe(path).exif
    assert (exif.latitude, exif.longitude) == (None, None)
    assert exif.taken == "2024-05-03 14:20"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("name", [n for n in WHOLE if n != "a.svg"])
def test_cut_files_are_found(tmp_path, name, share):
    path = tmp_path / name
    data = WHOLE[name][0]
    path.write_bytes(data[: int(len(data) * share)])
    assert probe(path).damage == "truncated"


def test_a_jpeg_filled_up_with_zeros_is_truncated(tmp_path):
    """An embedded thumbnail has an end marker of its own, which must not count."""
    data = WHOLE["a.jpg"][0]
    inner = picture("JPEG", (8, 8))
    block = b"\xff\xe1" + struct.pack(">H", len(inner) + 2) + inner
    data = data[:2] + block + data[2:]
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert probe(path).damage is None
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) // 2))
    assert probe(path).damage == "truncated"


@pytest.mark.parametrize(
    ("name", "more"),
    [("a.jpg", b"appended by a camera" * 9000), ("a.png", b"x" * 99), ("a.gif", b"x" * 2000)],
)
def test_what_is_appended_does_no_harm(tmp_path, name, more):
    path = tmp_path / name
    path.write_bytes(WHOLE[name][0] + more)
    assert probe(path).damage is None


@pytest.mark.parametrize("end", [b"%%EOF\r", b"%%EOF\r\n", b"%%EOF", b"%%EOF\n" + b"\0" * 1000])
def test_pdf_endings_of_real_life(tmp_path, end):
    body = WHOLE["a.pdf"][0]
    path = tmp_path / "a.pdf"
    path.write_bytes(body[: body.rindex(b"%%EOF")] + end)
    assert probe(path).damage is None


def test_a_pdf_may_start_late(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\r\n" * 300 + WHOLE["a.pdf"][0])
    assert probe(path).detected == ("pdf",)


def test_empty_blank_and_strange(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"")
    assert (probe(path).damage, probe(path).detected) == ("empty", ())
    path.write_bytes(bytes(5000))
    assert (probe(path).damage, probe(path).detected) == ("unreadable", ())
    path.write_bytes(b"Dear reader, this is no picture." * 50)
    assert (probe(path).damage, probe(path).detected) == (None, ())


def test_content_wins_over_the_name(tmp_path):
    path = tmp_path / "a.JPG"
    path.write_bytes(WHOLE["a.png"][0])
    facts = probe(path)
    assert (facts.extension, facts.detected, facts.mime) == ("jpg", ("png",), "image/png")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "avif"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "mp4"),
        (b"OggS" + bytes(24) + b"OpusHead", "opus"),
        (b"OggS" + bytes(40), "ogg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
        (b"AT&TFORM\0\0\0\x10DJVUINFO", "djvu"),
        (b"PK\3\4" + bytes(40), "zip"),
        (b"8BPS" + bytes(40), "psd"),
        (b"\x1a\x45\xdf\xa3" + bytes(40), "webm"),
        (bytes(80) + struct.pack("<I", 2) + bytes(100), "stl"),
        (b"<!doctype html><p>Sign in to this network", "html"),
        (b'<?xml version="1.0"?>\n<report/>', "xml"),
    ],
)
def test_other_types(tmp_path, head, expected):
    path = tmp_path / "x.bin"
    path.write_bytes(head)
    assert expected in probe(path).detected


def test_riff_is_told_apart(tmp_path):
    path = tmp_path / "x.webp"
    path.write_bytes(b"RIFF\x24\0\0\0WAVEfmt " + bytes(40))
    assert probe(path).detected == ("wav",)


def test_multi_page_tiff_is_counted_and_a_lost_page_found(tmp_path):
    pages = [Image.new("L", (30, 20), n) for n in (10, 20, 30)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    path = tmp_path / "a.tif"
    path.write_bytes(buffer.getvalue())
    assert (probe(path).pages, probe(path).damage) == (3, None)
    path.write_bytes(buffer.getvalue()[:-700])
    assert (probe(path).pages, probe(path).damage) == (2, "truncated")


def test_a_tiff_that_points_at_itself_ends(tmp_path):
    path = tmp_path / "a.tif"
    entry = struct.pack("<HHII", 256, 3, 1, 7)
    path.write_bytes(
        b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)
    )
    assert (probe(path).pages, probe(path).width) == (1, 7)


@pytest.mark.parametrize(
    ("text", "script", "remote"),
    [
        (SVG, False, False),
        (SVG.replace("<g/>", "<script>1</script>"), True, False),
        (SVG.replace("<g/>", '<g onload="x()"/>'), True, False),
        (SVG.replace("<g/>", '<a href=" java\nscript:x()"/>'), True, False),
        (SVG.replace("<g/>", '<image href="https://example.org/a.png"/>'), False, True),
        (SVG.replace("<g/>", '<image href="data:image/png;base64,AAAA"/>'), False, False),
        (SVG.replace("<g/>", '<use href="#a"/><a href="https://example.org/"/>'), False, False),
        (SVG.replace("<g/>", "<style>@import url(https://example.org/a.css)</style>"), False, True),
        (SVG.replace("<g/>", '<g fill="url(#a)"/>'), False, False),
    ],
)
def test_svg_content(tmp_path, text, script, remote):
    path = tmp_path / "a.svg"
    path.write_text(text)
    facts = probe(path)
    assert (facts.svg_script, facts.svg_remote, facts.damage) == (script, remote, None)
    assert (facts.width, facts.height) == (151, 76)


def test_svg_in_other_encodings_and_with_a_prologue(tmp_path):
    path = tmp_path / "a.svg"
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    prologue = f'<?xml version="1.0" encoding="UTF-16"?>\n<!-- <html> -->{doctype}\n'
    path.write_bytes((prologue + SVG).encode("utf-16"))
    assert (probe(path).detected, probe(path).damage, probe(path).width) == (("svg",), None, 151)


def test_svg_size_by_its_view_box(tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(SVG.replace('width="40mm" height="20mm"', 'width="100%"'))
    assert (probe(path).width, probe(path).height) == (80, 40)


def test_svg_not_well_formed(tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(SVG.replace("<g/>", "<g>"))
    assert probe(path).damage == "unreadable"
    path.write_text(SVG[:-3])
    assert probe(path).damage == "truncated"


def test_svg_entities_are_not_followed(tmp_path):
    path = tmp_path / "a.svg"
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    path.write_text(bomb + SVG.replace("<g/>", "<text>&b;</text><script>x</script>"))
    facts = probe(path)
    assert (facts.detected, facts.damage, facts.svg_script) == (("svg",), None, True)


def test_missing_and_folder(tmp_path):
    for path in (tmp_path / "no.jpg", tmp_path, tmp_path / "a\0b.jpg"):
        with pytest.raises(FileError) as caught:
            probe(path)
        assert caught.value.code == "file-missing"
        assert path.name in str(caught.value)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "a.jpg"
    path.write_bytes(WHOLE["a.jpg"][0])

    def refused(*args, **kwargs):
        raise PermissionError

    monkeypatch.setattr(type(path), "open", refused)
    for look in (probe, sha1):
        with pytest.raises(FileError) as caught:
            look(path)
        assert caught.value.code == "file-unreadable"


@settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_garbled_files_never_raise(tmp_path, data):
    """Whatever is broken: an answer, quickly, and never more than the file holds."""
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    body = bytearray(WHOLE[name][0])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, min(len(body) - 1, 700)))
        body[place : place + 4] = data.draw(st.binary(min_size=1, max_size=6))
    cut = data.draw(st.integers(1, len(body)))
    path = tmp_path / name
    path.write_bytes(bytes(body[:cut]))
    facts = probe(path)
    assert facts.size == cut
    assert facts.damage in {None, "truncated", "unreadable"}


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=st.sampled_from([WHOLE[n][0][:12] for n in sorted(WHOLE)]), rest=st.binary(max_size=300)
)
def test_noise_behind_a_signature_never_raises(tmp_path, start, rest):
    path = tmp_path / "x.jpg"
    path.write_bytes(start + rest)
    probe(path)


def test_sha1(tmp_path):
    path = tmp_path / "a.bin"
    data = bytes(range(256)) * 9000
    path.write_bytes(data)
    assert sha1(path) == hashlib.sha1(data).hexdigest()
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(CancelledError):
        sha1(path, cancelled)
    with pytest.raises(FileError):
        sha1(tmp_path / "no.bin")
