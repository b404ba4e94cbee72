"""Thumbnails: how many a second, how soon those in sight are there, how soon at a second opening.

The yardstick is Pillow alone: one process, reduced decoding and scaling, nothing kept.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageFilter

from app.core.media import Workers
from app.core.media.store import Store
from tests.bench import large
from tests.bench.figure import Figure, seconds

COUNT = 40
"""As many as are in sight at once."""
_DIFFERENT = 4
_TIMES = 3
"""The quickest of so many openings counts."""
_SIZE = (6000, 4000)
_PIXELS = 256
_YARDSTICK = "Pillow alone, one process"
TIMEOUT_S = 300.0


def figures(folder: Path) -> Iterator[Figure]:
    """Of photographs as people have them: 24 megapixels, about 8 MB each."""
    paths = _photographs(folder / "photographs")
    alone = seconds(lambda: _alone(paths), times=_TIMES) / COUNT
    one, two = (
        min(_made_in(paths, count, folder / f"cache{count}-{n}") for n in range(2))
        for count in (1, 2)
    )
    yield Figure(
        "thumbnails of 24-megapixel JPEGs a second", COUNT / two, "a second, 2 workers", 18, "least",
        ratio=alone * COUNT / two, yardstick=f"times {_YARDSTICK}",
    )  # fmt: skip
    cost, yardstick = _processor(paths, folder / "cost"), _processor_alone(paths)
    yield Figure(
        "thumbnails a second that the processor time of two cores allows", 2 / cost, "a second", 18,
        "least", ratio=yardstick / cost, yardstick=f"times {_YARDSTICK}, by processor time",
    )  # fmt: skip
    yield Figure("thumbnails with 2 workers", one / two, "times 1 worker", 1.4, "least")
    shown = [folder / f"shown{number}" for number in range(_TIMES)]
    runs = [_in_sight(paths, cache) for cache in shown]
    first, spent = (min(figures) for figures in zip(*runs, strict=True))
    yield Figure(
        "40 pictures in sight, first opening", first, "s", 2, ratio=first / (alone * COUNT),
        yardstick=f"of {_YARDSTICK}",
    )  # fmt: skip
    yield Figure(
        "processor time of 40 pictures in sight, first opening", spent, "s", 5,
        ratio=spent / (yardstick * COUNT), yardstick=f"of {_YARDSTICK}, by processor time",
    )  # fmt: skip
    again = min(_in_sight(paths, cache)[0] for cache in shown)
    yield Figure(
        "40 pictures in sight, second opening", again, "s", 1, ratio=again / (alone * COUNT),
        yardstick=f"of {_YARDSTICK}",
    )  # fmt: skip
    late = _scrolled(paths, folder / "scrolled")
    yield from large.figures(folder, paths, _whole(paths[0]))
    yield Figure("pictures made out of sight before the one in sight", late, "pictures", 3)


def _whole(path: Path) -> float:
    def decode() -> None:
        with Image.open(path) as image:
            image.load()

    return seconds(decode, times=3)


def _photographs(folder: Path) -> list[Path]:
    """Some that differ, and copies of them: to the decoder all the same."""
    folder.mkdir()
    paths = [folder / f"{number}.jpg" for number in range(COUNT)]
    for number, path in enumerate(paths):
        if number < _DIFFERENT:
            grain = Image.effect_noise(_SIZE, 40).filter(ImageFilter.GaussianBlur(1))
            turned = (grain, grain.transpose(Image.Transpose.FLIP_LEFT_RIGHT), grain.rotate(180))
            Image.merge("RGB", turned).save(path, quality=92)
        else:
            shutil.copyfile(paths[number % _DIFFERENT], path)
    return paths


def _alone(paths: list[Path]) -> None:
    for path in paths:
        with Image.open(path) as image:
            image.draft("RGB", (_PIXELS, _PIXELS))
            image.thumbnail((_PIXELS, _PIXELS))


def _processor(paths: list[Path], cache: Path) -> float:
    """Seconds of processor time for one picture: in the workers, and here for them. What other
    programs do at the same time changes little of it.
    """
    for path in paths[:2]:
        shutil.copyfile(path, path.with_suffix(".first.jpg"))
    first = [path.with_suffix(".first.jpg") for path in paths[:2]]
    start, all_ = (_spent(chosen, cache / str(len(chosen))) for chosen in (first, first + paths))
    return (all_ - start) / len(paths)


def _spent(paths: list[Path], cache: Path) -> float:
    began = sum(os.times()[:4])
    with Workers(2, store=Store(cache)) as workers:
        for future in [workers.thumbnail(path, _PIXELS) for path in paths]:
            future.result()
    return sum(os.times()[:4]) - began


def _processor_alone(paths: list[Path]) -> float:
    spent = []
    for _ in range(_TIMES):
        began = time.process_time()
        _alone(paths)
        spent.append((time.process_time() - began) / len(paths))
    return min(spent)


def _made_in(paths: list[Path], count: int, cache: Path) -> float:
    """All thumbnails; the processes are started before."""
    with Workers(count, store=Store(cache)) as workers:
        for future in [workers.thumbnail(path, 16) for path in paths[:count]]:
            future.result()
        return seconds(lambda: [f.result() for f in [workers.thumbnail(p, _PIXELS) for p in paths]])


def _in_sight(paths: list[Path], cache: Path) -> tuple[float, float]:
    """Seconds until the window has them all as pixmaps, with the start of the processes; and of
    processor time, in the processes and here.
    """
    before = sum(os.times()[:4])
    with _shown(cache) as (thumbnails, wait):
        began = time.perf_counter()
        wait(lambda: None not in [thumbnails.get(path) for path in paths])
        passed = time.perf_counter() - began
    return passed, sum(os.times()[:4]) - before


def _scrolled(paths: list[Path], cache: Path) -> int:
    """How many of those that were scrolled past are made before the one that is looked at now."""
    with _shown(cache) as (thumbnails, wait):
        for path in paths[:-1]:
            thumbnails.get(path)
        wait(lambda: any(thumbnails.known(path) for path in paths))
        before = sum(thumbnails.known(path) for path in paths)
        wait(lambda: thumbnails.get(paths[-1]) is not None)
        return sum(thumbnails.known(path) for path in paths[:-1]) - before


class _shown:  # noqa: N801 - used like a function
    """Thumbnails of a window, and a function that runs its events until something is so."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def __enter__(self):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtWidgets import QApplication

        from app.ui.jobs import Jobs
        from app.ui.thumbnails import Thumbnails

        self._application = QApplication.instance() or QApplication([])
        self._jobs = Jobs()
        self._thumbnails = Thumbnails(self._jobs, Workers(2, store=Store(self._cache)))
        return self._thumbnails, self._wait

    def __exit__(self, *_ignored: object) -> None:
        self._thumbnails.close()
        self._jobs.close()

    def _wait(self, reached: Callable[[], bool]) -> None:
        end = time.monotonic() + TIMEOUT_S
        while not reached():
            if time.monotonic() > end:
                raise TimeoutError
            self._application.processEvents()
            time.sleep(0.005)
