"""Sending, as the window sees it: who is signed in, what the wiki was asked, the run under way.

Pages listen to its signals; the work itself runs in jobs and is the same as on the command line.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core import events, report, secrets, sending
from app.core.errors import CancelledError, KabochaError
from app.core.model import RowState, Target
from app.core.progress import is_under_way, mark_under_way
from app.core.text import t
from app.core.upload import USED, Used, let_go
from app.ui.context import Context
from app.ui.jobs import Job
from app.ui.pages.finder import Finder
from app.ui.pages.practice_host import PracticeHost
from app.ui.pages.sender_work import Answered, Asking, Live, Login, Sending, SignedIn, Using
from app.ui.pages.steering import Steering
from app.ui.pages.upload_how import chosen
from app.ui.wikis import short

QUESTIONS = ("asking", "using")
"""States in which the wiki is asked and nothing is sent."""
ALL = sending.Choice(wait_minutes=math.inf)
_log = logging.getLogger(__name__)


class Sender(QObject):
    """The one run of a window, and its account."""

    changed = Signal()
    """Anything that the whole page shows: begun, paused, ended, waits, account."""
    rows_changed = Signal(object)
    """frozenset of row ids whose state or progress changed."""
    ended = Signal()
    """A run ended by itself: everything that could go went."""
    went_wrong = Signal(str)
    """A sentence: the run or the question could not go on."""
    asked_wiki = Signal(int)
    """The wiki was asked; number of new problems."""
    used = Signal(int, int)
    """Rows that point to a file that was there now, and those whose file is not there."""
    needs_sign_in = Signal(str)
    """A sentence: sign in (again) before anything is sent."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.host = PracticeHost(context.jobs, self)
        self.host.failed.connect(self._practice_failed)
        self.signed: SignedIn | None = None
        self.state = "idle"
        """idle, asking, using, sending, pausing, paused, stopped, ended, wrong."""
        self.live: dict[int, Live] = {}
        self.wait: events.Waited | None = None
        self.step: events.Stepped | None = None
        self.finished: events.Finished | None = None
        self.sentence = ""
        """Why it stopped, when state is wrong."""
        self.forecast: report.Forecast | None = None
        """How far the run under way is, and when it will be done."""
        self.steering = Steering(self)
        self.steering.moved.connect(self.rows_changed)
        self.steering.failed.connect(self.went_wrong)
        self.log: list[str] = []
        self._job: Job | None = None
        self._choice = ALL
        self._again: dict[int, tuple[str, ...]] = {}
        """Rows to send after this run, and the warnings accepted for each."""
        self._before = "idle"
        self._stopping = ""
        self._starting = False
        self.changed.connect(self._tell_session)
        context.session.opened.connect(self._forget)
        context.session.closing.connect(self.stop_for_good)
        context.session.closed.connect(self._forget)
        context.session.target_changed.connect(self._target_changed)

    # who and where ----------------------------------------------------------------------------

    @property
    def target(self) -> Target:
        """Where it goes, with its site as far as that is known."""
        session = self.context.session
        if self.signed is not None and self.signed.target.name == session.target.name:
            return self.signed.target
        if session.project is None or session.target.practice:
            return session.target
        return sending.known_target(session.target.name, session.project)

    def page_address(self) -> str:
        """Where the file pages are, $1 for the title; "" while that is not known."""
        project = self.context.session.project
        if self.account and self.signed is not None:
            return self.signed.site.page_url
        if self.target.practice:
            return f"{self.host.served.browse}wiki/$1" if self.host.served else ""
        return sending.page_address(project, self.target) if project is not None else ""

    @property
    def target_name(self) -> str:
        """The target in words."""
        return short(self.context.session.target)

    @property
    def user(self) -> str:
        """User name of the last sign-in at this target, "" when there was none."""
        if self.signed is not None and self.signed.target.name == self.context.session.target.name:
            return self.signed.user
        return "" if self.context.session.target.practice else self.context.settings.get("account")

    @property
    def account(self) -> str:
        """Who is signed in, "" for nobody (yet)."""
        signed = self.signed
        if signed is None or signed.target.name != self.context.session.target.name:
            return ""
        return signed.account.name

    @property
    def ready_to_send(self) -> bool:
        """Whether a password is at hand (the practice wiki needs none)."""
        target = self.context.session.target
        return target.practice or bool(self._password(target))

    def _password(self, target: Target) -> str:
        user = self.user
        key = replace(target, site="").key
        return (secrets.password(key, user) if user else None) or ""

    def login(self) -> Login:
        """The login of the current target."""
        target = self.context.session.target
        return Login(target.name, self.user, "" if target.practice else self._password(target))

    def take_sign_in(self, signed: SignedIn, password: str, *, remember: bool) -> bool:
        """Keep a sign-in that worked. True when the password went into the key store."""
        self.signed = signed
        settings = self.context.settings
        settings.set("account", signed.user)
        settings.set("remember-password", remember)
        kept = secrets.remember(
            replace(signed.target, site="").key, signed.user, password, permanent=remember
        )
        self.changed.emit()
        return kept

    def sign_out(self) -> None:
        """Forget the password of this target."""
        target = self.context.session.target
        if self.user:
            secrets.forget(replace(target, site="").key, self.user)
        self.signed = None
        self.changed.emit()

    def _target_changed(self) -> None:
        if self.running:
            self.stop()
        self._forget()

    def _forget(self) -> None:
        if self.running:
            return
        self.live.clear()
        self.log.clear()
        self._again.clear()
        self._choice = ALL
        project = self.context.session.project
        self.steering.turn_to(project, self.context.session.target)
        paused = project is not None and is_under_way(project, self.context.session.target)
        self.state, self.sentence = "paused" if paused else "idle", ""
        self.wait = self.step = self.finished = self.forecast = None
        self.changed.emit()

    # asking -----------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether a job of ours is under way."""
        return self._job is not None or self._starting

    @property
    def sending(self) -> bool:
        """Whether files are on their way."""
        return self.running and self.state in ("sending", "pausing")

    def _tell_session(self) -> None:
        self.context.session.sending = self.sending

    def ask_wiki(self) -> None:
        """The online checks, before a byte is sent."""
        self._begin("asking", Asking)

    def use(self, row_ids: Iterable[int]) -> None:
        """Let rows point to the very file that is on the wiki already; nothing is sent."""
        self._begin("using", partial(Using, rows=frozenset(row_ids)))

    def start(self, rows: Iterable[int] | None = None, accept: Iterable[str] = ()) -> None:
        """Send the rows with these numbers (None = all that are ready), or go on with them."""
        numbers = None if rows is None else frozenset(rows)
        self._choice = replace(ALL, rows=numbers, accept=tuple(accept))
        self.go_on()

    def go_on(self) -> None:
        """Go on after a pause."""
        self._choice = chosen(self._choice, self.context.settings)
        session = self.context.session
        queue = self.steering.turn_to(session.project, session.target)
        self._begin("sending", partial(Sending, queue=queue))

    def _begin(self, state: str, work: Callable[..., Any]) -> None:
        project = self.context.session.project
        if project is None or self.running:
            return
        if not self.ready_to_send:
            self.needs_sign_in.emit(t("upload.sign-in-first", wiki=self.target_name))
            return
        self.context.session.finish_writing()
        if state == "sending" and not self._mark(under_way=True):
            return
        self._before = self.state if self.state in ("paused", "ended") else "idle"
        self.state, self.sentence = state, ""
        self.wait = self.step = self.finished = self.forecast = None
        self._stopping = ""
        self._starting = True
        make = work(project, self.login(), self._choice)
        start = _Start(self, make, state)
        if self.context.session.target.practice:
            self.host.when_up(start)
        else:
            start()
        self.changed.emit()

    def run_now(self, work: Callable[..., Any], state: str) -> None:
        """Start a job of ours; called when the wiki can be reached."""
        if self.context.session.project is None or not self._starting:
            return
        self._starting = False
        self._job = self.context.jobs.run(
            work, on_event=self._event, on_done=self._done, on_error=self._wrong, name=state
        )
        self.changed.emit()

    # stopping ---------------------------------------------------------------------------------

    def pause(self) -> None:
        """Stop after the request under way; go_on goes on there."""
        self._stop_as("paused")

    def stop(self) -> None:
        """Stop; what was sent stays, the rest can be sent later."""
        self._stop_as("stopped")
        self._mark(under_way=False)
        if not self.running and self.state == "paused":
            self.state = "stopped"
            self.changed.emit()

    def _stop_as(self, state: str) -> None:
        if self._job is not None:
            self._stopping = state
            if self.state == "sending":
                self.state = "pausing"
            self._job.stop()
            self.changed.emit()
        elif self._starting:
            self._starting = False
            self.state = state
            self.changed.emit()

    def stop_for_good(self) -> None:
        """The project closes: end the job and hear nothing more of it."""
        job, self._job = self._job, None
        self._starting = False
        if job is not None:
            job.forget()
            if job.thread is not None:
                job.thread.join(15)

    def _mark(self, *, under_way: bool) -> bool:
        """Keep in the project that files are on their way, so that it goes on after a restart.
        False when that could not be saved: then nothing is begun.
        """
        session = self.context.session
        if session.project is None:
            return False
        try:
            mark_under_way(session.project, session.target, under_way=under_way)
        except KabochaError as error:
            self.went_wrong.emit(str(error))
            return False
        session.remember()
        return True

    # rows -------------------------------------------------------------------------------------

    def leave_out(self, row_id: int) -> None:
        """Take a row out of the batch."""
        self._moved(row_id, self.context.session.leave_out([row_id]))

    def put_back(self, row_id: int) -> None:
        """Send it after all, next time; also when it pointed to a file that was there."""
        project, count = self.context.session.project, 1
        if project is None:
            return
        journal = project.journal(self.target.key)
        try:
            if journal.record(row_id).reason == USED:
                let_go(journal, row_id)
            else:
                count = self.context.session.leave_out([row_id], out=False)
        except KabochaError as error:
            self.went_wrong.emit(str(error))
            return
        self._moved(row_id, count)

    def _moved(self, row_id: int, count: int) -> None:
        if count:
            self.live.pop(row_id, None)
            self.rows_changed.emit(frozenset({row_id}))
            self.changed.emit()

    def send_row(self, row_id: int, accept: Iterable[str] = ()) -> None:
        """Send one row now, or after the run under way."""
        project = self.context.session.project
        if project is None:
            return
        if self.running:
            self._again[row_id] = tuple(accept)
            self.live[row_id] = Live(RowState.QUEUED, t("upload.after-others"))
            self.rows_changed.emit(frozenset({row_id}))
        else:
            self.start([project.row(row_id).number], accept)

    # what the job tells -----------------------------------------------------------------------

    def _event(self, event: Any) -> None:
        if self.forecast is not None:
            self.forecast.hear(event)
        if isinstance(event, events.RowChanged):
            self._row(event)
        elif isinstance(event, events.Progressed):
            self._progress(event)
        elif isinstance(event, events.Waited):
            self.wait = event
            self._note(event.message)
            self.changed.emit()
        elif isinstance(event, events.Resumed):
            self._end_wait()
        elif isinstance(event, report.Forecast):
            self.forecast = event
        elif isinstance(event, events.Stepped):
            self.step = event
            self.changed.emit()
        elif isinstance(event, events.Finished):
            self.finished = event
        elif isinstance(event, SignedIn):
            self.signed = event
            self._note(t("upload.log-signed-in", wiki=self.target_name, account=event.account.name))
            self.changed.emit()
        elif isinstance(event, Answered):
            self._answered(event)
        elif isinstance(event, Used):
            self._took(event)

    def _row(self, event: events.RowChanged) -> None:
        self.step = None
        known = self.live.get(event.row_id)
        total = known.total if known else 0
        sent = known.sent if known else 0
        self.live[event.row_id] = Live(event.state, event.message, sent, total, time.time())
        words = t(f"state.{event.state}")
        self._note(
            t(
                "upload.log-row",
                row=event.row,
                title=event.title,
                state=words,
                message=event.message,
            )
        )
        self.rows_changed.emit(frozenset({event.row_id}))

    def _progress(self, event: events.Progressed) -> None:
        live = self.live.setdefault(event.row_id, Live(RowState.SENDING))
        live.progress(event.sent, event.total)
        if self.wait is not None:
            self._end_wait()
        self.rows_changed.emit(frozenset({event.row_id}))

    def _end_wait(self) -> None:
        self.wait = None
        self.changed.emit()

    def _note(self, line: str) -> None:
        self.log.append(f"{time.strftime('%H:%M:%S')}  {' '.join(line.split())}")

    def _answered(self, event: Answered) -> None:
        session = self.context.session
        finder = session.checker
        if isinstance(finder, Finder):
            finder.take_answers(event.problems)
            session.check_all()
        self.asked_wiki.emit(len(event.problems))

    def _took(self, used: Used) -> None:
        """What the wiki said of these rows is settled: they are there, or can be sent."""
        session = self.context.session
        project, finder = session.project, session.checker
        if project is None:
            return
        journal = project.journal(self.target.key)
        for row_id in used.not_there:
            journal.set(row_id, RowState.DRAFT, reason=None, message="")
        if isinstance(finder, Finder):
            finder.forget_answers(used.rows | used.not_there)
            session.check_all()
        self.used.emit(len(used.rows), len(used.not_there))

    def _done(self, _result: Any) -> None:
        self._job = None
        was, self.wait, self.step = self.state, None, None
        if was in QUESTIONS:
            self.state = self._before
            self._settle()
            self.changed.emit()
            return
        self.state = "ended"
        self._settle()
        if self._again:
            self._send_again()
            return
        self._mark(under_way=False)
        self.changed.emit()
        self.ended.emit()

    def _send_again(self) -> None:
        """What was pressed during the run. A warning is accepted for its own row only, so rows
        with other accepted warnings go in a run of their own.
        """
        project = self.context.session.project
        if project is None:
            return
        accept = next(iter(self._again.values()))
        rows = [i for i, codes in self._again.items() if codes == accept]
        for row_id in rows:
            del self._again[row_id]
        self.start([project.row(i).number for i in rows], accept)

    def _settle(self) -> None:
        """The journal knows everything now; live news are forgotten."""
        ids = frozenset(self.live)
        self.live.clear()
        self.rows_changed.emit(ids)

    def _wrong(self, error: BaseException) -> None:
        self._job = None
        was, self.wait, self.step = self.state, None, None
        self._settle()
        if isinstance(error, CancelledError):
            self.state = self._before if was in QUESTIONS else self._stopping or "paused"
            self.changed.emit()
            return
        if not isinstance(error, (KabochaError, OSError)):
            self.state = "wrong"
            self.changed.emit()
            raise error
        _log.warning("sending: %s", error)
        self.sentence = str(error)
        self._note(self.sentence)
        self.state = self._before if was in QUESTIONS else "wrong"
        self.changed.emit()
        self.went_wrong.emit(self.sentence)

    def _practice_failed(self, sentence: str) -> None:
        self._starting = False
        self.state = "wrong"
        self.sentence = sentence
        self.changed.emit()
        self.went_wrong.emit(sentence)


class _Start:
    """Begins a job when the wiki can be reached."""

    def __init__(self, sender: Sender, work: Callable[..., Any], state: str) -> None:
        self._sender, self._work, self._state = sender, work, state

    def __call__(self) -> None:
        self._sender.run_now(self._work, self._state)
