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
    """`target` is a bound: what is `wanted` is at most or at least that. `ratio` to a `yardstick` that
    was timed in the same run says more than seconds on a machine that does other things too.
    """

    name: str
    value: float
    unit: str
    target: float
    wanted: Literal["most", "least"] = "most"
    ratio: float | None = None
    yardstick: str = ""

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
        if self.ratio is None:
            del data["ratio"], data["yardstick"]
        else:
            data["ratio"] = round(self.ratio, 3)
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
