"""Changes of a file as a list, played while it is copied: what is not in the list stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from app.core.cancel import Cancel, check

_PIECE = 1024 * 1024


class CannotError(Exception):
    """The file is not built as we know it: nothing is taken out, and nothing is claimed."""


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """`data` instead of the `length` bytes at `offset`."""

    offset: int
    length: int
    data: bytes


def blank(offset: int, length: int) -> Splice:
    """Zeros instead of bytes."""
    return Splice(offset, length, bytes(length))


def overlay(data: bytes, splices: Iterable[Splice], base: int = 0) -> bytes:
    """Bytes that begin at `base` of a file, with the splices that keep their length put in."""
    changed = bytearray(data)
    for splice in splices:
        start = splice.offset - base
        if start < 0 or start + splice.length > len(data) or len(splice.data) != splice.length:
            raise CannotError("a change outside its block")
        changed[start : start + splice.length] = splice.data
    return bytes(changed)


def in_order(splices: Iterable[Splice], size: int) -> tuple[Splice, ...]:
    """Splices by place, each once (pages may share a block). Raises CannotError when two overlap,
    or one lies outside the file.
    """
    ordered = tuple(sorted(set(splices)))
    end = 0
    for splice in ordered:
        if splice.offset < end or splice.length < 0:
            raise CannotError("two changes at one place")
        end = splice.offset + splice.length
    if end > size:
        raise CannotError("a change outside the file")
    return ordered


def pieces(
    file: BinaryIO, size: int, splices: Sequence[Splice], cancel: Cancel | None = None
) -> Iterator[bytes]:
    """The changed file, at most 1 MiB at a time. `splices` in order. Raises CancelledError, and
    CannotError when the file is shorter than `size`.
    """
    place = 0
    for splice in (*splices, Splice(size, 0, b"")):
        file.seek(place)
        while place < splice.offset:
            if cancel is not None:
                check(cancel)
            piece = file.read(min(_PIECE, splice.offset - place))
            if not piece:
                raise CannotError("the file became shorter")
            place += len(piece)
            yield piece
        if splice.data:
            yield splice.data
        place += splice.length
