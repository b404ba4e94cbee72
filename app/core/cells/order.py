"""Putting rows in order by their texts, as people do: 2 before 10, a beside Á, empty ones last.

Every step is short, so that who sorts in a thread does not hold up the window: one call of `sort`
over a hundred thousand texts would.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

_NUMBERS = re.compile("([0-9]+)")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u20d0-\u20ff]+")
_SLICE = 4096
_LOOKED_AT = 120
"""Letters of a text that are compared as people do; the rest as it is."""

Pause = Callable[[], object]
"""Called between two steps: it may raise to stop."""


def natural(text: str) -> str:
    """A key that sorts texts as people do. A number in it begins with how many digits it has, which
    comes before every letter.
    """
    cut = _LOOKED_AT
    while text[cut - 1 : cut + 1].isdecimal() and cut < len(text):  # never inside a number
        cut += 1
    folded = text[:cut].casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    pieces = _NUMBERS.split(folded)
    if len(pieces) > 1:
        pieces[1::2] = map(_number, pieces[1::2])
        folded = "".join(pieces)
    return folded + text[cut:]


def _number(digits: str) -> str:
    digits = digits.lstrip("0")
    return chr(min(len(digits), 30) + 1) + digits


def order(columns: Sequence[tuple[Sequence[str], bool]], pause: Pause = lambda: None) -> list[int]:
    """Places of rows in the order of one or several columns, the first being the main one: each
    with its texts and whether it goes downwards. Rows that are alike stay in their order.
    """
    places = list(range(len(columns[0][0]))) if columns else []
    for texts, downwards in reversed(columns):
        key = _keys(texts, pause).__getitem__
        filled = [place for place in places if texts[place]]
        empty = [place for place in places if not texts[place]]
        for start in range(0, len(filled), _SLICE):
            end = start + _SLICE
            filled[start:end] = sorted(filled[start:end], key=key, reverse=downwards)
            pause()
        filled.sort(key=key, reverse=downwards)  # finds runs that are in order already
        places = filled + empty
        pause()
    return places


def _keys(texts: Sequence[str], pause: Pause) -> list[str]:
    """The key of each text; texts that are alike have one together."""
    made: dict[str, str] = {}
    distinct = list(set(texts))
    for start in range(0, len(distinct), _SLICE):
        made.update((text, natural(text)) for text in distinct[start : start + _SLICE])
        pause()
    return [made[text] for text in texts]
