"""The check of one row by itself: what the other rows hold does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core import draft
from app.core.checks.field_rules import field_problems
from app.core.checks.file_rules import file_problems
from app.core.checks.name_rules import name_problems
from app.core.draft import Draft, Reading
from app.core.model import MeaningKind, Problem, Row, Severity
from app.core.names import same_title_key

_MISSING = "statement-missing"


@dataclass(frozen=True, slots=True)
class Checked:
    """A row as it was when it was checked."""

    made: Draft
    problems: tuple[Problem, ...] = ()
    key: str = ""
    """What no other row's title may share."""
    counts: bool = True
    """Whether it is a row of the batch at all: has a file or a name (as in Pattypan)."""


class ByItself:
    """Checks rows of a batch as its `reading` reads them."""

    def __init__(self, batch: draft.Batch, reading: Reading) -> None:
        self._batch = batch
        self._reading = reading
        self._not_told = _without_column(batch)

    def look(self, row: Row) -> Checked:
        """A row without its problems."""
        made = draft.compose(self._batch, row, reading=self._reading)
        return Checked(made, counts=_counts(made))

    def check(self, row: Row) -> Checked:
        """A row with its problems, in no order. One that does not count has none."""
        checked = self.look(row)
        if not checked.counts:
            return checked
        made = checked.made
        found = [p for p in self._problems(made) if p.code not in self._not_told]
        return Checked(made, told_once(once(found)), same_title_key(made.title))

    def _problems(self, made: Draft) -> Iterator[Problem]:
        yield from made.problems
        yield from name_problems(made)
        yield from file_problems(made)
        yield from field_problems(made, self._batch)


def _counts(made: Draft) -> bool:
    return bool(made.entry.path.strip() or made.entry.name.strip())


def _without_column(batch: draft.Batch) -> frozenset[str]:
    """Problems that each row would have because the sheet lacks a column: said once."""
    there = {c.meaning.kind for c in batch.columns}
    codes = {MeaningKind.NAME: "name-missing", MeaningKind.PATH: "path-missing"}
    return frozenset(code for kind, code in codes.items() if kind not in there)


def once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems without those that two rooms found alike: same code, cell and figures."""
    seen: set[tuple[object, ...]] = set()
    for problem in problems:
        params = tuple(sorted((k, str(v)) for k, v in problem.params.items()))
        key = (problem.code, problem.row_id, problem.field, params)
        if key not in seen:
            seen.add(key)
            yield problem


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without a missing statement where the row is told already what is wrong with its licence, or
    with the cell that the statement would come from, or that this cell is empty.
    """
    found = tuple(problems)
    if not any(p.code == _MISSING for p in found):
        return found
    told = {p.field for p in found if p.severity is not Severity.INFO and p.code != _MISSING}
    licence = any(p.code.startswith("licence-") and p.field in told for p in found)
    makers = any(p.code == "field-missing" and p.params.get("property") == "P170" for p in found)

    def is_known(problem: Problem) -> bool:
        about = problem.params.get("property")
        if about == "P6216" and licence:
            return True
        return (problem.field is not None and problem.field in told) or (about == "P170" and makers)

    return tuple(p for p in found if p.code != _MISSING or not is_known(p))
