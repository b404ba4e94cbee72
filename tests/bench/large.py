"""The large view: how long it holds the window up, and how soon the next picture is there."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from app.core.project import Project
from tests.bench import collection
from tests.bench.figure import Figure
from tests.bench.window import TARGET_MS, Turns

ROWS = 12
_LOOKED_AT_S = 0.6
"""So long a person looks before going on; meanwhile the next one is decoded."""


def figures(folder: Path, paths: list[Path], alone: float) -> Iterator[Figure]:
    """Over photographs of 24 megapixels; `alone` = seconds in which Pillow decodes one whole."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Program

    project = folder / "photographs.kabocha"
    for number, path in zip(range(2, ROWS + 2), paths, strict=False):
        place = folder / "scans" / collection.file_name(number)
        place.parent.mkdir(exist_ok=True)
        place.hardlink_to(path)
    table = collection.table(ROWS)
    Project.create(project, table, folders=[folder], template="artwork").close()
    application = QApplication.instance() or QApplication([])
    program = Program(application)
    program.window.resize(1600, 900)
    program.window.show()
    turns = Turns(application)
    program.session.open(project)
    turns.until(lambda: bool(program.session.drafts) and not program.jobs.busy)
    page = program.window.page("describe")
    page.view.go_to(0, 1)
    turns.longest = 0.0
    window = page.pictures.show_large()
    canvas = window.canvas
    turns.until(lambda: canvas.scale > 0)
    waits = []
    for _ in range(ROWS - 2):
        end = time.monotonic() + _LOOKED_AT_S
        turns.until(lambda end=end: time.monotonic() > end)
        began = time.perf_counter()
        turns.measure(window.on)
        turns.until(lambda: canvas.scale > 0)
        waits.append(time.perf_counter() - began)
    turns.measure(window.full)
    for step in range(40):
        turns.measure(
            lambda step=step: window.gaze.put(window.gaze.factor, QPointF(step / 40, 0.5))
        )
        turns.turn()
    began = time.perf_counter()
    turns.until(lambda: _sharp(window))
    sharp = time.perf_counter() - began
    yield Figure("longest turn of the window while looking at pictures large", turns.longest * 1000,
                 "ms of its thread", TARGET_MS)  # fmt: skip
    yield Figure("the next picture large", sorted(waits)[len(waits) // 2] * 1000, "ms, median", 100)
    yield Figure(
        "a part in full after moving about", sharp, "s", 1, ratio=sharp / alone,
        yardstick="of Pillow decoding it whole",
    )  # fmt: skip
    window.reject()
    program.close()


def _sharp(window) -> bool:
    part = window.looker.part(window.canvas.path)
    return part is not None and not window.context.jobs.busy and not window.canvas._soon.isActive()
