"""Captions: from caption columns, else the first sentence of the description in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.core import memo, resources, values
from app.core.fields import Template
from app.core.model import Cell, Entry, Layout, MeaningKind, Problem, Severity
from app.core.statements import reading

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\W_a-zß-öø-ÿ])|[。！？]")
_BRACKETS = re.compile(r"\{\{+|\}\}+|\[\[+|\]\]+")
"""What is left of wikitext that is not closed: a caption is shown as it stands."""
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(\[\"'])(?:\w|\d{1,2}|st|ste|dr|mr|mrs|ms|prof|no|nos|nr|ca|cca|vol|fig|pp|inv|jr|sr|"
    r"hl|str|ul|im|św|bl|ks|ing|mag|hr|fr|mme|mlle|sig|kl|kgl|lt|col|gen|capt|rev|tab|bd|abb|"
    r"feb|jan|aug|sept|okt|oct|nov|dec|dez|approx|co|corp|ltd|bros|mt|ft|d\.?\s?[äå]|e\.?g|i\.?e|z\.?\s?b)\.$"
)


def captions(entry: Entry, page: Template, layout: Layout) -> tuple[dict[str, str], list[Problem]]:
    """The captions by language, and what is wrong with them. What does not say its language is in
    the layout's; a caption that says it goes before one that does not.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    cells = entry.of_kind(MeaningKind.CAPTION)
    for cell in sorted(cells, key=lambda c: not _says_language(c)):
        for language, text in _texts(cell, layout, problems):
            if language in found:
                _second(cell, language, text, found[language], problems)
            else:
                found[language] = _fitted(text, cell, problems)
    given = bool(found)
    for cell in _descriptions(entry, page):
        if given and not _says_language(cell) and not layout.language_said:
            continue
        if _is_told(cell, found):
            continue
        for language, text in _texts(cell, layout, problems):
            if language not in found:
                found[language] = _shortened(_first_sentence(text))
    return found, problems


def _is_told(cell: Cell, found: Mapping[str, str]) -> bool:
    """Whether there is a caption already in the only language that a description can have."""
    language = cell.meaning.language
    return bool(language) and "{{" not in cell.text and values.language_code(language) in found


def _descriptions(entry: Entry, page: Template) -> Iterator[Cell]:
    for field in page.deriving("label"):
        yield from entry.fields(field.name)


def _says_language(cell: Cell) -> bool:
    return bool(cell.meaning.language) or any(c for c, _ in reading.texts(cell.text))


def _second(cell: Cell, language: str, text: str, first: str, problems: list[Problem]) -> None:
    """There is one caption a language: another text is not sent, and that is said."""
    if text != first:
        name = values.autonym(language)
        _add(problems, "caption-second", Severity.WARNING, cell, text=text[:60], language=name)


_Texts = tuple[tuple[str, str], ...]


def _texts(cell: Cell, layout: Layout, problems: list[Problem]) -> _Texts:
    """(language, plain text) of a cell: what stands outside language templates counts only when
    there are none.
    """
    texts, wrong = _told(cell, layout.language, layout.language_said)
    problems += wrong
    return texts


@lru_cache(maxsize=memo.KEPT)
def _told(cell: Cell, language: str, said: bool) -> tuple[_Texts, tuple[Problem, ...]]:  # noqa: FBT001 - cached
    """As `_texts`, with the problems; `language` is the layout's, `said` whether a person chose it."""
    problems: list[Problem] = []
    texts = reading.texts(cell.text)
    tagged = [(code, text) for code, text in texts if code]
    if not tagged and texts:
        code = _language(cell, language, problems, said=said)
        tagged = [(code, text) for _, text in texts]
    found = []
    for code, text in tagged:
        if code in values.caption_languages():
            found.append((code, " ".join(_BRACKETS.sub(" ", text).split())))
        elif code:
            _add(problems, "caption-language-unknown", Severity.WARNING, cell, language=code)
    return tuple(found), tuple(problems)


def _language(cell: Cell, language: str, problems: list[Problem], *, said: bool) -> str:
    if not cell.meaning.language:
        if not said:
            autonym = values.autonym(language)
            _add(problems, "caption-language-assumed", Severity.INFO, cell, language=autonym)
        return language
    return values.language_code(cell.meaning.language) or cell.meaning.language


def _add(
    problems: list[Problem], code: str, severity: Severity, cell: Cell, **params: object
) -> None:
    problems.append(Problem(code, severity, field=cell.column, params=params))


def _limit() -> int:
    return int(resources.catalogue("properties")["limits"]["caption_chars"])


def _fitted(text: str, cell: Cell, problems: list[Problem]) -> str:
    """A caption that someone wrote: cut when it is too long, and said so."""
    if len(text) > _limit():
        params = {"length": len(text), "limit": _limit()}
        _add(problems, "caption-too-long", Severity.WARNING, cell, **params)
    return _shortened(text)


def _shortened(text: str) -> str:
    if len(text) <= _limit():
        return text
    cut = text[: _limit() - 1]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > _limit() // 2 else cut).rstrip(" ,;:-–") + "…"


def _first_sentence(text: str) -> str:
    for match in _END.finditer(text):
        if not _ABBREVIATION.search(text[: match.start() + 1]):
            return text[: match.end()]
    return text
