"""The file part on MediaWiki from Debian's packages: faults of the line at each request, kills at
each point and at random times. Each play has a copy of the wiki for itself, which is at rest when it
is audited. It has no structured data.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.mediawiki import MediaWiki
from tests.faults import collection, kills, mediawiki_audit, wire
from tests.faults.plays import Chosen
from tests.faults.stage import House, Stage, play_calmly, served
from tests.faults.tally import Tally

PART, PART_KILLS = "mediawiki", "mediawiki-kills"
ROWS = 5
LARGE = (4_400_000,)
"""Bytes of the one that goes in chunks."""
THEIRS = 3
"""Files of somebody else."""
SIDE_BY_SIDE = 12
AT_RANDOM = 50
"""Kills at random times."""
KILLED = 22
"""The number of kills in the table."""
_NOT_HERE = frozenset({29})
"""Faults that take minutes and are the same on any wiki."""
FAULTS = tuple(fault for fault in wire.FAULTS if fault.number not in _NOT_HERE)


@contextmanager
def opened(folder: Path) -> Iterator[Stage]:
    """A stage whose wiki is a MediaWiki with somebody else's files."""
    wiki = MediaWiki(folder / "wiki")
    wiki.install()
    place = collection.make(folder / "collection", ROWS, LARGE)
    wiki.maintenance("importImages", str(_theirs(folder)), "--user", wiki.admin)
    house = House(
        ("tests.faults.real_wikis", str(folder / "compiled")), "/api.php", wiki.user, wiki.password,
        mediawiki_audit.read_wiki, closes=True,
    )  # fmt: skip
    with served(folder, folder, house) as stage:
        gc.freeze()
        os.environ["KABOCHA_HOME"] = str(folder / "home")
        play_calmly(stage, place, ROWS)
        assert len(stage.before.hashes) == THEIRS
        yield stage


def chosen(stage: Stage, wants: Callable[[int], bool], every: int) -> Chosen:
    """Parts, their tallies and plays: of the faults that are wanted, each n-th position."""
    found: Chosen = []
    for fault in FAULTS:
        if wants(fault.number):
            tally = Tally(f"MediaWiki: {fault.title}")
            found.append((PART, tally, wire.plays(stage, fault, tally, every)))
    if wants(KILLED):
        points = Tally("MediaWiki: kill -9 at a point")
        most = kills.points(stage, kills.Points)
        found.append(
            (PART_KILLS, points, kills.at_points(stage, kills.Points, most, points, every))
        )
        at_random = Tally("MediaWiki: kill -9 at a random time")
        scenes = kills.at_random(
            stage, max(kills.AT_RANDOM, AT_RANDOM // every), at_random, latest=stage.seconds
        )
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
