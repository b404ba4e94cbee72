"""Thumbnails and full decoding in worker processes: limits, replacement, closing, cache."""

from __future__ import annotations

import io
import multiprocessing
import os
import struct
import zlib
from concurrent.futures import wait
from pathlib import Path
from queue import Queue

import pytest
from PIL import Image

from app.core.errors import CancelledError
from app.core.media import Picture, Unavailable, Workers, compact, decode
from app.core.media.process import WorkerDiedError, WorkerProcess
from app.core.media.store import Store, default_folder
from app.core.media.workers import processes

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>'


@pytest.fixture
def no_new_process():
    before = set(multiprocessing.active_children())
    yield
    assert set(multiprocessing.active_children()) <= before


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    with Workers(2, store=Store(tmp_path_factory.mktemp("thumbnails"))) as pool:
        yield pool
    assert not multiprocessing.active_children()


def save(path: Path, kind: str, mode="RGB", size=(300, 200), **options) -> Path:
    image = Image.effect_noise(size, 60)
    image = image.convert(mode) if not mode.startswith("I") else Image.new(mode, size, 30000)
    image.save(path, kind, **options)
    return path


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("PNG", "I;16"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("TIFF", "RGB"),
        ("TIFF", "F"),
        ("TIFF", "I;16"),
        ("PDF", "RGB"),
    ],
)
def test_thumbnails_of_each_kind(workers, tmp_path, kind, mode):
    path = save(tmp_path / f"a.{kind.lower()}", kind, mode)
    picture = workers.thumbnail(path, 96).result()
    assert isinstance(picture, Picture), picture
    assert (picture.width, picture.height) == (96, 64)
    assert Image.open(io.BytesIO(picture.data)).size == (96, 64)
    assert workers.verify(path).result() is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF"])
def test_small_pictures_are_not_enlarged(workers, tmp_path, kind):
    path = save(tmp_path / "a", kind, size=(20, 10))
    picture = workers.thumbnail(path, 96).result()
    assert isinstance(picture, Picture), picture
    assert (picture.width, picture.height) == (20, 10)


def test_the_orientation_of_the_camera_is_honoured(workers, tmp_path):
    image = Image.new("RGB", (300, 200), "white")
    image.paste("black", (0, 0, 150, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    picture = workers.thumbnail(tmp_path / "a.jpg", 90).result()
    assert (picture.width, picture.height) == (60, 90)
    turned = Image.open(io.BytesIO(picture.data)).convert("L")
    assert turned.getpixel((50, 10)) < 30 < turned.getpixel((10, 10))


def test_no_picture_for_other_kinds(workers, tmp_path):
    cases = {"a.svg": (SVG.encode(), "svg"), "a.wav": (b"RIFF\0\0\0\0WAVE", "no-picture")}
    cases |= {"a.djvu": (b"AT&TFORM\0\0\0\0DJVU", "no-picture"), "a.txt": (b"hello", "no-picture")}
    cases |= {"a.jpg": (b"", "empty"), "b.jpg": (b"\xff\xd8\xff\xe0garbage", "unreadable")}
    for name, (data, code) in cases.items():
        (tmp_path / name).write_bytes(data)
        assert workers.thumbnail(tmp_path / name, 64).result() == Unavailable(code), name
    assert workers.thumbnail(tmp_path / "no.jpg", 64).result() == Unavailable("missing")
    assert workers.verify(tmp_path / "no.jpg").result() is None


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("GIF", {}),
        ("WEBP", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "tiff_deflate"}),
    ],
)
def test_pictures_that_stop_half_way_are_found(workers, tmp_path, kind, options):
    """The middle is cut out and the end kept: only decoding tells."""
    path = save(tmp_path / f"a.{kind.lower()}", kind, **options)
    data = path.read_bytes()
    assert workers.verify(path).result() is None
    path.write_bytes(data[: len(data) // 3] + bytes(len(data) // 3) + data[len(data) * 2 // 3 :])
    garbled = workers.verify(path).result()
    path.write_bytes(data[: len(data) // 2])
    cut = workers.verify(path).result()
    assert cut in {"truncated", "unreadable"}
    if kind in {"PNG", "TIFF"}:
        assert garbled in {"truncated", "unreadable"}


def test_a_pdf_without_its_end_is_not_called_whole(workers, tmp_path):
    path = save(tmp_path / "a.pdf", "PDF")
    path.write_bytes(path.read_bytes()[:200])
    assert workers.verify(path).result() == "unreadable"


def png_of(width: int, height: int) -> bytes:
    """A PNG that unpacks to width x height black pixels of one bit."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj()
    row = bytes(1 + width // 8)
    body = b"".join(packer.compress(row) for _ in range(min(height, 20_000))) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_bombs_are_a_placeholder(workers, tmp_path):
    path = tmp_path / "bomb.png"
    for size in ((60_000, 60_000), (16_000, 16_000)):
        path.write_bytes(png_of(*size))
        assert workers.thumbnail(path, 64).result() == Unavailable("too-large")
        assert workers.verify(path).result() is None


def test_memory_of_a_worker_is_limited(workers, tmp_path):
    """Below the pixel limit but above the memory limit: refused, and the pool goes on."""
    path = tmp_path / "wide.tif"
    Image.new("1", (15_000, 15_000)).save(path, compression="group4")
    answers = [workers.thumbnail(path, 64).result(), workers.verify(path).result()]
    assert isinstance(answers[0], Picture | Unavailable)
    assert isinstance(workers.thumbnail(save(tmp_path / "b.png", "PNG"), 64).result(), Picture)


def test_a_worker_that_dies_or_hangs_is_replaced(tmp_path, monkeypatch, no_new_process):
    path = save(tmp_path / "a.png", "PNG")
    asked = []
    real = WorkerProcess.ask

    def ask(self, verb, target, pixels, seconds):
        asked.append(verb)
        if len(asked) == 1:
            self.kill()
        return real(self, verb, target, pixels, 0 if len(asked) == 2 else seconds)

    monkeypatch.setattr(WorkerProcess, "ask", ask)
    with Workers(1, store=Store(tmp_path / "cache")) as pool:
        assert pool.thumbnail(path, 64).result() == Unavailable("unreadable")
        assert pool.thumbnail(path, 64).result() == Unavailable("timed-out")
        assert isinstance(pool.thumbnail(path, 64).result(), Picture)


def test_a_worker_that_cannot_start_blames_no_file(tmp_path, monkeypatch):
    path = save(tmp_path / "a.png", "PNG")

    def receive(self):
        raise WorkerDiedError

    monkeypatch.setattr(WorkerProcess, "_receive", receive)
    with Workers(1, store=Store(tmp_path / "cache")) as pool:
        assert pool.verify(path).result() is None
        assert pool.thumbnail(path, 64).result() == Unavailable("timed-out")


def test_closing_ends_what_waits(tmp_path, no_new_process):
    path = save(tmp_path / "a.png", "PNG")
    pool = Workers(1, store=Store(tmp_path / "cache"))
    futures = [pool.verify(path) for _ in range(50)]
    unwanted = futures[40].cancel()
    futures[0].result()
    pool.close()
    pool.close()
    assert unwanted
    assert wait(futures, 0).not_done == set()
    assert isinstance(futures[-1].exception(), CancelledError)
    assert isinstance(pool.verify(path).exception(), CancelledError)


def test_a_pool_that_was_never_used_starts_no_process(tmp_path):
    before = multiprocessing.active_children()
    with Workers(2, store=Store(tmp_path)):
        assert multiprocessing.active_children() == before


def test_processes_are_started_before_anything_is_asked_for(tmp_path, no_new_process, monkeypatch):
    began = Queue()
    real = WorkerProcess.ask

    def ask(self, verb, *given):
        answer = real(self, verb, *given)
        began.put((verb, answer))
        return answer

    monkeypatch.setattr(WorkerProcess, "ask", ask)
    before = len(multiprocessing.active_children())
    with Workers(2, store=Store(tmp_path)) as pool:
        pool.start()
        assert [began.get(timeout=60) for _ in range(2)] == [("start", None)] * 2
        assert len(multiprocessing.active_children()) == before + 2


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="not on Windows")
def test_the_window_comes_before_its_helpers():
    process = WorkerProcess()
    process.wait_ready()
    own, theirs = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, process._process.pid))
    process.close()
    assert theirs > own


@pytest.mark.parametrize(("cores", "count"), [(None, 2), (1, 2), (2, 2), (4, 3), (64, 3)])
def test_as_many_processes_as_suit_the_computer(monkeypatch, cores, count):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert processes() == count


def test_thumbnails_are_kept_and_made_anew_when_the_file_changes(workers, tmp_path, monkeypatch):
    path = save(tmp_path / "a.png", "PNG")
    first = workers.thumbnail(path, 64).result()

    def ask(*args):
        raise AssertionError("decoded again")

    with monkeypatch.context() as patch:
        patch.setattr(WorkerProcess, "ask", ask)
        assert workers.thumbnail(path, 64).result() == first
    save(path, "PNG", size=(100, 100))
    assert workers.thumbnail(path, 64).result().height == 64


def test_the_default_cache_lies_in_the_users_cache_folder():
    assert default_folder().is_relative_to(os.environ["KABOCHA_HOME"])


def test_the_cache_is_bounded_and_drops_the_oldest(tmp_path):
    store = Store(tmp_path / "cache", limit=10_000)
    for number in range(30):
        store.put(f"{number:02}.png", Picture(bytes(984), 1, 1))
        kept = tmp_path / "cache" / f"{number:02}.png"
        os.utime(kept, ns=(number * 10**9, number * 10**9))
    names = sorted(p.name for p in (tmp_path / "cache").iterdir())
    assert 5 <= len(names) <= 10
    assert names[-1] == "29.png"
    assert sum(p.stat().st_size for p in (tmp_path / "cache").iterdir()) <= 10_000


def test_a_broken_cache_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    store = Store(tmp_path / "file")
    store.put("a.png", Picture(b"x", 1, 1))
    assert store.get("a.png") is None
    whole = Store(tmp_path)
    (tmp_path / "b.png").write_bytes(b"garbage")
    assert whole.get("b.png") is None
    assert whole.name(tmp_path / "no.jpg", 64) is None


def test_decoding_in_process_has_the_same_rules(tmp_path):
    """The functions of the workers themselves, so that a crash of the pool hides nothing."""
    assert decode.verify(save(tmp_path / "a.jpg", "JPEG")) is None
    assert decode.thumbnail(tmp_path / "no.jpg", 64) == Unavailable("missing")
    assert decode.verify(tmp_path / "no.jpg") is None


def test_a_compact_thumbnail_is_a_jpeg_unless_it_shines_through():
    def picture(mode, colour):
        noise = Image.effect_noise((120, 90), 80).convert("RGB")
        image = noise if mode == "RGB" else Image.new(mode, (120, 90), colour)
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        return Picture(buffer.getvalue(), 120, 90)

    opaque, clear = picture("RGB", None), picture("RGBA", (1, 2, 3, 0))
    assert compact(opaque).startswith(b"\xff\xd8\xff")
    assert len(compact(opaque)) < len(opaque.data)
    assert compact(clear) == clear.data
