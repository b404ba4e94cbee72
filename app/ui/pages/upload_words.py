"""What the head of the page "Upload" says: before, while and after files are sent."""

from __future__ import annotations

import time

from app.core.text import n, number, size, span, t
from app.ui.pages.sender import Sender
from app.ui.pages.upload_tally import Tally

KNOWN_AFTER_S = 5.0
"""Seconds of sending before the time that is left can be told."""


def waits(sender: Sender) -> str:
    """How long it still waits: Waits 17:42."""
    wait = sender.wait
    if wait is None or wait.until is None:
        return t("state.waiting")
    left = max(0, round(wait.until - time.time()))
    return t("upload.waits", clock=f"{left // 60}:{left % 60:02d}")


class UploadWords:
    """Headline and sentence."""

    def __init__(self, sender: Sender, wiki: str, tally: Tally) -> None:
        self._sender, self._wiki, self._tally = sender, wiki, tally

    def title(self, *, began: bool) -> str:
        """The headline: what is ready, or how many are there."""
        tally, sender = self._tally, self._sender
        if began and (tally.pills["done"] or sender.running or sender.state == "paused"):
            return self.on_wiki()
        if began and not tally.ready:
            return t("upload.none-went")
        return n("upload.ready", tally.ready) if tally.ready else t("upload.nothing")

    def on_wiki(self) -> str:
        """How many are there."""
        tally = self._tally
        return n("upload.on-wiki", tally.rows, done=number(tally.pills["done"]), wiki=self._wiki)

    def summary(self, *, must_accept: bool) -> str:
        """Before the start: bytes, wiki, what stays."""
        tally = self._tally
        first = t("upload.summary", size=size(tally.ready_bytes), wiki=self._wiki)
        parts = [first if tally.ready else t("upload.nothing.text")]
        if tally.pills["needs"]:
            parts.append(n("upload.not-ready", tally.pills["needs"]))
        if tally.ready and must_accept:
            parts.append(t("upload.accept-first"))
        return " ".join(parts)

    def news(self) -> str:
        """What goes on, or how it ended."""
        sender, tally = self._sender, self._tally
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
        if tally.there:
            return n("upload.are-there", tally.there)
        if tally.ready:
            return n("upload.still-ready", tally.ready)
        needs = tally.pills["needs"]
        return n("upload.some-need", needs) if needs else t("upload.all-there")

    def _waiting(self) -> str:
        wait = self._sender.wait
        assert wait is not None
        if wait.until is None:
            return wait.message
        until = time.strftime("%H:%M", time.localtime(wait.until))
        return t("upload.waiting", why=wait.message, time=until)

    def _going(self) -> str:
        sender, tally = self._sender, self._tally
        if sender.step is not None:
            words = t(sender.step.step)
            if sender.step.total:
                done, total = number(sender.step.done), number(sender.step.total)
                return t("check.step", what=words, done=done, total=total)
            return t("upload.first", what=words)
        if not sender.live:
            return t("upload.connecting", wiki=sender.target_name)
        said = n(
            "upload.sent-of", tally.moving, done=number(tally.arrived),
            sent=size(tally.sent_bytes), total=size(tally.moving_bytes),
        )  # fmt: skip
        left = self._left()
        return f"{said} {t('upload.time-left', time=span(left))}" if left else said

    def _left(self) -> int:
        """Seconds it will still take, by what this run did; 0 while that is not known."""
        sender, tally = self._sender, self._tally
        spent = time.time() - sender.moving_since - sender.waited if sender.moving_since else 0.0
        if spent < KNOWN_AFTER_S or not tally.work_done:
            return 0
        return round(tally.work_left * spent / tally.work_done)
