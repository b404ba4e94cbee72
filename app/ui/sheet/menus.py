"""The menus of chosen cells and rows, and of a column: every command that makes sense there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.core.text import n, t
from app.ui.context import Context
from app.ui.session import Session
from app.ui.sheet.fixes import Fixes
from app.ui.sheet.model import TITLE
from app.ui.sheet.view import SheetView

CELLS = (
    "cut", "copy", "paste", "clear", "", "fill-down", "fill-right", "fill-selection", "fill-series",
    "today", "", "add-row", "add-rows", "double-rows", "remove-rows", "",
    "picture-large", "compare", "turn-right", "show-in-folder", "", "select-row", "select-column", "",
)  # fmt: skip
"""Commands of the menu of cells, "" between groups."""
COLUMN = (
    "sort-up", "sort-down", "sort", "sort-none", "", "filter", "filter-same", "filter-errors", "filter-none", "",
    "values", "clean", "number-titles", "number-doubles", "", "hide-column", "show-columns", "arrange-columns", "",
    "freeze", "unfreeze", "", "fit-column", "column-back", "column-on", "",
    "add-column", "rename-column", "remove-column", "columns",
)  # fmt: skip
"""Commands of the menu of a column."""


def sheet_menu(parent: QWidget, context: Context, view: SheetView, fixes: Fixes) -> QMenu:
    """A menu for what is chosen; it goes away when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if fixes.fill(menu):
        menu.addSeparator()
    fill_leaving(menu, context.session, view)
    _fill(menu, context, CELLS)
    if view.column >= TITLE:
        _fill_column(menu.addMenu(t("menu.column")), context, view)
    return menu


def head_menu(parent: QWidget, context: Context, view: SheetView) -> QMenu:
    """The menu of the current column; it goes away when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _fill_column(menu, context, view)
    return menu


def _fill(menu: QMenu, context: Context, names: Iterable[str]) -> None:
    for name in names:
        if name:
            menu.addAction(context.commands.action(name))
        else:
            menu.addSeparator()


def _fill_column(menu: QMenu, context: Context, view: SheetView) -> None:
    """The commands; for several hidden columns one can choose which."""
    _fill(menu, context, COLUMN)
    hidden = view.columns.hidden
    if len(hidden) < 2:
        return
    shown = context.commands.action("show-columns")
    choice = QMenu(n("columns.hidden", len(hidden)), menu)
    menu.insertMenu(shown, choice)
    menu.removeAction(shown)
    choice.addAction(shown)
    choice.addSeparator()
    for column in hidden:
        made = choice.addAction(view.model.heads[column].words.name)
        made.triggered.connect(partial(_show, view, column))


def _show(view: SheetView, column: int, _checked: object = None) -> None:
    view.go_to(max(view.place, 0), column)


def fill_leaving(menu: QMenu, session: Session, view: SheetView) -> None:
    """Put "Leave these 3 rows out", "Take this row back in" into a menu, for the chosen rows."""
    chosen = [view.model.id_at(place) for place in view.places()]
    away = session.left_out
    out = [i for i in chosen if i in away]
    there = [i for i in chosen if i not in away]
    if there:
        made = menu.addAction(n("leave.out", len(there)))
        made.triggered.connect(partial(_move, session, there, out=True))
    if out:
        made = menu.addAction(n("leave.back", len(out)))
        made.triggered.connect(partial(_move, session, out, out=False))
    if chosen:
        menu.addSeparator()


def _move(session: Session, row_ids: list[int], _checked: object = None, *, out: bool) -> None:
    session.leave_out(row_ids, out=out)
