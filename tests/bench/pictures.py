"""Thumbnails: what a second worker process brings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from app.core.media import Workers
from app.core.media.store import Store
from tests.bench.figure import Figure, seconds

COUNT = 32
_SIZE = (2400, 1800)
_PIXELS = 256


def figures(folder: Path) -> Iterator[Figure]:
    """Of scans as people have them: 4 megapixels."""
    paths = [folder / f"{number}.jpg" for number in range(COUNT)]
    picture = Image.effect_noise(_SIZE, 40).convert("RGB")
    for path in paths:
        picture.save(path, quality=90)
    one, two = (_seconds(paths, count, folder / f"cache{count}") for count in (1, 2))
    yield Figure("thumbnails a second with 2 workers", one / two, "times 1 worker", 1.4, "least")
    yield Figure(
        "thumbnails again, out of the cache", _again(paths, folder) / two, "of making", 0.2
    )


def _seconds(paths: list[Path], count: int, cache: Path) -> float:
    """All thumbnails; the processes are started before."""
    with Workers(count, store=Store(cache)) as workers:
        _made(workers, paths[:count], 16)
        return seconds(lambda: _made(workers, paths, _PIXELS))


def _again(paths: list[Path], folder: Path) -> float:
    with Workers(2, store=Store(folder / "cache2")) as workers:
        return seconds(lambda: _made(workers, paths, _PIXELS))


def _made(workers: Workers, paths: list[Path], pixels: int) -> None:
    for future in [workers.thumbnail(path, pixels) for path in paths]:
        assert future.result().width == pixels or pixels < 100
