"""Very large pictures: read in pieces, reduced, within limits; and what the large view asks for."""

from __future__ import annotations

import io
import struct
import threading
import time
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from app.core.media import Picture, Unavailable, View, Workers, decode, looking, scans
from app.core.media import workers as workers_module
from app.core.media.pixels import stored_box, upright, upright_size
from app.core.media.source import Source
from app.core.media.store import Store
from app.core.media.waiting import Waiting

WHOLE = (0.0, 0.0, 1.0, 1.0)


@pytest.fixture(autouse=True)
def nothing_held():
    looking.forget()
    yield
    looking.forget()


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    with Workers(1, store=Store(tmp_path_factory.mktemp("thumbnails"))) as pool:
        yield pool


def picture(size=(640, 480), mode="RGB"):
    """Smooth in both directions, so that a part in the wrong place shows."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    mixed = Image.merge("RGB", (across, down, ImageChops.difference(across, down)))
    return mixed.convert(mode)


def image_of(view):
    mode = "BGRA" if view.clear else "BGRX"
    image = Image.frombuffer(
        "RGBA" if view.clear else "RGB", (view.width, view.height), view.data, "raw", mode, 0, 1
    )
    return image.convert("RGB")


def difference(first, second):
    """Mean difference of two pictures of the same size, in steps of 255."""
    return max(
        ImageStat.Stat(ImageChops.difference(first.convert("RGB"), second.convert("RGB"))).mean
    )


def scan_of(data):
    return scans.pages(Source.of(data))


def saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"]
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("strip", [512, 65536])
def test_a_region_of_strips_is_what_pillow_decodes(compression, mode, strip):
    image = picture(mode=mode)
    strip = max(strip, 61_440) if compression == "jpeg" else strip  # eight lines at least
    data = saved(image, compression=compression, strip_size=strip)
    (scan,) = scan_of(data)
    box = (101, 53, 507, 411)
    with Image.open(io.BytesIO(data)) as whole:
        wanted = whole.convert("RGB").crop(box)
    assert difference(scan.region(box, (406, 358)), wanted) < 1


@pytest.mark.parametrize("reduction", [2, 7, 13.7])
@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_the_whole_reduced_looks_the_same(compression, reduction):
    image = picture((1200, 900))
    (scan,) = scan_of(saved(image, compression=compression))
    size = round(1200 / reduction), round(900 / reduction)
    small = scan.region((0, 0, 1200, 900), size)
    assert small.size == size
    assert difference(small, image.resize(size, Image.Resampling.BOX)) < 3


@pytest.mark.parametrize("mode", ["1", "I;16", "P"])
def test_other_kinds_of_pixels(mode):
    if mode == "I;16":
        image = picture(mode="L").point(lambda v: v * 257, "I").convert("I;16")
    else:
        image = picture(mode=mode)
    (scan,) = scan_of(saved(image))
    part = scan.region((100, 100, 300, 200), (200, 100))
    wanted = picture(mode="L" if mode == "I;16" else mode).crop((100, 100, 300, 200))
    assert difference(part, wanted) < 2


def tiled(image, side=128, *, big=False, deflated=False):
    """A TIFF in tiles, which Pillow cannot write."""
    across, down = -(-image.width // side), -(-image.height // side)
    tiles = []
    for y in range(down):
        for x in range(across):
            tile = Image.new("RGB", (side, side))
            tile.paste(image.crop((x * side, y * side, (x + 1) * side, (y + 1) * side)))
            tiles.append(zlib.compress(tile.tobytes()) if deflated else tile.tobytes())
    how = 8 if deflated else 1
    return header(image.size, tiles, side, big=big, how=how) + b"".join(tiles)


def header(size, pieces, side=0, *, big=False, length=0, how=1):
    """Everything before the pixels: tiles of `side`, or strips of one line each of `length` bytes."""
    count = len(pieces)
    lengths = [length or len(p) for p in pieces]
    tags = [(256, 4, [size[0]]), (257, 4, [size[1]]), (258, 3, [8, 8, 8]), (259, 3, [how])]
    tags += [(262, 3, [2]), (277, 3, [3])]
    places, counts = (324, 325) if side else (273, 279)
    tags += [(322, 4, [side]), (323, 4, [side])] if side else [(278, 4, [1])]
    wide = 16 if big else 4
    tags += [(places, wide, [0] * count), (counts, 4, lengths)]
    tags.sort()
    layouts = {3: "H", 4: "I", 16: "Q"}
    inline = 8 if big else 4
    start = (16 if big else 8) + (8 if big else 2) + len(tags) * (20 if big else 12) + inline
    heap = sum(len(v) * struct.calcsize(layouts[k]) for _, k, v in tags
               if len(v) * struct.calcsize(layouts[k]) > inline)  # fmt: skip
    offset, starts = start + heap, []
    for one in lengths:
        starts.append(offset)
        offset += one
    entries, values, place = b"", b"", start
    for tag, kind, value in tags:
        numbers = starts if tag == places else value
        data = struct.pack(f"<{len(numbers)}{layouts[kind]}", *numbers)
        entries += struct.pack("<HHQ" if big else "<HHI", tag, kind, len(numbers))
        if len(data) > inline:
            entries += struct.pack("<Q" if big else "<I", place)
            values, place = values + data, place + len(data)
        else:
            entries += data.ljust(inline, b"\0")
    head = (
        struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16) if big else struct.pack("<2sHI", b"II", 42, 8)
    )
    number = struct.pack("<Q" if big else "<H", len(tags))
    return head + number + entries + bytes(inline) + values


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("big", [False, True])
def test_tiles_too_also_of_bigtiff(big, deflated):
    image = picture((500, 333))
    (scan,) = scan_of(tiled(image, big=big, deflated=deflated))
    assert difference(scan.region((0, 0, 500, 333), (500, 333)), image) == 0
    box = (120, 100, 480, 330)
    assert (
        difference(scan.region(box, (90, 57)), image.resize((90, 57), Image.Resampling.BOX, box))
        < 2
    )


def sparse(path, side, *, tile=0):
    """A TIFF of side x side colours whose pixels are a hole in the file."""
    if tile:
        pieces = [b""] * (-(-side // tile)) ** 2
        data = header((side, side), pieces, tile, big=True, length=tile * tile * 3)
        bytes_ = len(pieces) * tile * tile * 3
    else:
        data = header((side, side), [b""] * side, big=True, length=side * 3)
        bytes_ = side * side * 3
    with path.open("wb") as file:
        file.write(data)
        file.truncate(len(data) + bytes_)
        file.seek(len(data) + bytes_ - 3)
        file.write(b"\xff\xff\xff")
    return path


@pytest.mark.parametrize("tile", [0, 1024])
def test_two_gigabytes_of_tiff_are_shown_whole_and_in_part(tmp_path, workers, tile):
    path = sparse(tmp_path / "scan.tif", 27_000, tile=tile)
    assert path.stat().st_size > 2_000_000_000
    assert isinstance(workers.thumbnail(path, 256).result(), Picture)
    whole = workers.look(path, WHOLE, (900, 900)).result()
    assert isinstance(whole, View), whole
    assert (whole.width, whole.height, whole.whole, whole.finest) == (900, 900, (27_000, 27_000), 1)
    if not tile:
        corner = workers.look(path, (0.999, 0.999, 1.0, 1.0), (900, 900)).result()
        assert image_of(corner).getpixel((corner.width - 1, corner.height - 1)) == (255, 255, 255)
        assert corner.width == 27


def big_jpeg(path, side, **options):
    Image.new("L", (side, side), 90).save(path, quality=30, **options)
    return path


def test_a_jpeg_of_400_megapixels_is_shown_at_half_its_size(tmp_path, workers):
    path = big_jpeg(tmp_path / "a.jpg", 20_000)
    assert isinstance(workers.thumbnail(path, 256).result(), Picture)
    view = workers.look(path, (0.5, 0.5, 0.51, 0.51), (900, 900)).result()
    assert isinstance(view, View), view
    assert (view.whole, view.finest) == ((20_000, 20_000), 0.5)
    assert abs(view.width - 100) <= 1


def test_a_progressive_jpeg_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.jpg"
    picture().save(path, progressive=True)
    assert isinstance(looking.look(path, WHOLE, (300, 300)), View)
    for module in (looking, decode):
        monkeypatch.setattr(module, "_PROGRESSIVE_BYTES", 100_000)
    looking.forget()
    assert looking.look(path, WHOLE, (300, 300)) == Unavailable("too-large")
    assert decode.thumbnail(path, 64) == Unavailable("too-large")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_part_is_cut_where_it_was_asked_for(tmp_path, kind):
    path = tmp_path / "a"
    options = {"lossless": True} if kind == "WEBP" else {}
    picture().save(path, kind, **options)
    view = looking.look(path, (0.25, 0.5, 0.75, 1.0), (160, 160))
    assert isinstance(view, View)
    assert (view.width, view.height, view.box) == (160, 120, (0.25, 0.5, 0.75, 1.0))
    wanted = picture().resize((160, 120), Image.Resampling.BICUBIC, (160, 240, 480, 480))
    assert difference(image_of(view), wanted) < 3
    assert looking.look(path, WHOLE, (4000, 4000)).width == 640


@pytest.mark.parametrize("orientation", range(1, 9))
def test_parts_stand_upright(tmp_path, monkeypatch, orientation):
    """The same part, whether the picture is decoded whole or in pieces."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.tif"
    picture((320, 240)).save(path, exif=exif)
    box = (0.1, 0.2, 0.5, 0.9)
    held = looking.look(path, box, (5000, 5000))
    monkeypatch.setattr(looking, "MOST_PIXELS", 1000)
    looking.forget()
    pieces = looking.look(path, box, (5000, 5000))
    assert held.whole == pieces.whole == upright_size((320, 240), orientation)
    size = held.width, held.height
    assert abs(pieces.width - size[0]) <= 1
    assert difference(image_of(held), image_of(pieces).resize(size)) < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_goes_back_to_where_it_is_stored(orientation):
    image = picture((400, 200))
    left, top, right, bottom = stored_box((0.25, 0.5, 0.75, 0.75), orientation)
    stored = image.crop(
        (round(left * 400), round(top * 200), round(right * 400), round(bottom * 200))
    )
    turned = upright(image, orientation)
    wide, high = turned.size
    wanted = turned.crop((wide // 4, high // 2, wide * 3 // 4, high * 3 // 4))
    assert difference(upright(stored, orientation), wanted) == 0


def test_what_was_decoded_is_held_and_read_again_when_the_file_changes(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    picture().save(path)
    looking.look(path, WHOLE, (100, 100))
    with monkeypatch.context() as patch:
        patch.setattr(looking, "_load", lambda *_: 1 / 0)
        assert looking.look(path, (0, 0, 0.5, 0.5), (100, 100)).width == 100
    picture((64, 64)).save(path)
    assert looking.look(path, WHOLE, (100, 100)).whole == (64, 64)


def test_only_so_many_pixels_are_held(tmp_path, monkeypatch):
    monkeypatch.setattr(looking, "MOST_PIXELS", 640 * 480 + 1)
    for name in "abc":
        picture().save(tmp_path / f"{name}.png")
        looking.look(tmp_path / f"{name}.png", WHOLE, (50, 50))
    assert len(looking._held) == 1


def test_smaller_copies_inside_a_tiff_are_used(monkeypatch, tmp_path):
    path = tmp_path / "a.tif"
    first, copy = Image.new("RGB", (800, 600), "red"), Image.new("RGB", (100, 75), "blue")
    copy.encoderinfo = {"tiffinfo": {254: 1}}
    first.save(path, save_all=True, append_images=[copy])
    monkeypatch.setattr(looking, "MOST_PIXELS", 1000)
    small = image_of(looking.look(path, WHOLE, (100, 100)))
    assert small.getpixel((50, 40)) == (0, 0, 255)
    large = image_of(looking.look(path, (0, 0, 0.5, 0.5), (300, 300)))
    assert large.getpixel((50, 40)) == (255, 0, 0)


def test_damage_and_other_kinds_are_told(tmp_path, workers):
    (tmp_path / "a.tif").write_bytes(saved(picture())[:300])
    (tmp_path / "a.txt").write_text("hello")
    (tmp_path / "a.jpg").write_bytes(b"")
    answers = {
        n: workers.look(tmp_path / n, WHOLE, (9, 9)).result() for n in ("a.txt", "a.jpg", "b.png")
    }
    assert answers == {
        "a.txt": Unavailable("no-picture"), "a.jpg": Unavailable("empty"),
        "b.png": Unavailable("missing"),
    }  # fmt: skip
    assert isinstance(workers.look(tmp_path / "a.tif", WHOLE, (9, 9)).result(), Unavailable)
    workers.forget()


def test_what_was_asked_for_last_goes_before_what_waits():
    waiting: Waiting[str] = Waiting()
    for name, batch in (("verify", -1), ("old 1", 1), ("old 2", 1), ("new 1", 2), ("new 2", 2)):
        assert waiting.put(name, batch)
    assert [waiting.get() for _ in range(4)] == ["new 1", "new 2", "old 1", "old 2"]
    assert waiting.close() == ["verify"]
    assert waiting.get() is None
    assert not waiting.put("late", 9)


def test_a_look_nobody_waits_for_is_ended_when_it_takes_long(tmp_path, monkeypatch):
    """Its process is killed, and the next one has another."""
    path = tmp_path / "a.png"
    picture().save(path)
    real, slow = workers_module.WorkerProcess.ask, threading.Event()

    def ask(self, verb, target, wish, seconds):
        if target.name == "slow.png":
            slow.set()
            self._until = time.monotonic() + seconds
            return self._receive()  # nothing was sent: until it is given up
        return real(self, verb, target, wish, seconds)

    monkeypatch.setattr(workers_module.WorkerProcess, "ask", ask)
    monkeypatch.setattr(workers_module, "PATIENCE", 0.0)
    with Workers(1, store=Store(tmp_path / "cache")) as pool:
        stuck = pool.look(tmp_path / "slow.png", WHOLE, (9, 9))
        assert slow.wait(60)
        following = pool.look(path, WHOLE, (9, 9))
        pool.abandon(following)  # it waits: nothing to end
        pool.abandon(stuck)
        assert stuck.result() == Unavailable("timed-out")
        assert isinstance(following.result(), View)
        monkeypatch.setattr(workers_module, "PATIENCE", 1e9)
        again = pool.look(path, WHOLE, (9, 9))
        pool.abandon(again)
        assert isinstance(again.result(), View)


def adobe_like():
    """A profile whose red is far from that of screens: the red and green of sRGB change places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "pieces"])
def test_colours_are_shown_as_the_profile_says(tmp_path, monkeypatch, kind):
    path = tmp_path / "a"
    image = Image.new("RGB", (300, 200), (200, 20, 20))
    image.save(path, "TIFF" if kind == "pieces" else kind, icc_profile=adobe_like())
    if kind == "pieces":
        monkeypatch.setattr(looking, "MOST_PIXELS", 1000)
        monkeypatch.setattr(decode, "_SCAN_PIXELS", 1000)
    small = Image.open(io.BytesIO(decode.thumbnail(path, 64).data)).convert("RGB")
    for shown in (small, image_of(looking.look(path, WHOLE, (100, 100)))):
        red, green, _ = shown.getpixel((20, 20))
        assert green > 150 > 60 > red


def test_a_broken_profile_does_no_harm(tmp_path):
    path = tmp_path / "a.png"
    picture().save(path, icc_profile=bytes(200))
    assert isinstance(looking.look(path, WHOLE, (100, 100)), View)
    assert isinstance(decode.thumbnail(path, 64), Picture)


def test_one_large_strip_is_read_whole_when_pieces_are_too_large(tmp_path, monkeypatch):
    path = tmp_path / "a.tif"
    picture().save(path, compression="tiff_lzw", strip_size=10_000_000)
    monkeypatch.setattr(looking, "MOST_PIXELS", 100_000)
    monkeypatch.setattr(decode, "_SCAN_PIXELS", 1000)
    monkeypatch.setattr(scans, "_MOST_BYTES", 1000)
    view = looking.look(path, WHOLE, (5000, 5000))
    assert (view.whole, view.finest, view.width) == ((640, 480), 0.5, 320)
    assert isinstance(decode.thumbnail(path, 64), Picture)


@pytest.mark.parametrize("orientation", [1, 6])
def test_of_what_is_too_large_the_picture_inside_is_shown(tmp_path, monkeypatch, orientation):
    buffer = io.BytesIO()
    picture((160, 120)).save(buffer, "JPEG")
    thumb = buffer.getvalue()
    entries = [(0x0112, 3, orientation)], [(513, 4, 0), (514, 4, len(thumb))]
    head, place = b"II*\0" + struct.pack("<I", 8), 8
    sizes = [2 + 12 * len(e) + 4 for e in entries]
    start = place + sum(sizes)
    data = head
    for number, found in enumerate(entries):
        place += sizes[number]
        data += struct.pack("<H", len(found))
        for tag, kind, value in found:
            data += struct.pack("<HHII", tag, kind, 1, start if tag == 513 else value)
        data += struct.pack("<I", place if number == 0 else 0)
    path = tmp_path / "a.jpg"
    picture((640, 480)).save(path, progressive=True, exif=b"Exif\0\0" + data + thumb)
    for module in (looking, decode):
        monkeypatch.setattr(module, "_PROGRESSIVE_BYTES", 1000)
    view = looking.look(path, WHOLE, (900, 900))
    assert isinstance(view, View), view
    assert view.whole == upright_size((640, 480), orientation)
    assert (view.width, view.height) == upright_size((160, 120), orientation)
    assert view.finest == 0.25
    small = decode.thumbnail(path, 256)
    assert (small.width, small.height) == (view.width, view.height)
