"""Looking through the rows that are shown: the work behind the find bar."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core import readable
from app.core.cancel import Cancel, check
from app.core.cells.matcher import Matcher
from app.core.cells.search import Hit, Looker, Query, replaced
from app.core.model import Row
from app.core.project.texts import Texts
from app.ui.sheet.model import TITLE
from app.ui.sheet.view import SheetView

LOT = 500
"""Rows between two looks at whether to stop."""
TELL_S = 0.5
WIDE = 1 << 12
"""More than there can be columns: a cell is one number, place of the row * WIDE + place of the column."""

BY_NAME = ("licence", "item")
"""Kinds of cells (`Head.kind`) that show names in place of what is typed."""

Cells = tuple[tuple[frozenset[int], frozenset[int]], ...]
"""Blocks of cells: ids of rows, and places of columns."""


@dataclass(frozen=True)
class Scope:
    """Where is looked: rows as they were, in the order they are shown (`ids` None = all, as in the
    sheet), places of the columns that are shown with their ids, and only in these cells (None = in
    all). What is hidden is not looked at.
    """

    rows: tuple[Row, ...]
    ids: Sequence[int] | None
    columns: tuple[tuple[int, int], ...]
    chosen: Cells | None = None
    kinds: Mapping[int, str] = field(default_factory=dict)
    """Of the columns (by their places) whose cells read otherwise than they are typed."""

    @classmethod
    def of(cls, view: SheetView, chosen: Cells | None = None) -> Scope:
        """All that a view shows."""
        model, rows = view.model, view.session.rows
        as_it_is = not model.filtered and not model.sorted_by
        ids = None if as_it_is else [model.id_at(p) for p in range(model.rowCount())]
        heads = [(place, model.heads[column]) for place, column in enumerate(view.columns.shown)]
        columns = [(p, h.column.id) for p, h in heads if p >= TITLE and h.column]
        kinds = {p: h.kind for p, h in heads if h.kind in BY_NAME}
        return cls(rows, ids, tuple(columns), chosen, kinds)

    def within(self, place: int | None) -> Scope:
        """Only one column of it; None = all."""
        columns = tuple(c for c in self.columns if place is None or c[0] == place)
        return replace(self, columns=columns)

    @property
    def size(self) -> int:
        """How many cells at most."""
        return len(self.columns) * (len(self.rows) if self.ids is None else len(self.ids))

    def shown(self) -> Sequence[Row]:
        """The rows in the order they are shown."""
        if self.ids is None:
            return self.rows
        known = {row.id: row for row in self.rows}
        return [known[i] for i in self.ids if i in known]

    def read(self, column: int, text: str) -> str:
        """How a cell is read, "" when just as it is typed."""
        kind = self.kinds.get(column)
        words = readable.shown(kind, text) if kind and text else text
        return words if words != text else ""

    def cells(self, row: Row) -> list[tuple[int, str]]:
        """Place of the column and text of the cells of a row to look at."""
        texts = dict(row.cells.items())
        found = [(column, texts.get(column_id, "")) for column, column_id in self.columns]
        chosen = self.chosen
        if chosen is None:
            return found
        those = [columns for ids, columns in chosen if row.id in ids]
        return [cell for cell in found if any(cell[0] in columns for columns in those)]


@dataclass
class Result:
    """What was found: cells in reading order, how many times, in how many rows."""

    cells: array[int] = field(default_factory=lambda: array("q"))
    count: int = 0
    rows: int = 0

    def add(self, place: int, found: Sequence[tuple[int, int]]) -> None:
        """What a row holds: columns, and how often."""
        self.rows += 1
        self.cells.extend([place * WIDE + column for column, _ in found])
        self.count += sum(count for _, count in found)

    def holds(self, place: int, column: int) -> bool:
        """Whether a cell is one of those that were found."""
        at = bisect_left(self.cells, place * WIDE + column)
        return at < len(self.cells) and self.cells[at] == place * WIDE + column


@dataclass(frozen=True)
class CellChange:
    """A cell that would change: its row, the place of its column, its text, and what would be
    replaced.
    """

    row_id: int
    number: int
    column: int
    text: str
    hits: tuple[Hit, ...]

    @property
    def new(self) -> str:
        """The text afterwards."""
        return replaced(self.text, self.hits)


def selected(view: SheetView) -> Cells:
    """The selected cells."""
    return tuple(
        (
            frozenset(view.model.id_at(p) for p in range(part.top(), part.bottom() + 1)),
            frozenset(view.columns.place(c) for c in range(part.left(), part.right() + 1)),
        )
        for part in view.selection.selection()
    )


Lot = list[tuple[int, Row, list[tuple[int, str]]]]
"""Rows that may hold it: place, row, and columns with their texts."""


def lots(query: Query, scope: Scope, cancel: Cancel | None) -> Iterator[Lot]:
    """Rows that may hold it, some at a time. Raises PatternError and CancelledError."""
    looker = Looker(query)
    named = _Named(looker, scope) if by_name(query) else None
    rows = scope.shown()
    quick = not query.regular and query.wanted.isprintable()
    for start in range(0, len(rows), LOT):
        if cancel is not None:
            check(cancel)
        lot: Lot = []
        for place, row in enumerate(rows[start : start + LOT], start):
            if quick and not looker.may_hold(together(row)) and not (named and named.hold(row)):
                continue
            lot.append((place, row, scope.cells(row)))
        yield lot


class _Named:
    """Whether what a row shows by name may hold what is looked for: asked once for each text."""

    def __init__(self, looker: Looker, scope: Scope) -> None:
        self._looker = looker
        self._kinds = [
            (i, scope.kinds[place]) for place, i in scope.columns if place in scope.kinds
        ]
        self._known: dict[tuple[str, str], bool] = {}

    def hold(self, row: Row) -> bool:
        """Whether one of its cells may."""
        if not self._kinds:
            return False
        texts = dict(row.cells.items())
        return any(self._holds(kind, texts.get(i, "")) for i, kind in self._kinds)

    def _holds(self, kind: str, text: str) -> bool:
        if not text or (kind == "item" and not text.startswith("Q")):
            return False
        known = self._known.get((kind, text))
        if known is None:
            known = self._looker.may_hold(readable.shown(kind, text))
            self._known[kind, text] = known
        return known


def together(row: Row) -> str:
    """All texts of a row, one behind the other."""
    cells = row.cells
    return cells.packed.decode() if isinstance(cells, Texts) else "\0".join(cells.values())


class Counting:
    """Counts; tells how far it is now and then. For `Jobs.run`, or called for a small sheet."""

    def __init__(self, query: Query, scope: Scope, matcher: Matcher) -> None:
        self._query, self._scope, self._matcher = query, scope, matcher

    def __call__(self, emit: Callable[[Result], None], cancel: Cancel | None) -> Result:
        """Raises PatternError and CancelledError."""
        result, told = Result(), time.monotonic()
        for lot in lots(self._query, self._scope, cancel):
            counts = iter(self._counts([cell for _, _, cells in lot for cell in cells], cancel))
            for place, _, cells in lot:
                held = [(c, count) for (c, _), count in zip(cells, counts, strict=False) if count]
                if held:
                    result.add(place, held)
            if time.monotonic() - told >= TELL_S:
                told = time.monotonic()
                emit(Result(count=result.count, rows=result.rows))
        return result

    def _counts(self, cells: Sequence[tuple[int, str]], cancel: Cancel | None) -> list[int]:
        """How often each cell (place of its column, text) holds it: as it is typed, else as it is
        read.
        """
        query, scope = self._query, self._scope
        counts = list(self._matcher.counts(query, [text for _, text in cells], cancel))
        if not scope.kinds or not by_name(query):
            return counts
        none = (at for at, count in enumerate(counts) if not count)
        named = (at for at in none if cells[at][0] in scope.kinds)
        read = {at: words for at in named if (words := scope.read(*cells[at]))}
        found = self._matcher.counts(query, list(read.values()), cancel)
        for at, count in zip(read, found, strict=False):
            counts[at] = count
        return counts


def by_name(query: Query) -> bool:
    """Whether licences and items are found by their names too: not to replace in them."""
    return query.by is None


class Changing:
    """What replacing would change. For `Jobs.run`, or called for a small sheet."""

    def __init__(self, query: Query, scope: Scope, matcher: Matcher) -> None:
        self._query, self._scope, self._matcher = query, scope, matcher

    def __call__(self, _emit: object, cancel: Cancel | None) -> list[CellChange]:
        """Raises PatternError and CancelledError."""
        made = []
        for lot in lots(self._query, self._scope, cancel):
            cells = [(row, column, text) for _, row, cells in lot for column, text in cells]
            found = self._matcher.look(self._query, [text for _, _, text in cells], cancel)
            for at, hits in found:
                row, column, text = cells[at]
                made.append(CellChange(row.id, row.number, column, text, hits))
        return [change for change in made if change.new != change.text]


def after(cells: Sequence[int], current: tuple[int, int], *, back: bool = False) -> int | None:
    """The next of sorted cells after (or before) the current one, round the end."""
    if not cells:
        return None
    now = current[0] * WIDE + current[1]
    if back:
        return cells[bisect_left(cells, now) - 1]
    at = bisect_right(cells, now)
    return cells[at if at < len(cells) else 0]
