"""Commands for columns and for what is selected, by keys and menus: each has its way by the mouse."""

from __future__ import annotations

from collections.abc import Callable

from app.core.text import n, t
from app.ui.sheet.model import TITLE
from app.ui.sheet.view import SheetView


class ColumnTools:
    """Hide, show, freeze, fit and move columns; select rows and columns."""

    def __init__(self, view: SheetView, say: Callable[..., object]) -> None:
        self._view, self._say = view, say

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "select-all": self._view.selecting.everything,
            "select-row": self._rows,
            "select-column": self._columns,
            "fill-series": self._view.filling.series,
            "hide-column": self.hide,
            "show-columns": self.show,
            "freeze": self.freeze,
            "unfreeze": self._view.columns.unfreeze,
            "fit-column": self.fit,
            "column-back": self.back,
            "column-on": self.on,
        }

    def allow(self) -> None:
        """Say which of them would do something now, and why others would not."""
        commands, columns = self._view.context.commands, self._view.columns
        place, last = self._place, len(columns.shown) - 1
        why = t("columns.picture-stays")
        several = sum(block.size for block in self._view.selecting.rects()) > 1
        commands.allow("fill-selection", several, t("fill.one-cell"))
        commands.allow("show-columns", bool(columns.hidden), t("columns.none-hidden"))
        commands.allow("hide-column", place >= TITLE and last > TITLE, why)
        commands.allow("fit-column", place >= TITLE, why)
        commands.allow("freeze", 0 <= place < last, t("columns.last"))
        commands.allow("unfreeze", len(columns.halves[0]) > 1, t("columns.none-frozen"))
        commands.allow("column-back", place > TITLE, t("columns.first"))
        commands.allow("column-on", TITLE <= place < last, t("columns.last"))

    @property
    def _place(self) -> int:
        return self._view.columns.place(self._view.column)

    def _chosen(self) -> list[int]:
        """The columns of what is selected, or the current one."""
        places = {p for block in self._view.selecting.rects() for p in block.columns}
        places.add(self._place)
        return [self._view.columns.at(p) for p in sorted(places) if p >= TITLE]

    def _rows(self) -> None:
        self._view.selecting.widen("rows")

    def _columns(self) -> None:
        self._view.selecting.widen("columns")

    def hide(self) -> None:
        """Do not show the columns of what is selected."""
        columns, place = self._view.columns, self._place
        gone = columns.hide(self._chosen())
        if gone:
            self._view.go_to_cell(max(self._view.place, 0), min(place, len(columns.shown) - 1))
            self._say("info", n("columns.now-hidden", gone), t("columns.now-hidden.text"))

    def show(self) -> None:
        """Show all that are hidden."""
        self._view.columns.show(self._view.columns.hidden)

    def freeze(self) -> None:
        """Keep everything up to the current column in sight."""
        self._view.columns.freeze(self._view.column)

    def fit(self) -> None:
        """As wide as the texts, for the columns of what is selected."""
        for column in self._chosen():
            self._view.fit(column)

    def back(self) -> None:
        """Move the current column one place towards the start."""
        self._view.columns.move(self._view.column, self._place - 1)

    def on(self) -> None:
        """Move the current column one place towards the end."""
        self._view.columns.move(self._view.column, self._place + 2)
