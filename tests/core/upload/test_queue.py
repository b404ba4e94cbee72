"""The order of the files, what is held back, and the hours in which they go."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from app.core import events
from app.core.errors import UsageError
from app.core.model import RowState, Target
from app.core.project import Project
from app.core.upload import Hours, Queue
from app.core.upload import patience as waiting

WIKI = Target("practice", "")
FIVE = [(f"F {n}.jpg", b"bytes %d" % n, "A", "C", "Q1") for n in range(2, 7)]


@pytest.fixture
def project(bench):
    bench.make(FIVE)
    made = Project.open(bench.file)
    yield made
    made.close()


def taken(queue):
    return list(iter(queue.next, None))


def test_rows_go_in_their_order_and_first_comes_first(project):
    queue = Queue(project, WIKI)
    queue.fill([1, 2, 3, 4, 5])
    assert queue.next() == 1
    queue.first([5, 3])
    assert queue.waiting == (3, 5, 2, 4)  # those two keep their own order
    assert queue.ahead(2) == [3, 5]
    assert queue.front == {3, 5}
    assert queue.next() == 3
    assert queue.front == {5}  # what has begun is like any other
    assert taken(queue) == [5, 2, 4]


def test_what_is_to_be_first_may_be_said_before_the_run(project):
    queue = Queue(project, WIKI)
    queue.first([4])
    queue.fill([1, 2, 3, 4])
    assert taken(queue) == [4, 1, 2, 3]


def test_a_run_that_goes_on_begins_with_what_it_had_begun(project):
    queue = Queue(project, WIKI)
    queue.fill([1, 2, 3, 4, 5])
    queue.first([5, 4])
    assert [queue.next(), queue.next()] == [4, 5]
    queue.first([3])
    queue.end()
    queue.fill([1, 2, 3, 4, 5], begun=[4])
    assert taken(queue) == [4, 3, 1, 2, 5]


def test_what_is_held_stays_and_is_remembered(project, bench):
    queue = Queue(project, WIKI)
    queue.fill([1, 2, 3])
    queue.hold([1, 2])
    assert queue.next() == 3
    other = Project.open(bench.file)
    again = Queue(other, WIKI)
    again.fill([1, 2, 3])
    assert again.held == {1, 2}
    assert again.let_go([2])
    assert taken(again) == [2, 3]
    assert not again.let_go([1])  # too late for this run
    assert Queue(other, Target("commons", "")).held == frozenset()
    other.close()


def test_a_row_that_stood_still_comes_back_when_it_is_let_go(project):
    queue = Queue(project, WIKI)
    queue.fill([1, 2])
    assert queue.next() == 1
    queue.hold([1])
    queue.stopped(1)
    assert queue.let_go([1])
    assert taken(queue) == [1, 2]


# -- in a run -------------------------------------------------------------------------------------


def run_with(bench, change, **named):
    """A run whose queue a person changes before it begins or meanwhile."""
    queues = []

    def before(project, wiki):
        queues.append(Queue(project, wiki.target))
        change(queues[0])

    class Late:
        """The queue of `before`, which is made when the project is open."""

        def __getattr__(self, name):
            return getattr(queues[0], name)

    return bench.run(before=before, queue=Late(), parallel=1, **named)


def test_held_rows_are_left_and_go_in_the_next_run(bench, fake):
    bench.make(FIVE)
    finished = run_with(bench, lambda queue: queue.hold([2, 4]))
    assert (finished.done, finished.left) == (3, 2)
    assert sorted(fake.files) == ["F 2.jpg", "F 4.jpg", "F 6.jpg"]
    assert bench.run().done == 3  # still held
    assert run_with(bench, lambda queue: queue.let_go([2, 4])).done == 5
    bench.audit()


def test_the_first_ones_go_first(bench, fake):
    bench.make(FIVE)
    run_with(bench, lambda queue: queue.first([5, 4]))
    assert list(fake.files) == ["F 5.jpg", "F 6.jpg", "F 2.jpg", "F 3.jpg", "F 4.jpg"]


def test_a_file_held_between_two_chunks_stops_there_and_goes_on_later(bench, fake, monkeypatch):
    monkeypatch.setattr("app.core.upload.file.WHOLE", 100_000)
    content = bytes(range(256)) * 4000
    bench.make([("Large.jpg", content, "A"), ("Small.jpg", b"x" * 500, "B")])
    hear = bench.hear
    seen = []

    def hold_after_a_chunk(event):
        hear(event)
        if isinstance(event, events.Progressed) and event.row_id == 1 and event.sent:
            seen[0].hold([1])

    monkeypatch.setattr(bench, "hear", hold_after_a_chunk)
    finished = run_with(bench, seen.append)
    assert (finished.done, finished.left) == (1, 1)
    record = bench.records()[2]
    assert (record.state, record.reason) == (RowState.QUEUED, "held")
    assert 0 < sum(fake.chunks) < len(content)
    monkeypatch.setattr(bench, "hear", hear)
    assert run_with(bench, lambda queue: queue.let_go([1])).done == 2
    assert sum(fake.chunks) == len(content)  # nothing was sent again
    bench.audit()


# -- the hours ------------------------------------------------------------------------------------


def at(clock, day=3):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute)


@pytest.mark.parametrize(
    ("hours", "now", "is_open"),
    [
        ("22:00-06:00", "21:59", False), ("22:00-06:00", "22:00", True),
        ("22:00-06:00", "05:59", True), ("22:00-06:00", "06:00", False),
        (" 9:30 – 17:00", "09:29", False), ("9:30-17:00", "12:00", True),
        ("9:30-17:00", "17:00", False),
    ],
)  # fmt: skip
def test_hours_may_go_over_midnight(hours, now, is_open):
    assert Hours.parse(hours).is_open(at(now)) is is_open


@pytest.mark.parametrize("written", ["", "22-6", "25:00-06:00", "22:00-06:61", "06:00-06:00", "x"])
def test_hours_that_are_none_are_refused_in_words(written):
    with pytest.raises(UsageError) as caught:
        Hours.parse(written)
    assert caught.value.code == "hours-unreadable"


def test_when_they_open_and_when_so_much_work_is_done():
    night = Hours.parse("22:00-06:00")
    assert night.opens(at("10:00")) == at("22:00")
    assert night.opens(at("23:00")) == at("23:00")
    assert night.after(at("10:00"), 3600) == at("23:00")
    assert night.after(at("23:00"), 7 * 3600) == at("06:00", day=4)
    assert night.after(at("23:00"), 8 * 3600) == at("23:00", day=4)
    assert night.after(at("23:00"), 24 * 3600) == at("23:00", day=6)
    assert str(night) == "22:00-06:00"


def test_a_run_waits_for_its_hour_says_until_when_and_goes_on(bench, fake, monkeypatch):
    now = [at("20:00")]

    class Wall(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(now[0].timestamp(), tz)

    monkeypatch.setattr(waiting, "datetime", Wall)
    waits = []

    def wait(self, timeout=None):
        waits.append(timeout)
        now[0] += timedelta(seconds=timeout or 0)
        return False

    monkeypatch.setattr(type(bench.time), "wait", wait)
    bench.make(FIVE[:2])
    assert bench.run(hours=Hours.parse("22:00-06:00"), parallel=1).done == 2
    (told,) = [e for e in bench.events if isinstance(e, events.Waited)]
    assert (told.reason, told.until) == ("hours", at("22:00").timestamp())
    kinds = [type(e) for e in bench.events]
    assert (events.Waited, events.Resumed) in pairwise(kinds)
    assert sum(waits) == pytest.approx(2 * 3600, abs=30)
    assert len(fake.requests) == 3 + 1 + 3 * 2
