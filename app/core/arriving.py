"""What files and folders that a person drops on a sheet would become: rows, files that rows miss, or
nothing, and why. Nothing is changed by looking.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path

from app.core import fields, files, names, resources, same_object
from app.core.cancel import Cancel, check
from app.core.errors import FileError, SheetError
from app.core.model import MeaningKind, Row
from app.core.project import Project
from app.core.sheet import folder, limits

Tell = Callable[[tuple[int, int]], object]
"""Hears how many of how many files were looked at; of 0 while they are still being found."""
_STEP = 50


class Kind(Enum):
    """What one file that arrived is."""

    NEW = auto()
    PRESENT = auto()
    """The file of a row already."""
    TWIN = auto()
    """The same bytes as the file of a row, or as another one that arrived."""
    MISSED = auto()
    """A row misses a file of this name."""
    REFUSED = auto()
    """Of a kind that Commons does not take."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file. `row` = the row it belongs to or is a twin of, None when that is another one that
    arrived, `other`.
    """

    path: Path
    kind: Kind
    below: bool = False
    """It lies in a sub-folder of a folder that was dropped."""
    row: Row | None = None
    other: str = ""


@dataclass(frozen=True)
class Arrival:
    """All files that arrived, in the order people count in."""

    dropped: tuple[Path, ...]
    items: tuple[Item, ...] = ()
    folders: tuple[Path, ...] = field(default=())
    """The folders among what was dropped."""

    def of(self, kind: Kind, *, below: bool = True) -> tuple[Item, ...]:
        """Those of one kind; `below`: also from sub-folders."""
        return tuple(i for i in self.items if i.kind is kind and (below or not i.below))

    @property
    def deeper(self) -> int:
        """How many that could be of use lie in sub-folders."""
        return sum(i.below and i.kind is not Kind.REFUSED for i in self.items)

    def rows(self, *, below: bool, twins: bool) -> list[Path]:
        """What becomes rows. `twins`: also what is there with the same bytes."""
        wanted = (Kind.NEW, Kind.TWIN) if twins else (Kind.NEW,)
        return [i.path for i in self.items if i.kind in wanted and (below or not i.below)]

    def refused(self, *, below: bool) -> list[tuple[str, int]]:
        """Groups of kinds that Commons does not take ("" = not known), each with its count."""
        found = Counter(group_of(i.path) for i in self.of(Kind.REFUSED, below=below))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    groups = resources.catalogue("filetypes")["not_accepted"]
    return {ext: group["ext"][0] for group in groups for ext in group["ext"]}


def group_of(path: Path) -> str:
    """The group of kinds that Commons does not take, by its first ending (sentence key
    filetype.<group>); "" for an ending that nobody knows.
    """
    return _groups().get(_ending(path), "")


def _ending(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


# looking ------------------------------------------------------------------------------------------


def look(
    project: Project, dropped: Sequence[Path], cancel: Cancel | None = None, tell: Tell | None = None
) -> Arrival:  # fmt: skip
    """What would become of files and folders. Raises FileError (a folder that cannot be read),
    SheetError (too many files), CancelledError.
    """
    places = tuple(path.absolute() for path in dropped)
    found = list(_gather(places, cancel, tell or _deaf))
    sorter = _Sorter(project, cancel)
    items = []
    for number, (path, below) in enumerate(found):
        if cancel is not None:
            check(cancel)
        if tell is not None and number % _STEP == 0:
            tell((number, len(found)))
        items.append(sorter.item(path, below=below))
    return Arrival(places, tuple(items), tuple(p for p in places if p.is_dir()))


def _deaf(_news: object) -> None:
    """Nobody listens."""


def _gather(
    dropped: Sequence[Path], cancel: Cancel | None, tell: Tell
) -> Iterator[tuple[Path, bool]]:
    """Each file once, those of sub-folders last."""
    seen: set[Path] = set()
    deeper: list[Path] = []
    for place in dropped:
        if not place.is_dir():
            here = [place]
        else:
            inside = []
            for name in folder.names_in(place, cancel=cancel):
                inside.append(name)
                if len(inside) % _STEP == 0:
                    tell((len(inside), 0))
                if len(inside) > limits.ROWS:
                    raise SheetError("folder-too-many-files", name=place.name, limit=limits.ROWS)
            inside.sort(key=folder.by_folder)
            here = [place / name for name in inside if "/" not in name]
            deeper += [place / name for name in inside if "/" in name]
        for path in here:
            if path not in seen:
                seen.add(path)
                yield path, False
    for path in deeper:
        if path not in seen:
            seen.add(path)
            yield path, True


_Owned = tuple[Path, Row | None]
"""A file, and the row it belongs to."""
_Id = tuple[int, int]
"""Device and number of a file: the same for two ways to it."""


class _Sorter:
    """Knows the files of all rows, and says what one that arrived is."""

    def __init__(self, project: Project, cancel: Cancel | None) -> None:
        self._project = project
        self._ids: dict[_Id, Row] = {}
        self._sizes: dict[int, list[_Owned]] = defaultdict(list)
        """Files whose bytes were not asked for yet, by size."""
        self._hashes: dict[str, _Owned] = {}
        """The first file with each SHA-1, of sizes that several have."""
        self._hashed: set[int] = set()
        self._missed: dict[str, list[Row]] = defaultdict(list)
        column = project.column_for(MeaningKind.PATH)
        for row in project.rows if column is not None else ():
            if cancel is not None:
                check(cancel)
            assert column is not None
            if not project.is_gone(row.id):
                self._know(row, row.text(column.id))

    def _know(self, row: Row, cell: str) -> None:
        located = files.locate(cell, self._project.folders, self._project.folder_index)
        if located.path is None:
            if located.problem is not None and located.problem.code == "file-missing":
                self._missed[_name(files.read_cell(cell).name)].append(row)
            return
        try:
            status = located.path.stat()
        except OSError:
            return
        self._ids.setdefault((status.st_dev, status.st_ino), row)
        self._sizes[status.st_size].append((located.path, row))

    def item(self, path: Path, *, below: bool) -> Item:
        """What this file is. It counts for those that come after it."""
        if _ending(path) not in names.extension.allowed():
            return Item(path, Kind.REFUSED, below)
        try:
            status = path.stat()
        except OSError:
            return Item(path, Kind.REFUSED, below)
        if (row := self._ids.get((status.st_dev, status.st_ino))) is not None:
            return Item(path, Kind.PRESENT, below, row)
        if waiting := self._missed.get(_name(path.name)):
            return Item(path, Kind.MISSED, below, waiting.pop(0))
        twin = self._twin(path, status.st_size)
        if twin is not None:
            return Item(path, Kind.TWIN, below, twin[1], twin[0].name)
        return Item(path, Kind.NEW, below)

    def _twin(self, path: Path, size: int) -> _Owned | None:
        """The first file with the same bytes; only files of one size are read."""
        waiting = self._sizes.pop(size, [])
        if not size or not (waiting or size in self._hashed):
            self._sizes[size].append((path, None))
            return None
        self._hashed.add(size)
        for other in waiting:
            if sha1 := self._sha1(other[0]):
                self._hashes.setdefault(sha1, other)
        sha1 = self._sha1(path)
        twin = self._hashes.get(sha1) if sha1 else None
        if sha1:
            self._hashes.setdefault(sha1, (path, None))
        return twin

    def _sha1(self, path: Path) -> str:
        try:
            return self._project.sha1(path)
        except FileError:
            return ""


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


# what it becomes ----------------------------------------------------------------------------------


def homes(project: Project, arrival: Arrival, paths: Iterable[Path]) -> tuple[Path, ...]:
    """The project's folders, and behind them those that are needed for files from elsewhere."""
    found = list(dict.fromkeys(f.absolute() for f in project.folders))
    for path in paths:
        if not any(files.inside(path, home) for home in found):
            home = next((f for f in arrival.folders if files.inside(path, f)), path.parent)
            found.append(home)
    return tuple(found)


def new_rows(
    project: Project, paths: Iterable[Path], folders: Sequence[Path], cancel: Cancel | None = None,
    tell: Tell | None = None,
) -> list[dict[int, str]]:  # fmt: skip
    """Rows of their own: texts by column id, read from the files as a folder is read."""
    columns = _columns(project)
    wanted = list(paths)
    rows = []
    for number, path in enumerate(wanted):
        if cancel is not None:
            check(cancel)
        if tell is not None and number % _STEP == 0:
            tell((number, len(wanted)))
        cells = folder.cells(path, files.cell_for(path, folders))
        rows.append({columns[i]: text for i, text in enumerate(cells) if i in columns and text})
    return rows


def _columns(project: Project) -> dict[int, int]:
    """Which column of the project takes which text of a folder's row, by place: that of the same
    meaning, for a text without one that of the same header.
    """
    meanings = fields.recognise(folder.HEADERS, project.layout.template)
    headers = {column.header: column for column in project.columns}
    found = {}
    for i, (header, meaning) in enumerate(zip(folder.HEADERS, meanings, strict=True)):
        is_plain = meaning.kind is MeaningKind.PLAIN
        column = headers.get(header) if is_plain else project.column_for(meaning)
        if column is not None:
            found[i] = column.id
    return found


def more_pictures(
    project: Project, row: Row, paths: Iterable[Path], folders: Sequence[Path]
) -> list[dict[int, str]]:
    """Rows for more pictures of the object of a row: they share its texts, their names go on
    behind its name.
    """
    path_column = project.column_for(MeaningKind.PATH)
    name_column = project.column_for(MeaningKind.NAME)
    shared = same_object.shared(project, row)
    taken = same_object.taken_names(project)
    name = row.text(name_column.id) if name_column is not None else ""
    rows = []
    for path in paths:
        texts = dict(shared)
        if path_column is not None:
            texts[path_column.id] = files.cell_for(path, folders)
        if name_column is not None:
            title = same_object.numbered(name, taken) if name else folder.title(path.name)
            taken.add(names.same_title_key(title))
            texts[name_column.id] = title
        rows.append(texts)
    return rows


def found_files(
    project: Project, items: Iterable[Item], folders: Sequence[Path],
    index: files.FolderIndex | None = None,
) -> Mapping[tuple[int, int], str]:  # fmt: skip
    """Cells to change so that rows find the files they missed: by (row id, column id). `index` of
    the folders: rows that find theirs in it by its name stay as they are.
    """
    column = project.column_for(MeaningKind.PATH)
    if column is None:
        return {}
    return {
        (item.row.id, column.id): files.cell_for(item.path, folders)
        for item in items
        if item.row is not None
        and (
            index is None
            or files.locate(item.row.text(column.id), folders, index).path != item.path
        )
    }
