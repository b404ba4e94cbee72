"""Rows that are added, doubled and taken away, and a cell that is copied to the other rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from app.core import for_all, held, same_object
from app.core.text import n, t
from app.ui.context import Context
from app.ui.dialogs.asking import ask_number
from app.ui.panel.adding import Wanted
from app.ui.sheet.model import TITLE
from app.ui.sheet.selecting import Rect
from app.ui.sheet.view import SheetView

MOST = 10_000
"""So many empty rows can be added at once."""


class RowTools(QObject):
    """What is done to whole rows of a sheet; each is one undo step."""

    def __init__(self, context: Context, view: SheetView, say: Callable[..., object]) -> None:
        super().__init__(view)
        self._context, self._view, self._say = context, view, say
        self._model = view.model
        self._before: set[int] | None = None
        """Ids of the rows there were, until those that are being added are there."""
        self._new: list[int] = []
        self._chosen: list[Rect] = []
        """What stays selected when a column comes."""
        self._going: tuple[int, int, int] | None = None
        """How many rows are being taken away, and the cell to go on at."""
        context.session.structure_changed.connect(self._came)
        context.session.failed.connect(self._failed)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "add-row": self.add_one,
            "add-rows": self.ask_how_many,
            "double-rows": self.double,
            "remove-rows": self.remove,
            "go-to-row": self.ask_row,
        }

    def allow(self) -> None:
        """Which of it can be done for what is chosen."""
        commands, session = self._context.commands, self._context.session
        for name in self.commands():
            there = bool(session.rows) or name.startswith("add-")
            commands.allow(name, there, t("main.no-rows"))

    def fill_menu(self, menu: QMenu) -> None:
        """Put the ways to copy the current cell to other rows into a menu, with their counts."""
        if self._view.place < 0 or self._view.column < TITLE:
            return
        below, every = len(self.below()), self._model.rowCount()
        filtered = self._model.filtered
        menu.addSeparator()
        if below:
            made = menu.addAction(n("rows.copy-below", below))
            made.triggered.connect(self._copy_below)
        if every > 1:
            made = menu.addAction(n("rows.copy-shown" if filtered else "rows.copy-all", every))
            made.triggered.connect(self._copy_all)

    # adding -----------------------------------------------------------------------------------

    def add_one(self) -> None:
        """One empty row below the current one."""
        self.add(1)

    def ask_how_many(self) -> None:
        """Ask how many empty rows to add, and add them."""
        count = ask_number(
            self._context.theme, self._view.window(), title=t("rows.how-many"),
            sentence=t("rows.how-many.text"), yes=t("rows.how-many.yes"), now=10, most=MOST,
        )  # fmt: skip
        if count:
            self.add(count)

    def add(self, count: int) -> None:
        """Empty rows below the current one."""
        self.insert(n("rows.undo-add", count), [{} for _ in range(count)], self._current())

    def double(self) -> None:
        """A row behind each chosen one with the same data, for another picture of the object."""
        self._context.session.finish_writing()
        project = self._context.session.project
        if project is None or not self._model.rowCount():
            return
        chosen = [self._model.row_at(place) for place in self._view.places()]
        if not chosen:
            return
        texts = [same_object.shared(project, row) for row in chosen]
        if self.insert(n("rows.undo-double", len(texts)), texts, chosen[-1].id):
            self._say("done", n("rows.doubled", len(texts)), t("rows.doubled.text"), undo=True)

    def insert(self, label: str, texts: Sequence[Mapping[int, str]], after: int | None) -> bool:
        """Add rows (texts by column id) behind the row with an id (None: at the end), and go to
        them; False when they could not be added.
        """
        session = self._context.session
        self.expect()
        if after is None:
            done = session.change(label, {}, list(texts))
        else:
            done = session.add_rows(label, list(texts), after)
        if not done:
            self._before = None
        return done

    def expect(self) -> None:
        """Go to the rows that come with the next change."""
        self._before = {row.id for row in self._context.session.rows}

    def _failed(self) -> None:
        self._before = self._going = None
        self._chosen = []

    def _came(self) -> None:
        if self._chosen:
            blocks, self._chosen = self._chosen, []
            QTimer.singleShot(0, self, partial(self._view.selecting.choose, blocks))
        if self._going is not None:
            (count, place, column), self._going = self._going, None
            self._say("done", n("rows.removed", count), undo=True)
            QTimer.singleShot(0, self, partial(self._stay, place, column))
        if self._before is None:
            return
        before, self._before = self._before, None
        self._new = [row.id for row in self._context.session.rows if row.id not in before]
        QTimer.singleShot(0, self, self._go_to_new)

    def _current(self) -> int | None:
        rows = self._context.session.rows
        if self._view.place >= 0:
            return self._model.row_at(self._view.place).id
        return rows[-1].id if rows else None

    def _go_to_new(self) -> None:
        """Show what was added, selected as a whole."""
        places = [p for i in self._new if (p := self._model.place_of(i)) is not None]
        if not places:
            return
        self._view.go_to(places[0], max(TITLE, self._view.column))
        if len(places) > 1:
            last = len(self._view.columns.shown) - 1
            blocks = (Rect(top, 0, bottom, last) for top, bottom in stretches(places))
            self._view.selecting.choose(blocks)

    # taking away ------------------------------------------------------------------------------

    def remove(self) -> None:
        """Take the chosen rows away; one that was sent stays, and says so."""
        session = self._context.session
        if self._going is not None:
            return
        session.finish_writing()
        places = self._view.places()
        if not places or not self._model.rowCount():
            return
        ids = [self._model.id_at(place) for place in places]
        self._going = (len(ids), places[0], self._view.column)
        session.remove_rows(n("rows.undo-remove", len(ids)), ids)

    def _stay(self, place: int, column: int) -> None:
        """Go on where the rows were."""
        if self._model.rowCount():
            self._view.go_to(min(place, self._model.rowCount() - 1), max(TITLE, column))

    # going there ------------------------------------------------------------------------------

    def ask_row(self) -> None:
        """Go to a row by its number in the sheet."""
        rows, place = self._context.session.rows, self._view.place
        if not rows:
            return
        now = self._model.row_at(place).number if place >= 0 else rows[0].number
        wanted = ask_number(
            self._context.theme, self._view.window(), title=t("goto.title"),
            sentence=t("goto.words"), yes=t("goto.go"), now=now, most=self._model.last_number,
        )  # fmt: skip
        if wanted:
            self.go_to_number(wanted)

    def go_to_number(self, wanted: int) -> None:
        """Go to the row with this number; where it is not shown, to the next larger one that is."""
        shown = [row.number for row in self._model.rows]
        larger = [number for number in shown if number >= wanted]
        if larger:
            self._view.go_to(shown.index(min(larger)), max(TITLE, self._view.column))

    # copying to others ------------------------------------------------------------------------

    def below(self) -> range:
        """The places of the rows below the current one."""
        return range(self._view.place + 1, self._model.rowCount())

    def _copy_below(self, _checked: object = None) -> None:
        self._copy_to(below=True)

    def _copy_all(self, _checked: object = None) -> None:
        self._copy_to(below=False)

    def _copy_to(self, *, below: bool) -> None:
        self._context.session.finish_writing()
        place, column = self._view.place, self._view.column
        if place >= 0:  # rows came or went: then nothing is chosen
            places = self.below() if below else range(self._model.rowCount())
            self.set_in(places, column, self._model.text_at(place, column))

    def set_in(self, places: Sequence[int], column: int, text: str) -> None:
        """Write a text into a column of some rows: one undo step, said with its count."""
        self._change(places, column, lambda _now: text)

    def add_value(self, places: Sequence[int], column: int, value: str) -> None:
        """Give some rows one more value of a column, those that have it not."""
        self._change(places, column, lambda now: held.with_part(now, value))

    def give(self, wanted: Wanted) -> None:
        """Give rows a statement, in a column that may be added for it: one undo step."""
        session, wish, given = self._context.session, wanted.wish, wanted.given
        said = [n("adding.same", given.same)] if given.same else []
        said += [n("adding.left", given.others)] if given.others else []
        if not given.texts:
            self._say("info", t("adding.nothing"), " ".join(said))
            return
        count = len(given.texts)
        if wish.place.column is None:
            self._chosen = self._view.selecting.rects()
        done = session.do(
            for_all.give, wish, n("adding.undo", count, column=wanted.words), count=count
        )
        if not done:
            self._chosen = []
        if done:
            words = n("adding.done", count, column=wanted.words, said=wanted.said)
            self._say("done", words, " ".join(said), undo=True)

    def _change(self, places: Sequence[int], column: int, text_of: Callable[[str], str]) -> None:
        session, head = self._context.session, self._model.heads[column]
        ids = self._model.ids_at(places)
        session.finish_writing()
        if session.project is None or head.column is None:
            return
        row, column_id, words = session.project.row, head.column.id, head.words.name
        there = session.project.places
        now = ((i, row(i).text(column_id)) for i in ids if i in there)
        cells = {(i, column_id): new for i, old in now if (new := text_of(old)) != old}
        if not cells:
            self._say("info", t("rows.same-already", column=words))
        elif session.change(n("change.several", len(cells), column=words), cells):
            self._say("done", n("rows.copied", len(cells), column=words), undo=True)


def stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """Places as runs without gaps: first and last of each."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
