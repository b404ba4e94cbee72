"""A wiki whose questions are asked until they are answered: for what comes before the sending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from app.core.upload.patience import Patience
from app.core.wiki import Wiki

_CHANGES = frozenset(
    {"upload", "send_chunk", "publish", "edit_media_info", "now", "close", "limit_speed"}
)
"""What changes the wiki is never simply repeated."""


def patient(wiki: Wiki, patience: Patience) -> Wiki:
    """The same wiki; its questions wait out trouble, the rest is as it was."""
    return cast(Wiki, _Patient(wiki, patience))


class _Patient:
    def __init__(self, wiki: Wiki, patience: Patience) -> None:
        self._wiki = wiki
        self._patience = patience

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._wiki, name)
        if not callable(value) or name in _CHANGES:
            return value
        return self._asking(value)

    def _asking(self, question: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*given: Any, **named: Any) -> Any:
            answer = self._patience.ask(lambda: question(*given, **named))
            self._patience.progressed()
            return answer

        return ask
