"""The find bar: what is counted, where next leads, what replacing does, and that nothing hangs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.sheet import finder as finding
from app.ui.sheet.model import TITLE
from app.ui.tidy.changes import AFTER, BEFORE, ROW, SHOWN, Line, spans
from app.ui.tidy.preview import PreviewDialog
from tests.ui.one_window import LONG, opened, page, rows, texts, window_program

__all__ = ["opened", "page", "rows", "window_program"]


@pytest.fixture
def bar(page):
    made = page.find_bar
    made.wanted.clear()
    made.by.clear()
    for box in made.ticks.values():
        box.setChecked(False)
    made.where.setCurrentIndex(0)
    made.preview = None
    made.begin(replacing=True)
    return made


def column(page, header):
    return page.model.column_of(header)


def test_the_count_is_told_while_typing(bar):
    QTest.keyClicks(bar.wanted, "s")
    assert bar._count.text().endswith(" in 4 rows")
    bar.wanted.clear()
    assert bar._count.text() == ""
    QTest.keyClicks(bar.wanted, "museum")
    assert bar._count.text() == "4 in 4 rows"
    QTest.keyClicks(bar.wanted, "x")
    assert bar._count.text() == "Nothing is found"
    assert not bar._all.isEnabled()
    assert bar._all.toolTip() == "Nothing is found"


def test_next_and_previous_go_round(page, bar, opened):
    bar.wanted.setText("museum")
    at = column(page, "source")
    action = opened.context.commands.action
    page.view.go_to(2, at)
    seen = []
    for name in ("find-next", "find-next", "find-previous", "find-previous"):
        action(name).trigger()
        seen.append((page.view.place, page.view.column))
    assert seen == [(3, at), (0, at), (3, at), (2, at)]


def test_a_licence_is_found_by_its_name_and_by_what_is_typed(page, bar, opened, qtbot):
    """It shows its name; to replace in it, what is typed counts."""
    bar.begin(replacing=False)
    for wanted in ("CC0 1.0", "cc0"):
        bar.wanted.setText(wanted)
        assert bar._count.text() == "3 in 3 rows"
    bar.ticks["whole"].setChecked(True)
    bar.wanted.setText("CC0 1.0")
    assert bar._count.text() == "3 in 3 rows"
    bar.ticks["whole"].setChecked(False)
    bar.ticks["regular"].setChecked(True)
    bar.wanted.setText("^CC0 .")
    qtbot.waitUntil(lambda: not bar.finder.busy and bar.finder.result is not None, timeout=LONG)
    opened.context.commands.action("find-next").trigger()
    assert (page.view.place, page.view.column) == (0, column(page, "license"))
    assert bar._count.text() == "3 in 3 rows"
    bar.begin(replacing=True)
    bar.ticks["regular"].setChecked(False)
    bar.wanted.setText("CC0 1.0")
    assert bar._count.text() == "Nothing is found"


def test_case_and_whole_cell(page, bar):
    bar.wanted.setText("ships")
    assert bar.finder.result.count == 3
    bar.ticks["case"].setChecked(True)
    assert bar.finder.result.count == 1
    bar.ticks["case"].setChecked(False)
    bar.ticks["whole"].setChecked(True)
    assert [divmod(c, 1 << 12) for c in bar.finder.result.cells] == [
        (0, column(page, "categories")), (3, column(page, "categories")),
    ]  # fmt: skip


def test_hidden_columns_are_left_alone_and_moved_ones_come_where_they_stand(page, bar, qtbot):
    source, place = column(page, "source"), page.view.columns.place(column(page, "source"))
    bar.wanted.setText("ships")
    assert bar.finder.result.count == 3
    page.view.columns.hide([column(page, "categories")])
    qtbot.waitUntil(lambda: bar._count.text() == "1 in 1 row")
    page.view.columns.show([column(page, "categories")])
    page.view.columns.move(column(page, "categories"), 2)
    qtbot.waitUntil(lambda: bar._count.text() == "3 in 2 rows")
    page.view.go_to(0, 1)
    bar.next()
    assert (page.view.place, page.view.column) == (0, column(page, "categories"))
    bar.wanted.setText("museum")
    bar.next()
    assert page.view.column == source
    page.view.columns.move(column(page, "categories"), len(page.view.columns.shown) - 1)
    assert page.view.columns.place(source) == place


def test_only_one_column(page, bar):
    page.view.go_to(0, column(page, "description"))
    bar.wanted.setText("ships")
    bar.where.setCurrentIndex(1)
    assert bar.where.currentText() == "In “Description”"
    assert bar._count.text() == "1 in 1 row"
    page.view.go_to(0, column(page, "categories"))
    assert bar._count.text() == "2 in 2 rows"


def test_only_selected_cells_even_when_going_on(page, bar, opened):
    assert not bar.ticks["selected"].isEnabled()
    assert bar.ticks["selected"].toolTip()
    at = column(page, "source")
    page.view.go_to(1, at)
    page.view.go_to(2, at, extend=True)
    assert bar.ticks["selected"].isEnabled()
    bar.wanted.setText("Museum")
    bar.ticks["selected"].setChecked(True)
    assert bar._count.text() == "2 in 2 rows"
    bar.next()
    bar.next()
    bar.by.setText("Archive")
    bar.replace_all()
    bar.preview.yes.click()
    assert texts(page, "source") == ["Museum", "Archive", "Archive", "Museum"]
    bar.leave()
    assert not bar.ticks["selected"].isChecked()


def test_a_change_elsewhere_is_counted(page, bar, opened, qtbot):
    bar.wanted.setText("museum")
    page.model.setData(page.model.index(0, column(page, "source")), "Archive")
    qtbot.waitUntil(lambda: bar._count.text() == "3 in 3 rows")
    page.filters.only_errors()
    qtbot.waitUntil(lambda: bar._count.text() == "1 in 1 row")


def test_replace_one_goes_on_to_the_next(page, bar):
    at = column(page, "source")
    page.view.go_to(0, at)
    bar.wanted.setText("museum")
    bar.by.setText("Archive")
    bar.replace_one()
    assert texts(page, "source")[:2] == ["Archive", "Museum"]
    QTest.qWait(finding.SOON_MS + 50)
    assert page.view.place == 1


def test_replace_all_shows_what_changes_and_leaves_some_out(page, bar, opened):
    before = texts(page, "source")
    bar.wanted.setText("museum")
    bar.by.setText("Archive")
    QTest.mouseClick(bar._all, Qt.MouseButton.LeftButton)
    dialog = bar.preview
    assert dialog.isVisible()
    assert dialog.yes.text() == "Change 4 cells"
    dialog.table.setCurrentIndex(dialog.table.changes.index(1, BEFORE))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.yes.text() == "Change 3 cells"
    assert dialog.note.text() == "1 cell stays as it is."
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert texts(page, "source") == ["Archive", "Museum", "Archive", "Archive"]
    assert opened.session.project.undo_label == "replace in 3 cells"
    opened.session.undo()
    assert texts(page, "source") == before


def test_escape_in_the_preview_changes_nothing(page, bar, opened):
    bar.wanted.setText("museum")
    bar.replace_all()
    QTest.keyClick(bar.preview, Qt.Key.Key_Escape)
    assert texts(page, "source") == ["Museum"] * 4
    assert opened.session.project.undo_label is None
    assert bar._all.isEnabled()


def test_a_regular_expression_with_groups(page, bar, opened, qtbot):
    bar.ticks["regular"].setChecked(True)
    page.view.go_to(0, column(page, "author"))
    bar.where.setCurrentIndex(1)
    bar.wanted.setText(r"(\w)\. (\w+)")
    bar.by.setText("$2, $1.")
    qtbot.waitUntil(lambda: bar._count.text() == "4 in 4 rows", timeout=LONG)
    bar.replace_all()
    qtbot.waitUntil(lambda: bar.preview is not None, timeout=LONG)
    bar.preview.yes.click()
    assert texts(page, "author") == ["Lindahl, A.", "Knudsen, K.", "Selmer, M.", "Knudsen, K."]


def test_a_wrong_expression_is_explained_below_the_field(bar, qtbot):
    bar.ticks["regular"].setChecked(True)
    bar.wanted.setText("(Lin")
    assert bar._wrong.isVisible()
    assert "letter 1" in bar._wrong.text()
    assert bar._count.text() == ""
    bar.wanted.setText("(Lin)")
    assert not bar._wrong.isVisible()
    bar.by.setText("$3")
    assert "$3" in bar._wrong.text()
    qtbot.waitUntil(lambda: not bar.finder.busy, timeout=LONG)


def test_an_expression_that_runs_wild_is_stopped(page, bar, opened, qtbot, monkeypatch):
    page.model.setData(page.model.index(0, TITLE), "a" * 60)
    bar.finder._matcher._seconds = 0.3
    bar.ticks["regular"].setChecked(True)
    bar.wanted.setText("(a+)+b")
    assert bar._count.text() == "Looking…"
    qtbot.waitUntil(lambda: "takes too long" in bar._wrong.text(), timeout=LONG)
    bar.wanted.setText("^a+$")
    qtbot.waitUntil(lambda: bar._count.text() == "1 in 1 row", timeout=LONG)


def test_many_cells_are_looked_through_beside_the_window(page, bar, qtbot, monkeypatch):
    monkeypatch.setattr(finding, "AT_ONCE", 5)
    page.view.go_to(0, TITLE)
    bar.wanted.setText("museum")
    assert bar._count.text() == "Looking…"
    bar.next()
    assert page.view.column == TITLE
    qtbot.waitUntil(lambda: bar._count.text() == "4 in 4 rows", timeout=LONG)
    assert (page.view.place, page.view.column) == (0, column(page, "source"))
    bar.by.setText("Archive")
    bar.replace_all()
    qtbot.waitUntil(lambda: bar.preview is not None, timeout=LONG)
    assert len(bar.preview.table.changes.lines) == 4


def test_f3_goes_on_when_the_bar_is_closed_and_counts_nothing_meanwhile(page, bar, opened):
    bar.wanted.setText("museum")
    bar.leave()
    at = column(page, "source")
    page.view.go_to(0, at)
    opened.context.commands.action("find-next").trigger()
    assert (page.view.place, page.view.column) == (1, at)
    page.model.setData(page.model.index(2, at), "Archive")
    assert not bar.finder.busy
    assert bar.finder.result is None
    opened.context.commands.action("find-next").trigger()
    assert page.view.place == 3


def test_leaving_ends_the_process(bar, qtbot):
    bar.ticks["regular"].setChecked(True)
    bar.wanted.setText("M")
    qtbot.waitUntil(lambda: bar.finder.result is not None, timeout=LONG)
    process = bar.finder._matcher._process
    assert process.is_alive()
    QTest.keyClick(bar.wanted, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not process.is_alive()


def test_the_first_changes_are_listed_and_all_are_done(page, opened):
    lines = [Line(i, "Title", "a", "b") for i in range(SHOWN + 7)]
    dialog = PreviewDialog(opened.context, opened.window, "Many", lines, len(lines) + 100)
    agreed = []
    dialog.agreed.connect(agreed.extend)
    model = dialog.table.changes
    model.toggle(3)
    assert model.rowCount() == SHOWN
    assert (
        model.data(model.index(3, ROW), Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    )
    assert "a becomes b" in model.data(model.index(0, AFTER), Qt.ItemDataRole.AccessibleTextRole)
    assert dialog.rest.text() == "107 more cells change too; they are not listed here."
    assert dialog.yes.text() == "Change 606 cells"
    dialog.yes.click()
    assert agreed == [i for i in range(SHOWN + 107) if i != 3]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("Alesund harbour", "Ålesund harbour", (0, 1), (0, 1)),
        ("a  b", "a b", (2, 3), (2, 2)),
        ("aa", "aaa", (2, 2), (2, 3)),
        ("", "new", (0, 0), (0, 3)),
    ],
)
def test_what_differs_is_found(before, after, gone, new):
    assert spans(Line(2, "Title", before, after)) == ([gone], [new])
