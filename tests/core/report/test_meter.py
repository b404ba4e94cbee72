"""How far an upload is, in one line."""

import time

from app.core import events
from app.core.model import RowState
from app.core.report import Meter


def changed(row_id, state):
    return events.RowChanged(row_id, row_id + 2, "A.jpg", state)


def test_the_line_weighs_bytes_and_counts_files():
    meter = Meter({1: 300, 2: 700}, clock=lambda: 0.0)
    assert meter.line() == "[........................] 0 of 2 files, 0 %"
    meter.hear(events.Progressed(2, 350, 700))
    assert meter.line() == "[########................] 0 of 2 files, 35 %"
    meter.hear(changed(2, RowState.DONE))
    meter.hear(changed(1, RowState.FAILED))
    assert meter.line() == "[########################] 2 of 2 files, 100 %"


def test_the_time_left_is_told_once_it_is_known():
    now = [100.0]
    meter = Meter({1: 1000}, clock=lambda: now[0])
    meter.hear(events.Progressed(1, 10, 1000))
    now[0] += 4
    assert "left" not in meter.line()
    now[0] += 46
    meter.hear(events.Progressed(1, 250, 1000))
    assert meter.line().endswith(" · about 2 minutes left")


def test_a_wait_is_told_and_its_end():
    meter = Meter({1: 1000})
    meter.hear(events.Waited("maxlag", "The wiki is busy.", time.time() + 65.4))
    assert meter.line().endswith(" · waits 65 seconds")
    meter.hear(events.Resumed())
    assert "waits" not in meter.line()


def test_rows_of_no_concern_count_nothing():
    meter = Meter({1: 1000})
    meter.hear(changed(9, RowState.DONE))
    meter.hear(events.Progressed(9, 10, 10))
    assert meter.share == 0
    assert Meter({}).share == 1
