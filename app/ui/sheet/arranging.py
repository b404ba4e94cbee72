"""Which rows a view shows and in which order: worked out beside the window when there are many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.cancel import Cancel, check
from app.core.cells.order import order
from app.core.model import Row

AT_ONCE = 3000
"""So many rows are put in order at once; more of them beside the window."""

Predicate = Callable[[Row], bool]
TextOf = Callable[[Row], str]
KeyOf = Callable[[str], str]
_LOT = 500


@dataclass(frozen=True)
class Level:
    """What rows are sorted by: a text of each, downwards or not; `key` makes another text of it that
    sorts as it should, as of a date.
    """

    text_of: TextOf
    downwards: bool
    key: KeyOf | None = None

    def texts(self, rows: Sequence[Row], pause: Callable[[], None]) -> list[str]:
        """What is compared, of each row."""
        texts = [self.text_of(row) for row in rows]
        if self.key is None:
            return texts
        made: dict[str, str] = {}
        for place, text in enumerate(set(texts)):
            if place % _LOT == 0:
                pause()
            made[text] = self.key(text)
        return [made[text] for text in texts]


@dataclass(frozen=True)
class Arranged:
    """Ids of the rows that are shown, in their order, and the place of each."""

    ids: list[int]
    places: Mapping[int, int]

    @classmethod
    def of(cls, ids: list[int]) -> Arranged:
        """With the places worked out."""
        return cls(ids, {row_id: place for place, row_id in enumerate(ids)})


@dataclass(frozen=True)
class Arranging:
    """Rows in the order of the sheet, what is shown of them, and what they are sorted by, the main
    one first.
    """

    rows: Sequence[Row]
    shown: Predicate | None = None
    levels: Sequence[Level] = field(default=())

    @property
    def is_quick(self) -> bool:
        """Whether it can be done at once."""
        return len(self.rows) <= AT_ONCE

    def __call__(self, _emit: object = None, cancel: Cancel | None = None) -> Arranged:
        """What to show. Raises CancelledError."""
        return Arranged.of(self._ids(cancel))

    def _ids(self, cancel: Cancel | None) -> list[int]:

        def pause() -> None:
            if cancel is not None:
                check(cancel)

        shown = self.shown
        rows = self.rows if shown is None else [r for r in self.rows if shown(r)]
        pause()
        if not self.levels:
            return [row.id for row in rows]
        columns = [(level.texts(rows, pause), level.downwards) for level in self.levels]
        return [rows[place].id for place in order(columns, pause)]
