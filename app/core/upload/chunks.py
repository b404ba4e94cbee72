"""A large file goes to the wiki's stash in chunks. The wiki's offset is the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from app.core import codes, text
from app.core.errors import AccountError, CancelledError, FileError, NetworkError, RefusedError
from app.core.model import Plan, RowState
from app.core.project import Record
from app.core.upload import outcome
from app.core.upload.desk import Desk
from app.core.upload.guard import check_unchanged
from app.core.upload.outcome import RowEnd, StartOver
from app.core.upload.patience import Blamed, is_to_blame
from app.core.upload.poll import Stuck, poll, status
from app.core.wiki import UploadAnswer

SMALLEST = 64 * 1024
ASYNC = 10 * 1000 * 1000
"""Beyond this size the wiki puts a file together, and publishes it, in its own time."""
_AIM = 10.0
"""Seconds that a chunk should take."""
_GROWTH = 8
TOO_BIG = frozenset({"file-too-large", "empty-file", "http-413", "badupload", "missingparam"})
"""What wikis say to a request with more bytes than their server takes."""


class Pace:
    """Size of the next chunk: the first is small, then about ten seconds of what went well."""

    def __init__(self, most: int) -> None:
        self.length = SMALLEST
        self.most = most

    def measured(self, length: int, seconds: float) -> None:
        """A chunk went well in so many seconds."""
        aim = int(length / max(seconds, 0.001) * _AIM)
        self.length = max(SMALLEST, min(aim, length * _GROWTH, self.most))

    def shrink(self) -> bool:
        """The server takes less at once; False when there is nothing left to shrink."""
        if self.length <= SMALLEST:
            return False
        self.most = self.length = max(SMALLEST, self.length // 2)
        return True


class Stash:
    """One file on its way into the stash.

    Methods raise RowEnd, StartOver, AlreadyPublished, NetworkError (gave up waiting),
    AccountError, CancelledError.
    """

    def __init__(self, desk: Desk, plan: Plan, progress: Callable[[int], None]) -> None:
        self._desk = desk
        self._plan = plan
        self._progress = progress
        self._pace = Pace(desk.most_at_once)
        self._key: str | None = None
        self._offset = 0
        self._tries: Counter[str] = Counter()

    @property
    def has_begun(self) -> bool:
        """Whether a part of the file is in the stash."""
        return self._key is not None

    def resume(self, record: Record) -> str | None:
        """Go on with what a former run sent: the key of a complete file, else None."""
        plan = self._plan
        known = (record.sha1, record.size, record.account)
        if not record.filekey or known != (plan.sha1, plan.size, self._desk.account):
            return None
        return self._where(record.filekey)

    def rescue(self) -> str | None:
        """The key of a complete file of ours that is still in the stash."""
        plan, desk = self._plan, self._desk
        return desk.patience.ask(lambda: desk.wiki.find_stashed(plan.size, plan.sha1))

    def fill(self) -> str:
        """Send what is missing; the key to publish."""
        while True:
            key = self._step()
            if key is not None:
                return key

    def _step(self) -> str | None:
        """Send one chunk; the key once the file is complete."""
        plan, desk, offset = self._plan, self._desk, self._offset
        self._check_stopped()
        check_unchanged(plan)
        length = min(self._pace.length, plan.size - offset)
        intent = desk.journal.intend(
            plan.row_id, "chunk", title=plan.title, sha1=plan.sha1, size=plan.size,
            account=desk.account, filekey=self._key, offset=offset, reason=None, message="",
        )  # fmt: skip
        started = desk.clock()
        try:
            answer = desk.wiki.send_chunk(
                plan.path, plan.title, plan.size, offset, length, self._key,
                use_async=plan.size > ASYNC, progress=lambda sent: self._progress(offset + sent),
            )  # fmt: skip
        except (AccountError, CancelledError) as error:
            desk.journal.outcome(intent, RowState.QUEUED, reason=error.code, message=str(error))
            raise
        except FileError as error:
            desk.journal.outcome(intent, RowState.SENDING)
            raise outcome.of_file(error) from error
        except NetworkError as error:
            desk.journal.outcome(intent, RowState.SENDING)
            return self._lost(error)
        except RefusedError as error:
            desk.journal.outcome(intent, RowState.SENDING)
            return self._refused(error)
        self._pace.measured(length, desk.clock() - started)
        self._tries.clear()
        desk.patience.progressed()
        key = answer.filekey or self._key
        stored = plan.size if answer.offset is None else answer.offset
        desk.journal.outcome(intent, RowState.SENDING, filekey=key, offset=stored)
        return self._took(answer, key)

    def _check_stopped(self) -> None:
        """Between two chunks the run may end: cancelled, or stopped by another row; this file may
        be held back, and the hours in which files may be sent may be over.
        """
        queue, row_id = self._desk.queue, self._plan.row_id
        if queue.is_held(row_id):
            queue.stopped(row_id)
            raise RowEnd(RowState.QUEUED, "held", text.t("upload.held"))
        self._desk.patience.keep_hours(self._desk.hours)
        if self._desk.cancel.is_set():
            stopped = CancelledError()
            row_id, state = self._plan.row_id, RowState.QUEUED
            self._desk.journal.set(row_id, state, reason=stopped.code, message=str(stopped))
            raise stopped

    def _took(self, answer: UploadAnswer, key: str | None) -> str | None:
        if answer.result == "Continue":
            self._key, self._offset = key, answer.offset or 0
            self._progress(self._offset)
            return None
        if answer.result == "Poll":
            return self._assembled(key or "")
        if answer.result == "Success" and answer.filekey:
            return self._complete(answer)
        raise StartOver(RefusedError("stashinvalidfile"))

    def _assembled(self, key: str) -> str | None:
        """Wait until the wiki has put the file together."""
        try:
            answer = poll(self._desk, self._plan, key)
        except Stuck:
            end = outcome.failed("still-processing")
            raise RowEnd(RowState.UNKNOWN, end.code, end.message) from None
        except RefusedError as error:
            rescued = self.rescue()
            if rescued is None:
                raise StartOver(error) from error
            return rescued
        return self._read(answer, key)

    def _complete(self, answer: UploadAnswer) -> str | None:
        """A file that was put together wrongly is not published."""
        if answer.sha1 not in (None, self._plan.sha1):
            raise StartOver(RefusedError("assembled-wrong"))
        return answer.filekey

    def _where(self, key: str) -> str | None:
        """Ask the wiki how much of the file it has, and go on from there."""
        try:
            answer = status(self._desk, self._plan, key)
        except (RefusedError, Blamed):
            self._key, self._offset = None, 0
            return self.rescue()
        if answer.result == "Poll":
            return self._assembled(key)
        return self._read(answer, key)

    def _read(self, answer: UploadAnswer, key: str) -> str | None:
        """What a status says: published, complete, or how far."""
        if answer.result == "Success" and answer.title:
            raise AlreadyPublished(answer)
        if answer.result == "Success" and answer.filekey:
            return self._complete(answer)
        if answer.result == "Continue" and answer.offset is not None:
            self._key, self._offset = (key, answer.offset) if answer.offset else (None, 0)
            return None
        raise StartOver(RefusedError("stashinvalidfile"))

    def _lost(self, error: NetworkError) -> str | None:
        """The answer to a chunk was lost: wait, then ask how far the wiki is."""
        self._tries[error.code] += 1
        tries = self._tries[error.code]
        self._desk.patience.wait(error, tries)
        key = None
        if self._key:
            key = self._where(self._key)
        else:  # the row is to blame only if the wiki answers something else
            self._desk.look(self._plan.title)
        if is_to_blame(error, tries):
            raise outcome.of_trouble(error)
        return key

    def _refused(self, error: RefusedError) -> str | None:
        entry = codes.error(error.code)
        if error.code in TOO_BIG and self._pace.shrink():
            self._desk.most_at_once = self._pace.most
            return self._where(self._key) if self._key else None
        if entry.reaction == "continue_or_restart":
            return self._continue(error, entry)
        if entry.reaction in ("restart_file", "check_then_restart", "poll"):
            raise StartOver(error)
        if entry.reaction == "stop_all":
            raise error
        raise outcome.of_refusal(error)

    def _continue(self, error: RefusedError, entry: codes.Code) -> str | None:
        """The wiki and we differ on how far the file is: its offset counts."""
        self._tries[error.code] += 1
        tries = self._tries[error.code]
        if tries > entry.retries:
            raise StartOver(error)
        told = str(error.data.get("offset", ""))
        if told.isdecimal() and int(told) != self._offset:
            self._offset = int(told)
            if self._offset == 0:
                self._key = None
            return None
        self._desk.patience.pause(entry.wait(tries), error.code, str(error))
        return self._where(self._key) if self._key else None


class AlreadyPublished(Exception):  # noqa: N818  (good news)
    """The wiki says that this file is published already."""

    def __init__(self, answer: UploadAnswer) -> None:
        super().__init__()
        self.answer = answer
