"""What the head of the page "Upload" counts: kept up to date row by row, never counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from app.ui.pages.upload_items import THERE, Item, actions


class Tally:
    """Counts and bytes of all rows. "Moving" are those that go or went: neither wrong nor left out."""

    def __init__(self) -> None:
        self.rows = 0
        self.pills: Counter[str] = Counter()
        """Rows by pill of the head."""
        self.ready = self.ready_bytes = 0
        """What would be sent now."""
        self.on_wiki = 0
        self.usable = 0
        """Rows whose very file is on the wiki and can be used."""
        self.there = 0
        """Rows that need somebody because their very file is on the wiki."""
        self.moving = self.moving_bytes = 0
        self.arrived = self.sent_bytes = 0
        """Of the moving ones: rows on the wiki, and bytes sent."""
        self._bytes: Counter[str] = Counter()

    @classmethod
    def of(cls, items: Iterable[Item]) -> Tally:
        """All of them counted."""
        made = cls()
        for item in items:
            made._put(item, 1)
        return made

    def change(self, before: Item, after: Item) -> None:
        """A row is otherwise than it was."""
        self._put(before, -1)
        self._put(after, 1)

    def weights(self) -> Mapping[str, float]:
        """Share of all bytes by token of the bar."""
        whole = self._bytes.total() or 1
        return {token: self._bytes[token] / whole for token in ("accent", "error")}

    def _put(self, item: Item, by: int) -> None:
        self.rows += by
        self.pills[item.pill] += by
        self.on_wiki += by * item.state.on_wiki
        self.usable += by * ("use" in actions(item))
        self.there += by * (item.group == "needs" and item.reason in THERE)
        if item.sendable:
            self.ready += by
            self.ready_bytes += by * item.size
        sent = _sent(item)
        self._weigh(item, sent, by)
        if not item.wrong and not item.left_out:
            self._move(item, sent, by)

    def _weigh(self, item: Item, sent: int, by: int) -> None:
        """A file of no known size weighs like the smallest."""
        whole = item.size or 1
        if item.state.on_wiki:
            self._bytes["accent"] += by * whole
        elif item.group == "needs":
            self._bytes["error"] += by * whole
        else:
            self._bytes["accent"] += by * sent
            self._bytes["rest"] += by * (whole - sent)

    def _move(self, item: Item, sent: int, by: int) -> None:
        self.moving += by
        self.moving_bytes += by * item.size
        self.arrived += by * item.state.on_wiki
        self.sent_bytes += by * sent


def _sent(item: Item) -> int:
    """Bytes of a row that are on the wiki."""
    if item.state.on_wiki:
        return item.size
    return int(item.size * min(1.0, item.share)) if item.share >= 0 else 0
