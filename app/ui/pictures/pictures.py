"""What can be done with the pictures of the chosen rows: look at them large, compare, turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.text import t
from app.ui.context import Context
from app.ui.pictures.compare import CompareView
from app.ui.pictures.large import LargeView

if TYPE_CHECKING:
    from app.ui.sheet.view import SheetView

COMPARED = 2


class Pictures(QObject):
    """Opens the windows over `owner`; the current row of the sheet follows the large view."""

    def __init__(self, context: Context, view: SheetView, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._view, self._owner = context, view, owner

    def commands(self) -> dict[str, Callable[[], object]]:
        """By the name of the command."""
        return {
            "picture-large": self.show_large,
            "compare": self.compare,
            "turn-right": self.turn_right,
            "turn-left": self.turn_left,
        }

    def allow(self) -> None:
        """Say what can be done with the rows that are chosen now."""
        commands, chosen = self._context.commands, len(self._view.selecting.places())
        commands.allow("compare", chosen == COMPARED, t("compare.two-rows"))
        for name in ("picture-large", "turn-right", "turn-left"):
            commands.allow(name, self._view.place >= 0, t("large.no-row"))

    def show_large(self) -> LargeView | None:
        """The picture of the current row."""
        if self._view.place < 0:
            return None
        window = LargeView(self._context, self._view.model, self._view.place, self._owner.window())
        window.moved.connect(self._follow)
        window.open()
        return window

    def _follow(self, place: int) -> None:
        if place < self._view.model.rowCount():
            self._view.go_to(place, max(0, self._view.column))

    def compare(self) -> CompareView | None:
        """The two chosen rows side by side."""
        places = self._view.places()
        if len(places) != COMPARED:
            return None
        model = self._view.model
        pairs = tuple((model.row_at(place), model.file_at(place)) for place in places)
        window = CompareView(self._context, pairs, self._owner.window())
        window.open()
        return window

    def turn_right(self) -> None:
        """The chosen pictures, for looking only."""
        self._turn(1)

    def turn_left(self) -> None:
        """The other way."""
        self._turn(-1)

    def _turn(self, quarters: int) -> None:
        model = self._view.model
        for place in self._view.places():
            path = model.file_at(place)
            if path is not None:
                self._context.thumbnails.turn(path, quarters)
