"""When an upload will be done: against simulated lines whose end is known."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from app.core import events
from app.core.model import RowState
from app.core.report import Forecast, Limited
from app.core.upload import Hours

START = datetime(2026, 3, 3, 20, 0)


class Line:
    """Sends files over a line of so many bytes a second; each costs some seconds beside its bytes,
    and bytes a second and seconds vary by a fifth.
    """

    def __init__(self, sizes, seconds_a_file, rate, lanes=1, **more):
        self.now = 0.0
        self.sizes, self.seconds, self.rate, self.lanes = sizes, seconds_a_file, rate, lanes
        self.forecast = Forecast(
            dict(enumerate(sizes)), clock=lambda: self.now,
            now=lambda: START + timedelta(seconds=self.now), **more,
        )  # fmt: skip
        self.told = []
        """(time, seconds that are left as it was told)"""

    def run(self):
        vary = random.Random(1).uniform
        waiting, moving = list(range(len(self.sizes))), {}
        step = 0.5
        while waiting or moving:
            while waiting and len(moving) < self.lanes:
                i = waiting.pop(0)
                moving[i] = [self.sizes[i], self.seconds * vary(0.8, 1.2)]
            self.now += step
            with_bytes = [m for m in moving.values() if m[0] > 0]
            for i, left in list(moving.items()):
                if left[0] > 0:
                    left[0] -= self.rate * step / len(with_bytes) * vary(0.8, 1.2)
                    sent = int(self.sizes[i] - max(left[0], 0))
                    self.forecast.hear(events.Progressed(i, sent, self.sizes[i]))
                else:
                    left[1] -= step
                    if left[1] <= 0:
                        del moving[i]
                        self.forecast.hear(events.RowChanged(i, i, "", RowState.DONE))
            self.told.append((self.now, self.forecast.seconds_left))
        return self

    def errors(self, share):
        """By how much of the truth it was wrong from that share of the time on; the last minute
        counts as a minute.
        """
        truth = [(self.now - at, left) for at, left in self.told if at >= self.now * share]
        return [abs(left - true) / max(true, 60) for true, left in truth]


def sizes(count, kind):
    draw = random.Random(3).lognormvariate
    return {
        "equal": [1_000_000] * count,
        "mixed": [int(draw(14, 1)) for _ in range(count)],
        "rising": sorted(int(draw(14, 1)) for _ in range(count)),
        "falling": sorted((int(draw(14, 1)) for _ in range(count)), reverse=True),
        "small": [60_000] * count,
    }[kind]


@pytest.mark.parametrize("kind", ["equal", "mixed", "rising", "falling", "small"])
@pytest.mark.parametrize("lanes", [1, 3])
def test_after_a_tenth_the_end_is_known_to_a_fifth_on_a_slow_line(kind, lanes):
    """1 Mbit/s, which is where people wait for hours."""
    wrong = Line(sizes(200, kind), 1.0, 125_000, lanes).run().errors(0.1)
    assert max(wrong) <= 0.20


class GrowingLine(Line):
    """One file at once, after half a minute two, then three: a line on which each gets its share."""

    @property
    def lanes(self):
        return 1 if self.now < 30 else 2 if self.now < 60 else 3

    @lanes.setter
    def lanes(self, _count):
        pass

    @property
    def rate(self):
        return 42_000 * self.lanes

    @rate.setter
    def rate(self, _bytes_a_second):
        pass


def test_what_one_file_at_once_cost_says_little_of_three():
    wrong = GrowingLine([500_000] * 170, 1.0, 0).run().errors(0.12)
    assert max(wrong) <= 0.20


def test_one_large_file_is_foretold_from_its_chunks():
    wrong = Line([500_000_000], 1.0, 2_000_000).run().errors(0.1)
    assert max(wrong) <= 0.20


def test_waits_do_not_spoil_the_speed():
    now = [0.0]
    forecast = Forecast({1: 1000}, clock=lambda: now[0])
    forecast.hear(events.Progressed(1, 0, 1000))
    now[0] = 10
    forecast.hear(events.Progressed(1, 100, 1000))
    forecast.hear(events.Waited("maxlag", "busy", None))
    now[0] = 5000
    assert forecast.seconds_left == pytest.approx(90)
    forecast.hear(events.Resumed())
    now[0] = 5010
    forecast.hear(events.Progressed(1, 200, 1000))
    assert forecast.spent == 20
    assert forecast.seconds_left == pytest.approx(80)


def test_the_accounts_limit_is_part_of_it():
    now = [0.0]
    forecast = Forecast(
        dict.fromkeys(range(1000), 10), limits={"upload": (380, 4320)}, clock=lambda: now[0]
    )
    assert forecast.limited == Limited(380, 380, 4320)
    assert forecast.seconds_left == 2 * 4320  # 380 now, 380 then, 240 then
    for i in range(380):
        now[0] += 1
        forecast.hear(events.Progressed(i, 10, 10))
        forecast.hear(events.RowChanged(i, i, "", RowState.PUBLISHED))
        forecast.hear(events.RowChanged(i, i, "", RowState.DONE))
    assert forecast.limited == Limited(0, 380, 4320)
    assert forecast.seconds_left == pytest.approx(2 * 4320 - 380 + 239, abs=2)


def test_what_runs_before_this_one_sent_counts_for_the_limit():
    forecast = Forecast({1: 10, 2: 10}, limits={"upload": (2, 600)}, clock=lambda: 1000.0)
    assert forecast.limited is None
    forecast.remember(100)
    assert forecast.limited == Limited(1, 2, 600)
    assert forecast.seconds_left == 500


def test_the_hours_are_part_of_it():
    line = Line([1000] * 10, 1.0, 1000, hours=Hours.parse("22:00-23:00"))
    line.forecast.hear(events.Progressed(0, 0, 1000))
    line.now = 400.0
    line.forecast.hear(events.Progressed(0, 1000, 1000))
    line.forecast.hear(events.RowChanged(0, 2, "", RowState.DONE))
    left = line.forecast.seconds_left
    assert left == pytest.approx(3600, rel=0.05)
    assert line.forecast.done_at > START.replace(hour=22, minute=50)
    assert line.forecast.done_at < START + timedelta(days=1, hours=3)


def test_nothing_is_told_before_it_is_known():
    forecast = Forecast({1: 1000}, clock=lambda: 0.0)
    assert (forecast.seconds_left, forecast.done_at, forecast.share) == (None, None, 0)
    assert Forecast({}).share == 1


def test_what_the_wiki_holds_from_before_is_no_pace():
    now = [0.0]
    forecast = Forecast({1: 1_000_000, 2: 1_000_000}, kept={1: 800_000}, clock=lambda: now[0])
    assert forecast.share == 0.4
    forecast.hear(events.Progressed(1, 800_000, 1_000_000))
    now[0] = 10
    forecast.hear(events.Progressed(1, 900_000, 1_000_000))
    assert forecast.pace.rate == 10_000
    assert forecast.seconds_left == 110
    now[0] = 20
    forecast.hear(events.Progressed(1, 1_000_000, 1_000_000))
    forecast.hear(events.RowChanged(1, 2, "A.jpg", RowState.DONE))
    assert forecast.seconds_left == pytest.approx(100, rel=0.1)


def test_what_is_held_back_is_not_waited_for():
    now, held = [0.0], []
    forecast = Forecast({1: 1000, 2: 1000, 3: 1000}, clock=lambda: now[0], held=lambda: held)
    forecast.hear(events.Progressed(1, 0, 1000))
    now[0] = 10
    forecast.hear(events.Progressed(1, 500, 1000))
    assert forecast.seconds_left == 50
    held[:] = [2, 7]
    assert (forecast.files_left, forecast.seconds_left) == (2, 30)
    held[:] = [1, 2, 3]
    assert forecast.seconds_left == 0


def _after_three_of_five(*meanwhile):
    """Seconds that are left of five files, one at once: two took 10 s each, then comes what is
    given, then one took 30 s.
    """
    now = [0.0]
    forecast = Forecast(dict.fromkeys(range(1, 6), 1000), clock=lambda: now[0])
    for i, seconds in ((1, 10), (2, 10), (3, 30)):
        for event in meanwhile if i == 3 else ():
            forecast.hear(event)
        forecast.hear(events.Progressed(i, 0, 1000))
        now[0] += seconds
        forecast.hear(events.Progressed(i, 1000, 1000))
        forecast.hear(events.RowChanged(i, i, "", RowState.DONE))
    return forecast.seconds_left


def test_a_file_that_stopped_on_its_way_is_no_second_one_at_once():
    begun = events.Progressed(4, 0, 1000)
    stopped = events.RowChanged(4, 4, "", RowState.QUEUED, "held")
    assert _after_three_of_five(begun, stopped) == _after_three_of_five()
    two_at_once = _after_three_of_five(begun)
    assert two_at_once > _after_three_of_five()  # what was learned before says less of them
