"""Waiting for a wiki that puts a file together, or publishes it, in its own time."""

from __future__ import annotations

from app.core import cancel as cancelling
from app.core.model import Plan
from app.core.upload.desk import Desk
from app.core.upload.patience import Blamed
from app.core.wiki import UploadAnswer

FIRST = 0.25
"""Seconds before the first question, doubled for each one after it: most files are ready soon."""
LONGEST = 10.0
LIMIT = 600.0
"""Seconds after which a job that does not end is left alone; a wiki whose job runner is down
would answer "queued" for ever."""
_PER_BYTE = 60 / 100_000_000


class Stuck(Exception):  # noqa: N818  (the row ends with a state, see outcome.RowEnd)
    """The wiki's job did not end within the limit."""


def poll(desk: Desk, plan: Plan, key: str) -> UploadAnswer:
    """Ask until the job ends. Raises Stuck, RefusedError (the wiki says that it went wrong)."""
    waited, step = 0.0, FIRST
    while waited < LIMIT + plan.size * _PER_BYTE:
        cancelling.sleep(desk.cancel, step)
        waited += step
        step = min(step * 2, LONGEST)
        try:
            answer = status(desk, plan, key)
        except Blamed as error:
            raise Stuck from error
        if answer.result != "Poll":
            desk.patience.progressed()
            return answer
    raise Stuck


def status(desk: Desk, plan: Plan, key: str) -> UploadAnswer:
    """Where a file in the stash stands. Raises Blamed when the wiki answers something else but never
    this, RefusedError.
    """

    def ask() -> UploadAnswer:
        return desk.patience.ask(lambda: desk.wiki.check_status(key), may_blame=True)

    try:
        return ask()
    except Blamed:
        desk.look(plan.title)  # it may be that the wiki answered nothing at all
    return ask()
