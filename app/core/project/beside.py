"""The project that belongs to a sheet: beside it, kept in step when the sheet changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core import paths
from app.core.errors import FileError, UsageError
from app.core.model import Table
from app.core.project.project import SUFFIX, Project

_SHEET, _SHOWN = "sheet", "sheet_name"


@dataclass(frozen=True, slots=True)
class Beside:
    """The opened project; `elsewhere` is set when it could not lie beside the sheet."""

    project: Project
    elsewhere: Path | None = None


def project_path(sheet: Path) -> tuple[Path, bool]:
    """Where the project of a sheet lies, and whether that is beside it (else the data folder)."""
    beside = sheet.with_name(sheet.name + SUFFIX)
    if beside.exists() or os.access(sheet.parent, os.W_OK):
        return beside, True
    key = hashlib.sha1(str(sheet.absolute()).encode(), usedforsecurity=False).hexdigest()[:10]
    folder = paths.data() / "projects"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{sheet.name}-{key}{SUFFIX}", False


def sheet_sha1(sheet: Path) -> str:
    """SHA-1 of the sheet's bytes. Raises FileError."""
    try:
        with sheet.open("rb") as stream:
            return hashlib.file_digest(stream, "sha1").hexdigest()
    except OSError as error:
        raise FileError("sheet-missing", str(error), name=sheet.name) from error


Read = Callable[[Path, str], Table]
"""Reads a workbook, and in it the sheet of a name ("" = the first with content)."""


def chosen(project: Project, name: str) -> str:
    """The sheet of its workbook that a project belongs to, "" = the first with content. Raises
    UsageError when `name` asks for another one.
    """
    kept = project.setting(_SHEET)
    same = (kept.casefold(), project.setting(_SHOWN).casefold())
    if name and name.casefold() not in same:
        project.close()
        raise UsageError(
            "sheet-differs", sheet=name, name=project.path.name if project.path else ""
        )
    return kept


def keep_chosen(project: Project, name: str, table: Table) -> None:
    """Remember which sheet of its workbook a project belongs to, and what that is called."""
    if name:
        project.set_setting(_SHEET, name)
    if table.sheet_name:
        project.set_setting(_SHOWN, table.sheet_name)


def read_beside(sheet: Path, read: Read, name: str = "") -> Project | None:
    """The project of a sheet to look at, without writing a byte: when the sheet's bytes changed
    since, a copy in memory that took them over. None when it has none. Raises as `open_beside`.
    """
    place, _ = project_path(sheet)
    if not place.exists():
        return None
    project, digest = Project.open_to_read(place), sheet_sha1(sheet)
    kept = chosen(project, name)
    if project.sheet_sha1 == digest:
        return project
    project.close()
    copy = Project.open_copy(place)
    copy.renew(read(sheet, kept), digest)
    return copy


def open_beside(sheet: Path, read: Read, name: str = "") -> Beside:
    """Open or make the project of a sheet (`name`: of a workbook); take the sheet's texts over when
    its bytes changed since. Raises SheetError, FileError, StoreError, UsageError.
    """
    digest = sheet_sha1(sheet)
    place, is_beside = project_path(sheet)
    if place.exists():
        project = Project.open(place)
        kept = chosen(project, name)
        if project.sheet_sha1 != digest:
            project.renew(read(sheet, kept), digest)
    else:
        folders = [sheet.absolute().parent]
        table = read(sheet, name)
        project = Project.create(place, table, name=sheet.stem, folders=folders)
        project.sheet_sha1 = digest
        keep_chosen(project, name, table)
    return Beside(project, None if is_beside else place)
