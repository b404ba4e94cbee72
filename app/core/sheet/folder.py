"""A folder as a table: one row a file, in the order people count in."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core import resources
from app.core.errors import FileError, KabochaError, SheetError
from app.core.model import Problem, Severity, Table, TableRow
from app.core.sheet import limits, texts

if TYPE_CHECKING:
    from app.core.cancel import Cancel

HEADERS = ("path", "name", "description", "author", "date", "camera coord", "categories")
_SKIPPED = frozenset({"thumbs.db", "desktop.ini", "__macosx", "@eadir"})
_DIGITS = re.compile(r"(\d+)")


def read_folder(
    path: str | Path,
    *,
    recursive: bool = True,
    cancel: Cancel | None = None,
    known: Collection[str] = (),
) -> Table:
    """The files of a folder as a table with the headers path (relative, with /), name (without
    ending, _ as blanks), date and camera coord (from the camera, when it wrote them). The columns
    description, author and categories are empty: they are there to be filled in.

    Files of types that Commons takes, and of types it is known not to take; hidden files and
    links that leave the folder are left out, and those whose path is in `known`. The first file is row 2. Raises FileError when the
    folder cannot be read, SheetError when it holds too many files, CancelledError.
    """
    root = Path(path)
    found: list[str] = []
    for name in names_in(root, recursive=recursive, cancel=cancel):
        if name not in known:
            found.append(name)
        if len(found) > limits.ROWS:
            raise SheetError("folder-too-many-files", name=root.name, limit=limits.ROWS)
    rows = []
    for number, name in enumerate(sorted(found, key=natural), 2):
        _check(cancel)
        rows.append(TableRow(number, cells(root / name, name)))
    problems = () if rows else (Problem("no-files", Severity.WARNING),)
    return Table(HEADERS, tuple(rows), root.resolve().name, problems=problems)


def cells(path: Path, name: str) -> tuple[str, ...]:
    """The row of a file, one text a header: `name` = what its path cell says. What cannot be read
    from the file is empty.
    """
    date, position = _camera(path)
    return (name, title(name), "", "", date, position, "")


def natural(name: str) -> list[tuple[tuple[int, int, str], ...]]:
    """A sort key: folder by folder, numbers by their value (img2 before img10)."""
    return [
        tuple(
            (0, int(piece), piece) if piece.isascii() and piece.isdigit() else (1, 0, piece)
            for piece in _DIGITS.split(part.casefold())
            if piece
        )
        for part in name.split("/")
    ]


def title(name: str) -> str:
    """The name offered for a file: without folder and ending, _ and runs of blanks as one blank."""
    return " ".join(Path(name).stem.replace("_", " ").split())


@lru_cache(maxsize=1)
def _extensions() -> frozenset[str]:
    """Endings that make a row: those Commons takes and those it is known not to take."""
    catalogue = resources.catalogue("filetypes")
    allowed = {entry["ext"] for entry in catalogue["allowed"]}
    return frozenset(allowed.union(*(entry["ext"] for entry in catalogue["not_accepted"])))


def names_in(root: Path, *, recursive: bool = True, cancel: Cancel | None = None) -> Iterator[str]:
    """Relative names of the files that make a row, in no order. Raises FileError, CancelledError."""
    try:
        real = root.resolve(strict=True)
        folders = [""]
        while folders:
            _check(cancel)
            prefix = folders.pop()
            for entry in _entries(root, prefix):
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if recursive and _stays(real, root / name, real / name):
                        folders.append(f"{name}/")
                elif _is_wanted(entry) and _is_inside(real, entry):
                    yield name
    except (OSError, ValueError) as error:
        raise FileError("folder-not-read", str(error), name=root.name) from error


def _entries(root: Path, prefix: str) -> list[os.DirEntry[str]]:
    """What lies in a folder; one below the root that may not be entered is as if empty."""
    try:
        with os.scandir(root / prefix) as entries:
            return [e for e in entries if not _is_hidden(e.name)]
    except PermissionError:
        if not prefix:
            raise
        return []


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _SKIPPED


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    return Path(entry.name).suffix.lower().removeprefix(".") in _extensions() and entry.is_file()


def _stays(real: Path, folder: Path, expected: Path) -> bool:
    """Whether a folder is where it seems to be (a junction of Windows is not)."""
    return folder.resolve() == expected and expected.is_relative_to(real)


def _is_inside(real: Path, entry: os.DirEntry[str]) -> bool:
    return not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(real)


def _check(cancel: Cancel | None) -> None:
    from app.core import cancel as cancelling  # noqa: PLC0415  the parameter has its name

    if cancel is not None:
        cancelling.check(cancel)


def _camera(path: Path) -> tuple[str, str]:
    """Date and position that the camera wrote, "" for each that is not there."""
    try:
        exif = _probe(path).exif
    except (KabochaError, OSError, ImportError):
        return "", ""
    if exif is None:
        return "", ""
    return texts.clean(exif.taken or ""), _position(exif.latitude, exif.longitude)


def _probe(path: Path) -> Any:
    from app.core import media  # noqa: PLC0415  loads Pillow

    return media.probe(path)


def _position(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.6f}, {longitude:.6f}"
