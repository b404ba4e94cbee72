"""A project with real files, a fake wiki, a clock that only waits move, and ways to break both."""

from __future__ import annotations

import importlib.util
import itertools
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core import commons, events
from app.core.model import RowState, Table, TableRow
from app.core.project import Project
from app.core.upload import Upload

HEADERS = ("path", "name", "description", "caption[en]", "depicts", "P1476")


def load_fake():
    path = Path(__file__).parents[1] / "commons" / "conftest.py"
    spec = importlib.util.spec_from_file_location("kabocha_commons_conftest", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load("fake")


@pytest.fixture(scope="session")
def fakes():
    return load_fake()


@pytest.fixture
def fake(fakes):
    with fakes.running() as wiki:
        yield wiki


class Time:
    """A cancel and a monotonic clock in one: waiting takes no time and moves the clock."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []
        self.cancelled = False
        self.on_wait = lambda: None

    def is_set(self) -> bool:
        return self.cancelled

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        self.now += timeout or 0
        self.on_wait()
        return self.cancelled

    def __call__(self) -> float:
        self.now += 0.001
        return self.now


class Bench:
    """Runs uploads of one project file, each on a newly opened project and connection."""

    def __init__(self, folder: Path, fake, fakes) -> None:
        self.folder = folder
        self.fake = fake
        self.fakes = fakes
        self.file = folder / "p.kabocha"
        self.time = Time()
        self.events: list[events.Event] = []
        self.pauses: list[float] = []
        """Seconds of each wait that was told of."""
        self.user = "Rosa@kabocha"

    def make(self, rows, headers=HEADERS) -> None:
        """Make the project from (file name, content, further cells) and the files beside it."""
        table_rows = []
        for number, (name, content, *cells) in enumerate(rows, 2):
            if content is not None:
                (self.folder / name).write_bytes(content)
            texts = [name, name, *cells]
            texts += [""] * (len(headers) - len(texts))
            table_rows.append(TableRow(number, tuple(texts)))
        table = Table(headers, tuple(table_rows), source="p.csv")
        Project.create(self.file, table, folders=[self.folder]).close()

    def connect(self):
        return commons.connect(
            commons.resolve(self.fake.api), self.user, self.fakes.PASSWORD, cancel=self.time
        )

    def run(
        self, *, wrap=lambda wiki: wiki, before=lambda project, wiki: None, refused=None, **named
    ):
        """One run of the program: open, connect, upload, close."""
        project = Project.open(self.file)
        try:
            wiki = self.connect()
            try:
                before(project, wiki)
                upload = Upload(
                    project, wrap(wiki), wiki.target, emit=self.hear, cancel=self.time,
                    refused={} if refused is None else refused, clock=self.time, **named,
                )  # fmt: skip
                return upload.run()
            finally:
                wiki.close()
        finally:
            project.close()

    def hear(self, event: events.Event) -> None:
        self.events.append(event)
        if isinstance(event, events.Waited) and event.until is not None:
            self.pauses.append(event.until - time.time())

    def records(self):
        """Records by row number."""
        project = Project.open(self.file)
        try:
            (target,) = project.targets() or ("",)
            known = project.journal(target).records()
            return {row.number: known[row.id] for row in project.rows if row.id in known}
        finally:
            project.close()

    def states(self) -> list[str]:
        return [record.state.value for record in self.records().values()]

    def told(self, row: int = 2) -> list[str]:
        """States of a row as they were emitted."""
        shown = [
            e.state.value for e in self.events if isinstance(e, events.RowChanged) and e.row == row
        ]
        return [state for state, _ in itertools.groupby(shown)]

    def at(self, position: int):
        """Matches the request at this position after the sign-in."""
        asked = itertools.count(-3)

        def match(params) -> bool:
            return next(asked) == position

        return match

    def waits(self) -> list[str]:
        return [e.reason for e in self.events if isinstance(e, events.Waited)]

    def audit(self) -> None:
        """Nothing doubled, every done row is on the wiki with its bytes and its data once."""
        fake = self.fake
        assert not fake.doubled()
        for record in self.records().values():
            if record.state is not RowState.DONE:
                continue
            version = fake.files[record.title][-1]
            assert version.sha1 == record.sha1
            assert version.user == "Rosa"
            assert record.pageid == fake.ids[record.title]
            entity = fake.entities.get(record.title, {"statements": {}})
            claims = [c["mainsnak"] for group in entity["statements"].values() for c in group]
            texts = [repr(claim) for claim in claims]
            assert len(texts) == len(set(texts))
            assert len(claims) == record.statements


@pytest.fixture
def anew(fakes, tmp_path_factory):
    """Makes a bench with a wiki and a folder of its own."""

    @contextmanager
    def make():
        with fakes.running() as wiki:
            yield Bench(tmp_path_factory.mktemp("run"), wiki, fakes)

    return make


@pytest.fixture
def bench(tmp_path, fake, fakes):
    return Bench(tmp_path, fake, fakes)
