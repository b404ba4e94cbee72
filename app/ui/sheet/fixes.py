"""Mending what is wrong with a cell: the offers in the cell bar, in menus, and by key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.core.checks import mending
from app.core.checks.grouping import Group
from app.core.model import Problem
from app.core.text import t
from app.ui.sheet.bars import CellBar
from app.ui.sheet.edits import Edits
from app.ui.sheet.view import SheetView
from app.ui.sheet.ways import Offer, choice_words, fix_words


class Fixes(QObject):
    """What can be done about the current cell."""

    def __init__(self, view: SheetView, edits: Edits, bar: CellBar) -> None:
        super().__init__(view)
        self._view, self._edits, self._bar = view, edits, bar
        bar.offer_pressed.connect(self._pressed)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {"fix": self.current, "fix-all": self.all_of_this_kind}

    def offers(self) -> list[Offer]:
        """What can be done about the current cell."""
        return self.offers_at(self._view.place, self._view.column)

    def offers_at(self, place: int, column: int) -> list[Offer]:
        """What can be done about a cell."""
        if place < 0 or column < 0 or place >= self._view.model.rowCount():
            return []
        return self._view.model.offers_at(place, column)

    def show(self) -> bool:
        """Show the offers in the cell bar; whether there are any."""
        offers = self.offers()
        self._bar.show_offers([offer.words for offer in offers])
        commands, several = self._view.context.commands, len(self._of_this_kind())
        commands.allow("fix-all", bool(several), t("fix.nothing-alike"))
        words = fix_words(offers[0].problem, several) if several else t("command.fix-all")
        commands.action("fix-all").setText(words)
        return bool(offers)

    def current(self) -> None:
        """Mend the current cell: at once when there is one way, else by a menu."""
        offers = self.offers()
        if len(offers) == 1:
            self.do(offers[0])
        elif offers:
            menu = QMenu(self._bar)
            self.fill(menu)
            menu.popup(self._bar.mapToGlobal(QPoint(0, self._bar.height())))

    def do(self, offer: Offer) -> None:
        """Do what an offer says."""
        if offer.action:
            self._edits.fix((offer.problem,), offer.action)
        else:
            self._view.setFocus()
            self._view.edit_current()

    def fill(self, menu: QMenu) -> bool:
        """Put the offers into a menu; whether there are any. With two readings also those for all
        rows of the kind.
        """
        offers = self.offers()
        for offer in offers:
            self._add(menu, offer.words, offer)
        if len(offers) > 1:
            self._fill_all(menu, offers[0].problem)
        elif self._of_this_kind():
            menu.addAction(self._view.context.commands.action("fix-all"))
        return bool(offers)

    def _of_this_kind(self) -> tuple[Problem, ...]:
        """Problems like the current one that have one way to mend them; () when it is alone."""
        offers = self.offers()
        if len(offers) != 1 or not offers[0].action:
            return ()
        found = tuple(p for p in self.alike(offers[0].problem) if len(mending.ways(p)) == 1)
        return found if len(found) > 1 else ()

    def all_of_this_kind(self) -> int:
        """Mend all problems like that of the current cell; how many cells changed."""
        return self._edits.fix(self._of_this_kind())

    def _fill_all(self, menu: QMenu, of: Problem) -> None:
        problems = self.alike(of)
        menu.addSeparator()
        for action, count in mending.choices(problems):
            if count > 1:
                made = menu.addAction(choice_words(problems, action, count))
                made.setData((problems, action))
                made.triggered.connect(self._all_chosen)

    def alike(self, problem: Problem) -> tuple[Problem, ...]:
        """All problems of a kind, in the same column."""
        findings = self._view.context.session.findings
        found = findings.by_field.get(problem.field, ()) if problem.field else findings.problems
        return tuple(p for p in found if (p.code, p.field) == (problem.code, problem.field))

    def _add(self, menu: QMenu, words: str, offer: Offer) -> None:
        made = menu.addAction(words)
        made.setData(offer)
        made.triggered.connect(self._chosen)

    def _chosen(self) -> None:
        made = self.sender()
        if isinstance(made, QAction):
            self.do(made.data())

    def _all_chosen(self) -> None:
        made = self.sender()
        if isinstance(made, QAction):
            problems, action = made.data()
            self._edits.fix(problems, action)

    def _pressed(self, place: int) -> None:
        offers = self.offers()
        if place < len(offers):
            self.do(offers[place])

    def group(self, group: Group, action: str = "") -> int:
        """Mend all problems of a group; how many cells changed."""
        return self._edits.fix(group.problems, action)
