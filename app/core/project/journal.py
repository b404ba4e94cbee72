"""The upload journal of one target: an intent before each request that changes the wiki, its
outcome after it, and the state of each row. Never edited, only added to.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from app.core import text
from app.core.model import LEFT_OUT, RowState
from app.core.project.store import Store

_STATE_OF_ACTION = {
    "upload": RowState.COMMITTING,
    "publish": RowState.COMMITTING,
    "chunk": RowState.SENDING,
    "fetch": RowState.SENDING,
}


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one row towards the target. `fingerprint` is the row's content when it
    was sent; `accepted` the warnings a person accepted; `updated` Unix seconds; `left_out` what
    was private and is not in the copy that was sent, `original` the SHA-1 of the user's own file
    then (`sha1` is that of the copy).
    """

    row_id: int
    state: RowState = RowState.DRAFT
    title: str = ""
    pageid: int | None = None
    revision: int | None = None
    mid: str | None = None
    reason: str | None = None
    message: str = ""
    sha1: str | None = None
    original: str | None = None
    left_out: tuple[str, ...] = ()
    size: int = 0
    filekey: str | None = None
    offset: int = 0
    account: str = ""
    accepted: tuple[str, ...] = ()
    fingerprint: str = ""
    statements: int = 0
    languages: tuple[str, ...] = ()
    started: float = 0.0
    updated: float = 0.0

    @property
    def note(self) -> str:
        """A sentence for a file that is on the wiki without what was private, else ""."""
        if not self.left_out or not self.state.on_wiki:
            return ""
        return text.t(f"record.without-{'-'.join(self.left_out)}")


@dataclass(frozen=True, slots=True)
class Intent:
    """A request that was about to be made; `detail` as given to `intend`."""

    id: int
    row_id: int
    action: str
    at: float
    detail: dict[str, Any] = field(default_factory=dict)


_FIELDS = {f.name for f in fields(Record)} - {"row_id", "state"}
_ADD = (
    "INSERT INTO journal (at, target, row_id, kind, action, intent, state, detail)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_KEEP = "INSERT OR REPLACE INTO records (target, row_id, state, fields) VALUES (?, ?, ?, ?)"


class Journal:
    """Intents, outcomes and row states of one target in one project."""

    def __init__(self, store: Store, target: str, fingerprint: Callable[[int], str]) -> None:
        self._store = store
        self.target = target
        self._fingerprint = fingerprint
        self._records: dict[int, Record] = {}
        self.refresh()

    def refresh(self) -> None:
        """Take over what another program wrote into the project file meanwhile."""
        rows = self._store.query(
            "SELECT row_id, state, fields FROM records WHERE target=?", (self.target,)
        )
        self._records = {row_id: _record(row_id, state, text) for row_id, state, text in rows}

    def record(self, row_id: int) -> Record:
        """The row's record; a draft when nothing is known."""
        return self._records.get(row_id, Record(row_id))

    def records(self) -> dict[int, Record]:
        """All rows something is known of, by row id."""
        return dict(self._records)

    def intend(self, row_id: int, action: str, **detail: Any) -> int:
        """Commit the intent to make a request (upload, chunk, publish, describe) and return its
        number. Fields of `Record` in `detail` (title, sha1, account, …) go to the record too.
        """
        state = _STATE_OF_ACTION.get(action, self.record(row_id).state)
        with self._store.transaction() as db:
            cursor = db.execute(
                "INSERT INTO journal (at, target, row_id, kind, action, state, detail)"
                " VALUES (?, ?, ?, 'intent', ?, ?, ?)",
                (time.time(), self.target, row_id, action, state, _json(detail)),
            )
            kept = {k: v for k, v in detail.items() if k in _FIELDS}
            if self.record(row_id).state is not state and "started" not in kept:
                kept["started"] = time.time()
            record = self._write(row_id, state, kept)
        self._records[row_id] = record
        return int(cursor.lastrowid or 0)

    def outcome(self, intent: int, state: RowState, **changes: Any) -> Record:
        """Commit what became of an intent: the row's new state and fields of its record."""
        row_id, action = self._store.query(
            "SELECT row_id, action FROM journal WHERE id=? AND kind='intent'", (intent,)
        )[0]
        return self._add(row_id, "outcome", action, intent, state, changes)

    def set(self, row_id: int, state: RowState, **changes: Any) -> Record:
        """Commit a state that no request of ours led to (queued, skipped, adopted, asked)."""
        return self._add(row_id, "set", "", None, state, changes)

    def set_many(self, row_ids: Collection[int], state: RowState, **changes: Any) -> None:
        """`set` for many rows, in one transaction and two statements."""
        _must_be_fields(changes)
        at = time.time()
        own = {i: self._own(i, state, changes) for i in row_ids}
        made = {i: self._next(i, state, c, at) for i, c in own.items()}
        with self._store.transaction() as db:
            db.executemany(
                _ADD,
                [(at, self.target, i, "set", "", None, state, _json(c)) for i, c in own.items()],
            )
            db.executemany(_KEEP, [self._kept(record) for record in made.values()])
        self._records.update(made)

    def is_changed(self, row_id: int) -> bool:
        """Whether the row reads otherwise than when it was sent, or when a question came up."""
        return self.record(row_id).fingerprint != self._fingerprint(row_id)

    @property
    def left_out(self) -> frozenset[int]:
        """Ids of the rows that a person took out of the batch."""
        return frozenset(i for i, r in self.records().items() if _is_left_out(r))

    def leaving(self, row_ids: Iterable[int], *, out: bool) -> tuple[int, ...]:
        """Those of the rows that leaving out (or taking back in) changes: none on the wiki."""
        known = self.left_out
        return tuple(
            i for i in row_ids if (i in known) is not out and not self.record(i).state.on_wiki
        )

    def leave_out(self, row_ids: Iterable[int], *, out: bool) -> None:
        """Take rows out of the batch, or back in. A row on the wiki stays as it is."""
        known = ((i, self.record(i)) for i in row_ids)
        rows = [i for i, r in known if not r.state.on_wiki and _is_left_out(r) is not out]
        if out:
            said = text.t("upload.left-out")
            self.set_many(rows, RowState.SKIPPED, reason=LEFT_OUT, message=said)
        else:
            self.set_many(rows, RowState.DRAFT, reason=None, message="")

    def times(self, actions: Collection[str], since: float) -> list[float]:
        """When requests of these actions were made, in Unix seconds, oldest first."""
        rows = self._store.query(
            "SELECT at, action FROM journal WHERE target=? AND kind='intent' AND at>=? ORDER BY at",
            (self.target, since),
        )
        return [at for at, action in rows if action in actions]

    def open_intents(self, row_id: int | None = None) -> list[Intent]:
        """Intents without an outcome, oldest first: what the wiki must be asked about."""
        rows = self._store.query(
            "SELECT id, row_id, action, at, detail FROM journal WHERE target=? AND kind='intent'"
            " AND (? IS NULL OR row_id=?) AND id NOT IN (SELECT intent FROM journal"
            " WHERE target=? AND kind='outcome' AND intent IS NOT NULL) ORDER BY id",
            (self.target, row_id, row_id, self.target),
        )
        return [Intent(i, r, action, at, json.loads(text)) for i, r, action, at, text in rows]

    def _add(
        self, row_id: int, kind: str, action: str, intent: int | None, state: RowState,
        changes: dict[str, Any],
    ) -> Record:  # fmt: skip
        _must_be_fields(changes)
        own = self._own(row_id, state, changes)
        with self._store.transaction() as db:
            db.execute(
                _ADD, (time.time(), self.target, row_id, kind, action, intent, state, _json(own))
            )
            record = self._write(row_id, state, own)
        self._records[row_id] = record
        return record

    def _own(self, row_id: int, state: RowState, changes: dict[str, Any]) -> dict[str, Any]:
        """The changes of one row; with what it read like, when that is to be known later."""
        before = self.record(row_id)
        is_first = state.on_wiki and not (before.state.on_wiki and before.fingerprint)
        if (is_first or state is RowState.ASKED) and "fingerprint" not in changes:
            return {**changes, "fingerprint": self._fingerprint(row_id)}
        return changes

    def _next(self, row_id: int, state: RowState, changes: dict[str, Any], at: float) -> Record:
        return replace(self.record(row_id), state=state, updated=at, **changes)

    def _kept(self, record: Record) -> tuple[str, int, str, str]:
        fields = {name: getattr(record, name) for name in _FIELDS}
        return self.target, record.row_id, record.state, _json(fields)

    def _write(self, row_id: int, state: RowState, changes: dict[str, Any]) -> Record:
        record = self._next(row_id, state, changes, time.time())
        with self._store.transaction() as db:
            db.execute(_KEEP, self._kept(record))
        return record


def _must_be_fields(changes: dict[str, Any]) -> None:
    if unknown := changes.keys() - _FIELDS:
        raise TypeError(f"no field of a record: {sorted(unknown)}")


def _is_left_out(record: Record) -> bool:
    return record.state is RowState.SKIPPED and record.reason == LEFT_OUT


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)


def _record(row_id: int, state: str, text: str) -> Record:
    data = {k: v for k, v in json.loads(text).items() if k in _FIELDS}
    for name in ("accepted", "languages", "left_out"):
        data[name] = tuple(data.get(name, ()))
    return Record(row_id, RowState(state), **data)
