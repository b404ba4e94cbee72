"""What is sent for one row, frozen at the moment of sending, and the states a row goes through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.model.datavalue import Description
from app.core.model.private import Private

LEFT_OUT = "left-out"
"""Reason of a skipped row that a person took out: it is not sent until it is put back."""


class RowState(StrEnum):
    """State of a row towards one target."""

    DRAFT = "draft"
    READY = "ready"
    QUEUED = "queued"
    SENDING = "sending"
    COMMITTING = "committing"
    PUBLISHED = "published"
    """The file is there, its structured data is not yet."""
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    ASKED = "asked"
    """A person must say yes; stops nothing else."""
    UNKNOWN = "unknown"
    """An intent without an outcome: the wiki is asked before anything is sent again."""

    @property
    def on_wiki(self) -> bool:
        """True when the file is known to be on the wiki: it is never sent again."""
        return self in (RowState.PUBLISHED, RowState.DONE)


@dataclass(frozen=True, slots=True)
class Original:
    """The user's own file behind a copy that is sent: it must not change meanwhile."""

    path: Path
    sha1: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one row sends. `title` is without File:, normalised as the wiki stores it
    (blanks, first letter upper case); `sha1` hexadecimal; `size` in bytes: all of the file that
    is sent. That is a copy, of `original`, when something private is left out. With an
    `address` the file lies on the web, where the wiki fetches it: no path, and no SHA-1 before that.
    """

    row_id: int
    number: int
    title: str
    path: Path
    sha1: str
    size: int
    mtime_ns: int
    text: str
    description: Description
    summary: str
    original: Original | None = None
    without: tuple[Private, ...] = ()
    address: str = ""
