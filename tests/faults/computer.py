"""Scenarios of the computer: its disk is full (24), its clock jumps (25), it sleeps (28)."""

from __future__ import annotations

import functools
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults import auditor, moments
from tests.faults.moments import Moment
from tests.faults.stage import Prepare
from tests.faults.trial import Part, Scenario, Trial, Variant, proven

WHEN = (
    Moment("upload", 2), Moment("chunk-first", 1), Moment("chunk-last", 1), Moment("publish", 1),
    Moment("wbeditentity", 3),
)  # fmt: skip
DAY = 86_400.0
SLEEP = 6.0


# -- 24 ------------------------------------------------------------------------------------------


@contextmanager
def disk(folder: Path, options: str) -> Iterator[None]:
    """A small file system of its own at a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@functools.cache
def can_mount() -> bool:
    """Whether this machine lets us have file systems of our own."""
    with tempfile.TemporaryDirectory() as place:
        try:
            with disk(Path(place), "size=64k"):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


def _on_small_disk(moment: Moment, left: int, *, also_home: bool = False) -> Variant:
    def act(trial: Trial) -> Part:
        scene, place = trial.scene, trial.scene.folder / "disk"
        with disk(place, "size=4m"):
            scene.project = Path(shutil.move(scene.project, place))
            home = {"KABOCHA_HOME": str(place / "home")} if also_home else {}
            filling = moments.fill_disk(scene, place, left)
            yield from _until_full(trial, moment.at(filling), place / "filler", **home)
            scene.project = Path(shutil.move(scene.project, scene.folder))

    what = "and with it the log" if also_home else f"{left} bytes left"
    return Variant(f"disk full, {what}, {moment.name}", act)


def _without_names(moment: Moment) -> Variant:
    def act(trial: Trial) -> Part:
        scene, place = trial.scene, trial.scene.folder / "disk"
        with disk(place, "size=4m,nr_inodes=64"):
            scene.project = Path(shutil.move(scene.project, place))
            using = moments.use_up_names(scene, place)
            yield from _until_full(trial, moment.at(using), place / "filler")
            scene.project = Path(shutil.move(scene.project, scene.folder))

    return Variant(f"no new file on the disk, {moment.name}", act)


def _with_limit(moment: Moment, size: int) -> Variant:
    def act(trial: Trial) -> Part:
        limiting = moments.limit_files(trial.scene, size)
        yield from _until_full(trial, moment.at(limiting), trial.scene.folder / "tried")

    return Variant(f"no file beyond {size} bytes, {moment.name}", act)


def _until_full(trial: Trial, prepare: Prepare, filler: Path, **environment: str) -> Part:
    """It stops with a sentence, the project whole; after room is made the same command ends all."""
    yield from trial.run(prepare=prepare, expect=2, **environment)
    trial.fired = proven(trial, "disk full")
    trial.check("cannot be saved" in trial.said, "it is not said that the project cannot be saved")
    trial.states()  # reads all of it: a damaged one counts
    if filler.is_dir():
        shutil.rmtree(filler)
    else:
        filler.unlink()
    yield from trial.run(expect=0, **environment)


def _full_disks() -> Iterator[Variant]:
    for moment in WHEN:
        if can_mount():
            for left in (0, 4096, 12_288):
                yield _on_small_disk(moment, left)
            yield _on_small_disk(moment, 0, also_home=True)
            yield _without_names(moment)
        yield _with_limit(moment, 65_536)


# -- 25 ------------------------------------------------------------------------------------------

JUMPS = {
    "a day on": (DAY,), "a day back": (-DAY,), "on and back": (DAY, -DAY, 0.0),
    "ten years on": (3650 * DAY,), "to 1970": (-1_700_000_000.0,),
}  # fmt: skip
_BUSY = {"do": "status", "status": "429 Too Many Requests"}
COMPANIONS: dict[str, dict[str, Any]] = {
    "a wait told in seconds": {**_BUSY, "after": 5},
    "a wait told as a date": {**_BUSY, "date": 6},
    "a date told by no clock": {**_BUSY, "date": 6, "dateless": True},
    "a lost answer": {"do": "lose-answer"},
}


def _clock(name: str, jumps: tuple[float, ...], what: str, moment: Moment) -> Variant:
    """The clock jumps just before something that has to do with time."""

    def act(trial: Trial) -> Part:
        scene, do = trial.scene, COMPANIONS[what]
        scene.set_faults([{**do, "kind": moment.kind, "at": moment.nth}])
        turning = moments.turn_clock(scene, *jumps)
        yield from trial.run(prepare=moment.at(turning), expect=0, seconds=200)
        trial.fired = trial.proxy_fired and proven(trial, "clock")
        least = 4.8 if "after" in do or "date" in do else 0.8
        gap = _silence(trial)
        trial.check(least <= gap < 25, f"the next request came after {gap:.1f} s")

    return Variant(f"{name}, then {what}, {moment.name}", act)


def _silence(trial: Trial) -> float:
    """Seconds from the fault to the next request that was not under way with it."""
    fault = auditor.fired(trial.scene.wire)[0]["time"]
    later = [r["time"] - fault for r in trial.requests]
    return next((gap for gap in later if gap > 0.5), 0.0)


def _clock_and_kill(name: str, jumps: tuple[float, ...], moment: Moment) -> Variant:
    """Killed while the clock is wrong: the next run, the clock being right, adopts the file."""

    def act(trial: Trial) -> Part:
        scene = trial.scene
        kind = {"kind": moment.kind, "at": moment.nth}
        scene.set_faults([{"do": "hold-answer", "seconds": 60, **kind}])
        doing = moments.both(moments.turn_clock(scene, *jumps), moments.die(3))
        yield from trial.run(prepare=moment.at(doing), expect=-signal.SIGKILL)
        trial.fired = trial.proxy_fired and proven(trial, "clock")
        scene.set_faults([])
        yield from trial.run(expect=0)

    return Variant(f"{name}, then killed, {moment.name}", act)


CLOCKS = Scenario(25, "the clock jumps", (
    *(_clock(n, j, w, WHEN[0]) for n, j in JUMPS.items() for w in COMPANIONS),
    *(_clock(n, j, "a lost answer", WHEN[3]) for n, j in JUMPS.items()),
    *(_clock_and_kill(n, j, m) for n, j in JUMPS.items() for m in (WHEN[0], WHEN[3])),
))  # fmt: skip


# -- 28 ------------------------------------------------------------------------------------------


def _sleep(moment: Moment, then: str, seconds: float = SLEEP) -> Variant:
    """The computer sleeps in the middle of a request; the line is there afterwards, or is not."""

    def act(trial: Trial) -> Part:
        scene = trial.scene
        fault = {"do": "doze", "seconds": SLEEP / 2, "then": then}
        scene.set_faults([{**fault, "kind": moment.kind, "at": moment.nth}])
        yield from trial.run(prepare=moment.at(moments.sleep(scene, seconds)), expect=0)
        slept = scene.folder / "slept"
        trial.fired = trial.proxy_fired and slept.exists() and "stopped" in slept.read_text()

    return Variant(f"slept {seconds:.0f} s, line {then}, {moment.name}", act)


SLEEPS = Scenario(28, "the computer sleeps", (
    *(_sleep(m, then) for m in (*WHEN, Moment("chunk-middle", 1))
      for then in ("go on", "reset", "forget")),
    _sleep(Moment("chunk-middle", 1), "go on", 75), _sleep(WHEN[3], "reset", 75),
    _sleep(WHEN[4], "forget", 75),
))  # fmt: skip


@functools.cache
def scenarios() -> tuple[Scenario, ...]:
    """All of them; the disks as far as this machine gives some."""
    return (Scenario(24, "disk full", tuple(_full_disks())), CLOCKS, SLEEPS)
