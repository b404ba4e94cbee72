"""Any sequence of changes, undos and openings does the same as on a plain table."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.project import Project, making
from tests.core.project.conftest import table

TEXT = st.one_of(st.sampled_from(["", "a", "b\nc", "\x1f", "\x1b"]), st.text(max_size=4))
AT = st.integers(0, 7)
TEXTS = st.lists(st.dictionaries(AT, TEXT, max_size=2), min_size=1, max_size=3)
STEP = st.one_of(
    st.tuples(st.just("paste"), st.dictionaries(st.tuples(AT, AT), TEXT, max_size=5)),
    st.tuples(st.just("paste"), st.dictionaries(st.tuples(AT, AT), TEXT, max_size=3), TEXTS),
    st.tuples(st.just("fill"), AT, AT, AT, TEXT),
    st.tuples(st.just("add_rows"), AT, TEXTS),
    st.tuples(st.just("remove_rows"), st.sets(AT, min_size=1, max_size=3)),
    st.tuples(st.just("leave_out"), st.sets(AT, min_size=1, max_size=3), st.booleans()),
    st.tuples(st.just("add_column"), st.sampled_from(["name", "new"])),
    st.tuples(st.just("rename_column"), AT, st.sampled_from(["name", "other"])),
    st.tuples(st.just("remove_column"), AT),
    st.tuples(st.just("constant"), TEXT),
    st.tuples(st.just("undo")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("open_again")),
)


class Plain:
    """The same table as lists, and all it was before as copies."""

    def __init__(self, place):
        rows = [(f"{i}.jpg", f"Row {i}", "", "") for i in range(4)]
        self.project = Project.create(place, table(*rows))
        self.columns = [(c.id, c.header) for c in self.project.columns]
        self.rows = [(r.id, dict(r.cells)) for r in self.project.rows]
        self.out, self.constant = set(), ""
        self.past, self.future = [], []

    # one step ---------------------------------------------------------------------------------

    def state(self):
        return copy.deepcopy((self.columns, self.rows, self.out, self.constant))

    def step(self, before):
        """What changed nothing is no step."""
        if self.state() != before:
            self.past.append(before)
            self.future = []

    def back(self, before):
        self.columns, self.rows, self.out, self.constant = before

    def ids(self, places):
        return [self.rows[at % len(self.rows)][0] for at in sorted(places)] if self.rows else []

    def column(self, at):
        return self.columns[at % len(self.columns)][0]

    def put(self, row_id, column_id, text):
        cells = next(cells for i, cells in self.rows if i == row_id)
        cells[column_id] = text
        if not text:
            del cells[column_id]

    def come(self, change, texts, at):
        """Rows that were added, at their place."""
        known = {i for i, _ in self.rows}
        new = sorted(change.rows - known)
        assert len(new) == len(texts)
        filled = [{c: text for c, text in cells.items() if text} for cells in texts]
        self.rows[at:at] = list(zip(new, filled, strict=True))

    def named(self, texts):
        return [{self.column(at): text for at, text in cells.items()} for cells in texts]

    # the steps --------------------------------------------------------------------------------

    def paste(self, cells, new=()):
        new = self.named(new)
        by_id = {
            (self.rows[row % len(self.rows)][0], self.column(at)): text
            for (row, at), text in cells.items()
            if self.rows
        }
        change = self.project.change("paste", by_id, new)
        for (row_id, column_id), text in by_id.items():
            self.put(row_id, column_id, text)
        self.come(change, new, len(self.rows)) if new else None

    def fill(self, first, last, at, text):
        rows = self.ids(range(min(first, last), max(first, last) + 1))
        self.project.change("fill", {(i, self.column(at)): text for i in rows})
        for row_id in rows:
            self.put(row_id, self.column(at), text)

    def add_rows(self, after, texts):
        if self.rows:
            texts, place = self.named(texts), after % len(self.rows)
            change = self.project.add_rows("add", texts, self.rows[place][0])
            self.come(change, texts, place + 1)

    def remove_rows(self, places):
        gone = set(self.ids(places))
        self.project.remove_rows("remove", [i for i, _ in self.rows if i in gone])
        self.rows = [row for row in self.rows if row[0] not in gone]

    def leave_out(self, places, out):
        rows = set(self.ids(places))
        self.project.leave_out("practice", rows, "out", out=out)
        self.out = self.out | rows if out else self.out - rows

    def add_column(self, header):
        self.project.add_column(header, "plain")
        taken = {h for _, h in self.columns}
        new = max(self.project.columns, key=lambda c: c.id).id
        self.columns.append((new, making.free_header(header, taken)))

    def rename_column(self, at, header):
        column_id = self.column(at)
        taken = {h for i, h in self.columns if i != column_id}
        self.project.rename_column(column_id, header)
        free = making.free_header(header, taken)
        self.columns = [(i, free if i == column_id else h) for i, h in self.columns]

    def remove_column(self, at):
        if len(self.columns) > 1:
            column_id = self.column(at)
            self.project.remove_column(column_id)
            self.columns = [c for c in self.columns if c[0] != column_id]

    def constant_(self, text):
        self.project.set_constant("field:source", text)
        self.constant = text

    def undo(self):
        assert (self.project.undo() is not None) == bool(self.past)
        if self.past:
            self.future.append(self.state())
            self.back(self.past.pop())

    def redo(self):
        assert (self.project.redo() is not None) == bool(self.future)
        if self.future:
            self.past.append(self.state())
            self.back(self.future.pop())

    def open_again(self):
        place = self.project.path
        self.project.close()
        self.project = Project.open(place)

    # compared ---------------------------------------------------------------------------------

    def check(self):
        project = self.project
        assert [(c.id, c.header) for c in project.columns] == self.columns
        shown = [i for i, _ in self.columns]
        assert [(r.id, [r.text(i) for i in shown]) for r in project.rows] == [
            (row_id, [cells.get(i, "") for i in shown]) for row_id, cells in self.rows
        ]
        assert [*project.places.values()] == list(range(len(self.rows)))
        assert [project.row(i).id for i in project.places] == [i for i, _ in self.rows]
        assert project.journal("practice").left_out == self.out
        assert project.constants.get("field:source", "") == self.constant
        assert (project.undo_label is not None) == bool(self.past)
        assert (project.redo_label is not None) == bool(self.future)


@pytest.fixture
def short_pieces():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.core.project.change._LOT", 2)
        yield


@pytest.mark.usefixtures("short_pieces")
def test_any_steps_do_the_same_as_on_a_plain_table():
    with tempfile.TemporaryDirectory() as folder:
        _any_steps(Path(folder))


def _any_steps(folder):
    count = iter(range(1_000_000))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(STEP, min_size=1, max_size=14))
    def play(steps):
        plain = Plain(folder / f"{next(count)}.kabocha")
        try:
            for name, *values in steps:
                before = plain.state()
                if name in ("undo", "redo", "open_again"):
                    getattr(plain, name)()
                else:
                    getattr(plain, "constant_" if name == "constant" else name)(*values)
                    plain.step(before)
                plain.check()
            plain.open_again()
            plain.check()
            while plain.past:
                plain.undo()
                plain.check()
            while plain.future:
                plain.redo()
            plain.check()
        finally:
            plain.project.close()

    play()
