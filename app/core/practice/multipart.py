"""Reading request bodies: whole length or chunked, forms and multipart, file parts to disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import parse_qsl

BLOCK = 65536
FIELD_LIMIT = 16 * 1024 * 1024
"""Bytes of one field that is not a file (page text, JSON); more is refused."""
HEADER_LIMIT = 16384


_FOLD = re.compile(r"\r?\n[ \t]+")
_PARAMETER = re.compile(r';\s*(?P<key>[\w*]+)\s*=\s*(?P<value>"(?:\\"|[^"])*"|[^;\s]*)')
_HEADERS_END = re.compile(rb"\r?\n\r?\n")


class BodyError(Exception):
    """The body is not what its headers say."""


class BodyCutError(BodyError):
    """The connection ended before the body did."""


class Stream(Protocol):
    """A buffered stream of a connection."""

    def read(self, size: int, /) -> bytes:
        """Exactly `size` bytes unless the stream ends."""

    def read1(self, size: int, /) -> bytes:
        """What is there, up to `size` bytes."""

    def readline(self, size: int, /) -> bytes:
        """Up to the next line end."""


class Body(Protocol):
    """A request body."""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b"" at the end. Raises BodyCutError."""


class SizedBody:
    """A body of Content-Length bytes."""

    def __init__(self, stream: Stream, length: int) -> None:
        self._stream = stream
        self.left = length

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b"" at the end. Raises BodyCutError."""
        if not self.left:
            return b""
        block = self._stream.read1(min(size, self.left))
        if not block:
            raise BodyCutError
        self.left -= len(block)
        return block


class ChunkedBody:
    """A body with Transfer-Encoding: chunked."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._left = 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; b"" at the end. Raises BodyCutError."""
        if not self._left and not self._ended:
            self._next()
        if self._ended:
            return b""
        block = self._stream.read(min(size, self._left))
        if not block:
            raise BodyCutError
        self._left -= len(block)
        if not self._left:
            self._stream.readline(HEADER_LIMIT)
        return block

    def _next(self) -> None:
        line = self._stream.readline(HEADER_LIMIT)
        try:
            self._left = int(line.split(b";")[0].strip(), 16)
        except ValueError as error:
            raise BodyCutError from error
        if not self._left:
            self._ended = True
            while self._stream.readline(HEADER_LIMIT).strip():
                pass


@dataclass(slots=True)
class FilePart:
    """A file of a form, on disk at `path` until the request ends or somebody moves it."""

    path: Path
    filename: str
    size: int
    sha1: str

    def discard(self) -> None:
        """Remove the file if it is still there."""
        self.path.unlink(missing_ok=True)


@dataclass(slots=True)
class Form:
    """Fields as text, files on disk. The last field of a name counts, as in PHP."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, FilePart] = field(default_factory=dict)

    def discard(self) -> None:
        """Remove what is left of the files."""
        for part in self.files.values():
            part.discard()


def parse_query(text: str) -> dict[str, str]:
    """The fields of a query string or an urlencoded body."""
    return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=1000))


def read_form(body: Body, content_type: str, new_file: Callable[[], Path]) -> Form:
    """Read a whole body. `new_file` names the place of each file part. Raises BodyError."""
    header = BytesHeaderParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n")
    if header.get_content_type() != "multipart/form-data":
        raw = _all(body)
        return Form(fields=parse_query(raw.decode("utf-8", "replace")))
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise BodyError
    form = Form()
    try:
        _Reader(body, boundary.encode(), new_file).read_into(form)
    except BaseException:
        form.discard()
        raise
    return form


def _all(body: Body) -> bytes:
    blocks = bytearray()
    while block := body.read(BLOCK):
        blocks += block
        if len(blocks) > FIELD_LIMIT:
            raise BodyError
    return bytes(blocks)


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class _Field:
    """Collects a field in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        self.data += data
        if len(self.data) > FIELD_LIMIT:
            raise BodyError


class _Upload:
    """Writes a file part to disk and hashes it on the way."""

    def __init__(self, target: BinaryIO) -> None:
        self.target = target
        self.sha1 = hashlib.sha1(usedforsecurity=False)
        self.size = 0

    def write(self, data: bytes, /) -> None:
        self.target.write(data)
        self.sha1.update(data)
        self.size += len(data)


class _Reader:
    """Reads parts as PHP does: a delimiter begins at a line feed, and a carriage return before
    that belongs to it. Clients that end lines with a bare line feed are understood as well.
    """

    def __init__(self, body: Body, boundary: bytes, new_file: Callable[[], Path]) -> None:
        self._body = body
        self._mark = b"\n--" + boundary
        self._new_file = new_file
        self._buffer = b"\n"

    def read_into(self, form: Form) -> None:
        self._copy(_Field())
        while not self._at_end():
            self._read_part(form)
        while self._body.read(BLOCK):
            pass

    def _fill(self) -> None:
        block = self._body.read(BLOCK)
        if not block:
            raise BodyCutError
        self._buffer += block

    def _at_end(self) -> bool:
        while len(self._buffer) < 2:
            self._fill()
        if self._buffer.startswith(b"--"):
            return True
        line_end = next((end for end in (b"\r\n", b"\n") if self._buffer.startswith(end)), None)
        if line_end is None:
            raise BodyError
        self._buffer = self._buffer[len(line_end) :]
        return False

    def _copy(self, sink: _Sink) -> None:
        """Copy up to the next boundary, which is taken off."""
        keep = len(self._mark)
        while (found := self._buffer.find(self._mark)) < 0:
            if len(self._buffer) > keep:
                sink.write(self._buffer[:-keep])
                self._buffer = self._buffer[-keep:]
            self._fill()
        end = found - 1 if self._buffer[:found].endswith(b"\r") else found
        sink.write(self._buffer[:end])
        self._buffer = self._buffer[found + len(self._mark) :]

    def _headers(self) -> tuple[str, str | None]:
        while not (found := _HEADERS_END.search(self._buffer)):
            if len(self._buffer) > HEADER_LIMIT:
                raise BodyError
            self._fill()
        head, self._buffer = self._buffer[: found.start()], self._buffer[found.end() :]
        return part_names(head)

    def _read_part(self, form: Form) -> None:
        name, filename = self._headers()
        if filename is None:
            sink = _Field()
            self._copy(sink)
            form.fields[name] = sink.data.decode("utf-8", "replace")
            return
        path = self._new_file()
        try:
            with path.open("wb") as target:
                upload = _Upload(target)
                self._copy(upload)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        old = form.files.get(name)
        if old is not None:
            old.discard()
        form.files[name] = FilePart(path, filename, upload.size, upload.sha1.hexdigest())


def part_names(head: bytes) -> tuple[str, str | None]:
    """Name and file name (None = a field) out of the headers of a part. Raises BodyError."""
    lines = _FOLD.sub(" ", head.decode("utf-8", "replace")).splitlines()
    for line in lines:
        header, _, value = line.partition(":")
        if header.strip().casefold() == "content-disposition":
            found = {
                match["key"].casefold(): _unquoted(match["value"])
                for match in _PARAMETER.finditer(value)
            }
            if "name" in found:
                return found["name"], found.get("filename", found.get("filename*"))
    raise BodyError


def _unquoted(value: str) -> str:
    plain = value[1:-1] if value.startswith('"') else value
    return plain.replace("%22", '"').replace('\\"', '"')
