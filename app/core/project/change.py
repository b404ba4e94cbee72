"""Changes of a project as data that can be played forwards and backwards, across restarts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

Kind = Literal["meaning", "mode", "layout", "constant", "column", "header"]
RowKind = Literal["cell", "row", "out"]

Label = str | Callable[[int], str]
"""What a change is called, perhaps only when it is known how many cells it changes."""

_OF_ROWS = ("cell", "row", "out")
_LOT = 1000
"""So many rows stand in one piece of JSON: a longer call would hold up all threads."""
_BETWEEN = ",\n"
"""Between two pieces: JSON of our own has no line feed elsewhere."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that changed: where (`key`: column id, a constant's meaning), and its text before
    and after. A column that is added has no text before, one that is taken away none after.
    """

    kind: Kind
    key: tuple[int | str, ...]
    old: str
    new: str

    def reversed(self) -> Operation:
        """The operation that takes this one back."""
        return Operation(self.kind, self.key, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Lot:
    """The same thing that changed in many rows: their texts in a column (`place` is its id), rows
    that were left out of what goes to a target (its key) or taken back in, rows that were added or
    taken away (`place` ""). What is added has no text before, what is taken away none after.
    """

    kind: RowKind
    place: int | str
    rows: tuple[int, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]

    def reversed(self) -> Lot:
        """The lot that takes this one back."""
        return Lot(self.kind, self.place, self.rows, self.new, self.old)


def all_same(kind: RowKind, place: int | str, rows: Iterable[int], old: str, new: str) -> Lot:
    """The same before and after in every row."""
    those = tuple(rows)
    return Lot(kind, place, those, (old,) * len(those), (new,) * len(those))


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit, paste, fill or replace did: one undo step. Rows that come or go are first."""

    label: str
    operations: tuple[Operation | Lot, ...] = field(default=())

    @property
    def lots(self) -> Iterator[Lot]:
        """What changed in rows."""
        return (o for o in self.operations if isinstance(o, Lot))

    @property
    def rows(self) -> frozenset[int]:
        """Ids of the rows whose cells changed, or that were left out, came or went."""
        return frozenset().union(*(lot.rows for lot in self.lots))

    @property
    def moves_rows(self) -> bool:
        """True when rows were added or taken away."""
        return any(lot.kind == "row" for lot in self.lots)

    @property
    def whole(self) -> bool:
        """True when columns, layout or constants changed: every row may look different."""
        return any(isinstance(o, Operation) for o in self.operations)

    def reversed(self) -> Change:
        """The change that takes this one back."""
        return Change(self.label, tuple(o.reversed() for o in reversed(self.operations)))


def dump(operations: Iterable[Operation | Lot]) -> str:
    """Operations as JSON."""
    return f"[{_BETWEEN.join(json.dumps(piece) for piece in _pieces(operations))}]"


def _pieces(operations: Iterable[Operation | Lot]) -> Iterator[list[Any]]:
    for o in operations:
        if isinstance(o, Operation):
            yield [o.kind, o.key, o.old, o.new]
            continue
        for start in range(0, len(o.rows), _LOT):
            part = slice(start, start + _LOT)
            yield [o.kind, o.place, o.rows[part], o.old[part], o.new[part]]


def load(text: str) -> tuple[Operation | Lot, ...]:
    """The inverse of `dump`. Knows also what was written before there were lots: an operation for
    each row, with the row's id first in its key.
    """
    pieces = [p for part in text[1:-1].split(_BETWEEN) for p in json.loads(f"[{part}]")]
    found: list[Operation | Lot] = []
    for kind, those in groupby(pieces, key=_kind):
        if kind is None:
            found += [Operation(p[0], tuple(p[1]), p[2], p[3]) for p in those]
        else:
            found.append(_lot(*kind, [p if len(p) > 4 else _single(p) for p in those]))
    return tuple(found)


def _kind(piece: list[Any]) -> tuple[RowKind, int | str] | None:
    """What pieces of one lot have in common; None for what is no lot."""
    kind, place = piece[:2]
    if kind not in _OF_ROWS:
        return None
    return (kind, place) if len(piece) > 4 else (kind, place[1] if place[1:] else "")


def _single(piece: list[Any]) -> list[Any]:
    kind, key, old, new = piece
    return [kind, "", [key[0]], [old], [new]]


def _lot(kind: RowKind, place: int | str, pieces: list[list[Any]]) -> Lot:
    rows, old, new = ([x for p in pieces for x in p[at]] for at in (2, 3, 4))
    return Lot(kind, place, tuple(rows), tuple(old), tuple(new))
