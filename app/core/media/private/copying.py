"""A copy of a picture without what is private, made and then looked at again.

The same file gives the same copy, byte for byte, today and after a crash. A copy in which anything
private is still found is thrown away: nothing is claimed that is not so.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.core.cancel import Cancel, check
from app.core.errors import FileError
from app.core.media import magic, xmp
from app.core.media.facts import Exif
from app.core.media.private import jpeg, png, tiff, webp
from app.core.media.private.splices import CannotError, Splice, in_order, pieces
from app.core.media.probe import probe
from app.core.media.source import Source
from app.core.model.private import Private

_PIECE = 1024 * 1024
_OVERLAP = 64
_EXIF = b"Exif\0\0"


def _of_tiff(source: Source, without: Collection[Private]) -> list[Splice]:
    return tiff.Structure(source, 0, source.size, without).splices()


_WRITERS: dict[str, Callable[[Source, Collection[Private]], list[Splice]]] = {
    "jpg": jpeg.splices,
    "png": png.splices,
    "webp": webp.splices,
    "tif": _of_tiff,
}


def holds(exif: Exif) -> frozenset[Private]:
    """What a file holds that is private, as far as `probe` saw."""
    found = set()
    if exif.latitude is not None and exif.longitude is not None:
        found.add(Private.POSITION)
    if exif.owner:
        found.add(Private.OWNER)
    return frozenset(found)


def can_leave_out(path: Path, without: Collection[Private]) -> bool:
    """Whether a copy can be made, as far as can be told without making it. Raises FileError when
    the file is not there.
    """
    try:
        with _opened(path, without):
            return True
    except FileError as error:
        if error.code == "copy-cannot":
            return False
        raise


def sha1_without(path: Path, without: Collection[Private], cancel: Cancel | None = None) -> str:
    """SHA-1 that the copy of a file will have; nothing is written. Raises FileError as
    `copy_without`, CancelledError.
    """
    digest = hashlib.sha1(usedforsecurity=False)
    with _opened(path, without) as (file, size, splices):
        for piece in pieces(file, size, splices, cancel):
            digest.update(piece)
    return digest.hexdigest()


def copy_without(
    path: Path, target: Path, without: Collection[Private], cancel: Cancel | None = None
) -> str:
    """Write the copy and return its SHA-1. Raises FileError: copy-cannot (this kind of file, or
    something private is still found; nothing is left at `target`), copy-unwritable (no room, no
    right), file-missing, file-unreadable; CancelledError.
    """
    try:
        with _opened(path, without) as (file, size, splices):
            _write(target, pieces(file, size, splices, cancel))
        return _checked(path, target, frozenset(without), cancel)
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise


@contextmanager
def _opened(
    path: Path, without: Collection[Private]
) -> Iterator[tuple[BinaryIO, int, tuple[Splice, ...]]]:
    """The open file, its size and its changes."""
    try:
        size = path.stat().st_size
        with path.open("rb", buffering=0) as file:
            source = Source(file, size)
            detected = magic.detect(source)
            writer = next((_WRITERS[ext] for ext in detected if ext in _WRITERS), None)
            if writer is None:
                raise FileError("copy-cannot", "kind of file", name=path.name)
            yield file, size, in_order(writer(source, without), size)
    except CannotError as error:
        raise FileError("copy-cannot", str(error), name=path.name) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileError("file-missing", repr(error), name=path.name) from error
    except OSError as error:
        raise FileError("file-unreadable", repr(error), name=path.name) from error


def _write(target: Path, data: Iterator[bytes]) -> None:
    """Only the writing itself is blamed on the target."""
    try:
        file = target.open("wb")
    except OSError as error:
        raise FileError("copy-unwritable", repr(error), name=target.name) from error
    with file:
        for piece in data:
            try:
                file.write(piece)
            except OSError as error:
                raise FileError("copy-unwritable", repr(error), name=target.name) from error


def _checked(path: Path, target: Path, without: frozenset[Private], cancel: Cancel | None) -> str:
    """SHA-1 of a copy in which nothing private is found any more. Raises FileError."""
    before, after = probe(path), probe(target)
    same = (before.detected, before.width, before.height, before.pages, before.damage)
    if same != (after.detected, after.width, after.height, after.pages, after.damage):
        raise FileError("copy-cannot", "the copy is another picture", name=path.name)
    if holds(after.exif) & without:
        raise FileError("copy-cannot", "still found by the probe", name=path.name)
    digest = hashlib.sha1(usedforsecurity=False)
    with target.open("rb", buffering=0) as file:
        for piece in _overlapping(file, digest.update, cancel):
            if any(word in piece for word in xmp.words(without)):
                raise FileError("copy-cannot", "still found as a word", name=path.name)
        _check_blocks(file, after.size, path.name, without)
    return digest.hexdigest()


def _overlapping(
    file: BinaryIO, seen: Callable[[bytes], object], cancel: Cancel | None
) -> Iterator[bytes]:
    """The file in pieces that begin with the end of the one before."""
    end = b""
    while piece := file.read(_PIECE):
        if cancel is not None:
            check(cancel)
        seen(piece)
        yield end + piece
        end = piece[-_OVERLAP:]


def _check_blocks(file: BinaryIO, size: int, name: str, without: frozenset[Private]) -> None:
    """No Exif block anywhere in the file, wherever it may stand, holds anything private."""
    source, place = Source(file, size), 0
    while (place := source.find(_EXIF, place)) >= 0:
        place += len(_EXIF)
        try:
            changes = tiff.Structure(source, place, size, without).splices()
        except CannotError:
            continue
        if changes:
            raise FileError("copy-cannot", "still found in a block", name=name)
