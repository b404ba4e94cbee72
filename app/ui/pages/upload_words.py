"""What the head of the page "Upload" says: before, while and after files are sent."""

from __future__ import annotations

import time
from datetime import datetime

from app.core import report
from app.core.report import Limited
from app.core.text import n, number, size, span, t
from app.core.upload import used
from app.ui.pages.sender import Sender
from app.ui.pages.upload_how import hours
from app.ui.pages.upload_tally import Tally

LONG_S = 600
"""Seconds from which on the time of the day is told as well."""


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
        planned = plan(self._sender, tally.ready)
        if planned is not None and planned.limited and planned.done_at:
            parts.append(in_turns(planned.limited))
            parts.append(t("upload.not-before", clock=moment(planned.done_at)))
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
        return " ".join([said, *self._foretold()])

    def _foretold(self) -> list[str]:
        """How fast it goes, when it will be done, what the account's limit has to do with it."""
        forecast = self._sender.forecast
        if forecast is None:
            return []
        rate = round(forecast.pace.rate or 0)
        said = [t("upload.speed-now", size=size(rate))] if rate else []
        if forecast.limited:
            said.append(in_turns(forecast.limited))
        left, at = round(forecast.seconds_left or 0), forecast.done_at
        if left and at is not None:
            words = {"time": span(left), "clock": moment(at)}
            said.append(t("upload.time-left" if left < LONG_S else "upload.done-about", **words))
        return said


def closing(tally: Tally) -> tuple[str, str]:
    """What is asked when the window closes while files are sent: what is on its way, what waits."""
    going = tally.pills["busy"]
    waiting = tally.ready - going
    safe = t("closing.text")
    if going:
        more = [n("closing.wait-too", waiting)] if waiting else []
        return n("closing.title", going), " ".join([*more, safe])
    return n("closing.wait", waiting) if waiting else t("closing.sending"), safe


def in_turns(limited: Limited) -> str:
    """What the account's limit lets through now, and then."""
    return n(
        "upload.limited", limited.now, now=number(limited.now), hits=number(limited.hits),
        time=span(limited.seconds),
    )  # fmt: skip


def moment(at: datetime) -> str:
    """A time of day; with the date when it is not today."""
    today = at.date() == datetime.now(at.tzinfo).date()
    return at.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


def plan(sender: Sender, files: int) -> report.Forecast | None:
    """How so many files go by the account's limit alone; None while nobody is signed in."""
    project = sender.context.session.project
    if sender.signed is None or not sender.account or project is None:
        return None
    limits = sender.signed.account.ratelimits
    made = report.Forecast(dict.fromkeys(range(files), 1), limits, hours(sender.context.settings))
    for seconds in used(project.journal(sender.target.key), limits):
        made.remember(seconds)
    return made
