"""The problems strip below the sheet: grouped, counted; a click jumps, a button mends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.core.checks import mending
from app.core.checks.grouping import Group
from app.core.findings import NOTHING
from app.core.model import Severity
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.parts import Elided, Pill, button, icon_button, icon_label, label
from app.ui.session_work import ROW_LEFT_OUT
from app.ui.sheet.delegate import LOOKS
from app.ui.sheet.ways import choice_words, fix_words
from app.ui.theme import Theme, set_look

SHOWN = 4
COUNTS = (
    (Severity.ERROR, "problems.errors", "octagon-x", "error"),
    (Severity.WARNING, "problems.warnings", "triangle-alert", "warn"),
    (Severity.INFO, "problems.hints", "info", "wait"),
)


@dataclass(frozen=True)
class Look:
    """What the line of a kind says: one that would say the same stays."""

    severity: Severity
    rows: int
    sentence: str
    fix: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Ways to choose from, and their words."""
    columns: bool = False
    moves: bool = False
    is_out: bool = False

    @classmethod
    def of(cls, group: Group) -> Look:
        """Of a kind of problem."""
        fix = ""
        if group.fixable:
            first = next(p for p in group.problems if len(mending.ways(p)) == 1)
            fix = fix_words(first, group.fixable)
        is_out = group.code == ROW_LEFT_OUT
        way = group.problems[0].fix
        asks_columns = way is not None and way.action == "choose_column"
        return cls(
            group.severity, group.rows, group.headline, fix,
            tuple((a, choice_words(group.problems, a, n)) for a, n in group.choices[:2]),
            asks_columns,
            bool(group.rows) and (is_out or group.severity in (Severity.BLOCKER, Severity.ERROR)),
            is_out,
        )  # fmt: skip


class ProblemLine(QWidget):
    """One kind: mark, rows, sentence, fix, "Show rows"."""

    jumped = Signal(object)
    rows_wanted = Signal(object)
    fix_wanted = Signal(object, str)
    """A Group, and the way that was chosen where there are two."""
    columns_wanted = Signal()
    move_wanted = Signal(object, bool)
    """Ids of the rows, and whether they are left out (else taken back in)."""

    def __init__(self, theme: Theme, group: Group) -> None:
        super().__init__()
        self.group = group
        self.look = look = Look.of(group)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="surface", edge="top")
        row = QHBoxLayout(self)
        u = theme.u
        row.setContentsMargins(u(16), 0, u(12), 0)
        row.setSpacing(u(10))
        icon, token = LOOKS[look.severity]
        row.addWidget(icon_label(theme, icon, 16, token))
        rows = n("problems.rows", look.rows) if look.rows else t("problems.whole")
        count = label(rows, "note", "ink2")
        count.setMinimumWidth(u(62))
        row.addWidget(count)
        self.sentence = _Sentence(look.sentence)
        self.sentence.pressed.connect(self._jump)
        row.addWidget(self.sentence, 1)
        if look.fix:
            self.fix = button(theme, look.fix, kind="link", pressed=self._fix)
            row.addWidget(self.fix)
        for action, words in look.choices:
            made = button(theme, words, kind="link")
            made.setProperty("action", action)
            made.clicked.connect(self._choose_way)
            row.addWidget(made)
        if look.columns:
            self.choose = button(
                theme, t("problems.choose-column"), kind="small", pressed=self.columns_wanted.emit
            )
            row.addWidget(self.choose)
        if look.moves:
            words = t("upload.do-back" if look.is_out else "upload.do-out")
            self.out = button(theme, words, kind="small", pressed=self._move)
            said = n("leave.back" if look.is_out else "leave.out", look.rows)
            self.out.setAccessibleName(said)
            self.out.setToolTip(said)
            row.addWidget(self.out)
        if group.rows:
            self.show_rows = button(
                theme, t("problems.show-rows"), kind="small", pressed=self._rows
            )
            self.show_rows.setAccessibleName(t("problems.show-rows-of", what=group.headline))
            row.addWidget(self.show_rows)
        self.setFixedHeight(max(u(34), self.fontMetrics().height() + u(16)))

    def _move(self) -> None:
        ids = {p.row_id: None for p in self.group.problems if p.row_id is not None}
        self.move_wanted.emit(list(ids), not self.look.is_out)

    def _jump(self) -> None:
        self.jumped.emit(self.group)

    def _rows(self) -> None:
        self.rows_wanted.emit(self.group)

    def _fix(self) -> None:
        self.fix_wanted.emit(self.group, "")

    def _choose_way(self) -> None:
        self.fix_wanted.emit(self.group, self.sender().property("action"))


class _Sentence(QPushButton):
    """A sentence that can be pressed and ends in an ellipsis."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        set_look(self, kind="sentence")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(80)
        self.setAutoDefault(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the room there is."""
        super().resizeEvent(event)
        room = self.width() - 12
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))

    def minimumSizeHint(self) -> QSize:
        """As narrow as it must be."""
        hint = super().minimumSizeHint()
        hint.setWidth(80)
        return hint

    def sizeHint(self) -> QSize:
        """Takes what is left."""
        hint = super().sizeHint()
        hint.setWidth(200)
        return hint


class ProblemsStrip(QWidget):
    """Head line with counts; below it one line a kind."""

    jumped = Signal(object)
    """A Group: go to its first cell."""
    rows_wanted = Signal(object)
    fix_wanted = Signal(object, str)
    """A Group, and the way that was chosen where there are two."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self._folded = bool(context.settings.get("problems-folded"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(t("problems.name"))
        set_look(self, ground="surface", edge="top")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area)
        self.lines: list[ProblemLine] = []
        self._stale = True
        context.session.problems_changed.connect(self.refresh)
        context.session.opened.connect(self.refresh)
        theme.bind(self, ProblemsStrip._restyle)

    def _head(self) -> QHBoxLayout:
        theme = self.context.theme
        row = QHBoxLayout()
        theme.space(row, 8, (16, 4, 12, 4))
        self._title = label(t("problems.title"), "strong")
        row.addWidget(self._title)
        self._pills = {}
        for severity, _key, icon, tone in COUNTS:
            pill = Pill(theme, "", icon, tone)
            self._pills[severity] = pill
            row.addWidget(pill)
        self._none_icon = icon_label(theme, "circle-check", 16, "accent")
        self._none = Elided("", "note", "ink2")
        row.addWidget(self._none_icon)
        row.addWidget(self._none, 1)
        row.addStretch(1)
        commands = self.context.commands
        action = commands.action("filter-errors")
        self.only = button(theme, t("problems.only"), kind="link", pressed=action.trigger)
        row.addWidget(self.only)
        action = commands.action("next-problem")
        words = t("problems.next", key=action.shortcut().toString())
        self.next = button(theme, words, kind="link", pressed=action.trigger)
        row.addWidget(self.next)
        self.fold = icon_button(theme, "chevron-down", t("problems.fold"), pressed=self.toggle)
        row.addWidget(self.fold)
        return row

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {"problems-strip": self.toggle}

    def toggle(self) -> None:
        """Fold to the head line, or out."""
        self.set_folded(not self._folded)

    @property
    def folded(self) -> bool:
        """Whether only the head line is shown."""
        return self._folded

    def set_folded(self, folded: bool, *, remember: bool = True) -> None:
        """Fold (True) or unfold."""
        self._folded = folded
        if remember:
            self.context.settings.set("problems-folded", folded)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the lines that were not worth making while nobody saw them."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Show what was found now."""
        self._stale = not self.isVisible()
        if self._stale or not hasattr(self, "_area"):
            return
        findings = self.context.session.findings
        for severity, *_ in COUNTS:
            self._pills[severity].setVisible(bool(findings.counts[severity]))
        nothing = not findings.problems
        known = findings is not NOTHING
        self._none_icon.setVisible(nothing and known)
        self._none.setVisible(nothing)
        rows = bool(self.context.session.rows)
        said = ("none" if known else "looking") if rows else "nothing-yet"
        self._none.setText(t(f"problems.{said}"))
        self.next.setVisible(not nothing)
        self.only.setVisible(bool(findings.counts[Severity.ERROR]))
        self._fit_head()
        groups = self.context.session.checked.groups
        if [line.look for line in self.lines] != [Look.of(group) for group in groups]:
            self._make_lines()
        for line, group in zip(self.lines, groups, strict=True):
            line.group = group
        self._fit()

    def _restyle(self) -> None:
        """Other letters or colours: the lines are as high as these want."""
        if self.lines:
            self._make_lines()
        self.refresh()

    def _make_lines(self) -> None:
        """The lines anew. The keys stay at the place where they were, else they go to the sheet."""
        focus = self.window().focusWidget()
        place = next((i for i, line in enumerate(self.lines) if line.isAncestorOf(focus)), None)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.lines = []
        for group in self.context.session.checked.groups:
            line = ProblemLine(self.context.theme, group)
            line.jumped.connect(self.jumped)
            line.rows_wanted.connect(self.rows_wanted)
            line.fix_wanted.connect(self.fix_wanted)
            line.move_wanted.connect(self._move)
            line.columns_wanted.connect(self.context.commands.action("columns").trigger)
            self.lines.append(line)
            column.addWidget(line)
        column.addStretch(1)
        self._area.setWidget(holder)
        self.context.theme.tidy()
        if place is not None and self.lines:
            near = self.lines[min(place, len(self.lines) - 1)]
            near.sentence.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place is not None:
            self.context.commands.action("next-part").trigger()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Figures without words when there is no room for them."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """Say the counts in words, or only as figures beside their icons, as there is room."""
        for words in (True, False):
            self._count(words=words)
            pills = [p.sizeHint().width() for p in self._pills.values() if not p.isHidden()]
            tools = [w for w in (self.only, self.next) if not w.isHidden()]
            others = [w.sizeHint().width() for w in (self._title, *tools, self.fold)]
            room = self.width() - self.context.theme.u(28 + 8 * (len(pills) + len(tools) + 3))
            if sum(pills) + sum(others) <= room:
                return

    def _count(self, *, words: bool) -> None:
        findings = self.context.session.findings
        for severity, key, icon, tone in COUNTS:
            count = findings.counts[severity]
            said = n(key, count)
            self._pills[severity].show_state(said if words else number(count), icon, tone)
            self._pills[severity].setAccessibleName(said)
            self._pills[severity].setToolTip("" if words else said)

    def _move(self, row_ids: list[int], out: bool) -> None:
        self.context.session.leave_out(row_ids, out=out)

    def _fit(self) -> None:
        shown = 0 if self._folded else min(SHOWN, len(self.lines))
        high = self.lines[0].height() if self.lines else 0
        self._area.setVisible(bool(shown))
        self._area.setFixedHeight(shown * high)
        self.fold.setVisible(bool(self.lines))
        name = t("problems.unfold" if self._folded else "problems.fold")
        self.context.theme.set_icon(
            self.fold, "chevron-right" if self._folded else "chevron-down", 16
        )
        self.fold.setToolTip(name)
        self.fold.setAccessibleName(name)


def first_cell(group: Group) -> tuple[int | None, str | None]:
    """Row id and header of the first problem of a group."""
    first = next((p for p in group.problems if p.row_id is not None), group.problems[0])
    return first.row_id, first.field
