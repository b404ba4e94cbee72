"""The page "Upload": a calm summary, one button; then everything on its way, row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core import report
from app.core.model import RowState
from app.core.text import n, size, t
from app.ui.context import Context
from app.ui.dialogs.confirm import ask_once
from app.ui.pages.blocking import stop_of
from app.ui.pages.forms import Scroll, grounded
from app.ui.pages.page import Page, Status
from app.ui.pages.sender import Sender
from app.ui.pages.upload_head import Shown, UploadHead
from app.ui.pages.upload_items import FILTERS, Item, actions, item_of
from app.ui.pages.upload_list import UploadList
from app.ui.pages.upload_side import UploadSide
from app.ui.parts import GAP, button, rule

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
        self._stopped = False
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
        sender.used.connect(self._used)

    # parts ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self.context.theme
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.start_scroll = Scroll(theme, t("upload.list"))
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
        outer.addWidget(self.start_scroll, 1)
        self._edge = rule(down=True)
        outer.addWidget(self._edge)
        self.side = UploadSide(self.context, self.sender_)
        self.side.accepted_changed.connect(self._accepted)
        self.side.sign_in_wanted.connect(self.sign_in_wanted)
        self.side_scroll = Scroll(theme, t("upload.where"), "panel")
        self.side_scroll.column.addWidget(self.side)
        self.side_scroll.column.addStretch(1)
        outer.addWidget(self.side_scroll)

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
        paused = sender.state == "paused"
        stop = stop_of(self.context.session)
        if stop is not None and (ready or paused or not self._has_done()):
            return t("step.upload"), stop.sentence
        if paused:
            return t("upload.go-on"), ""
        if not ready:
            return t("main.report"), ""
        if not sender.ready_to_send:
            return t("upload.sign-in-main"), ""
        words = n("upload.main", ready, wiki=self._wiki())
        if self.level > 1:
            words = n("upload.main-short", ready)
        return words, t("upload.accept-first") if self.side.must_accept else ""

    def _has_done(self) -> bool:
        return any(i.state.on_wiki for i in self.list.rows.items)

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
        if self._has_done() and self.context.session.target.practice and sender.host.served is None:
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
        return [
            i for i in self.list.rows.items if (i.state in sendable or i.stopped) and not i.wrong
        ]

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
        self.head.hush()

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
        self._stopped = stop_of(session) is not None
        self._show_rows()
        self.side.refresh()
        self._show_head()
        self.main_changed.emit()
        self.status_changed.emit()

    def _item(self, row_id: int) -> Item | None:
        known = self._reports.get(row_id)
        if known is None:
            return None
        sender = self.sender_
        item = item_of(known, sender.live.get(row_id), moving=sender.sending, state=sender.state)
        if item.state is RowState.READY and not sender.running and self._stopped:
            return replace(item, state=RowState.DRAFT, stopped=True)
        return item

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

    def _show_head(self) -> None:
        shown = Shown(
            self.list.rows.items, self._bytes, self._ready(), self._wiki(),
            self.side.must_accept, stop_of(self.context.session),
        )  # fmt: skip
        self.head.show_state(shown)
        counts = shown.counts()
        for name, made in self.filters.items():
            count = len(shown.items) if name == "all" else counts[name]
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
        self.reload()
        need = any(i.group == "needs" for i in self.list.rows.items)
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
        self.head.say("done", t("upload.log-copied"))


class _Opened:
    """Opens an address in the browser."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))
