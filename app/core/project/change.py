"""Changes of a project as data that can be played forwards and backwards, across restarts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["cell", "row", "meaning", "mode", "layout", "constant", "column", "header", "out"]

_OF_ROWS = ("cell", "out", "row")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that changed: where (`key`: row and column id, row id, column id, a constant's
    meaning, row id and target for a row that is left out), and its text before and after. A row or
    a column that is added has no text before, one that is taken away none after.
    """

    kind: Kind
    key: tuple[int | str, ...]
    old: str
    new: str

    def reversed(self) -> Operation:
        """The operation that takes this one back."""
        return Operation(self.kind, self.key, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit, paste, fill or replace did: one undo step."""

    label: str
    operations: tuple[Operation, ...] = field(default=())

    @property
    def rows(self) -> frozenset[int]:
        """Ids of the rows whose cells changed, or that were left out or taken back in."""
        return frozenset(int(o.key[0]) for o in self.operations if o.kind in _OF_ROWS)

    @property
    def moves_rows(self) -> bool:
        """True when rows were added or taken away."""
        return any(o.kind == "row" for o in self.operations)

    @property
    def whole(self) -> bool:
        """True when columns, layout or constants changed: every row may look different."""
        return any(o.kind not in _OF_ROWS for o in self.operations)

    def reversed(self) -> Change:
        """The change that takes this one back."""
        return Change(self.label, tuple(o.reversed() for o in reversed(self.operations)))


def dump(operations: tuple[Operation, ...]) -> str:
    """Operations as JSON."""
    return json.dumps([[o.kind, list(o.key), o.old, o.new] for o in operations])


def load(text: str) -> tuple[Operation, ...]:
    """The inverse of `dump`."""
    data: list[Any] = json.loads(text)
    return tuple(Operation(kind, tuple(key), old, new) for kind, key, old, new in data)
