"""The page "Files": meanings, constants, template, folders."""

from __future__ import annotations

from app.core.model import Meaning, MeaningKind
from tests.ui.conftest import settle
from tests.ui.pages_help import page, texts
from tests.ui.test_window import nameless


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
    opened.session.set_folders([tmp_path])
    opened.session.check_all()
    settle(opened, qtbot)
    files = page(opened, "files")
    assert files.found.text() == "3 of 4 files were found"
    assert files.missing.isVisible()
    opened.context.ask.answer = elsewhere
    files.find.click()
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
    lines = program.window.page("describe").problems.lines
    wanted = [line for line in lines if hasattr(line, "choose")]
    assert len(wanted) == 2
    program.window.go_to("describe")
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
