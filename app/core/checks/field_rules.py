"""Rules about the texts of one row: what Commons needs, the licence, the categories.

What is missing: only the licence stops a row. Description, source and author are wanted by
Commons on every page, but a file without them is kept for some days and can be mended there: a
warning. Categories are a hint. A statement of the same meaning (a column "made by") fills a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

import mwparserfromhell
from mwparserfromhell.nodes import Template as Template_
from mwparserfromhell.parser import ParserError

from app.core import fields, licences, memo, values
from app.core.checks import categories
from app.core.checks.batch import column_of, problem
from app.core.checks.years import Years, death_year, years
from app.core.draft import Batch, Draft
from app.core.fields import Field, Template
from app.core.model import Entry, Fix, MeaningKind, Problem, Severity

_CREATOR, _CAPTION = "P170", "label"


def field_problems(made: Draft, batch: Batch) -> Iterator[Problem]:
    """All problems of the texts of a row."""
    page = fields.template(batch.layout.template)
    yield from _missing(made, batch, page)
    yield from _licences(made, page)
    yield from _categories(made)


# -- what is missing ------------------------------------------------------------------------------


def _missing(made: Draft, batch: Batch, page: Template) -> Iterator[Problem]:
    entry = made.entry
    written = _Written(made.text) if batch.layout.freemarker is not None else None
    for field in page.filled(entry.filled).missing:
        if field.kind == "licence":
            if written is None or not written.has_licence():
                column = column_of(batch, entry, field.name)
                fix = Fix("choose")
                yield problem(made, "licence-missing", Severity.ERROR, column, fix=fix)
        elif not _said_otherwise(entry, field) and not (written and written.has(page, field)):
            yield _field_missing(made, batch, field)
    if not (_has_author(entry, page) or (written and _writes_author(written, page))):
        author = next(iter(page.deriving(_CREATOR)), None)
        if author and not author.required:
            yield _field_missing(made, batch, author)
    if not (entry.fields("categories") or batch.layout.categories or _writes_category(written)):
        column = column_of(batch, entry, "categories")
        yield problem(made, "categories-missing", Severity.INFO, column, fix=Fix("ask"))


def _field_missing(made: Draft, batch: Batch, field: Field) -> Problem:
    column = column_of(batch, made.entry, field.name)
    params = {"label": field.label, "property": _CREATOR if field.derives(_CREATOR) else ""}
    return problem(made, "field-missing", Severity.WARNING, column, params, fix=Fix("ask"))


def _said_otherwise(entry: Entry, field: Field) -> bool:
    """Whether a caption or a property column says what the field would say."""
    if field.derives(_CAPTION) and entry.of_kind(MeaningKind.CAPTION):
        return True
    return any(field.derives(c.meaning.name) for c in entry.of_kind(MeaningKind.PROPERTY))


def _has_author(entry: Entry, page: Template) -> bool:
    given = {c.meaning.name for c in entry.of_kind(MeaningKind.PROPERTY)}
    makers = page.deriving(_CREATOR)
    return _CREATOR in given or not makers or any(entry.fields(f.name) for f in makers)


def _writes_author(written: _Written, page: Template) -> bool:
    return any(written.has(page, f) for f in page.deriving(_CREATOR))


def _writes_category(written: _Written | None) -> bool:
    return written is not None and written.has_category()


class _Written:
    """The page of a workbook's own layout, looked at for what its text already says."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _templates(self) -> list[Template_]:
        try:
            return list(mwparserfromhell.parse(self._text).filter_templates())
        except ParserError:
            return []

    def has(self, page: Template, field: Field) -> bool:
        """Whether the page template's parameter has a value."""
        names = {n.casefold() for n in (field.name, *field.aliases)}
        return any(
            str(p.name).strip().casefold() in names and str(p.value).strip()
            for t in self._templates
            if fields.key(str(t.name)) == fields.key(page.template)
            for p in t.params
        )

    def has_licence(self) -> bool:
        """Whether a licence that we know stands anywhere in the page."""
        found = (licences.read(str(t)).tags for t in self._templates)
        return any(tag.entry is not None for tags in found for tag in tags)

    def has_category(self) -> bool:
        """Whether the layout itself writes a category."""
        return bool(re.search(r"\[\[\s*category\s*:", self._text, re.IGNORECASE))


# -- the licence ----------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def licence_fields(page: Template) -> tuple[str, ...]:
    """Names of the fields that hold licences."""
    return tuple(f.name for f in page.every_field if f.kind == "licence")


@lru_cache(maxsize=4096)
def _years(cell: str) -> Years:
    return years(values.read_date(cell).readings)


def _licences(made: Draft, page: Template) -> Iterator[Problem]:
    entry = made.entry
    made_in, died = _dates(entry, page)
    for name in licence_fields(page):
        for cell in entry.fields(name):
            for one in _of_licence(cell.text, made_in, died):
                yield one.at(made.row.number, cell.column, made.row.id)


@memo.in_words
def _of_licence(cell: str, made_in: Years, died: int | None) -> tuple[Problem, ...]:
    """What is wrong with a licence, by itself and for a work of that time and maker."""
    reading = licences.read(cell)
    clash = licences.contradicts_date(reading, made_in.latest, made_in.earliest, died)
    return (*reading.problems, clash) if clash else reading.problems


def _dates(entry: Entry, page: Template) -> tuple[Years, int | None]:
    """When the work was made, and when its maker died, as far as the sheet says so."""
    made_in = Years()
    for field in page.deriving("P571"):
        for cell in entry.fields(field.name):
            made_in = made_in.joined(_years(cell.text))
    cells = [c for f in page.deriving(_CREATOR) for c in entry.fields(f.name)]
    deaths = [y for c in cells if (y := _death_year(c.text)) is not None]
    return made_in, deaths[0] if len(deaths) == 1 else None


@lru_cache(maxsize=memo.KEPT)
def _death_year(maker: str) -> int | None:
    return death_year(values.plain_text(maker))


# -- categories -----------------------------------------------------------------------------------


_TOLD_BY_THE_PAGE = frozenset({"category-cleaned", "category-unusable"})


def _categories(made: Draft) -> Iterator[Problem]:
    """What the page's own reading of the cell did not say already."""
    told = {p.field for p in made.problems if p.code in _TOLD_BY_THE_PAGE}
    for cell in made.entry.fields("categories"):
        for piece in categories.pieces(cell.text):
            if not piece.is_plain and (cell.column not in told or piece.other_namespace):
                value = categories.mended(cell.text)
                severity = Severity.WARNING if piece.name else Severity.ERROR
                fix = Fix("plain_categories", value)
                params = {"category": piece.written, "name": piece.name}
                code = "category-malformed" if piece.name else "category-impossible"
                yield problem(made, code, severity, cell.column, params, fix=fix)
