"""Keeps count of what is looked for while it is typed and while cells change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.cells.matcher import Matcher
from app.core.cells.search import Looker, PatternError, Query
from app.core.errors import CancelledError
from app.ui.context import Context
from app.ui.jobs import Job, Latest
from app.ui.sheet.search import WIDE, CellChange, Cells, Changing, Counting, Result, Scope, after
from app.ui.sheet.view import SheetView

AT_ONCE = 4000
"""So many cells are looked through right away, some 5 ms; more of them beside the window: letters that
are typed quickly each ask anew.
"""
SOON_MS = 150


class Finder(QObject):
    """Finds cells. `result` None = nothing is wanted; `said` = why it cannot be found."""

    changed = Signal()
    previewed = Signal(object)
    """A list of CellChange: what replacing everywhere would do."""

    def __init__(self, context: Context, view: SheetView) -> None:
        super().__init__(view)
        self._context, self._view = context, view
        self._matcher = Matcher()
        self._latest = Latest(context.jobs, "find", self)
        self._preview: Job | None = None
        self._query = Query("")
        self._column: int | None = None
        self._chosen: Cells | None = None
        self._going: bool | None = None
        """Whether to go back or on as soon as it is known where to."""
        self.result: Result | None = None
        self.said = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look)
        self.resting = True
        """Nothing is looked for: nobody wants to know."""
        self.watched = False
        """Somebody sees the count: it is kept right while cells change."""
        context.session.rows_changed.connect(self._stale)
        for news in (view.model.modelReset, view.model.layoutChanged):
            news.connect(self._stale)
        view.columns.changed.connect(self._stale)
        context.session.closing.connect(self.rest)

    @property
    def busy(self) -> bool:
        """Whether the count is not final."""
        return self._latest.busy or self._soon.isActive()

    @property
    def query(self) -> Query:
        """What is looked for."""
        return self._query

    def want(self, query: Query, column: int | None, chosen: Cells | None) -> None:
        """Look for something else."""
        self.resting = False
        same = (query.wanted, query.regular, query.case, query.whole) == (
            self._query.wanted, self._query.regular, self._query.case, self._query.whole,
        )  # fmt: skip
        same = same and (column, chosen) == (self._column, self._chosen)
        self._query, self._column, self._chosen = query, column, chosen
        self.said = self._wrong()
        if self.said or not query.wanted:
            self._forget()
        elif not same or self.result is None:
            self._look()
        self.changed.emit()

    def rest(self) -> None:
        """Look for nothing any more, and let the process go."""
        self.resting = True
        self._forget()
        self._query = Query("")
        self._matcher.close()
        self._matcher = Matcher()

    def go(self, *, back: bool) -> None:
        """To the next cell, or the one before, round the end; when it is known."""
        if self.busy or self.result is None:
            self._going = back
            if self.result is None and not self.busy and not self.said:
                self._look()
            return
        goal = after(self.result.cells, self._current(), back=back)
        if goal is not None:
            place, column = divmod(goal, WIDE)
            self._view.go_to(place, self._view.columns.at(column))

    def current(self) -> CellChange | None:
        """What replacing would do to the current cell, None when it holds nothing of it."""
        place, column = self._current()
        if self.result is None or not self.result.holds(place, column):
            return None
        row = self._view.model.row_at(place)
        text = self._view.model.text_at(place, self._view.column)
        found = self._matcher.look(self._query, [text])
        return CellChange(row.id, row.number, column, text, found[0][1]) if found else None

    def preview(self) -> None:
        """Work out what replacing everywhere would do; told by `previewed`."""
        work = Changing(self._query, self._scope(), self._matcher)
        if self._is_small():
            self.previewed.emit(work(None, None))
            return
        if self._preview is None or not self._preview.running:
            self._preview = self._context.jobs.run(
                work, on_done=self.previewed.emit, on_error=self._failed, name="replace"
            )

    def _current(self) -> tuple[int, int]:
        return self._view.place, self._view.columns.place(self._view.column)

    def _scope(self) -> Scope:
        return Scope.of(self._view, self._chosen).within(self._column)

    def _is_small(self) -> bool:
        return not self._query.regular and self._scope().size <= AT_ONCE

    def _wrong(self) -> str:
        try:
            Looker(self._query)
        except PatternError as error:
            return str(error)
        return ""

    def _forget(self) -> None:
        self._soon.stop()
        self._latest.stop()
        if self._preview is not None:
            self._preview.forget()
        self.result = self._going = None

    def _stale(self, *_ignored: object) -> None:
        """Cells changed, or other rows are shown: look again, soon."""
        if self.resting or not self._query.wanted or self.said:
            return
        if self.watched:
            self._soon.start()
        else:
            self._latest.stop()
            self.result = None

    def _look(self) -> None:
        self._soon.stop()
        self._latest.stop()
        work = Counting(self._query, self._scope(), self._matcher)
        if self._is_small():
            self._found(work(lambda _result: None, None))
        else:
            self.result = None
            self._latest.run(work, self._found, self._failed, self._further)

    def _further(self, result: Result) -> None:
        self.result = result
        self.changed.emit()

    def _found(self, result: Result) -> None:
        self.result = result
        self.changed.emit()
        if self._going is not None:
            going, self._going = self._going, None
            self.go(back=going)

    def _failed(self, error: BaseException) -> None:
        self._going = None
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, PatternError):
            raise error
        self.result, self.said = None, str(error)
        self.changed.emit()
