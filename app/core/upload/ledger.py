"""The committing intents of one row that are still open."""

from __future__ import annotations

from typing import Any

from app.core.errors import KabochaError
from app.core.model import Plan, RowState
from app.core.project import Journal, Record


def origin(plan: Plan) -> dict[str, Any]:
    """What is kept of a file that is a copy: the SHA-1 of the user's own, and what is left out."""
    return {
        "original": plan.original.sha1 if plan.original else None,
        "left_out": tuple(map(str, plan.without)),
    }


class Ledger:
    """Intents of one row, each written before its request; the outcome closes them all."""

    def __init__(self, journal: Journal, plan: Plan, account: str) -> None:
        self._journal = journal
        self._plan = plan
        self._account = account
        self._open: list[int] = []

    def intend(self, action: str, title: str, **detail: Any) -> Record:
        """Commit the intent to publish."""
        plan = self._plan
        self._open.append(
            self._journal.intend(
                plan.row_id, action, title=title, sha1=plan.sha1, size=plan.size,
                account=self._account, reason=None, message="", **origin(plan), **detail,
            )
        )  # fmt: skip
        return self._journal.record(plan.row_id)

    def withdraw(self, error: KabochaError) -> Record:
        """The last request certainly changed nothing; earlier ones may still have."""
        state = RowState.UNKNOWN if self._open[1:] else RowState.QUEUED
        last = self._open.pop()
        return self._journal.outcome(last, state, reason=error.code, message=str(error))

    def close(self, state: RowState, **changes: Any) -> Record:
        """Commit what became of the row. Left unknown, the intents stay open."""
        if state is RowState.UNKNOWN or not self._open:
            return self._journal.set(self._plan.row_id, state, **changes)
        before = self._journal.record(self._plan.row_id).state
        for intent in self._open[:-1]:  # the row's state changes with the last one only
            self._journal.outcome(intent, before)
        record = self._journal.outcome(self._open[-1], state, **changes)
        self._open.clear()
        return record
