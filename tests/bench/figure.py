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

SLACK = 1.25


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
    kept: float | None = None
    """The ratio of an earlier run: today's may be worse by a quarter."""

    @property
    def ok(self) -> bool:
        return self.is_met and not self.is_worse

    @property
    def is_met(self) -> bool:
        if self.wanted == "least":
            return self.value >= self.target
        return self.value <= self.target

    @property
    def is_worse(self) -> bool:
        """Whether the ratio is worse than the one that was kept, by more than a quarter."""
        if self.ratio is None or self.kept is None:
            return False
        if self.wanted == "least":
            return self.ratio * SLACK < self.kept
        return self.ratio > self.kept * SLACK

    def line(self) -> str:
        sign = "<=" if self.wanted == "most" else ">="
        data = asdict(self) | {
            "value": round(self.value, 3),
            "target": f"{sign} {self.target:g}",
            "ok": self.ok,
        }
        del data["wanted"]
        if self.ratio is None:
            del data["ratio"], data["yardstick"], data["kept"]
        else:
            data["ratio"] = round(self.ratio, 3)
            data["worse"] = self.is_worse
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
