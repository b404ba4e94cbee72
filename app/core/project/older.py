"""Project files of older versions, brought up to the version of today."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter

from app.core.project.texts import Texts


def bring_up(db: sqlite3.Connection, version: int) -> None:
    """Change the tables of a version; runs inside a transaction."""
    if version < 2:  # a version number
        _texts_into_rows(db)


def _texts_into_rows(db: sqlite3.Connection) -> None:
    """Version 1 kept each text in a row of its own, and columns added here as keys of `meta`."""
    db.execute("ALTER TABLE columns ADD COLUMN origin TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE columns ADD COLUMN removed INTEGER NOT NULL DEFAULT 0")
    own = "SELECT 1 FROM meta WHERE key = 'own.' || columns.id"
    db.execute(f"UPDATE columns SET origin = header WHERE NOT EXISTS ({own})")  # noqa: S608  # literal
    db.execute("DELETE FROM meta WHERE key LIKE 'own.%'")
    db.execute("ALTER TABLE rows ADD COLUMN own INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE rows ADD COLUMN removed INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE rows ADD COLUMN cells TEXT NOT NULL DEFAULT ''")
    cells = db.execute("SELECT row_id, column_id, text FROM cells ORDER BY row_id").fetchall()
    db.executemany(
        "UPDATE rows SET cells=? WHERE id=?",
        (
            (Texts.of({column: text for _, column, text in of_row}).packed.decode(), row_id)
            for row_id, of_row in groupby(cells, itemgetter(0))
        ),
    )
    db.execute("DROP TABLE cells")
    db.execute("CREATE INDEX changes_undone ON changes (undone)")
