"""The work of the sender, for jobs: sign in, ask the wiki, send; and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from app.core import events, sending
from app.core.model import Problem, RowState, Target
from app.core.project import Project
from app.core.report import Pace
from app.core.upload import Queue
from app.core.upload.upload import Blocked
from app.core.wiki import Account, Site


@dataclass(frozen=True)
class SignedIn:
    """What a sign-in told: the target with its site, the account, the wiki."""

    target: Target
    user: str
    account: Account
    site: Site


@dataclass(frozen=True)
class Answered:
    """Problems that only the wiki knew."""

    problems: tuple[Problem, ...]


@dataclass
class Live:
    """What the run under way tells of a row."""

    state: RowState
    message: str = ""
    sent: int = 0
    total: int = 0
    at: float = 0.0
    pace: Pace = field(default_factory=Pace)

    def progress(self, sent: int, total: int) -> None:
        """So many bytes are there now."""
        self.pace.add(sent - self.sent)
        self.sent, self.total = sent, total


@dataclass(frozen=True)
class Login:
    """Where to and as whom; the practice wiki needs no user."""

    target: str
    user: str = ""
    password: str = field(default="", repr=False)

    @contextmanager
    def session(
        self, cancel: Event, emit: events.Emit = events.ignore, wait_minutes: float = 0
    ) -> Iterator[sending.Session]:
        """Signed in, and out again. Raises AccountError, NetworkError, UsageError."""
        with (
            sending.target(self.target) as target,
            sending.connect(
                target, self.user, self.password, cancel, emit, wait_minutes
            ) as session,
        ):
            yield session


class Asking:
    """Signs in and asks the wiki about the rows that are ready."""

    thorough = True
    """Also what stops no row."""

    def __init__(self, project: Project, login: Login, choice: sending.Choice) -> None:
        self._project, self._login, self._choice = project, login, choice

    def __call__(self, emit: Callable[[Any], None], cancel: Event) -> None:
        """Ask. Raises the errors of `Wiki`, CancelledError."""
        with self._login.session(cancel) as session:
            self.prepare(session, emit, cancel)

    def prepare(
        self, session: sending.Session, emit: Callable[[Any], None], cancel: Event
    ) -> sending.Found:
        """All checks; tells what only the wiki knew."""
        account = session.wiki.account
        emit(SignedIn(session.target, self._login.user, account, session.wiki.site))
        offline = sending.check(self._project, cancel, account.name, target=session.target)
        found = session.check(
            self._project, offline, emit, self._choice.accept, thorough=self.thorough
        )
        known = set(map(id, offline.problems))
        emit(Answered(tuple(p for p in found.problems if id(p) not in known)))
        return found


class Using(Asking):
    """Asks the wiki for the very files of some rows, which then count as there."""

    def __init__(
        self, project: Project, login: Login, choice: sending.Choice, rows: Collection[int]
    ) -> None:
        super().__init__(project, login, choice)
        self._rows = rows

    def __call__(self, emit: Callable[[Any], None], cancel: Event) -> None:
        """Ask. Raises AccountError, NetworkError, FileError, CancelledError."""
        with self._login.session(cancel) as session:
            account, site = session.wiki.account, session.wiki.site
            emit(SignedIn(session.target, self._login.user, account, site))
            emit(session.use_existing(self._project, self._rows, emit))


class Sending(Asking):
    """Asks the wiki, then sends."""

    thorough = False

    def __init__(
        self, project: Project, login: Login, choice: sending.Choice, queue: Queue | None = None
    ) -> None:
        super().__init__(project, login, choice)
        self._queue = queue

    def __call__(self, emit: Callable[[Any], None], cancel: Event) -> None:
        """Send what is ready. Raises Blocked, AccountError, NetworkError, CancelledError."""
        with self._login.session(cancel, emit, self._choice.wait_minutes) as session:
            found = self.prepare(session, emit, cancel)
            if found.has_blocker:
                raise Blocked(found.blockers[0])
            emit(session.forecast(self._project, found, self._choice, self._queue))
            session.upload(self._project, found, self._choice, emit, self._queue)
