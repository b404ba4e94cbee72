"""What the head of the page "Upload" says: before, while and after files are sent."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from app.core.text import n, number, size, t
from app.ui.pages.sender import Sender
from app.ui.pages.upload_items import THERE, Item

Counts = Mapping[str, int]
"""Number of rows by done, needs, busy, queued, ready, out."""

FILE_COSTS = 200_000
"""Bytes that could go in the time that a file takes besides its own bytes."""
KNOWN_AFTER_S = 5.0
"""Seconds of sending before the time that is left can be told."""


def span(seconds: int) -> str:
    """A time in words: 72 minutes, 90 seconds."""
    if seconds >= 7200:
        return n("upload.hours", round(seconds / 3600))
    return (
        n("upload.minutes", round(seconds / 60)) if seconds >= 120 else n("upload.seconds", seconds)
    )


def waits(sender: Sender) -> str:
    """How long it still waits: Waits 17:42."""
    wait = sender.wait
    if wait is None or wait.until is None:
        return t("state.waiting")
    left = max(0, round(wait.until - time.time()))
    return t("upload.waits", clock=f"{left // 60}:{left % 60:02d}")


class UploadWords:
    """Headline and sentence. `sizes` = bytes of each row's file by row id."""

    def __init__(
        self, sender: Sender, wiki: str, items: Sequence[Item], sizes: Mapping[int, int]
    ) -> None:
        self._sender, self._wiki, self._items, self._sizes = sender, wiki, items, sizes

    def title(self, counts: Counts, total: int, ready: int, *, began: bool) -> str:
        """The headline: what is ready, or how many are there."""
        if began and (counts["done"] or self._sender.running or self._sender.state == "paused"):
            return n("upload.on-wiki", total, done=number(counts["done"]), wiki=self._wiki)
        if began and not ready:
            return t("upload.none-went")
        return n("upload.ready", ready) if ready else t("upload.nothing")

    def summary(self, counts: Counts, ready: Sequence[Item], *, must_accept: bool) -> str:
        """Before the start: bytes, wiki, what stays."""
        total = size(sum(self._sizes.get(i.row_id, 0) for i in ready))
        first = t("upload.summary", size=total, wiki=self._wiki)
        parts = [first if ready else t("upload.nothing.text")]
        if counts["needs"]:
            parts.append(n("upload.not-ready", counts["needs"]))
        if ready and must_accept:
            parts.append(t("upload.accept-first"))
        return " ".join(parts)

    def news(self, counts: Counts, ready: int) -> str:
        """What goes on, or how it ended."""
        sender = self._sender
        if sender.state in ("pausing", "paused", "stopped"):
            return t(f"upload.{sender.state}")
        if sender.state == "wrong":
            return sender.sentence
        if sender.wait is not None:
            return self._waiting()
        if sender.state == "using":
            return t("upload.using", wiki=sender.target_name)
        if sender.running:
            return self._going()
        there = sum(i.group == "needs" and i.reason in THERE for i in self._items)
        if there:
            return n("upload.are-there", there)
        if ready:
            return n("upload.still-ready", ready)
        return n("upload.some-need", counts["needs"]) if counts["needs"] else t("upload.all-there")

    def _waiting(self) -> str:
        wait = self._sender.wait
        assert wait is not None
        if wait.until is None:
            return wait.message
        until = time.strftime("%H:%M", time.localtime(wait.until))
        return t("upload.waiting", why=wait.message, time=until)

    def _going(self) -> str:
        sender = self._sender
        if sender.step is not None:
            words = t(sender.step.step)
            if sender.step.total:
                done, total = number(sender.step.done), number(sender.step.total)
                return t("check.step", what=words, done=done, total=total)
            return t("upload.first", what=words)
        if not sender.live:
            return t("upload.connecting", wiki=sender.target_name)
        moving = [i for i in self._items if not i.wrong and not i.left_out]
        sent = sum(self._sent(i) for i in moving)
        goal = sum(self._sizes.get(i.row_id, 0) for i in moving)
        there = sum(i.state.on_wiki for i in moving)
        said = n(
            "upload.sent-of", len(moving), done=number(there), sent=size(sent), total=size(goal)
        )
        left = self._left(moving)
        return f"{said} {t('upload.time-left', time=span(left))}" if left else said

    def _left(self, moving: Sequence[Item]) -> int:
        """Seconds it will still take, by what this run did; 0 while that is not known."""
        sender = self._sender
        spent = time.time() - sender.moving_since - sender.waited if sender.moving_since else 0.0
        run = [i for i in moving if i.row_id in sender.live]
        done = sum(self._work(i, self._sent(i)) for i in run)
        todo = sum(
            self._work(i, self._sizes.get(i.row_id, 0)) - self._work(i, self._sent(i))
            for i in moving
            if not i.state.on_wiki
        )
        return round(todo * spent / done) if spent >= KNOWN_AFTER_S and done > 0 else 0

    def _work(self, item: Item, sent: int) -> float:
        """Bytes, and what a file costs however small it is, as far as they are done."""
        whole = self._sizes.get(item.row_id, 0)
        return (sent / whole if whole else float(item.state.on_wiki)) * (whole + FILE_COSTS)

    def _sent(self, item: Item) -> int:
        whole = self._sizes.get(item.row_id, 0)
        if item.state.on_wiki:
            return whole
        return int(whole * item.share) if item.share >= 0 else 0
