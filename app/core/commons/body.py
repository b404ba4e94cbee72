"""The body of an upload as a reader of known length: head, a slice of the file, tail.

The fields are encoded by urllib3 (CRLF line ends; pywikibot's own body loses a final carriage
return and turns "From " at the start of a line into ">From "). Memory does not depend on the size.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from urllib3 import encode_multipart_formdata

from app.core.errors import FileError

PIECE = 65536


@dataclass(frozen=True, slots=True)
class FilePart:
    """A slice of a file, as the field `field` of a form. `progress` gets the bytes of the slice
    that were read so far.
    """

    field: str
    path: Path
    offset: int
    length: int
    progress: Callable[[int], None]


class Body:
    """A multipart body: has a length, can be read once from start to end, must be closed.

    Raises FileError: file-changed when the file is shorter than promised or was written to while it
    was read (the end of the request is then never sent), file-missing, file-unreadable.
    """

    def __init__(self, fields: Mapping[str, str], part: FilePart) -> None:
        boundary = secrets.token_hex(16)
        file = {part.field: ("upload.bin", b"", "application/octet-stream")}
        whole, self.content_type = encode_multipart_formdata({**fields, **file}, boundary)
        tail = len(f"\r\n--{boundary}--\r\n")
        self._head, self._tail = whole[:-tail], whole[-tail:]
        self._part = part
        self._sent = 0
        self._file: BinaryIO | None = None
        self._stamp = (0, 0)

    def __len__(self) -> int:
        return len(self._head) + self._part.length + len(self._tail)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most 64 KiB; b"" at the end."""
        room = PIECE if size < 0 else min(size, PIECE)
        if self._head:
            return self._cut("_head", room)
        if self._sent < self._part.length:
            return self._read_file(min(room, self._part.length - self._sent))
        return self._cut("_tail", room)

    def _cut(self, name: str, room: int) -> bytes:
        data: bytes = getattr(self, name)
        setattr(self, name, data[room:])
        return data[:room]

    def _read_file(self, room: int) -> bytes:
        name = self._part.path.name
        try:
            file = self._file or self._open()
            data = file.read(room)
            is_whole = self._sent + len(data) == self._part.length
            changed = not data or (is_whole and _stamp(file) != self._stamp)
        except FileNotFoundError as error:
            raise FileError("file-missing", str(error), name=name) from error
        except OSError as error:
            raise FileError("file-unreadable", str(error), name=name) from error
        if changed:
            raise FileError("file-changed", name=name)
        self._sent += len(data)
        self._part.progress(self._sent)
        return data

    def _open(self) -> BinaryIO:
        self._file = self._part.path.open("rb", buffering=0)
        self._stamp = _stamp(self._file)
        self._file.seek(self._part.offset)
        return self._file

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _stamp(file: BinaryIO) -> tuple[int, int]:
    """What changes when somebody writes to the file."""
    stat = os.fstat(file.fileno())
    return stat.st_size, stat.st_mtime_ns


def size_of(path: Path) -> int:
    """Size in bytes. Raises FileError."""
    try:
        return path.stat().st_size
    except OSError as error:
        raise FileError("file-missing", str(error), name=path.name) from error
