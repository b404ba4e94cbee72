"""The page "Check": kinds of problems, the rows of one kind, and one button that mends them all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core import text
from app.core.checks import Group, mending
from app.core.model import Problem, Severity
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.pages.blocking import stop_of
from app.ui.pages.forms import Scroll, clear, grounded, say
from app.ui.pages.groups_list import GroupsList, short
from app.ui.pages.page import Page, Status, checking_words
from app.ui.pages.problem_rows import ProblemTable
from app.ui.pages.sender import Sender
from app.ui.pages.taking_back import OwnStep
from app.ui.pages.upload_items import THERE
from app.ui.parts import Elided, Flow, Notice, button, icon_label, label, rule
from app.ui.rows.finding import find_files
from app.ui.session_work import ROW_LEFT_OUT
from app.ui.sheet.delegate import LOOKS
from app.ui.sheet.ways import choice_words, fix_words

SIDE = 316
FIND = frozenset({"file-missing", "file-outside", "path-absolute", "file-moved", "path-missing"})
"""Kinds that another folder may mend."""


class CheckPage(Page):
    """The third step."""

    key = "check"
    cell_wanted = Signal(object, object)
    """Row id and header: show this cell in the sheet."""
    rows_wanted = Signal(object)
    """A Group: show its rows in the sheet."""

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sender_ = sender
        self.group: Group | None = None
        self._old = True
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._side())
        outer.addWidget(rule(down=True))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._body())
        self.stack.addWidget(self._nothing())
        outer.addWidget(self.stack, 1)
        session = context.session
        session.opened.connect(self._opened)
        session.problems_changed.connect(self.refresh)
        session.progressed.connect(self.status_changed)
        sender.changed.connect(self._show_asking)
        sender.asked_wiki.connect(self._asked)
        sender.went_wrong.connect(self._wrong)
        sender.used.connect(self._used)

    # parts ------------------------------------------------------------------------------------

    def _side(self) -> QWidget:
        theme = self.context.theme
        self._side_holder = grounded(QWidget(), "panel")
        column = QVBoxLayout(self._side_holder)
        theme.space(column, 8, (16, 14, 16, 12))
        theme.fix(self._side_holder, width=SIDE)
        head = QHBoxLayout()
        theme.space(head, 8)
        head.addWidget(label(t("problems.title"), "part"))
        head.addStretch(1)
        self.count = label("", "note", "ink2")
        head.addWidget(self.count)
        column.addLayout(head)
        self.list = GroupsList(theme)
        grounded(self.list, "panel")
        self.list.chosen.connect(self.show_group)
        column.addWidget(self.list, 1)
        column.addWidget(rule())
        ready = QHBoxLayout()
        theme.space(ready, 10)
        self._ready_icon = icon_label(theme, "circle-check", 16, "accent")
        ready.addWidget(self._ready_icon, 0, Qt.AlignmentFlag.AlignTop)
        self.ready = label("", "strong", wrap=True)
        ready.addWidget(self.ready, 1)
        column.addLayout(ready)
        self.ready_note = label("", "note", "ink2", wrap=True)
        column.addWidget(self.ready_note)
        self.ask = button(theme, t("check.ask"), icon="globe", pressed=self.ask_wiki)
        self.ask.setToolTip(t("check.ask.tip"))
        column.addWidget(self.ask)
        self.ask_note = label(t("check.ask.tip"), "note", "ink3", wrap=True)
        column.addWidget(self.ask_note)
        return self._side_holder

    def _body(self) -> QWidget:
        theme = self.context.theme
        body = Scroll(theme, t("check.rows"))
        column = body.column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        words = QVBoxLayout(head)
        theme.space(words, 8, (20, 16, 20, 14))
        self._notices = QVBoxLayout()
        words.addLayout(self._notices)
        title = QHBoxLayout()
        theme.space(title, 12)
        self._icon = icon_label(theme, "octagon-x", 20, "error")
        title.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self.title = label("", "page", wrap=True)
        title.addWidget(self.title, 1)
        words.addLayout(title)
        self.sentence = label("", "body", "ink2", wrap=True)
        words.addWidget(self.sentence)
        ways = QWidget()
        self._buttons = Flow(ways)
        theme.space(self._buttons, 8)
        self.fix_all = button(theme, "", icon="sparkles", pressed=self.use_all)
        theme.set_icon(self.fix_all, "sparkles", 16, "accent")
        self.ways = [button(theme, ""), button(theme, "")]
        for made in self.ways:
            made.clicked.connect(self._use_way)
        self.find = button(theme, t("files.find"), icon="folder-search", pressed=self.find_files)
        self.columns = button(theme, t("stop.files"), icon="columns-3", pressed=self._mend_sheet)
        self.undo_note = label(t("check.one-undo"), "note", "ink2")
        self.use_there = button(theme, "", icon="link", pressed=self._use_there)
        self.out = button(theme, "", icon="circle-minus", pressed=self._leave_out)
        for made in (self.fix_all, *self.ways, self.find, self.columns, self.use_there, self.out):
            self._buttons.addWidget(made)
        self._buttons.addWidget(self.undo_note)
        words.addWidget(ways)
        column.addWidget(head)
        column.addWidget(self._bar())
        self.table = ProblemTable(self.context)
        self.table.used.connect(self.use_one)
        self.table.shown.connect(self._show_problem)
        self.table.acted.connect(self._act)
        column.addWidget(self.table, 1)
        self._no_rows = QWidget()
        column.addWidget(self._no_rows, 1)
        return body

    def _bar(self) -> QWidget:
        theme = self.context.theme
        self._strip = grounded(QWidget(), "canvas", "top")
        row = QHBoxLayout(self._strip)
        theme.space(row, 12, (20, 4, 12, 4))
        row.addWidget(icon_label(theme, "list-filter", 16, "accent"))
        self.showing = Elided("", "strong-note")
        row.addWidget(self.showing, 1)
        self.in_sheet = button(
            theme, t("check.in-sheet"), kind="small", icon="table-2", pressed=self._in_sheet
        )
        row.addWidget(self.in_sheet)
        return self._strip

    def _nothing(self) -> QWidget:
        theme = self.context.theme
        page = grounded(QWidget(), "surface")
        column = QVBoxLayout(page)
        theme.space(column, 8, (56, 16, 56, 16))
        column.addStretch(2)
        self._nothing_icon = icon_label(theme, "circle-check", 40, "accent")
        column.addWidget(self._nothing_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self.nothing_title = label("", "page", wrap=True)
        self.nothing_text = label("", "body", "ink2", wrap=True)
        for words in (self.nothing_title, self.nothing_text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addStretch(3)
        return page

    # the frame asks ---------------------------------------------------------------------------

    def main_words(self) -> tuple[str, str]:
        """Next: Upload 231."""
        if not self.context.session.rows:
            return super().main_words()[0], t("main.no-rows")
        stop = stop_of(self.context.session)
        if stop is not None:
            return super().main_words()[0], stop.sentence
        ready = self._ready_rows()
        return (t("check.next", count=number(ready)) if ready else super().main_words()[0]), ""

    def status(self) -> Status:
        """Whether the wiki was asked; how many rows are shown."""
        end = n("check.shown", self.table.rows.rowCount()) if self.table.rows.rowCount() else ""
        step = self.sender_.step
        if self.sender_.state == "asking":
            words = t(step.step) if step is not None and text.has(step.step) else t("check.asking")
            return Status("hourglass", words, end)
        if self.context.session.checking:
            return Status("hourglass", checking_words(self.context.session), end)
        return Status("lock", t("check.offline"), end)

    def enter(self) -> None:
        """Show what is true now."""
        commands = self.context.commands
        commands.on("find-files", self.find_files)
        commands.on("fix", self.use_current)
        self._old = True
        self.refresh()
        self.list.setFocus()

    def leave(self) -> None:
        """Give the commands back."""
        for name in ("find-files", "fix"):
            self.context.commands.allow(name, False, t("command.not-here"))

    def set_level(self, level: int) -> None:
        """Less with big text."""
        super().set_level(level)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less when there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not hasattr(self, "table"):
            return
        theme = self.context.theme
        self._side_holder.setFixedWidth(min(theme.u(SIDE), max(self.width() * 2 // 5, 200)))
        offered = any(made.isVisibleTo(self) for made in (self.fix_all, *self.ways))
        self.undo_note.setVisible(self.level == 0 and offered)
        self.ready_note.setVisible(self.level == 0)
        self.ask_note.setVisible(self.level == 0)

    # what is shown ----------------------------------------------------------------------------

    def _opened(self) -> None:
        self.group = None
        self._old = True
        clear(self._notices)

    def _ready_rows(self) -> int:
        return self.context.session.checked.ready

    def refresh(self) -> None:
        """Show what was found now, if the page is shown."""
        if not self.isVisibleTo(self.window()):
            self._old = True
            return
        self._old = False
        session = self.context.session
        found = session.checked.groups
        keep = self.group.code if self.group is not None else ""
        shown = self.list.show_groups(found, keep)
        rows = sum(row_id is not None for row_id in session.findings.by_row)
        total = len(session.rows)
        self.count.setText(
            t("check.count", rows=number(rows), total=number(total)) if found else ""
        )
        self.list.setVisible(bool(found))
        self._show_ready()
        if shown is not None:
            self.show_group(shown)
        else:
            self._show_nothing()
        self.main_changed.emit()
        self.status_changed.emit()

    def _show_ready(self) -> None:
        ready, theme = self._ready_rows(), self.context.theme
        self.ready.setText(n("check.ready", ready))
        good = bool(ready)
        theme.set_icon(self._ready_icon, "circle-check" if good else "circle-dashed", 16,
                       "accent" if good else "ink3")  # fmt: skip
        wrong = len(self.context.session.findings.wrong_rows)
        self.ready_note.setText(t("check.later") if wrong and good else "")
        self.ready_note.setVisible(bool(wrong and good) and self.level == 0)

    def _show_nothing(self) -> None:
        self.group = None
        self.table.rows.show_group(None)
        rows = bool(self.context.session.rows)
        checking = self.context.session.checking
        key = "check.looking" if checking else "check.nothing" if rows else "check.no-rows"
        self.nothing_title.setText(t(key))
        self.nothing_text.setText(t(f"{key}.text"))
        icon = "hourglass" if checking else "circle-check" if rows else "circle-dashed"
        self.context.theme.set_icon(self._nothing_icon, icon, 40, "accent" if rows else "ink3")
        self.stack.setCurrentIndex(1)

    def show_group(self, group: Group) -> None:
        """Show the rows of one kind."""
        self.group = group
        theme = self.context.theme
        self.stack.setCurrentIndex(0)
        icon, token = LOOKS[group.severity]
        theme.set_icon(self._icon, icon, 20, token)
        first = short(group)
        self.title.setText(n("check.title", group.rows, what=first) if group.rows else first)
        said = group.headline
        rest = said[len(first) :].lstrip(". ?") if said.startswith(first) else said
        self.sentence.setText(rest or t(f"check.about-{group.severity}"))
        fixable = group.fixable
        offers = self._offer(group)
        self._offer_rows(group)
        self.find.setVisible(group.code in FIND)
        stop = stop_of(self.context.session) if group.severity is Severity.BLOCKER else None
        self.columns.setVisible(stop is not None)
        if stop is not None:
            say(self.columns, stop.button)
            self.title.setText(t("stop.title"))
            self.sentence.setText(text.problem(group.problems[0]))
        self.undo_note.setVisible((fixable > 0 or offers > 0) and self.level == 0)
        place = self.table.currentIndex().row()
        self.table.rows.show_group(group)
        count = self.table.rows.rowCount()
        if count:
            self.table.setCurrentIndex(self.table.rows.index(min(max(place, 0), count - 1), 0))
        self.table.setVisible(bool(count))
        self._strip.setVisible(bool(count))
        self._no_rows.setVisible(not count)
        total = number(len(self.context.session.rows))
        self.showing.setText(t("check.showing", shown=number(group.rows), total=total))
        self.status_changed.emit()

    def _offer(self, group: Group) -> int:
        """The buttons for all rows of a kind; how many ways there are to choose from."""
        written = any(way.cell is None for p in group.problems for way in mending.ways(p))
        words = n("check.use-all", group.fixable)
        if group.fixable and not written:
            words = fix_words(group.problems[0], group.fixable)
        say(self.fix_all, words)
        self.fix_all.setVisible(group.fixable > 0)
        choices = group.choices[: len(self.ways)]
        padded = [*choices, ("", 0), ("", 0)]
        for made, (action, count) in zip(self.ways, padded, strict=False):
            if count:
                say(made, choice_words(group.problems, action, count))
            made.setProperty("action", action)
            made.setVisible(count > 0)
        return len(choices)

    def _offer_rows(self, group: Group) -> None:
        """The buttons for the rows themselves: use what is there, leave them out, back in."""
        ids = self._ids()
        there = group.code in THERE
        say(self.use_there, n("upload.use-all", len(ids)))
        self.use_there.setVisible(there and bool(ids))
        back = group.code == ROW_LEFT_OUT
        say(self.out, n("leave.back" if back else "leave.out", len(ids)))
        hint = group.severity is Severity.INFO and not back and not there
        self.out.setVisible(bool(ids) and not hint)

    def _ids(self) -> list[int]:
        """Ids of the rows of the kind that is shown."""
        problems = self.group.problems if self.group is not None else ()
        return list(dict.fromkeys(p.row_id for p in problems if p.row_id is not None))

    def _act(self, problem: Problem, name: str) -> None:
        if problem.row_id is None:
            return
        if name == "use":
            self.sender_.use([problem.row_id])
        else:
            self._move([problem.row_id], out=name == "out")

    def _use_there(self) -> None:
        self.sender_.use(self._ids())

    def _leave_out(self) -> None:
        back = self.group is not None and self.group.code == ROW_LEFT_OUT
        self._move(self._ids(), out=not back)

    def _move(self, row_ids: list[int], *, out: bool) -> None:
        """Leave rows out, or take them back in."""
        count = self.context.session.leave_out(row_ids, out=out)
        if count:
            self._say(
                "done", n("change.leave-out" if out else "change.take-back", count), undo=True
            )

    def _used(self, rows: int, not_there: int) -> None:
        """The wiki was asked for pictures that were to be used."""
        if self.isVisibleTo(self.window()) and rows:
            self._say("done", n("upload.now-used", rows))
        elif self.isVisibleTo(self.window()):
            self._say("info", t("upload.not-used-title"), n("upload.not-used", not_there))

    def _use_way(self) -> None:
        """Mend everything of this kind in the way of the button."""
        if self.group is not None:
            self._use(self.group.problems, self.sender().property("action"))

    def _say(self, kind: str, title: str, sentence: str = "", *, undo: bool = False) -> None:
        buttons = (("undo", t("notice.undo")),) if undo else ()
        notice = Notice(self.context.theme, kind, title, sentence, buttons=buttons)
        notice.pressed.connect(self._notice_pressed)
        if undo:
            OwnStep(self.context.session, notice)
        clear(self._notices)
        self._notices.addWidget(notice)

    def _notice_pressed(self, key: str) -> None:
        if key == "undo":
            self.context.session.undo()

    # what is done -----------------------------------------------------------------------------

    def use_all(self) -> None:
        """Mend everything of this kind that one click can mend, as one undo step."""
        if self.group is not None:
            self._use(self.group.problems)

    def use_one(self, problem: Problem, action: str = "") -> None:
        """Mend one row, in the way that was chosen."""
        self._use((problem,), action)

    def use_current(self) -> None:
        """Use the suggestion of the current row."""
        place = self.table.currentIndex().row()
        if place >= 0:
            self.table.press(place, self.table.way)

    def _use(self, problems: tuple[Problem, ...], action: str = "") -> None:
        session = self.context.session
        if session.mend(problems, action) and session.project is not None:
            self._say("done", session.project.undo_label or "", undo=True)

    def _show_problem(self, problem: Problem) -> None:
        self.cell_wanted.emit(problem.row_id, problem.field)

    def _in_sheet(self) -> None:
        if self.group is not None:
            self.rows_wanted.emit(self.group)

    def _mend_sheet(self) -> None:
        """Lead to where that is mended which stops the whole sheet."""
        stop = stop_of(self.context.session)
        if stop is not None and stop.place == "wiki":
            self.sender_.ask_wiki()
        else:
            self.step_wanted.emit("files")

    def find_files(self) -> None:
        """Look for the missing files in another folder as well."""
        find_files(self.context, self)

    # the wiki ---------------------------------------------------------------------------------

    def ask_wiki(self) -> None:
        """Ask the wiki about names, same pictures, items and the account; or stop asking."""
        if self.sender_.state == "asking":
            self.sender_.stop()
        else:
            self.sender_.ask_wiki()

    def _show_asking(self) -> None:
        asking = self.sender_.state == "asking"
        say(self.ask, t("check.stop-asking" if asking else "check.ask"))
        self.ask.setEnabled(asking or not self.sender_.running)
        step = self.sender_.step
        words = t("check.ask.tip")
        if asking:
            words = t("check.asking")
            if step is not None and text.has(step.step):
                words = t(step.step)
                if step.total:
                    words = t(
                        "check.step", what=words, done=number(step.done), total=number(step.total)
                    )
        self.ask_note.setText(words)
        self.ask_note.setVisible(asking or self.level == 0)
        self.status_changed.emit()

    def _asked(self, count: int) -> None:
        if self.isVisibleTo(self.window()):
            name = self.sender_.target_name
            title = (
                n("check.wiki-said", count, wiki=name) if count else t("check.wiki-fine", wiki=name)
            )
            self._say("done", title)

    def _wrong(self, sentence: str) -> None:
        if self.isVisibleTo(self.window()):
            self._say("error", t("check.not-asked"), sentence)
