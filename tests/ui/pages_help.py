"""What the tests of the pages share: the sample in a folder of its own, and waiting."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.core.demo import SAMPLE, sample_folder
from tests.ui.conftest import settle, write_sheet

LONG = 60_000


def open_path(program, qtbot, path: Path) -> None:
    """Open, and wait until every row was checked."""
    with qtbot.waitSignal(program.session.problems_changed, timeout=LONG):
        program.session.open(path)
    qtbot.waitUntil(lambda: not program.session.checking, timeout=LONG)


def open_sample(program, qtbot, folder: Path) -> Path:
    """The sample, copied to a place that can be written."""
    place = folder / "sample"
    shutil.copytree(sample_folder(), place)
    open_path(program, qtbot, place / SAMPLE)
    return place


def open_many(program, qtbot, folder: Path, count: int):
    """The program with so many rows open and checked, of which none has a file."""
    rows = [
        [f"f{i}.jpg", f"The harbour of the town, {1600 + i}", "A town.", "1900", "N. N.", "Museum",
         "cc0", "Towns"]
        for i in range(count)
    ]  # fmt: skip
    open_path(program, qtbot, write_sheet(folder, rows))
    settle(program, qtbot)
    return program


def page(program, key: str):
    """Show a page and return it."""
    program.window.go_to(key)
    return program.window.page(key)


def accept_and_send(program, qtbot):
    """Say yes to the warnings, press the main button, wait for the end of the run."""
    upload = page(program, "upload")
    upload.side.accept.box.setChecked(True)
    words, why_not = upload.main_words()
    assert not why_not, why_not
    with qtbot.waitSignal(upload.sender_.ended, timeout=LONG):
        program.window.top.main.click()
    return words


def texts(widget) -> str:
    """All words of labels and buttons inside a widget."""
    from PySide6.QtWidgets import QAbstractButton, QLabel

    found = [w.text() for kind in (QLabel, QAbstractButton) for w in widget.findChildren(kind)]
    return "\n".join(found)
