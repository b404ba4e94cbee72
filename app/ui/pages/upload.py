"""The page "Upload": a calm summary, one button; then everything on its way, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core import report, text
from app.core.model import RowState
from app.core.text import n, size, t
from app.ui.context import Context
from app.ui.dialogs.confirm import ask_once
from app.ui.pages.forms import Scroll, clear, grounded
from app.ui.pages.page import Page, Status
from app.ui.pages.sender import Sender
from app.ui.pages.upload_items import FILTERS, Item, item_of
from app.ui.pages.upload_list import UploadList
from app.ui.pages.upload_side import UploadSide
from app.ui.pages.upload_words import UploadWords, waits
from app.ui.parts import GAP, Flow, Notice, Pill, SegmentBar, button, label, rule

SIDE = 372
NARROW = 1000
TICK_MS = 500
"""Counts change at most twice a second."""
FILTER_ICONS = {"all": "list", "needs": "octagon-x", "busy": "arrow-up", "done": "circle-check"}


class UploadPage(Page):
    """The fourth step."""

    key = "upload"
    sign_in_wanted = Signal()
    cell_wanted = Signal(object, object)

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sender_ = sender
        self._reports: dict[int, report.RowReport] = {}
        self._bytes: dict[int, int] = {}
        self._dirty: set[int] = set()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._tell)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show_head)
        self._lay_out()
        session = context.session
        session.opened.connect(self.reload)
        session.closed.connect(self._closed)
        session.problems_changed.connect(self.reload)
        session.target_changed.connect(self.reload)
        sender.rows_changed.connect(self._rows_changed)
        sender.changed.connect(self._sender_changed)
        sender.ended.connect(self._ended)
        sender.needs_sign_in.connect(self._needs_sign_in)
        sender.went_wrong.connect(self._went_wrong)

    # parts ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self.context.theme
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        start = QVBoxLayout()
        start.setSpacing(0)
        start.addWidget(self._head())
        start.addWidget(self._bar())
        self.list = UploadList(self.context)
        self.list.wanted.connect(self.do)
        start.addWidget(self.list, 1)
        outer.addLayout(start, 1)
        self._edge = rule(down=True)
        outer.addWidget(self._edge)
        self.side = UploadSide(self.context, self.sender_)
        self.side.accepted_changed.connect(self._accepted)
        self.side.sign_in_wanted.connect(self.sign_in_wanted)
        self.side_scroll = Scroll(theme, t("upload.where"), "panel")
        self.side_scroll.column.addWidget(self.side)
        self.side_scroll.column.addStretch(1)
        outer.addWidget(self.side_scroll)

    def _head(self) -> QWidget:
        theme = self.context.theme
        head = grounded(QWidget(), "surface")
        column = QVBoxLayout(head)
        theme.space(column, 8, (20, 16, 20, 12))
        self._notices = QVBoxLayout()
        column.addLayout(self._notices)
        row = QHBoxLayout()
        theme.space(row, 8)
        words = QVBoxLayout()
        theme.space(words, 2)
        self.title = label("", "page", wrap=True)
        self.sentence = label("", "body", "ink2", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        row.addLayout(words, 1)
        self.pause = button(theme, t("upload.pause"), icon="pause", pressed=self._pause_or_go_on)
        self.stop = button(theme, t("upload.stop"), icon="square", pressed=self.sender_.stop)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.pause, 0, top)
        row.addWidget(self.stop, 0, top)
        column.addLayout(row)
        self.bar = SegmentBar(theme, t("upload.progress"))
        column.addWidget(self.bar)
        self._pill_holder = QWidget()
        flow = Flow(self._pill_holder)
        theme.space(flow, 6)
        self.pills: dict[str, Pill] = {}
        for key, icon, tone in (
            ("done", "circle-check", "done"), ("busy", "arrow-up", "busy"),
            ("waiting", "clock", "wait"), ("queued", "list-end", "quiet"),
            ("ready", "circle", "quiet"), ("needs", "octagon-x", "error"),
            ("out", "circle-minus", "quiet"),
        ):  # fmt: skip
            self.pills[key] = Pill(theme, "", icon, tone)
            flow.addWidget(self.pills[key])
        column.addWidget(self._pill_holder)
        return head

    def _bar(self) -> QWidget:
        theme = self.context.theme
        strip = grounded(QWidget(), "canvas", "bottom")
        row = QHBoxLayout(strip)
        theme.space(row, 4, (12, 4, 12, 4))
        self.filters: dict[str, QPushButton] = {}
        for name in FILTERS:
            made = button(theme, "", kind="tool", icon=FILTER_ICONS[name])
            made.setCheckable(True)
            made.setProperty("key", name)
            made.clicked.connect(self._filter)
            self.filters[name] = made
            row.addWidget(made)
        self.filters["all"].setChecked(True)
        row.addStretch(1)
        self.copy = button(
            theme, t("upload.copy-log"), kind="ghost", icon="copy", pressed=self.copy_log
        )
        row.addWidget(self.copy)
        return strip

    # the frame asks ---------------------------------------------------------------------------

    def main_words(self) -> tuple[str, str]:
        """Upload 12 files to …, sign in, go on, or the report: one main button."""
        sender, ready = self.sender_, len(self._ready())
        if sender.running:
            return "", ""
        if sender.state == "paused":
            return t("upload.go-on"), ""
        if not ready:
            return t("main.report"), ""
        words = n("upload.main", ready, wiki=self._wiki())
        if not sender.ready_to_send:
            return t("upload.sign-in-main"), ""
        if self._blocker():
            return words, self._blocker()
        return words, t("upload.accept-first") if self.side.must_accept else ""

    def main_icon(self) -> str:
        """An arrow up where it uploads."""
        if self.sender_.state == "paused":
            return "play"
        return "arrow-up" if self._ready() and self.sender_.ready_to_send else "arrow-right"

    def main_pressed(self) -> None:
        """Do what the main button says."""
        sender = self.sender_
        if sender.state == "paused":
            sender.go_on()
        elif not self._ready():
            self.step_wanted.emit("report")
        elif not sender.ready_to_send:
            self.sign_in_wanted.emit()
        elif self._confirmed():
            sender.start()

    def status(self) -> Status:
        """What goes on."""
        sender = self.sender_
        if sender.wait is not None:
            return Status("clock", sender.wait.message, "")
        if sender.running:
            return Status("wifi", t("upload.connected", wiki=sender.target_name), "")
        return Status(
            "lock", t("upload.nothing-leaves"), n("status.rows", len(self.list.rows.items))
        )

    def enter(self) -> None:
        """Show what is true now. The practice wiki is served for the links of what is there."""
        self.reload()
        self.list.setFocus()
        sender = self.sender_
        done = any(i.state.on_wiki for i in self.list.rows.items)
        if done and self.context.session.target.practice and sender.host.served is None:
            sender.host.when_up(self.reload)

    def set_level(self, level: int) -> None:
        """Less with big text."""
        super().set_level(level)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less when there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not hasattr(self, "side_scroll"):
            return
        theme = self.context.theme
        tight = self.level > 0 or self.width() < theme.u(NARROW)
        self.side_scroll.setFixedWidth(
            min(theme.u(SIDE), self.width() * 2 // 5 if tight else theme.u(SIDE))
        )
        for name, made in self.filters.items():
            words = made.property("words") or ""
            made.setText("" if self.level > 1 else GAP + words)
            made.setToolTip(words)
            self.context.theme.set_icon(made, FILTER_ICONS[name], 16, "ink2", on="ink")
        self.copy.setText("" if tight else GAP + t("upload.copy-log"))

    # asking -----------------------------------------------------------------------------------

    def _wiki(self) -> str:
        target = self.context.session.target
        return t("upload.the-practice-wiki") if target.practice else self.sender_.target_name

    def _ready(self) -> list[Item]:
        """Rows that would be sent now."""
        sendable = (RowState.READY, RowState.QUEUED, RowState.SENDING, RowState.COMMITTING,
                    RowState.PUBLISHED, RowState.UNKNOWN)  # fmt: skip
        return [i for i in self.list.rows.items if i.state in sendable and not i.wrong]

    def _blocker(self) -> str:
        worst = self.context.session.findings.blocker
        return text.problem(worst) if worst is not None else ""

    def _confirmed(self) -> bool:
        """Asks before the first time something becomes public."""
        project, target = self.context.session.project, self.context.session.target
        if project is None:
            return False
        if target.practice or not target.public or project.setting(f"confirmed.{target.name}"):
            return True
        ready = self._ready()
        total = size(sum(self._bytes.get(i.row_id, 0) for i in ready))
        said = ask_once(
            self.context.theme, self.window(),
            title=n("upload.confirm", len(ready), wiki=self.sender_.target_name),
            sentence=t("upload.confirm.text", size=total, account=self.sender_.account or self.sender_.user),
            yes=n("upload.main", len(ready), wiki=self.sender_.target_name), no=t("upload.not-yet"),
        )  # fmt: skip
        if said:
            project.set_setting(f"confirmed.{target.name}", "yes")
        return said

    # showing ----------------------------------------------------------------------------------

    def _closed(self) -> None:
        self._tick.stop()
        self._clock.stop()
        self._dirty.clear()
        self._reports = {}
        self.list.rows.show_items([])
        clear(self._notices)

    def reload(self) -> None:
        """Take all rows again: project, journal, problems, run."""
        session, sender = self.context.session, self.sender_
        if session.project is None:
            return
        if not self.isVisibleTo(self.window()) and not sender.running:
            return
        drafts = session.drafts
        target = sender.target
        summary = report.summarise(
            session.project, target, drafts, session.findings.problems, sender.page_address()
        )
        self._reports = {r.row_id: r for r in summary.rows}
        self._bytes = {d.row.id: d.facts.size if d.facts else 0 for d in drafts}
        self._show_rows()
        self.side.refresh()
        self._show_head()
        self.main_changed.emit()
        self.status_changed.emit()

    def _item(self, row_id: int) -> Item | None:
        known = self._reports.get(row_id)
        if known is None:
            return None
        moving = self.sender_.sending or self.sender_.state == "paused"
        live = self.sender_.live.get(row_id)
        return item_of(known, live, moving=moving)

    def _show_rows(self) -> None:
        items = [i for i in (self._item(r) for r in self._reports) if i is not None]
        self._keep_place(lambda: self.list.rows.show_items(items))

    def _keep_place(self, change: Callable[[], None]) -> None:
        """Change what the list shows; its current line stays the current one."""
        current = self.list.currentIndex().row()
        change()
        count = self.list.rows.rowCount()
        if count:
            place = min(max(current, 0), count - 1)
            self.list.setCurrentIndex(self.list.rows.index(place, 0))

    def _rows_changed(self, row_ids: frozenset[int]) -> None:
        self._dirty |= row_ids
        if not self._tick.isActive():
            self._tick.start()

    def _tell(self) -> None:
        """Show the news of the last half second."""
        dirty, self._dirty = self._dirty, set()
        if not self.sender_.running:
            self.reload()
            return
        items = [i for i in (self._item(r) for r in dirty) if i is not None]
        before = {i.row_id: self.list.rows.of(i.row_id) for i in items}
        moved = any(b is None or b.group != i.group for i in items for b in [before[i.row_id]])
        self.list.rows.take(items)
        if moved:
            self._keep_place(self.list.rows.reorder)
        self._show_head()

    def _sender_changed(self) -> None:
        running = self.sender_.running
        if running and not self._clock.isActive():
            self._clock.start()
        if not running:
            self._clock.stop()
        if self.sender_.running and not self._reports:
            self.reload()
        if self.isVisibleTo(self.window()):
            self._show_head()
            if not self._tick.isActive():
                self._tick.start()
            self.main_changed.emit()
            self.status_changed.emit()

    def _counts(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for item in self.list.rows.items:
            if item.left_out:
                counted["out"] += 1
            elif item.group:
                counted[item.group] += 1
            else:
                counted["queued" if item.state is RowState.QUEUED else "ready"] += 1
        return counted

    def _show_head(self) -> None:
        counts, sender = self._counts(), self.sender_
        total = sum(counts.values())
        began = sender.running or sender.state != "idle" or counts["done"] > 0
        self.pause.setVisible(sender.state == "sending" and sender.running)
        self.stop.setVisible(sender.running or sender.state == "paused")
        self.stop.setEnabled(sender.state != "pausing")
        self._show_words(counts, total, began=began)
        self._show_bar(counts, total, began=began)
        waiting = 1 if sender.wait is not None else 0
        counts["waiting"] = waiting
        for key, pill in self.pills.items():
            look = {"needs": ("octagon-x", "error"), "done": ("circle-check", "done")}.get(key)
            icon, tone = look or (pill._icon, pill._tone)  # noqa: SLF001 - the part keeps them
            words = (
                waits(self.sender_) if key == "waiting" else n(f"upload.pill-{key}", counts[key])
            )
            pill.show_state(words, icon, tone)
            pill.setVisible(counts[key] > 0)
        for name, made in self.filters.items():
            count = total if name == "all" else counts[name]
            made.setProperty("words", n(f"upload.filter-{name}", count))
            made.setAccessibleName(made.property("words"))
            made.setChecked(self.list.rows.filter == name)
        self._arrange()

    def _show_words(self, counts: Counter[str], total: int, *, began: bool) -> None:
        said = UploadWords(self.sender_, self._wiki(), self.list.rows.items, self._bytes)
        ready = self._ready()
        must_accept = self.side.must_accept
        self.title.setText(said.title(counts, total, len(ready), began=began))
        if began:
            self.sentence.setText(said.news(counts, len(ready)))
        else:
            self.sentence.setText(said.summary(counts, ready, must_accept=must_accept))

    def _show_bar(self, counts: Counter[str], total: int, *, began: bool) -> None:
        self.bar.setVisible(began)
        shares = [(counts["done"], "accent"), (counts["needs"], "error"), (counts["busy"], "wait")]
        self.bar.show_segments(
            [(count / total if total else 0.0, token) for count, token in shares], self.title.text()
        )

    def _say(self, kind: str, title: str, sentence: str = "", *buttons: tuple[str, str]) -> None:
        notice = Notice(self.context.theme, kind, title, sentence, buttons=buttons)
        notice.pressed.connect(self._notice_pressed)
        clear(self._notices)
        self._notices.addWidget(notice)

    # doing ------------------------------------------------------------------------------------

    def _accepted(self) -> None:
        self._show_head()
        self.main_changed.emit()

    def _pause_or_go_on(self) -> None:
        if self.sender_.state == "sending":
            self.sender_.pause()

    def _filter(self) -> None:
        name = self.sender().property("key")
        self.list.rows.show_only(name)
        for other, made in self.filters.items():
            made.setChecked(other == name)

    def _ended(self) -> None:
        finished = self.sender_.finished
        clear(self._notices)
        self.reload()
        if finished is not None and self.isVisibleTo(self.window()):
            counts = self._counts()
            if not counts["needs"] or finished.done:
                self.step_wanted.emit("report")

    def _needs_sign_in(self, _sentence: str) -> None:
        if self.isVisibleTo(self.window()):
            self.sign_in_wanted.emit()

    def _went_wrong(self, sentence: str) -> None:
        if self.isVisibleTo(self.window()):
            self._say("error", t("upload.stopped-why"), sentence, ("again", t("upload.try-now")))

    def _notice_pressed(self, key: str) -> None:
        if key == "again" and self._confirmed():
            self.sender_.start()

    def do(self, row_id: int, name: str) -> None:
        """One of the actions of a row."""
        item = self.list.rows.of(row_id)
        if item is None:
            return
        if name == "open":
            self.open_page(item)
        elif name == "out":
            self.sender_.leave_out(row_id)
        elif name == "back":
            self.sender_.put_back(row_id)
        elif name == "mend":
            self.cell_wanted.emit(row_id, self._field(row_id))
        elif name in ("again", "accept") and self._confirmed():
            self.sender_.send_row(row_id, [item.reason] if name == "accept" and item.reason else [])

    def _field(self, row_id: int) -> str | None:
        found = self.context.session.findings.row(row_id)
        return found[0].field if found else None

    def open_page(self, item: Item) -> None:
        """The file's page in the browser; the practice wiki is served for it."""
        self.context_open(item.page)

    def context_open(self, address: str) -> None:
        """Show an address in the browser."""
        opened = _Opened(address)
        if self.context.session.target.practice:
            self.sender_.host.when_up(opened)
        else:
            opened()

    def copy_log(self) -> None:
        """What happened, line by line, on the clipboard."""
        lines = self.sender_.log or [
            f"{i.number}  {i.title}  {t(f'state.{i.state}')}  {i.message}"
            for i in self.list.rows.items
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._say("done", t("upload.log-copied"))


class _Opened:
    """Opens an address in the browser."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))
