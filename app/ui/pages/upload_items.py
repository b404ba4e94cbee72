"""Rows on their way as data: what each one says, what can be done with it, and their model."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.core.commons import codes
from app.core.model import LEFT_OUT, RowState
from app.core.report import RowReport
from app.core.text import size, t
from app.core.upload import USED
from app.ui.context import Context
from app.ui.pages.sender_work import Live

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
BUSY = (RowState.SENDING, RowState.COMMITTING, RowState.PUBLISHED, RowState.UNKNOWN)
NEEDS = (RowState.FAILED, RowState.ASKED)
FILTERS = ("all", "needs", "busy", "done")
THERE = ("duplicate", "already-there")
"""Reasons of rows whose very file is on the wiki."""
ORDER = (*NEEDS, *BUSY)
"""States that come first in the list."""


@dataclass(frozen=True)
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
    """0 to 1 while bytes go; -1 = no bar."""
    wrong: bool = False
    """The row cannot be sent as it is."""
    stopped: bool = False
    """The row could go, but something stops the whole sheet."""
    resting: bool = False
    """It was on its way when the run was paused or the window was closed."""

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


def actions(item: Item) -> tuple[str, ...]:
    """What can be done with a row, the first one is the button: open, use, again, accept, mend,
    out, back.
    """
    if item.state.on_wiki:
        ways = ("open",) if item.page else ()
        return (*ways, "back") if item.reason == USED else ways
    if item.left_out:
        return ("back",)
    if item.reason in THERE and (item.wrong or item.state in NEEDS):
        return ("use", "out", "mend")
    if item.state is RowState.ASKED:
        yes = ("accept",) if item.reason in codes.ACCEPTABLE else ("again",)
        return (*yes, "out", "mend")
    if item.state is RowState.FAILED:
        return ("again", "out", "mend")
    if item.wrong:
        return ("mend", "out")
    if item.state in (RowState.READY, RowState.DRAFT):
        return ("out",)
    return ()


def item_of(report: RowReport, live: Live | None, *, moving: bool, state: str = "idle") -> Item:
    """A row as it is shown: what the journal knows, and over it what the run tells. `moving` =
    files are on their way now; `state` = that of the sender.
    """
    wrong = report.state in (RowState.DRAFT, RowState.SKIPPED) and report.reason not in (
        None, LEFT_OUT,
    )  # fmt: skip
    item = Item(
        report.row_id, report.number, report.title, report.file, report.state, report.message,
        report.reason, report.page, wrong=wrong,
        resting=not moving and report.state in BUSY,
    )  # fmt: skip
    if live is None:
        if item.state is RowState.DONE and not item.message:
            return replace(item, message=_sent_at(report.record.updated))
        if item.state in (RowState.READY, RowState.QUEUED):
            waits = moving or state == "paused"
            return replace(item, state=RowState.QUEUED if waits else RowState.READY)
        return item
    share = live.sent / live.total if live.total and live.state is RowState.SENDING else -1.0
    message = live.message
    if not message and share >= 0:
        message = t("upload.bytes", sent=size(live.sent), total=size(live.total))
    elif not message and live.state in (RowState.COMMITTING, RowState.PUBLISHED, RowState.UNKNOWN):
        message = t(f"upload.now-{live.state}")
    elif not message and live.state is RowState.DONE:
        message = _sent_at(live.at)
    return replace(item, state=live.state, message=message, share=share)


def _sent_at(moment: float) -> str:
    at = time.localtime(moment)
    today = at[:3] == time.localtime()[:3]
    return t("upload.sent-at", time=time.strftime("%H:%M" if today else "%Y-%m-%d %H:%M", at))


class UploadModel(QAbstractTableModel):
    """Items in the order of the sheet, those that need somebody first; filtered."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._all: dict[int, Item] = {}
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self._files: dict[str, list[int]] = {}
        self.filter = "all"
        context.thumbnails.arrived.connect(self._arrived)

    @property
    def items(self) -> Sequence[Item]:
        """All of them, in the order of the sheet."""
        return tuple(self._all.values())

    def show_items(self, items: Sequence[Item]) -> None:
        """Other rows."""
        self._all = {i.row_id: i for i in items}
        self._files = {}
        for item in items:
            if item.file is not None:
                self._files.setdefault(str(item.file), []).append(item.row_id)
        self.reorder()

    def take(self, items: Sequence[Item]) -> None:
        """News of some rows; the order stays until `show_items`."""
        for item in items:
            self._all[item.row_id] = item
            place = self._places.get(item.row_id)
            if place is not None:
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def show_only(self, name: str) -> None:
        """One of FILTERS."""
        self.filter = name
        self.reorder()

    def reorder(self) -> None:
        """Filter and sort again."""
        self.beginResetModel()
        shown = [i for i in self._all.values() if self.filter in ("all", i.group)]
        shown.sort(key=_place)
        self._ids = [i.row_id for i in shown]
        self._places = {row_id: place for place, row_id in enumerate(self._ids)}
        self.endResetModel()

    def item(self, place: int) -> Item:
        """The item in a line."""
        return self._all[self._ids[place]]

    def of(self, row_id: int) -> Item | None:
        """The item of a row."""
        return self._all.get(row_id)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Shown rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """One: the delegate draws the line."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for screen readers and tooltips."""
        item = self.item(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.message or item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [t("row.number", number=item.number), item.title, state_words(item)]
            parts += [item.message, *(t(f"upload.do-{a}") for a in actions(item)[:1])]
            return ", ".join(p for p in parts if p)
        return None

    def _arrived(self, paths: frozenset[str]) -> None:
        for path in paths:
            for row_id in self._files.get(path, ()):
                place = self._places.get(row_id)
                if place is not None:
                    self.dataChanged.emit(self.index(place, 0), self.index(place, 0))


def stem(title: str) -> str:
    """A title without its ending, as people read it."""
    head, dot, ending = title.rpartition(".")
    return head if dot and 1 < len(ending) <= 5 else title


def _place(item: Item) -> tuple[int, int]:
    if item.state in ORDER:
        return ORDER.index(item.state), item.number
    return (len(ORDER) if item.wrong else len(ORDER) + 1), item.number


def state_words(item: Item) -> str:
    """The state in words."""
    if item.wrong:
        return t("state.not-ready")
    if item.resting:
        return t("state.paused")
    if item.reason == USED and item.state.on_wiki:
        return t("state.used")
    if item.state is RowState.SENDING and item.share >= 0:
        return t("state.sending-share", share=int(item.share * 100))
    return t(f"state.{item.state}")
