"""A program without worker processes over a small sheet of our own."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HEADERS = ["path", "name", "description", "date", "author", "source", "license", "categories"]
ROWS = [
    ["a.png", "Harbour seen from the hill, 1906", "Two ships.", "1906", "A. Lindahl", "Museum", "cc0", "Ships"],
    ["b.png", "Town seen from the fjord, 1912", "A town.", "1912", "K. Knudsen", "Museum", "cc0", "Towns"],
    ["c.png", "Fjord in the summer of 1890", "A fjord.", "05/06/1890", "M. Selmer", "Museum", "cc0", "Fjords"],
    ["d.png", "Herring fleet at its anchor", "Three brigs.", "circa 1895", "K. Knudsen", "Museum", "", "Ships"],
]  # fmt: skip


class Answers:
    """Stands in for the file dialogs."""

    def __init__(self) -> None:
        self.answer: Path | None = None
        self.asked: list[str] = []
        self.several: list[Path] = []

    def sheet(self, _parent):
        self.asked.append("sheet")
        return self.answer

    def project(self, _parent):
        self.asked.append("project")
        return self.answer

    def folder(self, _parent, _title):
        self.asked.append("folder")
        return self.answer

    def pictures(self, _parent):
        self.asked.append("pictures")
        return list(self.several)

    def save(self, _parent, _title, _name, _endings):
        self.asked.append("save")
        return self.answer


def write_sheet(folder: Path, rows=ROWS, name="album.csv") -> Path:
    from PIL import Image

    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    for place, row in enumerate(rows):
        if row[0].endswith(".png"):
            Image.new("RGB", (60 + place, 40), (40 * place % 255, 90, 120)).save(folder / row[0])
    return path


def drop_later() -> None:
    """Run what deleteLater left, so that nothing lives into the next test."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def program(qapp, qtbot):
    from app.ui.application import Program

    font = qapp.font()
    made = Program(qapp, ask=Answers(), workers=False)
    made.hook.show = lambda _text: True
    made.hook.install()
    made.window.resize(1440, 900)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    failed = made.hook.last
    made.close()
    made.window.close()
    made.window.deleteLater()
    drop_later()
    qapp.setFont(font)
    assert not failed, failed


@pytest.fixture
def sheet(tmp_path):
    return write_sheet(tmp_path)


@pytest.fixture
def opened(program, sheet, qtbot):
    """The program with the album open and checked."""
    with qtbot.waitSignal(program.session.problems_changed, timeout=20_000):
        program.session.open(sheet)
    settle(program, qtbot)
    return program


def settle(program, qtbot):
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
    qtbot.wait(150)
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
