"""Which rows are shown, in which order; and the way from problem to problem."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.core.cancel import Cancel
from app.core.checks.grouping import Group
from app.core.model import Row, Severity
from app.core.text import t
from app.ui.jobs import Latest
from app.ui.problems import first_cell
from app.ui.session import Session
from app.ui.sheet.conditions import All, Condition, OneOf, Problems, Test, Values
from app.ui.sheet.model import PICTURE, TITLE, SheetModel
from app.ui.sheet.view import SheetView

AT_ONCE = 2000
"""So many rows are looked at again right away; more of them beside the window."""
SOON_MS = 200


class Filters(QObject):
    """Filters (all of them hold at once) and sort of a view."""

    changed = Signal()
    """Other conditions, or other rows that do not match any more."""

    def __init__(self, session: Session, view: SheetView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.conditions: tuple[Condition, ...] = ()
        self.stale = 0
        """How many rows are shown that do not match any more."""
        self._first: int | None = None
        """Column to go to in the first row, as soon as the wanted rows are there."""
        self._column = TITLE
        """The column that was filtered last."""
        self._latest = Latest(session.jobs, "filter", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look_again)
        session.rows_changed.connect(self._rows_changed)
        session.problems_changed.connect(self._rows_changed)
        session.closed.connect(self._forget)
        view.model.layoutChanged.connect(self._go_to_first)

    @property
    def _model(self) -> SheetModel:
        return self._view.model

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "sort-up": self.sort_up,
            "sort-down": self.sort_down,
            "sort-none": self.sort_none,
            "filter-same": self.only_same,
            "filter-errors": self.only_errors,
            "filter-none": self.show_all,
            "filter-again": self.again,
        }

    # conditions -------------------------------------------------------------------------------

    def condition(self, key: str) -> Condition | None:
        """The condition with a key."""
        return next((c for c in self.conditions if c.key == key), None)

    def set(
        self, *wanted: Condition, without: tuple[str, ...] = (), column: int | None = None
    ) -> None:
        """Put conditions beside those there are (or in place of those with the same keys), and
        take others away.
        """
        gone = {*without, *(c.key for c in wanted)}
        self._apply((*(c for c in self.conditions if c.key not in gone), *wanted), column)

    def drop(self, key: str) -> None:
        """Take one away."""
        self.set(without=(key,))

    def show_all(self) -> None:
        """No filter."""
        if self._model.filtered:
            self._apply((), None)

    def again(self) -> None:
        """Apply the same conditions to what rows hold now."""
        self._apply(self.conditions, self._column)

    def tests(self, without: tuple[str, ...] = ()) -> All:
        """What rows are tested by, as things are now."""
        return All([c.test(self._session) for c in self.conditions if c.key not in without])

    def only_errors(self) -> None:
        """Rows that cannot be sent."""
        self._apply((Problems("errors", t("filter.errors.words")),), None)

    def only_same(self) -> None:
        """Rows with the text of the current cell as well."""
        place, column = self._view.place, self._view.column
        head = self._model.heads[column] if 0 <= column < len(self._model.heads) else None
        if head is not None and head.column is not None and place >= 0:
            values = frozenset({self._model.text_at(place, column)})
            self.set(Values(head.column.id, head.words.name, values, head.kind), column=column)

    def show_rows_of(self, group: Group) -> None:
        """Only the rows of a kind of problem."""
        ids = frozenset(p.row_id for p in group.problems if p.row_id is not None)
        header = group.problems[0].field
        column = self._model.column_of(header)
        self._first = TITLE if column is None else column
        self._apply((OneOf(ids, group.headline, header),), column)

    def _apply(self, conditions: tuple[Condition, ...], column: int | None) -> None:
        self.conditions, self.stale, self._column = conditions, 0, column or TITLE
        every = [head.column for head in self._model.heads if head.column is not None]
        columns = [c.id for c in every if any(condition.is_of(c) for condition in conditions)]
        self._model.show_only(self.tests() if conditions else None, columns)
        self.changed.emit()

    def _go_to_first(self) -> None:
        """The rows are there: to the first one, where that was wanted or there is no other."""
        first, self._first = self._first, None
        if first is not None or self._view.place < 0:
            self._view.go_to(0, first or self._column)

    def _forget(self) -> None:
        self._soon.stop()
        self._latest.stop()
        self.conditions, self.stale = (), 0
        self.changed.emit()

    # rows that changed under a filter ---------------------------------------------------------

    def _rows_changed(self, *_ignored: object) -> None:
        if self.conditions:
            self._soon.start()

    def _look_again(self) -> None:
        if not self.conditions or self._session.project is None:
            return
        model = self._model
        shown = [model.id_at(p) for p in range(model.rowCount())]
        work = _Stale(self.tests(), self._session.rows, shown)
        if len(shown) <= AT_ONCE:
            self._counted(work(None, None))
        else:
            self._latest.run(work, self._counted)

    def _counted(self, stale: int) -> None:
        if stale != self.stale:
            self.stale = stale
            self.changed.emit()

    # order ------------------------------------------------------------------------------------

    def sort_up(self) -> None:
        """By the current column, smallest first."""
        self._model.sort(max(TITLE, self._view.column), Qt.SortOrder.AscendingOrder)

    def sort_down(self) -> None:
        """By the current column, largest first."""
        self._model.sort(max(TITLE, self._view.column), Qt.SortOrder.DescendingOrder)

    def sort_none(self) -> None:
        """As in the sheet."""
        self._model.sort(-1)

    # problems ---------------------------------------------------------------------------------

    def next_problem(self) -> None:
        """The next cell with a problem, round the end."""
        self._to_problem(back=False)

    def previous_problem(self) -> None:
        """The cell with a problem before."""
        self._to_problem(back=True)

    def _to_problem(self, *, back: bool) -> None:
        goal = self._problem_from(self._view.place, self._view.column, back=back)
        if goal is not None:
            self._view.go_to(*goal)

    def _problem_from(self, place: int, column: int, *, back: bool) -> tuple[int, int] | None:
        """The next cell with a mark, from here on and round the end."""
        model, marked = self._model, self._session.findings.marked_rows
        if not model.rowCount():
            return None
        here = self._marked(place) if place >= 0 else []
        ahead = [c for c in here if (c < column if back else c > column)]
        at = place if ahead else model.place_among(marked, max(place, 0), back=back)
        columns = ahead or (self._marked(at) if at is not None else [])
        return (at, columns[-1 if back else 0]) if at is not None and columns else None

    def _marked(self, place: int) -> list[int]:
        """Columns of a row with a mark; those of the row itself stand at the picture."""
        found = (p for p in self._model.row_problems(place) if p.severity is not Severity.INFO)
        columns = {self._model.column_of(p.field) for p in found}
        return sorted(PICTURE if c is None else c for c in columns)

    def jump_to(self, group: Group) -> None:
        """The first cell of a kind of problem."""
        row_id, header = first_cell(group)
        if row_id is None:
            return
        if self._model.place_of(row_id) is None:
            self.show_all()
        place, column = self._model.place_of(row_id), self._model.column_of(header)
        if place is not None:
            self._view.setFocus()
            self._view.go_to(place, TITLE if column is None else column)


class _Stale:
    """Counts shown rows that do not match any more. For `Jobs.run`, or called for a few rows."""

    def __init__(self, test: Test, rows: tuple[Row, ...], shown: list[int]) -> None:
        self._test, self._rows, self._shown = test, rows, shown

    def __call__(self, _emit: object, cancel: Cancel | None) -> int:
        shown, stale = frozenset(self._shown), 0
        for place, row in enumerate(self._rows):
            if cancel is not None and place % 1000 == 0 and cancel.is_set():
                break
            stale += row.id in shown and not self._test(row)
        return stale
