"""Plays run side by side: each is a generator that yields a process to wait for, or a process and
the seconds after which it is killed, and is sent its exit code. Most of a play is waiting, so many
fit on two cores.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Generator, Iterable, Iterator

from tests.faults.tally import Tally

Play = Generator[int | tuple[int, float], int, None]
Plays = Iterable[Play]
Chosen = list[tuple[str, Tally, Plays]]
"""Parts of the bench, their tallies and plays."""
LONGEST = 900.0
"""Seconds after which a process counts as hung."""
OnStage = dict[int, tuple[Play, float]]
"""Processes: their play and when they are killed."""


def run(plays: Plays, side_by_side: int) -> None:
    """Run all plays to their end."""
    waiting = iter(plays)
    on_stage: OnStage = {}
    while True:
        while len(on_stage) < side_by_side and _raise_curtain(waiting, on_stage):
            pass
        if not on_stage:
            return
        pid, code = _next_end(on_stage)
        play, _ = on_stage.pop(pid)
        _go_on(play, code, on_stage)


def _raise_curtain(waiting: Iterator[Play], on_stage: OnStage) -> bool:
    play = next(waiting, None)
    if play is None:
        return False
    _put(play, next(play, None), on_stage)
    return True


def _put(play: Play, what: int | tuple[int, float] | None, on_stage: OnStage) -> None:
    if what is not None:
        pid, seconds = what if isinstance(what, tuple) else (what, LONGEST)
        on_stage[pid] = (play, time.monotonic() + seconds)


def _go_on(play: Play, code: int, on_stage: OnStage) -> None:
    with contextlib.suppress(StopIteration):
        _put(play, play.send(code), on_stage)


def _next_end(on_stage: OnStage) -> tuple[int, int]:
    """Wait for one of the processes; the hung ones are killed."""
    while True:
        for pid, (_, until) in on_stage.items():
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return pid, os.waitstatus_to_exitcode(status)
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
