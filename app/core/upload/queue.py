"""The files that wait for their turn: in which order, and which of them a person holds back."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable

from app.core.model import Target
from app.core.project import Project


class Queue:
    """Row ids in the order in which they go. May be used by several threads: a run takes, a person
    changes. What is held is kept in the project, so that it is held when sending goes on.
    """

    def __init__(self, project: Project, target: Target) -> None:
        self._project = project
        self._setting = f"held {target.name}"
        self._lock = threading.Lock()
        self._waiting: dict[int, None] = {}
        self._front: set[int] = set()
        """Rows that a person wants before all others, as long as they have not begun."""
        self._stopped: set[int] = set()
        self._is_open = False
        kept = project.setting(self._setting).split()
        self._held = {int(i) for i in kept if i.isdecimal()}

    # -- the run ----------------------------------------------------------------------------------

    def fill(self, row_ids: Iterable[int], begun: Iterable[int] = ()) -> None:
        """The rows of a run that begins: those of which the wiki holds a part already, which it
        keeps for some hours only; those that a person wants first; the others.
        """
        with self._lock:
            ids = dict.fromkeys(row_ids)
            front = [i for i in ids if i in self._front]
            self._waiting = dict.fromkeys([*begun, *front, *ids])
            self._stopped.clear()
            self._is_open = True

    def next(self) -> int | None:
        """Take the next row; None when there is no more, and nothing is taken in then."""
        with self._lock:
            row_id = next((i for i in self._waiting if i not in self._held), None)
            if row_id is None:
                self._is_open = False
            else:
                del self._waiting[row_id]
                self._front.discard(row_id)
            return row_id

    def ahead(self, count: int) -> list[int]:
        """Rows that come next, as it looks now."""
        with self._lock:
            return [i for i in self._waiting if i not in self._held][:count]

    def is_held(self, row_id: int) -> bool:
        """Whether a person holds a row back."""
        return row_id in self._held

    def stopped(self, row_id: int) -> None:
        """A row that was on its way stands still because it is held."""
        with self._lock:
            self._stopped.add(row_id)

    def end(self) -> None:
        """The run is over."""
        with self._lock:
            self._is_open = False

    # -- a person ---------------------------------------------------------------------------------

    @property
    def held(self) -> frozenset[int]:
        """Rows that a person holds back."""
        return frozenset(self._held)

    @property
    def front(self) -> frozenset[int]:
        """Rows that a person wants before all others and that have not begun."""
        with self._lock:
            return frozenset(self._front)

    @property
    def waiting(self) -> tuple[int, ...]:
        """Rows that have not begun, in their order."""
        with self._lock:
            return tuple(self._waiting)

    def first(self, row_ids: Collection[int]) -> None:
        """Send these before all others, in their own order."""
        with self._lock:
            front = [i for i in self._waiting if i in row_ids]
            if not self._is_open:
                front = list(row_ids)
            self._front |= set(front)
            self._waiting = dict.fromkeys([*front, *self._waiting])

    def hold(self, row_ids: Iterable[int]) -> None:
        """Send these only when they are let go; one on its way stops after its present chunk.
        Raises StoreError.
        """
        self._keep(self._held | set(row_ids))

    def let_go(self, row_ids: Iterable[int]) -> bool:
        """Send these when it is their turn; False when no run takes them any more. Raises
        StoreError.
        """
        free = set(row_ids)
        self._keep(self._held - free)
        with self._lock:
            back = self._stopped & free
            self._stopped -= back
            self._waiting = dict.fromkeys([*sorted(back), *self._waiting])
            return self._is_open

    def _keep(self, held: set[int]) -> None:
        self._project.set_setting(self._setting, " ".join(map(str, sorted(held))))
        self._held = held
