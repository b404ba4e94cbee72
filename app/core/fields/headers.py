"""What the headers of a sheet mean: template fields, captions, properties, path and name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core import resources
from app.core.fields.templates import Template, template, templates
from app.core.model import Meaning, MeaningKind

OWN_PREFIX = "kabocha_"
"""Headers of the columns that our own report adds to a sheet."""

_PID = re.compile(r"^(p[1-9]\d{0,9})(?:\s*[\[(@/:]\s*([a-z][a-z0-9-]{1,15})\s*[\])]?)?(?:\s.*)?$")
_LABEL_PID = re.compile(r"^.*[(\[](p[1-9]\d{0,9})[)\]]$")
_BRACKET = re.compile(r"^(.*?)\s*[\[({@:/]\s*([a-z]{2,12}(?:-[a-z0-9]{1,10})*)\s*[\])}]?$")
_BLANK = re.compile(r"^(.*)\s([a-z]{2,3}(?:-[a-z0-9]{1,10})*)$")

_EXACT, _ALIAS, _WORD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Guess:
    """A meaning and how sure it is: 0 = the very name, 1 = an alias, 2 = a word of a language."""

    meaning: Meaning
    rank: int = _EXACT


_PLAIN = _Guess(Meaning(MeaningKind.PLAIN), _WORD)
_IGNORED = _Guess(Meaning(MeaningKind.IGNORED))


def key(header: str) -> str:
    """A header as it is compared: small letters, `_` as blank, single blanks, no outer ones."""
    return " ".join(header.replace("_", " ").casefold().split())


def recognise(headers: Sequence[str], template_id: str) -> tuple[Meaning, ...]:
    """One meaning a header, in order.

    Two columns never share path, name, a field or a caption: the surer one has it, of equally
    sure ones the last (as in Pattypan); the other stays as a plain column. Several columns of
    one property all keep it.
    """
    page = template(template_id)
    guesses = [_guess(header, page) for header in headers]
    taken = {g.meaning for g in guesses if g.rank < _WORD}
    guesses = [
        _by_word(h, page, taken) if g is _PLAIN else g
        for h, g in zip(headers, guesses, strict=True)
    ]
    return tuple(_settled(guesses))


def guess_template(headers: Sequence[str], freemarker: str | None = None) -> str:
    """The id of the template that fits: the one called in the FreeMarker text, else the one
    with the most headers in common; the general one when nothing speaks for another.
    """
    named = _called(freemarker or "")
    if named:
        return named
    scores = {t.id: _score(headers, t) for t in templates()}
    scores["information"] += 1
    return max(scores, key=lambda name: scores[name])


def _called(freemarker: str) -> str | None:
    names = {key(t.template): t.id for t in templates()}
    for match in re.finditer(r"\{\{([^{}|<\n]+)", freemarker):
        found = names.get(key(match[1]))
        if found:
            return found
    return None


def _score(headers: Sequence[str], page: Template) -> int:
    distinctive = set(_data()["distinctive"].get(page.id, ()))
    score = 0
    for header, meaning in zip(headers, recognise(headers, page.id), strict=True):
        field = page.field(meaning.name) if meaning.kind is MeaningKind.FIELD else None
        if field and field.is_parameter and field not in page.borrowed:
            by_name = key(header) == key(field.name)
            score += 3 if by_name and field.name in distinctive else 1
    return score


def _settled(guesses: list[_Guess]) -> Iterator[Meaning]:
    """The meanings, each kept only by its surest column."""
    best: dict[Meaning, int] = {}
    for index, guess in enumerate(guesses):
        holder = best.get(guess.meaning)
        if holder is None or guess.rank <= guesses[holder].rank:
            best[guess.meaning] = index
    shared = {MeaningKind.PLAIN, MeaningKind.IGNORED, MeaningKind.PROPERTY}
    for index, guess in enumerate(guesses):
        keeps = guess.meaning.kind in shared or best[guess.meaning] == index
        yield guess.meaning if keeps else _PLAIN.meaning


def _guess(header: str, page: Template) -> _Guess:
    text = key(header)
    if not text or header.strip().casefold().startswith(OWN_PREFIX):
        return _IGNORED
    return (
        _place(text)
        or _field(text, page)
        or _property(text)
        or _caption(text)
        or _in_language(text, page)
        or _labelled(text)
        or _PLAIN
    )


def _place(text: str) -> _Guess | None:
    for kind in (MeaningKind.PATH, MeaningKind.NAME):
        if text in _data()[kind.value]["exact"]:
            return _Guess(Meaning(kind))
    return None


def _field(text: str, page: Template) -> _Guess | None:
    for field in page.every_field:
        if text == key(field.name):
            return _Guess(Meaning(MeaningKind.FIELD, field.name))
    for field in page.every_field:
        if text in {key(alias) for alias in field.aliases}:
            return _Guess(Meaning(MeaningKind.FIELD, field.name), _ALIAS)
    return None


def _property(text: str) -> _Guess | None:
    match = _PID.match(text)
    if match:
        return _Guess(Meaning(MeaningKind.PROPERTY, match[1].upper(), match[2] or ""))
    match = _LABEL_PID.match(text)
    return _Guess(Meaning(MeaningKind.PROPERTY, match[1].upper())) if match else None


def _split_language(text: str) -> tuple[str, str] | None:
    match = _BRACKET.match(text)
    if match and (len(match[2].partition("-")[0]) <= 3 or match[2] in _data()["languages"]):
        return match[1], match[2]
    match = _BLANK.match(text)
    if match and match[2] in _data()["languages"]:
        return match[1], match[2]
    return None


def _caption(text: str) -> _Guess | None:
    base, language = _split_language(text) or (text, "")
    if base not in _data()["caption"]:
        return None
    if not language:
        return _Guess(Meaning(MeaningKind.CAPTION), _ALIAS) if base == "caption" else None
    return _Guess(Meaning(MeaningKind.CAPTION, "", language))


def _in_language(text: str, page: Template) -> _Guess | None:
    """description[de], title_pl: a field that is given once a language."""
    parts = _split_language(text)
    if parts is None:
        return None
    guess = _field(parts[0], page) or _concept(parts[0], page, set())
    if guess is None:
        return _labelled(parts[0], parts[1])
    field = page.field(guess.meaning.name)
    if field is None or not (field.by_language or field.derives("P1476")):
        return None
    return _Guess(Meaning(MeaningKind.FIELD, field.name, parts[1]), guess.rank)


def _labelled(text: str, language: str = "") -> _Guess | None:
    pid = _labels().get(text)
    if pid is None or (language and pid not in _monolingual()):
        return None
    return _Guess(Meaning(MeaningKind.PROPERTY, pid, language), _ALIAS)


def _by_word(header: str, page: Template, taken: set[Meaning]) -> _Guess:
    """A word that people use in a sheet, in one of a few languages."""
    text = key(header)
    for kind in (MeaningKind.PATH, MeaningKind.NAME):
        words = (w for group in _data()[kind.value].values() for w in group)
        if text in words and Meaning(kind) not in taken:
            return _Guess(Meaning(kind), _WORD)
    return _concept(text, page, taken) or _position(text) or _PLAIN


def _concept(text: str, page: Template, taken: set[Meaning]) -> _Guess | None:
    for candidates in _words().get(text, ()):
        for name in candidates:
            meaning = Meaning(MeaningKind.FIELD, name)
            if page.field(name) and meaning not in taken:
                return _Guess(meaning, _WORD)
    return None


def _position(text: str) -> _Guess | None:
    for pid, words in _data()["positions"].items():
        if text in words:
            return _Guess(Meaning(MeaningKind.PROPERTY, pid), _WORD)
    return None


def _data() -> dict[str, Any]:
    data: dict[str, Any] = resources.catalogue("headers")
    return data


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Word -> lists of candidate fields."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for concept in _data()["concepts"]:
        for group in concept["words"].values():
            for word in group:
                found.setdefault(key(word), []).append(tuple(concept["candidates"]))
    return {word: tuple(lists) for word, lists in found.items()}


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    """English label -> Pnnn, of the properties that a file's own statements use."""
    data = resources.catalogue("properties")
    derived = {d.property for t in templates() for f in t.fields for d in f.sdc}
    found = {key(p["label"]): p["id"] for p in data["minor_properties"] if p["id"] in derived}
    for entry in data["properties"]:
        if entry["role"] == "statement" and entry["app_writes"] in ("yes", "object only"):
            found[key(entry["label"])] = entry["id"]
    return found


@lru_cache(maxsize=1)
def _monolingual() -> frozenset[str]:
    data = resources.catalogue("properties")
    rows = (*data["properties"], *data["minor_properties"])
    return frozenset(r["id"] for r in rows if r["datatype"] == "monolingualtext")


def header_for(meaning: Meaning, template_id: str = "information") -> str:
    """A header for a column of this meaning that is recognised again, in a sheet saved elsewhere."""
    names = {pid: label for label, pid in _labels().items()}
    name = {
        MeaningKind.CAPTION: "caption",
        MeaningKind.PROPERTY: names.get(meaning.name, meaning.name),
        MeaningKind.FIELD: meaning.name,
        MeaningKind.PLAIN: "remarks for us",
    }.get(meaning.kind, meaning.kind.value)
    header = f"{name}[{meaning.language}]" if meaning.language else name
    if meaning.kind is MeaningKind.PROPERTY and recognise([header], template_id) != (meaning,):
        return f"{name} ({meaning.name})"  # the page has a field of that name
    return header
