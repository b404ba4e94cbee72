"""Which editor a column gets: by the kind of its field, or by the datatype of its property."""

from __future__ import annotations

from app.core import fields
from app.core.fields import Field
from app.core.model import Layout, Meaning, MeaningKind
from app.core.statements import properties

_DATATYPES = {"wikibase-item": "item", "time": "date", "monolingualtext": "languages"}
_AS_THEY_ARE = frozenset({"date", "licence", "categories", "language"})


def of(meaning: Meaning, layout: Layout) -> str:
    """date, licence, categories, item, language, languages or "" (plain text)."""
    if meaning.kind is MeaningKind.PROPERTY:
        known = properties.find(meaning.name)
        kind = _DATATYPES.get(known.datatype, "") if known else ""
        return "" if kind == "languages" and meaning.language else kind
    if meaning.kind is MeaningKind.CAPTION:
        return "" if meaning.language else "languages"
    if meaning.kind is not MeaningKind.FIELD:
        return ""
    found = fields.template(layout.template).field(meaning.name)
    return _of_field(found, meaning) if found else ""


def _of_field(found: Field, meaning: Meaning) -> str:
    if found.kind in _AS_THEY_ARE:
        return found.kind
    if found.by_language:
        return "" if meaning.language else "languages"
    if found.kind in ("person", "item") or (not found.multiline and property_of(found)):
        return "item"
    return ""


def property_of(found: Field) -> str:
    """The property whose values are items that a field becomes, "" = none."""
    for derived in found.sdc:
        known = properties.find(derived.property)
        if known is not None and known.datatype == "wikibase-item":
            return derived.property
    return ""
