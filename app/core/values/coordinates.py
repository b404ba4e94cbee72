"""Positions: decimal degrees, degrees-minutes-seconds, and the templates of Commons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mwparserfromhell.nodes import Template

from app.core.model import CoordinateValue, Fix, QuantityValue, Snak
from app.core.values import markup
from app.core.values.result import NOTHING, Result, of_value, together, wrong

_DEGREE = "Q28390"
_OBJECT, _OBJECT_PLACE = "object location", "P9149"
_TEMPLATES = re.compile(
    r"(?:camera |object )?location(?: dec| dms)?|location possible|coord|coordinate|koordinate"
)
_LETTERS: Mapping[str, str] = {
    "n": "N", "north": "N", "nord": "N", "norte": "N", "noord": "N", "norr": "N", "с": "N",
    "с. ш": "N", "с.ш": "N", "пн. ш": "N", "пн.ш": "N", "s. š": "N", "s.š": "N",
    "s": "S", "south": "S", "süd": "S", "sud": "S", "sur": "S", "sul": "S", "zuid": "S",
    "syd": "S", "sør": "S", "z": "S", "ю": "S", "ю. ш": "S", "ю.ш": "S", "пд. ш": "S",
    "пд.ш": "S", "j. š": "S", "j.š": "S",
    "e": "E", "east": "E", "ost": "E", "est": "E", "este": "E", "leste": "E", "oost": "E",
    "ø": "E", "ö": "E", "øst": "E", "öst": "E", "в": "E", "в. д": "E", "в.д": "E",
    "сх. д": "E", "сх.д": "E", "v. d": "E", "v.d": "E",
    "w": "W", "west": "W", "ouest": "W", "oeste": "W", "ovest": "W", "väst": "W", "vest": "W",
    "з": "W", "з. д": "W", "з.д": "W", "зх. д": "W", "зх.д": "W", "z. d": "W", "z.d": "W",
    "o": "O",
}  # fmt: skip
"""Letters and words for the points of the compass; O is east in German and west in French."""

_NAMES = "|".join(re.escape(k) for k in sorted(_LETTERS, key=len, reverse=True))
_COMPASS = rf"(?:(?<![^\W\d])(?:{_NAMES})(?![^\W\d])\.?)"
_LETTERED = re.compile(rf"(?i){_COMPASS}\s*[\d+-]")
_BARE = r"\d{1,3}(?:(?:\s*:\s*|\s+|-)\d{1,2}){1,2}(?:\.\d+)?"
_BEHIND = re.compile(rf"(?i)({_BARE})\s*({_COMPASS})[\s,;/]*({_BARE})\s*({_COMPASS})")
_BEFORE = re.compile(rf"(?i)({_COMPASS})\s*({_BARE})[\s,;/]*({_COMPASS})\s*({_BARE})")
"""Degrees, minutes and perhaps seconds without their marks, with letters that tell them apart."""
_D, _M, _S = "[°º˚]|deg(?:rees)?|d(?![^\\W\\d])", "['′’ʹ´‘]|min", "[\"″”“]|''|′′|’’|sec"
_ANGLE = re.compile(
    rf"(?ix)(?P<before>{_COMPASS})?\s*(?P<sign>[+\-−])?\s*"
    rf"(?P<d>\d{{1,3}}(?:\.\d+)?)\s*(?P<mark>{_D})?"
    rf"(?:\s*(?<=[^\d.])(?P<m>\d{{1,2}}(?:\.\d+)?)\s*(?:{_M})"
    rf"(?:\s*(?P<s>\d{{1,2}}(?:\.\d+)?)\s*(?:{_S}))?)?"
    rf"\s*(?P<after>{_COMPASS})?"
)
_LETTER_FIRST = re.compile(_ANGLE.pattern.replace("(?P<after>", "(?P<after>(?!)"))
_HEADING = re.compile(r"(?i)[\s,;|_]*heading\s*[:=]\s*([\d.]+|[NSEW]{1,3})[°]?")
_POINTS = [
    "N",
    "NNE",
    "NE",
    "ENE",
    "E",
    "ESE",
    "SE",
    "SSE",
    "S",
    "SSW",
    "SW",
    "WSW",
    "W",
    "WNW",
    "NW",
    "NNW",
]
_ARCSECOND = 1 / 3600


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    letter: str
    """N, S, E, W, O (east or west) or ""."""
    precision: float


def read_coordinates(text: str) -> Result:
    """Positions of a cell, several with `;`; a heading becomes the qualifier P7787. Latitude
    first, unless letters say otherwise. Precision follows the digits given.
    """
    whole = _piece(text)
    if whole.readings or ";" not in text:
        return whole
    return together(_piece(piece) for piece in markup.split_values(text))


def _piece(text: str) -> Result:
    if "{{" in text:
        found = [n for n in markup.templates(text) if _TEMPLATES.fullmatch(markup.name(n))]
        return together(_template(node) for node in found)
    plain = markup.plain_text(text.replace("''", "″"))
    if not plain:
        return NOTHING
    heading = _HEADING.search(plain)
    bare = _HEADING.sub("", plain) if heading else plain
    return _read(bare, text, _bearing(heading[1]) if heading else ())


def _template(node: Template) -> Result:
    values = markup.parameters(node)
    at = [markup.plain_text(value) for value in markup.positional(values)]
    numbers = [
        text for text in at if re.fullmatch(r"[+\-−]?\d+(?:[.,]\d+)?|[NSEWO]", text, re.IGNORECASE)
    ]
    heading = _HEADING.search("|".join(at)) or _HEADING.search(
        f"heading:{values.get('heading', '')}"
    )
    named = [values[k] for k in ("lat", "lon") if values.get(k)]
    if not numbers and not named:
        return NOTHING  # {{Location}} shows what the data says
    bearing = _bearing(heading[1]) if heading else ()
    found = _read(_as_text(numbers or named), str(node), bearing)
    if not markup.name(node).startswith(_OBJECT):
        return found
    return replace(found, readings=tuple(replace(r, property=_OBJECT_PLACE) for r in found))


def _as_text(numbers: list[str]) -> str:
    """The numbered values of a template as a position in words."""
    if len(numbers) in (6, 8):
        half = len(numbers) // 2
        marks = "°′″"[: half - 1]
        sides = (numbers[:half], numbers[half:])
        return ", ".join("".join(map("".join, zip(s, marks, strict=False))) + s[-1] for s in sides)
    return ", ".join(number.replace(",", ".") for number in numbers)


def _bearing(text: str) -> tuple[Snak, ...]:
    """The direction a camera looks in, in degrees."""
    if text.upper() in _POINTS:
        text = f"{_POINTS.index(text.upper()) * 22.5:g}"
    match = re.fullmatch(r"0*(\d{1,3})(?:\.(\d{1,6}))?\.?", text)
    if not match or int(match[1]) > 360:
        return ()
    amount = f"+{match[1]}" + (f".{match[2]}" if match[2] else "")
    return (Snak("P7787", QuantityValue(amount, _DEGREE)),)


def _read(plain: str, source: str, bearing: tuple[Snak, ...]) -> Result:
    angles = _angles(plain)
    if angles is None:
        return wrong("coordinates-unreadable", source)
    first, second = angles
    if "O" in (first.letter, second.letter):
        return wrong("coordinates-letter", source)
    if first.letter in "EW" and second.letter in "NS" and first.letter:
        first, second = second, first
    if (first.letter and first.letter in "EW") or (second.letter and second.letter in "NS"):
        return wrong("coordinates-unreadable", source)
    return _position(first, second, source, bearing)


def _position(lat: _Angle, lon: _Angle, source: str, bearing: tuple[Snak, ...]) -> Result:
    north, east = _signed(lat), _signed(lon)
    if abs(north) > 90 or abs(east) > 180:
        swapped = abs(east) <= 90 and abs(north) <= 180 and not (lat.letter or lon.letter)
        fix = Fix("replace", f"{east:g}, {north:g}") if swapped and not bearing else None
        return wrong("coordinates-range", source, fix=fix)
    if north == 0 and east == 0:
        return wrong("coordinates-zero", source)
    value = CoordinateValue(north, east, min(lat.precision, lon.precision))
    shown = f"{abs(north):.10g}° {'N' if north >= 0 else 'S'}, "
    shown += f"{abs(east):.10g}° {'E' if east >= 0 else 'W'}"
    return Result((of_value(value, shown, *bearing),))


def _signed(angle: _Angle) -> float:
    return -angle.degrees if angle.letter in ("S", "W") else angle.degrees


def _angles(text: str) -> tuple[_Angle, _Angle] | None:
    text = re.sub(r"(?i)^geo:|[()\[\]]", "", text).strip()
    text = re.sub(
        r"(?i)\b(?:lat(?:itude)?|long?(?:itude)?|lng|breite|länge)\b\.?\s*[:=]?", " ", text
    )
    text = _points_for_commas(text.strip().rstrip(" .;,"))
    text = _marked(text)
    shape = _LETTER_FIRST if _LETTERED.match(text) else _ANGLE
    first = shape.match(text)
    if not first or re.fullmatch(r"-?\d+,\d+", text):
        return None
    start = len(text) - len(text[first.end() :].lstrip(" ,;/|"))
    second = shape.fullmatch(text, start)
    if not second or (start == first.end() and text[start - 1].isdigit()):
        return None
    pair = (_angle(first), _angle(second))
    return (pair[0], pair[1]) if pair[0] and pair[1] else None


def _marked(text: str) -> str:
    """Bare numbers with letters (N51 06 28 E17 02 18, 51-06-28 N 17-02-18 E) get their marks."""
    if found := _BEHIND.fullmatch(text):
        sides = (found[1], found[2]), (found[3], found[4])
    elif found := _BEFORE.fullmatch(text):
        sides = (found[2], found[1]), (found[4], found[3])
    else:
        return text
    return ", ".join(
        "".join(map("".join, zip(re.split(r"[:\s-]+", numbers), "°′″", strict=False))) + letter
        for numbers, letter in sides
    )


def _points_for_commas(text: str) -> str:
    """Decimal commas as points: 62,47 6,15 and 62,47, 6,15, but not 62.47,6.15 or 62, 6."""
    if re.search(r"\d\.\d", text):
        return text
    if len(re.findall(r"\d,\d", text)) == 1 and not re.search(r"[°º˚'′\s;/a-zA-Z]", text):
        return text
    return re.sub(r"(?<=\d),(?=\d)", ".", text)


def _angle(match: re.Match[str]) -> _Angle | None:
    before, after = match["before"], match["after"]
    letters = [_LETTERS[w.casefold().rstrip(".")] for w in (before, after) if w]
    if len(letters) > 1 or (letters and match["sign"] in ("-", "−")):
        return None
    degrees, minutes, seconds = match["d"], match["m"], match["s"]
    fine = [m for m in (minutes, seconds) if m]
    if any(float(m) >= 60 for m in fine) or ("." in degrees and fine):
        return None
    total = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    sign = -1 if match["sign"] in ("-", "−") else 1
    letter = letters[0] if letters else ""
    return _Angle(sign * round(total, 9), letter, _precision(degrees, minutes, seconds))


def _precision(degrees: str, minutes: str | None, seconds: str | None) -> float:
    """The precision that the digits claim, as properties.json `coordinate_precision` lists it
    (whole degrees: 1).
    """
    if seconds:
        return _ARCSECOND / 10 if "." in seconds else _ARCSECOND
    if minutes:
        part = len(minutes.partition(".")[2])
        return (1 / 60, 0.001, 0.0001, 0.00001)[min(part, 3)]
    part = len(degrees.partition(".")[2])
    return (1.0, 0.1, 0.01, 0.001, 0.0001, 0.00001)[min(part, 5)]
