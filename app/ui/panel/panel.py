"""The panel beside the sheet: the row you are in, or the rows you chose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.core import draft, readable, text
from app.core.draft import Draft
from app.core.errors import KabochaError
from app.core.model import Row
from app.core.project import Project
from app.core.readable import Card, Line
from app.core.text import n, number, size, t
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.panel.adding import Adding
from app.ui.panel.cards import PageCard, card_rows, statement_card
from app.ui.panel.file_facts import FileFacts
from app.ui.panel.several import SeveralRows
from app.ui.panel.stage import Stage
from app.ui.parts import Elided, Section, icon_label, label
from app.ui.sheet.delegate import LOOKS
from app.ui.sheet.model import SheetModel
from app.ui.theme import set_look

SOON_MS = 60
"""Rest on a row before its page is made: who goes on with the arrows does not wait for it."""


_ISOLATE, _END = "\u2066", "\u2069"
"""Left to right inside, also in a window that reads from right to left (LRI and PDI of Unicode)."""


class Panel(QWidget):
    """Call `show_places` when the selection changes."""

    picture_wanted = Signal()

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._model = model
        self._row: Row | None = None
        self._places: list[int] = []
        self._latest = Latest(context.jobs, "draft", self)
        self._shown: Sequence[Card] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="panel")
        self.setAccessibleName(t("panel.name"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._areas: dict[int, QScrollArea] = {}
        outer.addWidget(self._stack)
        self._stack.addWidget(self._empty())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._compose)

    def steps(self) -> Iterator[None]:
        """Makes what it shows of one row, and of several; a turn of the event loop may lie at each
        yield.
        """
        self._make_one()
        yield
        self.several = SeveralRows(self.context, self._model)
        self._put(self.several)
        self._connect()

    def _connect(self) -> None:
        context = self.context
        context.session.rows_changed.connect(self._rows_changed)
        context.session.structure_changed.connect(self._again)
        context.session.problems_changed.connect(self._show_problems)
        context.session.closed.connect(self._closed)

    # parts ------------------------------------------------------------------------------------

    def _put(self, content: QWidget) -> None:
        """Put something into a place of its own that scrolls."""
        area = QScrollArea()
        self._areas[self._stack.addWidget(area)] = area
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        area.setWidget(holder)
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(holder, ground="panel")
        column = QVBoxLayout(holder)
        self.context.theme.space(column, 0, (16, 12, 16, 16))
        column.addWidget(content)
        column.addStretch(1)

    def _empty(self) -> QWidget:
        theme = self.context.theme
        holder = QWidget()
        column = QVBoxLayout(holder)
        theme.space(column, 8, (32, 16, 32, 16))
        column.addStretch(1)
        column.addWidget(
            icon_label(theme, "panel-right", 28, "ink2"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        for words, kind, tone in (
            (t("panel.empty"), "part", "ink"), (t("panel.empty.text"), "body", "ink2"),
        ):  # fmt: skip
            made = label(words, kind, tone, wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(made)
        column.addStretch(1)
        return holder

    def _make_one(self) -> None:
        theme = self.context.theme
        holder = QWidget()
        self._put(holder)
        column = QVBoxLayout(holder)
        theme.space(column, 8)
        self.stage = Stage(theme, self.context.thumbnails)
        self.stage.pressed.connect(self.picture_wanted)
        column.addWidget(self.stage)
        line = QHBoxLayout()
        theme.space(line, 8)
        self._file = Elided("", "strong-note")
        self._facts = label("", "note", "ink2")
        line.addWidget(self._file, 1)
        line.addWidget(self._facts)
        column.addLayout(line)
        self._problems = QVBoxLayout()
        theme.space(self._problems, 4)
        column.addLayout(self._problems)
        self.facts_part = self._section("file", t("facts.title"))
        self.file_facts = FileFacts(self.context, self.facts_part.set_note)
        self.facts_part.body.addWidget(self.file_facts)
        column.addWidget(self.facts_part)
        self.page = self._section("page", t("panel.page"))
        self._page_card = PageCard(theme)
        self.page.body.addWidget(self._page_card)
        column.addWidget(self.page)
        self.data = self._section("data", t("panel.data"))
        self._cards = QWidget()
        self.data.body.addWidget(self._cards)
        self.adding = Adding(self.context, self._model, chosen=False)
        self.data.body.addWidget(self.adding)
        column.addWidget(self.data)

    def _section(self, key: str, title: str) -> Section:
        made = Section(self.context.theme, title)
        made.setObjectName(key)
        made.set_folded(key in self.context.settings.get("folded"))
        made.folded.connect(self._folded)
        return made

    def _folded(self, shut: bool) -> None:
        key = self.sender().objectName()
        others = [k for k in self.context.settings.get("folded") if k != key]
        self.context.settings.set("folded", [*others, key] if shut else others)

    # what is shown ----------------------------------------------------------------------------

    def ask_statement(self) -> None:
        """Ask for a statement for all rows that are chosen, or for all there are."""
        if self._stack.currentIndex() == 1 and self.data.is_folded:
            self.data.toggle()
        self._areas[self._stack.currentIndex()].ensureWidgetVisible(self._adding())
        self._adding().ask()

    def _adding(self) -> Adding:
        return self.adding if self._stack.currentIndex() == 1 else self.several.adding

    def show_places(self, places: list[int]) -> None:
        """Rows of the view that are chosen; none = the empty state."""
        self._places = places
        if len(places) > 1:
            self.several.show_rows(places)
            self._stack.setCurrentIndex(2)
            return
        if not places or places[0] >= self._model.rowCount():
            self._row = None
            self._stack.setCurrentIndex(0)
            return
        row = self._model.row_at(places[0])
        self._stack.setCurrentIndex(1)
        self.adding.show_rows(places)
        if row != self._row:
            self._row = row
            self._show_file(self._model.file_at(places[0]))
            self._show_problems()
            self._soon.start()

    def _rows_changed(self, ids: frozenset[int]) -> None:
        if len(self._places) > 1 or (self._row is not None and self._row.id in ids):
            self._again()

    def _again(self) -> None:
        self._row = None
        QTimer.singleShot(0, self, self._refresh)

    def _refresh(self) -> None:
        count = self._model.rowCount()
        places = [p for p in self._places if p < count]
        self.show_places(places)

    def _closed(self) -> None:
        self._latest.stop()
        self._soon.stop()
        self.show_places([])

    def _compose(self) -> None:
        project = self.context.session.project
        if project is None or self._row is None:
            return
        work = _Composer(project, self._row, self.context.session.account)
        self._latest.run(work, self._composed, self._not_composed)

    def _not_composed(self, error: BaseException) -> None:
        if not isinstance(error, KabochaError):
            raise error

    def _composed(self, found: _Composed) -> None:
        made = found.made
        if self._row is None or made.row.id != self._row.id:
            return
        self._page_card.show_page(found.title, found.lines, found.wikitext)
        self._show_file(made.file, made)
        self.file_facts.show_draft(made)
        self._show_cards(found)

    def _show_file(self, path: Path | None, made: Draft | None = None) -> None:
        self.stage.show_file(path)
        address = made.address if made else ""
        self._file.setText(path.name if path else address or t("panel.no-file"))
        facts = made.facts if made else None
        words = []
        if facts and facts.width and facts.height:
            words.append(t("panel.pixels", width=number(facts.width), height=number(facts.height)))
        if facts:
            words.append(size(facts.size))
        self._facts.setText(" · ".join(f"{_ISOLATE}{word}{_END}" for word in words))

    def _show_problems(self) -> None:
        while self._problems.count():
            self._problems.takeAt(0).widget().deleteLater()
        if self._row is None:
            return
        theme = self.context.theme
        shown = {h.column.header for h in self._model.heads if h.column}
        for found in self.context.session.findings.row(self._row.id):
            if found.field in shown:
                continue
            icon, token = LOOKS[found.severity]
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.u(8))
            line.addWidget(icon_label(theme, icon, 14, token), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(text.problem(found), "note", token, wrap=True), 1)
            self._problems.addWidget(holder)

    def _show_cards(self, found: _Composed) -> None:
        note = n("panel.statements", found.statements)
        few = t("panel.only-text", statements=note, count=found.only_text)
        self.data.set_note(few if found.only_text else note)
        if found.cards != self._shown:
            self._shown = found.cards
            self._make_cards(found.cards)

    def _make_cards(self, cards: Sequence[Card]) -> None:
        theme = self.context.theme
        new = QWidget()
        column = QVBoxLayout(new)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.u(8))
        for row in card_rows(cards):
            line = QHBoxLayout()
            line.setSpacing(theme.u(8))
            for shown in row:
                line.addWidget(statement_card(theme, shown), 1)
            column.addLayout(line)
        if not cards:
            column.addWidget(label(t("panel.no-data"), "note", "ink2", wrap=True))
        self.data.body.replaceWidget(self._cards, new)
        self._cards.hide()
        self._cards.deleteLater()
        self._cards = new
        theme.tidy()


@dataclass(frozen=True)
class _Composed:
    """A draft in the words people read."""

    made: Draft
    title: str
    lines: Sequence[Line]
    wikitext: str
    cards: Sequence[Card]
    statements: int
    only_text: int


class _Composer:
    """Makes a draft and its words in a thread."""

    def __init__(self, project: Project, row: Row, account: str) -> None:
        self._project, self._row, self._account = project, row, account

    def __call__(self, _emit: object, _cancel: object) -> _Composed:
        made = draft.compose(self._project, self._row, self._account)
        return _Composed(
            made, readable.title(made), readable.page_lines(made, self._project.layout), made.text,
            readable.cards(made), len(made.description.statements), readable.only_text(made),
        )  # fmt: skip
