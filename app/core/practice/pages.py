"""Pages for the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.core.practice.call import Site


@dataclass(slots=True)
class Shown:
    """What a browser gets: a body, or the file at `path`."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    path: Path | None = None


def show(_site: Site, _path: str, _base: str) -> Shown:
    """The page of an address."""
    return Shown(404, b"", {"Content-Type": "text/plain"})
