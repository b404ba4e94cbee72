"""How far an upload is, as one line that is written over again on a terminal."""

from __future__ import annotations

import time

from app.core import text
from app.core.report.forecast import Forecast

_WIDTH = 24
_FULL, _EMPTY = "#", "."


def line(forecast: Forecast) -> str:
    """[########........] 3 of 12 files, 34 % · 120 kB a second · about 4 minutes left"""
    full = round(forecast.share * _WIDTH)
    bar = f"[{_FULL * full}{_EMPTY * (_WIDTH - full)}]"
    done = text.n(
        "cli.progress", len(forecast.sizes), done=forecast.ended, share=round(forecast.share * 100)
    )
    return " · ".join([f"{bar} {done}", *_more(forecast)])


def _more(forecast: Forecast) -> list[str]:
    waits = forecast.waits
    if waits is not None and waits.until:
        left = max(0, round(waits.until - time.time()))
        return [text.t("cli.progress-waits", time=text.span(left))]
    rate, left = round(forecast.pace.rate or 0), round(forecast.seconds_left or 0)
    told = [text.t("text.a-second", size=text.size(rate))] if rate else []
    return [*told, text.t("cli.progress-left", time=text.span(left))] if left else told
