"""Pairs of faults of the line, drawn by hypothesis: the second comes at a request after the first one,
often at the very question with which the program looks what became of it. The same pairs are drawn
each time. They are run side by side, so nothing is shrunk: a pair is small as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults import wire
from tests.faults.auditor import Finding, fired
from tests.faults.plays import Play
from tests.faults.stage import Stage
from tests.faults.tally import Tally

COUNT = 100
_FARTHEST = 8
_TOO_SLOW = (10, 29)
"""Faults that take more than a minute each time."""
_TIMES = 2
"""A fault that lasts longer makes the waits of the other one grow to minutes."""


class Pair(NamedTuple):
    """Two faults by number and variant: the first at the n-th request of a kind, the second at the
    m-th request after it that it can meet.
    """

    first: int
    variant: int
    kind: str
    nth: int
    second: int
    other_variant: int
    later: int


def plays(stage: Stage, tally: Tally, every: int, given_pairs: Sequence[str]) -> Iterator[Play]:
    """A play for each pair that was drawn, or that was given as JSON lists."""
    chosen = [Pair(*json.loads(text)) for text in given_pairs]
    for pair in chosen or draw(stage, COUNT)[::every]:
        tally.positions += 1
        yield _play(stage, tally, pair)


def draw(stage: Stage, count: int) -> list[Pair]:
    """So many different pairs that fit the requests of an undisturbed run."""
    drawn: dict[Pair, None] = {}
    kinds = Counter(request["kind"] for request in stage.trace)

    @settings(
        max_examples=count * 2, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(_pairs(kinds))
    def collect(pair: Pair) -> None:
        drawn[pair] = None

    collect()
    return list(drawn)[:count]


def _variants() -> list[tuple[int, int]]:
    """Faults and their variants that do not take too long."""
    return [
        (fault.number, variant)
        for fault in wire.FAULTS
        if fault.number not in _TOO_SLOW
        for variant, do in enumerate(fault.do)
        if do.get("times", 1) <= _TIMES
        and ("429" not in do.get("status", "") or {"after", "date"} & do.keys())
    ]


@st.composite
def _pairs(draw_from: st.DrawFn, kinds: Counter[str]) -> Pair:
    first, variant = draw_from(st.sampled_from(_variants()))
    met = sorted(kind for kind in kinds if kind in (_fault(first).kinds or kinds))
    kind = draw_from(st.sampled_from(met))
    nth = draw_from(st.integers(1, kinds[kind]))
    second, other = draw_from(st.sampled_from(_variants()))
    return Pair(first, variant, kind, nth, second, other, draw_from(st.integers(1, _FARTHEST)))


def _fault(number: int) -> wire.Fault:
    return next(fault for fault in wire.FAULTS if fault.number == number)


def _play(stage: Stage, tally: Tally, pair: Pair) -> Play:
    one, two = _fault(pair.first), _fault(pair.second)
    after: dict[str, Any] = {**two.do[pair.other_variant], "at": pair.later, "follows": True}
    if two.kinds:
        after["kinds"] = two.kinds
    scene = stage.scene([{**one.do[pair.variant], "kind": pair.kind, "at": pair.nth}, after])
    codes = [(yield scene.upload())]
    if codes[0]:
        codes.append((yield scene.upload()))
    finding = scene.audit()
    _judge(finding, one, two, codes)
    if one.slow and two.slow:
        wire.count_storms(scene, finding)
    met = {line["follows"] for line in fired(scene.wire)}
    both = int(met == {False, True})
    where = f"{one.name}, then {two.name}: --pair '{json.dumps(pair)}'"
    keep = tally.add(where, finding, scene.folder.name, both)
    scene.close(keep=keep)


def _judge(finding: Finding, one: wire.Fault, two: wire.Fault, codes: list[int]) -> None:
    """A session that is lost twice asks for the password, a file that is lost twice ends with a
    sentence; with both the next run goes on. Everything else goes on by itself.
    """
    if one.whole_file or two.whole_file:
        finding.resent_chunks = 0
    may_stop = one.number == two.number == 19 or (one.whole_file and two.whole_file)
    if codes[-1] or (any(codes) and not may_stop):
        finding.add("silent", f"exit codes {codes}")
