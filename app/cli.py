"""The command line: every verb of the engine, without a window. See `kabocha --help`.

Standard output carries results (with --json one object a line), standard error messages. Exit
codes: 0 all well; 1 finished, but rows have errors or failed; 2 could not run; 3 cancelled;
4 sign-in or rights; 5 network or server gave out.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import arguments
from app.core import events, log, paths, text
from app.core.errors import (
    AccountError,
    CancelledError,
    FileError,
    KabochaError,
    NetworkError,
    UsageError,
)
from app.core.later import later
from app.core.model import Problem, Severity, Target
from app.core.text import usage

if TYPE_CHECKING:
    from app.core import converting, draft, opening, practice, report, secrets, sending, upload
    from app.core.commons import line as line_test
    from app.core.project import Project
else:
    converting, draft = later("app.core.converting"), later("app.core.draft")
    opening, practice = later("app.core.opening"), later("app.core.practice")
    report, secrets = later("app.core.report"), later("app.core.secrets")
    sending, upload = later("app.core.sending"), later("app.core.upload")
    line_test = later("app.core.commons.line")


class Output:
    """Results to standard output, messages to standard error; on a terminal a line below them that
    is written over again.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.has_status = sys.stderr.isatty() and not as_json
        self._status = ""

    def status(self, line: str) -> None:
        """Write the line over that was there ("" = take it away)."""
        if self.has_status and line != self._status:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._status = line

    def result(self, data: dict[str, Any], line: str | None = None) -> None:
        """One result: the object with --json, else its sentence (None = nothing)."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False), flush=True)
        elif line is not None:
            self.status("")
            print(line, flush=True)

    def message(self, line: str) -> None:
        """Something to know that is no result."""
        self.status("")
        print(line, file=sys.stderr, flush=True)


# -- what several verbs share --------------------------------------------------------------------


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """An event that Ctrl+C and a polite kill set, so that work stops between two requests."""
    cancel = threading.Event()

    def stop(_signal: int, _frame: object) -> None:
        cancel.set()

    kinds = [signal.SIGINT, signal.SIGTERM]
    before = {kind: signal.signal(kind, stop) for kind in kinds}
    try:
        yield cancel
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def _opened(
    args: argparse.Namespace, out: Output, how: Callable[[Path, str], opening.Opened]
) -> Iterator[Project]:
    opened = how(args.path, args.sheet)
    language = getattr(args, "language", None)
    if how is opening.for_reading and (language or getattr(args, "private_data", None)):
        opened = opening.in_memory(opened)
    if language:
        opening.write_in(opened.project, language)
    if opened.elsewhere:
        out.message(text.t("cli.elsewhere", place=opened.elsewhere))
    try:
        yield opened.project
    finally:
        opened.project.close()


def _show_problems(problems: tuple[Problem, ...], out: Output) -> None:
    """One object a problem; for people one line a sentence, with all the rows it is about."""
    if not out.as_json:
        for line in report.problem_lines(problems):
            out.result({}, line)
        return
    for problem in problems:
        ways = [f and {"action": f.action, "value": f.value} for f in (problem.fix, problem.second)]
        out.result(
            {
                "row": problem.row,
                "field": problem.field,
                "code": problem.code,
                "severity": problem.severity.value,
                "message": text.problem(problem),
                "fix": None if ways[1] else ways[0],
                **({"choices": ways} if ways[1] else {}),
            }
        )


def _password(user: str, target: Target) -> str:
    """From KABOCHA_PASSWORD, the key store, or a prompt on a terminal. Raises AccountError."""
    given = os.environ.get("KABOCHA_PASSWORD") or secrets.password(target.key, user)
    if given:
        return given
    if not sys.stdin.isatty():
        raise AccountError("needs-password", user=user)
    import getpass  # noqa: PLC0415  # only for a person at a terminal

    return getpass.getpass(text.t("cli.password", user=user))


@contextmanager
def _signed_in(
    name: str, user: str | None, cancel: threading.Event,
    emit: events.Emit = events.ignore, wait: float = 0,
) -> Iterator[sending.Session]:  # fmt: skip
    """A session on the wiki; the practice wiki is served for the run when it is not running."""
    with sending.target(name) as target:
        if not user and not target.practice:
            raise AccountError("needs-user", target=target.label or target.name)
        password = "" if target.practice else _password(user or "", target)
        with sending.connect(target, user or "", password, cancel, emit, wait) as session:
            yield session


# -- verbs ---------------------------------------------------------------------------------------


def _new(args: argparse.Namespace, out: Output) -> int:
    project = opening.make(args.project, args.source, args.files, args.template, name=args.sheet)
    try:
        if args.language:
            opening.write_in(project, args.language)
        name = project.path.name if project.path else ""
        data = {"event": "made", "project": str(project.path), "rows": len(project.rows)}
        out.result(data, text.n("cli.made", len(project.rows), name=name))
    finally:
        project.close()
    return 0


def _check(args: argparse.Namespace, out: Output) -> int:
    with _interruptible() as cancel, _opened(args, out, opening.for_reading) as project:
        target = sending.known_target(args.wiki, project) if args.wiki else None
        found = sending.check(project, cancel, private_data=args.private_data, target=target)
        if args.wiki:
            with _signed_in(args.wiki, args.user, cancel) as session:
                found = session.check(project, found)
        _show_problems(found.problems, out)
        counts = {
            "rows": found.rows,
            "ready": found.ready,
            "errors": found.count(Severity.BLOCKER, Severity.ERROR),
            "warnings": found.count(Severity.WARNING),
        }
        out.result({"event": "finished", **counts}, text.t("cli.checked", **counts))
        if found.has_blocker:
            return 2
        return 1 if counts["errors"] else 0


def _preview(args: argparse.Namespace, out: Output) -> int:
    with _opened(args, out, opening.for_reading) as project:
        row = project.row_by_number(args.row)
        if row is None:
            raise UsageError("no-such-row", row=args.row)
        made = draft.compose(project, row)
        data = made.description.to_data()
        title = f"File:{made.title}" if made.title else ""
        shown = {
            "row": row.number,
            "title": title,
            "text": made.text,
            "structured_data": data,
        }
        out.result(shown, "\n".join([title, "", made.text, "", *_described(made)]))
    return 0


def _described(made: draft.Draft) -> Iterator[str]:
    """Structured data as lines for people."""
    for language, caption in made.description.labels.items():
        yield f"{text.t('cli.caption')} ({language}): {caption}"
    for statement in made.description.statements:
        yield report.statement_line(statement)


def _upload(args: argparse.Namespace, out: Output) -> int:
    if not args.wiki:
        raise UsageError("needs-wiki")
    numbers = sending.row_numbers(args.rows)
    accept = tuple(c.strip() for c in args.accept.split(",") if c.strip())
    choice = sending.Choice(
        limit=args.limit, accept=accept, wait_minutes=args.wait, speed=args.speed * 1000,
        hours=upload.Hours.parse(args.only_at) if args.only_at else None,
    )  # fmt: skip
    with _interruptible() as cancel, _opened(args, out, opening.for_sending) as project:
        target = sending.known_target(args.wiki, project)
        found = sending.check(
            project, cancel, private_data=args.private_data, rows=numbers, target=target
        )
        if found.has_blocker:
            return _blocked(found.problems, out, 2)
        if numbers is not None:
            found = found.only(numbers)  # the wiki is asked about these only
            if not found.drafts:
                raise UsageError("no-such-row", row=args.rows)
        with _signed_in(args.wiki, args.user, cancel, tell := _Listener(out), args.wait) as session:
            _confirm(session, found, args, out)
            found = session.check(project, found, tell, accept, thorough=False)
            if found.has_blocker:
                return _blocked(found.blockers, out, 4)
            tell.forecast = session.forecast(project, found, choice)
            session.upload(project, found, choice, tell)
            return int(session.has_trouble(project, found))


def _blocked(problems: tuple[Problem, ...], out: Output, code: int) -> int:
    _show_problems(problems, out)
    out.message(text.t("cli.blocked"))
    return code


def _confirm(
    session: sending.Session, found: sending.Found, args: argparse.Namespace, out: Output
) -> None:
    """Ask once before a public wiki. Raises UsageError without --yes and a terminal."""
    target = session.target
    if args.yes or not target.public:
        return
    label = target.label or target.name
    if not sys.stdin.isatty():
        raise UsageError("needs-yes", target=label)
    question = text.n(
        "cli.confirm", min(found.ready, args.limit or found.ready), size=text.size(found.bytes), target=label,
        user=session.wiki.account.name,
    )  # fmt: skip
    out.message(question)
    if input().strip().lower() not in ("y", "yes"):
        raise CancelledError


class _Listener:
    """Turns events of an upload into lines, and how far it is into the one below them."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.forecast = report.Forecast({})

    def __call__(self, event: events.Event) -> None:
        self.forecast.hear(event)
        told = report.told(event)
        if told is not None:
            self._out.result(told.data, told.line)
        if self.forecast.sizes and not isinstance(event, events.Finished):
            self._out.status(report.line(self.forecast))


def _summary(args: argparse.Namespace, project: Project) -> report.Summary:
    name = args.wiki or project.setting("target") or "practice"
    target = sending.known_target(name, project)
    found = sending.check(project, target=target)
    return sending.summarise(project, target, found)


def _status(args: argparse.Namespace, out: Output) -> int:
    with _opened(args, out, opening.for_reading) as project:
        summary = _summary(args, project)
        for row in summary.rows:
            state = text.t(f"cli.state.{row.state}")
            line = ": ".join(filter(None, (report.row_words(row), state, row.title)))
            line += f" - {row.message}" if row.message else ""
            data = {
                "row": None if row.gone else row.number,
                "title": f"File:{row.title}" if row.title else "",
                "state": row.state.value,
                "reason": row.reason,
                **({"was_row": row.number} if row.gone else {}),
            }
            out.result(data, line)
        counted = [f"{text.t(f'cli.state.{k}')}: {v}" for k, v in summary.totals.items()]
        out.result({"event": "totals", **summary.totals}, " · ".join(counted))
    return 0


def _report(args: argparse.Namespace, out: Output) -> int:
    sheets = [(args.csv, False), (args.xlsx, False), (args.left, True)]
    places = [place for place in (args.html, *(place for place, _ in sheets)) if place]
    for place in places:
        if not place.absolute().parent.is_dir():
            raise FileError("folder-missing", name=str(place.absolute().parent))
    with _opened(args, out, opening.for_reading) as project:
        summary = _summary(args, project)
        if args.html:
            with sending.thumbnailer(summary.pictured) as thumbnail:
                report.write_page(summary, args.html, thumbnail)
        for place, only_open in sheets:
            if place:
                report.write_sheet(project, summary, place, only_open=only_open)
        for place in places:
            out.result({"event": "written", "path": str(place)}, text.t("cli.saved", place=place))
        if not places:
            out.result(
                {"event": "totals", **summary.totals},
                report.headline(summary),
            )
    return 0


def _line(args: argparse.Namespace, out: Output) -> int:
    files = size = 0
    with _interruptible() as cancel:
        if args.path:
            with _opened(args, out, opening.for_reading) as project:
                checked = sending.check(project, cancel)
                files, size = checked.ready, checked.bytes
        with sending.target(args.wiki or "commons") as target:
            found = line_test.measure(target, cancel)
    problem = found.problem
    data = {
        "event": "line",
        "wiki": target.name,
        "seconds": round(found.seconds, 3),
        "bytes_per_second": found.speed,
        "at_least": found.at_least,
        "proxy": found.proxy,
        "problem": problem and problem.code,
    }
    if problem is None:
        out.result(data, " ".join(line_test.words(found, target, files, size)))
        return 0
    out.result(data)
    out.message(line_test.failed(target))
    _explain(problem, line_test.why(problem), out)
    return problem.exit_code


def _convert(args: argparse.Namespace, out: Output) -> int:
    done = converting.convert(args.path, args.out, name=args.sheet, force=args.force)
    _show_problems(done.problems, out)
    data = {"event": "written", "path": str(args.out), "rows": done.rows}
    out.result(data, text.t("cli.saved", place=args.out))
    return 0


def _practice(args: argparse.Namespace, out: Output) -> int:
    folder = args.dir or paths.practice()
    with _interruptible() as cancel:
        if args.reset:
            practice.reset(folder)
        with practice.Practice(folder, args.port) as wiki:
            data = {
                "event": "listening",
                "api": wiki.api,
                "browse": wiki.browse,
                "dir": str(folder),
            }
            out.result(data, text.t("cli.listening", browse=wiki.browse, dir=folder))
            while not cancel.wait(1):
                pass
    return 0


def _demo(args: argparse.Namespace, out: Output) -> int:
    from app.core import demo  # noqa: PLC0415  # only this verb needs the sample

    with _interruptible() as cancel:
        shown = demo.run(args.out, _Listener(out), cancel)
        for place in shown.written:
            out.message(text.t("cli.saved", place=place))
        if shown.wrong:
            out.message(text.t("cli.demo-bad", what="; ".join(shown.wrong)))
            return 1
        out.message(text.t("cli.demo-good"))
    return 0


_RUN: dict[str, Callable[[argparse.Namespace, Output], int]] = {
    "new": _new,
    "check": _check,
    "preview": _preview,
    "upload": _upload,
    "status": _status,
    "report": _report,
    "line": _line,
    "convert": _convert,
    "practice": _practice,
    "demo": _demo,
}


def _explain(error: KabochaError, sentence: str, out: Output) -> None:
    out.message(sentence)
    if error.code.startswith("proxy"):
        out.message(text.t("cli.proxy"))


def main(argv: list[str]) -> int:
    """Run one verb; returns the exit code."""
    text.use()
    usage.in_our_words()
    try:
        args = arguments.parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    out = Output(as_json=args.json)
    log.start()
    try:
        return _RUN[args.verb](args, out)
    except KabochaError as error:
        _explain(error, str(error), out)
        if isinstance(error, NetworkError):
            out.message(text.t("cli.gave-up"))
        return error.exit_code
    except KeyboardInterrupt:
        out.message(str(CancelledError()))
        return CancelledError.exit_code
    except BrokenPipeError:
        return 0
