"""How far an upload is, as one line that is written over again on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.core import events, text
from app.core.model import RowState

_WIDTH = 24
_FULL, _EMPTY = "#", "."
_KNOWN_AFTER_S = 5.0
"""Seconds of sending before the time that is left can be told."""
_ENDS = frozenset({RowState.FAILED, RowState.ASKED, RowState.SKIPPED})


@dataclass
class Meter:
    """Hears the events of a run. `sizes` = bytes of each row's file by row id; `clock` monotonic."""

    sizes: Mapping[int, int]
    clock: Callable[[], float] = time.monotonic
    _sent: dict[int, int] = field(default_factory=dict)
    _ended: set[int] = field(default_factory=set)
    _began: float | None = None
    _wait: events.Waited | None = None

    def hear(self, event: events.Event) -> None:
        """Take over what an event says."""
        if isinstance(event, events.Waited):
            self._wait = event
        elif isinstance(event, events.Resumed):
            self._wait = None
        elif isinstance(event, events.Progressed):
            self._began = self.clock() if self._began is None else self._began
            self._sent[event.row_id] = event.sent
        elif isinstance(event, events.RowChanged) and self._has_ended(event):
            self._sent[event.row_id] = self.sizes[event.row_id]
            self._ended.add(event.row_id)

    def _has_ended(self, event: events.RowChanged) -> bool:
        return event.row_id in self.sizes and (event.state.on_wiki or event.state in _ENDS)

    @property
    def share(self) -> float:
        """How much of all bytes is done, 0 to 1."""
        total = sum(self.sizes.values())
        sent = sum(min(n, self.sizes[i]) for i, n in self._sent.items() if i in self.sizes)
        return sent / total if total else 1.0

    def line(self) -> str:
        """[########........] 3 of 12 files, 34 % · 4 minutes left"""
        full = round(self.share * _WIDTH)
        bar = f"[{_FULL * full}{_EMPTY * (_WIDTH - full)}]"
        done = text.n(
            "cli.progress", len(self.sizes), done=len(self._ended), share=round(self.share * 100)
        )
        return " · ".join([f"{bar} {done}", *self._more()])

    def _more(self) -> list[str]:
        if self._wait is not None and self._wait.until:
            left = max(0, round(self._wait.until - time.time()))
            return [text.t("cli.progress-waits", time=text.span(left))]
        spent = 0.0 if self._began is None else self.clock() - self._began
        if spent < _KNOWN_AFTER_S or not 0 < self.share < 1:
            return []
        left = round(spent * (1 - self.share) / self.share)
        return [text.t("cli.progress-left", time=text.span(left))] if left else []
