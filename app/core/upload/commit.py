"""Publishing one file, once: its request stands between an intent and an outcome, and when an
answer is lost the wiki is asked before anything is sent again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from app.core import codes
from app.core.errors import AccountError, CancelledError, FileError, NetworkError, RefusedError
from app.core.model import Plan, RowState
from app.core.project import Record
from app.core.upload import outcome
from app.core.upload.chunks import ASYNC, TOO_BIG
from app.core.upload.desk import Desk
from app.core.upload.guard import check_unchanged
from app.core.upload.ledger import Ledger, origin
from app.core.upload.outcome import RowEnd, StartOver
from app.core.upload.patience import is_to_blame
from app.core.upload.poll import Stuck, poll
from app.core.wiki import FileInfo, UploadAnswer

_LOOK_FIRST = frozenset({"restart_file", "check_then_restart", "continue_or_restart", "poll"})
"""Reactions that may mean that an earlier request of ours did publish."""


class TooBig(Exception):  # noqa: N818  (an order: go in chunks)
    """The wiki's server does not take the whole file in one request."""


class Commit:
    """`run` publishes; `key` is the newest stash key, None for a whole file.

    Raises RowEnd, StartOver, TooBig, NetworkError (gave up waiting), AccountError, CancelledError.
    """

    def __init__(
        self, desk: Desk, plan: Plan, ledger: Ledger, progress: Callable[[int], None]
    ) -> None:
        self.key: str | None = None
        self._desk = desk
        self._plan = plan
        self._ledger = ledger
        self._progress = progress
        self._title = plan.title
        self._since: float | None = None
        self._tries: Counter[str] = Counter()

    def run(self, key: str | None) -> Record | None:
        """Publish the whole file (no key) or what is in the stash. None = an answer was lost and
        the file is not there: it may be sent again.
        """
        self.key = key
        overridden: list[str] = []
        while True:
            check_unchanged(self._plan)
            try:
                answer = self._request(overridden)
                if answer.result == "Poll":
                    answer = self._poll(answer.filekey or self.key or "")
            except NetworkError as error:
                return self._settle(error)
            except RefusedError as error:
                return self._refused(error)
            if answer.result == "Success":
                return self.published(answer)
            if self._is_taken(answer):
                return self._adopt_or_end()
            overridden = self._heed(answer)

    def _request(self, overridden: list[str]) -> UploadAnswer:
        desk, plan, key = self._desk, self._plan, self.key
        if self._since is None:
            self._since = desk.wiki.now()
        action = "publish" if key else "upload"
        record = self._ledger.intend(
            action, self._title, filekey=key, accepted=overridden, since=self._since
        )
        if key:
            desk.tell(plan.number, record)
        try:
            if key is None:
                return desk.wiki.upload(
                    plan.path, self._title, plan.text, plan.summary, self._progress
                )
            return desk.wiki.publish(
                key, self._title, plan.text, plan.summary,
                ignore_warnings=bool(overridden), use_async=plan.size > ASYNC,
            )  # fmt: skip
        except (AccountError, CancelledError) as error:
            desk.tell(plan.number, self._ledger.withdraw(error))
            raise
        except FileError as error:
            raise outcome.of_file(error) from error

    # -- the file is there -----------------------------------------------------------------------

    def published(self, answer: UploadAnswer) -> Record:
        """Success: the bytes on the wiki are compared with ours before it counts."""
        title, sha1 = answer.title or self._title, answer.sha1
        info = None
        if sha1 is None:
            info = self._desk.look(title)
            sha1 = info.sha1
        self._title = title
        if sha1 != self._plan.sha1:
            raise outcome.failed("sha1-differs")
        return self._on_wiki(info)

    def _on_wiki(self, info: FileInfo | None) -> Record:
        desk, plan = self._desk, self._plan
        desk.patience.progressed()
        desk.count_sent(plan.size)
        record = self._ledger.close(
            RowState.PUBLISHED, title=self._title, sha1=plan.sha1, size=plan.size,
            account=desk.account, pageid=info.pageid if info else None,
            filekey=None, offset=0, reason=None, message="", **origin(plan),
        )  # fmt: skip
        desk.tell(plan.number, record)
        return record

    # -- when it is not clear --------------------------------------------------------------------

    def _settle(self, error: NetworkError) -> Record | None:
        """An answer was lost: wait, then ask the wiki. Raises RowEnd when this row is to blame."""
        desk, plan = self._desk, self._plan
        desk.put(plan, RowState.UNKNOWN, reason=error.code, message=str(error))
        self._tries[error.code] += 1
        tries = self._tries[error.code]
        desk.patience.wait(error, tries)
        found = self._find()
        if found is None and is_to_blame(error, tries):
            raise outcome.of_trouble(error)
        return found

    def _find(self) -> Record | None:
        """Our file under its title, adopted; None when there is no file. Raises RowEnd when the
        name is taken by another one.
        """
        info = self._desk.look(self._title)
        if info.sha1 is None:
            return None
        ours = self._desk.is_ours(info, self._plan.sha1, self._desk.account, self._since or 0.0)
        if ours:
            return self._on_wiki(info)
        raise self._of_other(info)

    def _of_other(self, info: FileInfo) -> RowEnd:
        site = self._desk.wiki.site
        same = info.sha1 == self._plan.sha1
        return (outcome.duplicate if same else outcome.taken)(site, self._title)

    def _adopt_or_end(self) -> Record:
        found = self._find()
        if found is None:
            raise outcome.taken(self._desk.wiki.site, self._title)
        return found

    def _poll(self, key: str) -> UploadAnswer:
        try:
            return poll(self._desk, self._plan, key)
        except Stuck:
            end = outcome.failed("still-processing")
            raise RowEnd(RowState.UNKNOWN, end.code, end.message) from None

    # -- when the wiki says something ------------------------------------------------------------

    def _refused(self, error: RefusedError) -> Record:
        reaction = codes.error(error.code).reaction
        if reaction in _LOOK_FIRST or error.code in outcome.REFUSED_TAKEN:
            found = self._find()
            if found is not None:
                return found
        if reaction == "poll" and self.key:
            answer = self._poll(self.key)
            if answer.title:
                return self.published(answer)
        if self.key is None and error.code in TOO_BIG:
            raise TooBig from error
        if reaction in _LOOK_FIRST:
            raise StartOver(error) from error
        if reaction == "stop_all":
            self._ledger.withdraw(error)
            raise error
        self._keep_key(error.data.get("filekey"))
        raise outcome.of_refusal(error)

    @staticmethod
    def _is_taken(answer: UploadAnswer) -> bool:
        return bool({*answer.warnings} & {*outcome.TAKEN})

    def _heed(self, answer: UploadAnswer) -> list[str]:
        """What the warnings mean: the codes to override next, mostly none. Raises RowEnd."""
        verdict = outcome.judge(answer.warnings, self._title, self._desk.accept)
        self._keep_key(answer.filekey)
        if verdict.kind == "duplicate":
            raise outcome.duplicate(self._desk.wiki.site, verdict.value)
        if verdict.end is not None:
            raise verdict.end
        if verdict.kind == "again" or answer.filekey is None:
            raise StartOver(RefusedError("uploadstash-exception"))
        if verdict.kind == "rename":
            self._title = verdict.value
            return []
        info = self._desk.look(self._title)
        if info.sha1 is not None:
            raise self._of_other(info)
        return sorted(answer.warnings)

    def _keep_key(self, key: object) -> None:
        """The newest key counts; with it the bytes need not go again once a person mended it."""
        if isinstance(key, str):
            self.key = key
            row_id = self._plan.row_id
            state = self._desk.journal.record(row_id).state
            self._desk.journal.set(row_id, state, filekey=key, offset=0)
