"""The menu of chosen cells and rows: mend, leave out, cut and copy, the picture."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.core.text import n
from app.ui.context import Context
from app.ui.session import Session
from app.ui.sheet.fixes import Fixes
from app.ui.sheet.view import SheetView

NAMES = ("cut", "copy", "paste", "clear", "", "fill-down", "", "picture-large", "show-in-folder")
"""Commands of the menu, "" between groups."""


def sheet_menu(parent: QWidget, context: Context, view: SheetView, fixes: Fixes) -> QMenu:
    """A menu for what is chosen; it goes away when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if fixes.fill(menu):
        menu.addSeparator()
    fill_leaving(menu, context.session, view)
    for name in NAMES:
        if name:
            menu.addAction(context.commands.action(name))
        else:
            menu.addSeparator()
    return menu


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
