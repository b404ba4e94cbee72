"""How far a project is towards a target: what the list of projects says, and whether to go on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.model import LEFT_OUT, RowState, Target

if TYPE_CHECKING:
    from app.core.project import Project


@dataclass(frozen=True, slots=True)
class Progress:
    """`state`: one of draft, errors, ready, paused, done. `count`: wrong rows for errors, rows on
    the wiki else. `rows`: those that are to go, the ones left out not counted.
    """

    state: str
    count: int
    rows: int


def progress(
    project: Project, target: Target, rows: Collection[int], wrong: Collection[int]
) -> Progress:
    """`rows`, `wrong`: ids of the rows that were checked and of those that cannot be sent."""
    records = project.journal(target.key).records()
    out = {i for i, r in records.items() if r.state is RowState.SKIPPED and r.reason == LEFT_OUT}
    todo = set(rows) - out
    there = {i for i in todo if i in records and records[i].state.on_wiki}
    done = {i for i in there if records[i].state is RowState.DONE}
    if todo and done == todo:
        return Progress("done", len(done), len(todo))
    if is_under_way(project, target):
        return Progress("paused", len(there), len(todo))
    bad = (set(wrong) & todo) - there
    if bad:
        return Progress("errors", len(bad), len(todo))
    return Progress("ready" if todo else "draft", len(there), len(todo))


def _setting(target: Target) -> str:
    return f"under-way {target.name}"


def mark_under_way(project: Project, target: Target, *, under_way: bool) -> None:
    """Keep that files are on their way to a target, until all that could go went. Raises
    StoreError.
    """
    project.set_setting(_setting(target), "yes" if under_way else "")


def is_under_way(project: Project, target: Target) -> bool:
    """Whether a run towards a target was begun and not ended."""
    return bool(project.setting(_setting(target)))
