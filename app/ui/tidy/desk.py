"""What works on many cells at once, by the names of the commands: each opens its window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.parts import Notice
from app.ui.session_work import column_changed
from app.ui.sheet.filters import Filters
from app.ui.sheet.model import TITLE, Head
from app.ui.sheet.view import SheetView
from app.ui.tidy.changes import SHOWN, Line
from app.ui.tidy.cleaning import CleanDialog
from app.ui.tidy.columns import ColumnsDialog
from app.ui.tidy.funnel import Funnel, head_place
from app.ui.tidy.numbering import AT_ONCE, NumberDialog
from app.ui.tidy.preview import PreviewDialog
from app.ui.tidy.sorting import SortDialog
from app.ui.tidy.titles import Made, Rows, Telling
from app.ui.tidy.values import ValuesDialog


class Desk(QObject):
    """Opens the windows for the current column or the selected cells."""

    def __init__(
        self, context: Context, page: QWidget, view: SheetView, filters: Filters, tool: QWidget,
        say: Callable[[str, str], Notice],
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._context, self._page, self._view, self._filters = context, page, view, filters
        self._tool = tool
        """Where the filter opens while the table is not shown."""
        self._say = say
        """Says something above the sheet: its kind, and the words."""
        self._latest = Latest(context.jobs, "number", self)
        self._looking: Notice | None = None
        context.session.closing.connect(self._leave)
        self.opened: QWidget | None = None

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "filter": self.filter,
            "sort": self.sort,
            "arrange-columns": self.columns,
            "values": self.values,
            "clean": self.clean,
            "number-titles": self.number,
            "number-doubles": self.doubles,
        }

    def _head(self) -> tuple[int, Head] | None:
        """The current column, the title when the picture is."""
        column = max(TITLE, self._view.column)
        heads = self._view.model.heads
        return (column, heads[column]) if column < len(heads) and heads[column].column else None

    def _settled_head(self) -> tuple[int, Head] | None:
        """The same when all is written: rows or columns that came leave no column chosen."""
        found = self._head()
        self._context.session.finish_writing()
        heads = self._view.model.heads
        those = [(i, h) for i, h in enumerate(heads) if found is not None and h.id == found[1].id]
        return those[0] if those else None

    def filter(self) -> None:
        """The filter of the current column, below its head."""
        found = self._head()
        if found is None:
            return
        column, head = found
        funnel = Funnel(self._context, self._page, self._filters, column, head)
        self.opened = funnel
        funnel.pop_up(head_place(self._view, column, self._tool))

    def sort(self) -> None:
        """Sort by several columns."""
        found = self._head()
        if found is not None:
            window = self._page.window()
            self._open(SortDialog(self._context, window, self._view.model, found[0]))

    def columns(self) -> None:
        """All columns: shown or not, in which order, kept in sight."""
        view = self._view
        if view.columns.order:
            heads, column = view.model.heads, max(TITLE, view.column)
            window = self._page.window()
            dialog = ColumnsDialog(self._context, window, view.columns, heads, column)
            dialog.meanings_wanted.connect(self._context.commands.action("columns").trigger)
            view.model.modelReset.connect(dialog.reject)  # there may be others now
            self._open(dialog)

    def values(self) -> None:
        """The values of the current column."""
        found = self._settled_head()
        if found is not None:
            window = self._page.window()
            self._open(ValuesDialog(self._context, window, self._filters, *found))

    def clean(self) -> None:
        """Clean the current column, or the selected cells."""
        found = self._settled_head()
        if found is not None:
            window = self._page.window()
            self._open(CleanDialog(self._context, window, self._view, *found))

    def number(self) -> None:
        """Number the titles by a pattern."""
        if self._titles() is not None:
            self._open(NumberDialog(self._context, self._page.window(), self._view))

    def doubles(self) -> None:
        """Number only the titles that several rows have."""
        rows = self._titles()
        if rows is None or self._latest.busy:
            return
        work = Telling(rows)
        if len(self._context.session.rows) <= AT_ONCE:
            self._told_apart(work(None, None))
        else:
            self._looking = self._say("wait", t("number.looking-doubles"))
            self._latest.run(work, self._told_apart)

    def _titles(self) -> Rows | None:
        self._context.session.finish_writing()
        project = self._context.session.project
        rows = Rows(project) if project is not None else None
        if rows is None or rows.title_column is None:
            self._say("warn", t("number.no-column"))
            return None
        return rows

    def _told_apart(self, made: Made) -> None:
        if self._looking is not None and isValid(self._looking):
            self._looking.close_now()
        project = self._context.session.project
        if not made.every or project is None:
            self._say("done", t("number.no-doubles"))
            return
        name = self._view.model.heads[TITLE].words.name
        every = made.every
        lines = [Line(m.row.number, name, m.old, m.new, problem=m.problem) for m in every[:SHOWN]]
        title = n("number.doubles", len(every), titles=number(len(every)))
        dialog = PreviewDialog(self._context, self._page.window(), title, lines, len(every))
        dialog.agreed.connect(partial(self._doubles_agreed, made))
        self._open(dialog)

    def _doubles_agreed(self, made: Made, agreed: list[int]) -> None:
        """Set the titles that were agreed to, where the title is still as it was looked at."""
        session = self._context.session
        rows = self._titles()
        if session.project is None or rows is None or rows.title_column is None:
            return
        chosen = [made.every[place] for place in agreed]
        there = {row.id: rows.title(row) for row in rows.rows}
        texts = {m.row.id: m.new for m in chosen if there.get(m.row.id) == m.old}
        if texts:
            said = n("change.number", len(texts))
            session.do(column_changed, said, rows.title_column, texts, count=len(texts))

    def _leave(self) -> None:
        """The project is closed."""
        self._latest.stop()
        if self._looking is not None and isValid(self._looking):
            self._looking.close_now()
        if isinstance(self.opened, QDialog) and isValid(self.opened):
            self.opened.reject()

    def _open(self, dialog: QDialog) -> None:
        self.opened = dialog
        dialog.open()
