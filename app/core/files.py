"""From the path in a cell to a file under the folders a person chose, and to nothing else.

What a cell names is worked out on text alone (`read_cell`), for Windows and for POSIX paths on
every system. `..`, devices and links that lead out of the folders are refused; an absolute path from
elsewhere (also one of a share, which is never opened) is found again by its name.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from app.core.cancel import Cancel, check
from app.core.model import Fix, Problem, Severity

MAX_ENTRIES = 200_000
MAX_DEPTH = 12
_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICE_ROOT = re.compile(r"[\\/]{2}[.?](?:[\\/]|$)")
_SHARE = re.compile(r"[\\/]{2}[^\\/]")
_URL = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/\s]+/\S+", re.IGNORECASE)
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)
_SYSTEM_FOLDERS = frozenset({"dev", "proc", "sys"})
_SKIPPED_FOLDERS = frozenset({"__macosx", "@eadir", "system volume information"})
_SHOWN = 3
_MAX_COMPARED = 1000


class Kind(StrEnum):
    """What a path cell turns out to be."""

    RELATIVE = "relative"
    POSIX = "posix"
    """Absolute as on Linux and macOS."""
    WINDOWS = "windows"
    """Absolute as on Windows, with a drive."""
    NETWORK = "network"
    """A share of another computer."""
    URL = "url"
    EMPTY = "empty"
    OUTSIDE = "outside"
    """Steps out of its folder (..)."""
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A path cell, taken apart: `parts` without separators, empty parts, `.` and the drive."""

    kind: Kind
    text: str
    parts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the file, for people and for looking it up."""
        return self.parts[-1] if self.parts else self.text


@dataclass(frozen=True, slots=True)
class Located:
    """The file of a row. `path` is None when `problem` is an error, and when the file lies on the
    web, at `address` (problem url-file, an info); `moved` = found by its name in another place than
    the cell says (problem file-moved, an info).
    """

    path: Path | None
    problem: Problem | None = None
    moved: bool = False
    address: str = ""


def name_of(cell: str) -> str:
    """The path cell as far as it tells the file's name: of an address only its last part."""
    text = cell.strip()
    if not _WEB.match(text):
        return cell
    try:
        return unquote(urlsplit(text).path.rpartition("/")[2])
    except ValueError:
        return cell


def read_cell(cell: str, *, windows: bool = os.name == "nt") -> Wanted:
    """Take a path cell apart, without looking at any disk. `windows`: also refuse what only
    Windows takes for a device or a stream (a colon in a name).
    """
    text = _unwrapped(cell)
    special = _special(text)
    if special is not None:
        return Wanted(special, text)
    kind, rest = _root(text)
    parts = tuple(p for p in re.split(r"[\\/]+", rest) if p.rstrip(" ") not in {"", "."})
    if any(_steps_out(part) for part in parts) or (kind is Kind.NETWORK and len(parts) < 3):
        return Wanted(Kind.OUTSIDE, text, parts[-1:])
    if _names_device(kind, parts, windows=windows):
        return Wanted(Kind.DEVICE, text, parts[-1:])
    return Wanted(kind, text, parts)


def _special(text: str) -> Kind | None:
    """Kinds that the beginning alone tells."""
    if not text:
        return Kind.EMPTY
    if _URL.match(text):
        return Kind.URL
    return Kind.DEVICE if _DEVICE_ROOT.match(text) else None


def _unwrapped(cell: str) -> str:
    """Without outer blanks, the quotes of Windows' "Copy as path", and file: addresses."""
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    if not text.lower().startswith("file:/"):
        return text
    try:
        address = urlsplit(text)
    except ValueError:
        return text
    path = unquote(address.path)
    if address.netloc and address.netloc.lower() != "localhost":
        return f"//{address.netloc}{path}"
    return path[1:] if _DRIVE.match(path[1:]) else path


def _root(text: str) -> tuple[Kind, str]:
    if _SHARE.match(text):
        return Kind.NETWORK, text[2:]
    if _DRIVE.match(text):
        return Kind.WINDOWS, text[2:]
    if text[0] == "/":
        return Kind.POSIX, text
    return (Kind.WINDOWS if text[0] == "\\" else Kind.RELATIVE), text


def _steps_out(part: str) -> bool:
    """`..`, also with the blanks and dots that Windows drops."""
    return part.startswith("..") and not part.rstrip(" .")


def _names_device(kind: Kind, parts: Sequence[str], *, windows: bool) -> bool:
    if kind is Kind.POSIX and parts and parts[0] in _SYSTEM_FOLDERS:
        return True
    if windows and any(":" in part for part in parts):
        return True
    return any(_DEVICE.fullmatch(part.split(".")[0].rstrip(" ")) for part in parts)


def inside(path: PurePath, folder: PurePath) -> bool:
    """Whether an absolute path lies under a folder, by text alone (Windows: case ignored)."""
    return path != folder and ".." not in path.parts and path.is_relative_to(folder)


@dataclass(frozen=True, slots=True)
class _Found:
    folder: Path
    parts: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.folder.joinpath(*self.parts)

    @property
    def place(self) -> str:
        """Where it lies, for people: from the chosen folder on, without the name."""
        return "/".join((self.folder.name or str(self.folder), *self.parts[:-1]))


class FolderIndex:
    """Names of all files under the chosen folders, read once.

    At most `limit` entries and `depth` folders deep; `truncated` tells when there was more.
    Hidden folders, links to folders and what cannot be read are left out.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        limit: int = MAX_ENTRIES,
        depth: int = MAX_DEPTH,
        cancel: Cancel | None = None,
    ) -> None:
        self.folders = tuple(folders)
        self.count = 0
        self.truncated = False
        self._limit = limit
        self._by_name: dict[str, list[_Found]] = defaultdict(list)
        self._by_folded: dict[str, list[_Found]] = defaultdict(list)
        self._digits: dict[str, list[str]] | None = None
        for folder in self.folders:
            self._read(folder, depth, cancel)

    def _read(self, folder: Path, depth: int, cancel: Cancel | None) -> None:
        waiting: list[tuple[Path, tuple[str, ...]]] = [(folder, ())]
        while waiting:
            if cancel is not None:
                check(cancel)
            place, parts = waiting.pop()
            for entry in _entries(place):
                self.count += 1
                if self.count > self._limit:
                    self.truncated = True
                    return
                if not _is_folder(entry):
                    self._add(_Found(folder, (*parts, entry.name)))
                elif entry.is_symlink() or _skipped(entry.name):
                    continue
                elif len(parts) >= depth:
                    self.truncated = True
                else:
                    waiting.append((place / entry.name, (*parts, entry.name)))

    def _add(self, found: _Found) -> None:
        key = _key(found.parts[-1])
        if key.startswith("._"):
            return
        self._by_name[key].append(found)
        self._by_folded[key.casefold()].append(found)

    def named(self, name: str) -> list[_Found]:
        """Files of that name, in any folder: Unicode forms alike, then percent-encoding, then
        any case.
        """
        for table, change in ((self._by_name, _key), (self._by_folded, _folded)):
            for form in _forms(name):
                if found := table.get(change(form)):
                    return [f for f in {f.path: f for f in found}.values() if f.path.is_file()]
        return []

    def every(self) -> Iterator[Path]:
        """All files, each once."""
        seen: set[Path] = set()
        for found in (f for same in self._by_name.values() for f in same):
            path = found.path
            if path not in seen:
                seen.add(path)
                yield path

    def similar(self, name: str) -> _Found | None:
        """The one file whose name is almost this one, with the same digits: a typing error."""
        names = self._by_digits().get(_digits(name), [])
        if len(names) > _MAX_COMPARED:
            return None
        close = difflib.get_close_matches(_folded(name), names, 2, 0.85)
        found = self._by_folded[close[0]] if len(close) == 1 else []
        return found[0] if len(found) == 1 else None

    def _by_digits(self) -> dict[str, list[str]]:
        if self._digits is None:
            self._digits = defaultdict(list)
            for name in self._by_folded:
                self._digits[_digits(name)].append(name)
        return self._digits


def _digits(name: str) -> str:
    return " ".join(re.findall(r"\d+", name))


def _entries(place: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _skipped(name: str) -> bool:
    return name.startswith((".", "$")) or name.lower() in _SKIPPED_FOLDERS


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _key(name).casefold()


def _forms(name: str) -> tuple[str, ...]:
    decoded = unquote(name)
    return (name,) if decoded == name else (name, decoded)


def locate(cell: str, folders: Sequence[Path], index: FolderIndex | None = None) -> Located:
    """Find the file that a path cell names. Give an `index` for many cells; without one it is
    made when a file does not lie where the cell says.

    Problems: path-missing, url-path, path-outside, path-device, path-link-leaves,
    path-directory, file-missing, file-ambiguous (errors); file-moved, url-file (infos).
    """
    wanted = read_cell(cell)
    if wanted.kind is Kind.URL and _WEB.match(wanted.text):
        info = Problem("url-file", Severity.INFO, params={"path": wanted.text})
        return Located(None, info, address=wanted.text)
    refused = _REFUSED.get(wanted.kind)
    if refused is not None:
        return _error(refused, wanted)
    direct = _direct(wanted, folders)
    if direct is not None:
        return direct
    return _by_name(wanted, index or FolderIndex(folders))


_NOWHERE = FolderIndex(())


def cell_for(path: Path, folders: Sequence[Path]) -> str:
    """What a path cell says to name just this file: from one of the folders on, if that is enough."""
    for folder in folders:
        if inside(path, folder):
            cell = path.relative_to(folder).as_posix()
            if locate(cell, folders, _NOWHERE).path == path:
                return cell
    return str(path)


_REFUSED = {
    Kind.EMPTY: "path-missing",
    Kind.URL: "url-path",
    Kind.OUTSIDE: "path-outside",
    Kind.DEVICE: "path-device",
}


def _error(code: str, wanted: Wanted, fix: Fix | None = None, **params: object) -> Located:
    shown = {"name": wanted.name, "path": wanted.text, **params}
    return Located(None, Problem(code, Severity.ERROR, params=shown, fix=fix))


def _direct(wanted: Wanted, folders: Sequence[Path]) -> Located | None:
    """The file where the cell says it is; None when nothing is there."""
    answer = None
    for folder, candidate in _candidates(wanted, folders):
        code = _why_not(candidate, folder)
        if code is None:
            return Located(candidate)
        if code != "file-missing" and answer is None:
            answer = _error(code, wanted)
    return answer


def _candidates(wanted: Wanted, folders: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    if wanted.kind is Kind.RELATIVE:
        for folder in folders:
            yield folder, folder.joinpath(*wanted.parts)
            for form in dict.fromkeys(_other_forms(wanted.parts)):
                if form != wanted.parts:
                    yield folder, folder.joinpath(*form)
        return
    if not _is_native(wanted.kind):
        return
    path = Path("/", *wanted.parts) if wanted.kind is Kind.POSIX else Path(wanted.text)
    for folder in folders:
        if inside(path, folder) or inside(path, _resolved(folder)):
            yield folder, path


def _other_forms(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for form in ("NFC", "NFD"):
        yield tuple(unicodedata.normalize(form, part) for part in parts)
    decoded = read_cell(unquote("/".join(parts)))
    if decoded.kind is Kind.RELATIVE:
        yield decoded.parts


def _is_native(kind: Kind) -> bool:
    if os.name == "nt":
        return kind in {Kind.WINDOWS, Kind.NETWORK}
    return kind is Kind.POSIX


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _why_not(path: Path, folder: Path) -> str | None:
    """None for a plain file that really lies under the folder, else a problem code."""
    try:
        mode = _mode_without_links(path, folder)
        if mode is None:
            real = path.resolve(strict=True)
            mode = real.stat().st_mode
            if not real.is_relative_to(_resolved(folder)):
                return "path-link-leaves"
    except (OSError, RuntimeError, ValueError):
        return "file-missing"
    if stat.S_ISDIR(mode):
        return "path-directory"
    return None if stat.S_ISREG(mode) else "path-device"


def _mode_without_links(path: Path, folder: Path) -> int | None:
    """Mode of what lies under the folder by its text when no link leads there, so that it really
    lies there; None when it must be resolved. Raises OSError, ValueError.
    """
    depth = len(folder.parts)
    below = path.parts[depth:]
    if os.name == "nt" or path.parts[:depth] != folder.parts or not below or ".." in below:
        return None  # Windows has more than one kind of link
    place, mode = str(folder), 0
    for part in below:
        place = f"{place}/{part}"
        mode = os.lstat(place).st_mode
        if stat.S_ISLNK(mode):
            return None
    return mode


def _by_name(wanted: Wanted, index: FolderIndex) -> Located:
    found = _best(wanted.parts, index.named(wanted.name)) if wanted.parts else []
    if not found:
        return _error("file-missing", wanted, _suggested(index.similar(wanted.name)))
    if len(found) > 1:
        places = sorted({f.place for f in found})[:_SHOWN]
        return _error("file-ambiguous", wanted, count=len(found), where=", ".join(places))
    only = found[0]
    code = _why_not(only.path, only.folder)
    if code is not None:
        return _error(code, wanted)
    if _same_place(wanted, only):
        return Located(only.path)
    params = {"name": wanted.name, "where": only.place}
    problem = Problem("file-moved", Severity.INFO, params=params, fix=_suggested(only))
    return Located(only.path, problem, moved=True)


def _suggested(found: _Found | None) -> Fix | None:
    return Fix("replace", "/".join(found.parts)) if found else None


def _same_place(wanted: Wanted, found: _Found) -> bool:
    """Only the case or the Unicode form of the cell differs from what is on the disk."""
    forms = (wanted.parts, tuple(unquote(part) for part in wanted.parts))
    mine = tuple(_folded(part) for part in found.parts)
    return wanted.kind is Kind.RELATIVE and mine in {tuple(map(_folded, form)) for form in forms}


def _best(parts: Sequence[str], found: list[_Found]) -> list[_Found]:
    """Of several files with the name: those that share most of the folders above it."""
    if len(found) < 2:
        return found
    shared = [_shared(parts, f.parts) for f in found]
    return [f for f, length in zip(found, shared, strict=True) if length == max(shared)]


def _shared(wanted: Sequence[str], found: Sequence[str]) -> int:
    length = 0
    for mine, theirs in zip(reversed(wanted), reversed(found), strict=False):
        if _folded(mine) != _folded(theirs):
            break
        length += 1
    return length
