"""Cleaning texts: blanks, capitals, left-overs of mark-up; splitting and joining.

Capitals follow the language of the text where it has rules of its own: i and ı in Turkish and Azeri,
IJ in Dutch. Words with figures (HKM-12b, 3D) stay as they are when capitals are taken away or set.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

_HIDDEN = re.compile("[\u200b\ufeff\u00ad]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?…]\s+|\n\s*)[\"'“”„«(\[¿¡]*([^\W\d_])")
_TURKIC = ("tr", "az")
_BREAK = re.compile(r"<\s*br\s*/?\s*>|</\s*p\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_ADDRESS = re.compile(r"\[https?://\S+\s+([^\[\]]+)\]")
_QUOTES = re.compile(r"'{2,5}")


def trim(text: str, _language: str = "") -> str:
    """Outer blanks gone, single ones inside, no blanks at the ends of lines, nothing unseen."""
    lines = _BLANKS.sub(" ", _HIDDEN.sub("", text)).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def upper(text: str, language: str = "") -> str:
    """All letters large."""
    return (text.replace("i", "İ") if _base(language) in _TURKIC else text).upper()


def lower(text: str, language: str = "") -> str:
    """All letters small, but for words with figures."""
    return _WORD.sub(lambda m: _small(m[0], language), text)


def sentence(text: str, language: str = "") -> str:
    """The first letter of each sentence large, the others small, but for words with figures."""
    small = lower(text, language)
    return _SENTENCE.sub(lambda m: m[0][: m.start(1) - m.start()] + upper(m[1], language), small)


def title(text: str, language: str = "") -> str:
    """The first letter of each word large, the others small, but for words with figures."""
    return _WORD.sub(lambda m: _large_first(m[0], language), text)


def unmarked(text: str, _language: str = "") -> str:
    """Without HTML tags and entities, wiki links (their words stay), bold and italic quotes.
    Templates in braces stay: what they would say is not known here.
    """
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text))
    text = html.unescape(_QUOTES.sub("", text))
    return trim(text)


WAYS: dict[str, Callable[[str, str], str]] = {
    "trim": trim,
    "upper": upper,
    "lower": lower,
    "sentence": sentence,
    "title": title,
    "unmarked": unmarked,
}
"""What can be done to a text by itself, by name."""


def split(text: str, separator: str, most: int = 0) -> list[str]:
    """The parts between separators, without outer blanks; the last of `most` parts takes the rest."""
    if not separator:
        return [text]
    parts = text.split(separator, most - 1) if most > 0 else text.split(separator)
    return [part.strip() for part in parts]


def join(parts: Sequence[str], separator: str) -> str:
    """The parts that hold something, with a separator between them."""
    return separator.join(part for part in (p.strip() for p in parts) if part)


def _base(language: str) -> str:
    return language.partition("-")[0]


def _small(word: str, language: str) -> str:
    if any(c.isdigit() for c in word):
        return word
    if _base(language) in _TURKIC:
        word = word.replace("I", "ı").replace("İ", "i")
    return word.lower()


def _large_first(word: str, language: str) -> str:
    if any(c.isdigit() for c in word):
        return word
    small = _small(word, language)
    if _base(language) == "nl" and small.startswith("ij"):
        return "IJ" + small[2:]
    return upper(small[0], language) + small[1:]
