"""From the start of a process to a window that can be used; run as a program of its own.

    python -m tests.bench.starting bare|kabocha

Prints seconds since the process began and which heavy modules were loaded by then; then until the
pages are made too, and the longest time for which the window stood still meanwhile. "bare" is the
yardstick: Qt with an empty window.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

HEAVY = (
    "pandas", "numpy", "pywikibot", "requests", "urllib3", "xlsxwriter", "jinja2",
    "mwparserfromhell", "PIL",
)  # fmt: skip
SIZE = (1600, 900)


def age() -> float:
    """Seconds since this process was started, as the system counts."""
    fields = Path("/proc/self/stat").read_text("ascii").rsplit(")", 1)[1].split()
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began


def heavy() -> list[str]:
    return [name for name in HEAVY if name in sys.modules]


def bare() -> dict:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    window = QWidget()
    window.resize(*SIZE)
    window.show()
    application.processEvents()
    return {"seconds": age(), "heavy": heavy()}


def kabocha() -> dict:
    """As `app.__main__` goes about it."""
    from PySide6.QtWidgets import QApplication

    from app.core.manners import collect_seldom

    collect_seldom()
    from app.ui.application import Program
    from tests.bench.turns import Turns

    application = QApplication([])
    program = Program(application)
    turns, told = Turns(application, time.perf_counter), {}

    def painted() -> None:
        told.update(seconds=age(), heavy=heavy())

    program.window.painted.connect(painted)
    program.window.resize(*SIZE)
    program.window.show()
    turns.until(lambda: told)
    turns.longest = 0.0
    turns.until(lambda: program.furnisher.finished)
    told.update(furnished=age(), still=turns.longest, loaded=heavy())
    program.close()
    return told


def main(what: str) -> None:
    print(json.dumps(bare() if what == "bare" else kabocha()))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
