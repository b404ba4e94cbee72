"""The words of dates (catalogue date-words.json) as tables and patterns, made once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.core import resources

_DASHES = re.compile(r"[\u2010\u2011\u2012\u2212\ufe58\ufe63\uff0d]")
_LONG_DASHES = re.compile(r"[\u2014\u2015]")
_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc\u00b4`]")


def normal(text: str) -> str:
    """One form for matching: lower case, composed, one blank, - and – as the only dashes."""
    text = re.sub(r"^\s*[iv] (?=\d)", "", text)  # in (Nordic, Czech); I and V are months
    text = unicodedata.normalize("NFC", text).casefold()
    text = _LONG_DASHES.sub("–", _DASHES.sub("-", _APOSTROPHES.sub("'", text)))
    return " ".join(text.split()).strip(" ,;")


@lru_cache(maxsize=32)
def listed(kind: str) -> tuple[str, ...]:
    """All words of a kind in all languages, the longest first."""
    found = {normal(w) for words in resources.catalogue("date-words")[kind].values() for w in words}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Month word: 1 to 12."""
    by_language = resources.catalogue("date-words")["months"].values()
    return {
        normal(word): number
        for twelve in by_language
        for number, forms in enumerate(twelve, 1)
        for word in forms
    }


def one(words: tuple[str, ...]) -> str:
    """A pattern for one of the words; dots in and behind a word may be missing or be there."""
    if not words:
        return r"(?!)"
    parts = (r"\.?\s*".join(re.escape(p) for p in re.split(r"[. ]+", w) if p) for w in words)
    symbols = [re.escape(w) for w in words if not re.search(r"\w", w)]
    return "(?:" + "|".join([*symbols, *(p for p in parts if p)]) + r")\.?"


@lru_cache(maxsize=64)
def pattern(template: str) -> re.Pattern[str]:
    """A pattern with <kind> in place of the words of that kind."""

    def words(match: re.Match[str]) -> str:
        kinds = match[1].split("+")
        found = tuple(w for kind in kinds for w in listed(kind))
        return one(tuple(sorted(set(found), key=lambda word: (-len(word), word))))

    return re.compile(re.sub(r"<([a-z_+]+)>", words, template))


@lru_cache(maxsize=1)
def between() -> tuple[re.Pattern[str], ...]:
    """Patterns for "between X and Y"."""
    pairs = {
        (normal(a), normal(b))
        for found in resources.catalogue("date-words")["between"].values()
        for a, b in found
    }
    longest = sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
    return tuple(
        re.compile(rf"{one((a,))}(?<=[\w.])\s+(.+?)\s+{one((b,))}(?=[\W\d])\s*(.+)")
        for a, b in longest
    )
