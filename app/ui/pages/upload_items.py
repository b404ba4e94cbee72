"""Rows on their way as data: what each one says, and what can be done with it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from app.core import codes
from app.core.errors import CANCELLED
from app.core.model import LEFT_OUT, RowState
from app.core.project import Record
from app.core.report import RowReport
from app.core.text import size as in_words
from app.core.text import t
from app.core.upload import USED
from app.core.upload.file import WHOLE
from app.ui.pages.sender_work import Live

BUSY = (RowState.SENDING, RowState.COMMITTING, RowState.PUBLISHED, RowState.UNKNOWN)
NEEDS = (RowState.FAILED, RowState.ASKED)
FILTERS = ("all", "needs", "busy", "done")
THERE = ("duplicate", "already-there")
"""Reasons of rows whose very file is on the wiki."""
ORDER = (*NEEDS, *BUSY)
"""States that come first in the list."""
_SENDABLE = (RowState.READY, RowState.QUEUED, RowState.SENDING, RowState.COMMITTING,
             RowState.PUBLISHED, RowState.UNKNOWN)  # fmt: skip
Place = tuple[int, int, int]
"""Where a row stands in the list: its rank, its number, its id."""


@dataclass(frozen=True, slots=True)
class Run:
    """What the sender does, as far as every row shows it."""

    moving: bool = False
    """Files are on their way now."""
    waits: bool = False
    """What is ready waits for its turn: files are on their way, or it is paused."""
    held: bool = False
    """Something stops the whole sheet, and nothing runs."""


RESTS = Run()


@dataclass(frozen=True, slots=True)
class Turns:
    """What a person changed in the order of the files."""

    held: frozenset[int] = frozenset()
    """Held back until they are let go."""
    front: frozenset[int] = frozenset()
    """Before all others."""


AS_THEY_ARE = Turns()


@dataclass(frozen=True, slots=True)
class Item:
    """One row as it is shown."""

    row_id: int
    number: int
    title: str
    file: Path | None
    state: RowState
    message: str
    reason: str | None
    page: str
    share: float = -1.0
    """0 to 1 while bytes go, and where they stand still; -1 = no bar."""
    wrong: bool = False
    """The row cannot be sent as it is."""
    stopped: bool = False
    """The row could go, but something stops the whole sheet."""
    resting: bool = False
    """It was on its way when the run was paused or the window was closed."""
    size: int = 0
    """Bytes of the file."""
    held: bool = False
    """A person holds it back."""
    front: bool = False
    """It goes before the others."""

    @property
    def group(self) -> str:
        """Which filter shows it."""
        if self.state in NEEDS or self.wrong:
            return "needs"
        if self.state in BUSY and not self.resting:
            return "busy"
        return "done" if self.state is RowState.DONE else ""

    @property
    def left_out(self) -> bool:
        """Whether a person took it out."""
        return self.state is RowState.SKIPPED and self.reason == LEFT_OUT

    @property
    def in_parts(self) -> bool:
        """Whether it is on its way in several parts, between which it can stop."""
        return self.state is RowState.SENDING and self.size > WHOLE

    @property
    def sendable(self) -> bool:
        """Whether it would be sent now."""
        may = self.stopped or self.state in _SENDABLE
        return may and not self.wrong and not self.held

    @property
    def pill(self) -> str:
        """Under which count of the head it goes."""
        if self.left_out:
            return "out"
        if self.held:
            return "held"
        if self.resting or self.state is RowState.QUEUED:
            return self.group or "queued"
        return self.group or ("draft" if self.state is RowState.DRAFT else "ready")

    @property
    def place(self) -> Place:
        """Where it stands in the list: what needs somebody first, then what is on its way."""
        if self.state in ORDER:
            return ORDER.index(self.state), self.number, self.row_id
        rank = 0 if self.wrong else 1 if self.front else 2
        return len(ORDER) + rank, self.number, self.row_id


def actions(item: Item) -> tuple[str, ...]:
    """What can be done with a row, the first one is the button: open, use, again, accept, mend,
    rename, out, back, hold, go, first.
    """
    if item.held:
        return ("go",)
    if item.state.on_wiki:
        ways = ("open",) if item.page else ()
        return (*ways, "back") if item.reason == USED else ways
    if item.left_out:
        return ("back",)
    if item.reason in THERE and (item.wrong or item.state in NEEDS):
        return ("use", "out", "mend")
    mend = "rename" if item.reason in codes.NAMES else "mend"
    if item.state is RowState.ASKED:
        yes = ("accept",) if item.reason in codes.ACCEPTABLE else ("again",)
        return (*yes, "out", mend)
    if item.state is RowState.FAILED:
        return ("rename", "out", "again") if mend == "rename" else ("again", "out", "mend")
    return (mend, "out") if item.wrong else _of_going(item)


def _of_going(item: Item) -> tuple[str, ...]:
    """What can be done with a row that goes, or waits for its turn."""
    if item.state in (RowState.READY, RowState.DRAFT):
        return ("out",)
    if item.state is RowState.QUEUED:
        return ("hold",) if item.front else ("first", "hold")
    return ("hold",) if item.in_parts and not item.resting else ()


def item_of(
    report: RowReport, live: Live | None, run: Run = RESTS, size: int = 0,
    turns: Turns = AS_THEY_ARE,
) -> Item:  # fmt: skip
    """A row as it is shown: what the journal knows, and over it what the run tells."""
    state, reason = report.state, report.reason
    wrong = state in (RowState.DRAFT, RowState.SKIPPED) and reason not in (None, LEFT_OUT)
    resting = not run.moving and state in BUSY
    message, share, stopped = report.message, -1.0, False
    if live is not None:
        state = live.state
        message, share = _told(live)
    elif state is RowState.DONE and not message:
        message = _sent_at(report.record.updated)
    elif state in (RowState.READY, RowState.QUEUED):
        state = RowState.QUEUED if run.waits else RowState.READY
    if run.held and state is RowState.READY:
        state, stopped = RowState.DRAFT, True
    held = report.row_id in turns.held and not state.on_wiki and state not in (*BUSY, *NEEDS)
    if share < 0 and (state in (RowState.READY, RowState.QUEUED) or resting or held):
        message, share = _kept(report.record, message)
    if held and not wrong:
        message = t("upload.held")
    return Item(
        report.row_id, report.number, report.title, report.file, state, message, reason,
        report.page, share, wrong, stopped, resting, size,
        held and not wrong, report.row_id in turns.front,
    )  # fmt: skip


def _told(live: Live) -> tuple[str, float]:
    """What the run says of a row, and how much of it is there."""
    share = live.sent / live.total if live.total and live.state is RowState.SENDING else -1.0
    message = live.message
    if not message and share >= 0:
        message = _bytes(live)
    elif not message and live.state in (RowState.COMMITTING, RowState.PUBLISHED, RowState.UNKNOWN):
        message = t(f"upload.now-{live.state}")
    elif not message and live.state is RowState.DONE:
        message = _sent_at(live.at)
    return message, share


def _kept(record: Record, message: str) -> tuple[str, float]:
    """The same of a row that waits for its turn: the wiki may hold a part of it already."""
    if record.reason == CANCELLED:
        message = ""  # somebody paused: the state says so
    if not (record.filekey and record.offset and record.size):
        return message, -1.0
    sent, total = in_words(record.offset), in_words(record.size)
    return message or t("upload.bytes", sent=sent, total=total), record.offset / record.size


def _bytes(live: Live) -> str:
    """How much is there, and how fast it goes."""
    said = t("upload.bytes", sent=in_words(live.sent), total=in_words(live.total))
    rate = round(live.pace.rate or 0)
    return f"{said} · {t('text.a-second', size=in_words(rate))}" if rate else said


def _sent_at(moment: float) -> str:
    at = time.localtime(moment)
    today = at[:3] == time.localtime()[:3]
    return t("upload.sent-at", time=time.strftime("%H:%M" if today else "%Y-%m-%d %H:%M", at))


def stem(title: str) -> str:
    """A title without its ending, as people read it."""
    head, dot, ending = title.rpartition(".")
    return head if dot and 1 < len(ending) <= 5 else title


def state_words(item: Item) -> str:
    """The state in words."""
    if item.wrong:
        return t("state.not-ready")
    if item.held:
        return t("state.held")
    if item.resting:
        return t("state.paused")
    if item.reason == USED and item.state.on_wiki:
        return t("state.used")
    if item.state is RowState.SENDING and item.share >= 0:
        return t("state.sending-share", share=int(item.share * 100))
    return t(f"state.{item.state}")
