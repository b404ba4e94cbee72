"""Writing a change into the project file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from app.core.model import Row
from app.core.project import rows
from app.core.project.change import Change, Lot, Operation
from app.core.project.journal import Journal


def write(
    db: sqlite3.Connection, change: Change, texts: Iterable[Row], journal: Callable[[str], Journal]
) -> None:
    """Put a change in place; runs inside a transaction. `texts`: the rows as they are after it.
    `journal` by target: it keeps what is left out.
    """
    rows.write(db, texts)
    for o in change.operations:
        if isinstance(o, Operation):
            _one(db, o)
        elif o.kind == "row":
            removed = ((not new, row_id) for row_id, new in zip(o.rows, o.new, strict=True))
            db.executemany("UPDATE rows SET removed=? WHERE id=?", removed)
        elif o.kind == "out":
            _leave_out(o, journal(str(o.place)))


def _one(db: sqlite3.Connection, o: Operation) -> None:
    if o.kind == "meaning":
        db.execute("UPDATE columns SET meaning=?, recognised=0 WHERE id=?", (o.new, *o.key))
    elif o.kind == "mode":
        db.execute("UPDATE columns SET mode=? WHERE id=?", (o.new, *o.key))
    elif o.kind == "layout":
        db.execute("UPDATE meta SET value=? WHERE key='layout'", (o.new,))
    elif o.kind == "header":
        db.execute("UPDATE columns SET header=? WHERE id=?", (o.new, *o.key))
    elif o.kind == "column":
        _column(db, int(o.key[0]), o.new)
    elif o.new:
        db.execute("INSERT OR REPLACE INTO constants VALUES (?, ?)", (*o.key, o.new))
    else:
        db.execute("DELETE FROM constants WHERE meaning=?", o.key)


def _leave_out(lot: Lot, journal: Journal) -> None:
    """Rows that are taken out of what goes to a target, or back in: all at once."""
    for out in (True, False):
        those = [i for i, new in zip(lot.rows, lot.new, strict=True) if bool(new) is out]
        if those:
            journal.leave_out(those, out=out)


def _column(db: sqlite3.Connection, column_id: int, header: str) -> None:
    """Add a column of our own behind the others, or bring one back; without a header, take it away:
    its texts stay in the file, so that undo finds them.
    """
    known = db.execute("UPDATE columns SET removed=? WHERE id=?", (not header, column_id)).rowcount
    if header and not known:
        db.execute(
            "INSERT INTO columns (id, position, header, meaning)"
            " SELECT ?, coalesce(max(position), -1) + 1, ?, 'plain' FROM columns",
            (column_id, header),
        )
