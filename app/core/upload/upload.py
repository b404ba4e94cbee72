"""One run: which rows go, in what order, what stops it, and how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import cast

from app.core import cancel as cancelling
from app.core import checks, codes
from app.core.cancel import Cancel
from app.core.errors import AccountError, UsageError
from app.core.events import Emit, Finished
from app.core.model import LEFT_OUT, Problem, Row, RowState, Severity, Target
from app.core.project import Journal, Project, Record
from app.core.text import problem as sentence
from app.core.upload.copies import Copies
from app.core.upload.desk import Desk
from app.core.upload.gate import Gate, GatedWiki
from app.core.upload.hours import Hours
from app.core.upload.lanes import MOST, Growth, Job, Lanes, Stop
from app.core.upload.patience import Patience
from app.core.upload.plan import title_of
from app.core.upload.queue import Queue
from app.core.upload.quota import Quota
from app.core.upload.row import RowSender
from app.core.upload.settle import settle
from app.core.upload.stamps import Stamp
from app.core.wiki import FileInfo, Wiki

TITLES = 50
"""Titles asked for in one request, ahead of their rows."""
_PUBLISHING = ("upload", "publish")


def used(journal: Journal, limits: Mapping[str, tuple[int, int]]) -> list[float]:
    """How many seconds ago runs before this one sent files, as far as it counts for the limits."""
    longest = max((seconds for _, seconds in limits.values()), default=0)
    now = time.time()
    return [max(0.0, now - at) for at in journal.times(_PUBLISHING, now - longest)]


class Blocked(UsageError):  # noqa: N818  (the name in the house plan)
    """A blocker: nothing of this sheet can be sent. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__("blocked", sentence(problem), text=sentence(problem))
        self.problem = problem


class Upload:
    """Sends the rows of a project to a wiki. Run again, it goes on where it stopped.

    `accept`: warnings a person accepted (others than the five acceptable ones are ignored).
    `row_ids` None = all rows. `limit` = at most so many rows are sent. `wait_minutes` = the
    longest wait without a byte of progress (`math.inf` waits without end). `refused` = the first
    error of each row that is not sent, by row id, as the checks found it; None = the offline checks
    are made here, and a blocker raises Blocked. `stamps` = what the checks saw of each row's file:
    one that is another by its turn is not sent. `parallel` = the most files at once (1 to 3).
    `clock` is monotonic.
    """

    def __init__(
        self, project: Project, wiki: Wiki, target: Target, *, emit: Emit, cancel: Cancel,
        accept: Collection[str] = (), row_ids: Collection[int] | None = None,
        limit: int | None = None, wait_minutes: float = 60,
        refused: Mapping[int, Problem] | None = None, stamps: Mapping[int, Stamp] | None = None,
        parallel: int = MOST, queue: Queue | None = None, hours: Hours | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._project = project
        self._target = target
        self._emit = emit
        self._limit = limit
        self._refused = refused
        self._clock = clock
        self._wanted = None if row_ids is None else frozenset(row_ids)
        stop = Stop(cancel)
        growth = Growth(max(1, min(parallel, MOST)), clock, lambda: wiki.bytes_sent)
        self._lanes = Lanes(growth, stop, emit)
        gate = Gate(stop)
        patience = Patience(self._lanes.tell, stop, wait_minutes, clock, gate, growth.busy)
        self._quota = Quota(wiki.account.ratelimits, patience.keep_limit, clock)
        accepted = codes.ACCEPTABLE & frozenset(accept)
        gated = cast(Wiki, GatedWiki(wiki, gate, self._quota))
        journal = project.journal(target.key)
        self._queue = Queue(project, target) if queue is None else queue
        self._desk = Desk(
            gated, journal, patience, self._lanes.tell, stop, accepted, self._queue, hours, clock
        )
        self._copies = Copies(project.path, stop)
        self._sender = RowSender(self._desk, project, target, self._copies, gate, stamps or {})

    def run(self) -> Finished:
        """Send. Raises Blocked, AccountError, NetworkError (gave up waiting), RefusedError (the
        same trouble with several rows), CancelledError, StoreError; `Finished` is emitted anyway.
        """
        started = self._clock()
        rows = self._rows()
        refused = self._find_refused() if self._refused is None else self._refused
        try:
            self._check_account()
            self._work(rows, refused)
        finally:
            self._queue.end()
            self._copies.close()
            finished = self._finished(self._clock() - started)
            self._emit(finished)
        return finished

    # -- which rows ------------------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        """The rows of this run: those with a file or a name."""
        rows = self._project.rows
        return [
            r for r in rows if (self._wanted is None or r.id in self._wanted) and self._counts(r)
        ]

    def _counts(self, row: Row) -> bool:
        """Whether a row has a file or a name, or something was sent of it."""
        known = self._record(row).state is not RowState.DRAFT
        return known or self._has_path(row) or bool(title_of(self._project, row))

    def _has_path(self, row: Row) -> bool:
        column = self._project.column_for("path")
        return column is not None and bool(row.text(column.id).strip())

    def _find_refused(self) -> dict[int, Problem]:
        """The first error of each row, by the offline checks. Raises Blocked."""
        found: dict[int, Problem] = {}
        for problem in checks.offline(self._project, self._wanted, self._desk.account):
            if problem.severity is Severity.BLOCKER:
                raise Blocked(problem)
            if problem.severity is Severity.ERROR and problem.row_id is not None:
                found.setdefault(problem.row_id, problem)
        return found

    def _check_account(self) -> None:
        account = self._desk.wiki.account
        if account.block is not None:
            block = account.block
            raise AccountError("blocked", block.reason, text=block.reason)
        for right in ("upload", "edit"):
            if right not in account.rights:
                raise AccountError("permissiondenied", right, text=right)

    # -- the work --------------------------------------------------------------------------------

    def _work(self, rows: list[Row], refused: Mapping[int, Problem]) -> None:
        settle(self._desk, {row.id: row.number for row in rows})
        todo = []
        for row in rows:
            state = self._record(row).state
            if state is RowState.DONE or self._still_asked(row) or self._is_left_out(row):
                continue
            if row.id in refused and not state.on_wiki:
                self._skip(row, refused[row.id])
                continue
            todo.append(row)
        for seconds in used(self._desk.journal, self._desk.wiki.account.ratelimits):
            self._quota.remember("upload", seconds)
        sent = {row.id: row for row in islice(todo, self._limit)}
        self._queue.fill(sent, [i for i, row in sent.items() if self._record(row).filekey])
        self._lanes.run(self._jobs(sent))

    def _jobs(self, rows: Mapping[int, Row]) -> Iterator[Job]:
        there: dict[str, FileInfo] = {}
        known: set[int] = set()
        while True:
            self._desk.patience.keep_hours(self._desk.hours)
            cancelling.check(self._desk.cancel)
            row_id = self._queue.next()
            if row_id is None:
                return
            if row_id not in known:
                batch = [row_id, *self._queue.ahead(TITLES - 1)]
                known |= set(batch)
                there |= self._looked_up([rows[i] for i in batch])
            yield partial(self._sender.send, rows[row_id], there)

    def _record(self, row: Row) -> Record:
        return self._desk.journal.record(row.id)

    def _still_asked(self, row: Row) -> bool:
        """A question that nobody answered yet, neither with yes nor by changing the row."""
        record = self._record(row)
        is_open = record.state is RowState.ASKED and record.reason not in self._desk.accept
        return is_open and not self._desk.journal.is_changed(row.id)

    def _is_left_out(self, row: Row) -> bool:
        """A row that a person took out of the batch."""
        record = self._record(row)
        return record.state is RowState.SKIPPED and record.reason == LEFT_OUT

    def _skip(self, row: Row, problem: Problem) -> None:
        record, message = self._record(row), sentence(problem)
        known = (record.state, record.reason, record.message)
        if known != (RowState.SKIPPED, problem.code, message):
            title = title_of(self._project, row)
            record = self._desk.journal.set(
                row.id, RowState.SKIPPED, title=title, reason=problem.code, message=message
            )
        self._desk.tell(row.number, record)

    def _looked_up(self, rows: list[Row]) -> Mapping[str, FileInfo]:
        """What is there under the titles of these rows, asked for in bulk ahead of them."""
        desk = self._desk
        fresh = [r for r in rows if not self._record(r).state.on_wiki]
        titles = [t for r in fresh if (t := title_of(self._project, r))]
        return desk.patience.ask(partial(desk.wiki.files, titles)) if titles else {}

    # -- the end ---------------------------------------------------------------------------------

    def _finished(self, seconds: float) -> Finished:
        """The totals of the whole sheet: rows that were not chosen and are not there are left."""
        states = [self._record(r).state for r in self._project.rows if self._counts(r)]
        counts = {
            name: states.count(RowState(name)) for name in ("done", "failed", "skipped", "asked")
        }
        wiki = self._desk.wiki
        return Finished(
            **counts,
            left=len(states) - sum(counts.values()),
            requests=wiki.requests,
            bytes_sent=wiki.bytes_sent,
            bytes_files=self._desk.bytes_files,
            seconds=round(seconds, 3),
        )
