"""Any sequence of edits, pastes, fills, sorts, filters and undos does the same as on a plain table."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from app.core.cells import tabbed
from app.core.cells.series import continued
from app.ui.sheet.selecting import Rect
from tests.ui.one_window import calm
from tests.ui.sheet_help import (
    AUTHOR,
    CATEGORIES,
    DATE,
    DESCRIPTION,
    PATH,
    ROWS,
    SOURCE,
    TITLE,
    sheet,
    window,
)

__all__ = ["sheet", "window"]
TEXT = st.sampled_from(["", "a", "b2", "10", "2", "two\nlines", 'x "y"', "1901-01", "a\tb"])
PLACE = st.integers(0, ROWS + 2)
COLUMN = st.sampled_from([TITLE, DESCRIPTION, SOURCE, CATEGORIES, PATH])
BLOCK = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.lists(TEXT, min_size=wide, max_size=wide), min_size=1, max_size=4)
)
STEP = st.one_of(
    st.tuples(st.just("edit"), PLACE, COLUMN, TEXT),
    st.tuples(st.just("paste"), PLACE, COLUMN, BLOCK, st.booleans()),
    st.tuples(st.just("clear"), PLACE, COLUMN, PLACE, COLUMN),
    st.tuples(st.just("fill_down"), PLACE, COLUMN, PLACE, COLUMN),
    st.tuples(st.just("handle"), PLACE, COLUMN, st.integers(1, 3), st.integers(1, 4)),
    st.tuples(st.just("add"), PLACE, st.integers(1, 3)),
    st.tuples(st.just("remove"), PLACE, PLACE),
    st.tuples(st.just("sort"), COLUMN, st.booleans()),
    st.tuples(st.just("only"), COLUMN, TEXT),
    st.tuples(st.just("all")),
    st.tuples(st.just("unsorted")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


class Plain:
    """The same table as lists: a row is its id and its texts, by column of the view."""

    def __init__(self, person):
        self.person, self.model = person, person.model
        self.rows = self.read()
        self.past, self.future = [], []

    def read(self):
        """The project's rows in the order of the sheet."""
        heads = self.model.heads
        return {
            row.id: [row.text(h.column.id) if h.column else "" for h in heads]
            for row in self.person.program.session.rows
        }

    def write(self, cells, added=()):
        """One step; cells by (id, column). Nothing changed is no step."""
        rows = copy.deepcopy(self.rows)
        for (row_id, column), text in cells.items():
            rows[row_id][column] = text
        new = [row_id for row_id in self.read() if row_id not in rows]
        assert len(new) == len(added)
        for row_id, texts in zip(new, added, strict=True):
            rows[row_id] = ["" for _ in self.model.heads]
            for column, text in texts.items():
                rows[row_id][column] = text
        if rows != self.rows:
            self.past.append(self.rows)
            self.rows, self.future = rows, []

    def ids(self):
        return [self.model.id_at(place) for place in range(self.model.rowCount())]

    def check(self):
        calm(self.person.program)
        assert list(self.read()) == list(self.rows)
        assert self.read() == self.rows
        for place, row_id in enumerate(self.ids()):
            shown = [self.model.text_at(place, c) for c in range(len(self.model.heads))]
            assert shown == self.rows[row_id]
        label = self.person.program.session.project.undo_label
        assert (label is not None) == bool(self.past)

    # the steps --------------------------------------------------------------------------------

    def edit(self, place, column, text):
        ids = self.ids()
        if place < len(ids):
            self.model.setData(self.model.index(place, column), text)
            self.write({(ids[place], column): text})

    def paste(self, place, column, block, add):
        ids = self.ids()
        if place >= len(ids):
            return
        QGuiApplication.clipboard().setText(tabbed.write(block))
        self.person.edits.ask_rows = lambda _count: add
        self.person.view.go_to(place, column)
        self.person.edits.paste()
        calm(self.person.program)
        columns = range(column, min(column + len(block[0]), PATH + 1))
        wanted = [dict(zip(columns, texts, strict=False)) for texts in block]
        there, beyond = wanted[: len(ids) - place], wanted[len(ids) - place :]
        if self.model.filtered or not add:
            beyond = []
        cells = {
            (ids[place + i], c): text for i, texts in enumerate(there) for c, text in texts.items()
        }
        self.write(cells, beyond)

    def choose(self, place, column, other, last):
        """Select a block; its rows and columns, none when there is no row."""
        count = self.model.rowCount()
        if not count:
            return [], []
        place, other = min(place, count - 1), min(other, count - 1)
        self.person.view.go_to(place, column)
        self.person.view.go_to(other, last, extend=True)
        return (
            range(min(place, other), max(place, other) + 1),
            range(min(column, last), max(column, last) + 1),
        )

    def clear(self, *corners):
        rows, columns = self.choose(*corners)
        ids = self.ids()
        if rows:
            self.person.edits.clear()
            self.write({(ids[r], c): "" for r in rows for c in columns})

    def fill_down(self, *corners):
        rows, columns = self.choose(*corners)
        ids = self.ids()
        if not rows:
            return
        top = rows[0] - 1 if len(rows) == 1 else rows[0]
        self.person.edits.fill_down()
        if top >= 0:
            self.write({(ids[r], c): self.rows[ids[top]][c] for r in rows for c in columns})

    def handle(self, place, column, high, further):
        ids = self.ids()
        end = place + high + further - 1
        if end >= len(ids):
            return
        self.choose(place, column, place + high - 1, column)
        filling = self.person.view.filling
        filling.begin()
        filling.goal = Rect(place, column, end, column)
        filling.drop(turned=False)
        seeds = [self.rows[i][column] for i in ids[place : place + high]]
        kind = self.model.heads[column].words.kind
        made = [seeds[n % high] for n in range(further)]
        if kind != "categories":
            made = continued(seeds, further)
        texts = zip(ids[place + high : end + 1], made, strict=True)
        self.write({(row_id, column): text for row_id, text in texts})

    def add(self, place, count):
        ids = self.ids()
        if place >= len(ids):
            return
        self.person.view.go_to(place, TITLE)
        self.person.page.row_tools.add(count)
        calm(self.person.program)
        before, self.rows = self.rows, {}
        new = [row_id for row_id in self.read() if row_id not in before]
        assert len(new) == count
        for row_id, texts in before.items():
            self.rows[row_id] = texts
            if row_id == ids[place]:
                self.rows |= {i: ["" for _ in self.model.heads] for i in new}
        self.past.append(before)
        self.future = []

    def remove(self, place, other):
        rows, _ = self.choose(place, TITLE, other, TITLE)
        if len(rows) == len(self.rows):
            return
        gone = {self.ids()[at] for at in rows}
        if gone:
            self.person.page.row_tools.remove()
            self.past.append(self.rows)
            self.rows = {i: texts for i, texts in self.rows.items() if i not in gone}
            self.future = []

    def sort(self, column, down):
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.model.sort(column, order)
        texts = [self.rows[row_id][column] for row_id in self.ids()]
        filled = [text for text in texts if text]
        assert texts == filled + [""] * (len(texts) - len(filled))
        numbers = [int(text) for text in filled if text.isdigit()]
        assert numbers == sorted(numbers, reverse=down)

    def only(self, column, text):
        column_id = self.model.heads[column].column.id
        self.model.show_only(lambda row: row.text(column_id) == text)
        assert set(self.ids()) == {i for i, texts in self.rows.items() if texts[column] == text}

    def all(self):
        self.model.show_only(None)
        assert set(self.ids()) == set(self.rows)

    def unsorted(self):
        self.model.sort(-1)
        order = list(self.rows)
        assert self.ids() == [i for i in order if i in set(self.ids())]

    def undo(self):
        self.person.program.session.undo()
        if self.past:
            self.future.append(self.rows)
            self.rows = self.past.pop()

    def redo(self):
        self.person.program.session.redo()
        if self.future:
            self.past.append(self.rows)
            self.rows = self.future.pop()


@pytest.fixture
def asking(sheet):
    yield sheet
    del sheet.edits.ask_rows


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.parametrize("many", [500, 0])
@given(steps=st.lists(STEP, min_size=1, max_size=10))
def test_any_steps_do_the_same_as_on_a_plain_table(asking, many, steps):
    """Written at once, and all of it beside the window."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.ui.session.MANY", many)
        for module in ("edits", "model"):
            patch.setattr(f"app.ui.sheet.{module}.MANY", many)
        _any_steps(asking, steps)


def _any_steps(asking, steps):
    session, model = asking.program.session, asking.model
    while session.project.undo_label:
        session.undo()
        calm(asking.program)
    model.show_only(None)
    model.sort(-1)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    plain = Plain(asking)
    model.change("a step that makes what was undone before go", {(0, PATH): "start"})
    calm(asking.program)
    plain.write({(plain.ids()[0], PATH): "start"})
    for name, *values in steps:
        getattr(plain, name)(*values)
        plain.check()
    assert tester.model() is model
    asking.edits.ask_rows = lambda _count: True


def test_a_sheet_of_dates_is_the_same_after_a_long_way_back(sheet):
    before = sheet.column(DATE), sheet.column(AUTHOR)
    for row in range(ROWS):
        sheet.go(row, DATE)
        sheet.edits.today()
    sheet.view.selecting.everything()
    sheet.edits.clear()
    for _ in range(ROWS + 1):
        sheet.program.session.undo()
    assert (sheet.column(DATE), sheet.column(AUTHOR)) == before
