"""What is done to several cells at once: copy, paste, clear, fill, replace. Each is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QGuiApplication

from app.core import text
from app.core.checks import mending
from app.core.model import Fix, Problem
from app.core.text import n, t
from app.ui.sheet import tsv
from app.ui.sheet.model import TITLE, SheetModel
from app.ui.sheet.view import SheetView

Cells = dict[tuple[int, int], str]


class Edits:
    """Edits of the selection of a view. Methods return how many cells changed."""

    def __init__(self, view: SheetView) -> None:
        self._view = view

    @property
    def _model(self) -> SheetModel:
        return self._view.model

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste,
            "clear": self.clear,
            "fill-down": self.fill_down,
        }

    def copy(self) -> int:
        """Put the selected block on the clipboard, cells outside the selection empty."""
        chosen = set(self._view.cells())
        if not chosen:
            return 0
        rows = sorted({r for r, _ in chosen})
        columns = sorted({c for _, c in chosen})
        block = [
            [self._model.text_at(r, c) if (r, c) in chosen else "" for c in columns] for r in rows
        ]
        QGuiApplication.clipboard().setText(tsv.write(block))
        return len(chosen)

    def cut(self) -> int:
        """Copy, then clear."""
        return self._apply("change.cut", self._cleared()) if self.copy() else 0

    def clear(self) -> int:
        """Empty the selected cells."""
        return self._apply("change.clear", self._cleared())

    def _cleared(self) -> Cells:
        return dict.fromkeys(self._view.cells(), "")

    def paste(self) -> int:
        """Put the clipboard's block at the first selected cell; one value fills the selection."""
        block = tsv.parse(QGuiApplication.clipboard().text())
        chosen = self._view.cells()
        if not block or not chosen:
            return 0
        if len(block) == 1 and len(block[0]) == 1:
            return self._apply("change.paste", dict.fromkeys(chosen, block[0][0]))
        top, start = chosen[0]
        last_row, last_column = self._model.rowCount(), self._model.columnCount()
        cells = {
            (top + r, start + c): value
            for r, row in enumerate(block)
            for c, value in enumerate(row)
            if top + r < last_row and TITLE <= start + c < last_column
        }
        return self._apply("change.paste", cells)

    def fill_down(self) -> int:
        """Copy the first selected cell of each column into those below it; with one cell chosen
        the one above it is copied.
        """
        chosen = self._view.cells()
        if len(chosen) == 1 and chosen[0][0] > 0:
            place, column = chosen[0]
            above = self._model.text_at(place - 1, column)
            return self._apply("change.fill", {chosen[0]: above})
        first: dict[int, str] = {}
        cells: Cells = {}
        for place, column in chosen:
            if column not in first:
                first[column] = self._model.text_at(place, column)
            else:
                cells[place, column] = first[column]
        return self._apply("change.fill", cells)

    def replace(self, cells: Cells) -> int:
        """Texts that were found and replaced."""
        return self._apply("change.replace", cells)

    def fix(self, problems: tuple[Problem, ...], action: str = "") -> int:
        """Mend problems with the text each one offers; `action`: the way that was chosen."""
        return self._model.mend(problems, action)

    def _apply(self, key: str, cells: Cells) -> int:
        changed = {at: v for at, v in cells.items() if self._model.text_at(*at) != v}
        if not changed:
            return 0
        done = self._model.change(n(key, len(changed)), changed)
        return len(changed) if done else 0


def fix_words(problem: Problem, count: int = 1) -> str:
    """What the button of a one-click fix says."""
    fix = problem.fix
    assert fix is not None
    if count > 1:
        key = f"fix.all-{fix.action}"
        return n(key if text.has(key) else "fix.all", count)
    return way_words(problem, fix)


def way_words(problem: Problem, way: Fix) -> str:
    """What the button of one way to mend a problem says."""
    key = f"fix.{way.action}"
    value = " ".join((way.value or "").split())
    shown = value if len(value) <= 28 else f"{value[:27]}…"
    told = {**problem.params, "value": shown}
    return t(key, **told) if text.has(key) else t("fix.use", value=shown)


def choice_words(problems: Iterable[Problem], action: str, count: int) -> str:
    """What the button says that chooses one way for all problems of a kind."""
    key = f"fix.all-{action}"
    if count > 1 and text.has(key):
        return n(key, count)
    of_one = ((p, way) for p in problems for way in mending.ways(p) if way.action == action)
    return way_words(*next(of_one))
