r"""Finding and replacing in the texts of cells: a text or a regular expression.

A text is found in both Unicode forms (an Å of one or of two characters). Case is ignored letter by
letter: "ß" does not find "SS". In a replacement for a regular expression $1 and \1 stand for a
group, $0 for all that was found, ${name} and \g<name> for a named group, \n and \t for a new line
and a tab, $$ and \\ for the sign itself; for a text it is taken as it stands.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.errors import KabochaError


class PatternError(KabochaError):
    """A regular expression or a replacement that cannot be used; keys error.pattern-…"""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and by what it is to be replaced (None = it is only looked for)."""

    wanted: str
    by: str | None = None
    regular: bool = False
    case: bool = False
    whole: bool = False
    """The text must be the whole cell."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a text, and what is to stand there instead."""

    start: int
    end: int
    new: str = ""


Found = list[tuple[int, tuple[Hit, ...]]]
"""Which texts hold it, by their place in the list that was looked through."""

_Part = str | int
_REFERENCE = re.compile(
    r"\\g<(?P<g>\w+)>|\$\{(?P<braces>\w+)\}|[$\\](?P<number>\d{1,2})|(?P<sign>\$\$|\\[\\nt])"
)
_SIGNS = {"$$": "$", "\\\\": "\\", "\\n": "\n", "\\t": "\t"}
_SAID = (
    ("missing ), unterminated subpattern", "open-bracket"),
    ("unbalanced parenthesis", "close-bracket"),
    ("nothing to repeat", "repeat-nothing"),
    ("multiple repeat", "repeat-twice"),
    ("min repeat greater than max repeat", "repeat-order"),
    ("unterminated character set", "open-set"),
    ("bad character range", "range"),
    ("bad escape (end of pattern)", "backslash-end"),
    ("bad escape", "backslash"),
    ("incomplete escape", "backslash"),
    ("invalid group reference", "group"),
    ("unknown group name", "group"),
    ("look-behind requires fixed-width pattern", "look-behind"),
    ("global flags not at the start", "flags"),
    ("unknown extension", "question-mark"),
    ("unexpected end of pattern", "end"),
    ("missing group name", "group-name"),
    ("missing >", "group-name"),
    ("bad character in group name", "group-name"),
    ("redefinition of group name", "group-twice"),
)
"""What the standard library says, by its beginning, and our key for it."""


class Looker:
    """A query made ready. Raises PatternError when it cannot be used."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._pattern = _compiled(query)
        self._parts = _parts(query, self._pattern) if query.by is not None else []

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Where a text holds what is looked for."""
        if self.query.whole:
            match = self._pattern.fullmatch(text)
            return (self._hit(match),) if match else ()
        return tuple(self._hit(match) for match in self._pattern.finditer(text))

    def look(self, texts: Iterable[str]) -> Found:
        """Those of the texts that hold it."""
        return [(place, hits) for place, text in enumerate(texts) if (hits := self.hits(text))]

    def counts(self, texts: Iterable[str]) -> list[int]:
        """How often each text holds it."""
        if self.query.whole:
            fits = self._pattern.fullmatch
            return [1 if fits(text) else 0 for text in texts]
        every = self._pattern.findall
        return [len(every(text)) for text in texts]

    def may_hold(self, together: str) -> bool:
        """False when nothing in a row can hold it: its texts one behind the other (only for a text
        that is looked for, not for a regular expression).
        """
        return self._pattern.search(together) is not None

    def _hit(self, match: re.Match[str]) -> Hit:
        new = "".join(p if isinstance(p, str) else match[p] or "" for p in self._parts)
        return Hit(match.start(), match.end(), new)


def replaced(text: str, hits: Sequence[Hit]) -> str:
    """The text with what was found replaced."""
    made, end = [], 0
    for hit in hits:
        made += [text[end : hit.start], hit.new]
        end = hit.end
    return "".join([*made, text[end:]])


def _compiled(query: Query) -> re.Pattern[str]:
    flags = re.NOFLAG if query.case else re.IGNORECASE
    if not query.regular:
        forms = {unicodedata.normalize(form, query.wanted) for form in ("NFC", "NFD")}
        forms.add(query.wanted)
        return re.compile("|".join(re.escape(f) for f in sorted(forms)), flags)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(query.wanted, flags)
    except re.error as error:
        raise _said(query.wanted, error) from error
    except (OverflowError, RecursionError) as error:
        raise PatternError("pattern-too-large", str(error)) from error


def _said(pattern: str, error: re.error) -> PatternError:
    place = error.pos or 0
    kind = next((kind for said, kind in _SAID if error.msg.startswith(said)), "wrong")
    rest = pattern[place : place + 12] or pattern[-12:]
    return PatternError(f"pattern-{kind}", error.msg, place=place + 1, found=rest)


def _parts(query: Query, pattern: re.Pattern[str]) -> list[_Part]:
    by = query.by or ""
    if not query.regular:
        return [by]
    parts: list[_Part] = []
    end = 0
    for found in _REFERENCE.finditer(by):
        parts.append(by[end : found.start()])
        end = found.end()
        sign = found["sign"]
        parts.append(_SIGNS[sign] if sign else _group(found, pattern))
    return [part for part in [*parts, by[end:]] if part != ""]


def _group(found: re.Match[str], pattern: re.Pattern[str]) -> int:
    name = found["g"] or found["braces"] or found["number"]
    number = int(name) if name.isdecimal() else pattern.groupindex.get(name, -1)
    if not 0 <= number <= pattern.groups:
        raise PatternError("pattern-no-group", found=found[0], groups=pattern.groups)
    return number
