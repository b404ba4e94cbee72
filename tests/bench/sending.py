"""What an upload to the practice wiki costs, beside the same files sent by pywikibot's own
`site.upload` and `editEntity` (throttle 0) in the same run.

The wiki is a process of its own on this machine. Starting and signing in are not counted, on either
side. There is no way of ours without the question for the
SHA-1, so that the budget is the one with it; pywikibot asks no such question.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.bench import load, race
from tests.bench.figure import Figure

SMALL = 60
"""Fewer than the practice wiki's limit of 90 edits a minute, which we keep and pywikibot does not."""
MIDDLE, MIDDLE_BYTES = 8, 1_500_000
CHUNKED, CHUNKED_BYTES = 3, 15_000_000
HUGE_BYTES, THEIR_HUGE_BYTES = 2 * 1024**3, 500_000_000


def figures(folder: Path) -> Iterator[Figure]:
    """Each upload is made by a process of its own."""
    for part in (_small, _middle, _chunked, _huge):
        place = folder / part.__name__
        yield from part(place)
        shutil.rmtree(place)


def _small(folder: Path) -> Iterator[Figure]:
    made = load.scans(folder, SMALL)
    mine, other = race.ours(made), race.theirs(made)
    per_file = mine["requests"] / SMALL
    yield Figure("requests of a small file with its data", per_file, "requests", 3.1)
    ratio = mine["requests"] / other["requests"]
    yield Figure("requests of a small file with its data, both ways", ratio, "times pywikibot", 1.0)
    over = (mine["sent"] - mine["payload"]) / SMALL / 1000
    yield Figure("bytes beside the payload of a small file", over, "kB", 12)
    name = "small files a minute, wiki on the same machine: the price of the journal"
    yield Figure(name, race.quicker(mine, other), "times pywikibot", 0.5, "least")


def _middle(folder: Path) -> Iterator[Figure]:
    mine = race.ours(load.tiffs(folder, MIDDLE, MIDDLE_BYTES))
    yield Figure("bytes over the payload of 1.5 MB files", race.bytes_over(mine), "%", 1.5)


def _chunked(folder: Path) -> Iterator[Figure]:
    """Ours begins with a small chunk and asks, as the wiki wants it, when the file is put together;
    pywikibot sends 5 MB at a time and has the wiki do it while the request waits.
    """
    made = load.tiffs(folder, CHUNKED, CHUNKED_BYTES)
    mine, other = race.ours(made), race.theirs(made)
    what = f"of a {CHUNKED_BYTES // 1_000_000} MB file in chunks"
    yield Figure(f"requests {what}", mine["requests"] / CHUNKED, "requests", 16)
    yield Figure(f"bytes over the payload {what}", race.bytes_over(mine), "%", 1.5)
    ratio = mine["sent"] / other["sent"]
    yield Figure(f"bytes {what}, both ways", ratio, "times pywikibot", 1.01)


def _huge(folder: Path) -> Iterator[Figure]:
    made = load.tiffs(folder / "ours", 1, HUGE_BYTES)
    mine = race.ours(made)
    shutil.rmtree(folder / "ours")
    other = race.theirs(load.tiffs(folder / "theirs", 1, THEIR_HUGE_BYTES))
    yield Figure("bytes over the payload of a 2 GiB file", race.bytes_over(mine), "%", 1.5)
    checked = mine["checked"] - mine["idle"]
    yield Figure("peak memory over idle: check of a 2 GiB file", checked, "MB", 60)
    yield Figure("peak memory over idle: upload of a 2 GiB file", race.grown(mine), "MB", 60)
    ratio = race.grown(mine) / race.grown(other)
    name = "peak memory over idle: 2 GiB by us, 500 MB by pywikibot"
    yield Figure(name, ratio, "times pywikibot", 1.0)
    yield Figure("peak memory of the practice wiki over what it had", mine["wiki"], "MB", 60)
