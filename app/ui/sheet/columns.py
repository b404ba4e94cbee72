"""Which columns the sheet shows, in which order, how wide, how many stay in sight; kept per project.

A column is named by its header, so that all this outlives other columns. The picture always comes
first and always stays. "Place" means the place among the shown columns, the picture's is 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.model import MeaningKind
from app.core.project import Project
from app.ui.context import Context
from app.ui.sheet.model import PICTURE, TITLE, SheetModel

SETTING = "sheet-columns"
OLD_WIDTHS = "column-widths"
"""Where widths were kept before; read when there is nothing newer."""
FROZEN = 2
"""Picture and title stay in sight until it is said otherwise."""
WIDTHS = {"date": 122, "person": 150, "licence": 180, "wikitext": 240, "categories": 200}


class Columns(QObject):
    """The columns of a model as one project shows them."""

    changed = Signal()
    """Other columns are shown, in another order, or others stay in sight."""

    def __init__(self, context: Context, model: SheetModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self._widths: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._order: list[str] = []
        """Headers in the order they were moved to; [] = as the model has them."""
        self.frozen = FROZEN
        """How many of the shown columns stay in sight, the picture among them."""
        self.order: list[int] = []
        """All columns of the model as they stand, those not shown too."""
        self.shown: list[int] = []
        self._places: dict[int, int] = {}
        self._project: Project | None = None
        """Whose columns these are."""
        context.session.closing.connect(self.flush)
        self._save = QTimer(self)
        self._save.setSingleShot(True)
        self._save.setInterval(600)
        self._save.timeout.connect(self.save)

    # kept -------------------------------------------------------------------------------------

    def load(self) -> None:
        """Take what the project keeps; called when columns or projects change."""
        project = self._context.session.project
        if project is self._project:
            self.flush()
        self._save.stop()
        self._project = project
        kept = _dict(project.setting(SETTING, "")) if project is not None else {}
        columns = {str(k): v for k, v in _dict(kept.get("columns")).items() if isinstance(v, dict)}
        old = _dict(project.setting(OLD_WIDTHS, "")) if project is not None and not kept else {}
        found = old | {k: v["width"] for k, v in columns.items() if "width" in v}
        self._widths = {str(k): v for k, v in found.items() if isinstance(v, int) and v > 0}
        self._hidden = {k for k, v in columns.items() if v.get("hidden") is True}
        order, frozen = kept.get("order"), kept.get("frozen")
        self._order = [str(h) for h in order] if isinstance(order, list) else []
        self.frozen = frozen if isinstance(frozen, int) and frozen >= 1 else FROZEN
        self._arrange()

    def flush(self) -> None:
        """Save what waits to be saved."""
        if self._save.isActive():
            self._save.stop()
            self.save()

    def save(self) -> None:
        """Keep it in the project."""
        project = self._context.session.project
        if project is None:
            return
        columns: dict[str, dict[str, Any]] = {}
        for header, width in self._widths.items():
            columns.setdefault(header, {})["width"] = width
        for header in self._hidden:
            columns.setdefault(header, {})["hidden"] = True
        kept = {"columns": columns, "order": self._order, "frozen": self.frozen}
        project.set_setting(SETTING, json.dumps(kept))

    def _arrange(self) -> None:
        count = len(self._model.heads)
        known = [c for h in self._order if (c := self._model.column_of(h)) is not None]
        self.order = [PICTURE] if count else []
        self.order += list(dict.fromkeys(known)) if self._order else range(TITLE, count)
        for column in range(TITLE, count):  # new ones behind the one they follow
            if column not in self.order:
                self.order.insert(self.order.index(column - 1) + 1, column)
        self.shown = [c for c in self.order if self.header(c) not in self._hidden]
        if len(self.shown) <= TITLE < count:  # all are hidden: that helps nobody
            self.shown = list(self.order)
        self._places = {column: place for place, column in enumerate(self.shown)}

    def _moved(self) -> None:
        self._arrange()
        self._save.start()
        self.changed.emit()

    # asked ------------------------------------------------------------------------------------

    def header(self, column: int) -> str:
        """The header of a column, "" for the picture."""
        head = self._model.heads[column].column
        return head.header if head else ""

    def place(self, column: int) -> int:
        """Where a column is shown; -1 when it is not."""
        return self._places.get(column, -1)

    def nearest(self, column: int) -> int:
        """The place of the column that is shown where this one was."""
        before = self.order[: self.order.index(column)] if column in self.order else []
        return min(sum(c in self._places for c in before), len(self.shown) - 1)

    def at(self, place: int) -> int:
        """The column at a place, or the nearest there is."""
        return self.shown[min(max(place, 0), len(self.shown) - 1)] if self.shown else -1

    @property
    def first(self) -> int:
        """The first column with texts."""
        return self.at(TITLE)

    @property
    def last(self) -> int:
        """The last one that is shown."""
        return self.at(len(self.shown) - 1)

    @property
    def hidden(self) -> list[int]:
        """The columns that are not shown, in order."""
        return [c for c in self.order if c not in self._places]

    @property
    def gaps(self) -> frozenset[int]:
        """The shown columns behind which hidden ones lie."""
        return frozenset(
            a for a, b in pairwise(self.order) if a in self._places and b not in self._places
        )

    @property
    def halves(self) -> tuple[list[int], list[int]]:
        """Those that stay in sight, and the rest; the rest is never empty."""
        cut = min(self.frozen, max(1, len(self.shown) - 1))
        return self.shown[:cut], self.shown[cut:]

    def is_frozen(self, column: int) -> bool:
        """Whether a column stays in sight."""
        return column in self.halves[0]

    # changed ----------------------------------------------------------------------------------

    def move(self, column: int, place: int) -> None:
        """Put a column in front of the one that is at a place now; behind all = their number."""
        if self.place(column) < TITLE:
            return
        place = min(max(place, TITLE), len(self.shown))
        if place in (self.place(column), self.place(column) + 1):
            return
        order = [c for c in self.order if c != column]
        before = self.shown[place] if place < len(self.shown) else None
        order.insert(order.index(before) if before is not None else len(order), column)
        self._order = [self.header(c) for c in order if c != PICTURE]
        self._moved()

    def hide(self, columns: Iterable[int]) -> int:
        """Do not show these; one with texts always stays. How many went."""
        gone = {c for c in columns if self.place(c) >= TITLE}
        if not gone or len(self.shown) - len(gone) <= TITLE:
            return 0
        frozen = len(gone & set(self.halves[0]))
        self._hidden |= {self.header(c) for c in gone}
        self.frozen = max(1, min(self.frozen, len(self.halves[0])) - frozen)
        self._moved()
        return len(gone)

    def show(self, columns: Iterable[int]) -> None:
        """Show these again, where they were."""
        back = {self.header(c) for c in columns}
        if back & self._hidden:
            self._hidden -= back
            self._moved()

    def freeze(self, column: int) -> None:
        """Keep everything up to this column in sight."""
        place = self.place(column)
        if place >= 0:
            self.frozen = place + 1
            self._moved()

    def unfreeze(self) -> None:
        """Only the picture stays in sight."""
        self.frozen = 1
        self._moved()

    # widths -----------------------------------------------------------------------------------

    def width(self, column: int) -> int:
        """How wide a column with texts is, in px of the drawings."""
        head = self._model.heads[column]
        if head.column is None:
            return 0
        wide = 206 if column == TITLE else WIDTHS.get(head.words.kind, 160)
        if head.column.meaning.kind is MeaningKind.CAPTION:
            wide = 220
        return self._widths.get(head.column.header, wide)

    def set_width(self, column: int, wide: int) -> None:
        """Remember a width."""
        header = self.header(column)
        if header and wide > 0:
            self._widths[header] = wide
            self._save.start()


def _dict(value: object) -> dict[str, Any]:
    """A dict, or one from JSON; {} for anything else."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}
