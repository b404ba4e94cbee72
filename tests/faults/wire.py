"""The faults of the line: at which requests each is done, and what must come of it.

Numbers and names as in the table of README.md, "What the upload survives".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.faults.auditor import Finding, fired, storms
from tests.faults.plays import Play
from tests.faults.stage import Scene, Stage
from tests.faults.tally import Tally

CHUNKS = ("chunk-first", "chunk-middle", "chunk-last")
WRITES = (*CHUNKS, "upload", "publish", "wbeditentity")
NOISE = '{"upload":{"result":"Succ\xff\x00'


@dataclass(frozen=True)
class Fault:
    """`number` as in the table; `do` what the proxy does, one variant after the other; `kinds` the
    requests it can meet (None = all); `slow` = a request that comes sooner than a second after it
    is a storm; `whole_file` = the file has to start over.
    """

    number: int
    name: str
    do: tuple[dict[str, Any], ...]
    kinds: tuple[str, ...] | None = None
    slow: bool = True
    whole_file: bool = False

    @property
    def title(self) -> str:
        """Number and name."""
        return f"{self.number:3} {self.name}"


def _status(status: str, **more: Any) -> dict[str, Any]:
    return {"do": "status", "status": status, **more}


def _error(code: str, text: str = "", **more: Any) -> dict[str, Any]:
    return {"do": "error", "code": code, "text": text, **more}


FAULTS = (
    Fault(1, "reset before the body", ({"do": "reset-before-body"},)),
    Fault(2, "reset in the body", ({"do": "reset-in-body"},), WRITES),
    Fault(3, "chunk stored, answer lost", ({"do": "lose-answer"},), ("chunk-middle",)),
    Fault(4, "first chunk stored, answer lost", ({"do": "lose-answer"},), ("chunk-first",)),
    Fault(5, "last chunk stored, answer lost", ({"do": "lose-answer"},), ("chunk-last",)),
    Fault(6, "done by the wiki, answer lost", ({"do": "lose-answer"},)),
    Fault(7, "request lost before the wiki", ({"do": "lose-request"},)),
    Fault(
        9, "429",
        (_status("429 Too Many Requests", after=3), _status("429 Too Many Requests", date=4),
         _status("429 Too Many Requests")),
    ),
    Fault(10, "rate limit of the wiki", (
        _error("ratelimited", "You've exceeded your rate limit. Wait some time and try again."),
    )),
    Fault(11, "maxlag", (
        _error("maxlag", "Waiting for 10.64.16.7: 6.2 seconds lagged.", after=5),
    )),
    Fault(12, "500", (_status("500 Internal Server Error", times=2),)),
    Fault(13, "502", (_status("502 Bad Gateway"),)),
    Fault(14, "503", (_status("503 Service Unavailable"),
                      _status("503 Service Unavailable", after=1, times=8))),
    Fault(15, "504", (_status("504 Gateway Timeout"),)),
    Fault(16, "JSON cut off after the commit", ({"do": "cut-answer"},)),
    Fault(17, "captive portal", ({"do": "portal", "times": 2},)),
    Fault(18, "empty or garbled body", ({"do": "garble"}, {"do": "garble", "noise": NOISE})),
    Fault(19, "bad token, session gone", (
        _error("badtoken", "Invalid CSRF token."),
        _error("assertuserfailed", "You are no longer logged in, so the action could not be completed."),
        _error("assertnameduserfailed", 'You are no longer logged in as "Museum".'),
    ), WRITES, slow=False),
    Fault(20, "stash gone", (
        _error("uploadstash-file-not-found", "Key not found in stash."),
        _error("stashnosuchfilekey", "No such filekey."),
    ), ("chunk-middle", "chunk-last", "publish", "checkstatus"), slow=False, whole_file=True),
    Fault(21, "assembled wrongly", ({"do": "spoil-bytes"},), CHUNKS, slow=False,
          whole_file=True),
    Fault(29, "line stalls without a reset", (
        {"do": "stall"}, {"do": "stall", "reading": True},
    )),
)  # fmt: skip


def positions(fault: Fault, trace: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """The requests of an undisturbed run that a fault can meet, from 1."""
    for request in trace:
        if fault.kinds is None or request["kind"] in fault.kinds:
            yield request["n"], request["kind"]


def plays(stage: Stage, fault: Fault, tally: Tally, every: int = 1) -> Iterator[Play]:
    """A play for each position; with several variants one after the other. Requests that go side
    by side come in another order each time: a fault of some kinds counts requests of these only.
    """
    found = list(positions(fault, stage.trace))
    for index, (number, kind) in enumerate(found):
        at = {"at": index + 1, "kinds": fault.kinds} if fault.kinds else {"at": number}
        for turn, do in enumerate(fault.do):
            if (index * len(fault.do) + turn) % every == 0:
                tally.positions += 1
                yield play(stage, fault, tally, {**do, **at}, f"request {number} ({kind})")


def play(stage: Stage, fault: Fault, tally: Tally, do: dict[str, Any], where: str) -> Play:
    """One run with one fault; by itself it has to end as if there had been none."""
    scene = stage.scene([do])
    codes = []
    codes.append((yield scene.upload()))
    if codes[-1] != 0:  # as a person would: run it again
        codes.append((yield scene.upload()))
    finding = scene.audit()
    if any(codes):  # by itself, without being run again
        finding.add("silent", f"exit codes {codes}")
    if fault.whole_file:
        finding.resent_chunks = 0
    if fault.slow:
        count_storms(scene, finding)
    did_fire = int(bool(fired(scene.wire)))
    scene.close(keep=tally.add(where, finding, scene.folder.name, did_fire))


def count_storms(scene: Scene, finding: Finding) -> None:
    """Requests that came sooner than a second after a fault."""
    for storm in storms(scene.wire):
        finding.add("storms", storm)
