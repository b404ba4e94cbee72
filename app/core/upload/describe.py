"""Captions and statements of a file that is on the wiki: sent once, merged, never silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.core import codes, text
from app.core.errors import AccountError, KabochaError, NetworkError, RefusedError
from app.core.model import Description, RowState
from app.core.project import Record
from app.core.upload.desk import Desk
from app.core.upload.merge import doubled, missing
from app.core.upload.patience import is_to_blame
from app.core.upload.plan import SUMMARY
from app.core.wiki import MediaInfo

_OLD_REVISION = "BadRevisionException"
_NOT_THERE_YET = "no-such-entity"
_LAG_TRIES = 3


class _GivenUp(Exception):  # noqa: N818  (an end, said in the row's reason)
    """The data of this row cannot be written; the file stays as it is."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class Describer:
    """Writes the structured data of one published row.

    `fresh` = this run has just published it and sent no data yet, so nothing needs to be read.
    """

    def __init__(self, desk: Desk, record: Record, number: int, *, fresh: bool) -> None:
        self._desk = desk
        self._record = record
        self._number = number
        self._must_read = not fresh
        self._base: int | None = None
        self._tries: Counter[str] = Counter()
        self._open: list[int] = []
        self._plain = False
        """Send without baserevid: the revision that was read is older than the data."""

    def describe(self, description: Description) -> Record:
        """The record afterwards: done, or published with a reason. Raises NetworkError,
        AccountError, CancelledError, RefusedError (stop all).
        """
        if not description:
            return self._finish_bare(None)
        if not self._desk.wiki.site.structured_data:
            return self._finish_bare("no-structured-data")
        try:
            return self._write(description)
        except _GivenUp as failure:
            return self._close(RowState.PUBLISHED, reason=failure.code, message=failure.message)
        except (NetworkError, AccountError) as error:
            self._note(error)
            raise

    def _note(self, error: KabochaError) -> None:
        """Why the data is not there yet; the intents stay open."""
        record = self._desk.journal.set(
            self._record.row_id, RowState.PUBLISHED, reason=error.code, message=str(error)
        )
        self._desk.tell(self._number, record)

    def _finish_bare(self, reason: str | None) -> Record:
        """No data to write: only the page id is asked for."""
        pageid = self._record.pageid
        if pageid is None:
            pageid = self._desk.look(self._record.title).pageid
        message = text.t(f"upload.{reason}") if reason else ""
        mid = f"M{pageid}" if pageid and self._desk.wiki.site.structured_data else None
        return self._close(RowState.DONE, pageid=pageid, mid=mid, reason=reason, message=message)

    def _close(self, state: RowState, **changes: Any) -> Record:
        """Commit how it ended, as the outcome of all open intents."""
        journal = self._desk.journal
        before = journal.record(self._record.row_id).state
        for intent in self._open[:-1]:  # the row's state changes with the last one only
            journal.outcome(intent, before)
        if self._open:
            record = journal.outcome(self._open[-1], state, **changes)
        else:
            record = journal.set(self._record.row_id, state, **changes)
        self._open.clear()
        self._desk.tell(self._number, record)
        return record

    def _write(self, description: Description) -> Record:
        data = description.to_data()
        rest: Mapping[str, Any] = data
        while True:
            if self._must_read:
                known = self._read()
                if not known.mid:
                    self._not_there_yet()
                    continue
                rest = missing(data, known)
                self._base = known.revision if known.exists and not self._plain else None
                if not rest:
                    return self._done(known, data)
            written = self._send(rest)
            if written is None:
                self._must_read = True
                continue
            rest = doubled(rest, written)
            if not rest:
                return self._done(written, data)
            self._must_read, self._base = False, None if self._plain else written.revision

    def _read(self) -> MediaInfo:
        desk, title = self._desk, self._record.title
        try:
            return desk.patience.ask(lambda: desk.wiki.media_info(title))
        except RefusedError as error:
            raise _GivenUp(error.code, str(error)) from error

    def _send(self, rest: Mapping[str, Any]) -> MediaInfo | None:
        """One edit after its intent; None = read, merge and send again."""
        desk, record = self._desk, self._record
        claims = len(rest.get("claims", ()))
        intent = desk.journal.intend(record.row_id, "describe", title=record.title, claims=claims)
        self._open.append(intent)
        try:
            return desk.wiki.edit_media_info(record.title, rest, SUMMARY, self._base)
        except NetworkError as error:
            self._lost(error)
        except RefusedError as error:
            self._refused(error)
        return None

    def _done(self, found: MediaInfo, data: Mapping[str, Any]) -> Record:
        self._desk.patience.progressed()
        return self._close(
            RowState.DONE, mid=found.mid, pageid=found.pageid, revision=found.revision,
            reason=None, message="",
            statements=len(data["claims"]), languages=sorted(data["labels"]),
        )  # fmt: skip

    def _lost(self, error: NetworkError) -> None:
        """The answer was lost, or the wiki has trouble: wait; what is there is read after it."""
        self._tries[error.code] += 1
        tries = self._tries[error.code]
        if _OLD_REVISION in error.code and not self._plain:
            self._plain = True
            return
        if is_to_blame(error, tries):
            raise _GivenUp(error.code, str(error))
        self._desk.patience.wait(error, tries)

    def _refused(self, error: RefusedError) -> None:
        entry = codes.error(error.code)
        self._tries[entry.code] += 1
        tries = self._tries[entry.code]
        if entry.reaction == "stop_all":
            raise error
        if error.code.startswith(_NOT_THERE_YET):
            self._not_there_yet(error)
            return
        if entry.reaction != "merge_retry" or tries > entry.retries:
            raise _GivenUp(error.code, str(error))
        wait = entry.wait(tries)
        if wait:
            self._desk.patience.pause(wait, error.code, str(error))

    def _not_there_yet(self, error: RefusedError | None = None) -> None:
        """The page is not seen yet (a replica lags): wait and ask; the file is never sent again."""
        self._tries["lag"] += 1
        tries = self._tries["lag"]
        cause = error or RefusedError("no-such-entity-link")
        if tries >= _LAG_TRIES:
            raise _GivenUp(cause.code, str(cause))
        self._desk.patience.pause(codes.error(cause.code).wait(tries), cause.code, str(cause))
