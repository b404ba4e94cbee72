"""Taking a changed sheet over: rows found again keep their id and state, new ones are added,
missing ones stay and are marked gone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core import fields
from app.core.model import Column, MeaningKind, Row, Table, TableRow
from app.core.project import rows


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a changed sheet makes of a project: new columns (header, meaning), and for each row
    of the sheet the id it continues (None = a new row).
    """

    new_columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[TableRow, int | None], ...]
    gone: frozenset[int]


@dataclass(frozen=True, slots=True)
class Known:
    """The old side: columns, rows, and how to find a file's SHA-1 by a path cell."""

    columns: tuple[Column, ...]
    origins: tuple[tuple[int, str], ...]
    """Columns of the sheet, also those that were taken away: id and header there, in order."""
    rows: tuple[Row, ...]
    template: str
    sent_sha1: Mapping[int, str]
    """SHA-1 of what was sent, by row id."""
    file_sha1: Callable[[str], str | None]


def plan(known: Known, table: Table) -> Renewal:
    """Match the rows of a changed sheet: by path + name, then by the file's SHA-1."""
    old_headers = {header for _, header in known.origins}
    meanings = fields.recognise(table.headers, known.template)
    fresh = tuple(
        (h, str(m)) for h, m in zip(table.headers, meanings, strict=True) if h not in old_headers
    )
    path_at = _place(table, known, MeaningKind.PATH)
    name_at = _place(table, known, MeaningKind.NAME)
    by_name = _by_name(known)
    taken: set[int] = set()
    matched: dict[int, int] = {}
    for index, row in enumerate(table.rows):
        found = by_name.get((_cell(row, path_at), _cell(row, name_at)))
        if found is not None and found not in taken:
            matched[index] = found
            taken.add(found)
    _match_by_sha1(known, table, path_at, matched, taken)
    rows = tuple((row, matched.get(i)) for i, row in enumerate(table.rows))
    return Renewal(fresh, rows, frozenset(r.id for r in known.rows) - taken)


def apply(db: sqlite3.Connection, known: Known, table: Table) -> None:
    """Write a changed sheet into the project file. Rows that were added here stay behind those of
    the sheet; a row that a person took away comes back when the sheet still has it.
    """
    planned = plan(known, table)
    first = db.execute("SELECT count(*) FROM columns").fetchone()[0]
    db.executemany(
        "INSERT INTO columns (position, header, meaning, origin) VALUES (?, ?, ?, ?)",
        [(first + i, h, m, h) for i, (h, m) in enumerate(planned.new_columns)],
    )
    columns = db.execute("SELECT id, origin FROM columns WHERE origin != '' ORDER BY position")
    ids, left = places(table.headers, list(columns))
    emptied = dict.fromkeys(left, "")
    db.execute("UPDATE rows SET gone=1 WHERE own=0")
    db.execute("UPDATE rows SET position=position+1000000000")
    old = {row.id: row for row in known.rows}
    for position, (row, row_id) in enumerate(planned.rows, 1):
        texts = emptied | dict(zip(ids, row.cells, strict=True))
        if row_id is None:
            rows.insert(db, [(row.number, texts)], [position])
        else:
            rows.write(db, [rows.with_texts(old[row_id], texts)])
            update = "UPDATE rows SET gone=0, own=0, position=?, number=? WHERE id=?"
            db.execute(update, (position, row.number, row_id))


def add(db: sqlite3.Connection, known: Known, table: Table) -> None:
    """Rows for files that are new in a folder; numbers that people know stay. A file that one row
    misses and another name has is that row's: only its path is written.
    """
    path, path_at = _column(known, MeaningKind.PATH), _place(table, known, MeaningKind.PATH)
    if path is None or path_at is None:
        return
    missed = {
        sha1: row.id
        for row in known.rows
        if (sha1 := known.sent_sha1.get(row.id)) and not known.file_sha1(row.text(path.id))
    }
    at = {header: column_id for column_id, header in reversed(known.origins)}
    kept = [i for i, header in enumerate(table.headers) if header in at]
    number = max((row.number for row in known.rows), default=1)
    last = db.execute("SELECT coalesce(max(position), 0) FROM rows").fetchone()[0]
    for position, row in enumerate(table.rows, int(last) + 1):
        text = row.cells[path_at]
        found = missed.pop(known.file_sha1(text) or "", None) if missed else None
        if found is not None:
            old = next(r for r in known.rows if r.id == found)
            rows.write(db, [rows.with_texts(old, {path.id: text})])
            continue
        number += 1
        texts = {at[table.headers[i]]: row.cells[i] for i in kept}
        rows.insert(db, [(number, texts)], [position])


def places(
    headers: Sequence[str], columns: Sequence[tuple[int, str]]
) -> tuple[list[int], list[int]]:
    """The column of each header (equal headers in their order), and the columns that the sheet no
    longer has. `columns`: id and header in the order of the project.
    """
    waiting: dict[str, list[int]] = {}
    for column_id, header in columns:
        waiting.setdefault(header, []).append(column_id)
    ids = [(of.pop(0) if len(of) > 1 else of[0]) for of in (waiting[h] for h in headers)]
    return ids, [column_id for column_id, _ in columns if column_id not in ids]


def _match_by_sha1(
    known: Known, table: Table, path_at: int | None, matched: dict[int, int], taken: set[int]
) -> None:
    open_rows = [i for i in range(len(table.rows)) if i not in matched]
    loose = [r for r in known.rows if r.id not in taken]
    if not open_rows or not loose or path_at is None:
        return
    path_column = _column(known, MeaningKind.PATH)
    by_sha1: dict[str, int] = {}
    for row in loose:
        text = row.text(path_column.id) if path_column else ""
        sha1 = known.sent_sha1.get(row.id) or known.file_sha1(text)
        if sha1:
            by_sha1.setdefault(sha1, row.id)
    for index in open_rows:
        sha1 = known.file_sha1(_cell(table.rows[index], path_at))
        found = by_sha1.pop(sha1, None) if sha1 else None
        if found is not None:
            matched[index] = found
            taken.add(found)


def _column(known: Known, kind: MeaningKind) -> Column | None:
    return next((c for c in reversed(known.columns) if c.meaning.kind is kind), None)


def _place(table: Table, known: Known, kind: MeaningKind) -> int | None:
    column = _column(known, kind)
    if column and column.origin in table.headers:
        return table.headers.index(column.origin)
    meanings = fields.recognise(table.headers, known.template)
    return next((i for i, m in enumerate(meanings) if m.kind is kind), None)


def _cell(row: TableRow, place: int | None) -> str:
    return row.cells[place] if place is not None else ""


def _by_name(known: Known) -> dict[tuple[str, str], int]:
    path, name = _column(known, MeaningKind.PATH), _column(known, MeaningKind.NAME)
    found: dict[tuple[str, str], int] = {}
    for row in known.rows:
        key = (row.text(path.id) if path else "", row.text(name.id) if name else "")
        found.setdefault(key, row.id)
    return found
