"""The project that is open: the one place the window changes it and hears of it.

Pages and panels get the session and listen to its signals; none of them talks to another.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core import paths, recent
from app.core.errors import CancelledError, KabochaError
from app.core.findings import NOTHING, Findings
from app.core.later import later
from app.core.model import (
    Column,
    Layout,
    Meaning,
    MeaningKind,
    Problem,
    Row,
    RowState,
    Target,
)
from app.core.settings import Settings
from app.core.text import n, t
from app.ui.checking import Checked, Checking
from app.ui.jobs import Jobs, Latest
from app.ui.session_work import BYTES, MANY, PER_ROW, Effect, Opener, Walk, Writer
from app.ui.wikis import in_words

if TYPE_CHECKING:
    from app.core import files, progress, sending
    from app.core import project as projects
    from app.core.checks import Checker, mending
    from app.core.draft import Draft
    from app.core.opening import Opened
    from app.core.project import Change, Label, Project, Way
else:
    files, progress = later("app.core.files"), later("app.core.progress")
    projects, sending = later("app.core.project"), later("app.core.sending")
    mending = later("app.core.checks.mending")

MakeChecker = Callable[["Project"], "Checker"]
"""Makes what finds the problems of a project."""

_STILL = (RowState.FAILED, RowState.ASKED, RowState.SKIPPED)
"""States of rows that a run under way does not touch any more."""
_log = logging.getLogger(__name__)


class Session(QObject):
    """The open project with its problems and its target."""

    needed = Signal()
    """What is told next is for the pages: they are made now, unless they were."""
    opened = Signal()
    closing = Signal()
    """The project is about to be closed: what still works on it ends now."""
    closed = Signal()
    opening_began = Signal(str)
    """Name of what is being read."""
    opening_failed = Signal(str, str)
    """Name, and the sentence why."""
    not_opened = Signal(object, object)
    """The path and the error, behind `opening_failed`."""
    rows_changed = Signal(object)
    """frozenset of row ids; the same object for all who listen."""
    structure_changed = Signal()
    """Columns, their meaning, layout or constants changed: every row may look different. Or rows
    came or went.
    """
    problems_changed = Signal()
    progressed = Signal()
    """A check is further on."""
    undo_changed = Signal()
    target_changed = Signal()
    failed = Signal(str)
    """A sentence: the project could not be changed (disk full, …)."""

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        make_checker: MakeChecker,
        target: Target,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.settings = settings
        self.project: Project | None = None
        self.checked = Checked()
        self.checking = False
        self.progress = (0, 0)
        """Rows checked, of how many; (0, 0) while that is not known."""
        self.account = ""
        self.target = target
        self.sending = False
        """Whether files are on their way."""
        self.prepare: Callable[[], None] | None = None
        """What an opening does in its thread besides, so that `needed` finds it done."""
        self._make_checker = make_checker
        self._checker: Checker | None = None
        self._writer = Writer(jobs)
        self._latest = Latest(jobs, "check", self)
        self._dirty: set[int] | None = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._check_now)
        self._opening = Path()

    @property
    def checker(self) -> Checker | None:
        """What finds the problems of the open project."""
        return self._checker if self.project is not None else None

    @property
    def findings(self) -> Findings:
        """All problems that were found."""
        return self.checked.findings

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The rows that have a file or a name, as they were checked."""
        return self.checked.drafts

    # opening and closing ----------------------------------------------------------------------

    def open(self, path: Path, *, take_over: bool = False) -> None:
        """Open a sheet, a folder or a project file; the rest is told by signals. `take_over`:
        although another computer has it open.
        """
        self._opening = path
        self.opening_began.emit(path.name)
        work = Opener(path, take_over=take_over, prepare=self.prepare)
        self.jobs.run(work, on_done=self._opened, on_error=self._not_opened, name="open")

    def take(self, project: Project) -> None:
        """Make a project that is open the one of this session."""
        self.needed.emit()
        self.close()
        self.project = project
        self.checked = Checked()
        self._checker = self._make_checker(project)
        self.remember()
        self.opened.emit()
        self.undo_changed.emit()
        self.check_all()

    def close(self) -> None:
        """Close the project; everything is saved already."""
        if self.project is None:
            return
        self.closing.emit()
        self.finish_writing()
        self._soon.stop()
        self._latest.stop()
        self.remember()
        project, self.project = self.project, None
        self._checker = None
        self.checked, self.checking, self.progress = Checked(), False, (0, 0)
        self.closed.emit()
        project.close()

    def remember(self) -> None:
        """Put the project in front of the list of the start page."""
        project = self.project
        if project is None or project.path is None:
            return
        target = sending.known_target(self.target.name, project)
        checked = self.findings is not NOTHING
        rows = [d.row.id for d in self.drafts] if checked else [r.id for r in project.rows]
        far = progress.progress(project, target, rows, self.findings.wrong_rows)
        state = "draft" if far.state == "ready" and not checked else far.state
        recent.remember(
            self.settings,
            recent.Recent(
                str(project.path), project.name, far.rows, recent.now(), state, far.count,
                str(self._first_picture() or ""), in_words(target),
            ),
        )  # fmt: skip

    def _first_picture(self) -> Path | None:
        assert self.project is not None
        for row in self.project.rows[:5]:
            found = self.file_of(row)
            if found is not None:
                return found
        return None

    def _opened(self, opened: Opened) -> None:
        self.take(opened.project)

    def _not_opened(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        _log.warning("not opened: %s", error)
        self.needed.emit()
        self.opening_failed.emit(self._opening.name, str(error))
        self.not_opened.emit(self._opening, error)

    # asking -----------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of the sheet; () when nothing is open."""
        return self.project.rows if self.project else ()

    def column(self, header: str | None) -> Column | None:
        """The column with this header."""
        columns = self.project.columns if self.project else ()
        return next((c for c in columns if c.header == header), None)

    def text(self, row: Row, kind: MeaningKind, name: str = "") -> str:
        """The text of a row for the first column with a meaning, else the constant."""
        if self.project is None:
            return ""
        for column in self.project.columns:
            if column.meaning.kind is kind and (not name or column.meaning.name == name):
                found = row.text(column.id)
                if found:
                    return found
        return self.project.constants.get(str(Meaning(kind, name)), "")

    def title_of(self, row: Row) -> str:
        """The title as typed, else the file's name, else the row's number in words."""
        name = self.text(row, MeaningKind.NAME)
        path = self.text(row, MeaningKind.PATH)
        return (
            name or path.replace("\\", "/").rpartition("/")[2] or t("row.number", number=row.number)
        )

    def file_of(self, row: Row) -> Path | None:
        """Where the file of a row lies; None when it was not found."""
        if self.project is None:
            return None
        cell = self.text(row, MeaningKind.PATH)
        if not cell:
            return None
        return files.locate(cell, self.project.folders, self.project.folder_index).path

    def folder(self) -> Path | None:
        """Where the open project lies, so that files are looked for and saved beside it. None for
        the sample: its copy lies among the program's own files.
        """
        place = self.project.path.parent if self.project and self.project.path else None
        return None if place is None or place.is_relative_to(paths.data()) else place

    # changing ---------------------------------------------------------------------------------

    def change(
        self, label: Label, cells: Mapping[tuple[int, int], str],
        new_rows: Sequence[Mapping[int, str]] = (),
    ) -> bool:  # fmt: skip
        """Set texts by (row id, column id), and add rows (texts by column id) behind the last one,
        as one undo step. False when it could not be saved. Many are written beside the window:
        `rows_changed` tells when they are there.
        """
        count = len(cells) + (self._moving(len(new_rows)) if new_rows else 0)
        return self.do(projects.Project.change, label, cells, new_rows, count=count)

    def add_rows(self, label: str, texts: Sequence[Mapping[int, str]], after: int) -> bool:
        """Add rows (texts by column id) behind the row with an id, as one undo step."""
        count = self._moving(len(texts))
        return self.do(projects.Project.add_rows, label, texts, after, count=count)

    def remove_rows(self, label: str, row_ids: Iterable[int]) -> bool:
        """Take rows away as one undo step; `failed` says why when one was sent."""
        ids = tuple(row_ids)
        return self.do(projects.Project.remove_rows, label, ids, count=self._moving(len(ids)))

    def _moving(self, rows: int) -> int:
        """As how many cells it counts that rows come or go."""
        return rows + len(self.rows) // PER_ROW

    def mend(self, problems: Iterable[Problem], action: str = "") -> int:
        """Mend problems in one undo step, with `action` in the way that was chosen; how many cells
        changed. A cell that is no longer as it was checked is not touched.
        """
        self.finish_writing()
        project = self.project
        if project is None:
            return 0
        wanted = mending.cells(project, problems, action)
        ids = {row_id for row_id, _ in wanted}
        checked = {d.row.id: d.row for d in self.checked.drafts if d.row.id in ids}
        cells = {
            (i, column_id): new
            for (i, column_id), new in wanted.items()
            if i in project.places
            and new != (now := project.row(i).text(column_id))
            and (i not in checked or checked[i].text(column_id) == now)
        }
        if not cells:
            return 0
        key = "change.fix" if all(cell > 0 for _, cell in cells) else "change.choose"
        return len(cells) if self.change(n(key, len(cells)), cells) else 0

    def add_column(self, header: str, meaning: Meaning, label: str) -> bool:
        """A column of our own behind the sheet's."""
        return self.do(projects.Project.add_column, header, meaning, label)

    def add_columns(
        self, label: str, wanted: Mapping[str, Meaning], cells: Mapping[tuple[int, int | str], str]
    ) -> bool:
        """Columns of our own by their headers, and texts by (row id, column id or such a header), as
        one undo step. Many are written beside the window.
        """
        return self.do(projects.Project.add_columns, label, wanted, cells, count=len(cells))

    @property
    def target_key(self) -> str:
        """Under which the journal keeps what is known towards the target."""
        project = self.project
        return sending.known_target(self.target.name, project).key if project else self.target.key

    @property
    def left_out(self) -> frozenset[int]:
        """Ids of the rows that were taken out of what goes to the target."""
        return self.project.journal(self.target_key).left_out if self.project else frozenset()

    def leave_out(self, row_ids: Iterable[int], *, out: bool = True) -> int:
        """Take rows out of what is sent, or back in, as one undo step; how many changed. While
        files are on their way only rows that do not move any more.
        """
        self.finish_writing()
        project = self.project
        if project is None:
            return 0
        key = self.target_key
        journal = project.journal(key)
        rows = [i for i in row_ids if not self.sending or journal.record(i).state in _STILL]
        count = len(journal.leaving(rows, out=out))
        label = n("change.leave-out" if out else "change.take-back", count)
        if not count:
            if self.sending:
                self.failed.emit(t("leave.not-now"))
            return 0
        leave = partial(projects.Project.leave_out, out=out)
        return count if self.do(leave, key, rows, label, count=count) else 0

    def set_meaning(self, column_id: int, meaning: Meaning, label: str) -> bool:
        """Give a column another meaning."""
        return self.do(projects.Project.set_meaning, column_id, meaning, label)

    def set_mode(self, column_id: int, mode: str, label: str) -> bool:
        """Let templates and links of a column work (wikitext), or show them as text (plain)."""
        return self.do(projects.Project.set_mode, column_id, mode, label)

    def set_columns(
        self, meanings: Mapping[int, Meaning], label: str, layout: Layout | None = None
    ) -> bool:
        """Give several columns another meaning (and the pages another layout) as one undo step."""
        return self.do(projects.Project.set_columns, meanings, label, layout)

    def set_layout(self, layout: Layout, label: str) -> bool:
        """Choose another page template or batch categories."""
        return self.do(projects.Project.set_layout, layout, label)

    def set_constant(self, meaning: Meaning, text: str, label: str) -> bool:
        """A text for all rows whose cell is empty."""
        return self.do(projects.Project.set_constant, meaning, text, label)

    def undo(self) -> None:
        """Take the last change back."""
        self.do(projects.Project.undo, count=self._count_of("undo"))

    def redo(self) -> None:
        """Do the last undone change again."""
        self.do(projects.Project.redo, count=self._count_of("redo"))

    def _count_of(self, way: Way) -> int:
        """As how many cells the next step counts; while it is only being written, it waits."""
        step = self.project.next_step(way) if self.project else None
        count = 1 + (step.size // BYTES if step else 0)
        return self._moving(count) if step and step.moves_rows else count

    def take_folders(self, walk: Walk) -> None:
        """Look for files in folders that were looked through."""
        if self.project is None or self.project is not walk.project:
            return
        if self.do(projects.Project.set_folders, walk.folders, walk.index):
            self._told(Effect(frozenset(), whole=True, moves_rows=False))

    def set_target(self, target: Target) -> None:
        """Send to another wiki from now on."""
        self.target = target
        self.settings.set("target", target.name)
        self.target_changed.emit()
        if self.project is not None and self._checker is not None:
            self.check_all()

    def do(self, function: Callable[..., Change | None], *values: Any, count: int = 0) -> bool:
        """Change the project by one of its methods that return a `Change`. False when it could not
        be done: `failed` says why. `count`: how many cells it changes; many are written
        beside the window, and what comes meanwhile waits for them there. Without a count it waits
        here.
        """
        project = self.project
        if project is not None and (count > MANY or (count and self._writer.busy)):
            work = partial(function, project, *values)
            self._writer.write(work, partial(self._written, project), self._went_wrong)
            self.undo_changed.emit()
            return True
        self.finish_writing()
        if project is None:
            return False
        try:
            change = function(project, *values)
        except KabochaError as error:
            self.failed.emit(str(error))
            return False
        self._written(project, Effect.of(change))
        return True

    @property
    def writing(self) -> bool:
        """Whether a change of many cells is being written."""
        return self._writer.busy

    def finish_writing(self) -> None:
        """Wait for what is being written, and tell it: for whoever works out from the rows what to
        write next.
        """
        self._writer.finish()

    def _written(self, project: Project, effect: Effect | None) -> None:
        if project is self.project and effect is not None:
            self._told(effect)
        else:
            self.undo_changed.emit()

    def _went_wrong(self, error: BaseException) -> None:
        self.undo_changed.emit()
        if isinstance(error, KabochaError):
            self.failed.emit(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _told(self, effect: Effect) -> None:
        if effect.whole:
            self._dirty = None
        elif self._dirty is not None:
            self._dirty |= effect.rows
        if effect.whole or effect.moves_rows:
            self.structure_changed.emit()
            if self.project is not None and not self.writing:
                self.project.let_go()
        else:
            self.rows_changed.emit(effect.rows)
        self.undo_changed.emit()
        self._soon.start()

    # checking ---------------------------------------------------------------------------------

    def check_all(self) -> None:
        """Find the problems of all rows again."""
        self._dirty = None
        self._check_now()

    def _check_now(self) -> None:
        if self.project is None or self._dirty == set():
            return
        if self._latest.busy:
            self._soon.start()
            return
        assert self._checker is not None
        wanted = None if self._dirty is None else frozenset(self._dirty)
        self._dirty = set()
        self.checking, self.progress = True, (0, 0)
        work = Checking(self._checker, wanted, self.left_out, self.checked.groups)
        self._latest.run(work, self._found, self._check_failed, self._further)

    def _further(self, progress: tuple[int, int]) -> None:
        self.progress = progress
        self.progressed.emit()

    def _found(self, checked: Checked) -> None:
        self.checking, self.progress = False, (0, 0)
        if self.project is None:
            return
        self.checked = checked
        self.problems_changed.emit()

    def _check_failed(self, error: BaseException) -> None:
        self.checking = False
        if self.project is not None:
            self._went_wrong(error)
