"""One API module: what runs, and what it asks of a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core.practice.call import Call
from app.core.practice.refusals import Json


@dataclass(frozen=True, slots=True)
class Module:
    """`writes` makes readonly refuse it; `token` asks for the csrf token; `post` for POST."""

    run: Callable[[Call], Json]
    parameters: frozenset[str]
    writes: bool = False
    token: bool = False

    @property
    def post(self) -> bool:
        """Whether only POST will do."""
        return self.writes or self.token
