"""What is done to several cells at once: copy, paste, clear, fill, replace. Each is one undo step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.core.model import Problem
from app.core.text import n, t
from app.ui.dialogs.confirm import ask_either
from app.ui.sheet import clipboard
from app.ui.sheet.model import TITLE, SheetModel
from app.ui.sheet.selecting import Rect
from app.ui.sheet.uniform import Uniform
from app.ui.sheet.view import SheetView

Cells = dict[tuple[int, int], str]
NewRows = list[dict[int, str]]
MANY = 2000
"""Which of more cells differ from what stands there is found beside the window, as they are written;
also of fewer behind others that are being written.
"""


class Edits(QObject):
    """Edits of the selection of a view. Methods return how many cells changed."""

    def __init__(self, view: SheetView, say: Callable[..., object] | None = None) -> None:
        super().__init__(view)
        self._view = view
        self._say = say
        self._awaited: Rect | None = None
        """What was pasted, until its new rows are there."""
        view.model.modelReset.connect(self._rows_came)
        view.session.failed.connect(self._forget)
        view.fill_wanted.connect(self.fill)
        view.text_wanted.connect(self.fill_with)

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
            "fill-right": self.fill_right,
            "fill-selection": self.fill_selection,
            "today": self.today,
        }

    # the clipboard ----------------------------------------------------------------------------

    def copy(self) -> int:
        """Put what is selected on the clipboard: one block, or several of the same rows or columns,
        as one. Others are refused: what lies between them would empty cells where it is pasted.
        """
        self._view.session.finish_writing()
        parts = self._parts()
        if not parts:
            return 0
        same_rows = len({(part.top, part.bottom) for part in parts}) == 1
        if not same_rows and len({(part.left, part.right) for part in parts}) > 1:
            if self._say is not None:
                self._say("warn", t("copy.apart"), t("copy.apart.text"))
            return 0
        rows = sorted({row for part in parts for row in part.rows})
        places = sorted({place for part in parts for place in part.columns})
        columns = [self._view.columns.at(place) for place in places]
        clipboard.put(self._texts(rows, columns))
        return len(rows) * len(columns)

    def _texts(self, rows: Iterable[int], columns: Sequence[int]) -> list[list[str]]:
        """Texts of many cells: each row is taken apart once."""
        heads = self._model.heads
        ids = [head.column.id for c in columns if (head := heads[c]).column]
        found = (dict(self._model.row_at(row).cells.items()) for row in rows)
        return [[texts.get(column_id, "") for column_id in ids] for texts in found]

    def cut(self) -> int:
        """Copy, then clear: pasted elsewhere, the cells have moved."""
        return self._apply("change.cut", self._cleared()) if self.copy() else 0

    def clear(self) -> int:
        """Empty the selected cells."""
        return self._apply("change.clear", self._cleared())

    def _cleared(self) -> Uniform:
        return self._all("")

    def _all(self, text: str) -> Uniform:
        """One text for all selected cells."""
        at = self._view.columns.at
        return Uniform((p.rows, dict.fromkeys(map(at, p.columns), text)) for p in self._parts())

    def paste(self) -> int:
        """Put the clipboard's block into the selection: over and over if that is so many times as
        large, else once from its first cell on. Rows that are not shown stay as they are. What goes
        beyond the last row becomes new rows, after a word.
        """
        block = clipboard.block()
        parts = self._parts()
        if not block or not parts:
            return 0
        high, wide = len(block), max(len(row) for row in block)
        tiled = [p for p in parts if not len(p.rows) % high and not len(p.columns) % wide]
        if tiled == parts:
            return self._apply("change.paste", self._tiles(block, wide, parts))
        return self._paste_once(block, wide, parts[0])

    def _parts(self) -> list[Rect]:
        selecting = self._view.selecting
        parts = selecting.rects() or [Rect(*selecting.current, *selecting.current)]
        return [
            Rect(p.top, max(p.left, TITLE), p.bottom, p.right)
            for p in parts
            if p.right >= TITLE and p.top >= 0
        ]

    def _tiles(self, block: Sequence[Sequence[str]], wide: int, parts: Iterable[Rect]) -> Cells:
        at = self._view.columns.at
        cells: Cells = {}
        for part in parts:
            columns = [at(place) for place in part.columns]
            for row in part.rows:
                texts = block[(row - part.top) % len(block)]
                for i, column in enumerate(columns):
                    cells[row, column] = texts[i % wide] if i % wide < len(texts) else ""
        return cells

    def _paste_once(self, block: list[list[str]], wide: int, part: Rect) -> int:
        room = len(self._view.columns.shown) - part.left
        columns = [self._view.columns.at(part.left + i) for i in range(min(wide, room))]
        fits = self._model.rowCount() - part.top
        beyond = len(block) - fits
        new: NewRows = []
        if beyond > 0 and not self._model.filtered:
            answer = self.ask_rows(beyond)
            if answer is None:
                return 0
            texts = block[fits:] if answer else []
            new = [dict(zip(columns, row, strict=False)) for row in texts]
        cells = {
            (part.top + r, column): texts[i] if i < len(texts) else ""
            for r, texts in enumerate(block[:fits])
            for i, column in enumerate(columns)
        }
        done = self._apply("change.paste", cells, new)
        bottom = part.top + (fits if beyond > 0 and not new else len(block)) - 1
        self._select(Rect(part.top, part.left, bottom, part.left + len(columns) - 1))
        self._tell_left_off(wide - room, beyond if self._model.filtered else 0)
        return done

    def _select(self, pasted: Rect) -> None:
        """Select what was pasted; when many new rows are still being written, again with them."""
        last = min(pasted.bottom, self._model.rowCount() - 1)
        self._view.selecting.start(pasted.top, pasted.left)
        self._view.selecting.choose([Rect(pasted.top, pasted.left, last, pasted.right)])
        self._awaited = pasted if last < pasted.bottom else None

    def _rows_came(self) -> None:
        if self._awaited is not None:
            QTimer.singleShot(0, self, partial(self._select, self._awaited))
            self._awaited = None

    def _forget(self) -> None:
        self._awaited = None

    def ask_rows(self, count: int) -> bool | None:
        """Whether rows are to be added for what lies beyond the end; None = paste nothing."""
        view = self._view
        return ask_either(
            view.context.theme, view.window(), icon="list-end",
            title=n("paste.beyond", count), sentence=t("paste.beyond.text"),
            yes=n("paste.add", count), no=t("paste.fits"),
        )  # fmt: skip

    def _tell_left_off(self, columns: int, rows: int) -> None:
        if self._say is None:
            return
        if columns > 0:
            self._say("warn", n("paste.columns-left", columns), t("paste.columns-left.text"))
        elif rows > 0:
            self._say("warn", n("paste.rows-left", rows), t("paste.rows-left.text"))

    # filling ----------------------------------------------------------------------------------

    def fill_down(self) -> int:
        """Copy the top row of each selected block into those below it; a block of one row takes
        the row above.
        """
        self._view.session.finish_writing()
        blocks = []
        for part in self._parts():
            top = part.top - (len(part.rows) == 1)
            columns = [self._view.columns.at(p) for p in part.columns if top >= 0]
            texts = {column: self._model.text_at(top, column) for column in columns}
            blocks.append((range(top + 1, part.bottom + 1), texts))
        return self.fill(Uniform(blocks))

    def fill_right(self) -> int:
        """Copy the first column of each selected block into those behind it; a block of one column
        takes the one before.
        """
        self._view.session.finish_writing()
        cells: Cells = {}
        for part in self._parts():
            start = part.left - (len(part.columns) == 1)
            columns = [self._view.columns.at(p) for p in range(start, part.right + 1)]
            for row in part.rows if start >= TITLE else ():
                first = self._model.text_at(row, columns[0])
                cells |= {(row, column): first for column in columns[1:]}
        return self.fill(cells)

    def fill_selection(self) -> int:
        """Copy the current cell into all that are selected."""
        self._view.session.finish_writing()
        column = self._view.column
        if self._view.place < 0 or column < TITLE:
            return 0
        return self.fill_with(self._model.text_at(self._view.place, column))

    def fill_with(self, value: str) -> int:
        """Write a text into all selected cells."""
        return self.fill(self._all(value))

    def fill(self, cells: Mapping[tuple[int, int], str]) -> int:
        """Texts that filling makes."""
        return self._apply("change.fill", cells)

    def today(self) -> int:
        """Write today's date into the current cell."""
        at = (self._view.place, self._view.column)
        if at[0] < 0 or at[1] < TITLE:
            return 0
        return self.fill({at: dt.datetime.now().astimezone().date().isoformat()})

    # others -----------------------------------------------------------------------------------

    def replace(self, cells: Cells) -> int:
        """Texts that were found and replaced."""
        return self._apply("change.replace", cells)

    def fix(self, problems: tuple[Problem, ...], action: str = "") -> int:
        """Mend problems with the text each one offers; `action`: the way that was chosen."""
        return self._model.mend(problems, action)

    def _apply(self, key: str, cells: Mapping[tuple[int, int], str], new: NewRows = ()) -> int:
        rows: dict[str, Any] = {"new_rows": new} if new else {}
        if len(cells) > MANY or self._view.session.writing:
            done = self._model.change(partial(n, key), cells, **rows)
            return len(cells) + sum(map(len, new)) if done else 0
        changed = self._model.differing(cells)
        count = len(changed) + sum(len(row) for row in new)
        if not count:
            return 0
        return count if self._model.change(n(key, count), changed, **rows) else 0
