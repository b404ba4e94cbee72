"""The page "Describe": the sheet is the home of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core import readable, text, wording
from app.core.checks.grouping import Group
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.pages.adder import ColumnAdder
from app.ui.pages.column_changes import SheetColumns
from app.ui.pages.page import Status, checking_words
from app.ui.pages.saying import SayingPage
from app.ui.panel.panel import Panel
from app.ui.parts import NoticePlace
from app.ui.pictures.pictures import Pictures
from app.ui.problems import ProblemsStrip
from app.ui.rows.finding import find_files
from app.ui.rows.landing import Landing
from app.ui.rows.row_tools import RowTools
from app.ui.sheet.bars import CellBar
from app.ui.sheet.column_tools import ColumnTools
from app.ui.sheet.delegate import LOOKS
from app.ui.sheet.edits import Edits
from app.ui.sheet.filter_strip import FilterStrip
from app.ui.sheet.filters import Filters
from app.ui.sheet.find_bar import FindBar
from app.ui.sheet.fixes import Fixes
from app.ui.sheet.grid import WIDTHS, PictureGrid
from app.ui.sheet.menus import head_menu, sheet_menu
from app.ui.sheet.model import PICTURE, TITLE, SheetModel
from app.ui.sheet.tips import Tips
from app.ui.sheet.tools import ToolRow
from app.ui.sheet.view import SheetView
from app.ui.tidy.desk import Desk

NARROW = 1100
"""Below this width (px of the drawings) the panel folds away."""


class DescribePage(SayingPage):
    """Tools, cell bar, table or pictures, problems strip; the panel beside."""

    key = "describe"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """The places of all parts, so that each is made where it stays."""
        super().__init__(context, parent)
        self._panel_wanted = bool(context.settings.get("panel-open"))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self._outer.addWidget(self.splitter, 1)
        left = QWidget()
        self.splitter.addWidget(left)
        self._left = QVBoxLayout(left)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(0)
        self.stack = QStackedWidget()
        self._notices = NoticePlace(self.context.theme, self.stack)
        self._left.addWidget(self._notices, 1)

    def steps(self) -> Iterator[None]:
        """Sheet, tools, what lies round the sheet, panel."""
        for make in (self._make_sheet, self._make_tools, self._make_strips):
            make()
            yield
        yield from self._panel_steps()
        self._connect()

    def _make_sheet(self) -> None:
        context = self.context
        self.model = SheetModel(context.session, context.thumbnails, self)
        self.view = SheetView(context, self.model)
        self.grid = PictureGrid(context, self.model)
        self.grid.setSelectionModel(self.view.selection)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.grid)

    def _make_tools(self) -> None:
        context = self.context
        self.edits = Edits(self.view, self.say)
        self.column_tools = ColumnTools(self.view, self.say)
        self.row_tools = RowTools(context, self.view, self.say)
        self.grid.addActions([context.commands.action(c) for c in self.row_tools.commands()])
        self.column_changes = SheetColumns(context, self.view, self, self.say)
        self.landing = Landing(context, self.view, self.grid, self.row_tools, self.say)
        self.landing.watch(self)
        self.tools = ToolRow(context)
        self._outer.insertWidget(0, self.tools)

    def _make_strips(self) -> None:
        context, theme = self.context, self.context.theme
        self.cell_bar = CellBar(theme)
        self.fixes = Fixes(self.view, self.edits, self.cell_bar)
        self.tips = Tips(self.view, self.fixes)
        self.find_bar = FindBar(context, self.view, self.edits)
        self.filter_strip = FilterStrip(theme)
        self.filters = Filters(context.session, self.view)
        self.filter_strip.all_rows.clicked.connect(self.filters.show_all)
        self.filter_strip.again.clicked.connect(self.filters.again)
        self.filter_strip.dropped.connect(self.filters.drop)
        self.filters.changed.connect(self._filtered)
        tool = self.tools.buttons["filter"]
        self.desk = Desk(context, self, self.view, self.filters, tool, self.say)
        self.problems = ProblemsStrip(context)
        for place, part in enumerate((self.cell_bar, self.find_bar, self.filter_strip)):
            self._left.insertWidget(place, part)
        self._left.addWidget(self.problems)

    def _panel_steps(self) -> Iterator[None]:
        context = self.context
        self.panel = Panel(context, self.model)
        self.splitter.addWidget(self.panel)
        yield from self.panel.steps()
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.splitterMoved.connect(self._panel_moved)
        self.pictures = Pictures(context, self.view, self)
        self.adder = ColumnAdder(context)
        self.adder.setParent(self)
        self.adder.hide()
        self.adder.added.connect(self._column_added)
        context.theme.bind(self, DescribePage._arrange)

    def _connect(self) -> None:
        self.view.current_changed.connect(self._show_cell)
        self.view.selection_changed.connect(self._selection_changed)
        self.view.picture_wanted.connect(self.pictures.show_large)
        self.view.menu_wanted.connect(self._sheet_menu)
        self.view.head_menu_wanted.connect(self._head_menu)
        self.grid.picture_wanted.connect(self.pictures.show_large)
        self.grid.menu_wanted.connect(self._sheet_menu)
        self.tools.show_size(self.view.size_name)
        self.tools.card_size.slider.setValue(self.context.settings.get("card-width"))
        self.grid.set_width(self.tools.card_size.slider.value())
        self.tools.card_size.chosen.connect(self._set_card)
        self.panel.picture_wanted.connect(self.pictures.show_large)
        self.panel.several.set_wanted.connect(self.row_tools.set_in)
        self.panel.several.add_wanted.connect(self.row_tools.add_value)
        for part in (self.panel, self.panel.several):
            part.adding.wanted.connect(self.row_tools.give)
        self.find_bar.closed.connect(self._back_to_sheet)
        self.problems.jumped.connect(self._jump_to)
        self.problems.rows_wanted.connect(self.filters.show_rows_of)
        self.problems.fix_wanted.connect(self._fix_group)
        self.model.dataChanged.connect(self._show_cell)
        self.model.layoutChanged.connect(self._filtered)
        self.model.modelReset.connect(self._filtered)
        session = self.context.session
        session.problems_changed.connect(self._problems_changed)
        session.progressed.connect(self.status_changed)
        session.failed.connect(self._say_failure)

    # the frame asks ---------------------------------------------------------------------------

    def main_words(self) -> tuple[str, str]:
        """Next: Check; not while there is no row."""
        words, _ = super().main_words()
        return words, "" if self.context.session.rows else t("main.no-rows")

    def status(self) -> Status:
        """Rows, the current one or how many are chosen."""
        session = self.context.session
        total = len(session.rows)
        if not total:
            return Status("", "", t("status.no-rows"))
        chosen = len(self.view.selecting.places())
        if chosen > 1:
            end = t("status.selected", count=number(chosen), total=number(total))
        elif self.model.filtered:
            end = t("status.shown", shown=number(self.model.rowCount()), total=number(total))
        elif self.view.place >= 0:
            row = self.model.row_at(self.view.place)
            end = t("status.row", number=number(row.number), rows=n("status.rows", total))
        else:
            end = n("status.rows", total)
        first = session.checking and session.findings.problems == ()
        checking = first or session.progress != (0, 0)
        start = checking_words(session) if checking else t("status.offline")
        return Status("hourglass" if checking else "lock", start, end)

    def enter(self) -> None:
        """Take the commands of the sheet."""
        commands = self.context.commands
        for name, function in self._commands().items():
            commands.on(name, function)
        commands.check("view-pictures" if self.stack.currentWidget() is self.grid else "view-table")
        commands.check(f"pictures-{self.view.size_name}")
        commands.check("row-panel", self.panel.isVisibleTo(self))
        self._arrange()
        self._allow()
        self.stack.currentWidget().setFocus()

    def leave(self) -> None:
        """Give the commands back."""
        for name in self._commands():
            self.context.commands.allow(name, False, t("command.not-here"))

    def _commands(self) -> dict[str, Callable[[], object]]:
        """What can be done here, by the name of the command: each part tells its own."""
        own: dict[str, Callable[[], object]] = {
            "view-table": self.show_table,
            "view-pictures": self.show_pictures,
            "pictures-small": partial(self._set_size, "small"),
            "pictures-medium": partial(self._set_size, "medium"),
            "pictures-large": partial(self._set_size, "large"),
            "row-panel": self._toggle_panel,
            "next-part": self._next_part,
            "previous-part": self._previous_part,
            "next-problem": self.next_problem,
            "previous-problem": self.previous_problem,
            "add-column": self._add_column,
            "add-statement": self._add_statement,
            "columns": partial(self.step_wanted.emit, "files"),
            "show-in-folder": self.show_in_folder,
            "find-files": self.find_files,
        }
        for part in (
            self.edits,
            self.find_bar,
            self.filters,
            self.desk,
            self.fixes,
            self.problems,
            self.pictures,
            self.column_tools,
            self.row_tools,
            self.landing,
            self.column_changes,
        ):
            own |= part.commands()
        return own

    def set_level(self, level: int) -> None:
        """Less with big text."""
        super().set_level(level)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel folds away when there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = self.context.theme
        beside = self.width() >= theme.u(NARROW) and self.level == 0
        self.panel.setMinimumWidth(theme.u(316))
        self.panel.setMaximumWidth(theme.u(420) if beside else 16777215)
        self.panel.setVisible(
            self._panel_wanted if beside else self.panel.property("called") is True
        )
        self.tools.set_level(self.level, panel_beside=beside, room=self.width())
        if beside and self.panel.isVisibleTo(self):
            wide = theme.u(self.context.settings.get("panel-width"))
            self.splitter.setSizes([self.width() - wide, wide])
        remembered = bool(self.context.settings.get("problems-folded"))
        self.problems.set_folded(self.level > 0 or remembered, remember=False)

    def _panel_moved(self) -> None:
        wide = round(self.panel.width() / self.context.theme.scale)
        self.context.settings.set("panel-width", max(316, min(420, wide)))

    # what is shown ----------------------------------------------------------------------------

    def _show_cell(self, *_ignored: object) -> None:
        place, column = self.view.place, self.view.column
        if place < 0 or column < 0 or place >= self.model.rowCount():
            self.cell_bar.show_cell("", "", "", "ink2", "")
            self.cell_bar.show_offers([])
            return
        row, head = self.model.row_at(place), self.model.heads[column]
        problems = self.model.problems_at(place, column)
        name = (
            wording.cell_name(head.letter, row.number)
            if head.column
            else t("row.number", number=row.number)
        )
        shown = (
            self.model.text_at(place, column) if head.column else self.context.session.title_of(row)
        )
        icon, token, reading = "", "ink2", ""
        if problems:
            icon, token = LOOKS[problems[0].severity]
            reading = text.problem(problems[0])
        elif head.column is not None:
            project = self.context.session.project
            assert project is not None
            reading = readable.cell_reading(head.column, shown, project.layout)
            icon, token = ("check", "accent") if reading else ("", "ink2")
        told = head.shown(shown) if head.kind == "languages" else shown
        self.cell_bar.show_cell(name, told, icon, token, reading)
        self._allow()
        self.status_changed.emit()

    def _selection_changed(self) -> None:
        self.panel.show_places(self.view.places())
        self._show_cell()

    def _problems_changed(self) -> None:
        self._show_cell()
        self.main_changed.emit()
        self.status_changed.emit()

    def _filtered(self) -> None:
        self.filter_strip.setVisible(self.model.filtered)
        total = len(self.context.session.rows)
        filters = self.filters
        shown = self.model.rowCount()
        self.filter_strip.show_conditions(filters.conditions, shown, total, filters.stale)
        self.view.bring_into_sight()
        self.status_changed.emit()

    def _allow(self) -> None:
        commands = self.context.commands
        problems = bool(self.context.session.findings.problems)
        for name in ("next-problem", "previous-problem"):
            commands.allow(name, problems, t("problems.none"))
        wrong = bool(self.context.session.findings.wrong_rows)
        commands.allow("filter-errors", wrong, t("problems.no-errors"))
        commands.allow("fix", self.fixes.show(), t("fix.nothing"))
        self.pictures.allow()
        self.column_tools.allow()
        self.row_tools.allow()
        self.landing.allow()
        self.column_changes.allow()

    # commands ---------------------------------------------------------------------------------

    def show_table(self) -> None:
        """The sheet as a table."""
        self._show_view(self.view, "view-table")
        if self.view.column == PICTURE:
            self.view.go_to(self.view.place, TITLE)

    def show_pictures(self) -> None:
        """The sheet as pictures."""
        places = list(self.view.places())
        self._show_view(self.grid, "view-pictures")
        if self.view.place >= 0:
            self.view.go_to(self.view.place, PICTURE)
            self.grid.select_rows(places)
            self.grid.show_current()

    def _show_view(self, widget: QWidget, command: str) -> None:
        self.stack.setCurrentWidget(widget)
        self.cell_bar.setVisible(widget is self.view)
        self.context.commands.check(command)
        widget.setFocus()

    def _set_size(self, name: str) -> None:
        self.view.set_size(name)
        self.tools.show_size(self.view.size_name)
        self.tools.card_size.slider.setValue(WIDTHS[self.view.size_name])
        self.context.commands.check(f"pictures-{self.view.size_name}")

    def _set_card(self, width: int) -> None:
        self.grid.set_width(width)
        self.context.settings.set("card-width", width)

    def _toggle_panel(self) -> None:
        shown = not self.panel.isVisibleTo(self)
        self._panel_wanted = shown
        self.panel.setProperty("called", shown)
        self.context.settings.set("panel-open", shown)
        self.context.commands.check("row-panel", shown)
        self._arrange()

    def _back_to_sheet(self) -> None:
        self.stack.currentWidget().setFocus()

    def _add_column(self) -> None:
        self.adder.open_at(self.tools)

    def _add_statement(self) -> None:
        if not self.panel.isVisibleTo(self):
            self._toggle_panel()
        self.panel.ask_statement()

    def _column_added(self, header: str) -> None:
        column = self.model.column_of(header)
        if column is not None and self.model.rowCount():
            self.show_table()
            self.view.go_to(max(0, self.view.place), column)

    def show_in_folder(self) -> None:
        """The folder of the current row's file, in the system's own window."""
        path = self.model.file_at(self.view.place) if self.view.place >= 0 else None
        if path is None:
            self.say("warn", t("panel.no-file"))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def find_files(self) -> None:
        """Look for the missing files in another folder as well."""
        find_files(self.context, self)

    # parts ------------------------------------------------------------------------------------

    def _parts(self) -> list[QWidget]:
        found: list[QWidget] = [self.stack.currentWidget()]
        if self.panel.isVisibleTo(self):
            found.append(self.panel)
        found.append(self.problems)
        return found

    def _next_part(self) -> None:
        self._part(1)

    def _previous_part(self) -> None:
        self._part(-1)

    def _part(self, step: int) -> None:
        parts = self._parts()
        focus = self.window().focusWidget()
        inside = (i for i, p in enumerate(parts) if focus and (p is focus or p.isAncestorOf(focus)))
        goal = parts[(next(inside, -step) + step) % len(parts)]
        if goal is self.panel:
            self.panel.stage.setFocus(Qt.FocusReason.TabFocusReason)
        elif goal is self.problems:
            target = (
                self.problems.lines[0].sentence
                if self.problems.lines and not self.problems.folded
                else self.problems.fold
            )
            target.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            goal.setFocus(Qt.FocusReason.TabFocusReason)

    # menus ------------------------------------------------------------------------------------

    def _sheet_menu(self, spot: QPoint) -> None:
        menu = sheet_menu(self, self.context, self.view, self.fixes)
        self.row_tools.fill_menu(menu)
        menu.popup(spot)

    def _head_menu(self, column: int, spot: QPoint) -> None:
        if not self.view.selecting.is_whole(self.view.columns.place(column)):
            self.view.go_to(max(0, self.view.place), column)
        menu = head_menu(self, self.context, self.view)
        self.column_changes.fill_meaning(menu)
        menu.popup(spot)

    # problems ---------------------------------------------------------------------------------

    def next_problem(self) -> None:
        """The next cell with a problem, round the end."""
        self.show_table()
        self.filters.next_problem()

    def previous_problem(self) -> None:
        """The cell with a problem before."""
        self.show_table()
        self.filters.previous_problem()

    def _jump_to(self, group: Group) -> None:
        self.show_table()
        self.filters.jump_to(group)

    def _fix_group(self, group: Group, action: str = "") -> None:
        self.filters.show_all()
        done = self.fixes.group(group, action)
        if done:
            self.say("done", n("change.fix", done), undo=True)
