"""A project of 10,000 rows: made, opened, checked, edited, reported."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from app.core import report, sending, targets
from app.core.checks import Checker
from app.core.model import Table
from app.core.project import Project
from tests.bench import collection, sheets
from tests.bench.figure import Figure, seconds


def figures(table: Table, folder: Path) -> Iterator[Figure]:
    """Ratios to reading the same rows from an .xlsx with openpyxl, the plainest way to have them."""
    path = folder / "collection.xlsx"
    plain = seconds(lambda: sheets.plain_xlsx(path))
    number = itertools.count()

    def make() -> None:
        place = folder / f"made{next(number)}.kabocha"
        Project.create(place, table, folders=[folder], template="artwork").close()

    yield _ratio("make a project of", seconds(make, 2), plain, "times reading with openpyxl", 1.0)
    place = folder / "made0.kabocha"
    opened = seconds(lambda: Project.open(place).close(), 2)
    yield _ratio("open a project of", opened, plain, "times reading with openpyxl", 0.5)
    project = Project.open(place)
    try:
        yield from _of_project(project, plain, folder)
    finally:
        project.close()


def _ratio(what: str, time: float, other: float, unit: str, target: float) -> Figure:
    return Figure(f"{what} {collection.ROWS} rows", time / other, unit, target)


def _of_project(project: Project, plain: float, folder: Path) -> Iterator[Figure]:
    checker = Checker(project)
    full = seconds(checker.run)
    yield _ratio("first check of", full, plain, "times reading with openpyxl", 8.0)
    per_row = "of a full check"
    row = project.rows[len(project.rows) // 2]
    column = project.column_for("field:title")
    assert column is not None
    number = itertools.count()

    def edit() -> None:
        project.change("edit", {(row.id, column.id): f"Another title {next(number)}"})
        checker.run({row.id})

    yield _ratio("check one edit in", seconds(edit, 3), full, per_row, 0.05)
    yield _ratio("find all problems in", seconds(lambda: checker.problems, 2), full, per_row, 0.05)
    yield _ratio("check again, nothing changed,", seconds(checker.run), full, per_row, 0.2)
    fill = {(r.id, column.id): f"Filled {r.number}" for r in project.rows}
    filled = seconds(lambda: project.change("fill", fill))
    yield _ratio("fill one column of", filled, full, per_row, 0.1)
    yield _ratio("undo a fill of", seconds(project.undo), full, per_row, 0.1)
    constant = seconds(lambda: project.set_constant("field:permission", "Given"))
    yield _ratio("set a value for all of", constant, full, per_row, 0.05)
    project.undo()
    yield from _report(project, checker, folder, full)


def _report(project: Project, checker: Checker, folder: Path, full: float) -> Iterator[Figure]:
    target = targets.resolve("practice")
    found = sending.Found(checker.drafts[:1000], checker.problems)
    summary = sending.summarise(project, target, found, "http://x/wiki/$1")
    written = seconds(lambda: report.write_page(summary, folder / "report.html"))
    yield Figure("report page of 1000 rows", written / full, "of a full check", 0.2)
