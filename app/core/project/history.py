"""What can be taken back and done again: the changes kept in the project file."""

from __future__ import annotations

from typing import Any, Literal

from app.core.project import change as changes
from app.core.project.change import Change
from app.core.project.store import Store

Way = Literal["undo", "redo"]
_MOVES_ROWS = """instr(operations, '["row"')"""
"""Inside a text the quotes would have a backslash before them."""
_NEXT = {
    "undo": "WHERE undone=0 ORDER BY id DESC LIMIT 1",
    "redo": "WHERE undone=1 ORDER BY id LIMIT 1",
}


def label(store: Store, way: Way) -> str | None:
    """Words for what comes next, None when there is nothing."""
    found = _next(store, "label", way)
    return str(found[0]) if found else None


def find(store: Store, way: Way) -> tuple[int, Change] | None:
    """Number of the change that comes next, and what is to be done."""
    found = _next(store, "id, label, operations", way)
    if not found:
        return None
    change = Change(found[1], changes.load(found[2]))
    return int(found[0]), change.reversed() if way == "undo" else change


def count(store: Store, way: Way) -> int:
    """How many cells (or rows) what comes next changes; 0 when nothing comes, and when rows come or
    go: who shows them must hear of it at once.
    """
    found = _next(store, f"{_MOVES_ROWS}, json_array_length(operations)", way)
    return int(found[1] or 0) if found and not found[0] else 0


def _next(store: Store, what: str, way: Way) -> tuple[Any, ...] | None:
    found = store.query(f"SELECT {what} FROM changes {_NEXT[way]}")  # noqa: S608  # literals of this file
    return found[0] if found else None
