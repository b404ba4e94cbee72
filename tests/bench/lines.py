"""How much of a slow line an upload uses, beside pywikibot on the same kind of line.

Line, wiki and sender are processes of their own; see line.py for what the line is. All connections
use CUBIC: this machine's own default may be one that does not mind loss. The journal, the question
for the SHA-1, publishing and structured data all count in the time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import load, race, wiki
from tests.bench.figure import Figure
from tests.bench.line import Line

SMALL, FAR = 60, Line(100, 100)


@dataclass(frozen=True)
class Trial:
    """So many files of ours, and of pywikibot's, of so many bytes; what is wanted of the line."""

    line: Line
    ours: int
    theirs: int
    size: int
    target: float


TRIALS = (
    Trial(Line(100, 20), 60, 10, 9_500_000, 0.85),
    Trial(Line(1, 300, 2), 130, 4, 500_000, 0.70),
)


def figures(folder: Path) -> Iterator[Figure]:
    """Takes a quarter of an hour: a slow line is slow."""
    yield from _many(folder / "many")
    for trial in TRIALS:
        yield from _goodput(folder / trial.line.name, trial)


def _many(folder: Path) -> Iterator[Figure]:
    made = load.scans(folder, SMALL)
    pace = race.quicker(race.ours(made, FAR), race.theirs(made, FAR))
    yield Figure(_on(FAR, "small files a minute"), pace, "times pywikibot", 1.5, "least")


def _goodput(folder: Path, trial: Trial) -> Iterator[Figure]:
    """From the first file on, while we still find out how many at once are worth it. Pywikibot sends
    fewer of the same files: its pace does not change on the way.
    """
    mine = race.ours(load.tiffs(folder / "ours", trial.ours, trial.size), trial.line)
    shutil.rmtree(folder / "ours")
    other = race.theirs(load.tiffs(folder / "theirs", trial.theirs, trial.size), trial.line)
    shutil.rmtree(folder / "theirs")
    name = _on(trial.line, f"goodput of {trial.ours} files of {trial.size / 1e6:g} MB")
    part = race.goodput(mine, trial.line)
    yield Figure(name, part, "of the line", trial.target, "least")
    told = _on(trial.line, "time left, told after a tenth and later")
    yield Figure(told, mine["foretold"], "of the truth too much or too little", 0.2)
    ratio = race.quicker(mine, other)
    yield Figure(f"{name}, both ways", ratio, "times pywikibot", 1.0, "least")


def _on(line: Line, what: str) -> str:
    return f"{what} on {line.name} ({wiki.line_kind()})"
