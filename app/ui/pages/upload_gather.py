"""Keeps the rows of the page "Upload" up to date: all of them beside the window, news in between."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import KabochaError
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.pages.blocking import stop_of
from app.ui.pages.sender import Sender
from app.ui.pages.upload_items import Item, Run
from app.ui.pages.upload_rows import Asked, Gathered, run_of

TICK_MS = 500
"""Counts change at most twice a second."""
AT_ONCE = 300
"""So many rows are gathered in the window; more of them beside it."""


class Gatherer(QObject):
    """Asks for rows again when they may read otherwise. What was known stays until then."""

    gathered = Signal(object)
    """Arranged: all rows."""
    news = Signal(object)
    """Items of some rows, at most twice a second."""

    def __init__(self, context: Context, sender: Sender, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._sender = context, sender
        self._known: Gathered | None = None
        self._asked: Asked | None = None
        self._dirty: set[int] = set()
        self._meanwhile: set[int] = set()
        """Rows that changed while all were gathered."""
        self._latest = Latest(context.jobs, "upload-rows", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._start)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._tell)
        sender.rows_changed.connect(self._rows_changed)

    # asking -----------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether no rows are known, of whatever project and wiki."""
        return self._known is None

    @property
    def is_current(self) -> bool:
        """Whether what is known are rows of the open project, towards the chosen wiki."""
        known = self._known
        if known is None or known.asked.project is not self._context.session.project:
            return False
        return known.asked.target.key == self._sender.target.key

    @property
    def is_right(self) -> bool:
        """Whether what was asked for last still holds for every row: the run goes on as it did."""
        asked = self._asked
        return asked is not None and asked.run == self._run() and self.is_current

    @property
    def few(self) -> bool:
        """Whether they are gathered at once."""
        return len(self._context.session.drafts) <= AT_ONCE

    def _run(self) -> Run:
        return run_of(self._sender, stopped=stop_of(self._context.session) is not None)

    # gathering --------------------------------------------------------------------------------

    def forget(self) -> None:
        """The project was closed."""
        self._tick.stop()
        self._soon.stop()
        self._latest.stop()
        self._dirty.clear()
        self._known = self._asked = None

    def gather(self) -> None:
        """Take all rows again: project, journal, problems, run."""
        if not self.few:
            self._asked = None  # what is under way was asked before this
            self._soon.start()
        elif self._context.session.project is not None:
            self._latest.stop()
            self._soon.stop()
            self._take(self._ask()())

    def _ask(self) -> Asked:
        session = self._context.session
        assert session.project is not None
        self._asked = Asked.now(session.project, session, self._sender, self._run())
        self._tick.stop()
        self._dirty.clear()
        self._meanwhile.clear()
        return self._asked

    def _start(self) -> None:
        if self._context.session.project is not None:
            self._latest.run(self._ask(), self._came, self._failed)

    def _came(self, found: Gathered) -> None:
        """The rows are known; unless they were asked for again since."""
        if found.asked is self._asked:
            self._take(found)

    def _take(self, found: Gathered) -> None:
        self._known = found
        since, self._meanwhile = self._meanwhile, set()
        self.gathered.emit(found.arranged)
        if since:
            self.news.emit(self._items(since))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, KabochaError):
            raise error
        self._context.session.failed.emit(str(error))

    # news -------------------------------------------------------------------------------------

    def _rows_changed(self, row_ids: frozenset[int]) -> None:
        self._dirty |= row_ids
        if not self._tick.isActive():
            self._tick.start()

    def _tell(self) -> None:
        """Say what the last half second brought."""
        if len(self._dirty) > AT_ONCE:
            self.gather()
            return
        dirty, self._dirty = self._dirty, set()
        if self._latest.busy:
            self._meanwhile |= dirty
        self.news.emit(self._items(dirty))

    def _items(self, row_ids: set[int]) -> list[Item]:
        known, live = self._known, self._sender.live
        if known is None:
            return []
        turns = self._sender.steering.turns
        found = (known.item(r, live.get(r), turns) for r in row_ids)
        return [i for i in found if i is not None]
