"""Wikibase data values, snaks and statements as frozen data, and the JSON the API takes.

Shapes: the Wikibase JSON format and `resources/catalogues/properties.json` (example statements).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
JULIAN = "http://www.wikidata.org/entity/Q1985786"
EARTH = "http://www.wikidata.org/entity/Q2"
ENTITY = "http://www.wikidata.org/entity/"

SnakType = Literal["value", "somevalue", "novalue"]


@dataclass(frozen=True, slots=True)
class ItemValue:
    """An item, by its id (Q42)."""

    id: str

    def to_json(self) -> dict[str, Any]:
        """The datavalue object."""
        value = {"entity-type": "item", "numeric-id": int(self.id[1:]), "id": self.id}
        return {"type": "wikibase-entityid", "value": value}


@dataclass(frozen=True, slots=True)
class StringValue:
    """A string, URL or external identifier: at most 1,500 characters, no outer blanks."""

    text: str

    def to_json(self) -> dict[str, Any]:
        """The datavalue object."""
        return {"type": "string", "value": self.text}


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A point in time. `time` is +YYYY-MM-DDT00:00:00Z with 00 for unused parts; `precision`
    is 6 (millennium) to 11 (day); `calendar` an entity address.
    """

    time: str
    precision: int
    calendar: str = GREGORIAN

    def to_json(self) -> dict[str, Any]:
        """The datavalue object."""
        value = {
            "time": self.time,
            "timezone": 0,
            "before": 0,
            "after": 0,
            "precision": self.precision,
            "calendarmodel": self.calendar,
        }
        return {"type": "time", "value": value}


@dataclass(frozen=True, slots=True)
class QuantityValue:
    """A number with a unit. `amount` is a signed decimal text without exponent (+12.5);
    `unit` is an item id (Q174728) or "1" for none.
    """

    amount: str
    unit: str = "1"

    def to_json(self) -> dict[str, Any]:
        """The datavalue object."""
        unit = self.unit if self.unit == "1" else ENTITY + self.unit
        return {"type": "quantity", "value": {"amount": self.amount, "unit": unit}}


@dataclass(frozen=True, slots=True)
class CoordinateValue:
    """A position on Earth in decimal degrees; `precision` in degrees."""

    latitude: float
    longitude: float
    precision: float = 0.0001

    def to_json(self) -> dict[str, Any]:
        """The datavalue object."""
        value = {
            "latitude": self.latitude,
            "longitude": self.longitude,
            "altitude": None,
            "precision": self.precision,
            "globe": EARTH,
        }
        return {"type": "globecoordinate", "value": value}


@dataclass(frozen=True, slots=True)
class MonolingualValue:
    """A text in one language: at most 1,500 characters."""

    text: str
    language: str

    def to_json(self) -> dict[str, Any]:
        """The datavalue object."""
        value = {"text": self.text, "language": self.language}
        return {"type": "monolingualtext", "value": value}


DataValue = ItemValue | StringValue | TimeValue | QuantityValue | CoordinateValue | MonolingualValue


@dataclass(frozen=True, slots=True)
class Snak:
    """A property with a value, with an unknown one (somevalue), or with none (novalue)."""

    property: str
    value: DataValue | None = None
    snaktype: SnakType = "value"

    def to_json(self) -> dict[str, Any]:
        """The snak object as `wbeditentity` takes it."""
        data: dict[str, Any] = {"snaktype": self.snaktype, "property": self.property}
        if self.value is not None:
            data["datavalue"] = self.value.to_json()
        return data


@dataclass(frozen=True, slots=True)
class Statement:
    """A main snak with its qualifiers. `origin` says where it comes from, for people: a column
    header, "" for a constant, or "licence".
    """

    snak: Snak
    qualifiers: tuple[Snak, ...] = ()
    rank: Literal["preferred", "normal", "deprecated"] = "normal"
    origin: str = field(default="", compare=False)
    field: str = field(default="", compare=False)
    """Header of the column it was read from, or ""."""

    @property
    def property(self) -> str:
        """The property of the main snak."""
        return self.snak.property

    def to_json(self) -> dict[str, Any]:
        """The claim object as `wbeditentity` takes it (without an id: a new one)."""
        data: dict[str, Any] = {
            "type": "statement",
            "rank": self.rank,
            "mainsnak": self.snak.to_json(),
        }
        if self.qualifiers:
            grouped: dict[str, list[dict[str, Any]]] = {}
            for snak in self.qualifiers:
                grouped.setdefault(snak.property, []).append(snak.to_json())
            data["qualifiers"] = grouped
            data["qualifiers-order"] = list(grouped)
        return data


@dataclass(frozen=True, slots=True)
class Description:
    """The structured data of one file: captions by language, and statements in order."""

    labels: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The `data` of one `wbeditentity` request. The write key is claims."""
        labels = {code: {"language": code, "value": text} for code, text in self.labels.items()}
        return {"labels": labels, "claims": [s.to_json() for s in self.statements]}

    def fingerprint(self) -> str:
        """SHA-1 over the data: equal descriptions have equal fingerprints."""
        text = json.dumps(self.to_data(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    def __bool__(self) -> bool:
        return bool(self.labels or self.statements)
