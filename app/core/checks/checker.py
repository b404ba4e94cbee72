"""The offline check of a project: rows checked once and again only when they changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from app.core import wikitext
from app.core.cancel import Cancel, check
from app.core.checks import batch_rules, crew
from app.core.checks.batch import Batch
from app.core.checks.by_itself import ByItself, Checked
from app.core.checks.together import Together
from app.core.draft import Draft, Reading
from app.core.errors import FileError
from app.core.model import Problem, Row
from app.core.names import same_title_key

Progress = Callable[[int, int], None]
"""Called with the number of rows checked and of all rows to check."""


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
        self._rows: dict[int, Checked] = {}
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
        self._told: dict[int, tuple[Problem, ...]] = {}
        self._untold: set[int] = set()
        """Rows whose problems are to be put together again."""

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
        with contextlib.closing(self._check(todo)) as checked:
            for done, kept in enumerate(checked, 1):
                if cancel is not None:
                    check(cancel)
                self._keep(kept, without)
                self._open.discard(kept.made.row.id)
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

    def _check(self, todo: Sequence[int]) -> Generator[Checked]:
        """Each of the rows, in any order."""
        gone: list[Row] = []
        there: list[Row] = []
        for row_id in todo:
            (gone if self._batch.is_gone(row_id) else there).append(self._batch.row(row_id))
        rules = ByItself(self._batch, self._reading)
        yield from map(rules.look, gone)
        if len(there) < crew.WORTH_IT:
            yield from map(rules.check, there)
        else:
            yield from crew.check(self._batch, self._reading, there, self._seen(), rules.check)

    def _seen(self) -> dict[int, crew.Seen]:
        """What was seen of the files of rows that were checked before."""
        drafts = self._made.items()
        return {i: (made.file, made.facts) for i, made in drafts if made.file and made.facts}

    # what rows share --------------------------------------------------------------------------

    def _keep(self, kept: Checked, without: Collection[int]) -> None:
        row_id = kept.made.row.id
        self._rows[row_id] = kept
        self._made[row_id] = kept.made
        self._untold.add(row_id)
        self._share(row_id, alone=row_id in without)

    def _drop(self, row_id: int) -> None:
        self._share(row_id, alone=True)
        del self._rows[row_id], self._made[row_id]
        self._untold.add(row_id)

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
        told, order = self.by_row, self._order
        rows = sorted(told, key=lambda row_id: order.get(row_id, len(order)))
        return (*self.of_sheet, *chain.from_iterable(map(told.__getitem__, rows)))

    @property
    def of_sheet(self) -> tuple[Problem, ...]:
        """The problems of the whole sheet, the worst first."""
        return tuple(sorted(self._of_sheet, key=_rank))

    @property
    def by_row(self) -> Mapping[int, tuple[Problem, ...]]:
        """The problems of each row that has some, the worst first."""
        for rule in (self._titles, self._files, self._sizes):
            self._untold |= rule.take_told()
        while self._untold:
            row_id = self._untold.pop()
            if found := self._of_row(row_id):
                self._told[row_id] = found
            else:
                self._told.pop(row_id, None)
        return self._told

    def of_row(self, row_id: int) -> tuple[Problem, ...]:
        """The problems of one row, the worst first."""
        return self.by_row.get(row_id, ())

    def _of_row(self, row_id: int) -> tuple[Problem, ...]:
        kept = self._rows.get(row_id)
        found = [*(kept.problems if kept else ())]
        for rule in (self._titles, self._files, self._sizes):
            found += rule.of_row(row_id)
        return tuple(sorted(found, key=_rank)) if len(found) > 1 else tuple(found)


def _rank(problem: Problem) -> int:
    return problem.severity.rank


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
