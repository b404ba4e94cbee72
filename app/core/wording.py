"""Columns, properties and values in human words: what the window shows in place of codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core import fields, resources
from app.core.model import (
    Column,
    CoordinateValue,
    DataValue,
    ItemValue,
    Layout,
    Meaning,
    MeaningKind,
    MonolingualValue,
    QuantityValue,
    Snak,
    StringValue,
    TimeValue,
)
from app.core.text import has, number, t
from app.core.values import languages

_ICONS = {
    "date": "calendar", "person": "user", "licence": "copyright", "categories": "tags",
    "coordinates": "map-pin", "item": "link", "number": "hash", "language": "languages",
}  # fmt: skip
_FIELD_ICONS = {
    "description": "languages", "source": "quote", "institution": "landmark", "dimensions": "ruler",
    "medium": "layers", "accession number": "hash", "permission": "scale", "title": "type",
    "depicted place": "map-pin", "depicted people": "user",
}  # fmt: skip
_PROPERTY_ICONS = {
    "P180": "eye", "P170": "user", "P571": "calendar", "P577": "calendar", "P6216": "scale",
    "P275": "copyright", "P195": "landmark", "P217": "hash", "P1071": "map-pin", "P9149": "map-pin",
    "P1259": "map-pin", "P189": "map-pin", "P31": "tag", "P1476": "type", "P973": "link",
    "P7482": "quote", "P6243": "image", "P186": "layers", "P2079": "layers", "P921": "eye",
    "P50": "user", "P123": "user", "P2048": "ruler", "P2049": "ruler", "P407": "languages",
}  # fmt: skip


@dataclass(frozen=True)
class ColumnWords:
    """How a column's head reads: an icon, the name of its meaning, a note below."""

    icon: str
    name: str
    note: str
    required: bool
    kind: str = ""
    """Kind of the field (date, person, licence, …), "" for others."""


def column_words(column: Column, layout: Layout) -> ColumnWords:
    """The words for a column; the user's own header is the note when it says something else."""
    meaning = column.meaning
    words = meaning_words(meaning, layout)
    note = t("column.required") if words.required else ""
    if meaning.language:
        note = languages.autonym(meaning.language)
    elif not note and meaning.kind is not MeaningKind.PLAIN:
        note = column.header if fields.key(column.header) != fields.key(words.name) else ""
        if has(f"column.hint-{words.kind}"):
            note = t(f"column.hint-{words.kind}")
    if meaning.kind in (MeaningKind.PLAIN, MeaningKind.IGNORED):
        return ColumnWords("eye-off", column.header, t("column.stays"), required=False)
    return ColumnWords(words.icon, words.name, note, words.required, words.kind)


def meaning_words(meaning: Meaning, layout: Layout) -> ColumnWords:
    """The words for a meaning, with or without a column."""
    kind = meaning.kind
    if kind is MeaningKind.NAME:
        return ColumnWords("type", t("column.name"), "", required=True)
    if kind is MeaningKind.PATH:
        return ColumnWords("image", t("column.path"), "", required=True)
    if kind is MeaningKind.CAPTION:
        return ColumnWords("message-square-text", t("column.caption"), "", required=False)
    if kind is MeaningKind.PROPERTY:
        return ColumnWords(
            property_icon(meaning.name), property_name(meaning.name), "", required=False
        )
    if kind is MeaningKind.FIELD:
        return _field_words(meaning.name, layout)
    return ColumnWords("eye-off", t("column.leave-out"), "", required=False)


def _field_words(name: str, layout: Layout) -> ColumnWords:
    found = fields.template(layout.template).field(name)
    key = f"field.{name.lower().replace(' ', '-').replace('_', '-')}"
    words = t(key) if has(key) else (found.label if found else name)
    kind = found.kind if found else ""
    icon = _FIELD_ICONS.get(name.lower().replace("_", " "), _ICONS.get(kind, "text"))
    icon = icon if icon != "text" else "notebook"
    required = bool(found and found.required)
    return ColumnWords("file-text" if icon == "notebook" else icon, words, "", required, kind)


@lru_cache(maxsize=1)
def _properties() -> dict[str, dict[str, Any]]:
    catalogue = resources.catalogue("properties")
    entries = [*catalogue["properties"], *catalogue.get("minor_properties", [])]
    return {e["id"]: e for e in entries if isinstance(e, dict) and "id" in e}


def property_name(pid: str) -> str:
    """A property in human words (Shows, Made by); its label when we have no better."""
    if has(f"property.{pid}"):
        return t(f"property.{pid}")
    label = str(_properties().get(pid, {}).get("label") or "")
    return label[:1].upper() + label[1:] if label else pid


def property_icon(pid: str) -> str:
    """The icon of a property's card."""
    return _PROPERTY_ICONS.get(pid, "tag")


@lru_cache(maxsize=1)
def _item_labels() -> dict[str, str]:
    """Labels of the items that the catalogues name."""
    found: dict[str, str] = {}

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            qid, label = node.get("id") or node.get("item") or node.get("qid"), node.get("label")
            if (
                isinstance(qid, str)
                and qid[:1] == "Q"
                and qid[1:].isdigit()
                and isinstance(label, str)
            ):
                found.setdefault(qid, label)
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    for name in ("properties", "licences"):
        collect(resources.catalogue(name))
    return found


def item_label(qid: str) -> str:
    """An item's label from the catalogues, "" when they do not name it."""
    key = f"item.{qid}"
    return t(key) if has(key) else _item_labels().get(qid, "")


def item_name(qid: str) -> str:
    """An item's label, else words for one that we cannot name (its id belongs into the tooltip)."""
    return item_label(qid) or t("value.item")


def snak_words(snak: Snak, qualifiers: tuple[Snak, ...] = ()) -> str:
    """A value as people read it."""
    if snak.snaktype == "novalue":
        return t("value.none")
    if snak.snaktype == "somevalue":
        return _named_as(qualifiers) or t("value.unknown")
    words = value_words(snak.value)
    if isinstance(snak.value, TimeValue) and any(q.property == "P1480" for q in qualifiers):
        return t("value.circa", value=words)
    return words


def _named_as(qualifiers: tuple[Snak, ...]) -> str:
    """The name that stands in place of an unknown value (author name, object named as)."""
    for snak in qualifiers:
        if snak.property in ("P2093", "P1932") and isinstance(snak.value, StringValue):
            return snak.value.text
    return ""


def value_words(value: DataValue | None) -> str:
    """A value without its qualifiers."""
    match value:
        case ItemValue():
            return item_name(value.id)
        case StringValue():
            return value.text
        case MonolingualValue():
            language = languages.autonym(value.language)
            return t("value.in-language", text=value.text, language=language)
        case TimeValue():
            return time_words(value)
        case QuantityValue():
            unit = "" if value.unit == "1" else item_label(value.unit)
            return f"{value.amount.removeprefix('+')} {unit}".strip()
        case CoordinateValue():
            return f"{value.latitude:.5g}, {value.longitude:.5g}"
    return ""


def time_words(value: TimeValue) -> str:
    """A point in time: 1906, July 1768, 5 June 1890, the 1840s, 18th century."""
    sign, rest = value.time[0], value.time[1:]
    year_text, month, day = rest.partition("T")[0].split("-")
    year = int(year_text)
    if value.precision >= 11:
        return t("value.day", day=int(day), month=t(f"month.{int(month)}"), year=year)
    if value.precision == 10:
        return t("value.month", month=t(f"month.{int(month)}"), year=year)
    if value.precision == 8:
        return t("value.decade", year=year // 10 * 10)
    if value.precision == 7:
        return t("value.century", century=(year + 99) // 100)
    if value.precision == 6:
        return t("value.millennium", millennium=(year + 999) // 1000)
    return t("value.bc", year=year) if sign == "-" else str(year)


def cell_name(column: int, row: int) -> str:
    """The name of a cell as spreadsheets write it: column 0, row 2 -> A2."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


def count_words(value: int) -> str:
    """A whole number for people."""
    return number(value)
