"""What a former run left open is settled first: the wiki is asked before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.model import RowState
from app.core.project import Intent, Record
from app.core.upload.desk import Desk

_COMMITTING = ("upload", "publish")


def settle(desk: Desk, numbers: Mapping[int, int]) -> None:
    """Adopt the files that a former run published without learning it.

    `numbers` maps ids of the rows of this run to row numbers. A file counts as ours by title,
    SHA-1, account and time after the intent. What is not there is queued, with its stash key.
    Raises NetworkError, AccountError, CancelledError.
    """
    intents = _open_intents(desk, numbers)
    unsure = (RowState.COMMITTING, RowState.UNKNOWN)
    records = [
        record
        for row_id, record in desk.journal.records().items()
        if row_id in numbers and not record.state.on_wiki and record.title
        and (record.state in unsure or row_id in intents)
    ]  # fmt: skip
    if not records:
        return
    titles = [record.title for record in records]
    there = desk.patience.ask(lambda: desk.wiki.files(titles))
    for record in records:
        info = there[record.title]
        opened = intents.get(record.row_id, [])
        account = record.account or desk.account
        if desk.is_ours(info, record.sha1 or "", account, _since(record, opened)):
            _close(desk, record, opened, RowState.PUBLISHED, pageid=info.pageid)
            desk.tell(numbers[record.row_id], desk.journal.record(record.row_id))
        else:
            _close(desk, record, opened, RowState.QUEUED)


def _open_intents(desk: Desk, numbers: Mapping[int, int]) -> dict[int, list[Intent]]:
    found: dict[int, list[Intent]] = {}
    for intent in desk.journal.open_intents():
        if intent.action in _COMMITTING and intent.row_id in numbers:
            found.setdefault(intent.row_id, []).append(intent)
    return found


def _since(record: Record, opened: list[Intent]) -> float:
    """When our first request may have come: by the wiki's clock if it was noted."""
    if not opened:
        return record.started
    return float(opened[0].detail.get("since") or opened[0].at)


def _close(
    desk: Desk, record: Record, opened: list[Intent], state: RowState, *, pageid: int | None = None
) -> None:
    changes: dict[str, object] = {"reason": None, "message": ""}
    if state is RowState.PUBLISHED:
        changes |= {"pageid": pageid, "filekey": None, "offset": 0}
    for intent in opened[:-1]:  # the row's state changes with the last one only
        desk.journal.outcome(intent.id, record.state)
    if opened:
        desk.journal.outcome(opened[-1].id, state, **changes)
    else:
        desk.journal.set(record.row_id, state, **changes)
