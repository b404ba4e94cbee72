"""Small pictures: what was asked for last comes first, what is out of sight is dropped."""

from __future__ import annotations

import io
from concurrent.futures import Future
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QPixmap

from app.core.errors import CancelledError
from app.core.media import Picture, Unavailable
from app.ui import thumbnails
from app.ui.jobs import Jobs
from app.ui.thumbnails import SMALL, Thumbnails


def picture():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    return Picture(buffer.getvalue(), 40, 30)


class Waiting:
    """Workers that do nothing until they are told to."""

    def __init__(self) -> None:
        self.asked = []

    def thumbnail(self, path, _pixels, batch=0):
        future = Future()
        self.asked.append((path.name, batch, future))
        return future

    def begin(self, place):
        return self.asked[place][2].set_running_or_notify_cancel()

    def close(self):
        pass


@pytest.fixture
def workers():
    return Waiting()


@pytest.fixture
def made(qapp, workers):
    jobs = Jobs()
    owner = Thumbnails(jobs, workers)
    yield owner
    owner.close()
    jobs.close()


def names(numbers):
    return [Path(f"{number}.jpg") for number in numbers]


def ask(made, paths, qtbot):
    """What one turn of painting asks for."""
    for path in paths:
        assert made.get(path) is None
    qtbot.waitUntil(lambda: not made._pass.isActive())


def test_what_is_painted_later_is_more_urgent(made, workers, qtbot):
    ask(made, names(range(3)), qtbot)
    ask(made, names(range(10, 13)), qtbot)
    batches = [batch for _, batch, _ in workers.asked]
    assert len(set(batches[:3])) == 1
    assert min(batches[3:]) > max(batches[:3])
    ask(made, names(range(3)), qtbot)
    assert len(workers.asked) == 6  # asked for once


def test_what_waits_too_long_is_dropped_and_can_be_asked_for_again(
    made, workers, qtbot, monkeypatch
):
    monkeypatch.setattr(thumbnails, "WAITING", 5)
    ask(made, names(range(4)), qtbot)
    ask(made, names([0]), qtbot)  # still in sight
    ask(made, names(range(10, 14)), qtbot)
    assert [f.cancelled() for _, _, f in workers.asked[:4]] == [False, True, True, True]
    qtbot.waitUntil(lambda: not made._jobs._news.qsize())
    ask(made, names([2]), qtbot)
    assert workers.asked[-1][0] == "2.jpg"
    assert not workers.asked[-1][2].cancelled()


def test_one_that_has_begun_is_kept_when_it_comes(made, workers, qtbot, monkeypatch):
    monkeypatch.setattr(thumbnails, "WAITING", 1)
    ask(made, names([0]), qtbot)
    assert workers.begin(0)
    ask(made, names([1, 2]), qtbot)
    with qtbot.waitSignal(made.arrived) as told:
        workers.asked[0][2].set_result(picture())
    assert told.args == [frozenset({"0.jpg"})]
    found = made.get(Path("0.jpg"))
    assert isinstance(found, QPixmap)
    assert found.size().toTuple() == (40, 30)
    assert made.known(Path("0.jpg"), SMALL)


def test_workers_that_ended_blame_no_file(made, workers, qtbot):
    ask(made, names([0, 1]), qtbot)
    for place, error in ((0, CancelledError()), (1, OSError())):
        assert workers.begin(place)
        workers.asked[place][2].set_exception(error)
    qtbot.waitUntil(lambda: made.known(Path("1.jpg")))
    assert made.get(Path("1.jpg")) == Unavailable("unreadable")
    assert not made.known(Path("0.jpg"))


def test_pixmaps_in_memory_are_bounded_by_their_bytes(made, qtbot, monkeypatch):
    monkeypatch.setattr(thumbnails, "KEPT_BYTES", 5 * 40 * 30 * 4)
    for path in names(range(8)):
        made.take((str(path), SMALL), picture())
    assert [made.known(path) for path in names(range(8))] == [False] * 3 + [True] * 5
    made.take((str(names([7])[0]), SMALL), picture())
    assert sum(made.known(path) for path in names(range(8))) == 5
    for path in names(range(8)):
        made.forget(path)
    assert made._bytes == 0
    made.take(("one.jpg", 800), picture())
    monkeypatch.setattr(thumbnails, "KEPT_BYTES", 1)
    made.take(("two.jpg", 800), picture())
    assert made.known(Path("two.jpg"), 800)
    assert not made.known(Path("one.jpg"), 800)


def test_what_is_asked_before_there_are_workers_is_asked_again(qapp, qtbot, workers):
    jobs = Jobs()
    owner = Thumbnails(jobs, None, later=True)
    early, told = Path("early.jpg"), []
    owner.arrived.connect(told.append)
    assert owner.get(early) is None
    assert not owner.known(early)
    with qtbot.waitSignal(owner.arrived, timeout=5_000):
        owner.begin(workers)
    assert told == [frozenset({str(early)})]
    assert owner.get(early) is None
    assert [name for name, _, _ in workers.asked] == ["early.jpg"]
    owner.close()
    jobs.close()


def test_processes_start_when_a_project_is_being_opened(qapp, workers):
    jobs, started = Jobs(), []
    workers.start = lambda: started.append(True)
    owner = Thumbnails(jobs, None, later=True)
    owner.expect()
    assert started == []
    owner.begin(workers)
    assert started == [True]
    owner.expect()
    assert started == [True, True]
    owner.close()
    jobs.close()
