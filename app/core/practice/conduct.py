"""How the practice wiki behaves: what tests and rehearsals may turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Conduct:
    """`readonly`: a reason makes every write refused. `lag`: seconds of database lag that maxlag
    is held against. `jobs`: False leaves asynchronous uploads queued for ever. `lagging`: titles
    whose page the wiki "does not see yet" for wbeditentity (replica lag). `clock`: seconds,
    for rate limits. `upload_limit`: (hits, seconds) for accounts whose name begins with slow.
    """

    readonly: str = ""
    lag: int = -1
    jobs: bool = True
    lagging: set[str] = field(default_factory=set)
    clock: Callable[[], float] = time.monotonic
    upload_limit: tuple[int, int] = (2, 10)
    max_upload_size: int = 5 * 1024**3
    min_chunk_size: int = 1024
