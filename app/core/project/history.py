"""What can be taken back and done again: the changes kept in the project file."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from app.core.project import change as changes
from app.core.project.change import Change
from app.core.project.store import Store

Way = Literal["undo", "redo"]
_MOVES = b'[["row"'
"""How a change that moves rows begins."""
_NEXT = {
    "undo": "WHERE undone=0 ORDER BY id DESC LIMIT 1",
    "redo": "WHERE undone=1 ORDER BY id LIMIT 1",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be taken back or done again; `size` = bytes it is kept in."""

    id: int
    label: str
    size: int
    moves_rows: bool


class History:
    """Knows by heart what comes next in each way: the window asks after every edit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.look()

    def look(self) -> None:
        """Something was done, taken back or done again: find what comes next."""
        self._next = {"undo": self._find("undo"), "redo": self._find("redo")}

    def _find(self, way: Way) -> Step | None:
        found = self._store.query(f"SELECT id, label FROM changes {_NEXT[way]}")  # noqa: S608  # literals of this file
        if not found:
            return None
        number, label = found[0]
        size, head = self._store.look_into("changes", "operations", number, len(_MOVES))
        return Step(number, label, size, head == _MOVES)

    def next(self, way: Way) -> Step | None:
        """What comes next, None when there is nothing."""
        return self._next[way]

    def change(self, step: Step, way: Way) -> Change:
        """What is to be done."""
        text = self._store.query("SELECT operations FROM changes WHERE id=?", (step.id,))[0][0]
        change = Change(step.label, changes.load(text))
        return change.reversed() if way == "undo" else change


def keep(db: sqlite3.Connection, label: str, operations: str) -> None:
    """Put a change (as JSON) into the project file; what was undone before is forgotten."""
    db.execute("DELETE FROM changes WHERE undone=1")
    db.execute("INSERT INTO changes (label, operations) VALUES (?, ?)", (label, operations))


def mark(db: sqlite3.Connection, step: Step, way: Way) -> None:
    """A change is taken back now, or done again."""
    db.execute("UPDATE changes SET undone=? WHERE id=?", (way == "undo", step.id))
