"""One upload in a process of its own: sends a project, prints what it cost as JSON.

python -m tests.bench.send PROJECT API
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from threading import Event

from app.core import events, sending, targets
from app.core.project import Project
from app.core.report import Forecast
from tests.bench import memory

TENTH, MINUTE_S = 0.1, 60.0


class Foretold:
    """Hears a run and keeps what was told of its end: (seconds since the start, seconds left)."""

    def __init__(self, forecast: Forecast) -> None:
        self._forecast = forecast
        self._began = time.monotonic()
        self.told: list[tuple[float, float]] = []

    def __call__(self, event: events.Event) -> None:
        self._forecast.hear(event)
        left = self._forecast.seconds_left
        if left is not None:
            self.told.append((time.monotonic() - self._began, left))

    @property
    def wrong(self) -> float:
        """By how much of the truth it was wrong at the worst after a tenth of the time; less than a
        minute counts as a minute.
        """
        took = time.monotonic() - self._began
        late = [(took - at, left) for at, left in self.told if at >= took * TENTH]
        return max(abs(left - true) / max(true, MINUTE_S) for true, left in late)


def send(place: Path, api: str) -> dict[str, float]:
    """Check and send all rows. Sign-in is not counted."""
    target = targets.resolve("practice", practice_api=api)
    project = Project.open(place)
    with sending.connect(target, "Bench", "bench", Event()) as session:
        wiki = session.wiki
        requests, sent = wiki.requests, wiki.bytes_sent
        idle = memory.resident()
        memory.start_peak()
        found = sending.check(project, account=wiki.account.name)
        checked = memory.peak()
        foretold = Foretold(session.forecast(project, found, sending.Choice()))
        finished = session.upload(project, found, sending.Choice(), foretold)
        cost = {
            "done": finished.done,
            "requests": wiki.requests - requests,
            "sent": wiki.bytes_sent - sent,
            "payload": sum(d.facts.size for d in found.drafts if d.facts),
            "idle": idle,
            "checked": checked,
            "peak": memory.peak(),
            "seconds": finished.seconds,
            "foretold": foretold.wrong,
        }
    project.close()
    return cost


if __name__ == "__main__":
    print(json.dumps(send(Path(sys.argv[1]), sys.argv[2])))
