"""The head of the page "Upload": what is there, how far it is, and what can be done with all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import n, t
from app.ui.context import Context
from app.ui.pages.blocking import Stop
from app.ui.pages.forms import clear, grounded, say
from app.ui.pages.sender import Sender
from app.ui.pages.upload_tally import Tally
from app.ui.pages.upload_words import UploadWords, waits
from app.ui.parts import Flow, Notice, Pill, SegmentBar, button, label

PILLS = (
    ("done", "circle-check", "done"), ("busy", "arrow-up", "busy"),
    ("waiting", "clock", "wait"), ("queued", "list-end", "quiet"),
    ("ready", "circle", "quiet"), ("needs", "octagon-x", "error"),
    ("held", "circle-pause", "quiet"), ("out", "circle-minus", "quiet"),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What the head tells."""

    tally: Tally
    wiki: str
    must_accept: bool = False
    stop: Stop | None = None


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
        row.addWidget(self.title, 1)
        self.pause = self._button("pause", t("upload.pause"), "pause")
        self.stop = self._button("stop", t("upload.stop"), "square")
        for made in (self.pause, self.stop):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(row)
        words.addWidget(self.sentence)  # below the buttons: with big text it needs all the width
        column.addLayout(words)
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
        sender, counts = self.sender_, shown.tally.pills
        began = sender.sending or sender.state in ("paused", "stopped", "ended", "wrong")
        began = began or counts["done"] > 0
        self.pause.setVisible(sender.state == "sending" and sender.running)
        self.stop.setVisible(sender.sending or sender.state == "paused")
        self.stop.setEnabled(sender.state != "pausing")
        self._show_ways(shown)
        self._show_words(shown, began=began)
        self.bar.setVisible(began)
        segments = [(share, token) for token, share in shown.tally.weights().items()]
        self.bar.show_segments(segments, f"{self.title.text()} {self.sentence.text()}")
        self._show_pills(counts)

    def _show_ways(self, shown: Shown) -> None:
        running, stop = self.sender_.running, shown.stop
        usable = shown.tally.usable
        self.mend.setVisible(stop is not None and not running)
        if stop is not None:
            say(self.mend, stop.button)
        say(self.use, n("upload.use-all", usable))
        self.use.setVisible(bool(usable) and not running)
        self._ways.setVisible(not self.mend.isHidden() or not self.use.isHidden())

    def _show_words(self, shown: Shown, *, began: bool) -> None:
        said = UploadWords(self.sender_, shown.wiki, shown.tally)
        stop = shown.stop
        if stop is not None and not self.sender_.running:
            there = shown.tally.pills["done"]
            self.title.setText(said.on_wiki() if there else t("stop.title"))
            self.sentence.setText(stop.sentence)
            return
        self.title.setText(said.title(began=began))
        if began or self.sender_.state == "using":
            self.sentence.setText(said.news())
        else:
            self.sentence.setText(said.summary(must_accept=shown.must_accept))

    def show_looking(self) -> None:
        """Nothing is known of the rows yet."""
        self.title.setText(t("upload.looking"))
        self.sentence.setText("")
        for part in (self.pause, self.stop, self._ways, self.bar, *self.pills.values()):
            part.setVisible(False)

    def _show_pills(self, counts: Mapping[str, int]) -> None:
        for key, icon, tone in PILLS:
            if key == "waiting":
                waiting = self.sender_.wait is not None
                self.pills[key].show_state(waits(self.sender_), icon, tone)
                self.pills[key].setVisible(waiting)
                continue
            self.pills[key].show_state(n(f"upload.pill-{key}", counts[key]), icon, tone)
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
