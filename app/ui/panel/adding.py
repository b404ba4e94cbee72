"""A statement for many rows at once: which one, what it says, and what becomes of what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core import fields, for_all, offers, wording
from app.core.cancel import Cancel
from app.core.errors import CancelledError
from app.core.for_all import Given, Place, Wish
from app.core.held import Held
from app.core.model import Column
from app.core.project import Project
from app.core.text import n, t
from app.ui.context import Context
from app.ui.editors import kinds
from app.ui.editors.base import How
from app.ui.jobs import Latest
from app.ui.pages import meanings
from app.ui.pages.forms import clear, say
from app.ui.pages.picker import Picker
from app.ui.panel.over import Over
from app.ui.panel.several_field import SeveralField
from app.ui.parts import Flow, button, card, icon_button, icon_label, label
from app.ui.sheet.model import Head, SheetModel

LONGEST = 60
"""Letters of what was said in a notice."""
AT_ONCE = 300
"""So many rows are looked through in the window; more of them beside it."""


@dataclass(frozen=True)
class Wanted:
    """What rows are to say, and what becomes of them by it; the name of the column for people, and
    what was said, in short.
    """

    wish: Wish
    given: Given
    words: str
    said: str


class Adding(QWidget):
    """A button; pressed, it asks for a statement and gives it to the rows at hand or to all."""

    wanted = Signal(object)
    """Wanted."""

    def __init__(self, context: Context, model: SheetModel, *, chosen: bool) -> None:
        """`chosen`: the rows at hand are those a person chose; else all that are shown."""
        super().__init__()
        self._context, self._model, self._chosen = context, model, chosen
        self._places: Sequence[int] = ()
        self._asking = False
        """Whether is asked what becomes of rows that say something else."""
        self.place: Place | None = None
        self.field: SeveralField | None = None
        self._current: Sequence[int] = ()
        self._latest = Latest(context.jobs, "for-all", self)
        theme = context.theme
        column = QVBoxLayout(self)
        theme.space(column, 8, (0, 4, 0, 0))
        row = Flow()
        theme.space(row, 8)
        self.button = button(theme, "", icon="plus", pressed=self.ask)
        self.category = button(theme, t("adding.category"), icon="plus", pressed=self._ask_category)
        if not chosen:
            self.category.hide()
        row.addWidget(self.button)
        row.addWidget(self.category)
        column.addLayout(row)
        self.card: QFrame = card()
        self._body = QVBoxLayout(self.card)
        theme.space(self._body, 6, (12, 8, 12, 10))
        self.card.hide()
        column.addWidget(self.card)
        context.session.closing.connect(self.close_card)

    @cached_property
    def picker(self) -> Statements:
        """The list of statements."""
        made = Statements(self._context, self)
        made.chosen.connect(self._pick)
        return made

    @cached_property
    def over(self) -> Over:
        """Holds the editor of what it says."""
        made = Over(self._context, self)
        made.ended.connect(self._ended)
        return made

    # the rows ---------------------------------------------------------------------------------

    def show_rows(self, places: Sequence[int]) -> None:
        """Other rows are at hand, or others are shown."""
        self._current = places
        self._places = places if self._chosen else range(self._model.rowCount())
        say(self.button, self._counted("button", self._places))
        if self.place is not None and not self._asking:
            self._show_buttons()

    def _counted(self, what: str, places: Sequence[int]) -> str:
        """A sentence for the rows chosen, all there are, or all that are shown."""
        every = len(places) == self._model.rowCount()
        of = "chosen" if not every else "shown" if self._model.filtered else "all"
        return n(f"adding.{what}-{of}", len(places))

    # which statement --------------------------------------------------------------------------

    def ask(self) -> None:
        """Which statement it is to be."""
        self.picker.refill()
        self.picker.open_at(self.button)

    def _pick(self, pid: str) -> None:
        project = self._context.session.project
        if project is not None:
            self._show(for_all.place(project.columns, project.layout, pid), project)

    def _ask_category(self) -> None:
        project = self._context.session.project
        if project is not None:
            self._show(for_all.categories(project.columns), project)

    def _show(self, place: Place, project: Project) -> None:
        """Ask what it says."""
        self.close_card()
        theme, layout = self._context.theme, project.layout
        self.place = place
        self.words = meanings.words_of(place.meaning, layout)
        head = QHBoxLayout()
        theme.space(head, 6)
        icon = wording.meaning_words(place.meaning, layout).icon
        head.addWidget(icon_label(theme, icon, 14, "accent"))
        head.addWidget(label(self.words, "strong-note"), 1)
        head.addWidget(icon_button(theme, "x", t("adding.close"), size=14, pressed=self._leave))
        self._body.addLayout(head)
        self.field = SeveralField(self.words, own=bool(kinds.of(place.meaning, layout)))
        self.field.show_held(Held(1, 1, 1, "", 1))
        self.field.setPlaceholderText(t("adding.what"))
        self.field.set_wanted.connect(self._entered)
        self.field.editor_wanted.connect(self._edit)
        self._body.addWidget(self.field)
        key = "new" if place.column is None else "several" if place.several else "one"
        self._note = label(t(f"adding.goes-{key}", column=self.words), "note", "ink2", wrap=True)
        self._body.addWidget(self._note)
        self._buttons = QVBoxLayout()
        theme.space(self._buttons, 4)
        self._body.addLayout(self._buttons)
        self._show_buttons()
        self.card.show()
        theme.tidy()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._bring_into_sight)

    @cached_property
    def _area(self) -> QScrollArea:
        """What it scrolls in."""
        above = self.parentWidget()
        while not isinstance(above, QScrollArea):
            above = above.parentWidget()
        above.verticalScrollBar().rangeChanged.connect(self._bring_into_sight)
        return above

    def _bring_into_sight(self, *_range: object) -> None:
        """What is asked is seen, also when it gets longer."""
        if self.place is not None:
            self._area.ensureWidgetVisible(self.card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks nothing more."""
        if event.key() == Qt.Key.Key_Escape and self.place is not None:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _show_buttons(self) -> None:
        """For the rows at hand; and for all when those are only some, else for the one that is shown."""
        every = range(self._model.rowCount())
        clear(self._buttons)
        self._put(self._counted("add", self._places), "quiet", partial(self.give, self._places))
        other = every if self._chosen else self._current
        if len(self._places) != len(other):
            self._put(self._counted("add", other), "link", partial(self.give, other))

    def _put(self, words: str, kind: str, pressed: object) -> QPushButton:
        made = button(self._context.theme, words, kind=kind)
        made.clicked.connect(pressed)
        row = QHBoxLayout()
        row.addWidget(made)
        row.addStretch(1)
        self._buttons.addLayout(row)
        return made

    def _leave(self) -> None:
        self.close_card()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        """Ask nothing more."""
        self._latest.stop()
        if self.place is not None:
            self.over.close()
        self.place, self.field, self._asking = None, None, False
        clear(self._body)
        self._context.theme.tidy()
        self.card.hide()

    # what it says -----------------------------------------------------------------------------

    def _edit(self, how: How, typed: str) -> None:
        project, place, field = self._context.session.project, self.place, self.field
        if project is None or place is None or field is None:
            return
        header = fields.header_for(place.meaning, project.layout.template)
        column = place.column or Column(0, header, place.meaning)
        words = wording.column_words(column, project.layout)
        self.over.open(Head(column, words, 0), field, field.value, how, typed)

    def _ended(self, field: SeveralField, step: str, text: str) -> None:
        if step == "leave" or field is not self.field:
            return
        field.show_held(Held(1, 1, not text, text, 1))
        if step in ("down", "up", "fill"):
            self.give(self._places)

    def _entered(self, _text: str) -> None:
        self.give(self._places)

    def give(self, places: Sequence[int], _checked: object = None) -> None:
        """Give what was typed to these rows; where some say something else it is asked."""
        place, field = self.place, self.field
        if place is None or field is None:
            return
        text = (field.current() or "").strip()
        if not text:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._give(Wish(frozenset(self._model.ids_at(places)), place, text), asks=True)

    def _give(self, wish: Wish, _checked: object = None, *, asks: bool) -> None:
        session = self._context.session
        session.finish_writing()
        if session.project is None:
            return
        wish = wish.now(session.project)
        work, found = _Giving(session.project, wish), partial(self._found, wish, asks)
        if len(wish.row_ids) <= AT_ONCE:
            found(work())
        else:
            self._latest.run(work, found, self._not_found)

    def _found(self, wish: Wish, asks: bool, given: Given) -> None:
        if self.place is None:
            return
        if asks and given.others:
            self._ask_others(wish, given)
            return
        self.wanted.emit(Wanted(wish, given, self.words, self._said()))
        self._leave()

    def _said(self) -> str:
        text = " ".join(offers.name_of(self.field.current() or "").split()) if self.field else ""
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def _not_found(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            raise error

    def _ask_others(self, wish: Wish, given: Given) -> None:
        """Some rows say something else where only one value has room."""
        self._asking = True
        self._note.setText(n("adding.others", given.others, column=self.words))
        clear(self._buttons)
        leave = partial(self._give, wish, asks=False)
        give_way = partial(self._give, replace(wish, replace=True), asks=False)
        first = self._put(n("adding.leave", given.others), "quiet", leave)
        self._put(n("adding.replace", given.others), "quiet", give_way)
        self._context.theme.tidy()
        first.setFocus(Qt.FocusReason.OtherFocusReason)


class Statements(Picker):
    """The statements there are, by their names."""

    chosen = Signal(str)
    """Number of the property."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.theme, t("adding.which"))
        self._context = context
        self.setParent(parent)
        self.hide()

    def refill(self) -> None:
        """What the layout of the project calls them."""
        project = self._context.session.project
        self.clear()
        if project is None:
            return
        known = set()
        for pid in meanings.PROPERTIES:
            meaning = for_all.place(project.columns, project.layout, pid).meaning
            if meaning not in known:
                known.add(meaning)
                icon = wording.meaning_words(meaning, project.layout).icon
                self.add(meanings.words_of(meaning, project.layout), pid, icon)

    def take(self, data: str, _words: str) -> None:
        """It was chosen."""
        if data:
            self.chosen.emit(data)


class _Giving:
    """The work: what the rows are to hold."""

    def __init__(self, project: Project, wish: Wish) -> None:
        self._project, self._wish = project, wish

    def __call__(self, _emit: object = None, cancel: Cancel | None = None) -> Given:
        return for_all.given(self._project, self._wish, cancel)
