"""Filters: the funnel of a column, several at once, the strip, and rows that stay while edited."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.model import RowState
from app.ui.sheet import filters as filtering
from app.ui.tidy import funnel as funnels
from tests.ui.one_window import LONG, opened, page, rows, texts, window_program

__all__ = ["opened", "page", "rows", "window_program"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def funnel(page, opened):
    """Opens the funnel of a column."""
    made = []

    def make(header):
        page.view.go_to(0, page.model.column_of(header))
        opened.context.commands.action("filter").trigger()
        made.append(page.desk.opened)
        return made[-1]

    yield make
    for one in made:
        if shiboken6.isValid(one):
            one.close()


def numbers(page):
    return [page.model.row_at(p).number for p in range(page.model.rowCount())]


def listed(funnel):
    facts = funnel.list.facts
    return [facts.shown[p] for p in range(facts.rowCount())]


def tick_only(funnel, *wanted):
    funnel.list.facts.tick_all(False)
    for place, (text, _) in enumerate(listed(funnel)):
        if text in wanted:
            funnel.list.facts.toggle(place)


def test_the_funnel_lists_the_values_with_counts(funnel):
    made = funnel("author")
    assert listed(made) == [("A. Lindahl", 1), ("K. Knudsen", 2), ("M. Selmer", 1)]
    assert made.every.isChecked()
    assert made.every.text() == "All 3 values"


def test_only_ticked_values_are_shown_and_the_strip_says_so(page, funnel):
    made = funnel("author")
    tick_only(made, "K. Knudsen")
    made.show_.click()
    assert numbers(page) == [3, 5]
    assert not made.isVisible()
    strip = page.filter_strip
    assert strip._words.text() == "Showing 2 of 4 rows"
    assert [c.accessibleName() for c in strip.chips] == [
        "Take this filter away: Made by: “K. Knudsen”"
    ]
    strip.chips[0].click()
    assert numbers(page) == [2, 3, 4, 5]
    assert strip.isHidden()


def test_licences_are_listed_by_name_and_found_by_either(page, funnel):
    made = funnel("license")
    assert [made.list.facts.index(at).data() for at in range(2)] == ["", "CC0 1.0"]
    for wanted in ("CC0 1.0", "cc0"):
        made.search.setText(wanted)
        assert listed(made) == [("cc0", 3)]
    made.agree()
    assert page.model.rowCount() == 3
    assert "“CC0 1.0”" in page.filter_strip.chips[0].accessibleName()


def test_values_that_read_alike_are_told_apart(page, funnel, opened):
    page.model.setData(page.model.index(0, page.model.column_of("license")), "{{Cc-zero}}")
    made = funnel("license")
    facts = made.list.facts
    assert {facts.index(at).data() for at in range(3)} == {
        "",
        "CC0 1.0 (cc0)",
        "CC0 1.0 ({{Cc-zero}})",
    }
    tick_only(made, "cc0", "{{Cc-zero}}")
    made.agree()
    assert page.filter_strip.chips[0].accessibleName().count("CC0 1.0") == 1


def test_by_keyboard_alone(page, funnel):
    made = funnel("author")
    QTest.keyClicks(made.search, "sel")
    assert listed(made) == [("M. Selmer", 1)]
    QTest.keyClick(made.search, Qt.Key.Key_Return)
    assert numbers(page) == [4]
    made = funnel("author")
    QTest.keyClick(made.search, Qt.Key.Key_Down)
    assert made.list.hasFocus()
    QTest.keyClick(made.list, Qt.Key.Key_Space)
    QTest.keyClick(made.list, Qt.Key.Key_Return)
    assert numbers(page) == [2, 4]


def test_escape_leaves_everything(page, funnel):
    made = funnel("author")
    tick_only(made, "M. Selmer")
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()
    assert len(numbers(page)) == 4


def test_nothing_ticked_shows_nothing_and_says_why(funnel):
    made = funnel("author")
    tick_only(made)
    assert not made.show_.isEnabled()
    assert made.show_.toolTip() == "Tick at least one value"
    QTest.keyClick(made.search, Qt.Key.Key_Return)
    assert made.isVisible()


def test_filters_of_two_columns_hold_at_once(page, funnel):
    made = funnel("author")
    tick_only(made, "K. Knudsen", "A. Lindahl")
    made.agree()
    made = funnel("categories")
    assert listed(made) == [("Ships", 2), ("Towns", 1)]
    tick_only(made, "Ships")
    made.agree()
    assert numbers(page) == [2, 5]
    made = funnel("author")
    assert listed(made) == [("A. Lindahl", 1), ("K. Knudsen", 1)]
    made.clear.click()
    assert numbers(page) == [2, 5]
    assert [c.key for c in page.filters.conditions] == [
        f"values:{page.model.heads[page.model.column_of('categories')].column.id}"
    ]


def with_funnel(page):
    """Headers of the columns whose heads have the bar of a filter below them."""
    accent = page.context.theme.color("accent").rgb()
    found = []
    for half in page.view.halves:
        image = half.heads.grab().toImage()
        for column in page.view.columns.shown:
            x = half.heads.sectionViewportPosition(column) + 30
            inside = not half.isColumnHidden(column) and 0 <= x < image.width()
            if inside and image.pixel(x, image.height() - 2) == accent:
                found.append(page.view.columns.header(column))
    return found


def test_every_filtered_column_has_its_funnel(page, funnel):
    page.view.window().resize(1900, 900)
    assert with_funnel(page) == []
    made = funnel("author")
    tick_only(made, "K. Knudsen", "A. Lindahl")
    made.agree()
    made = funnel("license")
    made.here.choose("without")
    made.agree()
    assert with_funnel(page) == ["author", "license"]
    page.model.reload()
    assert with_funnel(page) == ["author", "license"]
    made = funnel("author")
    made.state.choose("ready")
    made.clear.click()
    assert with_funnel(page) == ["license"]
    page.filters.again()
    assert with_funnel(page) == ["license"]
    page.filters.show_all()
    assert with_funnel(page) == []
    line = next(x for x in page.problems.lines if x.group.rows == 1)
    line.show_rows.click()
    assert with_funnel(page) == [line.group.problems[0].field]
    page.filters.only_errors()
    assert with_funnel(page) == []


def test_empty_cells_are_a_value(page, funnel):
    made = funnel("license")
    assert listed(made)[0] == ("", 1)
    tick_only(made, "")
    made.agree()
    assert numbers(page) == [5]
    assert page.filters.conditions[0].words == "Licence is empty"


def test_with_and_without_a_problem_in_the_column(page, funnel):
    for data, wanted in (("with", [5]), ("without", [2, 3, 4])):
        made = funnel("license")
        made.here.choose(data)
        made.agree()
        assert numbers(page) == wanted
    made = funnel("license")
    assert made.here.currentData() == "without"
    made.here.setCurrentIndex(3)
    words = made.here.currentText()
    made.agree()
    assert numbers(page) == [5]
    assert words in page.filters.conditions[0].words


@pytest.mark.parametrize(("kind", "wanted"), [("errors", [5]), ("fine", [2, 3, 4])])
def test_by_problems_of_the_row(page, funnel, kind, wanted):
    made = funnel("author")
    made.problems.choose(kind)
    made.agree()
    assert numbers(page) == wanted


def test_by_state(page, funnel, opened):
    session = opened.session
    ids = [row.id for row in session.rows]
    journal = session.project.journal(session.target_key)
    journal.set(ids[0], RowState.DONE)
    journal.set(ids[1], RowState.FAILED)
    session.leave_out([ids[2]])
    made = funnel("author")
    words = [made.state.itemText(i) for i in range(made.state.count())]
    assert words == [
        "Any state", "Not ready yet (1)", "Ready (0)", "Under way (0)", "On the wiki (1)",
        "Not sent (1)", "Left out (1)",
    ]  # fmt: skip
    made.close()
    for state, number in (("on-wiki", 2), ("failed", 3), ("out", 4), ("draft", 5)):
        made = funnel("author")
        made.state.choose(state)
        made.agree()
        assert numbers(page) == [number]
    journal.set(ids[0], RowState.DRAFT)
    journal.set(ids[1], RowState.DRAFT)
    session.leave_out([ids[2]], out=False)


def test_rows_stay_while_they_are_edited(page, funnel, opened, qtbot):
    made = funnel("author")
    tick_only(made, "K. Knudsen")
    made.agree()
    column = page.model.column_of("author")
    page.model.setData(page.model.index(0, column), "Knud Knudsen")
    again = page.filter_strip.again
    qtbot.waitUntil(again.isVisible, timeout=LONG)
    assert again.text() == "1 row no longer matches · Apply again"
    assert numbers(page) == [3, 5]
    again.click()
    assert numbers(page) == [5]
    assert again.isHidden()


def test_many_rows_are_looked_at_beside_the_window(page, funnel, opened, qtbot, monkeypatch):
    monkeypatch.setattr(filtering, "AT_ONCE", 1)
    monkeypatch.setattr(funnels, "AT_ONCE", 1)
    made = funnel("author")
    assert not made.show_.isEnabled()
    qtbot.waitUntil(made.show_.isEnabled, timeout=LONG)
    tick_only(made, "K. Knudsen")
    made.agree()
    column = page.model.column_of("author")
    page.model.setData(page.model.index(1, column), "Knud Knudsen")
    qtbot.waitUntil(page.filter_strip.again.isVisible, timeout=LONG)
    assert numbers(page) == [3, 5]


def test_a_funnel_that_is_closed_while_it_counts_hears_no_more(funnel, opened, qtbot, monkeypatch):
    monkeypatch.setattr(funnels, "AT_ONCE", 1)
    made = funnel("author")
    made.close()
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=LONG)


def test_only_rows_with_this_text(page, opened):
    page.view.go_to(1, page.model.column_of("author"))
    opened.context.commands.action("filter-same").trigger()
    assert texts(page, "author") == ["K. Knudsen", "K. Knudsen"]
    opened.context.commands.action("filter-none").trigger()
    assert len(numbers(page)) == 4


def test_show_rows_of_a_problem_takes_other_filters_away(page, funnel):
    made = funnel("author")
    tick_only(made, "M. Selmer")
    made.agree()
    line = next(x for x in page.problems.lines if x.group.rows == 1)
    line.show_rows.click()
    assert numbers(page) == [line.group.problems[0].row]
    assert page.filters.conditions[0].words == line.group.headline


def test_the_funnel_lies_within_the_window(page, funnel, opened):
    made = funnel("path")
    window = opened.window
    assert window.geometry().contains(made.geometry())
