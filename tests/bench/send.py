"""One upload in a process of its own: sends a project, prints what it cost as JSON.

python -m tests.bench.send PROJECT API
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from threading import Event

from app.core import events, sending
from app.core.commons import targets
from app.core.project import Project
from tests.bench import memory


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
        finished = session.upload(project, found, sending.Choice(), events.ignore)
        cost = {
            "done": finished.done,
            "requests": wiki.requests - requests,
            "sent": wiki.bytes_sent - sent,
            "payload": sum(d.facts.size for d in found.drafts if d.facts),
            "idle": idle,
            "checked": checked,
            "peak": memory.peak(),
            "seconds": finished.seconds,
        }
    project.close()
    return cost


if __name__ == "__main__":
    print(json.dumps(send(Path(sys.argv[1]), sys.argv[2])))
