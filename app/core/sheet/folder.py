"""A folder as a table: one row a file, in the order people count in."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import resources
from app.core.cells.order import natural
from app.core.errors import FileError, KabochaError, SheetError
from app.core.later import later
from app.core.model import Problem, Severity, Table, TableRow
from app.core.sheet import limits, texts

if TYPE_CHECKING:
    from app.core import licences, media
    from app.core.cancel import Cancel
    from app.core.media import FileFacts, Words
else:
    licences = later("app.core.licences")
    media = later("app.core.media")

_PLACE, _LICENCE, _RIGHTS = "place shown", "license", "rights note"
_FOUND_ONLY = (_PLACE, _LICENCE, _RIGHTS)
"""Columns that are there when a file has something for them. A note about rights is no licence: it is
for a person to read, and is written nowhere."""
_WRITTEN = ("description", "author", *_FOUND_ONLY)
"""What people wrote into files, perhaps for other readers."""
HEADERS = (
    "path", "name", "description", "author", "date", "camera coord", *_FOUND_ONLY, "categories",
)  # fmt: skip
_SKIPPED = frozenset({"thumbs.db", "desktop.ini", "__macosx", "@eadir"})
_CC = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/[\w./-]+", re.IGNORECASE
)


def read_folder(
    path: str | Path,
    *,
    recursive: bool = True,
    cancel: Cancel | None = None,
    known: Collection[str] = (),
) -> Table:
    """The files of a folder as a table with the headers path (relative, with /), name (without
    ending, _ as blanks), date and camera coord (from the camera, when it wrote them), description
    and author (when somebody wrote them into the file), and categories, to be filled in. Where
    files tell more, there are columns for it: place shown, license, rights note.

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
    for name in sorted(found, key=by_folder):
        _check(cancel)
        rows.append(_row(root / name, name))
    told = {header for row in rows for header, text in row.items() if text}
    headers = tuple(h for h in HEADERS if h in told or h not in _FOUND_ONLY)
    table = tuple(
        TableRow(number, tuple(row.get(header, "") for header in headers))
        for number, row in enumerate(rows, 2)
    )
    return Table(headers, table, root.resolve().name, problems=tuple(_problems(rows)))


def _problems(rows: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    if not rows:
        yield Problem("no-files", Severity.WARNING)
    brought = [header for header in _WRITTEN if any(row.get(header) for row in rows)]
    if brought:
        count = sum(any(row.get(header) for header in brought) for row in rows)
        params = {"count": count, "headers": ", ".join(brought)}
        yield Problem("texts-in-files", Severity.INFO, params=params)


def cells(path: Path, name: str) -> tuple[str, ...]:
    """The row of a file, one text for each of `HEADERS`: `name` = what its path cell says. What
    cannot be read from the file is empty.
    """
    row = _row(path, name)
    return tuple(row.get(header, "") for header in HEADERS)


def _row(path: Path, name: str) -> dict[str, str]:
    return {"path": name, "name": title(name), **_told(path)}


def by_folder(name: str) -> tuple[str, ...]:
    """A sort key: folder by folder, each name as people sort it (img2 before img10)."""
    return tuple(map(natural, name.split("/")))


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


def _told(path: Path) -> dict[str, str]:
    """What camera and people wrote into a file, by header."""
    try:
        facts, words = _described(path)
    except (KabochaError, OSError, ImportError):
        return {}
    licence, rights = _rights(words)
    told = {
        "description": words.description,
        "author": "; ".join(words.creators),
        "date": words.created,
        "camera coord": _position(facts.exif.latitude, facts.exif.longitude),
        _PLACE: words.place,
        _LICENCE: licence,
        _RIGHTS: rights,
    }
    return {header: texts.clean(text)[: limits.CELL_CHARACTERS] for header, text in told.items()}


def _described(path: Path) -> tuple[FileFacts, Words]:
    return media.described(path)


def _rights(words: Words) -> tuple[str, str]:
    """The licence, when the file names one of Creative Commons that Commons takes, and the note
    for a person: with the address of one that it does not.
    """
    said = (*words.licences, words.rights)
    addresses = [found[0].rstrip(".") for text in said for found in _CC.finditer(text)]
    for address in addresses:
        read = licences.read(address)
        is_fine = all(problem.severity is Severity.INFO for problem in read.problems)
        if is_fine and len(read.tags) == 1 and (entry := read.tags[0].entry) is not None:
            return entry.english, words.rights
    more = (address for address in addresses if address not in words.rights)
    return "", " ".join(dict.fromkeys(filter(None, (words.rights, *more))))


def _position(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.6f}, {longitude:.6f}"
