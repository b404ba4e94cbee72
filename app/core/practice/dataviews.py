"""Structured data in words: properties and items by their English labels, dates as people write
them. Numbers (P180, Q5) are only there for the tooltip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core import text
from app.core.practice import vocabulary
from app.core.practice.refusals import Json

_MONTHS = 12
_DECADE, _CENTURY, _YEAR, _MONTH = 8, 7, 9, 10


@dataclass(frozen=True, slots=True)
class Value:
    """A value in words; `code` is its number for the tooltip, `url` where it leads."""

    words: str
    code: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A property with one value, a qualifier or the head of a statement."""

    label: str
    code: str
    value: Value


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement: its own line, what qualifies it, and whether it is the main one."""

    head: Line
    qualifiers: tuple[Line, ...]
    preferred: bool


def captions(entity: Json) -> list[tuple[str, str]]:
    """Language code and caption."""
    return [(language, str(entry["value"])) for language, entry in entity["labels"].items()]


def views(entity: Json) -> list[StatementView]:
    """All statements, in the order in which they are stored."""
    statements = entity["statements"] or {}
    return [_view(claim) for claims in statements.values() for claim in claims]


def _view(claim: Json) -> StatementView:
    qualifiers = tuple(
        _line(snak)
        for prop in claim.get("qualifiers-order", ())
        for snak in claim["qualifiers"][prop]
    )
    return StatementView(_line(claim["mainsnak"]), qualifiers, claim["rank"] == "preferred")


def _line(snak: Json) -> Line:
    prop = snak["property"]
    return Line(vocabulary.label(prop) or prop, prop, _value(snak))


def _value(snak: Json) -> Value:
    if snak["snaktype"] != "value":
        return Value(text.t(f"practice.{snak['snaktype']}"))
    kind, value = snak["datavalue"]["type"], snak["datavalue"]["value"]
    if kind == "wikibase-entityid":
        return Value(vocabulary.label(value["id"]) or value["id"], value["id"])
    if kind == "time":
        return Value(date_words(str(value["time"]), int(value["precision"])))
    if kind == "quantity":
        return Value(_quantity(value))
    if kind == "globecoordinate":
        return Value(f"{value['latitude']:g}, {value['longitude']:g}")
    if kind == "monolingualtext":
        return Value(f"{value['text']} ({value['language']})")
    is_link = str(value).startswith(("http://", "https://"))
    return Value(str(value), url=str(value) if is_link else "")


def date_words(time: str, precision: int) -> str:
    """A date as precise as it is known: 3 May 1911, May 1911, 1911, 1910s, 20th century."""
    before = time.startswith("-")
    year, month, day = (int(part) for part in time[1:].partition("T")[0].split("-"))
    if precision > _MONTH and month and day:
        shown = text.t("practice.day", day=day, month=_month(month), year=year)
    elif precision == _MONTH and month:
        shown = text.t("practice.month", month=_month(month), year=year)
    elif precision == _DECADE:
        shown = text.t("practice.decade", year=year // 10 * 10)
    elif precision <= _CENTURY:
        shown = text.t("practice.century", number=(year + 99) // 100)
    else:
        shown = str(year)
    return text.t("practice.before-christ", date=shown) if before else shown


def _month(number: int) -> str:
    return text.t(f"practice.month-{number}") if 1 <= number <= _MONTHS else str(number)


def _quantity(value: dict[str, Any]) -> str:
    amount = str(value["amount"]).removeprefix("+")
    unit = str(value["unit"]).rpartition("/")[2]
    return amount if unit == "1" else f"{amount} {vocabulary.label(unit) or unit}"
