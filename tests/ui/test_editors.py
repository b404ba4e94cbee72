"""Editors of cells, by real keys: how they open, what they offer, what they leave in the cell."""

from __future__ import annotations

import os
import threading
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from app.core import licences, values
from app.core.commons.search import FoundItem
from app.core.errors import NetworkError
from app.core.model import ItemValue, Layout, Meaning
from app.core.project import Project
from app.core.text import t
from app.ui.application import Program
from app.ui.dialogs.settings import SettingsDialog
from app.ui.editors import choice, kinds, known, looking
from app.ui.editors.entries import Entry, Kind, narrowed
from app.ui.editors.languages import LanguageEditor
from app.ui.sheet.choices import words_for
from app.ui.sheet.model import TITLE
from app.ui.start import StartPage
from tests.ui.conftest import Answers, drop_later, write_sheet

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def studio(qapp, tmp_path_factory):
    """One program for all tests here: what they write is taken back after each."""
    home = tmp_path_factory.mktemp("studio")
    before = {name: os.environ.get(name) for name in ("KABOCHA_HOME", "KABOCHA_LANG")}
    os.environ.update(KABOCHA_HOME=str(home), KABOCHA_LANG="en")
    made = Program(qapp, ask=Answers(), workers=False)
    made.hook.show = lambda _text: True
    made.hook.install()
    made.window.resize(1440, 900)
    made.window.show()
    made.window.activateWindow()
    made.session.open(write_sheet(home))
    wait_for(lambda: made.session.findings.problems)
    yield made
    made.close()
    made.window.close()
    made.window.deleteLater()
    drop_later()
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def wait_for(reached):
    for _ in range(400):
        if reached():
            return
        QTest.qWait(25)
    raise AssertionError("nothing happened")


@pytest.fixture
def opened(studio):
    session = studio.session
    before = {(r.id, c.id): r.text(c.id) for r in session.rows for c in session.project.columns}
    yield studio
    for half in studio.window.page("describe").view.halves:
        for editor in half.viewport().children():
            if hasattr(editor, "lay_over"):
                editor.end("leave")
    drop_later()
    session.change("as before", before)
    assert not studio.hook.last, studio.hook.last


@pytest.fixture
def page(opened):
    return opened.window.page("describe")


class Hands:
    """Types into a column of the sheet."""

    def __init__(self, page, header):
        self.page = page
        self.column = page.model.column_of(header)
        halves = page.view.halves
        self.half = next(h for h in halves if not h.isColumnHidden(self.column))

    def go(self, place=0):
        self.page.view.go_to(place, self.column)
        self.half.setFocus()

    def open(self, place=0, typed=""):
        """By F2, or by typing over the cell."""
        self.go(place)
        if typed:
            QTest.keyClicks(self.half, typed[0])
            inner = self.editor.focusProxy() or self.editor
            QTest.keyClicks(inner, typed[1:])
        else:
            QTest.keyClick(self.half, KEY.Key_F2)
        return self.editor

    @property
    def editor(self):
        found = [w for w in self.half.viewport().children() if hasattr(w, "lay_over")]
        return found[-1] if found else None

    def text(self, place=0):
        return self.page.model.text_at(place, self.column)


@pytest.fixture
def hands(page):
    return lambda header: Hands(page, header)


def words(editor):
    """The lines that are shown."""
    drop = editor.drop
    shown = drop is not None and drop.isVisible() and drop.list.isVisible()
    return [e.words for e in drop.list.lines.entries] if shown else []


def mark(editor, wanted):
    """Go down to a line."""
    for _ in range(300):
        QTest.keyClick(editor, KEY.Key_Down)
        if editor.drop.list.marked and editor.drop.list.marked.words == wanted:
            return
    raise AssertionError(wanted)


# how an editor opens


def test_typing_replaces_and_f2_goes_on_at_the_end(hands):
    title = hands("name")
    before = title.text()
    title.open(0, "New")
    QTest.keyClick(title.editor, KEY.Key_Return)
    assert title.text() == "New"
    title.open(1)
    QTest.keyClicks(title.editor, "!")
    QTest.keyClick(title.editor, KEY.Key_Return)
    assert title.text(1).endswith("1912!")
    assert before != title.text()


def test_a_double_click_puts_the_cursor_where_the_mouse_is(hands):
    title = hands("name")
    title.go(0)
    box = title.half.visualRect(title.page.model.index(0, TITLE))
    spot = box.topLeft()
    spot.setX(spot.x() + 12)
    spot.setY(spot.y() + 8)
    QTest.mouseClick(title.half.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(title.half.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    cursor = title.editor.textCursor()
    assert cursor.position() < 3
    assert not cursor.hasSelection()


@pytest.mark.parametrize(
    ("key", "keys", "goes"),
    [
        (KEY.Key_Return, Qt.KeyboardModifier.NoModifier, (2, 0)),
        (KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier, (0, 0)),
        (KEY.Key_Tab, Qt.KeyboardModifier.NoModifier, (1, 1)),
    ],
)
def test_enter_goes_down_and_tab_goes_on(hands, key, keys, goes):
    author = hands("source")
    author.open(1, "Archive")
    QTest.keyClick(author.editor, key, keys)
    assert author.text(1) == "Archive"
    view = author.page.view
    assert (view.place, view.column - author.column) == goes


def test_alt_enter_makes_a_line_and_escape_leaves_the_cell_as_it_was(hands):
    source = hands("source")
    source.open(0, "One")
    QTest.keyClick(source.editor, KEY.Key_Return, ALT)
    QTest.keyClicks(source.editor, "two")
    QTest.keyClick(source.editor, KEY.Key_Return)
    assert source.text() == "One\ntwo"
    source.open(0, "Three")
    QTest.keyClick(source.editor, KEY.Key_Escape)
    assert source.text() == "One\ntwo"
    assert source.half.hasFocus()


def test_a_click_elsewhere_saves(hands):
    source = hands("source")
    source.open(0, "Archive")
    other = source.half.visualRect(source.page.model.index(2, source.column)).center()
    QTest.mouseClick(source.half.viewport(), Qt.MouseButton.LeftButton, pos=other)
    assert source.text() == "Archive"


def test_alt_down_shows_what_other_rows_hold(hands):
    source = hands("source")
    source.go(0)
    source.open(0)
    assert words(source.editor) == []
    QTest.keyClick(source.editor, KEY.Key_Down, ALT)
    wait_for(lambda: words(source.editor) == ["Museum"])
    assert source.editor.drop.list.lines.entries[0].note == "in 4 rows"
    QTest.keyClick(source.editor, KEY.Key_Escape)


def test_alt_down_opens_a_cell_with_its_list(hands):
    licence = hands("license")
    licence.go(0)
    QTest.keyClick(licence.half, KEY.Key_Down, ALT)
    assert "CC BY 4.0" in words(licence.editor)
    QTest.keyClick(licence.editor, KEY.Key_Escape)
    date = hands("date")
    date.go(0)
    QTest.keyClick(date.half, KEY.Key_Down, ALT)
    assert date.editor.calendar.isVisible()
    assert date.page.view.place == 0


def test_narrowing_keeps_titles_of_what_is_left_and_begins_with_what_begins_so():
    title = Entry("Group", kind=Kind.TITLE)
    found = narrowed([title, Entry("One"), Entry("Two"), Entry("Ærø")], "two")
    assert [e.words for e in found] == ["Group", "Two"]
    first, _second = narrowed([Entry("New port"), Entry("Port")], "port")
    assert first.words == "Port"
    assert narrowed([title, Entry("One")], "xyz") == []


# licences


def test_a_licence_is_chosen_from_groups_with_an_explanation(hands):
    licence = hands("license")
    editor = licence.open(3, "cc by-sa 4")
    entries = editor.drop.list.lines.entries
    assert [e.kind for e in entries] == [Kind.TITLE, Kind.WORD]
    assert entries[1].words == "CC BY-SA 4.0"
    assert "same licence" in entries[1].note
    QTest.keyClick(editor, KEY.Key_Down)
    QTest.keyClick(editor, KEY.Key_Return)
    assert licence.text(3) == "CC BY-SA 4.0"
    editor = licence.open(0)
    wait_for(lambda: words(editor)[:3] == ["In this sheet", "CC0 1.0", "CC BY-SA 4.0"])
    QTest.keyClick(editor, KEY.Key_Escape)
    assert licence.text(0) == "cc0"


def test_a_licence_that_is_not_in_the_list_can_be_typed(hands):
    licence = hands("license")
    QTest.keyClick(licence.open(0, "PD-Norway50"), KEY.Key_Return)
    assert licence.text() == "PD-Norway50"
    assert licence.page.view.place == 1


def test_a_licence_asks_for_the_year_it_needs(hands):
    licence = hands("license")
    editor = licence.open(3, "PD-old-auto-expired")
    mark(editor, "Old work, year of death known, published more than 95 years ago")
    QTest.keyClick(editor, KEY.Key_Return)
    (field,) = editor.form.fields.values()
    assert field.hasFocus()
    assert not editor.form.write.isEnabled()
    QTest.keyClick(field, KEY.Key_Return)
    assert licence.text(3) == ""
    QTest.keyClicks(field, "1906")
    QTest.keyClick(field, KEY.Key_Return)
    assert licence.text(3) == "PD-old-auto-expired|deathyear=1906"
    assert licences.read(licence.text(3)).problems == ()
    assert licence.half.hasFocus()


def test_escape_leads_back_from_the_form_to_the_list_then_out(hands):
    licence = hands("license")
    editor = licence.open(0, "PD-old-auto-expired")
    QTest.keyClick(editor, KEY.Key_Down)
    QTest.keyClick(editor, KEY.Key_Return)
    (field,) = editor.form.fields.values()
    QTest.keyClicks(field, "19")
    QTest.keyClick(field, KEY.Key_Escape)
    assert editor.hasFocus()
    assert words(editor)
    QTest.keyClick(editor, KEY.Key_Escape)
    assert licence.text() == "cc0"


def test_leaving_while_a_year_is_asked_leaves_the_cell_as_it_was(hands):
    licence = hands("license")
    editor = licence.open(0, "PD-old-auto-expired")
    QTest.keyClick(editor, KEY.Key_Down)
    QTest.keyClick(editor, KEY.Key_Return)
    licence.page.view.frozen.setFocus()
    assert licence.text() == "cc0"


def test_a_mark_stays_where_it_is_while_more_is_found(hands):
    editor = hands("license").open(0)
    QTest.keyClick(editor, KEY.Key_PageDown)
    marked = editor.drop.list.marked
    assert marked.kind is Kind.WORD
    editor.renew()
    assert editor.drop.list.marked.words == marked.words
    QTest.keyClick(editor, KEY.Key_PageUp)
    QTest.keyClick(editor, KEY.Key_Up)
    assert editor.drop.list.marked is None
    QTest.keyClick(editor, KEY.Key_Escape)


def test_the_list_is_hidden_while_its_cell_is_scrolled_away(hands):
    licence = hands("license")
    editor = licence.open(0)
    assert editor.drop.isVisible()
    editor.move(editor.x(), -200)
    assert not editor.drop.isVisible()
    QTest.keyClick(editor, KEY.Key_Escape)


@pytest.mark.parametrize("header", ["license", "date", "description", "categories"])
def test_an_editor_goes_with_its_sheet(hands, opened, header):
    cell = hands(header)
    editor = cell.open(0)
    drop = getattr(editor, "drop", None)
    path = opened.session.project.path
    opened.session.close()
    drop_later()
    assert not shiboken6.isValid(editor)
    assert drop is None or not shiboken6.isValid(drop)
    opened.session.take(Project.open(path))
    drop_later()


def test_every_licence_of_the_list_of_a_field_is_read():
    for word in words_for("licence"):
        assert licences.read(word).tags, word
    assert words_for("date") == ()


# dates


def test_the_reading_of_a_date_is_told_while_it_is_typed(hands):
    date = hands("date")
    editor = date.open(0, "1890-06")
    assert editor.drop.said == "Read as June 1890"
    assert editor.accessibleDescription() == "Read as June 1890"
    QTest.keyClicks(editor, "-05")
    assert editor.drop.said == "Read as 5 June 1890"
    QTest.keyClicks(editor, "x")
    assert editor.drop.said.startswith("We cannot read")
    QTest.keyClick(editor, KEY.Key_Return)
    assert date.text() == "1890-06-05x"


def test_a_date_of_two_readings_has_a_button_for_each(hands):
    date = hands("date")
    editor = date.open(2)
    first, second = editor.ways
    assert [first.text(), second.text()] == ["5 June 1890", "6 May 1890"]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert date.text(2) == "1890-05-06"
    editor = date.open(1, "07/08/1891")
    QTest.keyClick(editor, KEY.Key_Down)
    assert editor.ways[0].hasFocus()
    QTest.keyClick(editor.ways[0], KEY.Key_Up)
    assert editor.hasFocus()
    QTest.keyClick(editor, KEY.Key_Down)
    QTest.keyClick(editor.ways[0], KEY.Key_Right)
    QTest.keyClick(editor.ways[1], KEY.Key_Return)
    assert date.text(1) == "1891-07-08"
    assert date.page.view.place == 2
    editor = date.open(0, "07/08/1891")
    QTest.keyClick(editor, KEY.Key_Return)
    assert date.text(0) == "07/08/1891"


def test_the_calendar_writes_year_month_day(hands):
    date = hands("date")
    editor = date.open(0)
    QTest.keyClick(editor, KEY.Key_Down, ALT)
    days = editor.calendar
    assert (days.yearShown(), days.monthShown()) == (1906, 1)
    inner = days.findChild(QTableView)
    assert inner.hasFocus()
    QTest.keyClick(inner, KEY.Key_Escape)
    assert editor.hasFocus()
    assert not days.isVisible()
    QTest.keyClick(editor, KEY.Key_Down, ALT)
    QTest.keyClick(inner, KEY.Key_Right)
    QTest.keyClick(inner, KEY.Key_Return)
    assert date.text() == "1906-01-02"
    assert date.page.view.place == 1
    assert date.half.hasFocus()


def test_a_click_elsewhere_saves_while_the_calendar_is_open(hands):
    date = hands("date")
    editor = date.open(0, "1907")
    QTest.keyClick(editor, KEY.Key_Down, ALT)
    other = date.half.visualRect(date.page.model.index(3, date.column)).center()
    QTest.mouseClick(date.half.viewport(), Qt.MouseButton.LeftButton, pos=other)
    assert date.text() == "1907"
    assert date.editor is None or not date.editor.isVisible()


# categories and items


@pytest.fixture
def wiki(monkeypatch, opened):
    """Answers in place of the wiki; what was asked."""
    asked = []

    def items(_target, typed, _language, _cancel):
        asked.append(typed)
        if typed == "fails":
            raise NetworkError("no-network")
        return (FoundItem("Q5934", "Axel Lindahl", "photographer"), FoundItem("Q7", "Lindahl"))

    def categories(_target, typed, _language, _cancel):
        asked.append(typed)
        return ("Ships in Norway",) if typed.startswith("Ships in N") else ()

    monkeypatch.setitem(looking.SEARCHES, looking.ITEMS, items)
    monkeypatch.setitem(looking.SEARCHES, looking.CATEGORIES, categories)
    opened.settings.set(looking.SETTING, False)
    looker = opened.window.page("describe").view.delegates[0]._desk.looker
    assert looker._timer.interval() == looking.DELAY_MS
    looker._timer.setInterval(20)
    yield asked
    looker._timer.setInterval(looking.DELAY_MS)
    looker._forget()
    opened.settings.set(looking.SETTING, False)


def test_a_category_is_completed_in_its_place_among_several(hands, wiki):
    category = hands("categories")
    editor = category.open(0)
    wait_for(lambda: editor.known())
    QTest.keyClicks(editor, "; To")
    assert words(editor)[0] == "Towns"
    QTest.keyClick(editor, KEY.Key_Down)
    QTest.keyClick(editor, KEY.Key_Return)
    assert editor.text() == "Ships; Towns"
    assert not editor.drop.isVisible()
    QTest.keyClicks(editor, ";fj")
    QTest.keyClick(editor, KEY.Key_Down)
    QTest.keyClick(editor, KEY.Key_Tab)
    assert category.text() == "Ships; Towns; Fjords"
    view = category.page.view
    assert (view.place, view.column) == (0, category.column + 1)
    assert wiki == []


def test_the_first_of_several_is_changed_where_the_cursor_is(hands):
    category = hands("categories")
    editor = category.open(0, "Ships;Towns")
    QTest.keyClick(editor, KEY.Key_Home)
    QTest.keyClick(editor, KEY.Key_Right)
    assert editor.part() == "Ships"
    QTest.keyClick(editor, KEY.Key_Return)
    assert category.text() == "Ships;Towns"


def test_a_category_nobody_has_is_told_quietly(hands, wiki):
    category = hands("categories")
    editor = category.open(0)
    wait_for(lambda: editor.known())
    QTest.keyClicks(editor, "; Ports of Alesund")
    assert editor.drop.said == "“Ports of Alesund” stands in no other row of this sheet."
    QTest.keyClick(editor, KEY.Key_Return)
    assert category.text() == "Ships; Ports of Alesund"


def test_nothing_is_asked_of_the_wiki_before_it_is_allowed(hands, wiki, opened):
    author = hands("author")
    editor = author.open(0, "Lindahl")
    assert not editor.desk.looker._timer.isActive()
    assert wiki == []
    assert words(editor)[-1] == "Look on Wikidata while I type"
    mark(editor, "Look on Wikidata while I type")
    QTest.keyClick(editor, KEY.Key_Return)
    wait_for(lambda: "Axel Lindahl" in words(editor))
    assert wiki == ["Lindahl"]
    assert opened.settings.get(looking.SETTING)
    entry = next(e for e in editor.drop.list.lines.entries if e.words == "Axel Lindahl")
    assert (entry.note, entry.tip) == ("photographer", "Q5934")
    mark(editor, "Axel Lindahl")
    QTest.keyClick(editor, KEY.Key_Return)
    assert author.text() == "Axel Lindahl (Q5934)"
    assert author.page.view.place == 1
    (reading,) = values.read_person(author.text()).readings
    assert reading.value == ItemValue("Q5934")


def test_the_settings_take_it_back(opened):
    opened.settings.set(looking.SETTING, True)
    dialog = SettingsDialog(opened.context, opened.window)
    assert dialog.search.box.isChecked()
    dialog.search.box.click()
    assert not opened.settings.get(looking.SETTING)
    dialog.done(0)
    dialog.deleteLater()


def test_the_start_page_promises_no_more_than_holds(opened):
    page = StartPage(opened.context)
    page.setParent(opened.window)
    page.show()
    assert page._promise.text() == t("start.nothing-leaves")
    page.hide()
    opened.settings.set(looking.SETTING, True)
    page.show()
    assert page._promise.text() == t("start.looks-up")
    opened.settings.set(looking.SETTING, False)
    page.hide()
    page.deleteLater()


def test_the_wiki_is_asked_once_typing_rests_and_its_silence_is_told_quietly(hands, wiki, opened):
    opened.settings.set(looking.SETTING, True)
    author = hands("author")
    editor = author.open(0, "fails")
    assert wiki == []
    wait_for(lambda: editor.drop.said.startswith("Wikidata does not answer"))
    assert wiki == ["fails"]
    QTest.keyClick(editor, KEY.Key_Return)
    assert author.text() == "fails"


def test_what_the_wiki_says_of_a_category(hands, wiki, opened):
    opened.settings.set(looking.SETTING, True)
    category = hands("categories")
    editor = category.open(0, "Ships in N")
    wait_for(lambda: "Ships in Norway" in words(editor))
    mark(editor, "Ships in Norway")
    QTest.keyClick(editor, KEY.Key_Return)
    QTest.keyClicks(editor, "; Shps")
    wait_for(lambda: "is not on Wikimedia Commons" in editor.drop.said)
    QTest.keyClick(editor, KEY.Key_Escape)
    assert category.text() == "Ships"


def test_numbers_of_items_get_their_names_where_it_is_allowed(hands, wiki, opened, monkeypatch):
    asked = []

    def names(_target, ids, _language, _cancel):
        asked.append(ids)
        return {"Q170483": "sailing ship"}

    monkeypatch.setitem(looking.NAMES, looking.ITEMS, names)
    author = hands("author")
    column = author.page.model.heads[author.column].column.id
    opened.session.change("x", {(row.id, column): "Q170483" for row in opened.session.rows[:2]})
    editor = author.open(0)
    wait_for(lambda: editor.known())
    QTest.keyClick(editor, KEY.Key_Escape)
    assert asked == []
    opened.settings.set(looking.SETTING, True)
    editor = author.open(0)
    wait_for(lambda: editor.drop.said == "Q170483 is “sailing ship”.")
    editor.selectAll()
    QTest.keyClicks(editor, "sailing")
    assert words(editor) == ["sailing ship"]
    assert asked == [["Q170483"]]
    QTest.keyClick(editor, KEY.Key_Escape)


def test_a_second_maker_follows_the_first(hands):
    author = hands("author")
    editor = author.open(0)
    wait_for(lambda: editor.known())
    QTest.keyClicks(editor, "; knud")
    mark(editor, "K. Knudsen")
    QTest.keyClick(editor, KEY.Key_Return)
    assert editor.text() == "A. Lindahl; K. Knudsen"
    QTest.keyClick(editor, KEY.Key_Return)
    assert author.text() == "A. Lindahl; K. Knudsen"


def test_makers_are_known_from_other_rows_and_may_be_unknown(hands):
    author = hands("author")
    editor = author.open(0)
    wait_for(lambda: editor.known())
    editor.selectAll()
    QTest.keyClicks(editor, "n")
    assert words(editor)[0] == "K. Knudsen"
    assert {"Unknown", "Anonymous"} <= set(words(editor))
    QTest.keyClicks(editor, "obody")
    assert "only text" in editor.drop.said
    QTest.keyClick(editor, KEY.Key_Escape)


@pytest.mark.parametrize(
    ("meaning", "template", "kind"),
    [
        ("field:institution", "artwork", "item"),
        ("field:object type", "artwork", "item"),
        ("field:date", "artwork", "date"),
        ("field:description", "artwork", "languages"),
        ("field:description@de", "artwork", ""),
        ("field:Language", "book", "language"),
        ("field:notes", "artwork", ""),
        ("field:accession number", "artwork", ""),
        ("field:photo license", "art-photo", "licence"),
        ("field:unheard of", "artwork", ""),
        ("property:P180", "artwork", "item"),
        ("property:P577", "artwork", "date"),
        ("property:P1476", "artwork", "languages"),
        ("property:P217", "artwork", ""),
        ("caption", "artwork", "languages"),
        ("caption@en", "artwork", ""),
        ("name", "artwork", ""),
        ("plain", "artwork", ""),
    ],
)
def test_the_meaning_of_a_column_chooses_its_editor(meaning, template, kind):
    assert kinds.of(Meaning.parse(meaning), Layout(template=template)) == kind


def test_languages_are_found_by_their_name_in_either_language():
    lines = choice.lines("en")
    assert [e.value for e in narrowed(lines, "german") if e.words == "Deutsch"] == ["de"]
    assert narrowed(lines, "bokmål")[0].value == "nb"


# several languages


def test_plain_text_stays_plain_and_an_unchanged_cell_is_not_touched(hands, opened):
    told = hands("description")
    editor = told.open(0)
    assert [line.text.toPlainText() for line in editor.lines] == ["Two ships."]
    QTest.keyClicks(editor.lines[0].text, " At anchor.")
    QTest.keyClick(editor.lines[0].text, KEY.Key_Return)
    assert told.text() == "Two ships. At anchor."
    assert told.page.view.place == 1
    odd = "{{ en | Two ships. }}{{de|1=Zwei.}}"
    told.page.model.setData(told.page.model.index(0, told.column), odd)
    QTest.keyClick(told.open(0).lines[1].text, KEY.Key_Tab)
    assert told.text() == odd
    assert told.page.view.column == told.column + 1


def test_typing_over_a_cell_replaces_the_first_text_only(hands):
    told = hands("description")
    cell = told.page.model.index(0, told.column)
    told.page.model.setData(cell, "{{en|1=Two ships.}}\n{{de|1=Zwei Schiffe.}}")
    told.go(0)
    QTest.keyClicks(told.half, "T")
    QTest.keyClicks(told.editor.lines[0].text, "hree")
    QTest.keyClick(told.editor.lines[0].text, KEY.Key_Return)
    assert told.text() == "{{en|1=Three}}\n{{de|1=Zwei Schiffe.}}"


def test_a_language_is_added_by_keys_and_written_as_it_is_read(hands):
    told = hands("description")
    editor = told.open(0)
    first = editor.lines[0]
    first.language.take("en", "English")
    QTest.keyClick(first.text, KEY.Key_Down)
    assert editor.add.hasFocus()
    QTest.keyClick(editor.add, KEY.Key_Return)
    second = editor.lines[1]
    assert second.text.hasFocus()
    second.language.take("nb", "norsk bokmål")
    QTest.keyClicks(second.text, "To | skip")
    QTest.keyClick(second.text, KEY.Key_Return, ALT)
    QTest.keyClicks(second.text, "til ankers")
    assert second.text.accessibleName() == "Description in norsk bokmål"
    QTest.keyClick(second.text, KEY.Key_Return)
    assert values.language_texts(told.text()) == [
        ("en", "Two ships."),
        ("nb", "To | skip til ankers"),
    ]
    editor = told.open(0)
    assert [(x.code(), x.text.toPlainText()) for x in editor.lines] == [
        ("en", "Two ships."),
        ("nb", "To | skip\ntil ankers"),
    ]
    QTest.mouseClick(editor.lines[0].remove, Qt.MouseButton.LeftButton)
    QTest.keyClick(editor.lines[0].text, KEY.Key_Return)
    assert told.text() == "{{nb|1=To {{!}} skip\ntil ankers}}"


def test_escape_in_any_text_leaves_the_cell_as_it_was(hands):
    told = hands("description")
    editor = told.open(0)
    editor.add.click()
    QTest.keyClicks(editor.lines[1].text, "x")
    QTest.keyClick(editor.lines[1].text, KEY.Key_Escape)
    assert told.text() == "Two ships."
    assert told.half.hasFocus()


def test_a_click_elsewhere_saves_all_texts(hands):
    told = hands("description")
    editor = told.open(0, "Three ships.")
    assert isinstance(editor, LanguageEditor)
    told.page.view.frozen.setFocus()
    assert told.text() == "Three ships."


def test_a_cell_with_other_templates_is_edited_as_it_stands(hands):
    told = hands("description")
    cell = told.page.model.index(0, told.column)
    told.page.model.setData(cell, "{{LangSwitch|en=Two|de=Zwei}}")
    assert not isinstance(told.open(0), LanguageEditor)
    QTest.keyClick(told.editor, KEY.Key_Escape)


def test_a_layout_of_ones_own_says_the_language_of_plain_text(hands, opened):
    layout = opened.session.project.layout
    opened.session.set_layout(replace(layout, freemarker="{{en|${description}}}"), "x")
    told = hands("description")
    assert not isinstance(told.open(0), LanguageEditor)
    QTest.keyClick(told.editor, KEY.Key_Escape)
    cell = told.page.model.index(1, told.column)
    told.page.model.setData(cell, "{{en|1=A}}{{de|1=B}}")
    assert isinstance(told.open(1), LanguageEditor)
    QTest.keyClick(told.editor, KEY.Key_Escape)
    opened.session.set_layout(layout, "x")


def test_languages_of_a_line_are_found_by_name_and_code(hands):
    editor = hands("description").open(0)
    picker = editor.lines[0].language
    assert picker.currentText() == "Not said (English)"
    found = {code: shown for shown, code, _icon in picker.more()}
    assert found["de"] == "Deutsch · German"
    assert found["en"] == "English"


def test_other_rows_are_counted_beside_the_window(hands, opened, monkeypatch):
    threads = []
    count = known._Count.__call__

    def noted(self, emit, cancel):
        threads.append(threading.current_thread())
        return count(self, emit, cancel)

    monkeypatch.setattr(known._Count, "__call__", noted)
    author = hands("author")
    cells = {
        (row.id, author.page.model.heads[author.column].column.id): "A; B"
        for row in opened.session.rows[:2]
    }
    opened.session.change("x", cells)
    editor = author.open(0)
    wait_for(lambda: any(h.text == "B" for h in editor.known()))
    held = {h.text: h.rows for h in editor.known()}
    assert (held["A"], held["B"], held["M. Selmer"]) == (2, 2, 1)
    assert next(iter(held)) in "AB"
    assert threading.main_thread() not in threads
    QTest.keyClick(editor, KEY.Key_Escape)


def test_a_column_that_was_pushed_aside_is_counted_when_it_is_wanted_again(opened):
    made = known.Known(opened.session, opened.window)
    columns = [opened.session.column(name).id for name in ("author", "source", "license")]
    for column in columns:
        assert made.of(column) == ()
    wait_for(lambda: made.of(columns[2]))
    wait_for(lambda: made.of(columns[1]))
    assert [h.text for h in made.of(columns[1])] == ["Museum"]
    assert made.rows_with(columns[1], "museum") == 4
    assert made.rows_with(columns[2], "CC0") == 3
    made.deleteLater()


def test_what_is_held_is_found_quickly_by_its_beginning():
    held = [known.Held(text, 1, text.casefold()) for text in ("New port", "Port", "Ship")]
    assert [h.text for h in known.fitting(held, "port")] == ["Port", "New port"]
    assert [h.text for h in known.fitting(held, "", most=2)] == ["New port", "Port"]
