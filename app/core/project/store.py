"""The SQLite file under a project: schema, safe opening, one connection behind one lock.

journal_mode=DELETE and synchronous=EXTRA: a commit that returned survives a power cut (FULL does not
sync the folder once the rollback journal is gone: it could come back and undo the commit), and a copy
of the file taken between two commits is whole.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.errors import StoreError
from app.core.project import older

_LOT = 500
APPLICATION_ID = 0x4B41424F
VERSION = 2

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE columns (
    id INTEGER PRIMARY KEY, position INTEGER NOT NULL, header TEXT NOT NULL,
    meaning TEXT NOT NULL, mode TEXT NOT NULL DEFAULT 'auto', recognised INTEGER NOT NULL DEFAULT 1,
    origin TEXT NOT NULL DEFAULT '', removed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE rows (
    id INTEGER PRIMARY KEY, position NUMERIC NOT NULL, number INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0, own INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0, cells TEXT NOT NULL DEFAULT '');
CREATE TABLE constants (meaning TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders (position INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE hashes (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha1 TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, operations TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX changes_undone ON changes (undone);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, target TEXT NOT NULL,
    row_id INTEGER NOT NULL, kind TEXT NOT NULL, action TEXT NOT NULL, intent INTEGER,
    state TEXT, detail TEXT NOT NULL);
CREATE INDEX journal_row ON journal (target, row_id);
CREATE TABLE records (
    target TEXT NOT NULL, row_id INTEGER NOT NULL, state TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (target, row_id)) WITHOUT ROWID;
"""


class Store:
    """One open project file (path None: in memory, for checking without leaving a file)."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.on_disk = path is not None
        self._lock = threading.RLock()
        self._depth = 0
        is_new = path is not None and not path.exists()
        try:
            self._db = _connected(path)
            self._prepare()
        except sqlite3.Error as error:
            code = "project-not-ours" if _is_no_database(error) else "project-unreadable"
            raise StoreError(
                "project-unwritable" if is_new else code, str(error), name=self._name
            ) from error

    @classmethod
    def copied(cls, path: Path, newest: Path) -> Store:
        """A copy of a project in memory, from the file where it is newest: it keeps the path of
        the project (folders are relative to it), but nothing is ever written there. Raises
        StoreError.
        """
        source, copy = cls(newest), cls(None)
        try:
            source._db.backup(copy._db)
        except sqlite3.Error as error:
            raise StoreError("project-unreadable", str(error), name=path.name) from error
        finally:
            source.close()
        copy.path = path
        return copy

    @property
    def _name(self) -> str:
        return self.path.name if self.path else ""

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.execute("PRAGMA synchronous=EXTRA")
        self._db.execute("PRAGMA trusted_schema=OFF")
        tables = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if tables == 0:
            with self.transaction():
                for statement in _SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
                self._db.execute(f"PRAGMA user_version={VERSION}")
            return
        self._check()

    def _check(self) -> None:
        if self._db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError("project-not-ours", name=self._name)
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError("project-too-new", name=self._name)
        if self._db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise StoreError("project-damaged", name=self._name)
        if version < VERSION:
            if self.path:
                shutil.copy2(self.path, self.path.with_suffix(f".v{version}.kabocha"))
            with self.transaction() as db:
                older.bring_up(db, version)
                db.execute(f"PRAGMA user_version={VERSION}")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; nested ones join the outer one. Raises StoreError (disk full, …)."""
        with self._lock:
            outermost = self._depth == 0
            try:
                if outermost:
                    self._db.execute("BEGIN IMMEDIATE")
                self._depth += 1
                yield self._db
                self._depth -= 1
                if outermost:
                    self._db.execute("COMMIT")
            except BaseException as error:
                self._depth = 0
                with contextlib.suppress(sqlite3.Error):
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise StoreError("project-unwritable", str(error), name=self._name) from error
                raise

    def query(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a reading statement."""
        with self._lock:
            try:
                return self._db.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise StoreError("project-unreadable", str(error), name=self._name) from error

    def lots(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        """All rows of a reading statement, some at a time: for who makes something else of each. With
        all at once, what lies between is never given back.
        """
        with self._lock:
            try:
                found = self._db.execute(sql)
                while lot := found.fetchmany(_LOT):
                    yield lot
            except sqlite3.Error as error:
                raise StoreError("project-unreadable", str(error), name=self._name) from error

    def look_into(self, table: str, column: str, row_id: int, count: int) -> tuple[int, bytes]:
        """How many bytes a cell of the file holds, and so many of the first; no others are read."""
        with self._lock:
            try:
                with self._db.blobopen(table, column, row_id, readonly=True) as cell:
                    return len(cell), cell.read(count)
            except sqlite3.Error as error:
                raise StoreError("project-unreadable", str(error), name=self._name) from error

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else reads or writes meanwhile."""
        with self._lock:
            yield

    def back_up(self, target: Path) -> None:
        """Write everything to another, new file. Raises sqlite3.Error."""
        with self._lock, contextlib.closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA synchronous=EXTRA")
            self._db.backup(copy)

    def move_to(self, target: Path) -> None:
        """Go on in a file that holds the same; `path` stays. Raises sqlite3.Error, StoreError."""
        with self._lock:
            old, self._db = self._db, _connected(target)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                self._db = old
                raise
            old.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._lock:
            self._db.close()


def _connected(path: Path | None) -> sqlite3.Connection:
    place = str(path) if path else ":memory:"
    return sqlite3.connect(place, isolation_level=None, check_same_thread=False)


def _is_no_database(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB
