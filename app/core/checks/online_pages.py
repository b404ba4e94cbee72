"""Items, properties, licence templates and categories of the batch: do they exist on the wiki."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import fields, licences
from app.core.checks import categories
from app.core.checks.asking import Asking
from app.core.checks.batch import problem
from app.core.checks.field_rules import licence_fields
from app.core.draft import Draft
from app.core.model import (
    CoordinateValue,
    DataValue,
    ItemValue,
    MonolingualValue,
    Problem,
    QuantityValue,
    Severity,
    Snak,
    Statement,
    StringValue,
    TimeValue,
)
from app.core.wiki import EntityInfo

_DATATYPES: dict[type[DataValue], frozenset[str]] = {
    ItemValue: frozenset({"wikibase-item"}),
    TimeValue: frozenset({"time"}),
    QuantityValue: frozenset({"quantity"}),
    CoordinateValue: frozenset({"globe-coordinate"}),
    MonolingualValue: frozenset({"monolingualtext"}),
    StringValue: frozenset(
        {"string", "external-id", "url", "commonsMedia", "math", "geo-shape", "tabular-data"}
    ),
}
"""Datatypes of properties that take a value of this kind (Wikibase JSON format)."""


# -- items and properties ---------------------------------------------------------------------------


def entity_problems(asking: Asking) -> Iterator[Problem]:
    """Items and properties that the wiki does not know, and values of the wrong type: one bad
    claim fails the whole edit.
    """
    wanted = [i for made in asking.drafts for s in _statements(made) for i in _ids(s)]
    known: dict[str, EntityInfo] = {}
    for ids in asking.by_fifty("step.entities", wanted):
        known |= asking.wiki.entities(ids)
    for made in asking.drafts:
        for statement in _statements(made):
            yield from _of_statement(made, statement, known)


def _statements(made: Draft) -> tuple[Statement, ...]:
    return made.description.statements


def _snaks(statement: Statement) -> tuple[Snak, ...]:
    return (statement.snak, *statement.qualifiers)


def _ids(statement: Statement) -> Iterator[str]:
    for snak in _snaks(statement):
        yield snak.property
        item = _item(snak)
        if item:
            yield item


def _item(snak: Snak) -> str | None:
    """The item of a value: the item itself, or the unit of a quantity."""
    if isinstance(snak.value, ItemValue):
        return snak.value.id
    if isinstance(snak.value, QuantityValue) and snak.value.unit != "1":
        return snak.value.unit
    return None


def _of_statement(
    made: Draft, statement: Statement, known: dict[str, EntityInfo]
) -> Iterator[Problem]:
    column = statement.field or None
    for snak in _snaks(statement):
        item = _item(snak)
        info = known.get(item) if item else None
        if info is not None and not info.exists:
            yield problem(made, "item-missing", Severity.ERROR, column, id=info.id)
        info = known.get(snak.property)
        if info is None:
            continue
        name = info.label or snak.property
        if not info.exists:
            yield problem(made, "property-missing", Severity.ERROR, column, id=snak.property)
        elif not _fits(snak, info):
            params = {"property": name, "datatype": info.datatype}
            yield problem(made, "property-wrong-type", Severity.ERROR, column, params)


def _fits(snak: Snak, info: EntityInfo) -> bool:
    if snak.value is None or info.datatype is None:
        return True
    return info.datatype in _DATATYPES[type(snak.value)]


# -- templates and categories -----------------------------------------------------------------------


def page_problems(asking: Asking, *, categories_too: bool = True) -> Iterator[Problem]:
    """Licence templates that we do not know for sure, and categories, that are not there."""
    templates = {made.row.id: list(_licence_pages(asking, made)) for made in asking.drafts}
    grouped = asking.drafts if categories_too else ()
    groups = {made.row.id: list(_category_pages(asking, made)) for made in grouped}
    there: dict[str, bool] = {}
    wanted = [title for pages in (templates, groups) for p in pages.values() for _, title in p]
    for titles in asking.by_fifty("step.pages", wanted):
        there |= asking.wiki.pages_exist(titles)
    for made in asking.drafts:
        for column, title in templates[made.row.id]:
            if not there.get(title, True):
                name = title.partition(":")[2]
                yield problem(
                    made, "licence-template-missing", Severity.WARNING, column, licence=name
                )
        for column, title in groups.get(made.row.id, ()):
            if not there.get(title, True):
                name = title.partition(":")[2]
                yield problem(made, "category-missing", Severity.INFO, column, category=name)


def _licence_pages(asking: Asking, made: Draft) -> Iterator[tuple[str | None, str]]:
    """(column, Template:X) of tags that are unknown or known only from memory."""
    page = fields.template(asking.batch.layout.template)
    for name in licence_fields(page):
        for cell in made.entry.fields(name):
            for top in licences.read(cell.text).tags:
                for tag in top.walk():
                    unsure = tag.entry is None or tag.entry.recalled
                    if unsure and tag.wikitext and tag.name:
                        yield cell.column, f"Template:{tag.name}"


def _category_pages(asking: Asking, made: Draft) -> Iterator[tuple[str | None, str]]:
    for name in asking.batch.layout.categories:
        yield None, f"Category:{name}"
    for cell in made.entry.fields("categories"):
        for name in categories.names(cell.text):
            yield cell.column, f"Category:{name}"
