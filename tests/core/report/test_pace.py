"""How fast bytes go."""

import pytest

from app.core.report import Pace


@pytest.fixture
def now():
    return [50.0]


@pytest.fixture
def pace(now):
    return Pace(lambda: now[0])


def send(pace, now, seconds, rate, step=0.2):
    for _ in range(round(seconds / step)):
        now[0] += step
        pace.add(round(rate * step))


def test_nothing_is_told_of_the_first_second(pace, now):
    assert pace.rate is None
    pace.add(1000)
    assert pace.rate is None
    send(pace, now, 0.8, 1000)
    assert pace.rate is None


def test_the_last_ten_seconds_count(pace, now):
    send(pace, now, 60, 1000)
    assert pace.rate == pytest.approx(1000, rel=0.05)
    send(pace, now, 5, 3000)
    assert pace.rate == pytest.approx(2000, rel=0.05)
    send(pace, now, 5.2, 3000)
    assert pace.rate == pytest.approx(3000, rel=0.05)


def test_it_falls_while_nothing_goes(pace, now):
    send(pace, now, 20, 1000)
    now[0] += 40
    assert pace.rate == pytest.approx(200, rel=0.05)


def test_bytes_that_are_taken_back_do_not_count(pace, now):
    send(pace, now, 5, 1000)
    pace.add(-5000)  # the file starts over
    assert pace.rate == pytest.approx(1000, rel=0.1)
