"""A licence against the dates of the work: what cannot both be true."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from app.core.licences.reading import LicenceReading
from app.core.licences.tags import Tag
from app.core.model import Problem, Severity

_TERM = re.compile(r"PD-old-(\d+)")
_US_YEARS = 96
_LIFE_YEARS = 71


def contradicts_date(
    reading: LicenceReading,
    year_latest: int | None = None,
    year_earliest: int | None = None,
    deathyear: int | None = None,
    *,
    year: int | None = None,
) -> Problem | None:
    """The first contradiction between a licence and what is known of the work, or None.

    `year_earliest` and `year_latest` are the bounds of the date the work was made, `deathyear`
    the year its maker died, `year` the current year. Rules: catalogue `rules` cutoff_us
    (published <= year - 96) and cutoff_life (died <= year - term - 1). A contradiction is a
    warning: the date may be the wrong one of the two.
    """
    now = year or dt.datetime.now(dt.UTC).year
    flat = [one for tag in reading.tags for one in tag.walk() if one.entry]
    for tag in flat:
        for problem in _contradictions(tag, year_earliest, deathyear, now):
            return problem
    return _needless(flat, deathyear, year_latest, now)


def _warn(code: str, **params: object) -> Problem:
    return Problem(f"licence-{code}", Severity.WARNING, params=params)


def _contradictions(
    tag: Tag, earliest: int | None, death: int | None, now: int
) -> Iterator[Problem]:
    assert tag.entry
    said = tag.parameter("deathyear")
    stated = int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else None
    licence = tag.entry.label
    if stated is not None:
        yield from _stated(tag, stated, death, earliest, now)
    died = stated if stated is not None else death
    term = _term(tag.name)
    if term and died is not None and died > now - term - 1:
        yield _warn("too-young", licence=licence, died=died, latest=now - term - 1)
    if earliest is None:
        return
    if term and earliest > now - term - 1:
        yield _warn("contradicts-date", licence=licence, date=earliest, latest=now - term - 1)
    if "-expired" in tag.name.casefold() and earliest > now - _US_YEARS:
        params = {"licence": licence, "date": earliest, "latest": now - _US_YEARS}
        yield _warn("contradicts-publication", **params)


def _stated(
    tag: Tag, stated: int, death: int | None, earliest: int | None, now: int
) -> Iterator[Problem]:
    """The year of death in the tag against what else is known."""
    if death is not None and death != stated:
        yield _warn("deathyear", said=stated, known=death)
    if stated > now:
        yield _warn("too-young", licence=tag.label, died=stated, latest=now)
    if earliest is not None and earliest > stated:
        yield _warn("after-death", date=earliest, died=stated)


def _term(name: str) -> int:
    """Years after death that a tag claims: 100 for PD-old-100, 70 for PD-old and PD-old-auto."""
    if match := _TERM.match(name):
        return int(match[1])
    return _LIFE_YEARS - 1 if re.match(r"PD-old(-auto)?\b", name) else 0


def _needless(flat: list[Tag], death: int | None, latest: int | None, now: int) -> Problem | None:
    """A free licence alone on the work of somebody long dead: perhaps none is needed."""
    if death is None or death > now - _LIFE_YEARS or (latest is not None and latest > death):
        return None
    licensed = [
        t for t in flat if t.entry and any(s.property == "P275" for s in t.entry.statements)
    ]
    if not licensed or any(t.entry and t.entry.group.startswith("pd_") for t in flat):
        return None
    params = {"licence": licensed[0].label, "died": death}
    return Problem("licence-not-needed", Severity.INFO, params=params)
