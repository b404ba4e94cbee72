"""The rows of a project in memory, in the order of the sheet; replaced as a whole by each change."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from app.core.model import Row
from app.core.project.store import Store
from app.core.project.texts import Texts

Cells = Mapping[tuple[int, int], str]
"""Texts by row id and column id."""
_COLUMNS = "position, id, number, gone, CAST(cells AS BLOB)"


class Rows:
    """Rows that were taken away stay in the project file, so that undo finds them. Other threads may
    read: rows and their places are replaced together.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.load()

    def load(self) -> None:
        """Read all rows."""
        found = self._store.query(f"SELECT {_COLUMNS} FROM rows WHERE removed=0")  # noqa: S608  # literal
        found.sort(key=lambda row: row[0])
        self._gone = frozenset(row[1] for row in found if row[3])
        self._take([Row(i, number, Texts(packed)) for _, i, number, _, packed in found])

    def _take(self, rows: Iterable[Row]) -> None:
        every = tuple(rows)
        self._now = every, {row.id: at for at, row in enumerate(every)}

    def row(self, row_id: int) -> Row:
        """One row by its id. Raises KeyError."""
        every, places = self._now
        return every[places[row_id]]

    @property
    def every(self) -> tuple[Row, ...]:
        """All rows in the order of the sheet."""
        return self._now[0]

    @property
    def places(self) -> Mapping[int, int]:
        """The place of each row, by its id."""
        return self._now[1]

    @property
    def gone(self) -> frozenset[int]:
        """Ids of the rows that are no longer in the sheet."""
        return self._gone

    # changing ---------------------------------------------------------------------------------

    def changed(self, cells: Cells) -> list[Row]:
        """The rows as they will be with other texts for some cells. Raises KeyError."""
        by_row: dict[int, dict[int, str]] = {}
        for (row_id, column_id), text in cells.items():
            by_row.setdefault(row_id, {})[column_id] = text
        return [with_texts(self.row(row_id), texts) for row_id, texts in by_row.items()]

    def put(self, rows: Collection[Row]) -> None:
        """Take these rows in place of those with the same ids."""
        if rows:
            now, places = self._now
            every = list(now)
            for row in rows:
                every[places[row.id]] = row
            self._now = tuple(every), places

    def next_places(self, count: int, after: int | None) -> list[float]:
        """Positions for new rows: behind a row, or behind the last one."""
        query = self._store.query
        if after is not None and after != self.every[-1].id:
            start = float(query("SELECT position FROM rows WHERE id=?", (after,))[0][0])
            following = "SELECT min(position) FROM rows WHERE position > ?"
            step = (float(query(following, (start,))[0][0]) - start) / (count + 1)
        else:
            start, step = float(query("SELECT coalesce(max(position), 0) FROM rows")[0][0]), 1.0
        return [start + step * number for number in range(1, count + 1)]


def write(db: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Put the texts of rows into the project file."""
    db.executemany("UPDATE rows SET cells=? WHERE id=?", ((packed(r.cells), r.id) for r in rows))


def insert(
    db: sqlite3.Connection, rows: Sequence[tuple[int, Mapping[int, str]]],
    positions: Sequence[float], *, own: bool = False,
) -> list[int]:  # fmt: skip
    """Put new rows (number, texts) into the project file; returns their ids. `own` = added here:
    a changed sheet leaves them alone. They are there at once, but for own ones: a change brings
    them.
    """
    first = int(db.execute("SELECT coalesce(max(id), 0) FROM rows").fetchone()[0]) + 1
    db.executemany(
        "INSERT INTO rows (id, position, number, own, removed, cells) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (first + at, position, number, own, own, packed(texts))
            for at, ((number, texts), position) in enumerate(zip(rows, positions, strict=True))
        ),
    )
    return list(range(first, first + len(rows)))


def packed(cells: Mapping[int, str]) -> str:
    """Texts as the project file keeps them."""
    texts = cells if isinstance(cells, Texts) else Texts.of(cells)
    return texts.packed.decode()


def with_texts(row: Row, texts: Mapping[int, str]) -> Row:
    """The row with other texts for some columns."""
    cells = row.cells if isinstance(row.cells, Texts) else Texts.of(row.cells)
    return replace(row, cells=cells.changed(texts))
