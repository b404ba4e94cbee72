"""A whole date phrase: about, before, after, between, from … to, either … or."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.core.values.dates import words
from app.core.values.dates.point import Point
from app.core.values.dates.reader import AmbiguousError, read_point
from app.core.values.dates.words import pattern

Kind = Literal["at", "before", "after", "between", "span", "or", "unknown"]
_MANY = 4


class ReversedError(ValueError):
    """A range that ends before it begins."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a date cell says. `points` are one, two (between, span) or more (or), none for
    unknown.
    """

    kind: Kind
    points: tuple[Point, ...] = ()
    month_or_years: bool = False
    """True for 1906-07, read as a month although it could be two years."""


def read_phrase(text: str) -> Phrase | None:
    """The phrase of a text, None when it is none.

    Raises AmbiguousError, ImpossibleError or ReversedError.
    """
    text = words.normal(text)
    if not text or len(text) > 200:
        return None
    if re.sub(r"[ .()\[\]]", "", text) in _unknown_words() or not text.strip("?. "):
        return Phrase("unknown")
    for reader in _READERS:
        if found := reader(text):
            return found
    if match := re.fullmatch(r"\[(.+)\]|\((.+)\)", text):
        return read_phrase(match[1] or match[2])
    return None


@lru_cache(maxsize=1)
def _unknown_words() -> frozenset[str]:
    return frozenset(re.sub(r"[ .]", "", word) for word in words.listed("unknown")) | {"xxxx"}


def side(text: str) -> Point | None:
    """A point with or without a word for about."""
    text = text.strip(" ,")
    if found := read_point(text):
        return found
    bare = _bare(text)
    inner = side(bare) if bare != text else None
    return inner.roughly() if inner else None


def _bare(text: str) -> str:
    """The text without one sign or word for about, in front or behind."""
    match = (
        re.fullmatch(r"[~?%≈±]\s*(.+)", text)
        or pattern(r"<circa>(?:(?<=[\w.])(?=[\s\d\[(])|(?<=\.))\s*(.+)").fullmatch(text)
        or re.fullmatch(r"(.*[\dxа-яa-z.\])])\s*[~?%]+", text)
        or re.fullmatch(r"(.+?)\s*\(\s*[?~]+\s*\)", text)
        or pattern(r"(.*\d\S*?)[\s,]+\(?<circa>\)?").fullmatch(text)
    )
    return match[1].strip() if match else text


def _between(text: str) -> Phrase | None:
    for shape in words.between():
        if (match := shape.fullmatch(text)) and (pair := _pair(match[1], match[2])):
            return ordered("between", *pair)
    return None


def _span(text: str) -> Phrase | None:
    shape = r"(?:<from>(?<=[\w.])\s+)?(.+?)\s+<to>(?<=[\w.])\s+(.+)"
    match = pattern(shape).fullmatch(text)
    if match and (pair := _pair(match[1], match[2])):
        return ordered("span", *pair)
    return None


def _open(text: str) -> Phrase | None:
    """Before 1900, after 1900, 1900 or earlier, <1900, ../1900, 1900/.., 1900–."""
    shapes: tuple[tuple[Kind, str], ...] = (
        ("before", r"<before+until>(?<=[\w.])[\s:]+(.+)"),
        ("after", r"<after+since>(?<=[\w.])[\s:]+(.+)"),
        ("before", r"(.+?)[\s,]+<or_earlier>"),
        ("after", r"(.+?)[\s,]+<or_later>"),
    )
    for kind, shape in shapes:
        match = pattern(shape).fullmatch(text)
        if match and (found := side(match[1])):
            return Phrase(kind, (found,))
    signs: tuple[tuple[Kind, str], ...] = (
        ("before", r"(?:<|≤|\.\.\s*/|/|–)\s*(\S.*)"),
        ("after", r"(?:>|≥)\s*(.+)|(.*\S)\s*(?:/\s*\.\.|/|\s?–|\+)"),
    )
    for kind, sign in signs:
        match = re.fullmatch(sign, text)
        if match and (found := side(next(filter(None, match.groups())))):
            return Phrase(kind, (found,))
    return None


def _one_of(text: str) -> Phrase | None:
    """1961 or 1968, [1961,1968] (EDTF one of a set)."""
    inner = re.fullmatch(r"[\[{](.+)[\]}]", text)
    if inner:
        if match := re.fullmatch(r"(.+?)\s*\.\.\s*(.+)", inner[1]):
            pair = _pair(match[1], match[2])
            return ordered("between", *pair) if pair else None
        parts = inner[1].split(",")
    else:
        parts = pattern(r"\s+<or>\s+").split(text)
    if not 2 <= len(parts) <= _MANY:
        return None
    last = parts[-1]
    found = [_completed(part, last) for part in parts]
    known = tuple(one for one in found if one)
    return Phrase("or", tuple(dict.fromkeys(known))) if len(known) == len(parts) else None


def _at(text: str) -> Phrase | None:
    found = side(text)
    if not found:
        return None
    match = re.fullmatch(r"\d\d(\d\d)-(\d\d)[~?%]?", text)
    return Phrase("at", (found,), bool(match and match[2] > match[1]))


def _range(text: str) -> Phrase | None:
    """1908-1912, 1908–12, 1890/1900, 12–15 May 1890, ca. 1890-1900, 19th-20th century."""
    text, circa = _leading_circa(text)
    for at in _dashes(text):
        left, right = text[:at].strip(), text[at + 1 :].strip()
        pair = _pair(left, _continued(left, right))
        if pair:
            if circa:
                pair = (pair[0].roughly(), pair[1].roughly())
            kind: Kind = "span" if text[at] == "/" and len(right) >= 4 else "between"
            return ordered(kind, *pair)
    return None


def _leading_circa(text: str) -> tuple[str, bool]:
    match = pattern(r"(?:~|<circa>(?:(?<=\w)(?=[\s\d])|(?<=\.)))\s*(.+)").fullmatch(text)
    return (match[1], True) if match else (text, False)


def _dashes(text: str) -> Iterator[int]:
    """Where a text may be cut in two: long dashes first."""
    for sign in ("–", "-", "/"):
        yield from (m.start() for m in re.finditer(re.escape(sign), text))


def _continued(left: str, right: str) -> str:
    """1908-12 means 1912."""
    match = re.search(r"(\d{4})\??$", left)
    if match and re.fullmatch(r"\d{2}\??", right) and right[:2] > match[1][2:]:
        return match[1][:2] + right
    return right


def _pair(left: str, right: str) -> tuple[Point, Point] | None:
    second = _quiet(right)
    first = _completed(left, right) if second else None
    return (first, second) if first and second else None


def _quiet(text: str) -> Point | None:
    return side(text) if re.search(r"\d|[ivx]", text) else None


def _completed(left: str, right: str) -> Point | None:
    """The first point of two, with what the second one says for both: "12" of 12–15 May 1890,
    "19th" of 19th-20th century.
    """
    tokens = right.split()
    for count in range(len(tokens)):
        tail = " ".join(tokens[len(tokens) - count :])
        try:
            found = side(f"{left} {tail}".strip())
        except ValueError:
            if count == 0:
                raise
            continue
        if found:
            return found
    return None


def ordered(kind: Kind, first: Point, second: Point) -> Phrase:
    """A phrase of two points. Raises ReversedError when the second comes first."""
    if first.first() > second.last():
        raise ReversedError
    if first.value() == second.value():
        return Phrase("at", (first,))
    return Phrase(kind, (first, second))


_READERS = (_between, _span, _open, _at, _one_of, _range)

__all__ = ["AmbiguousError", "Phrase", "ReversedError", "ordered", "read_phrase", "side"]
