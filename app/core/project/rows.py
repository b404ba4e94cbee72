"""The rows of a project in memory, in the order of the sheet; replaced as a whole by each change."""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from operator import attrgetter, gt

from app.core.model import Row
from app.core.project.change import Lot
from app.core.project.store import Store
from app.core.project.texts import Texts

Cells = Mapping[tuple[int, int], str]
"""Texts by row id and column id."""
ByRow = dict[int, dict[int, str]]
"""Texts by row id, then by column id."""
_COLUMNS = "position, id, number, gone, CAST(cells AS BLOB)"


class Rows:
    """Rows that were taken away stay in the project file, so that undo finds them. Other threads may
    read: rows and their places are replaced together.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._leaving: dict[int, Row] = {}
        self.last_number = 0
        """The largest number of a row, 0 without any."""
        self.load()

    def load(self) -> None:
        """Read all rows."""
        rows: list[Row] = []
        positions, gone = array("d"), []
        for lot in self._store.lots(f"SELECT {_COLUMNS} FROM rows WHERE removed=0"):  # noqa: S608  # literal
            rows += map(_row, lot)
            positions.extend(found[0] for found in lot)
            gone += [found[1] for found in lot if found[3]]
        self._gone = frozenset(gone)
        if any(map(gt, positions, islice(positions, 1, None))):  # rows were put between others
            order = sorted(range(len(rows)), key=positions.__getitem__)
            rows = [rows[at] for at in order]
            positions = array("d", [positions[at] for at in order])
        self._take(rows, positions)
        self._respaced = False

    def _take(self, rows: Iterable[Row], positions: array[float]) -> None:
        every = tuple(rows)
        self._now = every, {row.id: at for at, row in enumerate(every)}
        self._positions = positions
        self.last_number = max(map(attrgetter("number"), every), default=0)

    def row(self, row_id: int) -> Row:
        """One row by its id, also one that was just taken away (`let_go`). Raises KeyError."""
        every, places = self._now
        at = places.get(row_id)
        return self._leaving[row_id] if at is None else every[at]

    def those(self, row_ids: Iterable[int]) -> list[Row]:
        """Several rows, as `row`. Raises KeyError."""
        every, places = self._now
        leaving = self._leaving
        return [leaving[i] if (at := places.get(i)) is None else every[at] for i in row_ids]

    def let_go(self) -> None:
        """Nobody shows rows any more that were taken away until now."""
        self._leaving = {}

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

    # texts ------------------------------------------------------------------------------------

    def changed(self, texts: ByRow) -> tuple[list[Row], tuple[Lot, ...]]:
        """The rows as they will be with other texts, and what changes by it: cells that stay the
        same are no change. Rows that were taken away meanwhile are left alone.
        """
        every, places = self._now
        made: list[Row] = []
        lots: dict[int, tuple[list[int], list[str], list[str]]] = {}
        for row_id, of_row in texts.items():
            at = places.get(row_id)
            if at is None:
                continue
            row = every[at]
            cells, other = _texts(row).swapped(of_row)
            if not other:
                continue
            made.append(Row(row_id, row.number, cells))
            for column_id, before in other:
                lot = lots.setdefault(column_id, ([], [], []))
                lot[0].append(row_id)
                lot[1].append(before)
                lot[2].append(of_row[column_id])
        return made, tuple(
            Lot("cell", i, tuple(ids), tuple(old), tuple(new))
            for i, (ids, old, new) in lots.items()
        )

    def put(self, rows: Collection[Row]) -> None:
        """Take these rows in place of those with the same ids."""
        if rows:
            now, places = self._now
            every = list(now)
            for row in rows:
                every[places[row.id]] = row
            self._now = tuple(every), places

    # coming and going -------------------------------------------------------------------------

    def move(self, lot: Lot) -> None:
        """Rows of the project file came, or went."""
        turns = list(zip(lot.rows, lot.new, strict=True))
        if went := [i for i, new in turns if not new]:
            self._go(went)
        if self._respaced:
            self.load()
        elif came := [i for i, new in turns if new]:
            self._come(came)

    def _go(self, row_ids: Sequence[int]) -> None:
        every, places = self._now
        self._leaving |= {i: every[places[i]] for i in row_ids}  # before anybody misses one
        kept: list[Row] = []
        positions, first = array("d"), 0
        for at in sorted(places[i] for i in row_ids):
            kept += every[first:at]
            positions += self._positions[first:at]
            first = at + 1
        self._take((*kept, *every[first:]), positions + self._positions[first:])

    def _come(self, row_ids: Sequence[int]) -> None:
        found = self._store.query(
            f"SELECT {_COLUMNS} FROM rows WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608  # literal
            (json.dumps(row_ids),),
        )
        self._gone |= {row[1] for row in found if row[3]}
        every, old = self.every, self._positions
        rows: list[Row] = []
        positions, first = array("d"), 0
        for one in sorted(found, key=lambda row: row[:2]):
            at = bisect_right(old, one[0], lo=first)
            while at > first and old[at - 1] == one[0] and every[at - 1].id > one[1]:
                at -= 1
            rows += every[first:at]
            rows.append(_row(one))
            positions += old[first:at]
            positions.append(one[0])
            first = at
        self._take((*rows, *every[first:]), positions + old[first:])

    def make_room(self, db: sqlite3.Connection, count: int, after: int | None) -> list[float]:
        """Positions for new rows: behind a row, or behind the last one (also when that row was taken
        away meanwhile). Runs inside a transaction: where there is no room any more between two rows,
        all get other positions.
        """
        last = len(self.every) - 1
        place = last if after is None else self.places.get(after, last)
        start = self._positions[place] if place >= 0 else 0.0
        following = self._positions[place + 1] if place < last else start + count + 1
        step = (following - start) / (count + 1)
        if step < 8 * math.ulp(following):
            start, step = self._respace(db, self.every[place].id), 1 / (count + 1)
        return [start + step * number for number in range(1, count + 1)]

    def _respace(self, db: sqlite3.Connection, row_id: int) -> float:
        """Put all rows one apart, those that were taken away too; returns the position of one."""
        self._respaced = True
        ids = [i for (i,) in db.execute("SELECT id FROM rows ORDER BY position, id")]
        db.executemany("UPDATE rows SET position=? WHERE id=?", enumerate(ids, 1))
        return ids.index(row_id) + 1.0


def by_row(cells: Cells) -> ByRow:
    """The same texts, those of a row together."""
    found: ByRow = {}
    for (row_id, column_id), text in cells.items():
        found.setdefault(row_id, {})[column_id] = text
    return found


def after(lots: Iterable[Lot]) -> ByRow:
    """Texts as they are after lots of cells."""
    found: ByRow = {}
    for lot in lots:
        if lot.kind == "cell":
            column_id = int(lot.place)
            for row_id, text in zip(lot.rows, lot.new, strict=True):
                found.setdefault(row_id, {})[column_id] = text
    return found


def write(db: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Put the texts of rows into the project file."""
    db.executemany(
        "UPDATE rows SET cells=CAST(? AS TEXT) WHERE id=?",
        ((_texts(row).packed, row.id) for row in rows),
    )


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
        "INSERT INTO rows (id, position, number, own, removed, cells)"
        " VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))",
        (
            (first + at, position, number, own, own, Texts.of(texts).packed)
            for at, ((number, texts), position) in enumerate(zip(rows, positions, strict=True))
        ),
    )
    return list(range(first, first + len(rows)))


def with_texts(row: Row, texts: Mapping[int, str]) -> Row:
    """The row with other texts for some columns."""
    return Row(row.id, row.number, _texts(row).changed(texts))


def _texts(row: Row) -> Texts:
    return row.cells if isinstance(row.cells, Texts) else Texts.of(row.cells)


def _row(found: tuple[float, int, int, int, bytes]) -> Row:
    _, row_id, number, _, packed = found
    return Row(row_id, number, Texts(packed))
