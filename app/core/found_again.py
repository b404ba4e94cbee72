"""Files that rows miss, found again below another folder in one step for all rows: by name, by size
where it is known, by SHA-1 where several have the name; and renamed ones by their bytes.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from app.core import files
from app.core.cancel import Cancel, check
from app.core.errors import FileError
from app.core.model import MeaningKind, Row
from app.core.project import Project

_LOST = ("file-missing", "file-ambiguous")
_STEP = 20


@dataclass
class FoundAgain:
    """What a search found. Rows are named by their numbers."""

    folder: Path
    folders: tuple[Path, ...]
    """All in which files are looked for from now on."""
    index: files.FolderIndex
    missing: int = 0
    """Rows whose file was not found before."""
    found: dict[int, Path] = field(default_factory=dict)
    """By row id."""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """Path cells that have to say something else, so that their row finds its file."""
    twice: list[int] = field(default_factory=list)
    """The same bytes lie in several places: the first is taken."""
    renamed: list[int] = field(default_factory=list)
    """The bytes that were known have another name now."""
    other: list[int] = field(default_factory=list)
    """The file has the name, but not the bytes that were known."""
    unsure: list[int] = field(default_factory=list)
    """Different files have the name: none is taken."""

    @property
    def lost(self) -> int:
        """Rows whose file was found nowhere."""
        return self.missing - len(self.found) - len(self.unsure)


@dataclass(frozen=True, slots=True)
class _Bytes:
    size: int = -1
    """-1 = not known."""
    sha1: str = ""


def search(
    project: Project, folder: Path, cancel: Cancel | None = None,
    tell: Callable[[tuple[int, int]], object] | None = None,
) -> FoundAgain:  # fmt: skip
    """Look for all missing files below a folder (and those there are). `tell` hears how many rows
    of how many were looked for. Raises CancelledError.
    """
    folders = tuple(dict.fromkeys(f.absolute() for f in (*project.folders, folder)))
    made = FoundAgain(folder, folders, files.FolderIndex(folders, cancel=cancel))
    column = project.column_for(MeaningKind.PATH)
    if column is None:
        return made
    lost = [row for row in project.rows if _is_lost(project, row, row.text(column.id))]
    made.missing = len(lost)
    search_ = _Search(project, made, cancel)
    for number, row in enumerate(lost):
        if cancel is not None:
            check(cancel)
        if tell is not None and number % _STEP == 0:
            tell((number, len(lost)))
        cell = row.text(column.id)
        path = search_.find(row, files.read_cell(cell))
        if path is None:
            continue
        made.found[row.id] = path
        if files.locate(cell, folders, made.index).path != path:
            made.cells[row.id, column.id] = files.cell_for(path, folders)
    return made


def _is_lost(project: Project, row: Row, cell: str) -> bool:
    if project.is_gone(row.id) or not cell.strip():
        return False
    problem = files.locate(cell, project.folders, project.folder_index).problem
    return problem is not None and problem.code in _LOST


class _Search:
    """Looks for the file of one row after the other."""

    def __init__(self, project: Project, made: FoundAgain, cancel: Cancel | None) -> None:
        self._project, self._made, self._cancel = project, made, cancel
        self._known = _Known(project)
        self._by_size: Mapping[int, Sequence[Path]] | None = None

    def find(self, row: Row, wanted: files.Wanted) -> Path | None:
        """The file of a row; how sure that is goes into the lists of what was found."""
        known = self._known.of(row, wanted)
        named = sorted(found.path for found in self._made.index.named(wanted.name))
        if not named:
            return self._renamed(row, known)
        fitting = [path for path in named if known.size in (-1, _size(path))]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            if len(named) > 1:
                self._made.unsure.append(row.number)
                return None
            self._made.other.append(row.number)
            return named[0]
        return self._one_of(row, fitting, known, wanted)

    def _one_of(
        self, row: Row, paths: Sequence[Path], known: _Bytes, wanted: files.Wanted
    ) -> Path | None:
        """Of several files with the name: the one with the bytes that are known, else one that lies
        as the cell says, else the first if all are the same.
        """
        hashes = {path: self._sha1(path) for path in paths}
        right = [path for path in paths if known.sha1 and hashes[path] == known.sha1]
        if not right and len(set(hashes.values())) == 1 and hashes[paths[0]]:
            right = list(paths)
        if right:
            if len(right) > 1:
                self._made.twice.append(row.number)
            return right[0]
        located = files.locate(wanted.text, self._made.folders, self._made.index)
        if located.path is None:
            self._made.unsure.append(row.number)
        return located.path

    def _renamed(self, row: Row, known: _Bytes) -> Path | None:
        if not known.sha1:
            return None
        for path in self._of_size(known.size):
            if self._sha1(path) == known.sha1:
                self._made.renamed.append(row.number)
                return path
        return None

    def _of_size(self, size: int) -> Sequence[Path]:
        """Files of a size; of any when that is not known."""
        if self._by_size is None:
            by_size: dict[int, list[Path]] = defaultdict(list)
            for path in self._made.index.every():
                by_size[_size(path)].append(path)
            self._by_size = by_size
        return self._by_size.get(size, ()) if size >= 0 else ()

    def _sha1(self, path: Path) -> str:
        if self._cancel is not None:
            check(self._cancel)
        try:
            return self._project.sha1(path)
        except FileError:
            return ""


class _Known:
    """Sizes and SHA-1s from the time when the files were still there."""

    def __init__(self, project: Project) -> None:
        self._sent = project.sent_sha1()
        self._by_name: dict[str, list[tuple[tuple[str, ...], _Bytes]]] = defaultdict(list)
        self._sizes: dict[str, int] = {}
        for path, size, sha1 in project.remembered():
            parts = tuple(PurePosixPath(path.replace("\\", "/")).parts)
            self._by_name[_folded(parts[-1])].append((parts, _Bytes(size, sha1)))
            self._sizes[sha1] = size

    def of(self, row: Row, wanted: files.Wanted) -> _Bytes:
        """What the file of a row was."""
        if sha1 := self._sent.get(row.id, ""):
            return _Bytes(self._sizes.get(sha1, -1), sha1)
        found = [
            known
            for parts, known in self._by_name.get(_folded(wanted.name), ())
            if parts[-len(wanted.parts) :] == wanted.parts
        ]
        return found[0] if len(set(found)) == 1 else _Bytes()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -2


def rows_in_words(numbers: Iterable[int], most: int = 3) -> str:
    """The first of some row numbers: 4, 7, 12 …"""
    listed = sorted(numbers)
    words = ", ".join(map(str, listed[:most]))
    return f"{words} …" if len(listed) > most else words
