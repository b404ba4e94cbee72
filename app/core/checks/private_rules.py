"""Rules about what a file holds that its sender may want to keep private.

A hint offers both ways until somebody chose; then another one says that a copy is sent, or none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from app.core.checks.batch import problem
from app.core.draft import Draft
from app.core.errors import FileError
from app.core.media import FileFacts, private
from app.core.model import Choice, Fix, Private, Problem, Severity

UNDECIDED = {f"{what}-inside-file": what for what in Private}
"""Codes of the hints that wait for a choice."""


def private_problems(made: Draft, facts: FileFacts) -> Iterator[Problem]:
    """What stands in the file and what will happen to it; nothing when it was chosen to stay."""
    held = private.holds(facts.exif)
    for what in Private:
        if what in held and made.row.choice(what) is not Choice.KEEP:
            yield _one(made, facts, what)


def _one(made: Draft, facts: FileFacts, what: Private) -> Problem:
    column, told = made.entry.path_column, _told(made, facts)
    keep = Fix("keep_after_all", Choice.KEEP.value, what.cell)
    if what not in made.without:
        keep = Fix("keep_inside_file", Choice.KEEP.value, what.cell)
        remove = Fix("leave_out_of_file", Choice.REMOVE.value, what.cell)
        code = f"{what}-inside-file"
        return problem(made, code, Severity.INFO, column, told, fix=remove, second=keep)
    if not _can(made):
        return problem(made, "cannot-leave-out", Severity.ERROR, column, told, fix=keep)
    return problem(made, f"{what}-left-out", Severity.INFO, column, told, fix=keep)


def _can(made: Draft) -> bool:
    """Whether a copy can be made; a file that is gone meanwhile is another rule's matter."""
    if made.file is None:
        return True
    try:
        return private.can_leave_out(made.file, made.without)
    except FileError:
        return True


def _told(made: Draft, facts: FileFacts) -> Mapping[str, object]:
    exif = facts.exif
    told: dict[str, object] = {
        "name": PurePosixPath(made.entry.path.strip().replace("\\", "/")).name,
        "owner": exif.owner or "",
    }
    if exif.latitude is not None and exif.longitude is not None:
        told |= {"latitude": round(exif.latitude, 4), "longitude": round(exif.longitude, 4)}
    return told


def chosen(
    problems: Iterable[Problem], choice: Choice, numbers: Container[int] | None = None
) -> dict[tuple[int, int], str]:
    """The texts that make one choice for all rows (or those with the numbers) whose hint waits for
    one, by row and cell id.
    """
    return {
        (found.row_id, UNDECIDED[found.code].cell): choice.value
        for found in problems
        if found.code in UNDECIDED and found.row_id is not None
        and (numbers is None or found.row in numbers)
    }  # fmt: skip
