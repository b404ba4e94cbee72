"""Checks of data values and snaks, with the refusals of Wikibase's validators."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from app.core.practice import vocabulary
from app.core.practice.refusals import Json, RefusalError, invalid

STRING_LIMIT = 1500
_TIME = re.compile(r"([-+])(\d{1,16})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z")
_DECIMAL = re.compile(r"[-+]([1-9]\d*|\d)(\.\d+)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_URL_SCHEMES = ("http:", "https:", "ftp:", "ftps:", "mailto:", "sftp:", "irc:", "ircs:", "git:")
_CALENDARS = {f"http://www.wikidata.org/entity/Q{number}" for number in (1985727, 1985786)}


def _corrupt(why: str) -> RefusalError:
    return invalid("bad-value", [why], f"Data value corrupt: {why}")


def _malformed(text: str) -> RefusalError:
    return invalid(
        "malformed-value", [text], f"Malformed input: {text}", f"Malformed input: {text.strip()}"
    )


def check_snak(snak: Any) -> Json:
    """A snak in the order of keys that the wiki stores. Raises RefusalError."""
    if not isinstance(snak, dict) or not isinstance(snak.get("property"), str):
        raise RefusalError("invalid-claim", "Invalid claim.")
    prop, snaktype = snak["property"], snak.get("snaktype")
    if snaktype not in ("value", "somevalue", "novalue"):
        raise RefusalError("invalid-claim", f"Invalid snak type: {snaktype}")
    if not vocabulary.exists(prop) or not prop.startswith("P"):
        link = f"[[Property:{prop}|{prop}]]"
        raise invalid("no-such-property", [link], f"Property {link} not found")
    stored: Json = {"snaktype": snaktype, "property": prop}
    if snaktype == "value":
        stored["datavalue"] = _check_value(snak.get("datavalue"), vocabulary.datatype(prop))
    return stored


def _check_value(datavalue: Any, datatype: str | None) -> Json:
    if not isinstance(datavalue, dict) or "value" not in datavalue:
        raise RefusalError("invalid-claim", "Invalid data value.")
    kind, value = datavalue.get("type"), datavalue["value"]
    reader = _READERS.get(str(kind))
    if reader is None:
        raise _corrupt(f"Unknown data value type: {kind}")
    expected = vocabulary.VALUE_TYPES.get(datatype or "")
    if expected and kind != expected:
        raise invalid(
            "bad-value-type",
            [kind, expected],
            f"Bad value type {kind}, expected {expected}",
        )
    stored = reader(value)
    if kind == "string":
        _check_text(stored)
        if datatype == "url":
            _check_url(stored)
    return {"value": stored, "type": kind}


def _check_text(text: str) -> None:
    if not text:
        raise invalid("too-short", ["1", ""], "Must be at least one character long")
    if len(text) > STRING_LIMIT:
        raise invalid(
            "too-long",
            [f"{STRING_LIMIT:,}", f"{text[:29]}..."],
            f"Must be no more than {STRING_LIMIT:,} characters long",
        )
    if text != text.strip() or re.search(r"[\n\r\t\v]", text):
        raise _malformed(text)


def _check_url(text: str) -> None:
    if not _SCHEME.match(text):
        raise invalid(
            "url-scheme-missing",
            [text],
            f'This URL misses a scheme like "https://": {text}',
        )
    scheme = text.partition(":")[0].lower()
    if f"{scheme}:" not in _URL_SCHEMES:
        raise invalid("url-bad-scheme", [scheme], f"An URL scheme {scheme} is not supported.")


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _corrupt("Can only construct StringValue from strings")
    return value


def _entity(value: Any) -> Json:
    if not isinstance(value, dict):
        raise _corrupt("Cannot construct an entity id value from this")
    letter = {"item": "Q", "property": "P"}.get(value.get("entity-type", ""), "Q")
    entity = value.get("id") or f"{letter}{value.get('numeric-id')}"
    if not isinstance(entity, str) or not re.fullmatch(r"[PQ][1-9]\d*", entity):
        raise _corrupt(f"Not a valid entity id: {entity}")
    if not vocabulary.exists(entity):
        space = "Item" if entity.startswith("Q") else "Property"
        link = f"[[{space}:{entity}|{entity}]]"
        raise invalid("no-such-entity", [link], f"{link} not found")
    kind = "item" if entity.startswith("Q") else "property"
    return {"entity-type": kind, "numeric-id": int(entity[1:]), "id": entity}


def _time(value: Any) -> Json:
    keys = ("time", "timezone", "before", "after", "precision", "calendarmodel")
    if not isinstance(value, dict) or any(key not in value for key in keys):
        raise _corrupt("Time value misses a field")
    text, precision = value["time"], value["precision"]
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise _corrupt(f"$timestamp must resemble ISO 8601, given {text}")
    if not isinstance(precision, int) or not 0 <= precision <= 14:
        raise _corrupt("$precision out of allowed bounds")
    if value["calendarmodel"] not in _CALENDARS:
        raise _corrupt("$calendarModel is not a known calendar model")
    month, day = int(found[3]), int(found[4])
    if month > 12 or day > 31:
        raise _corrupt(f"$timestamp out of allowed bounds, given {text}")
    if precision > 11 or (precision == 11 and not day) or (precision >= 10 and not month):
        raise _malformed(text)
    return {key: value[key] for key in keys}


def _quantity(value: Any) -> Json:
    if not isinstance(value, dict) or not isinstance(value.get("amount"), str):
        raise _corrupt("Quantity value misses its amount")
    for key in ("amount", "upperBound", "lowerBound"):
        if key in value and not _DECIMAL.fullmatch(str(value[key])):
            raise _corrupt(f'"{value[key]}" is not a well formed decimal value')
    unit = value.get("unit")
    if not isinstance(unit, str) or not unit:
        raise _corrupt("$unit must be a non-empty string")
    return {
        key: value[key] for key in ("amount", "unit", "upperBound", "lowerBound") if key in value
    }


def _coordinate(value: Any) -> Json:
    numbers = ("latitude", "longitude")
    if not isinstance(value, dict) or any(
        not isinstance(value.get(key), int | float) for key in numbers
    ):
        raise _corrupt("Coordinate value misses latitude or longitude")
    if any(not -360 <= value[key] <= 360 for key in numbers):
        raise _corrupt("Latitude and longitude must be between -360 and 360 degrees")
    stored = {"latitude": value["latitude"], "longitude": value["longitude"], "altitude": None}
    globe = value.get("globe") or "http://www.wikidata.org/entity/Q2"
    return {**stored, "precision": value.get("precision"), "globe": globe}


def _monolingual(value: Any) -> Json:
    if not isinstance(value, dict) or not all(
        isinstance(value.get(key), str) for key in ("text", "language")
    ):
        raise _corrupt("Monolingual text misses text or language")
    if not vocabulary.is_language(value["language"]):
        raise invalid(
            "not-recognized-language",
            [value["language"]],
            "The supplied language code was not recognized.",
        )
    _check_text(value["text"])
    return {"text": value["text"], "language": value["language"]}


_READERS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "wikibase-entityid": _entity,
    "time": _time,
    "quantity": _quantity,
    "globecoordinate": _coordinate,
    "monolingualtext": _monolingual,
}
