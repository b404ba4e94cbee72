"""What finds the problems of a project in the window: the offline checks, what the sheet itself
brought, and what the wiki said when it was asked (as long as the row is as it was then).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from app.core.checks import Checker
from app.core.checks.by_itself import once
from app.core.model import Problem, Row
from app.core.project import Project


class Finder(Checker):
    """A checker that also keeps the wiki's answers."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._project = project
        self._said: tuple[tuple[Problem, Row | None], ...] = ()

    def take_answers(self, problems: Iterable[Problem]) -> None:
        """Keep what the wiki said, in place of what it said before."""
        rows = {row.id: row for row in self._project.rows}
        self._said = tuple((p, rows.get(p.row_id or 0)) for p in problems)

    def forget_answers(self, row_ids: Collection[int]) -> None:
        """What the wiki said of these rows is settled."""
        self._said = tuple((p, row) for p, row in self._said if p.row_id not in row_ids)

    @property
    def answers(self) -> tuple[Problem, ...]:
        """What the wiki said of rows that did not change since."""
        rows = {row.id: row for row in self._project.rows}
        return tuple(p for p, row in self._said if p.row_id is None or rows.get(p.row_id) == row)

    @property
    def of_sheet(self) -> tuple[Problem, ...]:
        """Also what reading the sheet and the wiki said of all rows."""
        every = (*self._project.sheet_problems(), *super().of_sheet, *self.answers)
        return worst_first(p for p in every if p.row_id is None)

    @property
    def by_row(self) -> Mapping[int, tuple[Problem, ...]]:
        """Also what reading the sheet and the wiki said of a row."""
        found = super().by_row
        more: dict[int, list[Problem]] = {}
        for told in (*self._project.sheet_problems(), *self.answers):
            if told.row_id is not None:
                more.setdefault(told.row_id, []).append(told)
        if not more:
            return found
        return {**found, **{i: worst_first((*found.get(i, ()), *new)) for i, new in more.items()}}


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each once, the worst first."""
    return tuple(sorted(once(problems), key=lambda problem: problem.severity.rank))
