"""Events of an upload as lines: an object for programs, a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core import events, text
from app.core.model import LEFT_OUT, RowState
from app.core.report.words import clock


@dataclass(frozen=True, slots=True)
class Told:
    """`data` as the house plan names its keys; `line` for people."""

    data: dict[str, Any]
    line: str


def told(event: events.Event) -> Told | None:
    """What is told of an event, None for those that only a window shows."""
    if isinstance(event, events.RowChanged):
        return _row(event)
    if isinstance(event, events.Waited):
        return _waiting(event)
    if isinstance(event, events.Finished):
        return _finished(event)
    return None


def _waiting(event: events.Waited) -> Told:
    data = {"event": "waiting", "reason": event.reason, "until": event.until}
    if not event.until:
        return Told(data, event.message)
    return Told(data, text.t("cli.waiting", message=event.message, until=clock(event.until)))


def _finished(event: events.Finished) -> Told:
    data = {name: getattr(event, name) for name in event.__slots__}
    line = text.t("cli.finished", **{**data, "size": text.size(event.bytes_sent)})
    return Told({"event": "finished", **data}, line)


def _row(event: events.RowChanged) -> Told:
    where = text.t("cli.row", row=event.row)
    unready = event.state is RowState.SKIPPED and event.reason != LEFT_OUT
    state = text.t(f"cli.state.{RowState.DRAFT if unready else event.state}")
    line = ": ".join(filter(None, (where, state, event.title)))
    if event.message:
        line += f" - {event.message}"
    data = {
        "event": "row",
        "row": event.row,
        "title": f"File:{event.title}" if event.title else "",
        "state": event.state.value,
        "reason": event.reason,
        "pageid": event.pageid,
        "mid": event.mid,
    }
    return Told(data, line)
