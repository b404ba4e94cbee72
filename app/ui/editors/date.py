"""A date: how it is read is told while it is typed; Alt+Down opens a calendar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QPushButton, QToolButton, QWidget

from app.core import readable, text, values
from app.core.checks import mending
from app.core.model import Fix, Problem, Severity, TimeValue
from app.core.text import t
from app.core.values import Result
from app.ui.editors.base import CellEditor
from app.ui.editors.drop import Drop
from app.ui.parts import Flow, button
from app.ui.theme import Theme

_MARKS = {Severity.INFO: ("info", "wait"), Severity.WARNING: ("triangle-alert", "warn")}
_WRONG = ("octagon-x", "error")
_DAY = 11
"""Precision of a reading that names a day."""


class DateEditor(CellEditor):
    """Enter takes what is typed as it is, whatever is read in it."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.calendar: Calendar | None = None
        self.ways: list[QPushButton] = []
        self.textChanged.connect(self.tell)

    def showEvent(self, event: QEvent) -> None:
        """Tell the reading as soon as there is room for it."""
        super().showEvent(event)
        self.tell()

    def make_drop(self) -> Drop:
        """The reading, a button for each of two, and one for the calendar."""
        is_new = self.drop is None
        drop = super().make_drop()
        if is_new:
            drop.list.hide()
            drop.left.connect(self._close_calendar)
            self._row, self._flow = self._line()
            _below, flow = self._line()
            flow.addWidget(self._quiet(button(
                self.desk.theme, t("editors.calendar"), kind="link", icon="calendar",
                pressed=self.open_calendar, tip=t("editors.calendar-key"),
            )))  # fmt: skip
        return drop

    def _line(self) -> tuple[QWidget, Flow]:
        assert self.drop is not None
        line = QWidget()
        flow = Flow(line)
        self.desk.theme.space(flow, 8, (10, 2, 10, 4))
        self.drop.add(line)
        return line, flow

    # the reading ------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say how the text is read."""
        if not self.isVisible():
            return
        typed = self.text().strip()
        found = values.read_date(typed)
        drop = self.make_drop()
        problem = found.problems[0] if found.problems else None
        self._offer(problem)
        if problem is not None:
            drop.say(text.problem(problem), *_MARKS.get(problem.severity, _WRONG))
        elif found.readings:
            drop.say(self._reading(typed, found), "check", "accent")
        else:
            drop.say(t("editors.date-forms"))
        self.tell_readers(drop.said)

    def _reading(self, typed: str, found: Result) -> str:
        said = readable.cell_reading(self.asked.column, typed, self.asked.layout)
        return said or t("cell.reads", value=", ".join(r.text for r in found.readings))

    def _offer(self, problem: Problem | None) -> None:
        """A button for each way to read it."""
        for gone in self.ways:
            gone.hide()
            gone.deleteLater()
        offered = mending.ways(problem) if problem is not None else ()
        self.ways = [self._way(problem, way) for way in offered]
        self._row.setVisible(bool(self.ways))

    def _way(self, problem: Problem, way: Fix) -> QPushButton:
        words = t(f"fix.{way.action}", **{**problem.params, "value": way.value})
        take = partial(self._take, way.value or "")
        made = self._quiet(button(self.desk.theme, words, kind="small", pressed=take))
        self._flow.addWidget(made)
        made.show()
        return made

    def _quiet(self, made: QPushButton) -> QPushButton:
        """A click leaves the focus in the text; Esc in it leads back there."""
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAutoDefault(True)  # Enter presses it
        made.installEventFilter(self.drop)
        return made

    def _take(self, written: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # before the button goes that has it
        self.replace_text(written)
        self.end("down")

    # the calendar -----------------------------------------------------------------------------

    def takes(self, event: QKeyEvent) -> bool:
        """Alt+Down opens the calendar, Down goes to the buttons below."""
        if event.key() == Qt.Key.Key_Down and "\n" not in self.text():
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
            if self.ways:
                self.ways[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().takes(event)

    def open_calendar(self) -> None:
        """Show the month of what is typed, else of this day."""
        drop = self.make_drop()
        if self.calendar is None:
            self.calendar = Calendar(self.desk.theme)
            self.calendar.clicked.connect(self._picked)
            self.calendar.activated.connect(self._picked)
            drop.add(self.calendar)
        self.calendar.setSelectedDate(_day(self.text()) or QDate.currentDate())
        self.calendar.show()
        drop.fit()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _close_calendar(self) -> None:
        if self.calendar is not None:
            self.calendar.hide()
            self.make_drop().fit()

    def _picked(self, day: QDate) -> None:
        self._take(day.toString(Qt.DateFormat.ISODate))


def _day(typed: str) -> QDate | None:
    """The first day that a text tells of."""
    for reading in values.read_date(typed.strip()).readings:
        value = reading.value
        if isinstance(value, TimeValue) and value.time[0] == "+":
            year, month, day = (int(part) for part in value.time[1:11].split("-"))
            exact = value.precision >= _DAY
            found = QDate(year, max(1, month), max(1, day) if exact else 1)
            return found if found.isValid() else None
    return None


class Calendar(QCalendarWidget):
    """A month; arrows move, Enter or a click picks a day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(t("editors.calendar"))
        self.setLocale(QLocale(text.language()))
        self.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self.setGridVisible(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.setMinimumDate(QDate(1, 1, 1))
        plain = QTextCharFormat()
        plain.setForeground(theme.color("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, plain)
        head = QTextCharFormat()
        head.setForeground(theme.color("ink2"))
        head.setBackground(theme.color("surface"))
        self.setHeaderTextFormat(head)
        for name, icon, said in (
            ("qt_calendar_prevmonth", "chevron-left", t("editors.month-before")),
            ("qt_calendar_nextmonth", "chevron-right", t("editors.month-after")),
        ):
            arrow = self.findChild(QToolButton, name)
            if arrow is not None:
                arrow.setIcon(theme.icon(icon, 16, "on_accent"))
                arrow.setToolTip(said)
                arrow.setAccessibleName(said)
