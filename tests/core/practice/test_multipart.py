"""Bodies: whatever bytes in whatever pieces come out as they went in."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.filepost import encode_multipart_formdata

from app.core.practice.multipart import BodyCutError, ChunkedBody, SizedBody, read_form


class Pieces:
    """A body that comes in pieces of given sizes."""

    def __init__(self, data, sizes):
        self.data = data
        self.sizes = sizes
        self.turn = 0

    def read(self, size):
        wanted = min(size, self.sizes[self.turn % len(self.sizes)])
        self.turn += 1
        block, self.data = self.data[:wanted], self.data[wanted:]
        return block


NEAR_BOUNDARY = st.lists(
    st.sampled_from([b"\r", b"\n", b"--", b"B", b"\r\n--B", b"\n--", b"x", b"\x00", b"\r\n"])
).map(b"".join)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    return lambda: folder / uuid.uuid4().hex


@given(
    data=st.one_of(st.binary(max_size=300), NEAR_BOUNDARY),
    text=st.text(max_size=50),
    name=st.text(st.characters(categories=("L", "N"), exclude_characters='"'), min_size=1),
    sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5),
)
def test_files_and_fields_come_out_as_they_went_in(place, data, text, name, sizes):
    body, content_type = encode_multipart_formdata(
        [("text", text), ("file", (name, data)), ("last", "x")], boundary="BoundarY"
    )
    form = read_form(Pieces(body, sizes), content_type, place)
    part = form.files["file"]
    assert part.path.read_bytes() == data
    assert (part.size, part.sha1, part.filename) == (
        len(data), hashlib.sha1(data).hexdigest(), name,
    )  # fmt: skip
    assert form.fields == {"text": text, "last": "x"}
    form.discard()
    assert not part.path.exists()


def test_bare_line_feeds_are_understood(place):
    body = b'--B\nContent-Disposition: form-data; name="a"\n\none\ntwo\n--B--\n'
    form = read_form(Pieces(body, [7]), "multipart/form-data; boundary=B", place)
    assert form.fields == {"a": "one\ntwo"}


def test_the_part_of_a_broken_body_is_removed(tmp_path):
    body = b'--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\nabc'
    with pytest.raises(BodyCutError):
        read_form(Pieces(body, [9]), "multipart/form-data; boundary=B", lambda: tmp_path / "part")
    assert not list(tmp_path.iterdir())


def test_a_large_file_is_never_held_in_memory(place):
    head = b'--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'

    class Large:
        blocks = iter([head, *([bytes(65536)] * 1024), b"\r\n--B--\r\n"])

        def read(self, _size):
            return next(self.blocks, b"")

    tracemalloc.start()
    try:
        form = read_form(Large(), "multipart/form-data; boundary=B", place)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert form.files["f"].size == 64 * 1024 * 1024
    assert peak < 2 * 1024 * 1024
    form.discard()


@given(
    blocks=st.lists(st.binary(min_size=1, max_size=30), max_size=6),
    size=st.integers(1, 40),
)
def test_chunked_bodies(blocks, size):
    wire = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(block), block) for block in blocks)
    stream = io.BytesIO(wire + b"0\r\nTrailer: x\r\n\r\nnext request")
    body, found = ChunkedBody(stream), b""
    while block := body.read(size):
        found += block
    assert found == b"".join(blocks)
    assert stream.read() == b"next request"


def test_bodies_that_end_early_are_noticed():
    for body in (SizedBody(io.BytesIO(b"ab"), 3), ChunkedBody(io.BytesIO(b"5\r\nab"))):
        assert body.read(10) == b"ab"
        with pytest.raises(BodyCutError):
            body.read(10)
    with pytest.raises(BodyCutError):
        ChunkedBody(io.BytesIO(b"no number\r\n")).read(5)
