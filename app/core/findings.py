"""All problems of a project at hand: by cell, by row, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.core.model import Problem, Severity


@dataclass(frozen=True)
class Findings:
    """Problems by row id (None = the whole sheet); those of a row worst first."""

    by_row: Mapping[int | None, tuple[Problem, ...]]
    problems: tuple[Problem, ...] = ()
    """All of them, in the order of the sheet."""

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Findings:
        """Sort problems by row."""
        every = tuple(problems)
        sorted_in: dict[int | None, list[Problem]] = {}
        for found in every:
            sorted_in.setdefault(found.row_id, []).append(found)
        return cls({k: _ordered(v) for k, v in sorted_in.items()}, every)

    def row(self, row_id: int | None) -> tuple[Problem, ...]:
        """Problems of one row, worst first; of the whole sheet for None."""
        return self.by_row.get(row_id, ())

    def cell(self, row_id: int, header: str) -> tuple[Problem, ...]:
        """Problems of one cell, worst first."""
        return tuple(p for p in self.row(row_id) if p.field == header)

    def worst(self, row_id: int) -> Severity | None:
        """The worst severity of a row."""
        found = self.row(row_id)
        return found[0].severity if found else None

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """Number of problems by severity; blockers count as errors too."""
        counted = dict.fromkeys(Severity, 0)
        for found in self.problems:
            counted[found.severity] += 1
        counted[Severity.ERROR] += counted[Severity.BLOCKER]
        return counted

    @cached_property
    def by_field(self) -> Mapping[str, tuple[Problem, ...]]:
        """Problems at cells, by the header of their column."""
        sorted_in: dict[str, list[Problem]] = {}
        for found in self.problems:
            if found.field is not None and found.row_id is not None:
                sorted_in.setdefault(found.field, []).append(found)
        return {header: tuple(found) for header, found in sorted_in.items()}

    @cached_property
    def blocker(self) -> Problem | None:
        """The first that stops the whole sheet."""
        return next((p for p in self.problems if p.severity is Severity.BLOCKER), None)

    @cached_property
    def wrong_rows(self) -> frozenset[int]:
        """Ids of rows that cannot be sent."""
        bad = (Severity.BLOCKER, Severity.ERROR)
        return frozenset(r for r in self.by_row if r is not None and self.worst(r) in bad)

    @cached_property
    def marked_rows(self) -> frozenset[int]:
        """Ids of rows with a problem that is more than a hint; it comes first in each of them."""
        known = ((r, found) for r, found in self.by_row.items() if r is not None and found)
        return frozenset(r for r, found in known if found[0].severity is not Severity.INFO)


NOTHING = Findings({})


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: p.severity.rank))
