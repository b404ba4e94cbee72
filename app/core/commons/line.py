"""What a line carries to a wiki, measured without a sign-in and without changing anything there:
a small question, then the same question with more and more bytes beside it.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from app.core import text
from app.core.cancel import Cancel
from app.core.commons import answers, library
from app.core.commons.body import Body, FilePart
from app.core.commons.transport import Answer, Transport
from app.core.errors import CancelledError, KabochaError, UsageError
from app.core.model import Target

SIZES = (16_384, 65_536, 262_144, 262_144, 262_144)
"""Bytes sent, one after the other: a line takes some to come up to speed."""
BUDGET = 10.0
"""Seconds for all of it."""
LONG = 3.0
"""Seconds of one request after which no more is sent: a slow line shows itself with little."""
_REACH = 5.0
"""Seconds for the first sign of life."""
_SHORTEST = 0.001
_CLEAR = 0.5
"""Requests vary: what takes less than so much of one beyond it is not measured, only bounded."""
_AT_ONCE = 0.05
_REQUESTS_A_FILE = 3
_QUESTION = {
    "action": "query", "meta": "siteinfo", "format": "json", "formatversion": "2",
    "errorformat": "plaintext", "errorsuselocal": "1",
}  # fmt: skip
_IN_ADDRESS = {"action": "query", "format": "json", "formatversion": "2"}


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds that a small request takes; bytes sent a second, 0 = too slow to tell; whether it is
    quicker than could be measured, and that much only `at_least`; the proxy on the way, "" = none;
    what is wrong, None = nothing.
    """

    seconds: float = 0.0
    speed: int = 0
    at_least: bool = False
    proxy: str = ""
    problem: KabochaError | None = None


def measure(target: Target, cancel: Cancel, *, clock: Callable[[], float] = time.monotonic) -> Line:
    """Measure the line to a target: about 10 seconds and 0.9 MB at most. Raises CancelledError, and
    UsageError when the practice wiki is not running; anything else is the `problem`.
    """
    if not target.api:
        raise UsageError("practice-not-running")
    wire = library.make_transport(target, "", cancel, _REACH)
    try:
        return _Trial(wire, clock).run()
    finally:
        wire.close()


def words(line: Line, target: Target, files: int = 0, size: int = 0) -> tuple[str, ...]:
    """Sentences: what was measured, and how long so many files of so many bytes would take."""
    if line.problem is not None:
        return (why(line.problem),)
    wiki = _name(target)
    quick = line.seconds < _AT_ONCE
    seconds = f"{line.seconds:.1f}"
    said = [text.t("line.at-once" if quick else "line.answers", wiki=wiki, seconds=seconds)]
    if line.proxy:
        said.append(text.t("line.proxy", proxy=line.proxy))
    if not line.speed:
        said.append(text.t("line.slow", size=text.size(SIZES[0])))
        return tuple(said)
    more = "-or-more" if line.at_least else ""
    said.append(text.t(f"line.speed{more}", speed=text.size(line.speed)))
    if files:
        span = text.span(needed(line, files, size))
        said.append(text.n(f"line.files{more}", files, size=text.size(size), time=span))
    return tuple(said)


def failed(target: Target) -> str:
    """The headline above a problem."""
    return text.t("line.failed", wiki=_name(target))


def why(problem: KabochaError) -> str:
    """What is wrong: nothing is waited out and gone on with here, as while files are sent."""
    key = f"line.why-{problem.code}"
    return text.t(key, **problem.params) if text.has(key) else str(problem)


def needed(line: Line, files: int, size: int) -> int:
    """Seconds that files would take: their bytes, and the requests of each."""
    return max(1, round(size / line.speed + files * _REQUESTS_A_FILE * line.seconds))


class _Sample(NamedTuple):
    """Bytes a second; whether they took clearly longer than a request without them."""

    rate: float = 0.0
    clear: bool = True


def _sample(size: int, spent: float, pause: float) -> _Sample:
    moved = spent - pause
    clear = moved >= max(pause * _CLEAR, _SHORTEST)
    return _Sample(size / (moved if clear else max(spent, _SHORTEST)), clear)


class _Trial:
    def __init__(self, wire: Transport, clock: Callable[[], float]) -> None:
        self._wire, self._clock = wire, clock
        self._ends = clock() + BUDGET

    def run(self) -> Line:
        try:
            self._timed(self._ask)  # looks the name up, connects
            seconds = self._timed(self._ask)
        except KabochaError as error:
            return Line(problem=_no_cancel(error))
        best, problem = self._speed(seconds)
        return Line(seconds, round(best.rate), not best.clear, self._wire.route.place, problem)

    def _speed(self, pause: float) -> tuple[_Sample, KabochaError | None]:
        """The best of all; what went wrong, when nothing was measured before it."""
        best = _Sample()
        with tempfile.TemporaryDirectory(prefix="kabocha-") as folder:
            path = Path(folder) / "nothing.bin"
            path.write_bytes(os.urandom(max(SIZES)))
            for size in SIZES:
                if best.rate and pause + size / best.rate > self._left():
                    break
                try:
                    spent = self._timed(partial(self._send, path, size))
                except KabochaError as error:
                    is_slow = _no_cancel(error).code == "timed-out"
                    return best, None if best.rate or is_slow else error
                best = max(best, _sample(size, spent, pause))
                if spent > LONG:
                    break
        return best, None

    def _left(self) -> float:
        return self._ends - self._clock()

    def _timed(self, do: Callable[[], Answer]) -> float:
        started = self._clock()
        answer = do()
        spent = self._clock() - started
        self._wire.stall_seconds = max(1.0, self._left())
        _look(answer)
        return spent

    def _ask(self) -> Answer:
        return self._wire.get(_QUESTION)

    def _send(self, path: Path, size: int) -> Answer:
        part = FilePart("nothing", path, 0, size, lambda _sent: None)
        return self._wire.send(Body(_QUESTION, part), _IN_ADDRESS)


def _look(answer: Answer) -> None:
    """Raises what is wrong with an answer. That a wiki shows nothing before the sign-in is not."""
    with suppress(answers.Stale):
        answers.read(answer)


def _no_cancel(error: KabochaError) -> KabochaError:
    if isinstance(error, CancelledError):
        raise error
    return error


def _name(target: Target) -> str:
    return text.t("line.practice") if target.practice else target.label or target.name
