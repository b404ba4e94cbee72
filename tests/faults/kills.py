"""Kills: at every journal write, request and answer, and at random times; and database calls that
fail. The points are the only places where the program itself is touched.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.core.commons.transport import Transport
from app.core.project.store import Store
from tests.faults import plays
from tests.faults.auditor import Finding
from tests.faults.plays import Play
from tests.faults.stage import Scene, Stage
from tests.faults.tally import Tally

AT_RANDOM = 5
"""Random kills of one scene."""
LATEST = 6.0
"""Seconds: about as long as a run takes."""


class Points:
    """Counts the points of a run and kills the process at one of them."""

    def __init__(self, at: int, count: Path | None = None) -> None:
        self._at = at
        self._count = count
        self._passed = 0

    def pass_one(self) -> None:
        """One more point."""
        self._passed += 1
        if self._count:
            self._count.write_text(str(self._passed))
        if self._passed == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def prepare(self) -> None:
        """Mark the points: before, in and after every write of the project, around every request."""
        plain = Store.transaction

        @contextmanager
        def transaction(store: Store) -> Iterator[sqlite3.Connection]:
            outermost = store._depth == 0
            if outermost:
                self.pass_one()
            with plain(store) as db:
                yield db
                if outermost:
                    self.pass_one()  # written, not committed
            if outermost:
                self.pass_one()

        Store.transaction = transaction  # type: ignore[method-assign]  # a point
        for name in ("get", "post", "send"):
            setattr(Transport, name, self._between(getattr(Transport, name)))

    def _between(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.pass_one()
            answer = plain(*given, **named)
            self.pass_one()
            return answer

        return call


class Calls:
    """Counts the calls of the database and lets one of them fail."""

    def __init__(self, at: int, count: Path | None = None) -> None:
        self._at = at
        self._count = count

    def prepare(self) -> None:
        """Give the project file a connection that fails."""
        at, count = self._at, self._count
        passed = 0
        plain = sqlite3.connect

        class Failing(sqlite3.Connection):
            def execute(self, *given: Any) -> sqlite3.Cursor:
                nonlocal passed
                passed += 1
                if count:
                    count.write_text(str(passed))
                if passed == at:
                    raise sqlite3.OperationalError("disk I/O error")
                return super().execute(*given)

        def connect(*given: Any, **named: Any) -> sqlite3.Connection:
            return plain(*given, **named, factory=Failing)

        sqlite3.connect = connect


def points(stage: Stage, kind: type[Points | Calls]) -> int:
    """How many points an undisturbed run has."""
    found: list[int] = []
    plays.run([_count(stage, kind, found)], 1)
    return found[0]


def _count(stage: Stage, kind: type[Points | Calls], found: list[int]) -> Play:
    scene = stage.scene()
    note = scene.folder / "points"
    code = yield scene.upload(prepare=kind(0, note).prepare)
    assert code == 0
    found.append(int(note.read_text()))
    scene.close()


def at_points(
    stage: Stage, kind: type[Points | Calls], most: int, tally: Tally, every: int = 1
) -> Iterator[Play]:
    """A play for each point, from 1."""
    for at in range(1, most + 1, every):
        tally.positions += 1
        yield at_point(stage, kind, at, tally)


def at_point(stage: Stage, kind: type[Points | Calls], at: int, tally: Tally) -> Play:
    """One run that is killed at a point, and one that goes on."""
    scene = stage.scene()
    first = yield scene.upload(prepare=kind(at).prepare)
    code = 0
    if first != 0:
        code = yield scene.upload()
    finding = scene.audit()
    if code != 0:
        finding.add("silent", f"the second run ended with {code}")
    if kind is Calls:
        _look_for_traceback(scene, finding)
    fired = 1 if first != 0 or kind is Calls else 0
    scene.close(keep=tally.add(f"point {at} (exit {first})", finding, scene.folder.name, fired))


def _look_for_traceback(scene: Scene, finding: Finding) -> None:
    if "Traceback" in (scene.folder / "err.txt").read_text("utf-8"):
        finding.add("silent", "a traceback instead of a sentence")


def at_random(
    stage: Stage, kills: int, tally: Tally, seed: int = 1, latest: float = LATEST
) -> Iterator[Play]:  # fmt: skip
    """Scenes of five kills each, until there were so many."""
    for number in range(-(-kills // AT_RANDOM)):
        tally.positions += AT_RANDOM
        yield _at_random(stage, random.Random(seed * 1000 + number), tally, latest)


def _at_random(stage: Stage, dice: random.Random, tally: Tally, latest: float) -> Play:
    scene = stage.scene()
    fired = 0
    times = []
    for _ in range(AT_RANDOM):
        times.append(round(dice.uniform(0.05, latest), 2))
        code = yield scene.upload(), times[-1]
        fired += code == -signal.SIGKILL
    code = yield scene.upload()
    finding = scene.audit()
    if code != 0:
        finding.add("silent", f"the last run ended with {code}")
    scene.close(keep=tally.add(f"kills after {times} s", finding, scene.folder.name, fired))
