"""Texts by a pattern with fields in braces: {title} ({n:03}), {Inventory number}, {date}, {file}.

{n} counts, {n:03} with at least three figures; any other name stands for a text of the row. {{ and }}
are the signs themselves. Where a field is empty, what stood round it alone goes too: empty brackets,
double blanks, a dash at an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from app.core.errors import KabochaError

COUNTER = "n"
WIDEST = 9
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_COUNTER = re.compile(r"n(?::(0?)(\d{1,2})d?)?", re.IGNORECASE)
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|“\s*”|\"\s*\"")
_BLANKS = re.compile(r"[^\S\n]{2,}")
_ENDS = re.compile(r"^[\s,;:_–—-]+(?=\s)|(?<=\s)[\s,;:_–—-]+$|^\s+|\s+$")
_DOUBLED = re.compile(r"[,;]\s*(?=[,;])")
_BEFORE = re.compile(r"\s+(?=[,;:)])")


class PatternError(KabochaError):
    """A pattern that cannot be used; keys error.numbering-…"""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a pattern; `width` = figures of a counter at least."""

    name: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Pieces of text and fields."""

    pieces: tuple[str | Field, ...]

    @classmethod
    def parse(cls, text: str, known: Collection[str]) -> Pattern:
        """`known` = names that may stand in braces, whatever their case. Raises PatternError."""
        names = {name.casefold(): name for name in known}
        pieces: list[str | Field] = []
        for found in _PIECE.finditer(text):
            if found[1] is None:
                if found[0] in ("{", "}"):
                    code = "open" if found[0] == "{" else "close"
                    raise PatternError(f"numbering-{code}", place=found.start() + 1)
                pieces.append({"{{": "{", "}}": "}"}.get(found[0], found[0]))
            else:
                pieces.append(_field(found[1].strip(), names))
        return cls(tuple(pieces))

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields."""
        return frozenset(p.name for p in self.pieces if isinstance(p, Field))

    def text(self, value: Callable[[str], str], number: int) -> str:
        """The text of one row: `value` gives that of a field."""
        made, bare = [], False
        for piece in self.pieces:
            if isinstance(piece, str):
                made.append(piece)
            elif piece.name == COUNTER:
                made.append(_figures(number, piece.width))
            else:
                made.append(value(piece.name))
                bare = bare or not made[-1]
        text = "".join(made)
        return _tidied(text) if bare else text.strip()


def _field(name: str, names: dict[str, str]) -> Field:
    counter = _COUNTER.fullmatch(name)
    if counter is not None:
        width = int(counter[2] or 0)
        if width > WIDEST:
            raise PatternError("numbering-width", found=name, most=WIDEST)
        return Field(COUNTER, width)
    known = names.get(name.casefold())
    if known is None:
        raise PatternError("numbering-unknown" if name else "numbering-empty", found=name)
    return Field(known)


def _figures(number: int, width: int) -> str:
    sign = "-" if number < 0 else ""
    return sign + str(abs(number)).zfill(width)


def _tidied(text: str) -> str:
    before = ""
    while before != text:
        before = text
        text = _BLANKS.sub(" ", _BEFORE.sub("", _EMPTY.sub("", text)))
        text = _DOUBLED.sub("", text)
        text = _ENDS.sub("", text)
    return text


def numbers(keys: Iterable[str], start: int = 1, step: int = 1) -> list[int]:
    """A number for each: it is counted anew for each key."""
    reached: dict[str, int] = {}
    found = []
    for key in keys:
        count = reached.get(key, 0)
        found.append(start + step * count)
        reached[key] = count + 1
    return found


def figures(count: int) -> int:
    """How many figures numbers up to a count need."""
    return len(str(max(1, count)))


def told_apart(
    texts: Sequence[str], key: Callable[[str], str], make: Callable[[str, int], str]
) -> dict[int, str]:
    """New texts, by place, for those of which there are several by `key`: the first number with
    which `make` gives one that nobody has. Texts that are there once stay; empty ones too.
    """
    keys = [key(text) if text else "" for text in texts]
    places: dict[str, list[int]] = {}
    for place, own in enumerate(keys):
        if own:
            places.setdefault(own, []).append(place)
    taken = set(places)
    found: dict[int, str] = {}
    for own, those in places.items():
        if len(those) < 2:
            continue
        number = 1
        for place in those:
            while key(new := make(texts[place], number)) in taken:
                number += 1
            taken.add(key(new))
            found[place] = new
            number += 1
        taken.discard(own)
    return found
