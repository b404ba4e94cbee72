"""One point in time out of words and digits, in the languages of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.core.values.dates import point as points
from app.core.values.dates.point import ImpossibleError, Point
from app.core.values.dates.words import months, pattern

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_LAST_CENTURY = 21
_TIME = re.compile(
    r"(.*\d[.,]?)(?:t|[ ,]+(?:at |um |kl\.? |à |о |об )?)(\d{1,2}):([0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?"
    r"\s*(?:z|utc|gmt|uhr|h|a\.?m\.?|p\.?m\.?|[+-]\d{2}:?\d{2})*"
)
_TOKEN_BREAK = re.compile(r"[\s.,/\-–]+")


@dataclass
class AmbiguousError(ValueError):
    """A text that can be two points in time."""

    first: Point
    second: Point


def roman(text: str) -> int | None:
    """A Roman number up to 39 or so, or None; only in its proper form."""
    if not re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", text) or not text:
        return None
    values = [_ROMAN[letter] for letter in text]
    signed = (-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return sum(signed)


def read_point(text: str) -> Point | None:
    """A point from a normalised text; None when it is none.

    Raises AmbiguousError when it can be two, ImpossibleError when no calendar has it.
    """
    bare, sign = _era(text)
    if bare != text:  # 44 BC: with an era a year may be short
        bare = re.sub(r"(?<!\d)\d{1,2}$", lambda match: match[0].zfill(3), bare)
    found = _positive(bare)
    if found is None or sign > 0:
        return found
    if found.precision == points.DAY:
        return points.day(-found.year, found.month, found.day)
    return replace(found, year=-found.year)


def _era(text: str) -> tuple[str, int]:
    """The text without its era, and -1 before our era."""
    for kind, sign in (("bce", -1), ("ce", 1)):
        match = pattern(rf"(.*[^\s,(])[\s,(]*(?<=[\s\d,(.])<{kind}>\)?").fullmatch(text)
        if match:
            return match[1].strip(), sign
        match = pattern(rf"<{kind}>\s*(\d.*)").fullmatch(text)
        if match:
            return match[1], sign
    return text, 1


def _positive(text: str) -> Point | None:
    text = _without_time(text)
    for reader in _READERS:
        if found := reader(text):
            return found
    if found := _part(text):
        return found
    bare = _without_noise(text)
    return _positive(bare) if bare and bare != text else None


def _without_time(text: str) -> str:
    match = _TIME.fullmatch(text)
    return match[1].strip(" ,") if match and int(match[2]) < 25 else text


def _without_noise(text: str) -> str:
    """The text without one small word in front or one word for year at either end."""
    for shape in (r"<noise+years>(?<=[\w.'])[ ](.+)", r"\(?l'an (.+)"):
        if match := pattern(shape).fullmatch(text):
            return match[1].strip()
    if match := pattern(r"(.*\d[\w.]*)\s*(?<=[\d\s.])<years>").fullmatch(text):
        return match[1].strip()
    if match := re.fullmatch(r"\[(.+)\]|\((.+)\)", text):
        return (match[1] or match[2]).strip()
    return text.rstrip(".") if re.search(r"\d\.$", text) else ""


def _part(text: str) -> Point | None:
    """A part of a longer time (early 19th century): the longer time, marked as coarse."""
    for shape in (r"<parts>(?<=[\w.])[\s,-]+(.+)", r"(.+?)[\s,]+[(]?<parts>[)]?"):
        if match := pattern(shape).fullmatch(text):
            inner = _positive(match[1].strip(" ,"))
            if inner and inner.precision != points.DAY and not inner.coarse:
                said = text.replace(match[1], "").strip(" ,()-")
                return replace(inner, coarse=said)
    return None


# digits only


def _year(text: str) -> Point | None:
    match = re.fullmatch(r"(\d{3,4})", text)
    return points.year(int(match[1])) if match else None


def _year_first(text: str) -> Point | None:
    match = re.fullmatch(r"(\d{4})([-./: ])(\d{1,2})\2(\d{1,2})", text)
    if match:
        return points.day(int(match[1]), int(match[3]), int(match[4]))
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    return points.day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _year_month(text: str) -> Point | None:
    match = re.fullmatch(r"(\d{4})[-./](\d{1,2})", text)
    if not match or int(match[2]) > 12:
        return None
    if "/" in text and int(match[2]) > int(match[1][2:]):
        return None
    return points.month(int(match[1]), int(match[2]))


def _year_last(text: str) -> Point | None:
    match = re.fullmatch(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{3,4})\.?", text)
    if match:
        return _day_month(int(match[1]), int(match[3]), int(match[4]), match[2])
    match = re.fullmatch(r"(\d{1,2})\s*[./-]\s*(\d{4})", text)
    return points.month(int(match[2]), int(match[1])) if match else None


def _day_month(first: int, second: int, year: int, sign: str) -> Point:
    """12.5.1890 is day first; with / and - only when one number cannot be a month."""
    if second > 12 >= first:
        return points.day(year, first, second)
    found = points.day(year, second, first)
    if sign == "." or first > 12 or first == second:
        return found
    raise AmbiguousError(found, points.day(year, first, second))


def _edtf(text: str) -> Point | None:
    """189x, 18xx, 1890-xx, 1890-05-xx (EDTF, unspecified digits)."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-xx|-uu){1,2}", text)
    if match:
        number = int(match[1])
        return points.month(number, int(match[2])) if match[2] else points.year(number)
    match = re.fullmatch(r"(\d{1,3})([xu?_]{1,3})", text)
    if not match or len(text) != 4:
        return None
    known = int(match[1])
    if len(match[2]) == 1:
        return points.decade(known * 10)
    return points.century(known + 1) if len(match[2]) == 2 else points.millennium(known + 1)


# with words


def _with_month(text: str) -> Point | None:
    """12 May 1890, May 12, 1890, 12.V.1890, 1890 May, 12-May-1890."""
    tokens = [token for token in _TOKEN_BREAK.split(_without_fillers(text)) if token]
    named = [months().get(token) for token in tokens]
    places = [i for i, number in enumerate(named) if number]
    if not places and len(tokens) in (2, 3):
        named = [roman(token) for token in tokens]
        places = [i for i, number in enumerate(named) if number and number <= 12]
    if len(places) != 1 or len(tokens) not in (2, 3):
        return None
    number = named[places[0]] or 0
    rest = [token for i, token in enumerate(tokens) if i != places[0]]
    return _month_with(number, rest)


def _without_fillers(text: str) -> str:
    return re.sub(r"(?<=[\s\d.º°])(?:of|de|del|do|d'|den|the|di|van)\s+(?=\w)", " ", text)


def _month_with(number: int, rest: list[str]) -> Point | None:
    years = [token for token in rest if re.fullmatch(r"\d{3,4}", token)]
    if len(years) != 1:
        return None
    year = int(years[0])
    rest.remove(years[0])
    if not rest:
        return points.month(year, number)
    match = pattern(r"(\d{1,2})\s*(?:<ordinals>)?").fullmatch(rest[0])
    return points.day(year, number, int(match[1])) if match else None


def _century(text: str) -> Point | None:
    number = r"(\d{1,2}|[ivx]+)"
    for shape in (
        rf"{number}\s*(?:<ordinals>|\.)?[\s-]*<century>",
        rf"<century_before>\s*{number}(?:<ordinals>|\.)?",
        rf"c{number}(?:th)?",
    ):
        match = pattern(shape).fullmatch(text)
        if match and (which := _number(match[1])) and which <= _LAST_CENTURY:
            return points.century(which)
    return None


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else roman(text)


def _decade(text: str) -> Point | None:
    match = pattern(r"(\d{2,3}0)[\s.'-]*<hundreds>").fullmatch(text)
    if match:
        first = int(match[1])
        return points.century(first // 100 + 1) if first % 100 == 0 else points.decade(first)
    year = r"(\d{2,3}0)"
    tail = r"(?:[\s.'-]*<decade_after>)?(?:\s*<years>)?"
    match = pattern(rf"<decade_before>(?<=[\w.])\s+{year}(?:\.|{tail})").fullmatch(text)
    match = match or pattern(rf"{year}[\s.'-]*<decade_after>(?:\s*<years>)?").fullmatch(text)
    if not match:
        return _decade_of_century(text)
    first = int(match[1])
    if first % 100 == 0:
        raise AmbiguousError(points.century(first // 100 + 1), points.decade(first))
    return points.decade(first)


def _decade_of_century(text: str) -> Point | None:
    """Lata 20. XX w., 20. léta 20. století, 20-е годы XX века, the 20s of the 20th century."""
    shape = (
        r"(?:<decade_before>\s*)?'?(\d0)(?=\D)[\s.'-]*(?:<decade_after>)?(?:\s*<years>)?"
        r"\s*(?:of the|des|du|del|de|do|w|of)?\s+(.+)"
    )
    match = pattern(shape).fullmatch(text)
    found = _century(match[2]) if match else None
    return points.decade(found.year - 100 + int(match[1])) if match and found else None


_READERS: tuple[Callable[[str], Point | None], ...] = (
    _year,
    _year_first,
    _year_month,
    _year_last,
    _edtf,
    _century,
    _decade,
    _with_month,
)

__all__ = ["AmbiguousError", "ImpossibleError", "read_point", "roman"]
