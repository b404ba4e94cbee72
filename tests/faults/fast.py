"""A little of each part, with few rows and without faults that take long: for `make test`."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults import kills, sabotage, wire
from tests.faults.plays import Chosen, Play
from tests.faults.stage import Stage
from tests.faults.tally import Tally

SIZE = (5, (4_400_000,))
"""Rows, and the file among them that goes in chunks."""
SIDE_BY_SIDE = 24
SABOTAGES = tuple(s for s in sabotage.SABOTAGES if s.name == "statements sent without reading")
KINDS = {
    1: ("chunk-middle",), 2: ("upload",), 3: ("chunk-middle",), 4: ("chunk-first",),
    5: ("chunk-last",), 6: ("publish", "wbeditentity"), 7: ("upload", "publish"), 9: ("upload",),
    11: ("wbeditentity",), 13: ("chunk-last",), 14: ("upload",), 15: ("publish",),
    16: ("upload", "wbeditentity"), 17: ("publish",), 18: ("upload",),
    19: ("chunk-middle", "wbeditentity"), 20: ("publish",), 21: ("chunk-first",),
}  # fmt: skip
"""Faults of the line, and the requests they meet."""


def chosen(stage: Stage) -> Chosen:
    """Parts, their tallies and plays."""
    found: Chosen = []
    for fault in wire.FAULTS:
        if fault.number in KINDS:
            tally = Tally(fault.title)
            found.append(("wire", tally, _line(stage, fault, tally)))
    points = Tally("kill -9 at a point")
    found.append(("kills", points, _points(stage, kills.Points, points, 3)))
    at_random = Tally("kill -9 at a random time")
    scenes = kills.at_random(stage, 1, at_random, latest=stage.seconds)
    found.append(("random", at_random, scenes))
    calls = Tally("a call of the database fails")
    found.append(("database", calls, _points(stage, kills.Calls, calls, 2)))
    return found


def _line(stage: Stage, fault: wire.Fault, tally: Tally) -> Iterator[Play]:
    """The first variant, at the first request of each kind."""
    for kind in KINDS[fault.number]:
        tally.positions += 1
        do = {**fault.do[0], "kind": kind}
        yield wire.play(stage, fault, tally, do, f"the first {kind}")


def _points(
    stage: Stage, kind: type[kills.Points | kills.Calls], tally: Tally, count: int
) -> Iterator[Play]:
    """So many points, spread over a run."""
    most = kills.points(stage, kind)
    for number in range(1, count + 1):
        tally.positions += 1
        yield kills.at_point(stage, kind, most * number // (count + 1), tally)
