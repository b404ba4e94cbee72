"""The page "Report" with many rows: summed up beside the window, lines made a few at a time."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QLabel

from app.core.model import RowState
from app.ui.pages import report as report_page
from app.ui.pages import report_open
from app.ui.pages.report_files import Summing
from tests.ui.conftest import settle
from tests.ui.pages_help import LONG, open_many, page, texts

MANY = 30


@pytest.fixture
def many(program, qtbot, tmp_path):
    return open_many(program, qtbot, tmp_path, MANY)


@pytest.fixture
def threads(monkeypatch):
    """Where the report was summed up, in turn."""
    seen = []
    work = Summing.__call__

    def noted(self, *values):
        seen.append(threading.current_thread() is threading.main_thread())
        return work(self, *values)

    monkeypatch.setattr(Summing, "__call__", noted)
    return seen


def _seen(report):
    """Words of the lines that are shown."""
    return "\n".join(w.text() for w in report.open_rows.card.findChildren(QLabel) if w.isVisible())


def test_lines_are_made_a_few_at_a_time_and_only_when_rows_read_otherwise(many, qtbot, monkeypatch):
    made = []
    line = report_open.OpenRows._line

    def noted(self, row):
        made.append(row.number)
        return line(self, row)

    monkeypatch.setattr(report_open.OpenRows, "_line", noted)
    report = page(many, "report")
    assert len(made) == report_open.AT_ONCE
    assert "Row 2" not in _seen(report)
    qtbot.waitUntil(lambda: "Row 31" in _seen(report), timeout=LONG)
    assert made == list(range(2, MANY + 2))
    report.refresh()
    settle(many, qtbot)
    assert len(made) == MANY
    first = many.session.rows[0].id
    many.session.project.journal("practice").set(first, RowState.FAILED, message="It broke.")
    report.refresh()
    assert "It broke." not in _seen(report)
    assert "Row 31" in _seen(report)
    qtbot.waitUntil(lambda: "It broke." in _seen(report), timeout=LONG)
    assert len(made) == 2 * MANY


def test_many_rows_are_summed_up_beside_the_window(many, qtbot, threads, monkeypatch):
    monkeypatch.setattr(report_page, "AT_ONCE", 2)
    report = page(many, "report")
    assert report.title.text() == "Your rows are being gathered"
    assert report.main_words() == ("", "")
    assert not report.takes["wiki"].isVisible()
    qtbot.waitUntil(lambda: report.takes["wiki"].isVisible(), timeout=LONG)
    assert report.title.text() == "Nothing was sent yet"
    assert report.main_words() == ("Go to the upload", "")
    summary = report.summary
    report.refresh()
    assert report.summary is summary
    assert report.title.text() == "Nothing was sent yet"
    qtbot.waitUntil(lambda: report.summary is not summary, timeout=LONG)
    assert threads == [False, False]


def test_a_sheet_is_summed_up_where_it_is_written(many, qtbot, threads, tmp_path):
    report = page(many, "report")
    threads.clear()
    many.context.ask.answer = tmp_path / "back.csv"
    report.takes["sheet"].click()
    qtbot.waitUntil(lambda: "back.csv is saved." in texts(report), timeout=LONG)
    assert threads == [False]
    assert (tmp_path / "back.csv").read_text("utf-8-sig").count("\n") >= MANY


def _cut(report):
    """Words of what can be taken along that have no room."""
    found = []
    for row in report.takes.values():
        for words in row.findChildren(QLabel):
            room = words.fontMetrics().horizontalAdvance(words.text())
            low = words.height() < words.heightForWidth(words.width())
            narrow = room > words.width() and not words.wordWrap()
            if low or narrow or words.minimumSizeHint().width() > words.width():
                found.append(words.text())
        if not row.rect().contains(row.childrenRect()):
            found.append(row.accessibleName())
    return found


@pytest.mark.parametrize(("per_cent", "wide"), [(100, 960), (200, 960), (200, 1280), (160, 1100)])
def test_what_can_be_taken_along_is_never_cut(many, qtbot, per_cent, wide):
    many.window.text_size_wanted.emit(per_cent)
    many.window.resize(wide, 700)
    report = page(many, "report")
    qtbot.waitUntil(lambda: "Row 31" in _seen(report) and _cut(report) == [], timeout=LONG)
    many.window.text_size_wanted.emit(100)
