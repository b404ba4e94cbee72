"""Which rows are shown, in which order; and the way from problem to problem."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.core.checks.grouping import Group
from app.core.model import Row, Severity
from app.core.text import t
from app.ui.problems import first_cell
from app.ui.session import Session
from app.ui.sheet.model import PICTURE, TITLE, Predicate, SheetModel
from app.ui.sheet.view import SheetView


class Filters(QObject):
    """Filter and sort of a view. `words` say what is shown."""

    changed = Signal()

    def __init__(self, session: Session, view: SheetView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.words = ""

    @property
    def _model(self) -> SheetModel:
        return self._view.model

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "sort-up": self.sort_up,
            "sort-down": self.sort_down,
            "sort-none": self.sort_none,
        }

    def ask(self, parent: QWidget, spot: QPoint) -> QMenu:
        """A menu of what can be shown alone, popped up at a place of the screen."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: tuple[tuple[str, Callable[[], None]], ...] = (
            ("all", self.show_all), ("errors", self.only_errors),
            ("problems", self.only_problems), ("fine", self.only_fine),
        )  # fmt: skip
        for key, function in entries:
            menu.addAction(t(f"filter.{key}")).triggered.connect(function)
        if self._view.column >= TITLE:
            self._add_column(menu)
        menu.popup(spot)
        return menu

    def _add_column(self, menu: QMenu) -> None:
        name = self._model.heads[self._view.column].words.name
        menu.addSeparator()
        menu.addAction(t("filter.empty", column=name)).triggered.connect(self.only_empty)
        value = self._model.text_at(self._view.place, self._view.column)
        if value:
            shown = value if len(value) <= 30 else f"{value[:29]}…"
            same = menu.addAction(t("filter.same", column=name, value=shown))
            same.triggered.connect(self.only_same)

    def show_all(self) -> None:
        """No filter."""
        if self._model.filtered:
            self.show_only(None, "")

    def only_errors(self) -> None:
        """Rows that cannot be sent."""
        self.show_ids(self._session.findings.wrong_rows, t("filter.errors.words"))

    def only_problems(self) -> None:
        """Rows with any problem."""
        ids = frozenset(r for r in self._session.findings.by_row if r is not None)
        self.show_ids(ids, t("filter.problems.words"))

    def only_fine(self) -> None:
        """Rows that can be sent."""
        ids = frozenset(r.id for r in self._session.rows)
        self.show_ids(ids - self._session.findings.wrong_rows, t("filter.fine.words"))

    def only_empty(self) -> None:
        """Rows whose cell in the current column is empty."""
        self._only_text("", "filter.empty")

    def only_same(self) -> None:
        """Rows with the text of the current cell."""
        self._only_text(self._model.text_at(self._view.place, self._view.column), "filter.same")

    def _only_text(self, value: str, key: str) -> None:
        head = self._model.heads[self._view.column]
        if head.column is not None:
            words = t(key, column=head.words.name, value=value[:40])
            self.show_only(_Text(head.column.id, value), words, self._view.column)

    def show_ids(self, ids: frozenset[int], words: str, column: int | None = None) -> None:
        """Only rows with these ids."""
        self.show_only(_OneOf(ids), words, column)

    def show_only(self, predicate: Predicate | None, words: str, column: int | None = None) -> None:
        """Only rows for which the predicate holds; None = all."""
        self.words = words
        self._model.show_only(predicate, column)
        if self._view.place < 0 and self._model.rowCount():
            self._view.go_to(0, column or TITLE)
        self.changed.emit()

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
        """The next cell with a mark: looked for row by row from here on, round the end."""
        model, marked = self._model, self._session.findings.by_row
        total, step = model.rowCount(), -1 if back else 1
        start = max(place, 0)
        for far in range(total + 1 if total else 0):
            at = (start + step * far) % total
            if model.id_at(at) not in marked:
                continue
            columns = self._marked(at)
            if far == 0:
                columns = [c for c in columns if (c < column if back else c > column)]
            if columns:
                return at, columns[-1 if back else 0]
        return None

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

    def show_rows_of(self, group: Group) -> None:
        """Only the rows of a kind of problem."""
        ids = frozenset(p.row_id for p in group.problems if p.row_id is not None)
        column = self._model.column_of(group.problems[0].field)
        self.show_ids(ids, group.headline, column)
        self._view.go_to(0, TITLE if column is None else column)


class _OneOf:
    """Rows with one of these ids."""

    def __init__(self, ids: frozenset[int]) -> None:
        self._ids = ids

    def __call__(self, row: Row) -> bool:
        return row.id in self._ids


class _Text:
    """Rows whose cell holds exactly this text."""

    def __init__(self, column_id: int, wanted: str) -> None:
        self._column_id, self._wanted = column_id, wanted

    def __call__(self, row: Row) -> bool:
        return row.text(self._column_id) == self._wanted
