"""What the head of the page "Upload" says: before, while and after files are sent."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from app.core.text import n, number, size, t
from app.ui.pages.sender import Sender
from app.ui.pages.upload_items import Item

Counts = Mapping[str, int]
"""Number of rows by done, needs, busy, queued, ready, out."""


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
        if began:
            return n("upload.on-wiki", total, done=number(counts["done"]), wiki=self._wiki)
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
        if sender.running:
            return self._going()
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
        return t("upload.sent-of", sent=size(sent), total=size(goal))

    def _sent(self, item: Item) -> int:
        whole = self._sizes.get(item.row_id, 0)
        if item.state.on_wiki:
            return whole
        return int(whole * item.share) if item.share >= 0 else 0
