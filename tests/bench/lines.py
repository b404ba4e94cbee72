"""How much of a slow line an upload uses, beside pywikibot on the same kind of line.

Line, wiki and sender are processes of their own; see line.py for what the line is. All connections
use CUBIC: this machine's own default may be one that does not mind loss. The journal, the question
for the SHA-1, publishing and structured data all count in the time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.bench import load, race, wiki
from tests.bench.figure import Figure
from tests.bench.line import Line

SMALL = 60
FAR = Line(100, 100)
POOR, POOR_FILES, THEIR_POOR_FILES, POOR_BYTES = Line(1, 300, 2), 40, 4, 500_000
GOOD, GOOD_FILES, GOOD_BYTES = Line(100, 20), 24, 9_500_000


def figures(folder: Path) -> Iterator[Figure]:
    """Takes minutes: a slow line is slow."""
    for part in (_far, _good, _poor):
        place = folder / part.__name__
        yield from part(place)
        shutil.rmtree(place)


def _far(folder: Path) -> Iterator[Figure]:
    made = load.scans(folder, SMALL)
    pace = race.quicker(race.ours(made, FAR), race.theirs(made, FAR))
    yield Figure(_on(FAR, "small files a minute"), pace, "times pywikibot", 1.5, "least")


def _good(folder: Path) -> Iterator[Figure]:
    made = load.tiffs(folder, GOOD_FILES, GOOD_BYTES)
    mine, other = race.ours(made, GOOD), race.theirs(made, GOOD)
    name = _on(GOOD, f"goodput of {GOOD_FILES} files of {GOOD_BYTES / 1e6:g} MB")
    yield Figure(name, race.goodput(mine, GOOD), "of the line", 0.85, "least")
    ratio = race.quicker(mine, other)
    yield Figure(f"{name}, both ways", ratio, "times pywikibot", 1.0, "least")


def _poor(folder: Path) -> Iterator[Figure]:
    """Pywikibot sends fewer of the same files: its pace does not change on the way."""
    mine = race.ours(load.tiffs(folder / "ours", POOR_FILES, POOR_BYTES), POOR)
    other = race.theirs(load.tiffs(folder / "theirs", THEIR_POOR_FILES, POOR_BYTES), POOR)
    name = _on(POOR, f"goodput of {POOR_FILES} files of {POOR_BYTES / 1000:g} kB")
    yield Figure(name, race.goodput(mine, POOR), "of the line", 0.70, "least")
    ratio = race.quicker(mine, other)
    yield Figure(f"{name}, both ways", ratio, "times pywikibot", 1.0, "least")


def _on(line: Line, what: str) -> str:
    return f"{what} on {line.name} ({wiki.line_kind()})"
