"""The head of the page "Upload": what is there, how far it is, and what can be done with all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.model import RowState
from app.core.text import n, t
from app.ui.context import Context
from app.ui.pages.blocking import Stop
from app.ui.pages.forms import clear, grounded, say
from app.ui.pages.sender import Sender
from app.ui.pages.upload_items import Item, actions
from app.ui.pages.upload_words import UploadWords, waits
from app.ui.parts import Flow, Notice, Pill, SegmentBar, button, label

PILLS = (
    ("done", "circle-check", "done"), ("busy", "arrow-up", "busy"),
    ("waiting", "clock", "wait"), ("queued", "list-end", "quiet"),
    ("ready", "circle", "quiet"), ("needs", "octagon-x", "error"),
    ("out", "circle-minus", "quiet"),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What the head tells: all rows, bytes of each row's file by id, rows that would be sent."""

    items: Sequence[Item]
    sizes: Mapping[int, int]
    ready: Sequence[Item]
    wiki: str
    must_accept: bool = False
    stop: Stop | None = None

    def counts(self) -> Counter[str]:
        """Number of rows by pill."""
        counted: Counter[str] = Counter()
        for item in self.items:
            if item.left_out:
                counted["out"] += 1
            elif item.group:
                counted[item.group] += 1
            elif item.resting or item.state is RowState.QUEUED:
                counted["queued"] += 1
            else:
                counted["draft" if item.state is RowState.DRAFT else "ready"] += 1
        return counted

    def weights(self) -> Mapping[str, float]:
        """Share of all bytes by token of the bar."""
        total = sum(self.sizes.get(i.row_id, 0) for i in self.items)
        whole = float(total or len(self.items) or 1)
        shares = {"accent": 0.0, "error": 0.0}
        for item in self.items:
            size = self.sizes.get(item.row_id, 0) if total else 1
            if item.state.on_wiki:
                shares["accent"] += size / whole
            elif item.group == "needs":
                shares["error"] += size / whole
            elif item.share > 0:
                shares["accent"] += size * item.share / whole
        return shares


class UploadHead(QWidget):
    """Headline, sentence, buttons, bar, pills."""

    pressed = Signal(str)
    """Key of a button: pause, stop, mend (what stops the sheet), use (all files already there)."""

    def __init__(self, context: Context, sender: Sender, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.sender_ = context, sender
        theme = context.theme
        grounded(self, "surface")
        column = QVBoxLayout(self)
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
        self.pause = self._button("pause", t("upload.pause"), "pause")
        self.stop = self._button("stop", t("upload.stop"), "square")
        for made in (self.pause, self.stop):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        holder = QWidget()
        ways = Flow(holder)
        theme.space(ways, 8)
        self.mend = self._button("mend", t("stop.files"), "columns-3")
        self.use = self._button("use", "", "link")
        for made in (self.mend, self.use):
            ways.addWidget(made)
        self._ways = holder
        column.addWidget(holder)
        self.bar = SegmentBar(theme, t("upload.progress"))
        column.addWidget(self.bar)
        column.addWidget(self._make_pills())

    def _button(self, key: str, words: str, icon: str):  # noqa: ANN202 - QPushButton
        made = button(self.context.theme, words, icon=icon)
        made.setProperty("key", key)
        made.clicked.connect(self._press)
        return made

    def _press(self) -> None:
        self.pressed.emit(self.sender().property("key"))

    def _make_pills(self) -> QWidget:
        theme = self.context.theme
        holder = QWidget()
        flow = Flow(holder)
        theme.space(flow, 6)
        self.pills: dict[str, Pill] = {}
        for key, icon, tone in PILLS:
            self.pills[key] = Pill(theme, "", icon, tone)
            flow.addWidget(self.pills[key])
        return holder

    # showing ----------------------------------------------------------------------------------

    def show_state(self, shown: Shown) -> None:
        """Show what is true now."""
        sender, counts = self.sender_, shown.counts()
        began = sender.sending or sender.state in ("paused", "stopped", "ended", "wrong")
        began = began or counts["done"] > 0
        self.pause.setVisible(sender.state == "sending" and sender.running)
        self.stop.setVisible(sender.sending or sender.state == "paused")
        self.stop.setEnabled(sender.state != "pausing")
        self._show_ways(shown)
        self._show_words(shown, counts, began=began)
        self.bar.setVisible(began)
        segments = [(share, token) for token, share in shown.weights().items()]
        self.bar.show_segments(segments, f"{self.title.text()} {self.sentence.text()}")
        self._show_pills(counts)

    def _show_ways(self, shown: Shown) -> None:
        running, stop = self.sender_.running, shown.stop
        usable = sum("use" in actions(i) for i in shown.items)
        self.mend.setVisible(stop is not None and not running)
        if stop is not None:
            say(self.mend, stop.button)
        say(self.use, n("upload.use-all", usable))
        self.use.setVisible(bool(usable) and not running)
        self._ways.setVisible(not self.mend.isHidden() or not self.use.isHidden())

    def _show_words(self, shown: Shown, counts: Counter[str], *, began: bool) -> None:
        said = UploadWords(self.sender_, shown.wiki, shown.items, shown.sizes)
        total, stop = sum(counts.values()), shown.stop
        if stop is not None and not self.sender_.running:
            title = said.title(counts, total, 0, began=True) if counts["done"] else t("stop.title")
            self.title.setText(title)
            self.sentence.setText(stop.sentence)
            return
        self.title.setText(said.title(counts, total, len(shown.ready), began=began))
        if began or self.sender_.state == "using":
            self.sentence.setText(said.news(counts, len(shown.ready)))
        else:
            self.sentence.setText(said.summary(counts, shown.ready, must_accept=shown.must_accept))

    def _show_pills(self, counts: Counter[str]) -> None:
        counts["waiting"] = 1 if self.sender_.wait is not None else 0
        for key, icon, tone in PILLS:
            words = (
                waits(self.sender_) if key == "waiting" else n(f"upload.pill-{key}", counts[key])
            )
            self.pills[key].show_state(words, icon, tone)
            self.pills[key].setVisible(counts[key] > 0)

    # notices ----------------------------------------------------------------------------------

    def say(self, kind: str, title: str, sentence: str = "", *buttons: tuple[str, str]) -> Notice:
        """Show a notice above the headline, in place of an older one."""
        notice = Notice(self.context.theme, kind, title, sentence, buttons=buttons)
        notice.pressed.connect(self.pressed)
        self.hush()
        self._notices.addWidget(notice)
        return notice

    def hush(self) -> None:
        """Take the notice away."""
        clear(self._notices)
