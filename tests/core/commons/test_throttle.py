"""A ceiling for the bytes a second."""

import threading

import pytest

from app.core.commons.throttle import Throttle
from app.core.errors import CancelledError


class Time:
    def __init__(self):
        self.now = 50.0
        self.cancelled = False

    def __call__(self):
        return self.now

    def is_set(self):
        return self.cancelled

    def wait(self, timeout=None):
        self.now += timeout
        return self.cancelled


def test_without_a_ceiling_nothing_waits():
    throttle = Throttle(threading.Event())
    for _ in range(1000):
        throttle.take(10**9)


@pytest.mark.parametrize("piece", [100, 16384, 300_000])
def test_the_rate_is_kept(piece):
    time = Time()
    throttle = Throttle(time, time)
    throttle.rate = 100_000
    count = 2_000_000 // piece
    for _ in range(count):
        throttle.take(piece)
    spent = time.now - 50.0
    assert spent == pytest.approx(count * piece / 100_000, abs=0.3)


def test_a_pause_saves_up_no_burst():
    time = Time()
    throttle = Throttle(time, time)
    throttle.rate = 100_000
    throttle.take(1000)
    time.now += 3600
    began = time.now
    for _ in range(100):
        throttle.take(10_000)
    assert time.now - began == pytest.approx(10, abs=0.3)


def test_it_can_be_cancelled():
    time = Time()
    time.cancelled = True
    throttle = Throttle(time, time)
    throttle.rate = 1
    with pytest.raises(CancelledError):
        throttle.take(1000)
