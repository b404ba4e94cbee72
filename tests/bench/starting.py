"""From the start of a process to a window that can be used; run as a program of its own.

    python -m tests.bench.starting bare|kabocha

Prints seconds since the process began and which heavy modules were loaded by then. "bare" is the
yardstick: Qt with an empty window.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

HEAVY = ("pandas", "numpy", "pywikibot", "requests", "xlsxwriter", "jinja2")


def age() -> float:
    """Seconds since this process was started, as the system counts."""
    fields = Path("/proc/self/stat").read_text("ascii").rsplit(")", 1)[1].split()
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began


def main(what: str) -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    if what == "bare":
        window: QWidget = QWidget()
    else:
        from app.ui.application import Program

        program = Program(application)
        window = program.window
    window.resize(1600, 900)
    window.show()
    application.processEvents()
    print(json.dumps({"seconds": age(), "heavy": [m for m in HEAVY if m in sys.modules]}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
