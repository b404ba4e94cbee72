"""The structured data of a row: captions and statements, each with where it comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core import fields, memo, values
from app.core.fields import Template
from app.core.model import (
    Cell,
    Description,
    Entry,
    Layout,
    MeaningKind,
    Problem,
    Severity,
    Statement,
)
from app.core.statements import derive, properties, reading
from app.core.statements.captions import captions
from app.core.statements.derive import ANALOG_WORK, Made

WANTED = ("P6216", "P170")
"""Properties that every file should have."""
SEVERAL = frozenset({"P180", "P921", "P195"})
"""Properties whose values come from fields and property columns together; of all others a
property column replaces what the fields say."""

_ITEM = re.compile(r"Q[1-9]\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Built:
    """The structured data of one row, and its problems at their columns (no row)."""

    description: Description
    problems: tuple[Problem, ...] = ()


def build(entry: Entry, layout: Layout, *, account: str = "") -> Built:
    """The structured data of a row. `account` is who sends it: own work of somebody else is not
    called own work; with "" (not known yet) it is taken to be the one in the author field.
    Never raises. Equal statements are written once; no item is invented.
    """
    page = fields.template(layout.template)
    labels, problems = captions(entry, page, layout)
    columns, wrong = _from_columns(entry)
    explicit = {s.property for s in columns} - SEVERAL
    said = layout.language if layout.language_said else ""
    source = derive.look(entry, page, account, said)
    from_fields, wrong_fields = derive.derived(entry, page, source)
    found = [s for s in from_fields if s.property not in explicit]
    ordered = _different((*found, *columns, *_licences(entry, page, explicit)))
    problems += [*wrong_fields, *wrong, *_missing(ordered, entry, page)]
    return Built(Description(labels, ordered), tuple(_once(problems)))


def _different(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Equal statements once. Most properties have one, which need not be compared."""
    every = tuple(statements)
    count = Counter([one.snak.property for one in every])
    seen: set[Statement] = set()
    found: list[Statement] = []
    for one in every:
        if count[one.snak.property] > 1:
            if one in seen:
                continue
            seen.add(one)
        found.append(one)
    return tuple(found)


def _once(problems: list[Problem]) -> Iterator[Problem]:
    seen: list[Problem] = []
    for problem in problems:
        if problem not in seen:
            seen.append(problem)
            yield problem


def _licences(entry: Entry, page: Template, explicit: set[str]) -> Iterator[Statement]:
    """The statements of the licence tags of the file (not of the object that it shows)."""
    for field in page.deriving("P6216"):
        if field.kind == "licence":
            for cell in entry.fields(field.name):
                yield from (made for made in _licence(cell) if made.property not in explicit)


@lru_cache(maxsize=memo.KEPT)
def _licence(cell: Cell) -> tuple[Statement, ...]:
    found = reading.licence(cell.text).statements
    return tuple(replace(made, origin="licence", field=cell.column or "") for made in found)


def _from_columns(entry: Entry) -> Made:
    """The statements of property columns."""
    found: list[Statement] = []
    problems: list[Problem] = []
    for cell in entry.of_kind(MeaningKind.PROPERTY):
        statements, wrong = _column(cell)
        found += statements
        problems += wrong
    return found, problems


@memo.in_words
def _column(cell: Cell) -> Made:
    """The statements of one property column's cell, and their problems at it."""
    statements, wrong = _of_property(cell)
    return statements, [replace(p, field=cell.column) for p in wrong]


def _of_property(cell: Cell) -> Made:
    pid = cell.meaning.name
    known = properties.find(pid)
    if known is None:
        return _unknown(cell, pid)
    params = {"label": known.label}
    if known.instead:
        instead = {"instead": properties.in_words(known.instead)}
        return [], [Problem("property-not-for-files", Severity.WARNING, params=params | instead)]
    if known.writes.startswith("no"):
        code = "property-left-to-bots" if "bots" in known.writes else "property-left-to-volunteers"
        return [], [Problem(code, Severity.WARNING, params=params)]
    if known.only_qualifier:
        return [], [Problem("property-only-detail", Severity.WARNING, params=params)]
    if pid == "P170":
        return derive.person(pid, cell)
    more = (ANALOG_WORK,) if known.writes == "object only" else ()
    result = reading.cell(cell.text, known.datatype, cell.meaning.language or None)
    return [derive.statement(pid, r, cell, *more) for r in result.readings], list(result.problems)


def _unknown(cell: Cell, pid: str) -> Made:
    """A property that the catalogue does not have: items stay items, the rest is text. Whether
    the wiki takes that is asked before anything is sent.
    """
    datatype = "string"
    if all(_ITEM.fullmatch(piece) for piece in values.split_values(cell.text)):
        datatype = "wikibase-item"
    result = reading.cell(cell.text, datatype)
    made = [derive.statement(pid, r, cell) for r in result.readings]
    kind = "property-unknown-item" if datatype == "wikibase-item" else "property-unknown"
    problem = Problem(kind, Severity.WARNING, params={"property": pid})
    return made, [problem, *result.problems]


def _missing(found: tuple[Statement, ...], entry: Entry, page: Template) -> Iterator[Problem]:
    """Warnings for what every file should say, at the column that would say it."""
    there = {s.property for s in found}
    for pid in WANTED:
        if pid not in there:
            params = {"label": properties.label(pid), "property": pid}
            column = _column_for(pid, entry, page)
            yield Problem("statement-missing", Severity.WARNING, field=column, params=params)


def _column_for(pid: str, entry: Entry, page: Template) -> str | None:
    cells = (c for f in page.deriving(pid) for c in entry.fields(f.name))
    return next((c.column for c in cells if c.column), None)
