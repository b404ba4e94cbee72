"""While files are sent from a place that other computers reach, the project is worked on in a copy on
this one, and written back whole: a drive that goes away or a program that copies half a file costs
nothing.

A word (`_TOKEN`) stands in the project and in its copy while the copy is newer. Whoever opens the
project meanwhile takes the word out of it, and so it is known that both have news.
"""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import platform
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.core.errors import FileError, StoreError
from app.core.model import Problem, Severity
from app.core.project import place, sole
from app.core.project.store import Store

_LOG = logging.getLogger(__name__)
_TOKEN = "working"  # noqa: S105  (a key of the meta table)
_BESIDE = " - kept from "
_ERRORS = (OSError, sqlite3.Error, StoreError)


@contextmanager
def near(store: Store) -> Iterator[None]:
    """Work on a copy here, where the project lies elsewhere; written back whole at the end. Raises
    FileError, code project-not-written-back, when that place is gone: the copy stays, is used
    until the project is closed, and comes back when it is opened.
    """
    project = store.path
    if project is None or not store.on_disk or is_used(project) or _is_here(project):
        yield
        return
    _begin(store, project)
    try:
        yield
    finally:
        _end(store, project)


def is_used(project: Path) -> bool:
    """Whether there is a copy of this project that is newer than the project."""
    return copy_of(project).exists()


def newest(project: Path) -> Path:
    """Where the newest state of a project lies on this computer."""
    return copy_of(project) if is_used(project) else project


def copy_of(project: Path) -> Path:
    """Where the copy of a project lies."""
    return sole.mark(project, "working")


def bring_back(project: Path) -> None:
    """Before a project is opened: take over what a copy holds that was never written back. When
    the project changed as well, the copy is kept beside it. Raises FileError, code
    project-not-written-back.
    """
    copy = copy_of(project)
    if copy.exists():
        kept = _token(copy)
        if kept and (not project.exists() or _token(project) == kept):
            _write_back(copy, project)
        else:
            _put_beside(copy, project)
    elif project.exists() and not _is_here(project) and _token(project):
        with contextlib.suppress(sqlite3.Error):  # a project that cannot be written
            _set_meta(project, _TOKEN, "")  # a copy on another computer is no longer the newer one


def problems(project: Path | None) -> tuple[Problem, ...]:
    """What should be known of copies that were kept beside a project file."""
    if project is None or _is_here(project):
        return ()
    beside = project.parent.glob(glob.escape(project.stem + _BESIDE) + "*" + project.suffix)
    return tuple(
        Problem("project-kept-beside", Severity.INFO, params={"name": p.name})
        for p in sorted(beside)
    )


def _is_here(project: Path) -> bool:
    return place.kind_of(project) is place.Place.HERE


def _begin(store: Store, project: Path) -> None:
    copy = copy_of(project)
    half = copy.with_suffix(".part")
    half.unlink(missing_ok=True)
    try:
        with store.transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_TOKEN, uuid.uuid4().hex))
        store.back_up(half)
        half.replace(copy)
    except _ERRORS as error:
        half.unlink(missing_ok=True)
        raise StoreError("project-unwritable", str(error), name=project.name) from error
    store.move_to(copy)


def _end(store: Store, project: Path) -> None:
    copy = copy_of(project)
    half = _half(project)
    try:
        with store.held():
            store.back_up(half)
            _put_in_place(half, project)
            store.move_to(project)
            copy.unlink()
    except _ERRORS as error:
        _LOG.warning("the project was not written back", exc_info=True)
        raise _not_back(project, error) from error


def _write_back(copy: Path, project: Path) -> None:
    half = _half(project)
    try:
        shutil.copyfile(copy, half)
        _put_in_place(half, project)
    except _ERRORS as error:
        raise _not_back(project, error) from error
    copy.unlink()


def _put_beside(copy: Path, project: Path) -> None:
    name = f"{project.stem}{_BESIDE}{platform.node()} {uuid.uuid4().hex[:4]}{project.suffix}"
    try:
        shutil.copyfile(copy, project.with_name(name))
        _set_meta(project.with_name(name), _TOKEN, "")
    except _ERRORS as error:
        raise _not_back(project, error) from error
    copy.unlink()
    _LOG.warning("%s and its copy both had news: the copy is %s now", project.name, name)


def _not_back(project: Path, error: Exception) -> FileError:
    return FileError("project-not-written-back", str(error), name=project.name)


def _half(project: Path) -> Path:
    return project.with_name(f".~{project.name}.part")


def _put_in_place(half: Path, project: Path) -> None:
    """Either the old project or the new one is there, whatever happens."""
    with half.open("rb+") as file:
        os.fsync(file.fileno())
    half.replace(project)
    with contextlib.suppress(OSError):  # Windows syncs no folders
        folder = os.open(project.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _set_meta(file: Path, key: str, value: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _token(file: Path) -> str:
    try:
        with closing(sqlite3.connect(file)) as db:
            found = db.execute("SELECT value FROM meta WHERE key=?", (_TOKEN,)).fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""
