"""The values of a column: how often each is there, and which are perhaps meant to be the same.

Two values belong together when their keys are equal. `fingerprint` ignores case, accents, signs,
blanks and the order of words; `letters` also doubled and swapped-in letters far apart (the set of
pairs of letters). Values with figures keep the order of their words and all their figures: 1.5 is not
15, and 05/06 is not 06/05.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORDS = re.compile(r"\w+")
_FIGURES = re.compile(r"\d+(?:[.,:/\-–]\d+)*|[^\W\d_]+")
_DOUBLED = re.compile(r"(.)\1+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u20d0-\u20ff]+")
"""Accents, and the vowel signs of Hebrew and Arabic."""
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
_SHORTEST = 5
"""Shorter words have too few pairs of letters to be alike by them."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Values that are perhaps the same, the most frequent first, and how many cells hold one."""

    values: tuple[str, ...]
    cells: int

    @property
    def suggestion(self) -> str:
        """What all of them could become."""
        return self.values[0]


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each text is there, the empty one as well."""
    return Counter(texts)


def plain(text: str) -> str:
    """Without case and accents: "Ålesund" and "alesund" are the same."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return _MARKS.sub("", unicodedata.normalize("NFKD", folded.translate(_PLAIN)))


def fingerprint(text: str) -> str:
    """Equal for values that differ in case, accents, signs, blanks and the order of words only."""
    bare = plain(text)
    if any(c.isdecimal() for c in bare):
        return " ".join(_FIGURES.findall(bare))
    return " ".join(sorted(set(_WORDS.findall(bare.replace("_", " ")))))


def letters(key: str) -> str:
    """Equal for fingerprints with the same pairs of letters; "" when that says nothing."""
    if any(c.isdecimal() for c in key):
        return ""
    joined = _DOUBLED.sub(r"\1", key.replace(" ", ""))
    if len(joined) < _SHORTEST:
        return ""
    return " ".join(sorted({joined[i : i + 2] for i in range(len(joined) - 1)}))


def clusters(counts: Mapping[str, int]) -> tuple[Cluster, ...]:
    """Values that are perhaps the same, those of the most cells first."""
    by_key: dict[str, list[str]] = {}
    for value in counts:
        key = fingerprint(value)
        if key:
            by_key.setdefault(key, []).append(value)
    by_letters: dict[str, list[str]] = {}
    for key, values in by_key.items():
        by_letters.setdefault(letters(key) or f"={key}", []).extend(values)
    made = [_cluster(values, counts) for values in by_letters.values() if len(values) > 1]
    return tuple(sorted(made, key=lambda c: (-c.cells, c.values)))


def _cluster(values: list[str], counts: Mapping[str, int]) -> Cluster:
    """The most frequent first; of two as frequent the one with more letters beyond ASCII, which
    somebody took pains to write.
    """
    order = sorted(values, key=lambda v: (-counts[v], v.isascii(), v.isupper(), v.islower(), v))
    return Cluster(tuple(order), sum(counts[v] for v in order))
