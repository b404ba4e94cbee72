"""The file part on MediaWiki from Debian's packages: faults of the line at each request, kills at
each point and at random times. Each play has a copy of the wiki for itself, which is at rest when it
is audited. It has no structured data.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.mediawiki import MediaWiki
from tests.faults import collection, kills, mediawiki_audit, wire
from tests.faults.plays import Chosen
from tests.faults.stage import House, Stage, play_calmly, served
from tests.faults.tally import Tally

PART, PART_KILLS = "mediawiki", "mediawiki-kills"
THEIRS = 3
"""Files of somebody else."""
KILLED = 22
"""The number of kills in the table."""
_EVERYWHERE = frozenset({29})
"""Faults that take minutes and are the same on any wiki."""


@dataclass(frozen=True)
class Way:
    """How files get onto the wiki: `rows` of them, of which the `large` ones go in chunks; `jobs` =
    the wiki puts them together and publishes them in its own time. `faults`: what is tried there,
    and so many `random` kills; so many plays `side_by_side`.
    """

    name: str
    rows: int
    large: tuple[int, ...]
    jobs: bool
    faults: frozenset[int]
    random: int
    side_by_side: int


WAYS = (
    Way(
        "MediaWiki", 5, (4_400_000,), jobs=False, random=50, side_by_side=12,
        faults=frozenset(fault.number for fault in wire.FAULTS) - _EVERYWHERE,
    ),
    Way(
        "MediaWiki, jobs", 2, (11_000_000,), jobs=True, random=20, side_by_side=4,
        faults=frozenset({1, 5, 6, 7, 13, 16, 18, 19, 20}),
    ),
)  # fmt: skip


@contextmanager
def opened(folder: Path, way: Way) -> Iterator[Stage]:
    """A stage whose wiki is a MediaWiki with somebody else's files."""
    wiki = MediaWiki(folder / "wiki")
    wiki.install()
    place = collection.make(folder / "collection", way.rows, way.large)
    wiki.maintenance("importImages", str(_theirs(folder)), "--user", wiki.admin)
    jobs = ("jobs",) if way.jobs else ()
    house = House(
        ("tests.faults.real_wikis", str(folder / "compiled"), *jobs), "/api.php", wiki.user,
        wiki.password, mediawiki_audit.read_wiki, closes=True,
    )  # fmt: skip
    with served(folder, folder, house) as stage:
        gc.freeze()
        os.environ["KABOCHA_HOME"] = str(folder / "home")
        play_calmly(stage, place, way.rows)
        assert len(stage.before.hashes) == THEIRS
        yield stage


def chosen(stage: Stage, way: Way, wants: Callable[[int], bool], every: int) -> Chosen:
    """Parts, their tallies and plays: of the faults that are wanted, each n-th position."""
    found: Chosen = []
    for fault in wire.FAULTS:
        if fault.number in way.faults and wants(fault.number):
            tally = Tally(f"{way.name}: {fault.title}")
            found.append((PART, tally, wire.plays(stage, fault, tally, every)))
    if wants(KILLED):
        points = Tally(f"{way.name}: kill -9 at a point")
        most = kills.points(stage, kills.Points)
        plays = kills.at_points(stage, kills.Points, most, points, every)
        found.append((PART_KILLS, points, plays))
        at_random = Tally(f"{way.name}: kill -9 at a random time")
        count = way.random // every
        scenes = kills.at_random(stage, count, at_random, latest=stage.seconds)
        found.append((PART_KILLS, at_random, scenes))
    return found


def _theirs(folder: Path) -> Path:
    """A folder with files that are not among ours."""
    collection.make(folder / "foreign", THEIRS, (), start=90)
    chosen = folder / "theirs"
    chosen.mkdir()
    for path in sorted((folder / "foreign" / "scans").iterdir())[-THEIRS:]:
        path.rename(chosen / path.name)
    return chosen
