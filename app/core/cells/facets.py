"""The values of a column: how often each is there, and which are perhaps meant to be the same.

Two values belong together when their keys are equal. `fingerprint` ignores case, accents, signs,
blanks and the order of words; `letters` also doubled and swapped-in letters far apart (the set of
pairs of letters). Values with figures keep the order of their words and all their figures: 1.5 is not
15, and 05/06 is not 06/05.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_WORDS = re.compile(r"\w+")
_FIGURES = re.compile(r"\d+(?:[.,:/\-–]\d+)*|[^\W\d_]+")
_DOUBLED = re.compile(r"(.)\1+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u20d0-\u20ff]+")
"""Accents, and the vowel signs of Hebrew and Arabic."""
_PLAIN = {
    "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
}  # fmt: skip
_LETTERS = re.compile(f"[{''.join(_PLAIN)}]")
_DIGIT = re.compile(r"\d")
_SHORTEST = 5
"""Shorter words have too few pairs of letters to be alike by them."""
MANY = 5000
_DIFFERENT = 0.9
_LOT = 500

Pause = Callable[[], object]
"""Called between two steps: it may raise to stop."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Values that are perhaps the same, the most frequent first, and how many cells hold one."""

    values: tuple[str, ...]
    cells: int

    @property
    def suggestion(self) -> str:
        """What all of them could become."""
        return self.values[0]


def plain(text: str) -> str:
    """Without case and accents: "Ålesund" and "alesund" are the same."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _LETTERS.sub(_letter, folded)
    return folded if folded.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", folded))


def _letter(found: re.Match[str]) -> str:
    return _PLAIN[found[0]]


def fingerprint(text: str) -> str:
    """Equal for values that differ in case, accents, signs, blanks and the order of words only."""
    return _key(plain(text))


def _key(bare: str) -> str:
    if _DIGIT.search(bare):
        return " ".join(_FIGURES.findall(bare))
    return " ".join(sorted(set(_WORDS.findall(bare.replace("_", " ")))))


def letters(key: str) -> str:
    """Equal for fingerprints with the same pairs of letters; "" when that says nothing."""
    if _DIGIT.search(key):
        return ""
    joined = _DOUBLED.sub(r"\1", key.replace(" ", ""))
    if len(joined) < _SHORTEST:
        return ""
    return " ".join(sorted({joined[i : i + 2] for i in range(len(joined) - 1)}))


def mostly_different(values: int, cells: int) -> bool:
    """Whether so many values in so many cells are nearly all different, and many: what is perhaps
    the same among them takes long to find, and is seldom meant.
    """
    return values > MANY and values > cells * _DIFFERENT


def clusters(
    counts: Mapping[str, int], bare: Iterable[str] | None = None, pause: Pause = lambda: None
) -> tuple[Cluster, ...]:
    """Values that are perhaps the same, those of the most cells first. `bare`: what `plain` makes of
    each, where that is known.
    """
    by_key: dict[str, list[str]] = {}
    known = map(plain, counts) if bare is None else bare
    for place, (value, own) in enumerate(zip(counts, known, strict=True)):
        if place % _LOT == 0:
            pause()
        key = _key(own)
        if key:
            by_key.setdefault(key, []).append(value)
    by_letters: dict[str, list[str]] = {}
    for place, (key, values) in enumerate(by_key.items()):
        if place % _LOT == 0:
            pause()
        by_letters.setdefault(letters(key) or f"={key}", []).extend(values)
    made = [_cluster(values, counts) for values in by_letters.values() if len(values) > 1]
    return tuple(sorted(made, key=lambda c: (-c.cells, c.values)))


def _cluster(values: list[str], counts: Mapping[str, int]) -> Cluster:
    """The most frequent first; of two as frequent the one with more letters beyond ASCII, which
    somebody took pains to write.
    """
    order = sorted(values, key=lambda v: (-counts[v], v.isascii(), v.isupper(), v.islower(), v))
    return Cluster(tuple(order), sum(counts[v] for v in order))
