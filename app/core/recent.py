"""Projects a person worked on lately: what the start page says of them without opening them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.settings import Settings

MOST = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """`changed` is an ISO time with zone; `state` one of draft, errors, ready, paused, done (with
    `count` of `rows`); `picture` the path of one of its files, "" for none; `wiki` the name of
    the one it goes to.
    """

    path: str
    name: str
    rows: int
    changed: str
    state: str = "draft"
    count: int = 0
    picture: str = ""
    wiki: str = ""


def read(settings: Settings) -> tuple[Recent, ...]:
    """All that are still there, newest first. Entries of another make are left out."""
    found = []
    for entry in settings.get("recent"):
        recent = _parsed(entry)
        if recent and Path(recent.path).exists():
            found.append(recent)
    return tuple(found)


def remember(settings: Settings, recent: Recent) -> None:
    """Put one in front (in place of its older entry)."""
    others = [r for r in _all(settings) if r.path != recent.path]
    settings.set("recent", [asdict(r) for r in (recent, *others)][:MOST])


def forget(settings: Settings, path: str) -> None:
    """Take one out of the list; the project itself stays."""
    settings.set("recent", [asdict(r) for r in _all(settings) if r.path != path])


def now() -> str:
    """The time as `changed` keeps it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def touched(recent: Recent, **changes: Any) -> Recent:
    """The same project, changed just now."""
    return replace(recent, changed=now(), **changes)


def _all(settings: Settings) -> Sequence[Recent]:
    return [r for r in map(_parsed, settings.get("recent")) if r]


def _parsed(entry: object) -> Recent | None:
    if not isinstance(entry, dict):
        return None
    try:
        return Recent(**entry)
    except TypeError:
        return None
