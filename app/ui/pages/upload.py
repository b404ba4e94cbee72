"""The page "Upload": a calm summary, one button; then everything on its way, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core.model import RowState
from app.core.text import n, size, t
from app.ui.context import Context
from app.ui.dialogs.confirm import ask_once
from app.ui.dialogs.line import open_line_test
from app.ui.pages.blocking import field_to_mend, stop_of
from app.ui.pages.forms import Scroll, grounded
from app.ui.pages.page import Page, Status
from app.ui.pages.sender import Sender
from app.ui.pages.upload_gather import Gatherer
from app.ui.pages.upload_head import Shown, UploadHead
from app.ui.pages.upload_items import FILTERS, Item, actions
from app.ui.pages.upload_list import UploadList
from app.ui.pages.upload_model import Arranged
from app.ui.pages.upload_side import UploadSide
from app.ui.parts import GAP, button, rule
from app.ui.wikis import in_words

SIDE = 372
NARROW = 1000
FILTER_ICONS = {"all": "list", "needs": "octagon-x", "busy": "arrow-up", "done": "circle-check"}


class UploadPage(Page):
    """The fourth step."""

    key = "upload"
    sign_in_wanted = Signal()
    cell_wanted = Signal(object, object)

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sender_ = sender
        self._then_report = False
        """The run ended while this page was looked at: the report comes when the rows are known."""
        self.rows = Gatherer(context, sender, self)
        self.rows.gathered.connect(self._gathered)
        self.rows.news.connect(self._news)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show_head)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def steps(self) -> Iterator[None]:
        """Start and end side."""
        self._make_start()
        yield
        self._make_side()
        self._connect()

    def _connect(self) -> None:
        session, sender = self.context.session, self.sender_
        session.opened.connect(self.reload)
        session.closed.connect(self._closed)
        session.problems_changed.connect(self.reload)
        session.target_changed.connect(self.reload)
        sender.changed.connect(self._sender_changed)
        sender.ended.connect(self._ended)
        sender.needs_sign_in.connect(self._needs_sign_in)
        sender.went_wrong.connect(self._went_wrong)
        sender.used.connect(self._used)

    # parts ------------------------------------------------------------------------------------

    def _make_start(self) -> None:
        self.start_scroll = Scroll(self.context.theme, t("upload.list"))
        self._row.addWidget(self.start_scroll, 1)
        start = self.start_scroll.column
        start.setContentsMargins(0, 0, 0, 0)
        start.setSpacing(0)
        self.head = UploadHead(self.context, self.sender_)
        self.head.pressed.connect(self._head_pressed)
        self.title, self.sentence, self.bar = self.head.title, self.head.sentence, self.head.bar
        self.pause, self.stop, self.pills = self.head.pause, self.head.stop, self.head.pills
        start.addWidget(self.head)
        start.addWidget(self._bar())
        self.list = UploadList(self.context)
        self.list.wanted.connect(self.do)
        start.addWidget(self.list, 1)

    def _make_side(self) -> None:
        self._row.addWidget(rule(down=True))
        self.side_scroll = Scroll(self.context.theme, t("upload.where"), "panel")
        self._row.addWidget(self.side_scroll)
        self.side = UploadSide(self.context, self.sender_)
        self.side.accepted_changed.connect(self._accepted)
        self.side.sign_in_wanted.connect(self.sign_in_wanted)
        self.side.test_wanted.connect(self._test_line)
        self.side_scroll.column.addWidget(self.side)
        self.side_scroll.column.addStretch(1)

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
        sender, tally = self.sender_, self.list.rows.tally
        if sender.running:
            return "", ""
        if not self.rows.is_current:
            return t("step.upload"), t("upload.looking")
        paused = sender.state == "paused"
        stop = stop_of(self.context.session)
        if stop is not None and (tally.ready or paused or not tally.on_wiki):
            return t("step.upload"), stop.sentence
        if paused:
            return t("upload.go-on"), ""
        if not tally.ready:
            return t("main.report"), ""
        if not sender.ready_to_send:
            return t("upload.sign-in-main"), ""
        words = n("upload.main", tally.ready, wiki=self._wiki())
        if self.level > 1:
            words = n("upload.main-short", tally.ready)
        return words, t("upload.accept-first") if self.side.must_accept else ""

    def main_icon(self) -> str:
        """An arrow up where it uploads."""
        if self.sender_.state == "paused":
            return "play"
        return (
            "arrow-up"
            if self.list.rows.tally.ready and self.sender_.ready_to_send
            else "arrow-right"
        )

    def main_pressed(self) -> None:
        """Do what the main button says."""
        sender = self.sender_
        if sender.state == "paused":
            sender.go_on()
        elif not self.list.rows.tally.ready:
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
            "lock", t("upload.nothing-leaves"), n("status.rows", self.list.rows.tally.rows)
        )

    def enter(self) -> None:
        """Show what is true now. The practice wiki is served for the links of what is there."""
        self.reload()
        self.list.setFocus()
        sender, there = self.sender_, self.list.rows.tally.on_wiki
        if there and self.context.session.target.practice and sender.host.served is None:
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
        return in_words(self.context.session.target)

    def _confirmed(self) -> bool:
        """Asks before the first time something becomes public."""
        project, target = self.context.session.project, self.context.session.target
        if project is None:
            return False
        if target.practice or not target.public or project.setting(f"confirmed.{target.name}"):
            return True
        tally = self.list.rows.tally
        said = ask_once(
            self.context.theme, self.window(),
            title=n("upload.confirm", tally.ready, wiki=self.sender_.target_name),
            sentence=t(
                "upload.confirm.text", size=size(tally.ready_bytes),
                account=self.sender_.account or self.sender_.user,
            ),
            yes=n("upload.main", tally.ready, wiki=self.sender_.target_name), no=t("upload.not-yet"),
        )  # fmt: skip
        if said:
            project.set_setting(f"confirmed.{target.name}", "yes")
        return said

    # showing ----------------------------------------------------------------------------------

    def _closed(self) -> None:
        self._clock.stop()
        self._then_report = False
        self.rows.forget()
        self.list.rows.show_rows(Arranged.of(()))
        self.head.hush()

    def reload(self) -> None:
        """Take all rows again. What is shown stays until they are known."""
        rows = self.rows
        if self.context.session.project is None:
            return
        hidden = not self.isVisibleTo(self.window()) and not self.sender_.running
        if hidden and (rows.few or rows.is_current):
            return  # it is done when the page is entered
        rows.gather()
        if not hidden:
            self._show_head()
            self.main_changed.emit()

    def _gathered(self, arranged: Arranged) -> None:
        self.list.keep_line(partial(self.list.rows.show_rows, arranged))
        self.side.refresh()
        self._show_head()
        self.main_changed.emit()
        self.status_changed.emit()
        if self._then_report:
            self._then_report = False
            self._go_to_report()

    def _news(self, items: list[Item]) -> None:
        self.list.keep_line(partial(self.list.rows.take, items))
        self._show_head()
        self.main_changed.emit()

    def _sender_changed(self) -> None:
        running = self.sender_.running
        if running and not self._clock.isActive():
            self._clock.start()
        if not running:
            self._clock.stop()
        if not self.rows.is_right:
            self.reload()
        if self.isVisibleTo(self.window()):
            self._show_head()
            self.main_changed.emit()
            self.status_changed.emit()

    def _show_head(self) -> None:
        if not self.rows.is_current:
            if self.rows.is_empty:
                self.head.show_looking()
            return
        tally = self.list.rows.tally
        self.head.show_state(
            Shown(tally, self._wiki(), self.side.must_accept, stop_of(self.context.session))
        )
        for name, made in self.filters.items():
            count = tally.rows if name == "all" else tally.pills[name]
            made.setProperty("words", n(f"upload.filter-{name}", count))
            made.setAccessibleName(made.property("words"))
            made.setChecked(self.list.rows.filter == name)
        self._arrange()

    # doing ------------------------------------------------------------------------------------

    def _accepted(self) -> None:
        self._show_head()
        self.main_changed.emit()

    def _used(self, rows: int, not_there: int) -> None:
        """What the wiki said of the pictures that were to be used."""
        self.reload()
        if not self.isVisibleTo(self.window()):
            return
        if rows:
            self.head.say("done", n("upload.now-used", rows))
        elif not_there:
            words = n("upload.not-used", not_there)
            self.head.say("info", t("upload.not-used-title"), words)

    def _head_pressed(self, key: str) -> None:
        if key == "pause" and self.sender_.state == "sending":
            self.sender_.pause()
        elif key == "stop":
            self.sender_.stop()
        elif key == "mend":
            self._mend_sheet()
        elif key == "use":
            self.sender_.use([i.row_id for i in self.list.rows.items if "use" in actions(i)])
        elif key == "undo":
            self.context.session.undo()
        elif key == "again" and self._confirmed():
            self.sender_.start()

    def _mend_sheet(self) -> None:
        stop = stop_of(self.context.session)
        if stop is not None and stop.place == "wiki":
            self.sender_.ask_wiki()
        else:
            self.step_wanted.emit("files")

    def _filter(self) -> None:
        name = self.sender().property("key")
        self.list.rows.show_only(name)
        for other, made in self.filters.items():
            made.setChecked(other == name)

    def _ended(self) -> None:
        finished = self.sender_.finished
        self.head.hush()
        self._then_report = finished is not None and self.isVisibleTo(self.window())
        self.reload()

    def _go_to_report(self) -> None:
        """Unless somebody is needed here, or is elsewhere by now."""
        finished, need = self.sender_.finished, self.list.rows.tally.pills["needs"]
        seen = finished is not None and self.isVisibleTo(self.window())
        if finished is not None and seen and (finished.done or not need):
            self.step_wanted.emit("report")

    def _needs_sign_in(self, _sentence: str) -> None:
        if self.isVisibleTo(self.window()):
            self.sign_in_wanted.emit()

    def _went_wrong(self, sentence: str) -> None:
        if self.isVisibleTo(self.window()):
            again = ("again", t("upload.try-now"))
            self.head.say("error", t("upload.stopped-why"), sentence, again)

    def do(self, row_id: int, name: str) -> None:
        """One of the actions of a row."""
        item = self.list.rows.of(row_id)
        if item is None:
            return
        if name == "open":
            self.open_page(item)
        elif name == "use":
            self.sender_.use([row_id])
        elif name == "out":
            self.sender_.leave_out(row_id)
        elif name == "back":
            self.sender_.put_back(row_id)
        elif name in ("hold", "go", "first"):
            self._steer(row_id, name)
        elif name in ("mend", "rename"):
            self.cell_wanted.emit(row_id, field_to_mend(self.context.session, row_id, name))
        elif name in ("again", "accept") and self._confirmed():
            self.sender_.send_row(row_id, [item.reason] if name == "accept" and item.reason else [])

    def _steer(self, row_id: int, name: str) -> None:
        """Change when a row goes."""
        sender = self.sender_
        if name == "hold":
            sender.steering.hold([row_id])
        elif name == "first":
            sender.steering.first([row_id])
        else:
            live = sender.live.get(row_id)
            if live is not None and live.state is RowState.QUEUED:
                del sender.live[row_id]
            if not sender.steering.let_go([row_id]) and sender.running:
                sender.send_row(row_id)
        self.main_changed.emit()

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

    def _test_line(self) -> None:
        """What the line carries, and how long these files would take."""
        tally = self.list.rows.tally
        open_line_test(self.context, self.window(), tally.ready, tally.ready_bytes)

    def copy_log(self) -> None:
        """What happened, line by line, on the clipboard."""
        states = {s: t(f"state.{s}") for s in RowState}
        lines = self.sender_.log or [
            f"{i.number}  {i.title}  {states[i.state]}  {i.message}" for i in self.list.rows.items
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.head.say("done", t("upload.log-copied"))


class _Opened:
    """Opens an address in the browser."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))
