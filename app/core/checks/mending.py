"""What one click would write into cells to mend problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.core.model import Fix, Problem
from app.core.project import Project

Cells = dict[tuple[int, int], str]
"""Texts by row id and column id."""


def ways(problem: Problem) -> tuple[Fix, ...]:
    """The ways to mend a problem with one click; with several a person has to choose."""
    return tuple(f for f in (problem.fix, problem.second) if f is not None and f.value is not None)


def choices(problems: Iterable[Problem]) -> tuple[tuple[str, int], ...]:
    """For problems that have several ways each: the actions to choose from, with the number of
    cells each would mend; the most frequent first, in the order they are offered.
    """
    several = [found for p in problems if len(found := ways(p)) > 1]
    counted = Counter(way.action for found in several for way in found)
    return tuple(counted.most_common())


def cells(project: Project, problems: Iterable[Problem], action: str = "") -> Cells:
    """The texts that mend problems: with `action` those that have this way, without it those that
    have one way only.
    """
    columns = {column.header: column.id for column in reversed(project.columns)}
    found: Cells = {}
    for problem in problems:
        way = _way(problem, action)
        if way is None or way.value is None or problem.row_id is None:
            continue
        column_id = way.cell if way.cell is not None else columns.get(problem.field or "")
        if column_id is not None:
            found[problem.row_id, column_id] = way.value
    return found


def _way(problem: Problem, action: str) -> Fix | None:
    found = ways(problem)
    if action:
        return next((way for way in found if way.action == action), None)
    return found[0] if len(found) == 1 else None
