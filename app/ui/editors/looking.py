"""Names looked up on the wiki while a person types: only where that was allowed, and never waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.core import text
from app.core.cancel import Cancel
from app.core.commons import search
from app.core.errors import CancelledError, KabochaError
from app.core.model import Target
from app.core.settings import Settings
from app.ui.jobs import Job
from app.ui.session import Session

SETTING = "search-while-typing"
ITEMS, CATEGORIES = "items", "categories"
DELAY_MS = 300
"""So long nothing more is typed before the wiki is asked."""
LEAST = 2
"""Letters that are worth a question."""
KEPT = 200
"""Answers that are remembered."""

Search = Callable[[Target, str, str, Cancel], tuple[object, ...]]
WHERE: dict[str, Callable[[Target], Target]] = {
    ITEMS: search.of_items,
    CATEGORIES: search.of_categories,
}
SEARCHES: dict[str, Search] = {ITEMS: search.items, CATEGORIES: search.categories}


NAMES: dict[str, Callable[[Target, Sequence[str], str, Cancel], dict[str, str]]] = {
    ITEMS: search.names
}
AT_ONCE = 50
"""Names asked for in one question."""


class Looker(QObject):
    """One question at a time: what is typed meanwhile takes its place."""

    named = Signal()
    """Names of items came."""

    answered = Signal(str, str)
    """Kind and text of what was asked, also when no answer came."""

    def __init__(self, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self.names: dict[str, str] = {}
        """Names of items, as far as they were asked for."""
        self._named: set[str] = set()
        self._found: dict[tuple[str, str], tuple[object, ...]] = {}
        self._failed: tuple[str, str] | None = None
        self._wanted: tuple[str, str] | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._ask)
        session.target_changed.connect(self._forget)
        session.closed.connect(self.leave)

    @property
    def allowed(self) -> bool:
        """Whether a person said that what is typed may be sent."""
        return bool(self._settings.get(SETTING))

    def allow(self) -> None:
        """From now on; the settings take it back."""
        self._settings.set(SETTING, True)

    def wiki(self, kind: str) -> str:
        """Who is asked, by name."""
        where = WHERE[kind](self._session.target)
        return where.label or where.name

    def want(self, kind: str, typed: str) -> None:
        """Ask soon, unless that is known or being asked already."""
        asked = (kind, typed)
        if asked in (self._wanted, self._failed) or asked in self._found:
            return
        self.leave()
        self._wanted = asked
        self._timer.start()

    def want_names(self, ids: Iterable[str]) -> None:
        """Ask for the names of items, each once, where it is allowed."""
        new = [one for one in dict.fromkeys(ids) if one not in self._named][:AT_ONCE]
        if not new or not self.allowed:
            return
        self._named.update(new)
        work = _Names(WHERE[ITEMS](self._session.target), new)
        job = self._session.jobs.run(
            work, on_done=self._names_came, on_error=self._no_names, name="names"
        )
        job.lasting = True

    def _names_came(self, found: dict[str, str]) -> None:
        self.names.update(found)
        self.named.emit()

    def _no_names(self, error: BaseException) -> None:
        """Their numbers stay: they are what the cells say."""
        if not isinstance(error, (KabochaError, OSError)):
            raise error

    def leave(self) -> None:
        """Nobody waits for an answer any more."""
        self._timer.stop()
        self._wanted = self._failed = None
        if self._job is not None:
            self._job.forget()
            self._job = None

    def found(self, kind: str, typed: str) -> tuple[object, ...] | None:
        """What the wiki has; None = not known."""
        return self._found.get((kind, typed))

    def state(self, kind: str, typed: str) -> str:
        """asking, failed, or "" when there is nothing to say."""
        asked = (kind, typed)
        return "asking" if asked == self._wanted else "failed" if asked == self._failed else ""

    def _ask(self) -> None:
        if self._wanted is None:
            return
        kind, typed = self._wanted
        where = WHERE[kind](self._session.target)
        work = _Question(SEARCHES[kind], where, typed)
        self._job = self._session.jobs.run(
            work, on_done=self._done, on_error=self._wrong, name="look-up"
        )
        self._job.lasting = True  # nobody waits for it

    def _done(self, found: tuple[object, ...]) -> None:
        asked, self._wanted, self._job = self._wanted, None, None
        if asked is None:
            return
        if len(self._found) >= KEPT:
            self._found.clear()
        self._found[asked] = found
        self.answered.emit(*asked)

    def _wrong(self, error: BaseException) -> None:
        asked, self._wanted, self._job = self._wanted, None, None
        if not isinstance(error, (KabochaError, OSError)):
            raise error
        if asked is not None and not isinstance(error, CancelledError):
            self._failed = asked
            self.answered.emit(*asked)

    def _forget(self) -> None:
        self.leave()
        self._found.clear()
        self.names.clear()
        self._named.clear()


class _Question:
    """Asks in a thread."""

    def __init__(self, ask: Search, where: Target, typed: str) -> None:
        self._ask, self._where, self._typed = ask, where, typed

    def __call__(self, _emit: Callable[[object], None], cancel: Cancel) -> tuple[object, ...]:
        return self._ask(self._where, self._typed, text.language(), cancel)


class _Names:
    """Asks for names in a thread."""

    def __init__(self, where: Target, ids: Sequence[str]) -> None:
        self._where, self._ids = where, ids

    def __call__(self, _emit: Callable[[object], None], cancel: Cancel) -> dict[str, str]:
        return NAMES[ITEMS](self._where, self._ids, text.language(), cancel)
