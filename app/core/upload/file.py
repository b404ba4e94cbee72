"""Sending one file: whole or in chunks, from where a former run stopped, until it is published."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.core import codes, text
from app.core.errors import RefusedError
from app.core.model import Plan, RowState
from app.core.project import Record
from app.core.upload import outcome
from app.core.upload.chunks import SMALLEST, AlreadyPublished, Stash
from app.core.upload.commit import Commit, TooBig
from app.core.upload.desk import Desk
from app.core.upload.fetch import Fetch
from app.core.upload.ledger import Ledger
from app.core.upload.outcome import RowEnd, StartOver

WHOLE = 4 * 1024 * 1024
"""Up to this size a file goes in one request, beyond it in chunks."""
_WHOLE_TRIES = 2
"""So many lost requests with a whole file, then it goes in small chunks."""


class FileSender:
    """Sends the file of one plan. `send` returns the record of the published row; it raises
    NetworkError (gave up waiting), AccountError, RefusedError (stop all), CancelledError, and
    RowEnd after the end is committed. `fetch`: the file lies on the web, and the wiki has it.
    """

    def __init__(self, desk: Desk, plan: Plan, fetch: Fetch | None = None) -> None:
        self._desk = desk
        self._plan = plan
        self._ledger = Ledger(desk.journal, plan, desk.account)
        self._commit = Commit(desk, plan, self._ledger, self._progress)
        self._fetch = fetch
        self._chunked = plan.size > min(WHOLE, desk.most_at_once)
        self._high = 0
        self._tries: Counter[str] = Counter()

    def send(self) -> Record:
        """Send and publish."""
        record = self._desk.journal.record(self._plan.row_id)
        shown = replace(record, title=self._plan.title, reason=None, message="")
        self._desk.tell(self._plan.number, shown, RowState.SENDING)
        try:
            return self._send(record)
        except RowEnd as end:
            self._end(end)
            raise
        except RefusedError as error:
            if codes.error(error.code).reaction == "stop_all":
                raise
            refused = outcome.of_refusal(error)
            self._end(refused)
            raise refused from error

    def _send(self, record: Record) -> Record:
        stash = self._source()
        key: str | None = None
        resuming = True
        while True:
            try:
                if resuming:
                    resuming = False
                    key = stash.resume(record)
                if key is None and (self._chunked or stash.has_begun):
                    key = stash.fill()
                published = self._commit.run(key)
                if published is not None:
                    return published
                key = self._commit.key
                self._count_lost(key)
            except AlreadyPublished as done:
                return self._commit.published(done.answer)
            except TooBig as error:
                self._go_in_chunks(error)
            except StartOver as over:
                self._start_over(over)
                stash = self._source()
                key = stash.rescue()

    def _source(self) -> Stash | Fetch:
        return self._fetch or Stash(self._desk, self._plan, self._progress)

    def _count_lost(self, key: str | None) -> None:
        if key is None:
            self._tries["whole"] += 1
            if self._tries["whole"] >= _WHOLE_TRIES and self._plan.size > 2 * SMALLEST:
                self._chunked = True

    def _go_in_chunks(self, error: TooBig) -> None:
        if self._chunked or self._plan.size <= SMALLEST:
            raise RowEnd(RowState.FAILED, "file-too-large", text.wiki("file-too-large")) from error
        self._chunked = True
        self._desk.most_at_once = max(SMALLEST, self._plan.size // 2)

    def _start_over(self, over: StartOver) -> None:
        """Wait, so that a wiki in trouble does not get all bytes again at once; a code that comes
        again and again ends the row.
        """
        entry = codes.error(over.cause.code)
        self._tries[entry.code] += 1
        tries = self._tries[entry.code]
        own = text.has(f"error.{over.cause.code}")
        if tries > max(entry.retries, 1):
            said = text.error(over.cause.code, {}) if own else str(over.cause)
            raise RowEnd(RowState.FAILED, over.cause.code, said) from over
        if seconds := entry.wait(tries):
            said = text.wiki("stashinvalidfile") if own else str(over.cause)
            self._desk.patience.pause(seconds, over.cause.code, said)

    def _progress(self, sent: int) -> None:
        """Bytes of the file that went out; only new ones count as progress."""
        plan, desk = self._plan, self._desk
        if sent > self._high:
            self._high = sent
            desk.patience.progressed()
            if sent >= plan.size and not self._chunked:
                desk.tell(plan.number, desk.journal.record(plan.row_id))
        desk.progress(plan, sent)

    def _end(self, end: RowEnd) -> None:
        record = self._ledger.close(
            end.state, title=self._plan.title, reason=end.code, message=end.message,
            sha1=self._plan.sha1, size=self._plan.size, account=self._desk.account,
        )  # fmt: skip
        self._desk.tell(self._plan.number, record)
