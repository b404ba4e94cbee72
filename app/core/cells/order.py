"""Putting rows in order by their texts, as people do: 2 before 10, a beside Á, empty ones last.

Every step is short, so that who sorts in a thread does not hold up the window: one call of `sort`
over a hundred thousand texts would.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

_DIGITS = re.compile("[0-9]+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u20d0-\u20ff]+")
_SLICE = 4096
_LOOKED_AT = 48
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
    head, rest = text[:cut], text[cut:]
    folded = head.casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    return (_DIGITS.sub(_number, folded) if _DIGITS.search(folded) else folded) + rest


def _number(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    return chr(min(len(digits), 30) + 1) + digits


def order(columns: Sequence[tuple[Sequence[str], bool]], pause: Pause = lambda: None) -> list[int]:
    """Places of rows in the order of one or several columns, the first being the main one: each
    with its texts and whether it goes downwards. Rows that are alike stay in their order.
    """
    keys: list[int] = []
    for texts, downwards in columns:
        ranks = _ranks(texts, downwards=downwards, pause=pause)
        if keys:
            most = max(ranks) + 1
            keys = [main * most + rank for main, rank in zip(keys, ranks, strict=True)]
        else:
            keys = ranks
        pause()
    return sorted(range(len(keys)), key=keys.__getitem__)


def _ranks(texts: Sequence[str], *, downwards: bool, pause: Pause) -> list[int]:
    """The rank of each text among all; that of an empty one is the last in any case."""
    keys = {text: natural(text) for text in set(texts) if text}
    pause()
    in_order = dict.fromkeys(in_slices(keys.values(), pause))
    count = len(in_order)
    rank = {key: count - place if downwards else place for place, key in enumerate(in_order)}
    pause()
    of_text = {text: rank[key] for text, key in keys.items()}
    of_text[""] = count + 1
    return [of_text[text] for text in texts]


def in_slices(keys: Iterable[str], pause: Pause = lambda: None) -> list[str]:
    """Sort in short steps: the last one finds runs that are in order already."""
    every = list(keys)
    for start in range(0, len(every), _SLICE):
        every[start : start + _SLICE] = sorted(every[start : start + _SLICE])
        pause()
    every.sort()
    return every
