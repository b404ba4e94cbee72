"""One way to the wiki for several lanes: while there is trouble one of them tries, the others wait.

So many files at once never mean more requests to a wiki or a line that cannot take them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from app.core import cancel as cancelling
from app.core.cancel import Cancel
from app.core.errors import CancelledError, NetworkError
from app.core.upload.quota import Quota

_LOOK = 0.1
"""Seconds after which a waiting lane looks whether the run was stopped."""


class Gate:
    """Open while all is well. `close` = I met trouble; `open` = I got an answer."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._changed = threading.Condition()
        self._prober: int | None = None

    def enter(self) -> None:
        """Wait until there is no trouble, or go on as the one that tries. Raises CancelledError."""
        with self._changed:
            while self._prober not in (None, threading.get_ident()):
                self._changed.wait(_LOOK)
                cancelling.check(self._cancel)

    def close(self) -> bool:
        """Trouble. True = this lane is the one that waits and tries again; False = another one
        was, and has got through. Raises CancelledError.
        """
        me = threading.get_ident()
        with self._changed:
            if self._prober is None:
                self._prober = me
        if self._prober == me:
            return True
        self.enter()
        return False

    def open(self) -> None:
        """This lane got an answer, or gave up: the others may go."""
        with self._changed:
            if self._prober == threading.get_ident():
                self._prober = None
                self._changed.notify_all()


_ACTIONS = {"upload": "upload", "publish": "upload", "edit_media_info": "edit"}
_FREE = frozenset({"now", "close", "limit_speed"})


class GatedWiki:
    """A wiki as the lanes use it: each request passes the gate and counts for the account's limits.

    Every other attribute is the wiki's own; see `app.core.wiki.Wiki`.
    """

    def __init__(self, wiki: Any, gate: Gate, quota: Quota) -> None:
        self._wiki = wiki
        self._gate = gate
        self._quota = quota

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._wiki, name)
        if not callable(value) or name in _FREE:
            return value
        return self._gated(value, _ACTIONS.get(name))

    def _gated(self, request: Callable[..., Any], action: str | None) -> Callable[..., Any]:
        def ask(*given: Any, **named: Any) -> Any:
            self._gate.enter()
            if action:
                self._quota.take(action)
            try:
                answer = request(*given, **named)
            except (NetworkError, CancelledError):
                raise
            except BaseException:
                self._gate.open()
                raise
            self._gate.open()
            return answer

        return ask
