"""An editor with a list below it: what other rows hold, what the catalogues know, what the wiki has."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from app.core.text import n, t
from app.ui.editors.base import ENTERS, TABS, CellEditor, How, step_of
from app.ui.editors.desk import Asked, Desk
from app.ui.editors.entries import Entry, Kind, narrowed
from app.ui.editors.known import Held, Split, fitting, whole
from app.ui.editors.looking import LEAST

_ALT = Qt.KeyboardModifier.AltModifier
_STEPS = {
    Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6,
}  # fmt: skip


class OfferingEditor(CellEditor):
    """Down marks a line of the list and Enter takes it; without a mark the text is taken."""

    at_once = True
    """Whether the list opens with the editor, not only by Alt+Down."""
    separators = ""
    """What stands between the values of a cell; "" = there is one value."""
    split: Split = staticmethod(whole)
    wiki = ""
    """What can be looked up on the wiki: items, categories, or "" = nothing."""

    def __init__(self, desk: Desk, asked: Asked, parent: QWidget | None) -> None:
        super().__init__(desk, asked, parent)
        self._wanted = self.at_once
        self.first = ""
        desk.known.came.connect(self._came)
        desk.looker.answered.connect(self._answered)
        self.textChanged.connect(self.renew)
        self.cursorPositionChanged.connect(self._moved)

    def begin(self, text: str, how: How, at: QPoint | None = None) -> None:
        """Take the text, show the list."""
        self.first = text
        super().begin(text, how, at)

    def showEvent(self, event: object) -> None:
        """The list opens when the editor has its place."""
        super().showEvent(event)
        self.renew()

    # what is offered --------------------------------------------------------------------------

    def known(self) -> tuple[Held, ...]:
        """What other rows hold."""
        return self.desk.known.of(self.asked.column.id, type(self).split)

    def entries(self, typed: str) -> list[Entry]:
        """The lines to narrow by what is typed, best first; a subclass adds its own."""
        return [self.of_row(held) for held in fitting(self.known(), typed)]

    def of_row(self, held: Held) -> Entry:
        """The line of a value that other rows hold."""
        return Entry(held.text, held.text, n("editors.rows", held.rows), key=held.key)

    def hint(self) -> str:
        """A quiet line about what is typed."""
        return ""

    def renew(self) -> None:
        """Show what fits to what is typed now."""
        if not self._wanted or not self.isVisible():
            return
        drop = self.make_drop()
        drop.show_list([*self.fitting(), *self.from_wiki()])
        drop.say(self._wiki_says() or self.hint())

    def fitting(self) -> list[Entry]:
        """The lines that fit; all while nothing was changed."""
        typed = self.part().strip()
        asked = "" if self.text() == self.first and not self.separators else typed
        others = self.others()
        offered = [e for e in self.entries(asked) if e.value not in others]
        found = narrowed(offered, asked)
        return [] if [e.value for e in found] == [typed] and self.first != typed else found

    # what the wiki has ------------------------------------------------------------------------

    def of_wiki(self, found: object) -> Entry:
        """The line of something found there."""
        raise NotImplementedError

    def from_wiki(self) -> list[Entry]:
        """What the wiki has, once it answered; before it may be asked, a line to allow that."""
        typed, looker = self.part().strip(), self.desk.looker
        if not self.wiki or len(typed) < LEAST or self.text() == self.first:
            return []
        wiki = looker.wiki(self.wiki)
        if not looker.allowed:
            words, note = t("editors.look-up", wiki=wiki), t("editors.look-up.note")
            return [Entry(words, note=note, icon="search", kind=Kind.ACTION)]
        looker.want(self.wiki, typed)
        found = [self.of_wiki(one) for one in looker.found(self.wiki, typed) or ()]
        title = Entry(t("editors.on-wiki", wiki=wiki), kind=Kind.TITLE)
        return [title, *found] if found else []

    def _wiki_says(self) -> str:
        """That it is being asked, or does not answer."""
        if not self.wiki:
            return ""
        state = self.desk.looker.state(self.wiki, self.part().strip())
        return t(f"editors.{state}", wiki=self.desk.looker.wiki(self.wiki)) if state else ""

    def _answered(self, kind: str, typed: str) -> None:
        if (kind, typed) == (self.wiki, self.part().strip()):
            self.renew()

    def make_drop(self):  # noqa: ANN201 - as in CellEditor
        """The list hears of clicks."""
        is_new = self.drop is None
        drop = super().make_drop()
        if is_new:
            drop.taken.connect(self.take)
        return drop

    # the value the cursor is in ---------------------------------------------------------------

    def span(self) -> tuple[int, int]:
        """Where the value begins and ends that the cursor is in."""
        text, at = self.text(), self.textCursor().position()
        if not self.separators:
            return 0, len(text)
        start = max(text.rfind(one, 0, at) for one in self.separators) + 1
        ends = [text.find(one, at) for one in self.separators]
        return start, min((end for end in ends if end >= 0), default=len(text))

    def others(self) -> set[str]:
        """The values that stand in the cell beside the one the cursor is in."""
        if not self.separators:
            return set()
        start, end = self.span()
        around = f"{self.text()[:start]};{self.text()[end:]}"
        return set(type(self).split(around))

    def part(self) -> str:
        """The value the cursor is in."""
        start, end = self.span()
        return self.text()[start:end]

    def take(self, entry: Entry, step: str = "") -> None:
        """Write a line of the list: into its place among several, else the cell is done. `step`:
        the cell is done in any case, and where it goes on.
        """
        if entry.kind is Kind.ACTION:
            self.desk.looker.allow()
            self.renew()
            return
        start, end = self.span()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f" {entry.value}" if start and self.separators else entry.value)
        self.setTextCursor(cursor)
        if step or not self.goes_on():
            self.end(step or "down")
            return
        self.make_drop().list.unmark()
        self.make_drop().hide()

    def goes_on(self) -> bool:
        """Whether the cell stays open for another value after one was taken by Enter."""
        return bool(self.separators)

    # keys -------------------------------------------------------------------------------------

    def takes(self, event: QKeyEvent) -> bool:
        """Down and Up move in the list, Enter and Tab take what is marked."""
        key, keys = event.key(), event.modifiers()
        if key in _STEPS and not keys & ~Qt.KeyboardModifier.KeypadModifier and self._is_open():
            return self._step(_STEPS[Qt.Key(key)])
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and keys & _ALT:
            self.open_list(again=key == Qt.Key.Key_Down)
            return True
        marked = self.drop.list.marked if self._is_open() else None
        if marked is not None and key == Qt.Key.Key_Escape:
            self.drop.list.unmark()
            return True
        if marked is not None and key in (*ENTERS, *TABS) and not keys & _ALT:
            step = step_of(event) or ""
            self.take(marked, step if key in TABS or step == "fill" else "")
            return True
        return super().takes(event)

    def open_list(self, *, again: bool = True) -> None:
        """Show all of the list (Alt+Down), or hide it (Alt+Up)."""
        self._wanted = again
        if again:
            self.first = self.text()
            self.renew()
        elif self.drop is not None:
            self.drop.hide()

    def _is_open(self) -> bool:
        return self.drop is not None and self.drop.isVisible()

    def _step(self, by: int) -> bool:
        assert self.drop is not None
        moved = self.drop.list.step(by)
        marked = self.drop.list.marked
        said = (marked.words, marked.note) if marked else ()
        self.tell_readers(". ".join(filter(None, said)))
        return moved

    def hideEvent(self, event: object) -> None:
        """Nobody waits for the wiki any more."""
        super().hideEvent(event)
        self.desk.looker.leave()

    def _came(self, column_id: int) -> None:
        if column_id == self.asked.column.id:
            self.renew()

    def _moved(self) -> None:
        """Another value of several has the cursor."""
        if self.separators and self._is_open():
            self.renew()
