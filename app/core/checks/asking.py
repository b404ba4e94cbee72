"""One round of questions to a wiki: who asks, about what, how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from app.core import events
from app.core.cancel import Cancel, check
from app.core.checks.batch import Batch
from app.core.draft import Draft
from app.core.errors import FileError
from app.core.media import private
from app.core.model import Private
from app.core.wiki import Wiki

T = TypeVar("T")
AT_ONCE = 50
"""Titles or ids that one request asks about."""


@dataclass
class Asking:
    """The batch, the wiki, the drafts to be sent, and the caller's ears."""

    batch: Batch
    wiki: Wiki
    drafts: tuple[Draft, ...]
    emit: events.Emit
    cancel: Cancel | None
    accepted: frozenset[str] = frozenset()
    thorough: bool = True
    """Also what costs a request each: the upload asks for the same bytes itself, right before it
    sends a row, and the rest only warns.
    """
    _hashes: dict[tuple[Path, tuple[Private, ...]], str | None] = field(default_factory=dict)

    def one_by_one(self, step: str, things: Sequence[T]) -> Iterator[T]:
        """The things, with a `Stepped` event and a look at `cancel` before each."""
        for done, thing in enumerate(things):
            self.step(step, done, len(things))
            yield thing
        if things:
            self.step(step, len(things), len(things))

    def by_fifty(self, step: str, things: Sequence[T]) -> Iterator[Sequence[T]]:
        """The things, each once, fifty at a time."""
        different = list(dict.fromkeys(things))
        for start in range(0, len(different), AT_ONCE):
            self.step(step, start, len(different))
            yield different[start : start + AT_ONCE]
        if different:
            self.step(step, len(different), len(different))

    def step(self, step: str, done: int = 0, total: int = 0) -> None:
        """Tell how far it is. Raises CancelledError."""
        if self.cancel is not None:
            check(self.cancel)
        self.emit(events.Stepped(step, done, total))

    def sha1(self, made: Draft) -> str | None:
        """SHA-1 of what is sent for a row, None when there is none or it cannot be read."""
        if made.file is None:
            return None
        key = (made.file, made.without)
        if key not in self._hashes:
            try:
                self._hashes[key] = self._of_file(*key)
            except FileError:
                self._hashes[key] = None
        return self._hashes[key]

    def _of_file(self, path: Path, without: tuple[Private, ...]) -> str:
        if without:
            return private.sha1_without(path, without, self.cancel)
        return self.batch.sha1(path)
