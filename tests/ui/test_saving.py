"""Names of files that are saved, what is replaced, and notices that move nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog

from app.core import sheet
from app.ui import context as contexts
from app.ui.context import FileDialogs, with_ending
from app.ui.help import AboutDialog
from app.ui.parts import Notice
from tests.ui.pages_help import page

SHEETS = sheet.ENDINGS


@pytest.mark.parametrize(
    ("name", "wanted", "saved"),
    [
        ("x.html", "xlsx", "x.xlsx"),
        ("x.csv", "xlsx", "x.csv"),
        ("x.ods", "xlsx", "x.ods"),
        ("x.pdf", "xls", "x.xls"),
        ("x.TSV", "xlsx", "x.TSV"),
        ("x", "csv", "x.csv"),
        ("Album No. 5", "xlsx", "Album No. 5.xlsx"),
    ],
)
def test_the_ending_is_one_that_can_be_written(name, wanted, saved):
    assert with_ending(Path(name), wanted, SHEETS) == Path(saved)


@pytest.mark.parametrize("says", [True, False])
def test_a_file_that_is_there_is_asked_about_after_its_ending_changed(
    program, tmp_path, monkeypatch, says
):
    (tmp_path / "x.csv").write_text("old")
    asked = []

    def chosen(*_arguments):
        return str(tmp_path / "x.html"), "Comma-separated (*.csv)"

    def ask_once(_theme, _parent, **words):
        asked.append(words["title"])
        return says

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    monkeypatch.setattr(contexts, "ask_once", ask_once)
    dialogs = FileDialogs(lambda: tmp_path, program.theme)
    found = dialogs.save(program.window, "Save", "x.xlsx", SHEETS)
    assert found == (tmp_path / "x.csv" if says else None)
    assert asked == ["x.csv is there already"]


def test_a_name_the_system_asked_about_is_not_asked_again(program, tmp_path, monkeypatch):
    (tmp_path / "x.csv").write_text("old")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.csv"), ""))
    dialogs = FileDialogs(lambda: tmp_path, program.theme)
    assert dialogs.save(program.window, "Save", "x.xlsx", SHEETS) == tmp_path / "x.csv"


@pytest.mark.parametrize("key", ["describe", "report"])
def test_a_notice_moves_nothing(opened, qtbot, key):
    shown = page(opened, key)
    part = shown.view if key == "describe" else shown.title
    before = part.mapTo(shown, QPoint(0, 0)), part.height()
    say = shown.say if key == "describe" else shown._say
    notice = say("done", "Saved as list.xlsx")
    qtbot.waitUntil(lambda: notice.isVisible() and notice.height() > 10)
    assert (part.mapTo(shown, QPoint(0, 0)), part.height()) == before
    first = notice
    second = say("done", "Saved as other.xlsx")
    assert first.isHidden()
    second.close_now()
    assert not [n for n in shown.findChildren(Notice) if n.isVisible()]


def test_about_is_about_and_help_is_help(program):
    program.context.commands.action("about").trigger()
    assert [d for d in program.window.findChildren(AboutDialog) if d.isVisible()]
