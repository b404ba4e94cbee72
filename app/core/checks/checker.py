"""The offline check of a project: rows checked once and again only when they changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from app.core import draft, wikitext
from app.core.cancel import Cancel, check
from app.core.checks import batch_rules
from app.core.checks.batch import Batch
from app.core.checks.field_rules import field_problems
from app.core.checks.file_rules import file_problems
from app.core.checks.name_rules import name_problems
from app.core.draft import Draft
from app.core.errors import FileError
from app.core.model import MeaningKind, Problem, Row, Severity
from app.core.names import same_title_key

_MISSING = "statement-missing"

Progress = Callable[[int, int], None]
"""Called with the number of rows checked and of all rows to check."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A row as it was when it was checked."""

    made: Draft
    problems: tuple[Problem, ...]
    key: str = ""
    """What no other row's title may share."""


class Checker:
    """Checks a batch without a wiki.

    `run` first; then `problems`, `drafts` and `of_row` tell. After an edit `run` again: rows that
    did not change (text, layout, constants, columns) are not checked again, the rules over all rows
    are. Only a run without `row_ids` looks at the disk again for files that changed or were
    missing. Not thread safe.
    """

    def __init__(self, batch: Batch, account: str = "") -> None:
        self._batch = batch
        self._account = account
        self._rows: dict[int, _Checked] = {}
        self._shape: object = None
        self._over_all: tuple[Problem, ...] = ()

    def run(
        self,
        row_ids: Collection[int] | None = None,
        cancel: Cancel | None = None,
        progress: Progress | None = None,
        without: Collection[int] = (),
    ) -> None:
        """Check what changed; `row_ids` are checked in any case, the rows `without` (left out by a
        person) are no reason against others. Raises CancelledError (what was checked is kept).
        """
        self._forget()
        wanted = set(row_ids or ())
        look = row_ids is None
        todo = [r for r in self._batch.rows if r.id in wanted or not self._is_fresh(r, look=look)]
        for done, row in enumerate(todo, 1):
            if cancel is not None:
                check(cancel)
            self._rows[row.id] = self._checked(row)
            if progress is not None:
                progress(done, len(todo))
        self._over_all = tuple(self._rules_over_all(cancel, without))

    def _forget(self) -> None:
        """Drop rows that are gone, and all when what they are read by has changed."""
        batch = self._batch
        constants = tuple(sorted(batch.constants.items()))
        shape = (tuple(batch.columns), batch.layout, constants, tuple(batch.folders))
        if shape != self._shape:
            self._rows.clear()
            self._shape = shape
        there = {row.id for row in batch.rows}
        self._rows = {i: kept for i, kept in self._rows.items() if i in there}

    def _is_fresh(self, row: Row, *, look: bool) -> bool:
        known = self._rows.get(row.id)
        if known is None or known.made.row != row:
            return False
        if not look:
            return True
        if known.made.file is None:
            return not known.made.entry.path
        try:
            return self._batch.facts(known.made.file) == known.made.facts
        except FileError:
            return False

    def _checked(self, row: Row) -> _Checked:
        made = draft.compose(self._batch, row, self._account)
        if not _counts(made) or self._batch.is_gone(row.id):
            return _Checked(made, ())
        skipped = self._without_column()
        found = [p for p in self._row_rules(made) if p.code not in skipped]
        return _Checked(made, tuple(told_once(once(found))), same_title_key(made.title))

    def _row_rules(self, made: Draft) -> Iterator[Problem]:
        yield from made.problems
        yield from name_problems(made)
        yield from file_problems(made)
        yield from field_problems(made, self._batch)

    def _without_column(self) -> set[str]:
        """Problems that each row would have because the sheet lacks a column: said once."""
        there = {c.meaning.kind for c in self._batch.columns}
        missing = set()
        if MeaningKind.NAME not in there:
            missing.add("name-missing")
        if MeaningKind.PATH not in there:
            missing.add("path-missing")
        return missing

    def _rules_over_all(self, cancel: Cancel | None, without: Collection[int]) -> Iterator[Problem]:
        every = tuple(m for m in self.drafts if not self._batch.is_gone(m.row.id))
        yield from batch_rules.blockers(self._batch, every)
        made = tuple(m for m in every if m.row.id not in without)
        yield from wikitext.layout_problems(self._batch.layout)
        yield from batch_rules.same_titles(made, {m.row.id: self._rows[m.row.id].key for m in made})
        yield from batch_rules.same_files(made)
        yield from batch_rules.same_bytes(self._batch, made, cancel)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The checked rows that have a file or a name, in the order of the sheet."""
        kept = (self._rows.get(row.id) for row in self._batch.rows)
        return tuple(k.made for k in kept if k and _counts(k.made))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems: of the sheet first, then by row in its order, the worst of a row first."""
        order = {row.id: place for place, row in enumerate(self._batch.rows)}
        every = [p for kept in self._rows.values() for p in kept.problems]
        every += self._over_all
        return in_order(every, order)

    def of_row(self, row_id: int) -> tuple[Problem, ...]:
        """The problems of one row, the worst first."""
        kept = self._rows.get(row_id)
        found = [*(kept.problems if kept else ())]
        found += [p for p in self._over_all if p.row_id == row_id]
        return tuple(sorted(found, key=lambda p: p.severity.rank))


def _counts(made: Draft) -> bool:
    """Whether a row has a file or a name: others are no rows of the batch (as in Pattypan)."""
    return bool(made.entry.path.strip() or made.entry.name.strip())


def once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems without those that two rooms found alike: same code, cell and figures."""
    seen = set()
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
    told = {p.field for p in found if p.severity is not Severity.INFO and p.code != _MISSING}
    licence = any(p.code.startswith("licence-") and p.field in told for p in found)
    makers = any(p.code == "field-missing" and p.params.get("property") == "P170" for p in found)

    def is_known(problem: Problem) -> bool:
        about = problem.params.get("property")
        if about == "P6216" and licence:
            return True
        return (problem.field is not None and problem.field in told) or (about == "P170" and makers)

    return tuple(p for p in found if p.code != _MISSING or not is_known(p))


def in_order(problems: Iterable[Problem], order: dict[int, int]) -> tuple[Problem, ...]:
    """Problems of the sheet first, then by place of their row, then by severity."""

    def place(problem: Problem) -> tuple[int, int]:
        where = -1 if problem.row_id is None else order.get(problem.row_id, len(order))
        return where, problem.severity.rank

    return tuple(sorted(problems, key=place))


def offline(
    batch: Batch, row_ids: Collection[int] | None = None, account: str = ""
) -> tuple[Problem, ...]:
    """All offline problems of a batch in one call."""
    checker = Checker(batch, account)
    checker.run(row_ids)
    return checker.problems
