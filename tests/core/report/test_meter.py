"""How far an upload is, in one line."""

import time

from app.core import events, report
from app.core.model import RowState
from app.core.report import Forecast


def changed(row_id, state):
    return events.RowChanged(row_id, row_id + 2, "A.jpg", state)


def test_the_line_weighs_bytes_and_counts_files():
    forecast = Forecast({1: 300, 2: 700}, clock=lambda: 0.0)
    assert report.line(forecast) == "[........................] 0 of 2 files, 0 %"
    forecast.hear(events.Progressed(2, 350, 700))
    assert report.line(forecast) == "[########................] 0 of 2 files, 35 %"
    forecast.hear(changed(2, RowState.DONE))
    forecast.hear(changed(1, RowState.FAILED))
    assert report.line(forecast) == "[########################] 2 of 2 files, 100 %"


def test_the_time_left_is_told_once_it_is_known():
    now = [100.0]
    forecast = Forecast({1: 1000}, clock=lambda: now[0])
    forecast.hear(events.Progressed(1, 10, 1000))
    now[0] += 4
    assert "left" not in report.line(forecast)
    now[0] += 46
    forecast.hear(events.Progressed(1, 250, 1000))
    assert report.line(forecast).endswith(" · 5 bytes a second · about 2 minutes left")


def test_a_wait_is_told_and_its_end():
    forecast = Forecast({1: 1000})
    forecast.hear(events.Waited("maxlag", "The wiki is busy.", time.time() + 65.4))
    assert report.line(forecast).endswith(" · waits 65 seconds")
    forecast.hear(events.Resumed())
    assert "waits" not in report.line(forecast)


def test_rows_of_no_concern_count_nothing():
    forecast = Forecast({1: 1000})
    forecast.hear(changed(9, RowState.DONE))
    forecast.hear(events.Progressed(9, 10, 10))
    assert forecast.share == 0
    assert Forecast({}).share == 1
