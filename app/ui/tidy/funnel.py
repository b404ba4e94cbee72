"""The filter of a column, as spreadsheets have it: its values with ticks, problems, states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.cancel import Cancel
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.jobs import Job
from app.ui.parts import Choice, TickBox, button, label, rule
from app.ui.session import Session
from app.ui.sheet.conditions import (
    STATES,
    AtColumn,
    Condition,
    Problems,
    State,
    Values,
    state_counts,
)  # fmt: skip
from app.ui.sheet.filters import Filters
from app.ui.sheet.model import Head
from app.ui.sheet.view import SheetView
from app.ui.theme import set_look
from app.ui.tidy.value_list import AT_ONCE, Counted, Counting, ValueList


@dataclass(frozen=True)
class _Known:
    """What can be chosen beside the values: kinds of problems in the column, and how many rows are
    in each state.
    """

    codes: frozenset[str]
    states: Mapping[str, int]


class _Looking:
    """Looks what can be chosen, and tells it bit by bit. For `Jobs.run`, or called for few rows."""

    def __init__(self, session: Session, header: str, counting: Counting) -> None:
        self._session, self._header, self._counting = session, header, counting

    def __call__(self, emit: Callable[[object], None], cancel: Cancel | None) -> Counted:
        """Raises CancelledError."""
        session = self._session
        found = session.findings.by_field.get(self._header, ())
        emit(_Known(frozenset(p.code for p in found), state_counts(session)))
        return self._counting(emit, cancel)


class Funnel(QFrame):
    """Pops up below the head of a column. Enter shows the rows, Esc leaves all as it was."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        filters: Filters,
        column: int,
        head: Head,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        assert head.column is not None
        self._context, self._filters = context, filters
        self._column, self._head = column, head.column
        self._kind, self._shown = head.kind, head.shown
        self._name = name = head.words.name
        self._job: Job | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(t("funnel.title", column=name))
        set_look(self, card="plain")
        theme = context.theme
        box = QVBoxLayout(self)
        theme.space(box, 8, (14, 12, 14, 12))
        box.addWidget(label(t("funnel.title", column=name), "strong"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("funnel.search"))
        self.search.setAccessibleName(t("funnel.search"))
        self.search.textChanged.connect(self._search)
        box.addWidget(self.search)
        self.every = TickBox(theme, "")
        self.every.clicked.connect(self._tick_all)
        box.addWidget(self.every)
        self.list = ValueList(theme, t("funnel.values", column=name), ticks=True, words=head.shown)
        self.list.facts.ticked.connect(self._count)
        box.addWidget(self.list, 1)
        self.here = self._problems_here()
        self.problems = self._problems_of_rows()
        self.state = self._states()
        box.addWidget(rule())
        choices = (
            ("funnel.here", self.here),
            ("funnel.problems", self.problems),
            ("funnel.state", self.state),
        )
        grid = QGridLayout()
        theme.space(grid, 8)
        grid.setColumnStretch(1, 1)
        for place, (words, choice) in enumerate(choices):
            grid.addWidget(label(t(words), "note", "ink2"), place, 0)
            grid.addWidget(choice, place, 1)
        box.addLayout(grid)
        row = QHBoxLayout()
        theme.space(row, 8)
        self.clear = button(theme, t("funnel.clear"), pressed=self._clear)
        self.show_ = button(theme, t("funnel.show"), kind="primary", pressed=self.agree)
        row.addWidget(self.clear)
        row.addStretch(1)
        row.addWidget(self.show_)
        box.addLayout(row)
        self._fill()

    # what can be chosen -----------------------------------------------------------------------

    def _problems_here(self) -> Choice:
        made = Choice(self._context.theme, t("funnel.here"))
        made.add(t("funnel.any"), "")
        made.add(t("funnel.with"), "with")
        made.add(t("funnel.without"), "without")
        now = self._filters.condition(f"problem:{self._head.header}")
        if isinstance(now, AtColumn):
            if now.code:
                made.add(now.kind, now.code)
            made.choose(now.code or ("with" if now.wrong else "without"))
        return made

    def _problems_of_rows(self) -> Choice:
        made = Choice(self._context.theme, t("funnel.problems"))
        made.add(t("funnel.any"), "")
        for kind in ("errors", "problems", "fine"):
            made.add(t(f"filter.{kind}"), kind)
        for group in self._context.session.checked.groups:
            if group.rows:
                made.add(group.headline, group.code)
        now = self._filters.condition("problems")
        if isinstance(now, Problems):
            made.choose(now.kind)
        return made

    def _states(self) -> Choice:
        made = Choice(self._context.theme, t("funnel.state"))
        made.add(t("funnel.any-state"), "")
        for state in STATES:
            made.add(t(f"filter.state-{state}"), state)
        now = self._filters.condition("state")
        if isinstance(now, State):
            made.choose(now.state)
        return made

    def _fill(self) -> None:
        """Count the values of the rows that the other filters show."""
        session = self._context.session
        test = self._filters.tests(without=(self._key,)) if self._filters.conditions else None
        counting = Counting(session.rows, self._head.id, test, self._shown)
        work = _Looking(session, self._head.header, counting)
        if len(session.rows) <= AT_ONCE:
            self._compared(work(self._told, None))
            return
        self.show_.setEnabled(False)
        self.every.setText(t("funnel.counting"))
        self._job = self._context.jobs.run(
            work, on_event=self._told, on_done=self._compared, name="values"
        )

    def _told(self, found: _Known | Counted) -> None:
        if isinstance(found, Counted):
            now = self._filters.condition(self._key)
            on = now.values if isinstance(now, Values) else None
            self.list.facts.show(found.values, found.plain, on, found.alike)
            self._count()
            return
        for place, state in enumerate(STATES, 1):
            words = t(f"filter.state-{state}")
            count = number(found.states[state])
            self.state.setItemText(place, t("funnel.counted", what=words, count=count))
        for group in self._context.session.checked.groups:
            if group.code in found.codes and self.here.findData(group.code) < 0:
                self.here.add(group.headline, group.code)

    def _compared(self, counted: Counted) -> None:
        """A search can be answered now."""
        self._job = None
        self.list.facts.know(counted.plain)
        self._count()

    @property
    def _key(self) -> str:
        return f"values:{self._head.id}"

    # doing ------------------------------------------------------------------------------------

    def pop_up(self, head: QRect) -> None:
        """Show it below the head of its column (a place on the screen), within the window."""
        theme, window = self._context.theme, self.parentWidget().window()
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        high = min(theme.u(500), room.height() - theme.u(8))
        wide = min(theme.u(340), room.width())
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = head.right() - wide if right else head.x()
        x = max(room.x(), min(x, room.right() - wide))
        y = max(room.y(), min(head.bottom() + 1, room.bottom() - high))
        self.setGeometry(x, y, wide, high)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows, Esc leaves, down goes from the search to the values."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.agree()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.setCurrentIndex(self.list.facts.index(0))
        else:
            super().keyPressEvent(event)

    def _search(self, wanted: str) -> None:
        self.list.facts.search(wanted)
        self._count()

    def _tick_all(self, on: bool) -> None:
        self.list.facts.tick_all(on)

    def _count(self) -> None:
        facts = self.list.facts
        if facts.waiting:
            self.every.setText(t("funnel.counting"))
            self.show_.setEnabled(False)
            return
        picked = facts.picked
        self.every.setText(n("funnel.all", len(facts.shown), values=number(len(facts.shown))))
        self.every.setChecked(bool(facts.shown) and len(picked) == len(facts.shown))
        self.show_.setEnabled(bool(picked))
        self.show_.setToolTip("" if picked else t("funnel.tick-one"))

    def agree(self) -> None:
        """Show the rows that are wanted."""
        if not self.show_.isEnabled():
            return
        facts = self.list.facts
        wanted: list[Condition] = []
        without = []
        every = len(facts.picked) == len(facts.values)
        picked = frozenset(text for text, _ in facts.picked)
        parts: tuple[tuple[str, Callable[[], Condition] | None], ...] = (
            (
                self._key,
                None if every else lambda: Values(self._head.id, self._name, picked, self._kind),
            ),
            (
                f"problem:{self._head.header}",
                self._here_wanted if self.here.currentData() else None,
            ),
            ("problems", self._problems_wanted if self.problems.currentData() else None),
            ("state", self._state_wanted if self.state.currentData() else None),
        )
        for key, make in parts:
            if make is None:
                without.append(key)
            else:
                wanted.append(make())
        here = any(c.key in (self._key, f"problem:{self._head.header}") for c in wanted)
        self.close()
        self._filters.set(*wanted, without=tuple(without), column=self._column if here else None)

    def _here_wanted(self) -> Condition:
        data = self.here.currentData()
        known = data in ("with", "without")
        code, kind = ("", "") if known else (data, self.here.currentText())
        return AtColumn(self._head.header, self._name, data != "without", code, kind)

    def _problems_wanted(self) -> Condition:
        data = self.problems.currentData()
        known = data in ("errors", "problems", "fine")
        words = t(f"filter.{data}.words") if known else self.problems.currentText()
        return Problems(data, words)

    def _state_wanted(self) -> Condition:
        return State(self.state.currentData())

    def _clear(self) -> None:
        """No filter of this column."""
        self.close()
        self._filters.set(without=(self._key, f"problem:{self._head.header}"))

    def hideEvent(self, event: object) -> None:
        """Hear no more of the counting."""
        if self._job is not None:
            self._job.forget()
        super().hideEvent(event)


def head_place(view: SheetView, column: int, otherwise: QWidget) -> QRect:
    """Where the head of a column is on the screen; while the table is not shown another widget."""
    if not view.isVisible():
        return QRect(otherwise.mapToGlobal(QPoint(0, 0)), otherwise.size())
    heads = (view.rest if view.frozen.isColumnHidden(column) else view.frozen).heads
    spot = heads.viewport().mapToGlobal(QPoint(heads.sectionViewportPosition(column), 0))
    return QRect(spot, QSize(heads.sectionSize(column), heads.height()))
