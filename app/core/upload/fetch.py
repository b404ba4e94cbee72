"""A file that lies on the web: the wiki fetches it into its stash, from where it is published as any
other. So its bytes are known before it appears, and all rules of a file from the disk hold.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.core import codes, text
from app.core.errors import NetworkError, RefusedError
from app.core.model import Plan, RowState
from app.core.project import Record
from app.core.upload import outcome
from app.core.upload.desk import Desk
from app.core.upload.outcome import RowEnd, StartOver
from app.core.upload.patience import is_to_blame
from app.core.wiki import UploadAnswer


class Fetch:
    """The file of one plan with an address. It stands where a `Stash` stands for a file from the
    disk; methods raise RowEnd, NetworkError (gave up waiting), AccountError, CancelledError.
    """

    has_begun = True

    def __init__(self, desk: Desk, plan: Plan) -> None:
        self._desk = desk
        self._plan = plan
        self._key: str | None = None
        self._tries: Counter[str] = Counter()

    def known(self) -> Plan:
        """Let the wiki fetch the file: the plan with the SHA-1 and the size that it told."""
        answer = self._ask()
        self._plan = replace(self._plan, sha1=answer.sha1 or "", size=answer.size or 0)
        self._key = answer.filekey
        return self._plan

    def resume(self, _record: Record) -> str | None:
        """What a former run let the wiki fetch is fetched anew: it costs this line nothing."""
        return None

    def rescue(self) -> str | None:
        """As `resume`."""
        return None

    def fill(self) -> str:
        """The key of the file in the stash; fetched again when the stash lost it."""
        key, self._key = self._key, None
        if key is not None:
            return key
        answer = self._ask()
        if answer.sha1 != self._plan.sha1:
            raise outcome.failed("url-changed")
        return answer.filekey or ""

    def _ask(self) -> UploadAnswer:
        while True:
            answer = self._once()
            if answer is not None:
                return answer

    def _once(self) -> UploadAnswer | None:
        """One request; None = again."""
        desk, plan = self._desk, self._plan
        intent = desk.journal.intend(
            plan.row_id, "fetch", title=plan.title, account=desk.account, reason=None, message=""
        )
        desk.tell(plan.number, desk.journal.record(plan.row_id))
        state = RowState.SENDING
        try:
            answer = desk.wiki.fetch(plan.address, plan.title)
        except NetworkError as error:
            desk.journal.outcome(intent, state)
            self._wait(error)
            return None
        except RefusedError as error:
            desk.journal.outcome(intent, state)
            if codes.error(error.code).reaction == "stop_all":
                raise
            raise _not_fetched(error) from error
        except BaseException:
            desk.journal.outcome(intent, RowState.QUEUED)
            raise
        desk.journal.outcome(intent, state)
        desk.patience.progressed()
        if answer.filekey is None or answer.sha1 is None:
            raise StartOver(RefusedError("stashinvalidfile"))
        return answer

    def _wait(self, error: NetworkError) -> None:
        self._tries[error.code] += 1
        tries = self._tries[error.code]
        if is_to_blame(error, tries):
            raise outcome.of_trouble(error)
        self._desk.patience.wait(error, tries)


def _not_fetched(error: RefusedError) -> RowEnd:
    """The wiki will not or cannot fetch this address: in its own words behind ours."""
    return outcome.failed("url-not-fetched", text.t("upload.url-not-fetched", said=str(error)))
