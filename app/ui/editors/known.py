"""What the other rows of a column hold, most used first: counted beside the window and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.core.cancel import Cancel, check
from app.core.model import Row
from app.ui.jobs import Latest
from app.ui.pages.picker import plain
from app.ui.session import Session

LONGEST = 200
"""Longer texts are told to nobody as something to write again."""
MOST = 20_000
"""Different texts of a column that are kept."""
SHOWN = 100
"""Of these a list shows at most."""
_SLICE = 512
BREATH_S = 0.001

T = TypeVar("T")
Split = Callable[[str], Iterable[str]]
"""The values of a cell."""


@dataclass(frozen=True, slots=True)
class Held:
    """One text, how many rows hold it, and how it is searched."""

    text: str
    rows: int
    key: str


def whole(cell: str) -> tuple[str, ...]:
    """The cell as it stands: for columns with one value."""
    text = cell.strip()
    return (text,) if text else ()


def fitting(held: Sequence[Held], typed: str, most: int = SHOWN) -> list[Held]:
    """Those that hold every word that was typed, first those that begin with it: a quick look at
    very many.
    """
    words, start = plain(typed).split(), plain(typed).strip()
    if not words:
        return list(held[:most])
    found = [one for one in held if all(word in one.key for word in words)]
    found.sort(key=lambda one: not one.key.startswith(start))
    return found[:most]


class Known(QObject):
    """Counts a column when it is first wanted, and again when rows have changed since."""

    came = Signal(int)
    """Id of a column that was counted."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(session.jobs, "known", self)
        self._held: dict[int, tuple[Held, ...]] = {}
        self._of: dict[int, dict[str, int]] = {}
        self._change = 0
        """Goes up whenever rows change."""
        self._at: dict[int, int] = {}
        """The change up to which each column was counted."""
        self._wanted: tuple[int, int] | None = None
        """Column and change of the last wish: the one that is sure to be fulfilled."""
        session.rows_changed.connect(self._changed)
        session.closed.connect(self._forget)
        session.structure_changed.connect(self._forget)

    def of(self, column_id: int, split: Split = whole) -> tuple[Held, ...]:
        """What is known now; `came` tells when more is."""
        wish = (column_id, self._change)
        if self._at.get(column_id) != self._change and wish != self._wanted and self._session.rows:
            self._wanted = wish
            count = _Count(self._session.rows, column_id, self._change, split)
            self._latest.run(count, self._counted)
        return self._held.get(column_id, ())

    def rows_with(self, column_id: int, text: str) -> int | None:
        """How many rows held a value when they were counted; None before."""
        found = self._of.get(column_id)
        return None if found is None else found.get(plain(text), 0)

    def _counted(self, count: _Count) -> None:
        self._held[count.column_id] = count.held
        self._at[count.column_id] = count.change
        self._of[count.column_id] = count.by_key
        self.came.emit(count.column_id)

    def _changed(self) -> None:
        self._change += 1

    def _forget(self) -> None:
        self._latest.stop()
        self._wanted = None
        self._held.clear()
        self._at.clear()
        self._of.clear()


class _Count:
    """Counts in a thread. Equal cells are split once."""

    def __init__(self, rows: Sequence[Row], column_id: int, change: int, split: Split) -> None:
        self.rows, self.column_id, self.change, self._split = rows, column_id, change, split
        self.held: tuple[Held, ...] = ()
        self.by_key: dict[str, int] = {}

    def __call__(self, _emit: Callable[[object], None], cancel: Cancel) -> _Count:
        cells: Counter[str] = Counter()
        for part in _slices(self.rows, cancel):
            cells.update([text for row in part if (text := row.cells.get(self.column_id, ""))])
        values: Counter[str] = Counter()
        for part in _slices(list(cells.items()), cancel):
            for cell, rows in part:
                for value in dict.fromkeys(self._split(cell)):
                    if len(value) <= LONGEST:
                        values[value] += rows
        often = sorted(((rows, v) for v, rows in values.items() if rows > 1), reverse=True)
        once = [(1, value) for value, rows in values.items() if rows == 1]
        held: list[Held] = []
        for part in _slices([*often, *once[: max(0, MOST - len(often))]], cancel):
            held += [Held(value, rows, plain(value)) for rows, value in part]
        self.held = tuple(held)
        for one in self.held:
            self.by_key[one.key] = self.by_key.get(one.key, 0) + one.rows
        return self


def _slices(things: Sequence[T], cancel: Cancel) -> Iterator[Sequence[T]]:
    """Parts of a millisecond's work, with a breath after each: the window goes first."""
    for start in range(0, len(things), _SLICE):
        yield things[start : start + _SLICE]
        cancel.wait(BREATH_S)
        check(cancel)
