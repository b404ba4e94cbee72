"""A sheet, a project or a folder written as a sheet of another format. What the other format cannot
hold is said, or nothing is written; a workbook in the old format is one that Pattypan can read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.core import fields, files, names, opening, sheet
from app.core.errors import FileError, SheetError, UsageError
from app.core.model import Column, Meaning, MeaningKind, Problem, Row, Severity
from app.core.project import Project, chosen
from app.core.sheet import texts
from app.core.wikitext import pattypan

_PATTYPAN = "xls"
_CATEGORIES = "field:categories"
_LAST = (pattypan.LICENCE, pattypan.PARTNERSHIP, pattypan.CATEGORIES)


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written, and what there is to know about it."""

    rows: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Written:
    """A column that is written: of the project (`id`), or of texts for all rows only."""

    header: str
    id: int | None = None
    for_all: str = ""
    """Stands in empty cells."""
    behind: str = ""
    """Stands in every cell, behind its own text."""

    def text(self, row: Row) -> str:
        text = (row.text(self.id) if self.id is not None else "") or self.for_all
        return "; ".join(filter(None, (text, self.behind))) if self.behind else text


@dataclass(slots=True)
class _Table:
    """What is to be written."""

    headers: list[str]
    rows: list[list[str]]
    template: str | None
    problems: list[Problem]


def convert(source: Path, target: Path, *, name: str = "", force: bool = False) -> Converted:
    """Write what `source` leads to as a sheet; the ending of `target` says which. `name` is the
    sheet of a workbook, `force` lets a file that is there be replaced, but never the source.

    A sheet is read as it stands in its file; a project with everything that was changed in it.
    Raises UsageError, FileError, SheetError; then nothing was written.
    """
    ending = target.suffix.lower().removeprefix(".")
    _check(source, target, ending, force=force)
    with _opened(source, name) as project:
        table = _table(project, source, target, ending)
        if opening.is_project(source):
            table.problems += _left_in(project, ending, table)
        else:
            table.problems = [*project.sheet_problems(), *table.problems]
    if ending not in sheet.WORKBOOKS and table.template is not None:
        table.problems.append(_hint("layout-left", Severity.WARNING, name=target.name))
    if ending == "ods":
        table.problems += _signs_left(table, target)
    sheet.write(target, table.headers, table.rows, template=table.template)
    return Converted(len(table.rows), tuple(table.problems))


def _check(source: Path, target: Path, ending: str, *, force: bool) -> None:
    if opening.is_project(target):
        raise UsageError("convert-to-project", name=target.name, source=source.name)
    if ending not in sheet.ENDINGS:
        raise SheetError("sheet-ending", name=target.name)
    if target.exists():
        if source.exists() and target.samefile(source):
            raise UsageError("convert-onto-itself", name=target.name)
        if not force:
            raise FileError("file-there", name=target.name)
    if not target.absolute().parent.is_dir():
        raise FileError("folder-missing", name=str(target.absolute().parent))


@contextmanager
def _opened(source: Path, name: str) -> Iterator[Project]:
    if opening.is_project(source):
        project = Project.open_to_read(source)
        chosen(project, name)
    else:
        project = opening.make(None, source, name=name)
    try:
        yield project
    finally:
        project.close()


def _hint(code: str, severity: Severity = Severity.INFO, **params: object) -> Problem:
    return Problem(f"convert-{code}", severity, params=params)


# -- the table -------------------------------------------------------------------------------------


def _table(project: Project, source: Path, target: Path, ending: str) -> _Table:
    rows = [row for row in project.rows if not project.is_gone(row.id)]
    path, name = (project.column_for(kind) for kind in ("path", "name"))
    rows, problems = _with_paths(rows, path, source, target, project)
    if ending == _PATTYPAN and project.layout.freemarker is None:
        if path is not None and name is not None:
            table = _for_pattypan(project, rows, path, name, target)
            table.problems = problems + table.problems
            return table
        problems.append(_hint("not-for-pattypan", Severity.WARNING, name=target.name))
    headers, filled = _plain(project, rows)
    return _Table(headers, filled, project.layout.freemarker, problems)


def _plain(project: Project, rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """The columns as they are. Texts for all rows stand in the cells that are empty, categories for
    all rows behind each row's own; in columns of their own where there is none for them.
    """
    written = [_Written(column.header, column.id) for column in project.columns]
    places = {column.id: place for place, column in enumerate(project.columns)}
    for_all = {key: text for key, text in project.constants.items() if text.strip()}
    behind = "; ".join(project.layout.categories)
    for key in dict.fromkeys([*for_all, *([_CATEGORIES] if behind else [])]):
        column = project.column_for(key)
        if column is None:
            header = fields.header_for(Meaning.parse(key), project.layout.template)
            written.append(_Written(_free(header, [one.header for one in written])))
        one = written[-1 if column is None else places[column.id]]
        one.for_all = for_all.get(key, "")
        one.behind = behind if key == _CATEGORIES else ""
    return [one.header for one in written], [[one.text(row) for one in written] for row in rows]


def _free(header: str, taken: Sequence[str]) -> str:
    number, free = 1, header
    while free in taken:
        number += 1
        free = f"{header} {number}"
    return free


def _with_paths(
    rows: list[Row], path: Column | None, source: Path, target: Path, project: Project
) -> tuple[list[Row], list[Problem]]:
    """The rows so that their paths lead to the same files from where the sheet will lie. Only those
    that we made from a folder are changed; else it is said that they count from elsewhere.
    """
    home = target.absolute().parent
    base = source.absolute() if source.is_dir() else next(iter(project.folders), home)
    if path is None or base.resolve() == home.resolve():
        return rows, []
    if not source.is_dir():
        kinds = {files.read_cell(row.text(path.id)).kind for row in rows}
        told = [_hint("paths", folder=base)] if files.Kind.RELATIVE in kinds else []
        return rows, told
    inside = base.resolve().is_relative_to(home.resolve())
    start = base.resolve().relative_to(home.resolve()) if inside else base
    moved = [
        replace(row, cells={**row.cells, path.id: (start / row.text(path.id)).as_posix()})
        for row in rows
    ]
    return moved, []


# -- for Pattypan ----------------------------------------------------------------------------------


def _for_pattypan(
    project: Project, rows: Sequence[Row], path: Column, name: Column, target: Path
) -> _Table:
    """Its columns with the texts as they stand on the page, ours that it passes over, and the
    layout that makes the page.
    """
    layout, columns = project.layout, tuple(project.columns)
    made = [
        pattypan.texts(fields.read_entry(row, columns, layout, project.constants), layout)
        for row in rows
    ]
    filled = frozenset().union(*made) | {pattypan.CATEGORIES}
    used = [one for one in pattypan.columns(layout) if one in filled]
    shown = [one for one in used if one not in _LAST]
    ours = [c for c in columns if _is_ours(c) and any(row.text(c.id) for row in rows)]
    taken = ["path", "name", *used]
    headers = []
    for column in ours:
        headers.append(_free(column.header, taken))
        taken.append(headers[-1])
    last = [one for one in _LAST if one in used]
    table = _Table(
        headers=["path", "name", *shown, *headers, *last],
        rows=[
            [
                row.text(path.id), _name(row.text(name.id), row.text(path.id)),
                *(texts.get(one, "") for one in shown),
                *(row.text(column.id) for column in ours),
                *(texts.get(one, "") for one in last),
            ]
            for row, texts in zip(rows, made, strict=True)
        ],
        template=pattypan.layout_text(layout, used),
        problems=[_hint("for-pattypan", name=target.name)],
    )  # fmt: skip
    if headers:
        table.problems.append(_hint("pattypan-left", headers=", ".join(headers)))
    return table


def _is_ours(column: Column) -> bool:
    """Whether Pattypan has no use for a column."""
    kinds = (MeaningKind.CAPTION, MeaningKind.PROPERTY, MeaningKind.PLAIN, MeaningKind.IGNORED)
    return column.meaning.kind in kinds


def _name(name: str, path: str) -> str:
    """Without an extension that differs from the file's: Pattypan would write both."""
    own = names.extension.of_name(name)
    if own and own.lower() != names.extension.of_path(path).lower():
        return names.split(name)[0]
    return name


# -- what stays behind -----------------------------------------------------------------------------


def _left_in(project: Project, ending: str, table: _Table) -> Iterator[Problem]:
    """What a project knows and a sheet cannot say."""
    layout = project.layout
    is_page_said = table.template is not None and ending in sheet.WORKBOOKS
    if not is_page_said and layout.template != fields.guess_template(table.headers):
        yield _hint("template-left", template=fields.template(layout.template).label)
    if layout.language_said and not is_page_said:
        yield _hint("language-left", language=layout.language)
    ids = {column.id for column in project.columns}
    if project.targets() or any(row.cells.keys() - ids for row in project.rows):
        yield _hint("states-left", name=project.path.name if project.path else "")


def _signs_left(table: _Table, target: Path) -> Iterator[Problem]:
    """Control characters, which XML has no place for."""
    count = sum(texts.in_xml(text) != text for row in table.rows for text in row)
    if count:
        yield _hint("signs-left", Severity.WARNING, count=count, name=target.name)
