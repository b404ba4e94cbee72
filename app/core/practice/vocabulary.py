"""Which items, properties and languages exist on the practice wiki, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from app.core import resources

LAST_ITEM = 200_000_000
LAST_PROPERTY = 15_000
_LABEL_KEYS = ("label", "label_en", "name")
_ID = re.compile(r"[PQ]\d+")

VALUE_TYPES = {
    "wikibase-item": "wikibase-entityid", "wikibase-property": "wikibase-entityid",
    "wikibase-entityid": "wikibase-entityid", "time": "time", "quantity": "quantity",
    "globe-coordinate": "globecoordinate", "monolingualtext": "monolingualtext",
    "string": "string", "url": "string", "external-id": "string", "commonsMedia": "string",
    "geo-shape": "string", "tabular-data": "string", "math": "string",
}  # fmt: skip
"""Datatype of a property -> type of its values."""


def exists(entity: str) -> bool:
    """Whether an item or property with this id is there."""
    number = entity[1:]
    if not number.isdigit() or number.startswith("0"):
        return False
    last = {"Q": LAST_ITEM, "P": LAST_PROPERTY}.get(entity[0], 0)
    return int(number) <= last


def datatype(prop: str) -> str | None:
    """The datatype of a property; None when the catalogue does not know it: any value goes."""
    return _datatypes().get(prop)


def label(entity: str) -> str | None:
    """The English label of an item or property out of the catalogues."""
    return labels().get(entity)


@lru_cache(maxsize=1)
def _datatypes() -> dict[str, str]:
    return {
        entry["id"]: entry["datatype"]
        for entry in _entries(resources.catalogue("properties"))
        if entry.get("datatype") and str(entry.get("id", "")).startswith("P")
    }


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """Every id that the catalogues name, with its English label."""
    found: dict[str, str] = {"Q146": "domestic cat", "Q144": "dog", "Q5": "human"}
    for name in ("properties", "licences", "fields"):
        for entry in _entries(resources.catalogue(name)):
            _take_label(entry, found)
    return found


def _take_label(entry: dict[str, Any], found: dict[str, str]) -> None:
    text = next((entry[key] for key in _LABEL_KEYS if isinstance(entry.get(key), str)), None)
    for key in ("id", "q", "item", "value"):
        entity = entry.get(key)
        if text and isinstance(entity, str) and _ID.fullmatch(entity):
            found.setdefault(entity, text)


def _entries(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for entry in data:
            yield from _entries(entry)


def is_language(code: str) -> bool:
    """Whether captions can be written in a language."""
    return code in _languages()


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    return frozenset((resources.folder() / "practice" / "languages.txt").read_text("utf-8").split())
