"""Copies without position and owner: nothing private is left, nothing else is changed, no file is too odd."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from app.core import resources
from app.core.errors import CancelledError, FileError
from app.core.media import private, probe, sha1, xmp
from app.core.media.private import jpeg, png, splices, tiff, webp
from app.core.media.source import Source
from app.core.model.private import Private

BOTH = tuple(Private)
NAMES = [
    "a.jpg", "thumbnail.jpg", "pillow.jpg", "a.png", "a.tif", "pages.tif", "big.tif", "a.webp",
    "lossless.webp",
]  # fmt: skip


@pytest.fixture
def copied(tmp_path, pictures):
    """The copy of a picture without something, and its SHA-1."""

    def make(data, without=BOTH, name="a.jpg"):
        source, target = tmp_path / name, tmp_path / f"copy of {name}"
        source.write_bytes(pictures.get(data, b"") if isinstance(data, str) else data)
        before = source.stat().st_mtime_ns
        digest = private.copy_without(source, target, without)
        assert source.stat().st_mtime_ns == before
        assert digest == sha1(target) == private.sha1_without(source, without)
        return target

    return make


def frames(data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as image:
        return [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(image)]


def picture_data(data: bytes, name: str) -> list[bytes]:
    """The compressed pictures as they stand in the file."""
    if name.endswith("jpg"):
        return [
            data[place : data.index(b"\xff\xd9", place)] for place in _places(data, b"\xff\xda")
        ]
    if name.endswith("png"):
        return _chunks(data, 8, ">", 4, b"IDAT", 4)
    if name.endswith("webp"):
        return [d for k in (b"VP8 ", b"VP8L", b"ALPH") for d in _chunks(data, 12, "<", 0, k, 0)]
    found = []
    with Image.open(io.BytesIO(data)) as image:
        for frame in ImageSequence.Iterator(image):
            strips = zip(frame.tag_v2[273], frame.tag_v2[279], strict=True)
            found += [data[start : start + length] for start, length in strips]
    return found


def _places(data: bytes, wanted: bytes) -> list[int]:
    return [i for i in range(len(data)) if data.startswith(wanted, i)]


def _chunks(data, offset, order, name_at, kind, tail) -> list[bytes]:
    found = []
    while offset + 8 <= len(data):
        (length,) = struct.unpack_from(order + "I", data, offset + 4 - name_at)
        if data[offset + name_at : offset + name_at + 4] == kind:
            found.append(data[offset + 8 : offset + 8 + length])
        offset += 8 + length + tail + (length % 2 if order == "<" else 0)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_private_is_left_and_the_picture_is_the_same(copied, pictures, build, name):
    data = pictures[name]
    assert all(any(word in data for word in build.PRIVATE[i : i + 1]) for i in (0, 1))
    copy = copied(name, name=name).read_bytes()
    assert [word for word in build.PRIVATE if word in copy] == []
    assert frames(copy)[0] == frames(data)[0]
    inside = picture_data(data, name)
    kept = picture_data(copy, name)
    assert kept
    assert set(kept) <= set(inside)
    assert b"\xa9xyz" not in copy


@pytest.mark.parametrize("name", NAMES)
def test_who_made_it_and_when_stays(copied, build, name):
    copy = copied(name, name=name)
    exif = probe(copy).exif
    assert (exif.latitude, exif.longitude, exif.owner) == (None, None, None)
    if name != "thumbnail.jpg":
        assert (exif.taken, exif.camera) == ("2024-05-03 14:20", "Havn K1")
    with Image.open(copy) as image:
        if name != "thumbnail.jpg":
            assert image.getexif()[0x013B] == build.MAKER
    if name in ("pillow.jpg", "a.tif", "a.webp"):
        assert b'photoshop:City="Havnsund"' in copy.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_only_what_was_asked_for_goes(copied, build, name):
    without_position = probe(copied(name, [Private.POSITION], name)).exif
    assert (without_position.latitude, without_position.owner) == (None, build.OWNER)
    without_owner = probe(copied(name, [Private.OWNER], name)).exif
    assert (without_owner.latitude, without_owner.longitude, without_owner.owner) == (
        -10.51,
        -20.25,
        None,
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_a_copy_is_the_same(copied, name):
    copy = copied(name, name=name)
    again = copy.with_name("again")
    private.copy_without(copy, again, BOTH)
    assert again.read_bytes() == copy.read_bytes()


@pytest.mark.parametrize("name", ["a.tif", "big.tif", "a.webp", "pillow.jpg", "thumbnail.jpg"])
def test_nothing_moves(copied, pictures, name):
    assert len(copied(name, name=name).read_bytes()) == len(pictures[name])


def test_the_second_picture_and_the_chunks_are_whole(copied, pictures):
    copy = copied("a.jpg").read_bytes()
    assert copy.count(b"\xff\xd8\xff") == pictures["a.jpg"].count(b"\xff\xd8\xff")
    assert copy.endswith(b"\xff\xd9")
    with Image.open(copied("a.png", name="a.png")) as image:
        image.load()  # Pillow checks the sums
        assert image.text["Title"] == "Boats"


def test_an_extended_packet_keeps_its_name_and_its_rest(copied, build):
    copy = copied("a.jpg").read_bytes()
    at = copy.index(b'HasExtendedXMP="') + 16
    guid, head = copy[at : at + 32], b"http://ns.adobe.com/xmp/extension/\0"
    packet = b""
    for place in _places(copy, head):
        assert copy[place + 35 : place + 67] == guid
        (length,) = struct.unpack_from(">H", copy, place - 2)
        packet += copy[place + 75 : place - 2 + length]
    import hashlib

    assert hashlib.md5(packet).hexdigest().upper().encode() == guid
    assert build.MAKER.encode() in packet


@pytest.mark.skipif(not shutil.which("exiftool"), reason="needs exiftool")
@pytest.mark.parametrize("name", NAMES)
def test_another_program_finds_nothing_either(copied, name):
    copy = copied(name, name=name)
    told = subprocess.run(
        ["exiftool", "-j", "-G", "-a", "-ee", copy], capture_output=True, check=True
    ).stdout
    found = json.loads(told)[0]
    assert [k for k in found if "GPS" in k or "Owner" in k or "Serial" in k] == []


def test_a_file_of_another_kind_is_refused(tmp_path):
    source = tmp_path / "a.gif"
    source.write_bytes(b"GIF89a" + bytes(20))
    assert not private.can_leave_out(source, BOTH)
    with pytest.raises(FileError) as error:
        private.copy_without(source, tmp_path / "b", BOTH)
    assert error.value.code == "copy-cannot"
    assert str(error.value) == (
        "We cannot take the place or the owner's name out of a.gif. Send it as it is, "
        "or take them out with another program."
    )
    assert not (tmp_path / "b").exists()


def test_what_hides_where_we_do_not_look_is_not_claimed_to_be_gone(tmp_path, build):
    source, target = tmp_path / "a.jpg", tmp_path / "b.jpg"
    hidden = build.with_segments(
        build.saved("JPEG", exif=build.exif()), build.segment(0xEB, b"JP own: GPSLatitude=10.51")
    )
    for data in (hidden, build.with_segments(hidden, build.segment(0xEC, build.exif().tobytes()))):
        source.write_bytes(data)
        with pytest.raises(FileError) as error:
            private.copy_without(source, target, BOTH)
        assert error.value.code == "copy-cannot"
        assert not target.exists()


def test_private_bytes_that_belong_to_the_picture_are_not_blanked(tmp_path, pictures, build):
    """A hostile file whose position lies on its pixels."""
    data = bytearray(build.saved("TIFF", exif=build.exif().tobytes()))
    with Image.open(io.BytesIO(data)) as image:
        strip = image.tag_v2[273][0]
    structure = data.index(struct.pack("<HHI", 2, 5, 3))
    struct.pack_into("<I", data, structure + 8, strip)
    source = tmp_path / "a.tif"
    source.write_bytes(data)
    assert not private.can_leave_out(source, BOTH)


def test_directories_in_a_ring_end():
    ring = (
        b"II*\0"
        + struct.pack("<I", 8)
        + struct.pack("<HHHII", 1, 330, 4, 1, 8)
        + struct.pack("<I", 8)
    )
    with pytest.raises(splices.CannotError):
        tiff.clean(ring, BOTH)
    two = (
        b"II*\0"
        + struct.pack("<I", 8)
        + struct.pack("<HHHII", 1, 256, 3, 1, 8)
        + struct.pack("<I", 8)
    )
    assert tiff.clean(two, BOTH) == []


def test_a_copy_can_be_stopped_and_leaves_nothing(tmp_path, pictures):
    source, target = tmp_path / "a.tif", tmp_path / "b.tif"
    source.write_bytes(pictures["a.tif"])
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        private.copy_without(source, target, BOTH, stop)
    assert not target.exists()
    with pytest.raises(FileError) as error:
        private.copy_without(source, tmp_path / "nowhere" / "b.tif", BOTH)
    assert error.value.code == "copy-unwritable"
    with pytest.raises(FileError) as error:
        private.copy_without(tmp_path / "none.tif", target, BOTH)
    assert error.value.code == "file-missing"


def test_a_large_file_is_copied_with_little_memory(tmp_path, build):
    import tracemalloc

    source, target = tmp_path / "a.tif", tmp_path / "b.tif"
    source.write_bytes(build.tiff())
    with source.open("r+b") as file:
        file.truncate(150_000_000)
    tracemalloc.start()
    try:
        private.copy_without(source, target, BOTH)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert target.stat().st_size == 150_000_000
    assert most < 25_000_000


# -- packets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "packet",
    [
        b"<a><exif:GPSLatitude>1</a>",
        b"<!DOCTYPE a [<!ENTITY e 'x'>]><a/>",
        "<a exif:GPSLatitude='1'/>".encode("utf-16"),
        b"<a exif:GPSLatitude='1'",
        b"<a>text GPSLatitude</a>",
    ],
)
def test_a_packet_that_is_not_clear_is_emptied(packet):
    assert xmp.clean(packet, BOTH) == b" " * len(packet)


def test_a_packet_tells_its_position(build):
    told = xmp.read(build.XMP)
    assert (told.latitude, told.longitude, told.owner) == (-10.51, -20.25, build.OWNER)
    assert xmp.read(build.XMP.replace(b"10,30.6S", b"95,30.6S")).latitude is None
    element = b"<a><exif:GPSLatitude>10,30,36N</exif:GPSLatitude><exif:GPSLongitude>20,15.0E</exif:GPSLongitude></a>"
    assert (xmp.read(element).latitude, xmp.read(element).longitude) == (10.51, 20.25)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_a_position_that_only_the_packet_holds_is_seen(tmp_path, build, name):
    kind = {"jpg": "JPEG", "tif": "TIFF"}.get(name[2:], name[2:].upper())
    options = {"xmp": build.XMP}
    if kind == "PNG":
        from PIL import PngImagePlugin

        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", build.XMP.decode(), "x-default", "t")
        options = {"pnginfo": info}
    if kind == "TIFF":
        options = {"tiffinfo": {700: build.XMP}}
    path = tmp_path / name
    path.write_bytes(build.saved(kind, **options))
    exif = probe(path).exif
    assert (exif.latitude, exif.longitude, exif.owner) == (-10.51, -20.25, build.OWNER)
    private.copy_without(path, tmp_path / "copy", BOTH)
    assert probe(tmp_path / "copy").exif.latitude is None


# -- strangers' files ------------------------------------------------------------------------------


WRITERS = {
    "jpg": jpeg.splices,
    "png": png.splices,
    "webp": webp.splices,
    "tif": lambda source, without: tiff.Structure(source, 0, source.size, without).splices(),
}


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), name=st.sampled_from(NAMES))
def test_cut_and_garbled_files_raise_nothing_else(pictures, data, name):
    garbled = bytearray(pictures[name])
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(garbled) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=8))
        garbled[place : place + len(piece)] = piece
    cut = data.draw(st.one_of(st.just(len(garbled)), st.integers(0, len(garbled))))
    source = Source.of(bytes(garbled[:cut]))
    try:
        found = WRITERS[name.rpartition(".")[2]](source, BOTH)
        splices.in_order(found, source.size)
    except splices.CannotError:
        return
    assert all(s.length >= 0 for s in found)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), name=st.sampled_from(NAMES))
def test_garbled_heads_are_copied_or_refused(tmp_path, pictures, data, name):
    """Mostly in the first kilobytes, where the entries are. A copy that is made holds nothing."""
    garbled = bytearray(pictures[name])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, min(3000, len(garbled) - 1)))
        garbled[place] = data.draw(st.integers(0, 255))
    source, target = tmp_path / f"garbled {name}", tmp_path / f"copy {name}"
    source.write_bytes(garbled)
    try:
        private.copy_without(source, target, BOTH)
    except FileError as error:
        assert (error.code, target.exists()) == ("copy-cannot", False)  # noqa: PT017  either is right
    else:
        exif = probe(target).exif
        assert (exif.latitude, exif.owner) == (None, None)


@given(st.binary(max_size=400))
def test_any_packet_is_cleaned(data):
    assert len(xmp.clean(data, BOTH)) == len(data)
    xmp.read(data)


@given(
    st.lists(
        st.sampled_from(
            [
                b"<a>",
                b"</a>",
                b"<a ",
                b"exif:GPSLatitude='1'",
                b"/>",
                b"<!--",
                b"-->",
                b" ",
                b"GPS",
                b"<?",
                b"?>",
            ]
        ),
        max_size=20,
    )
)
def test_any_packet_of_pieces_is_cleaned(pieces):
    cleaned = xmp.clean(b"".join(pieces), BOTH)
    assert b"GPSLatitude" not in cleaned


def directory(*entries: bytes, following: bytes = bytes(4)) -> bytes:
    return struct.pack("<H", len(entries)) + b"".join(entries) + following


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


def test_values_that_follow_at_once_are_not_mistaken_for_an_offset():
    """Some writers leave out the offset of the next directory behind Exif entries."""
    main = directory(entry(0x8769, 4, 1, 26))
    text = b"2024:05:03 14:20:31\0"
    name = b"Marit Solberg\0"
    at = 26 + 2 + 24
    sub = directory(
        entry(0x9003, 2, len(text), at), entry(0xA430, 2, len(name), at + len(text)), following=b""
    )
    block = b"II*\0" + struct.pack("<I", 8) + main + sub + text + name
    cleaned = splices.overlay(block, tiff.clean(block, BOTH))
    assert cleaned[at : at + len(text)] == text
    assert name[:-1] not in cleaned
    assert struct.unpack_from("<HHHII", cleaned, 26) == (1, 0x9003, 2, len(text), at)


@pytest.mark.parametrize("following", [3, 5_000_000])
def test_an_offset_to_nowhere_ends_the_directories(following):
    block = b"II*\0" + struct.pack("<I", 8)
    block += directory(entry(0x8825, 4, 1, 26), following=struct.pack("<I", following))
    block += directory(entry(1, 2, 2, ord("N")))
    cleaned = splices.overlay(block, tiff.clean(block, BOTH))
    assert cleaned[8:] == bytes(2) + struct.pack("<I", following) + bytes(len(block) - 14)


@pytest.mark.parametrize("name", ["HKM-2023-0058.jpg", "HKM-2024-0031.jpg"])
def test_the_sample_photos(copied, name):
    data = (resources.folder() / "sample" / name).read_bytes()
    copy = copied(data).read_bytes()
    assert len(copy) == len(data)
    assert picture_data(copy, name) == picture_data(data, name)
    assert frames(copy) == frames(data)
    with Image.open(io.BytesIO(copy)) as image:
        exif = image.getexif()
        assert dict(exif.get_ifd(0x8825)) == {}
        assert (exif[0x0110], exif[0x013B]) == ("Havn K1", "Havnsund Coast Museum")
