"""What a session does in threads: opening, writing; and rows that are left out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from app.core.errors import CancelledError
from app.core.later import later
from app.core.model import Problem, Severity
from app.ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from app.core import files, opening
    from app.core.cancel import Cancel
    from app.core.draft import Draft
    from app.core.project import Change, Project
else:
    opening = later("app.core.opening")

MANY = 500
"""So many cells are changed at once in the window (or rows left out); more of them beside it."""
BYTES = 40
"""Of a step in the history for each cell, at least."""
PER_ROW = 100
"""Where rows come or go, the places of all are counted anew: so many take as long as one cell."""
ROW_LEFT_OUT = "row-left-out"
"""Code of what is said of a row that was left out, in place of its problems."""


def without(
    problems: Iterable[Problem], drafts: Iterable[Draft], out: Collection[int]
) -> list[Problem]:
    """Of rows that were left out only that one fact is said."""
    said = [p for p in problems if p.row_id not in out]
    rows = [d.row for d in drafts if d.row.id in out]
    return said + [Problem(ROW_LEFT_OUT, Severity.INFO, row.number, row_id=row.id) for row in rows]


@dataclass(frozen=True)
class Effect:
    """What a window has to know of a change: the texts themselves may be millions, and are let go
    where they were written.
    """

    rows: frozenset[int]
    whole: bool
    moves_rows: bool

    @classmethod
    def of(cls, change: Change | None) -> Effect | None:
        """None when nothing changed."""
        if change is None or not change.operations:
            return None
        return cls(change.rows, change.whole, change.moves_rows)


class Writer:
    """Writes changes of many rows in threads, one after the other."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._under_way: deque[tuple[Job, _Write]] = deque()

    @property
    def busy(self) -> bool:
        """Whether something is being written, or what was written is not told yet."""
        return bool(self._under_way)

    def write(
        self,
        work: Callable[[], Change | None],
        on_done: Callable[[Effect | None], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Start as soon as what is being written is there."""
        before = self._under_way[-1][0].thread if self._under_way else None
        write = _Write(work, before, on_done, on_error)
        job = self._jobs.run(write, on_done=partial(self._ended, write), name="write")
        self._under_way.append((job, write))

    def finish(self) -> None:
        """Wait until all is written, and tell it: whoever reads or writes now must find it."""
        if self._under_way and self._under_way[-1][0].thread is not None:
            self._under_way[-1][0].thread.join()
        while self._under_way:
            self._tell_next()

    def _ended(self, write: _Write, _nothing: object) -> None:
        while any(one is write for _, one in self._under_way):
            self._tell_next()

    def _tell_next(self) -> None:
        job, write = self._under_way.popleft()
        job.forget()
        write.tell()


class _Write:
    """Work that cannot be stopped half way, and what came of it; `before`: a thread it waits for."""

    def __init__(
        self, work: Callable[[], Change | None], before: Thread | None,
        on_done: Callable[[Effect | None], None], on_error: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        self._work: Callable[[], Change | None] | None = work
        self._before = before
        self._on_done, self._on_error = on_done, on_error
        self._effect: Effect | None = None
        self._error: BaseException | None = None

    def __call__(self, _emit: object, _cancel: object) -> None:
        if self._before is not None:
            self._before.join()
        work, self._work = self._work, None
        assert work is not None
        try:
            self._effect = Effect.of(work())
        except BaseException as error:  # noqa: BLE001  whatever it is, `tell` says it
            self._error = error

    def tell(self) -> None:
        """Say what came of it, on the window's thread."""
        if self._error is not None:
            self._on_error(self._error)
        else:
            self._on_done(self._effect)


class Opener:
    """Opens a path in a thread. `prepare`: what has to be done there too before the window can show
    what was opened.
    """

    def __init__(
        self, path: Path, *, take_over: bool = False, prepare: Callable[[], None] | None = None
    ) -> None:
        self._path = path
        self._take_over = take_over
        self._prepare = prepare

    def __call__(self, _emit: object, cancel: Cancel) -> opening.Opened:
        """Raises the errors of `opening.for_sending`, CancelledError when nobody waits any more."""
        opened = opening.for_sending(self._path, take_over=self._take_over)
        _ = opened.project.folder_index  # walks the folders here, not in the window
        if self._prepare is not None:
            self._prepare()
        if cancel.is_set():
            opened.project.close()
            raise CancelledError
        return opened


@dataclass(frozen=True)
class Walk:
    """Folders of a project that were looked through, and what lies in them."""

    project: Project
    folders: tuple[Path, ...]
    index: files.FolderIndex


def column_changed(
    project: Project, label: str, column_id: int, texts: Mapping[int, str]
) -> Change:
    """Set texts of one column by row id: one undo step."""
    return project.change(label, {(row_id, column_id): new for row_id, new in texts.items()})
