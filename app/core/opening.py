"""What a path given by a person leads to: a project file, a sheet, or a folder of pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.core import fields, sheet, values
from app.core.errors import FileError, UsageError
from app.core.model import Table
from app.core.project import (
    Project,
    chosen,
    claims,
    keep_chosen,
    open_beside,
    project_path,
    read_beside,
    sheet_sha1,
)
from app.core.project.project import SUFFIX

FOLDER_PROJECT = "folder"
_WORKBOOKS = (".xls", ".xlsx", ".ods")


@dataclass(frozen=True, slots=True)
class Opened:
    """A project, and where it lies when that is not beside its sheet (to be said)."""

    project: Project
    elsewhere: Path | None = None


def is_project(path: Path) -> bool:
    """Whether the name is that of a project file."""
    return path.suffix.lower() == SUFFIX


def read(source: Path, name: str = "") -> Table:
    """The table of a sheet (`name`: of a workbook) or a folder. Raises SheetError, FileError,
    UsageError.
    """
    if not source.exists():
        raise FileError("sheet-missing", name=source.name or str(source))
    if name and source.suffix.lower() not in _WORKBOOKS:
        raise UsageError("sheet-differs", sheet=name, name=source.name)
    return sheet.read_folder(source) if source.is_dir() else sheet.read(source, sheet=name or None)


def make(
    project: Path | None, source: Path, files: Path | None = None, template: str | None = None,
    *, name: str = "",
) -> Project:  # fmt: skip
    """A new project file from a sheet or a folder (`project` None: in memory). `files` is the
    folder of the pictures; without it the sheet's own folder; `name` the sheet of a workbook. A
    folder gets the general template: its headers are ours and speak for none.
    Raises SheetError, FileError, UsageError.
    """
    table = read(source, name)
    if template is None and source.is_dir():
        template = fields.templates()[0].id
    home = source.absolute() if source.is_dir() else source.absolute().parent
    folders = [home] if files is None else [files.absolute(), home]
    if files is not None and not files.is_dir():
        raise FileError("folder-missing", name=str(files))
    target = project if project is None or is_project(project) else Path(f"{project}{SUFFIX}")
    if target is not None and not target.absolute().parent.is_dir():
        raise FileError("folder-missing", name=str(target.absolute().parent))
    made = Project.create(
        target, table, name=source.stem if target is None else target.stem,
        folders=list(dict.fromkeys(folders)), template=template,
    )  # fmt: skip
    if source.is_file():
        made.sheet_sha1 = sheet_sha1(source)
    keep_chosen(made, name, table)
    return made


def write_in(project: Project, language: str) -> None:
    """Say in which language the texts of a project are. Raises UsageError for one that captions
    cannot have.
    """
    code = values.language_code(language)
    if code is None or code not in values.caption_languages():
        raise UsageError("no-such-language", text=language)
    project.set_layout(replace(project.layout, language=code, language_said=True))


def in_memory(opened: Opened) -> Opened:
    """The same project as a copy that is never written to its file."""
    place = opened.project.path
    if place is None or not opened.project.on_disk:
        return opened
    opened.project.close()
    return Opened(Project.open_copy(place), opened.elsewhere)


def _new_in(folder: Path, project: Project) -> Table | None:
    """The files of a folder that its project has no row for; None = there are none."""
    column = project.column_for("path")
    if column is None:
        return None
    known = {row.text(column.id) for row in project.rows}
    table = sheet.read_folder(folder, known=known)
    return table if table.rows else None


def for_reading(path: Path, name: str = "") -> Opened:
    """Open without leaving or changing a file: a project as it is; a sheet in its project as
    sending would find it, else in memory. `name`: the sheet of a workbook.
    """
    if is_project(path):
        return _of_sheet(Project.open_to_read(path), name)
    if path.is_file():
        project = read_beside(path, read, name)
        if project is not None:
            return Opened(project)
    if path.is_dir():
        place, _ = project_path(path.absolute())
        if place.exists():
            opened = _of_sheet(Project.open_to_read(place), name)
            if fresh := _new_in(path, opened.project):
                opened = in_memory(opened)
                opened.project.add_files(fresh)
            return opened
    return Opened(make(None, path, name=name))


def _of_sheet(project: Project, name: str) -> Opened:
    chosen(project, name)
    return Opened(project)


def for_sending(path: Path, name: str = "", *, take_over: bool = False) -> Opened:
    """Open to send: a sheet gets (or keeps) the project beside it; a folder gets one beside it,
    named after it; in the data folder when that place cannot be written. `name`: the sheet of a
    workbook. The project is claimed for this program until it is closed; `take_over`: although
    another computer has it. Raises FileError: project-open, project-open-elsewhere, ….
    """
    place = path if is_project(path) else project_path(path.absolute())[0]
    claim = claims.take(place, take_over=take_over)
    try:
        opened = _for_sending(path, name)
    except BaseException:
        claim.release()
        raise
    opened.project.keep(claim)
    return opened


def _for_sending(path: Path, name: str) -> Opened:
    if is_project(path):
        return _of_sheet(Project.open(path), name)
    if path.is_dir():
        place, is_beside = project_path(path.absolute())
        if not place.exists():
            return Opened(make(place, path, name=name), None if is_beside else place)
        project = _of_sheet(Project.open(place), name).project
        if fresh := _new_in(path, project):
            project.add_files(fresh)
        return Opened(project, None if is_beside else place)
    if not path.exists():
        raise FileError("sheet-missing", name=path.name)
    beside = open_beside(path, read, name)
    return Opened(beside.project, beside.elsewhere)
