"""Rows that must not share something (a title, a file, bytes): kept by what they share, so that an
edit looks only at the rows it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from app.core.draft import Draft
from app.core.model import Problem

OfGroup = Callable[[Sequence[Draft]], Iterable[Problem]]
"""Problems of rows that share something; they come in the order of the sheet."""


class Together:
    """Rows by one key, and the problems of those that are not alone with theirs."""

    def __init__(self, of_group: OfGroup) -> None:
        self._of_group = of_group
        self._keys: dict[int, Hashable] = {}
        self._rows: dict[Hashable, set[int]] = {}
        self._changed: dict[Hashable, None] = {}
        self._found: dict[Hashable, set[int]] = {}
        self._by_row: dict[int, tuple[Hashable, list[Problem]]] = {}
        self._told_anew: set[int] = set()

    @property
    def keys(self) -> Mapping[Hashable, set[int]]:
        """Ids of the rows by key."""
        return self._rows

    def of_row(self, row_id: int) -> Sequence[Problem]:
        """What was found of a row."""
        return self._by_row[row_id][1] if row_id in self._by_row else ()

    def take_told(self) -> set[int]:
        """Ids of the rows of which something else may have been found since the last time."""
        told, self._told_anew = self._told_anew, set()
        return told

    def put(self, row_id: int, key: Hashable | None) -> None:
        """Say what a row's key is now; None or "" = it has none. It is looked at again in any case."""
        old = self._keys.pop(row_id, None)
        if old is not None:
            self._changed[old] = None
            of_key = self._rows[old]
            of_key.discard(row_id)
            if not of_key:
                del self._rows[old]
        if key is not None and key != "":
            self._keys[row_id] = key
            self._rows.setdefault(key, set()).add(row_id)
            self._changed[key] = None

    def look_again(self, key: Hashable) -> None:
        """The rows with a key are to be looked at again."""
        self._changed[key] = None

    def find(self, drafts: Mapping[int, Draft], order: Mapping[int, int]) -> None:
        """Look at the rows that changed. `drafts` by row id, `order` the places in the sheet. What
        is not reached when it is cancelled is looked at the next time.
        """
        while self._changed:
            key = next(reversed(self._changed))
            rows = self._rows.get(key, ())
            found: tuple[Problem, ...] = ()
            if len(rows) > 1:
                group = [drafts[i] for i in sorted(rows, key=order.__getitem__)]
                found = tuple(self._of_group(group))
            self._keep(key, found)
            self._changed.pop(key, None)

    def _keep(self, key: Hashable, found: tuple[Problem, ...]) -> None:
        for row_id in self._found.pop(key, ()):
            self._told_anew.add(row_id)
            if self._by_row.get(row_id, (None, []))[0] == key:
                del self._by_row[row_id]
        for new in found:
            if new.row_id is not None:
                self._told_anew.add(new.row_id)
                self._found.setdefault(key, set()).add(new.row_id)
                if self._by_row.get(new.row_id, (None, []))[0] != key:
                    self._by_row[new.row_id] = (key, [])
                self._by_row[new.row_id][1].append(new)
