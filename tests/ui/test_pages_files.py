"""The page "Files": meanings, constants, template, folders."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core import fields as core_fields
from app.core.files import FolderIndex
from app.core.model import Meaning, MeaningKind
from app.core.text import t
from app.ui.pages import meanings
from app.ui.pages.picker import TITLE
from app.ui.session_work import Walk
from tests.ui.conftest import settle
from tests.ui.pages_help import page, texts
from tests.ui.test_window import nameless

a_popup = pytest.mark.qt_log_ignore("This plugin does not support")


def _row(files, header):
    return next(r for r in files.rows if r.column.header == header)


def _choose(row, meaning):
    row.choice.choose(str(meaning))
    row.choice.activated.emit(row.choice.currentIndex())


def test_every_column_is_shown_with_its_meaning_and_values(opened):
    files = page(opened, "files")
    assert [r.column.header for r in files.rows] == [
        c.header for c in opened.session.project.columns
    ]
    row = _row(files, "date")
    assert row.choice.currentText() == "Date made"
    assert "1906" in row.values.text()
    assert row.goes.text() == "Page and data"
    assert row.words.text() == "1 cell: please look"
    assert _row(files, "path").words.text() == "4 of 4 found"
    assert "recognised" in _row(files, "author").words.text()
    assert nameless(opened.window) == []


def test_another_meaning_is_one_undo_step(opened, qtbot):
    files = page(opened, "files")
    _choose(_row(files, "source"), Meaning(MeaningKind.PLAIN))
    column = opened.session.column("source")
    assert column.meaning.kind is MeaningKind.PLAIN
    settle(opened, qtbot)
    assert _row(files, "source").goes.text() == "Nowhere"
    assert "source" in opened.session.project.undo_label
    opened.context.commands.action("undo").trigger()
    assert str(opened.session.column("source").meaning) == "field:source"


def test_a_meaning_is_taken_from_the_column_that_had_it(opened):
    files = page(opened, "files")
    _choose(_row(files, "source"), Meaning(MeaningKind.FIELD, "author"))
    assert str(opened.session.column("source").meaning) == "field:author"
    assert opened.session.column("author").meaning.kind is MeaningKind.PLAIN
    opened.session.undo()
    assert str(opened.session.column("author").meaning) == "field:author"


def test_another_kind_of_page_recognises_columns_again_in_one_step(opened):
    files = page(opened, "files")
    side = files.side
    before = [c.meaning for c in opened.session.project.columns]
    side.template.choose("photograph")
    side.template.activated.emit(side.template.currentIndex())
    project = opened.session.project
    assert project.layout.template == "photograph"
    assert str(opened.session.column("author").meaning) != "field:author"
    opened.session.undo()
    assert [c.meaning for c in project.columns] == before


def test_a_text_for_all_rows_is_kept(opened, qtbot):
    files = page(opened, "files")
    files.side.add_constant("field:permission")
    made = files.side.fields["field:permission"]
    made.setText("By courtesy of the museum")
    made.editingFinished.emit()
    assert opened.session.project.constants["field:permission"] == "By courtesy of the museum"
    batch = files.side.fields[""]
    batch.setText("Category:Files of our museum; Ships")
    batch.editingFinished.emit()
    assert opened.session.project.layout.categories == ("Files of our museum", "Ships")
    settle(opened, qtbot)
    assert "Harbour seen from the hill" in texts(files.side.preview)


def test_missing_files_are_found_in_another_folder(opened, qtbot, tmp_path, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (tmp_path / "b.png").rename(elsewhere / "b.png")
    there = (tmp_path,)
    opened.session.take_folders(Walk(opened.session.project, there, FolderIndex(there)))
    opened.session.check_all()
    settle(opened, qtbot)
    files = page(opened, "files")
    assert files.found.text() == "3 of 4 files were found"
    assert files.missing.isVisible()
    opened.context.ask.answer = elsewhere
    files.find.click()
    settle(opened, qtbot)
    QApplication.activeModalWidget().yes.click()
    settle(opened, qtbot)
    assert files.found.text() == "All 4 files were found"
    assert not files.missing.isVisible()


def test_templates_of_a_column_can_be_made_to_work(opened, qtbot):
    """The switch is in the list of meanings, offers the other way, and is one undo step."""
    files = page(opened, "files")
    row = _row(files, "description")
    _choose(row, "mode:plain")
    assert opened.session.column("description").mode == "plain"
    assert str(opened.session.column("description").meaning) == "field:description"
    assert row.choice.currentText() == "Description"
    settle(opened, qtbot)
    assert row.choice.findData("mode:wikitext") >= 0
    assert row.choice.findData("mode:plain") < 0
    opened.session.undo()
    assert opened.session.column("description").mode == "auto"


def test_a_sheet_that_is_not_understood_opens_at_its_columns(program, tmp_path, qtbot):
    place = tmp_path / "odd.csv"
    place.write_text("Whatever,Thing\nScan 1,x.jpg\n", encoding="utf-8")
    program.session.open(place)
    qtbot.waitUntil(lambda: bool(program.session.findings.problems))
    files = program.window.page("files")
    assert program.window.stack.currentWidget() is files
    assert "No column says where the files are." in files.sentence.text()
    assert "All columns are clear" not in files.sentence.text()
    program.window.go_to("describe")
    lines = program.window.page("describe").problems.lines
    wanted = [line for line in lines if hasattr(line, "choose")]
    assert len(wanted) == 2
    wanted[0].choose.click()
    assert program.window.stack.currentWidget() is files


def test_tab_goes_down_the_texts_for_all_rows(opened):
    side = page(opened, "files").side
    side.add_constant("field:permission")
    fields = list(side.fields.values())
    chain = [fields[0]]
    while len(chain) < len(fields) + 1:
        chain.append(chain[-1].nextInFocusChain())
    assert chain == [*fields, side.add]


def test_a_licence_for_all_rows_is_offered(opened):
    side = page(opened, "files").side
    side.add_constant("field:license")
    offered = side.fields["field:license"].completer()
    offered.setCompletionPrefix("by-sa 4")
    assert [offered.currentCompletion(), offered.completionCount()] == ["CC BY-SA 4.0", 1]
    assert side.fields[""].completer() is None


def _left(widget, inside):
    return widget.mapTo(inside, QPoint(0, 0)).x()


@pytest.mark.parametrize("width", [960, 1100, 1440])
def test_heads_stand_above_what_they_name(opened, qtbot, width):
    opened.window.resize(width, 700)
    files = page(opened, "files")
    settle(opened, qtbot)
    row, heads = files.rows[2], files._head_labels
    for head, part in (("header", row.header), ("values", row.values), ("choice", row.choice),
                       ("goes", row.goes), ("read", row.words)):  # fmt: skip
        assert heads[head].isVisible() == part.isVisible() == (head != "goes" or width > 1000), head
        if part.isVisible():
            assert _left(heads[head], files) == _left(part, files), head


def test_nothing_is_cut_at_twice_the_text_in_a_small_window(opened, qtbot):
    opened.window.resize(960, 600)
    opened.set_text_size(200)
    files = page(opened, "files")
    settle(opened, qtbot)
    assert files.level == 2
    for row in files.rows:
        assert row.width() <= files.scroll.viewport().width()
        assert _left(row.choice, row) + row.choice.width() <= row.width()
        assert row.words.width() > 60
    assert files.find.toolTip()
    assert files.find.accessibleName() == files.find.toolTip()


def _lines(popup, *, title=False):
    every = (popup.lines.item(i) for i in range(popup.lines.count()))
    return [i.text() for i in every if not i.isHidden() and bool(i.data(TITLE)) is title]


@pytest.fixture
def list_of(opened):
    files = page(opened, "files")
    made = []

    def open_(choice):
        choice.showPopup()
        made.append(choice)
        return choice.list

    yield files, open_
    for choice in made:
        choice.hidePopup()


@a_popup
def test_meanings_are_grouped_each_once_and_opened_at_the_current_one(list_of):
    files, open_ = list_of
    popup = open_(_row(files, "author").choice)
    assert _lines(popup, title=True)[:4] == [
        "The file", "What it shows", "Who and when", "Licence and source",
    ]  # fmt: skip
    words = _lines(popup)
    assert len(words) == len(set(words))
    assert words.count("Made by") == 1
    assert popup.lines.currentItem().text() == "Made by"
    box = popup.lines.visualItemRect(popup.lines.currentItem())
    assert popup.lines.viewport().rect().contains(box)


@a_popup
def test_meanings_are_found_by_typing_in_all_languages(list_of, opened):
    files, open_ = list_of
    row = _row(files, "description")
    popup = open_(row.choice)
    popup.search.setText("nynorsk descr")
    assert _lines(popup) == ["Description · norsk nynorsk"]
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert str(opened.session.column("description").meaning) == "field:description@nn"


@a_popup
def test_a_search_that_finds_nothing_says_so_and_chooses_nothing(list_of, opened):
    files, open_ = list_of
    row = _row(files, "description")
    popup = open_(row.choice)
    popup.search.setText("xyzzy")
    assert (_lines(popup), _lines(popup, title=True)) == ([], [t("files.none-found")])
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert str(opened.session.column("description").meaning) == "field:description"


@pytest.mark.parametrize("template", [one.id for one in core_fields.templates()])
def test_no_template_offers_one_thing_twice(opened, template):
    project = opened.session.project
    opened.session.set_layout(replace(project.layout, template=template), "x")
    words = [p.words for p in meanings.possible(project, None) if p.meaning]
    assert len(words) == len(set(words))


def test_the_language_of_the_texts_is_said_and_can_be_taken_back(opened, qtbot):
    side = page(opened, "files").side
    assert side.language.currentText() == "English"
    assert "only assumed" in side.assumed.text()
    assert "caption-language-assumed" in {p.code for p in opened.session.findings.problems}
    side.language.take("nb", "norsk bokmål")
    settle(opened, qtbot)
    assert opened.session.project.layout.language == "nb"
    assert side.language.currentText() == "norsk bokmål"
    assert "only assumed" not in side.assumed.text()
    assert "caption-language-assumed" not in {p.code for p in opened.session.findings.problems}
    assert list(opened.session.drafts[0].description.labels) == ["nb"]
    opened.session.undo()
    assert opened.session.project.layout.language == "en"


@a_popup
def test_a_column_is_added_and_leads_to_its_first_cell(list_of, opened):
    files, open_ = list_of
    popup = open_(files.adder)
    assert "Made by" not in _lines(popup)  # there is one already
    files.adder.hidePopup()
    opened.window.go_to("describe")
    describe = opened.window.page("describe")
    action = opened.context.commands.action("add-column")
    assert action.isEnabled()
    action.trigger()
    assert describe.adder.list.isVisible()
    describe.adder.hidePopup()
    describe.adder.take("caption@nb", "")
    assert opened.session.project.columns[-1].header == "caption[nb]"
    assert describe.model.heads[describe.view.column].column.header == "caption[nb]"
    opened.session.undo()
    assert opened.session.column("caption[nb]") is None
    files.adder.take("property:P180", "")
    opened.window.go_to("files")
    assert _row(files, "depicts").choice.currentText() == "Shows"
