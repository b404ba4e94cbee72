"""The offline check of a project: rows checked once and again only when they changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.core import draft, wikitext
from app.core.cancel import Cancel, check
from app.core.checks import batch_rules
from app.core.checks.batch import Batch
from app.core.checks.field_rules import field_problems
from app.core.checks.file_rules import file_problems
from app.core.checks.name_rules import name_problems
from app.core.checks.together import Together
from app.core.draft import Draft, Reading
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
    counts: bool = True
    """Whether it is a row of the batch at all."""


class Checker:
    """Checks a batch without a wiki.

    `run` first; then `problems`, `drafts` and `of_row` tell. After an edit `run` again with the rows
    it changed: those, and rows that share something with them, are looked at again. Only a run
    without `row_ids` looks at all rows, and at the disk for files that changed or were missing. Not
    thread safe.
    """

    def __init__(self, batch: Batch, account: str = "") -> None:
        self._batch = batch
        self._account = account
        self._start_anew(Reading(batch, account))

    def _start_anew(self, reading: Reading) -> None:
        self._reading = reading
        self._folders = tuple(self._batch.folders)
        self._rows: dict[int, _Checked] = {}
        self._made: dict[int, Draft] = {}
        self._open: set[int] = {row.id for row in self._batch.rows}
        self._order: dict[int, int] = {}
        self._without: frozenset[int] = frozenset()
        self._cancel: Cancel | None = None
        self._offered: dict[str, str] = {}
        self._titles = Together(self._same_titles)
        self._files = Together(batch_rules.same_files)
        self._sizes = Together(self._same_bytes)
        self._of_sheet: tuple[Problem, ...] = ()

    def run(
        self,
        row_ids: Collection[int] | None = None,
        cancel: Cancel | None = None,
        progress: Progress | None = None,
        without: Collection[int] = (),
    ) -> None:
        """Check what changed: `row_ids`, or all rows that are not as they were. The rows `without`
        (left out by a person) are no reason against others. Raises CancelledError (what was checked
        is kept, the rest is checked the next time).
        """
        self._cancel = cancel
        self._take_rows(row_ids)
        todo = sorted(self._open, key=self._order.__getitem__)
        for done, row_id in enumerate(todo, 1):
            if cancel is not None:
                check(cancel)
            self._keep(self._checked(self._batch.row(row_id)), without)
            self._open.discard(row_id)
            if progress is not None:
                progress(done, len(todo))
        self._leave_out(frozenset(without))
        for rule in (self._titles, self._files, self._sizes):
            rule.find(self._made, self._order)
        self._of_sheet = tuple(self._problems_of_sheet())

    def _take_rows(self, row_ids: Collection[int] | None) -> None:
        """Find out which rows are to be checked; drop rows that are gone, and all when what they are
        read by has changed.
        """
        reading = Reading(self._batch, self._account)
        if (reading.shape, tuple(self._batch.folders)) != (self._reading.shape, self._folders):
            self._start_anew(reading)
        if row_ids is None or not self._is_known(row_ids):
            self._order = {row.id: place for place, row in enumerate(self._batch.rows)}
            for row_id in self._rows.keys() - self._order.keys():
                self._drop(row_id)
            self._open &= self._order.keys()
            look = row_ids is None
            self._open |= {r.id for r in self._batch.rows if not self._is_fresh(r, look=look)}
        self._open |= {i for i in row_ids or () if i in self._order}

    def _is_known(self, row_ids: Collection[int]) -> bool:
        """Whether the rows are those of the last time."""
        return len(self._order) == len(self._batch.rows) and all(i in self._order for i in row_ids)

    def _is_fresh(self, row: Row, *, look: bool) -> bool:
        known = self._rows.get(row.id)
        if known is None or (known.made.row is not row and known.made.row != row):
            return False
        if not look:
            return True
        if known.made.file is None:
            return not known.made.path
        try:
            return self._batch.facts(known.made.file) == known.made.facts
        except FileError:
            return False

    def _checked(self, row: Row) -> _Checked:
        made = draft.compose(self._batch, row, self._account, reading=self._reading)
        if not _counts(made) or self._batch.is_gone(row.id):
            return _Checked(made, (), counts=_counts(made))
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

    # what rows share --------------------------------------------------------------------------

    def _keep(self, kept: _Checked, without: Collection[int]) -> None:
        row_id = kept.made.row.id
        self._rows[row_id] = kept
        self._made[row_id] = kept.made
        self._share(row_id, alone=row_id in without)

    def _drop(self, row_id: int) -> None:
        self._share(row_id, alone=True)
        del self._rows[row_id], self._made[row_id]

    def _leave_out(self, without: frozenset[int]) -> None:
        """Rows that are left out share nothing."""
        for row_id in (without ^ self._without) & self._rows.keys():
            self._share(row_id, alone=row_id in without)
        self._without = without

    def _share(self, row_id: int, *, alone: bool) -> None:
        kept = self._rows[row_id]
        made = kept.made
        alone = alone or not kept.counts or self._batch.is_gone(row_id)
        self._put_title(row_id, "" if alone else kept.key)
        self._files.put(row_id, None if alone else made.file)
        sized = made.file and made.facts and made.facts.size and not alone
        self._sizes.put(row_id, made.facts.size if sized and made.facts else None)

    def _put_title(self, row_id: int, key: str) -> None:
        self._titles.put(row_id, key)
        if key in self._offered:  # a name offered to others is taken now
            self._titles.look_again(self._offered.pop(key))

    def _same_titles(self, group: Sequence[Draft]) -> Iterator[Problem]:
        key = self._rows[group[0].row.id].key
        for found in batch_rules.same_titles(group, self._titles.keys):
            if found.fix is not None and found.fix.value is not None:
                self._offered[same_title_key(found.fix.value)] = key
            yield found

    def _same_bytes(self, group: Sequence[Draft]) -> Iterator[Problem]:
        return batch_rules.same_bytes(group, self._batch.sha1, self._cancel)

    def _problems_of_sheet(self) -> Iterator[Problem]:
        empty = not any(k.counts and not self._batch.is_gone(i) for i, k in self._rows.items())
        yield from batch_rules.blockers(self._batch, empty=empty)
        yield from wikitext.layout_problems(self._batch.layout)

    # what was found ---------------------------------------------------------------------------

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The checked rows that have a file or a name, in the order of the sheet."""
        kept = (self._rows.get(row.id) for row in self._batch.rows)
        return tuple(k.made for k in kept if k and k.counts)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems: of the sheet first, then by row in its order, the worst of a row first."""
        wrong = {i for i, kept in self._rows.items() if kept.problems}
        wrong.update(*(rule.wrong for rule in (self._titles, self._files, self._sizes)))
        rows = sorted(wrong, key=self._order.__getitem__)
        return (*self._of_sheet, *chain.from_iterable(map(self.of_row, rows)))

    def of_row(self, row_id: int) -> tuple[Problem, ...]:
        """The problems of one row, the worst first."""
        kept = self._rows.get(row_id)
        found = [*(kept.problems if kept else ())]
        for rule in (self._titles, self._files, self._sizes):
            found += rule.of_row(row_id)
        return tuple(sorted(found, key=_rank)) if len(found) > 1 else tuple(found)


def _rank(problem: Problem) -> int:
    return problem.severity.rank


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
