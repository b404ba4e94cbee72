"""Dates in the templates of Commons: {{other date|~|1710}}, {{ISOdate|…}}, {{complex date|…}}."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mwparserfromhell.nodes import Template

from app.core.values import markup
from app.core.values.dates import point as points
from app.core.values.dates.phrase import Kind, Phrase, ordered, read_phrase, side

_ABOUT = frozenset(
    [
        "~",
        "c",
        "ca",
        "c.",
        "ca.",
        "circa",
        "about",
        "around",
        "probably",
        "possibly",
        "presumably",
        "ca,",
        "?~",
    ]
)
_KINDS: dict[str, Kind] = {
    "before": "before", "<": "before", "by": "before", "until": "before", "to": "before",
    "ante": "before", "b": "before",
    "after": "after", ">": "after", "since": "after", "from": "after", "post": "after",
    "a": "after",
    "between": "between", "bet": "between",
    "-": "span", "–": "span", "from-to": "span", "from-until": "span", "to-from": "span",
    "or": "or", "and": "or", "&": "or",
}  # fmt: skip
_PARTS = frozenset(
    [
        "early",
        "late",
        "mid",
        "middle",
        "beginning",
        "end",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "firsthalf",
        "1half",
        "secondhalf",
        "2half",
        "quarter",
        "1quarter",
        "2quarter",
        "3quarter",
        "4quarter",
    ]
)
_EXIF = ("according to exif data", "according to exif", "exif date")
_ISO = ("isodate", "isoyear", "iso date", "taken on", "taken in", "original upload date", *_EXIF)


def is_date(node: Template) -> bool:
    """Whether we know a template as one of dates."""
    return markup.name(node) in _READERS


def read_template(node: Template) -> Phrase | None:
    """The phrase of a date template, None when its values are not readable.

    Raises what `read_phrase` raises.
    """
    return _READERS[markup.name(node)](_values(node))


class _Values(dict[str, str]):
    """A template's parameters, as date text, and those in order."""

    @property
    def at(self) -> list[str]:
        return [text for text in markup.positional(self) if text]


def _values(node: Template) -> _Values:
    return _Values({key: _text(value) for key, value in markup.parameters(node).items()})


def _text(wikitext: str) -> str:
    """A parameter as date text: a date template inside is put in words."""
    inner = markup.only_template(wikitext)
    if inner is not None and markup.name(inner) in ("other date", "otherdate"):
        at = _values(inner).at
        if len(at) > 1 and at[0].casefold() in ("century", "decade"):
            return f"{at[1]}. century" if at[0].casefold() == "century" else f"{at[1]}s"
        return " ".join(at)
    return markup.plain_text(wikitext)


def _other(values: _Values) -> Phrase | None:
    at = values.at
    if not at:
        return None
    code = at[0].casefold()
    if code in ("?", "unknown", "n.d.", "nd", "undated") and len(at) == 1:
        return Phrase("unknown")
    about = values.get("certainty", "").casefold() in _ABOUT and bool(values.get("certainty"))
    found = _coded(code, at[1:]) if len(at) > 1 else read_phrase(at[0])
    if found and (about or code in _ABOUT):
        return Phrase(found.kind, tuple(p.roughly() for p in found.points))
    return found


def _coded(code: str, dates: list[str]) -> Phrase | None:
    if code in _ABOUT:
        return read_phrase(dates[0]) if len(dates) == 1 else _two("between", dates)
    if code in ("century", "century ad"):
        return read_phrase(dates[0] if " " in dates[0] else f"{dates[0]}. century")
    if code in ("decade", "s"):
        year = re.fullmatch(r"(\d{2,3}0)(?:s|'s)?", dates[0])
        return Phrase("at", (points.decade(int(year[1])),)) if year else None
    if code in _PARTS:
        return read_phrase(f"{code if code.isalpha() and 'half' not in code else 'mid'} {dates[0]}")
    kind = _KINDS.get(code)
    if kind is None:
        return read_phrase("-".join([code, *dates])) if code.isdigit() else None
    if kind == "or":
        known = tuple(one for one in map(side, dates) if one)
        return Phrase("or", known) if len(known) == len(dates) > 1 else None
    if len(dates) > 1:
        return _two("span" if code == "from" else kind, dates)
    return _one(kind, dates[0])


def _one(kind: Kind, text: str) -> Phrase | None:
    point = side(text)
    return Phrase("at" if kind in ("between", "span") else kind, (point,)) if point else None


def _two(kind: Kind, dates: list[str]) -> Phrase | None:
    first, second = side(dates[0]), side(dates[1])
    return ordered(kind, first, second) if first and second else None


def _circa(values: _Values) -> Phrase | None:
    found = read_phrase("-".join(values.at))
    return found and Phrase(found.kind, tuple(p.roughly() for p in found.points))


def _kind(kind: str) -> Callable[[_Values], Phrase | None]:
    def read(values: _Values) -> Phrase | None:
        at = values.at
        return _coded(kind, at) if at else None

    return read


def _iso(values: _Values) -> Phrase | None:
    return read_phrase(values.at[0]) if values.at else None


def _date(values: _Values) -> Phrase | None:
    """{{date|1890|5|12}}."""
    numbers = [text for text in values.at if text.isdigit()]
    padded = [n if i == 0 else n.zfill(2) for i, n in enumerate(numbers[:3])]
    return read_phrase("-".join(padded)) if padded and numbers == values.at else None


def _unknown(values: _Values) -> Phrase | None:
    return Phrase("unknown") if values.get("1", "date").casefold() in ("date", "") else None


def _unknown_date(_values: _Values) -> Phrase | None:
    return Phrase("unknown")


def _complex(values: _Values) -> Phrase | None:
    first, second = _complex_side(values, "1"), _complex_side(values, "2")
    code = (values.get("conj") or "").casefold()
    if not first:
        return None
    if second:
        return _coded(code or "-", [first, second])
    found = _coded(code, [first]) if code else read_phrase(first)
    certainty = (values.get("certainty") or values.get("precision") or "").casefold()
    if found and certainty in _ABOUT:
        return Phrase(found.kind, tuple(p.roughly() for p in found.points))
    return found


def _complex_side(values: Mapping[str, str], number: str) -> str:
    def pick(*keys: str) -> str:
        return next((values[k] for k in keys if values.get(k)), "")

    suffixes = (number, "") if number == "1" else (number,)
    date = pick(*(f"date{s}" for s in suffixes), *(["1"] if number == "1" else ["2"]))
    adjective = pick(*(f"adj{s}" for s in suffixes), *(f"precision{s}" for s in suffixes))
    unit = pick(*(f"units{s}" for s in suffixes), *(f"unit{s}" for s in suffixes))
    era = pick(*(f"era{s}" for s in suffixes))
    if unit.casefold() in ("century", "decade"):
        date = f"{date}. century" if unit.casefold() == "century" else f"{date.rstrip('s')}s"
    return re.sub(r"\s+", " ", f"{adjective} {date} {era}").strip() if date else ""


_READERS: dict[str, Callable[[_Values], Phrase | None]] = {
    "other date": _other,
    "otherdate": _other,
    "complex date": _complex,
    "circa": _circa,
    "ca.": _circa,
    "ca": _circa,
    "between": _kind("between"),
    "before": _kind("before"),
    "after": _kind("after"),
    "decade": _kind("decade"),
    "century": _kind("century"),
    "date": _date,
    "unknown": _unknown,
    "unknown date": _unknown_date,
    **dict.fromkeys(_ISO, _iso),
}
