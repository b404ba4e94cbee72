"""Bounded reads at an offset: short answers instead of errors, whatever the numbers say."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

_LIMIT = 16 * 1024 * 1024
_BLOCK = 16384
"""Read at once where little is asked for: headers are looked at in many small steps."""


class Source:
    """A file, or bytes, read in small pieces. `size` in bytes."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size
        self._start, self._block = 0, b""

    @classmethod
    def of(cls, data: bytes) -> Source:
        """A source over bytes in memory."""
        return cls(io.BytesIO(data), len(data))

    def at(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes (at most 16 MiB) from `offset`; fewer at the end, b"" beyond it."""
        if offset < 0 or count <= 0 or offset >= self.size:
            return b""
        place = offset - self._start
        if place < 0 or place + count > len(self._block):
            self._file.seek(offset)
            if count > _BLOCK:
                return self._file.read(min(count, _LIMIT))
            self._start, self._block, place = offset, self._file.read(_BLOCK), 0
        return self._block[place : place + count]

    def numbers(self, layout: str, offset: int) -> tuple[int, ...] | None:
        """Numbers of a `struct` layout at `offset`, None when the file ends before."""
        data = self.at(offset, struct.calcsize(layout))
        return struct.unpack(layout, data) if len(data) == struct.calcsize(layout) else None

    def tail(self, count: int) -> bytes:
        """The last `count` bytes, or all when there are fewer."""
        return self.at(max(0, self.size - count), count)

    def find(self, wanted: bytes, start: int = 0) -> int:
        """Offset of the first `wanted` from `start` on, -1 when there is none."""
        step = 1024 * 1024
        while start < self.size:
            found = self.at(start, step + len(wanted) - 1).find(wanted)
            if found >= 0:
                return start + found
            start += step
        return -1
