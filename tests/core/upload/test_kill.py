"""The program is killed at every journal write and every request; the next run finishes the work."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections import Counter

import pytest

from app.core.project import Project
from app.core.upload import file as file_module

ROWS = [
    ("One.jpg", b"first bytes", "A", "Caption one", "Q1"),
    ("Big.jpg", os.urandom(200_000) + b"\r", "B", "Caption two", "Q2"),
]
WRITES = ("upload", "send_chunk", "publish", "edit_media_info")
COMMITS = ("intend", "outcome", "set")


class Killed(BaseException):
    """Like kill -9: nothing of the program runs any more that would write."""


class Killer:
    """Kills at the given point (None = never); before and after each call are a point of their own.
    Several files and their data are under way at once, so the same number is not always the same
    place: a point may also be the n-th pass of one place.
    """

    def __init__(self, point: int | tuple[str, int] | None) -> None:
        self.point = point
        self.passed: Counter[str] = Counter()
        self.at = ""
        self._lock = threading.Lock()

    def tick(self, where: str) -> None:
        with self._lock:
            number, total = self.passed[where], self.passed.total()
            self.passed[where] += 1
            if self.at or self.point in (total, (where, number)):
                self.at = self.at or where
                raise Killed(where)

    def wrap(self, thing, names):
        for name in names:
            setattr(thing, name, self.around(name, getattr(thing, name)))
        return thing

    def around(self, name, real):
        def call(*args, **named):
            self.tick(f"before {name}")
            try:
                return real(*args, **named)
            finally:
                self.tick(f"after {name}")

        return call


@pytest.fixture(autouse=True)
def small_whole(monkeypatch):
    monkeypatch.setattr(file_module, "WHOLE", 100_000)


def killed_at(bench, point) -> Killer:
    """One run killed at a point; its `at` is "" when the run ended before it."""
    killer = Killer(point)
    with contextlib.suppress(Killed):
        bench.run(
            before=lambda project, wiki: killer.wrap(project.journal(wiki.target.key), COMMITS),
            wrap=lambda wiki: killer.wrap(wiki, WRITES),
        )
    return killer


@pytest.mark.parametrize("fault", ["none", "lost", "reset", "after"])
def test_killed_at_every_point(anew, fakes, fault):
    def begin(bench):
        bench.make(ROWS)
        if fault != "none":
            bench.fake.fail(fault, fakes.published, times=2)
            bench.fake.fail(fault, fakes.action("wbeditentity"), times=1)

    with anew() as bench:
        begin(bench)
        calm = killed_at(bench, None).passed
    killed = set()
    for where, count in calm.items():
        for number in range(count):
            with anew() as bench:
                begin(bench)
                killed.add(killed_at(bench, (where, number)).at)
                finished = bench.run()
                assert (finished.done, finished.left) == (2, 0), (where, number, bench.records())
                bench.audit()
                assert all("ignorewarnings" not in p for p in bench.fake.uploads())
    assert calm.total() > 30
    assert {f"{side} {name}" for side in ("before", "after") for name in WRITES} <= killed


def test_killed_twice_in_a_row(anew):
    for first, second in itertools.product(range(0, 36, 5), range(0, 30, 7)):
        with anew() as bench:
            bench.make(ROWS)
            killed_at(bench, first)
            killed_at(bench, second)
            assert bench.run().done == 2, (first, second)
            bench.audit()


def test_a_killed_upload_of_chunks_goes_on_where_it_stopped(bench, fake):
    bench.make([("Big.jpg", os.urandom(3_000_000), "B", "C", "Q1")])
    killer = Killer(3)
    with pytest.raises(Killed):
        bench.run(wrap=lambda wiki: killer.wrap(wiki, ["send_chunk"]))
    stored = max(len(s.content) for s in fake.stash.values())
    assert stored > 0
    assert bench.run().done == 1
    resent = sum(fake.chunks) - 3_000_000
    assert resent == 0
    bench.audit()


def test_the_stash_of_another_account_or_another_file_is_not_used(bench, fake):
    bench.make([("Big.jpg", os.urandom(3_000_000), "B", "C", "Q1")])
    killer = Killer(3)
    with pytest.raises(Killed):
        bench.run(wrap=lambda wiki: killer.wrap(wiki, ["send_chunk"]))
    content = os.urandom(3_000_000)
    (bench.folder / "Big.jpg").write_bytes(content)
    assert bench.run().done == 1
    assert fake.files["Big.jpg"][0].content == content


def test_an_adopted_file_gets_its_data_once(bench, fake):
    bench.make(ROWS[:1])
    killer = Killer(0)
    with pytest.raises(Killed):
        bench.run(
            wrap=lambda wiki: killer.wrap(wiki, []),
            before=lambda project, wiki: killer.wrap(project.journal(wiki.target.key), ["outcome"]),
        )
    assert bench.states() == ["committing"]
    assert len(fake.files["One.jpg"]) == 1
    finished = bench.run()
    assert finished.done == 1
    assert len(fake.uploads()) == 1
    assert fake.edits == 1
    bench.audit()


def test_what_another_put_there_meanwhile_is_not_adopted(bench, fake):
    bench.make(ROWS[:1])
    killer = Killer(0)
    with pytest.raises(Killed):
        bench.run(wrap=lambda wiki: killer.wrap(wiki, ["upload"]))
    fake.put("One.jpg", ROWS[0][1], user="Someone")
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "duplicate"
    assert fake.edits == 0


def test_a_row_that_was_renamed_after_the_kill_is_found_under_its_old_name(bench, fake):
    bench.make(ROWS[:1])
    killer = Killer(1)
    with pytest.raises(Killed):
        bench.run(wrap=lambda wiki: killer.wrap(wiki, ["upload"]))
    project = Project.open(bench.file)
    project.change("rename", {(project.rows[0].id, project.columns[1].id): "New name.jpg"})
    project.close()
    assert bench.run().done == 1
    assert sorted(fake.files) == ["One.jpg"]


def test_targets_do_not_know_of_each_other(anew, bench, fake):
    bench.make(ROWS[:1])
    assert bench.run().done == 1
    with anew() as other:
        other.file, other.folder = bench.file, bench.folder
        assert other.run().done == 1
        assert sorted(other.fake.files) == ["One.jpg"]
    assert len(fake.files["One.jpg"]) == 1
