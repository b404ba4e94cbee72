"""What a line carries: measured by a clock of the test's own, said in words."""

from __future__ import annotations

import threading

import pytest

from app.core import commons
from app.core.commons import line
from app.core.commons.line import Line
from app.core.errors import CancelledError, NetworkError, UsageError


class SlowLine:
    """A clock that moves when the wiki hears something: so long a request, and so long its bytes."""

    def __init__(self, fake, seconds, speed):
        self._fake, self._seconds, self._speed = fake, seconds, speed

    def __call__(self):
        asked = sum("meta" in p for p in self._fake.requests)
        return asked * self._seconds + sum(self._fake.beside) / self._speed


@pytest.fixture
def target(fake):
    fake.beside = []
    answer = fake.answer

    def noting(params, file, cookie):
        fake.beside.append(len(file or b""))
        return answer(params, file, cookie)

    fake.answer = noting
    return commons.resolve(fake.api)


def measure(target, clock, cancel=None):
    return line.measure(target, cancel or threading.Event(), clock=clock)


def test_a_quick_line_is_measured_with_growing_bodies(fake, target):
    found = measure(target, SlowLine(fake, 0.3, 400_000))
    assert found.seconds == pytest.approx(0.3)
    assert found.speed == pytest.approx(400_000, rel=0.01)
    assert fake.beside == [0, 0, *line.SIZES]
    assert found.problem is None
    assert fake.connections == 1


def test_what_is_too_quick_to_be_measured_is_only_bounded(fake, target):
    """256 kB take 0.02 seconds, and a request 0.3."""
    found = measure(target, SlowLine(fake, 0.3, 12_500_000))
    assert found.at_least
    assert found.speed == pytest.approx(262_144 / 0.32, rel=0.01)
    assert not measure(target, SlowLine(fake, 0.3, 400_000)).at_least


def test_nothing_but_questions_is_sent_and_nobody_signs_in(fake, target):
    measure(target, SlowLine(fake, 0.3, 400_000))
    assert {p["action"] for p in fake.requests} == {"query"}
    assert not fake.sessions
    assert not fake.files


def test_a_slow_line_is_spared(fake, target):
    """One request of more than 3 seconds is the last."""
    found = measure(target, SlowLine(fake, 0.3, 20_000))
    assert fake.beside == [0, 0, 16_384, 65_536]
    assert found.speed == pytest.approx(20_000, rel=0.01)
    assert measure(target, SlowLine(fake, 1.0, 2_000)).speed == pytest.approx(2_000, rel=0.01)
    assert fake.beside[4:] == [0, 0, 16_384]


def test_nothing_is_begun_that_would_not_end_in_time(fake, target):
    """64 kB would take 7.5 seconds of the 5.4 that are left."""
    measure(target, SlowLine(fake, 1.0, 10_000))
    assert fake.beside == [0, 0, 16_384]


def test_what_is_wrong_is_the_problem(fake, target, fakes):
    fake.fail("html", lambda _: True)
    found = measure(target, SlowLine(fake, 0.3, 1))
    assert found.problem.code == "captive-portal"
    assert line.words(found, target) == (
        "This network wants you to sign in first. Open its page in the browser, then test again.",
    )
    fake.fail("status", lambda p: len(fake.beside) >= 2, status=413)
    assert measure(target, SlowLine(fake, 0.3, 1)).problem.code == "http-413"


def test_trouble_after_something_was_measured_is_none(fake, target):
    fake.fail("reset", lambda _: len(fake.beside) == 3)
    found = measure(target, SlowLine(fake, 0.3, 100_000))
    assert found.problem is None
    assert found.speed == pytest.approx(100_000, rel=0.01)


def test_a_wiki_that_shows_nothing_before_the_sign_in_answers_all_the_same(fake, target):
    fake.fail("error", lambda _: True, code="readapidenied", times=9)
    assert measure(target, SlowLine(fake, 0.3, 100_000)).problem is None


def test_it_can_be_stopped_and_does_not_invent_a_wiki(fake, target):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        measure(target, SlowLine(fake, 1, 1), cancel)
    assert not fake.requests
    with pytest.raises(UsageError, match="practice wiki is not running"):
        measure(commons.resolve("practice"), SlowLine(fake, 1, 1))


def test_a_line_that_stands_still_is_called_slow(fake, target, monkeypatch):
    """The first bytes do not arrive in the time there is."""
    clock = SlowLine(fake, 0.3, 100_000)

    def silent(*_args):
        raise NetworkError("timed-out")

    monkeypatch.setattr("app.core.commons.transport.Transport.send", silent)
    found = measure(target, clock)
    assert (found.speed, found.problem) == (0, None)
    assert "16 kB did not arrive" in line.words(found, target)[1]


def test_nothing_is_said_to_go_on_by_itself():
    codes = (
        "no-network", "unreachable", "timed-out", "connection-lost", "captive-portal", "proxy",
        "broken-answer", "unknown-answer", "certificate", "proxy-unreachable", "proxy-refused",
    )  # fmt: skip
    for code in codes:
        said = line.why(NetworkError(code, proxy="proxy.example:80"))
        assert "by ourselves" not in said
        assert "sent again" not in said


def test_the_words():
    measured, real = Line(0.3, 120_000), commons.resolve("commons")
    assert line.words(measured, real, 12, 48_000_000) == (
        "Wikimedia Commons answers in 0.3 seconds.",
        "Your line sends about 120 kB a second.",
        "12 files (48 MB) take about 7 minutes.",
    )
    quick = Line(0.01, 90_000_000, True, "proxy.example:8080")
    assert line.words(quick, commons.resolve("practice"), 1, 10) == (
        "The practice wiki answers at once.",
        "The way there leads through the proxy proxy.example:8080.",
        "Your line sends 90 MB a second or more.",
        "1 file (10 bytes) takes about 1 second or less.",
    )
    assert len(line.words(measured, real)) == 2
