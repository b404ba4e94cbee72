"""One figure: a number beside its target. Ratios of two things in one run, counts, and megabytes;
milliseconds only of the window's own thread.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """`target` is a bound: what is `wanted` is at most or at least that."""

    name: str
    value: float
    unit: str
    target: float
    wanted: Literal["most", "least"] = "most"

    @property
    def ok(self) -> bool:
        if self.wanted == "least":
            return self.value >= self.target
        return self.value <= self.target

    def line(self) -> str:
        sign = "<=" if self.wanted == "most" else ">="
        data = asdict(self) | {
            "value": round(self.value, 3),
            "target": f"{sign} {self.target:g}",
            "ok": self.ok,
        }
        del data["wanted"]
        return json.dumps(data)


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Seconds of the quickest of so many runs: only ever one side of a ratio."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best
