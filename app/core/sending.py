"""What both front ends do to send a project: check it, sign in, ask the wiki, send, sum up."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from app.core import checks, events, paths, report, targets, text
from app.core.awake import awake
from app.core.cancel import Cancel
from app.core.draft import Draft
from app.core.errors import UsageError
from app.core.later import later
from app.core.model import LAST_ROW, Problem, PropertyNames, RowState, Severity, Target
from app.core.model import Choice as Kept
from app.core.project import ROW_GONE, Project, place, working
from app.core.upload import Hours, Queue, Upload, Used, use_existing, used
from app.core.upload.patience import HOPELESS, Patience
from app.core.upload.patient import patient
from app.core.upload.stamps import Stamp, stamp
from app.core.wiki import Wiki

if TYPE_CHECKING:
    from app.core import commons, media, practice
else:
    commons, media = later("app.core.commons"), later("app.core.media")
    practice = later("app.core.practice")

_STOPS = (Severity.BLOCKER, Severity.ERROR)
_NOT_SENT = (RowState.DRAFT, RowState.READY, RowState.SKIPPED, RowState.FAILED)
_TROUBLE = frozenset(RowState) - {RowState.DONE, RowState.DRAFT, RowState.READY, RowState.QUEUED}
_THUMBNAILS = ((60, 320), (1000, 240))
_SMALLEST = 160
"""Longest side in pixels, by how many thumbnails one page carries."""
_LARGEST_DRAWING = 300_000


@dataclass(frozen=True, slots=True)
class Found:
    """The result of checking: drafts in the order of the sheet, and all problems by row."""

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]

    @property
    def blockers(self) -> tuple[Problem, ...]:
        """What stops the whole sheet."""
        return tuple(p for p in self.problems if p.severity is Severity.BLOCKER)

    @property
    def has_blocker(self) -> bool:
        """Whether nothing of this sheet can be sent."""
        return bool(self.blockers)

    @property
    def rows(self) -> int:
        """Rows with a file or a name."""
        return len(self.drafts)

    @property
    def refused(self) -> Mapping[int, Problem]:
        """First error of each row that is not sent, by row id."""
        found: dict[int, Problem] = {}
        for problem in self.problems:
            stops = problem.severity in _STOPS or problem.code == ROW_GONE
            if problem.row_id is not None and stops:
                found.setdefault(problem.row_id, problem)
        return found

    @property
    def ready_drafts(self) -> tuple[Draft, ...]:
        """Rows without an error; none when something stops the whole sheet."""
        refused = self.refused
        return () if self.has_blocker else tuple(d for d in self.drafts if d.row.id not in refused)

    @property
    def ready(self) -> int:
        """Number of rows without an error."""
        return len(self.ready_drafts)

    @property
    def sizes(self) -> Mapping[int, int]:
        """Bytes of the file of each row that is ready, by row id."""
        return {d.row.id: d.facts.size for d in self.ready_drafts if d.facts}

    @property
    def stamps(self) -> Mapping[int, Stamp]:
        """What tells later that a file is still the one that was checked, by row id."""
        seen = ((d, stamp(d.file)) for d in self.ready_drafts if d.file)
        return {
            d.row.id: (d.facts.size, d.facts.mtime_ns, now[2])
            for d, now in seen
            if d.facts is not None and now is not None
        }

    @property
    def bytes(self) -> int:
        """Sizes of the files of the rows that are ready."""
        return sum(d.facts.size for d in self.ready_drafts if d.facts)

    def only(self, numbers: Collection[int]) -> Found:
        """The same with only these rows (numbers as in the sheet) and the problems of the sheet."""
        gone = {p.row_id for p in self.problems if p.code == ROW_GONE}
        there = (d for d in self.drafts if d.row.id not in gone)
        drafts = tuple(d for d in there if d.row.number in numbers)
        kept = {d.row.id for d in drafts}
        problems = tuple(p for p in self.problems if p.row_id is None or p.row_id in kept)
        return Found(drafts, problems)

    def count(self, *severities: Severity) -> int:
        """Number of problems of these severities."""
        return sum(p.severity in severities for p in self.problems)

    def with_problems(self, problems: Sequence[Problem]) -> Found:
        """The same with more problems, kept in the order of the sheet."""
        place = {d.row.id: i for i, d in enumerate(self.drafts)}
        merged = sorted(
            (*self.problems, *problems),
            key=lambda p: (
                -1 if p.row_id is None else place.get(p.row_id, len(place)),
                p.severity.rank,
            ),
        )
        return replace(self, problems=tuple(merged))


@dataclass(frozen=True, slots=True)
class Choice:
    """What is sent, and how: row numbers (None = all), at most `limit` rows, codes of warnings a
    person accepted, minutes to wait without a byte of progress, the most bytes a second (0 = all
    that the line carries), the hours of the day in which files may be sent (None = all).
    """

    rows: frozenset[int] | None = None
    limit: int | None = None
    accept: tuple[str, ...] = ()
    wait_minutes: float = 60
    speed: int = 0
    hours: Hours | None = None


def row_numbers(chosen: str | None) -> frozenset[int] | None:
    """2-20,25 as a set; None = all. Raises UsageError."""
    if not chosen:
        return None
    numbers: set[int] = set()
    try:
        for part in chosen.split(","):
            first, _, last = part.strip().partition("-")
            start, end = int(first), int(last or first)
            if not 0 < start <= end <= LAST_ROW:
                raise ValueError(part)
            numbers.update(range(start, end + 1))
    except ValueError as error:
        raise UsageError("rows-unreadable", text=chosen) from error
    return frozenset(numbers)


def check(
    project: Project, cancel: Cancel | None = None, account: str = "", *,
    private_data: str = "", rows: Collection[int] | None = None, target: Target | None = None,
) -> Found:  # fmt: skip
    """All offline checks of a project. `private_data` (keep, remove) is chosen, as one change, for
    what files hold where nobody chose yet; `rows`: only for rows with these numbers. What is left
    out towards a `target` is no reason against other rows. Raises CancelledError, StoreError.
    """
    checker = checks.Checker(project, account)
    without = project.journal(target.key).left_out if target else frozenset[int]()
    checker.run(cancel=cancel, without=without)
    if private_data:
        cells = checks.chosen(checker.problems, Kept(private_data), rows)
        project.change(text.t(f"change.private-{private_data}"), cells)
        checker.run(cancel=cancel, without=without)
    return found(project, checker)


def found(project: Project, checker: checks.Checker) -> Found:
    """What a checker that has run knows, with the problems the sheet itself brought."""
    told = {p.code for p in checker.problems if p.row_id is None}
    of_sheet = [p for p in project.sheet_problems() if p.row_id is not None or p.code not in told]
    return Found(checker.drafts, ()).with_problems(
        (
            *place.problems(project.path),
            *working.problems(project.path),
            *of_sheet,
            *checker.problems,
        )
    )


class Session:
    """Signed in to one target: asks the wiki and sends."""

    def __init__(self, wiki: Wiki, target: Target, cancel: Event, wait_minutes: float = 0) -> None:
        self.wiki = wiki
        self.target = target
        self._cancel = cancel
        self._wait_minutes = wait_minutes

    def check(
        self,
        project: Project,
        found: Found,
        emit: events.Emit = events.ignore,
        accept: Sequence[str] = (),
        *,
        thorough: bool = True,
    ) -> Found:
        """What only the wiki knows of the rows that are ready and not sent yet, before any byte.
        `accept`: codes of warnings a person accepted. Not `thorough` (right before sending) asks
        about fifty rows at once, and leaves to the upload what costs a request a row. Raises the errors of `Wiki`.
        """
        journal = project.journal(self.target.key)
        own_numbers = self.target.properties is PropertyNames.LOOKUP
        fresh = [d for d in found.ready_drafts if journal.record(d.row.id).state in _NOT_SENT]
        patience = Patience(emit, self._cancel, self._wait_minutes, time.monotonic)
        problems = checks.online(
            project, patient(self.wiki, patience), fresh, emit=emit, cancel=self._cancel,
            entities=not own_numbers, practice=self.target.practice, accept=accept, thorough=thorough,
        )  # fmt: skip
        return found.with_problems(problems)

    def forecast(
        self, project: Project, found: Found, choice: Choice, queue: Queue | None = None
    ) -> report.Forecast:
        """How far a run is, once it hears the run's events: the files that `upload` would send."""
        journal = project.journal(self.target.key)
        limits = self.wiki.account.ratelimits
        chosen = found if choice.rows is None else found.only(choice.rows)
        todo = ((i, n) for i, n in chosen.sizes.items() if not journal.record(i).state.on_wiki)
        sizes = dict(islice(todo, choice.limit))
        records = {i: journal.record(i) for i in sizes}
        kept = {i: r.offset for i, r in records.items() if r.filekey and r.offset}
        rows = Queue(project, self.target) if queue is None else queue
        made = report.Forecast(sizes, limits, choice.hours, kept, held=lambda: rows.held)
        for seconds in used(journal, limits):
            made.remember(seconds)
        return made

    def upload(
        self, project: Project, found: Found, choice: Choice, emit: events.Emit,
        queue: Queue | None = None,
    ) -> events.Finished:  # fmt: skip
        """Send what is ready; `queue` changes meanwhile in which order. Raises the errors of
        `app.core.upload.Upload.run`, and FileError when another program is sending this project.
        """
        with project.alone(), awake(text.t("sending.awake", target=self.target.label)):
            return self._upload(project, found, choice, emit, queue)

    def use_existing(self, project: Project, row_ids: Collection[int], emit: events.Emit) -> Used:
        """Let rows count as done whose very file is on the wiki already. Raises the errors of
        `Wiki`, FileError when another program is sending this project.
        """
        with project.alone():
            return use_existing(project, self.wiki, self.target, row_ids, emit, self._cancel)

    def has_trouble(self, project: Project, found: Found) -> bool:
        """Whether any of these rows did not go as it should (rows still to go are no trouble)."""
        journal = project.journal(self.target.key)
        return any(journal.record(d.row.id).state in _TROUBLE for d in found.drafts)

    def _upload(
        self, project: Project, found: Found, choice: Choice, emit: events.Emit, queue: Queue | None
    ) -> events.Finished:
        project.set_setting("target", self.target.name)
        project.set_setting(_page_setting(self.target), self.wiki.site.page_url)
        self.wiki.limit_speed(choice.speed)
        chosen = found if choice.rows is None else found.only(choice.rows)
        upload = Upload(
            project, self.wiki, self.target, emit=emit, cancel=self._cancel,
            accept=choice.accept, row_ids=[d.row.id for d in chosen.drafts], limit=choice.limit,
            wait_minutes=choice.wait_minutes, refused=found.refused,
            stamps=chosen.stamps, queue=queue, hours=choice.hours,
        )  # fmt: skip
        return upload.run()


@contextmanager
def target(name: str, practice_folder: Path | None = None) -> Iterator[Target]:
    """A target that can be connected to: the practice wiki is served meanwhile, unless it runs
    already. Raises UsageError, AccountError.
    """
    resolved = targets.resolve(name)
    if not resolved.practice:
        yield resolved
        return
    folder = practice_folder or paths.practice()
    running = practice.running(folder)
    if running:
        yield targets.resolve(name, practice_api=running)
        return
    with practice.Practice(folder) as wiki:
        yield targets.resolve(name, practice_api=wiki.api)


@contextmanager
def connect(
    target: Target, user: str, password: str, cancel: Event,
    emit: events.Emit = events.ignore, wait_minutes: float = 0,
) -> Iterator[Session]:  # fmt: skip
    """Sign in and out again; trouble of the line or the wiki is waited out that long, here and
    while the wiki is asked. Raises AccountError with the wiki's reason, NetworkError.
    """
    patience = Patience(emit, cancel, wait_minutes, time.monotonic)
    language = text.language()
    wiki = patience.ask(
        lambda: commons.connect(target, user, password, cancel=cancel, language=language),
        unless=HOPELESS,
    )
    try:
        yield Session(wiki, wiki.target, cancel, wait_minutes)
    finally:
        wiki.close()


def known_target(name: str, project: Project) -> Target:
    """The target of a name without asking the network: its site as the project remembers it."""
    resolved = targets.resolve(name)
    start = resolved.key.rpartition("#")[0]
    for key in project.targets():
        if not resolved.practice and start and key.rpartition("#")[0] == start:
            return replace(resolved, site=key.rpartition("#")[2])
    return resolved


def _page_setting(target: Target) -> str:
    """Under which a project keeps where a target's file pages are."""
    return f"page_url {target.key}"


def page_address(project: Project, target: Target) -> str:
    """Where a target's file pages are, $1 for the title: as the wiki said when it was sent to (the
    practice wiki: where it runs now).
    """
    running = practice.running(paths.practice()) if target.practice else None
    if running:
        return running.replace("/w/api.php", "/wiki/$1")
    return project.setting(_page_setting(target))


def summarise(project: Project, target: Target, found: Found, page_url: str = "") -> report.Summary:
    """The summary of a project towards a target."""
    address = page_url or page_address(project, target)
    return report.summarise(project, target, found.drafts, found.problems, address)


@contextmanager
def thumbnailer(files: Sequence[Path] = ()) -> Iterator[report.Thumbnail]:
    """Small pictures for the report, made in worker processes. `files` are those that will be
    asked for, in order: they are made ahead, and smaller the more there are.
    """
    pixels = next((size for most, size in _THUMBNAILS if len(files) <= most), _SMALLEST)
    with media.Workers() as workers:
        ahead = {path: workers.thumbnail(path, pixels) for path in files}

        def thumbnail(path: Path) -> bytes | None:
            made = ahead.pop(path, None) or workers.thumbnail(path, pixels)
            picture = made.result()
            if isinstance(picture, media.Picture):
                return media.compact(picture)
            drawn = picture.code == "svg" and path.stat().st_size <= _LARGEST_DRAWING
            return path.read_bytes() if drawn else None

        yield thumbnail
