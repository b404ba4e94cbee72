"""Numbers with units, and sizes of objects. Units are those of properties.json (`units`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mwparserfromhell.nodes import Template

from app.core import memo, resources
from app.core.model import Problem, QuantityValue, Severity
from app.core.values import markup
from app.core.values.dates.shape import CIRCA
from app.core.values.dates.words import pattern
from app.core.values.result import NOTHING, Reading, Result, of_value, problem, together, wrong

_WORDS: Mapping[str, str] = {
    "centimetre": "cm cms centimetre centimetres centimeter centimeters zentimeter centimètre "
    "centimètres centímetro centímetros centimetro centimetri centymetr centymetry centymetrów "
    "centimetr centimetrů centímetros см сантиметр",
    "millimetre": "mm millimetre millimetres millimeter millimeters millimètre millimètres "
    "milímetro milímetros millimetro millimetri milimetr milimetry milimetrów мм",
    "metre": "m metre metres meter meters mètre mètres metro metros metri metr metry metrów м",
    "pixel": "px pixel pixels pixlar píxel píxeles piksel piksele pikseli piksler пикс",
    "degree": "° deg degree degrees grad degré degrés grado grados gradi stopni stopień grader",
    "second": "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos сек с",
    "byte": "b byte bytes octet octets bajt bajtów",
    "inch": '" ″ in inch inches ins zoll pouce pouces pulgada pulgadas pollici cal tum дюйм',
}
_NUMBER = r"[+\-−]?\s?(?:\d[\d\u00a0\u202f' .,]*\d|\d)"
_QUANTITY = re.compile(rf"({_NUMBER})\s*([^\d\s].*)?")
_LONGEST = 40
_SIDES = re.compile(
    r"\s*(?:[×x✕✖*х]|\bby\b|\bauf\b|\bpar\b|\bpor\b|\bper\b|\bbij\b|\bna\b)\s*", re.IGNORECASE
)
_HEIGHT = (
    "h|height|höhe|hoehe|hauteur|haut|alto|altura|alt|altezza|hoogte|wysokość|wys|høyde|höjd|"
    "højde|výška|v|высота|выс|висота|вис"
)
_WIDTH = (
    "w|width|breite|b|br|largeur|larg|l|ancho|anchura|larghezza|breedte|szerokość|szer|bredde|"
    "bredd|largura|šířka|š|ширина|шир"
)
_LENGTH = "length|länge|longueur|long|longitud|lunghezza|lengte|długość|dł|lengde|längd|længde"
_LABELLED = re.compile(
    rf"(?i)(?<!\w)({_HEIGHT}|{_WIDTH}|{_LENGTH})\.?\s*[:=]?\s*({_NUMBER})\s*([a-zA-Zа-яА-Я\"″]+)?"
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Height, width and length of an object; what could not be read is None."""

    height: Reading | None = None
    width: Reading | None = None
    length: Reading | None = None
    problems: tuple[Problem, ...] = ()

    def by_property(self) -> dict[str, Reading]:
        """The readings by property: P2048 height, P2049 width, P2043 length."""
        found = {"P2048": self.height, "P2049": self.width, "P2043": self.length}
        return {key: reading for key, reading in found.items() if reading}


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    """Unit word: item. Only units of the catalogue."""
    known = {unit["label"]: unit["q"] for unit in resources.catalogue("properties")["units"]}
    return {w: known[label] for label, ws in _WORDS.items() if label in known for w in ws.split()}


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    known = {unit["label"]: unit["q"] for unit in resources.catalogue("properties")["units"]}
    return {known[label]: ws.split()[0] for label, ws in _WORDS.items() if label in known}


class _AmbiguousError(ValueError):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


def _amount(text: str) -> str | None:
    """A number as Wikibase wants it (+12.5). Raises _AmbiguousError for 1,200 (1.2 or 1200)."""
    text = re.sub(r"[\u00a0\u202f' ](?=\d{3}(?:\D|$))", "", text.replace("−", "-")).strip()
    match = re.fullmatch(r"([+-]?)\s?(\d[\d.,]*)", text)
    if not match or len(text) > _LONGEST:
        return None
    sign, digits = match[1] or "+", match[2]
    plain = _decimal(digits)
    if plain is None:
        return None
    whole, _, part = plain.partition(".")
    number = (whole.lstrip("0") or "0") + ("." + part if part else "")
    return ("+" if not number.strip("0.") else sign) + number


def _decimal(digits: str) -> str | None:
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return digits
    last = marks[-1]
    if len(set(marks)) == 2:
        whole, _, part = digits.rpartition(last)
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", whole)
        return (
            re.sub(r"[.,]", "", whole) + "." + part if grouped and marks.count(last) == 1 else None
        )
    if len(marks) > 1:
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
        return re.sub(r"[.,]", "", digits) if grouped else None
    whole, _, part = digits.partition(last)
    if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        raise _AmbiguousError(whole + part, f"{whole}.{part}")
    return f"{whole}.{part}" if part else None


def read_quantity(text: str) -> Result:
    """Amounts with a unit of the catalogue or without one, several with `;`: 32 mm, 12,5 cm,
    1:50 000 (the number behind 1:), ca. 40 cm.
    """
    pieces = markup.split_values(text.replace("''", "″"))
    return together(_quantity(markup.plain_text(piece)) for piece in pieces)


@memo.in_words
def _quantity(text: str) -> Result:
    if not text:
        return NOTHING
    bare, about = _about(text)
    bare = re.sub(r"^1\s*:\s*(?=\d)", "", bare)
    match = _QUANTITY.fullmatch(bare)
    if not match:
        return wrong("quantity-unreadable", text)
    unit = _unit(match[2] or "")
    if unit is None and re.match(r"[^\W\d_]+(?!\d)", (match[2] or "").strip()):
        return wrong("quantity-unit", text, unit=(match[2] or "").strip())
    if unit is None:
        return wrong("quantity-unreadable", text)
    try:
        amount = _amount(match[1])
    except _AmbiguousError as error:
        return wrong("quantity-ambiguous", text, first=error.first, second=error.second)
    if amount is None:
        return wrong("quantity-unreadable", text)
    return Result((_reading(amount, unit, about=about),))


def _about(text: str) -> tuple[str, bool]:
    match = pattern(r"(?i)(?:~|≈|<circa>)\s*(?=[\d+-])(.+)").fullmatch(text)
    return (match[1], True) if match else (text, False)


def _unit(word: str) -> str | None:
    word = word.strip().rstrip(".").strip().casefold()
    return _units().get(word) if word else "1"


def _reading(amount: str, unit: str, *, about: bool = False) -> Reading:
    shown = amount.lstrip("+") + (f" {_symbols()[unit]}" if unit in _symbols() else "")
    return of_value(QuantityValue(amount, unit), shown, *((CIRCA,) if about else ()))


@memo.in_words
def read_sizes(text: str) -> Sizes:
    """Height × width of an object: 8,8 × 13,9 cm; H 40 cm, W 60 cm; {{Size|cm|40|60}}. A third
    number (depth) has no property in the catalogue and is left out.
    """
    node = markup.only_template(text)
    if node is not None and markup.name(node) == "size":
        return _template(node)
    if markup.templates(text):
        return Sizes()
    plain = markup.plain_text(text.replace("''", "″"))
    return _labelled(plain) or _sides(plain)


def _template(node: Template) -> Sizes:
    values = markup.parameters(node)
    unit = values.get("unit") or values.get("units") or values.get("1", "")
    named = {k: values.get(k, "") for k in ("height", "width", "length")}
    if not any(named.values()):
        at = markup.positional(values)
        shift = 0 if values.get("unit") or values.get("units") else 1
        named["height"], named["width"] = [*at[shift:], "", ""][:2]
    readings = {k: f"{v} {unit}" for k, v in named.items() if v and unit}
    return _sizes(readings, str(node))


def _labelled(text: str) -> Sizes | None:
    """Sizes with words: H 40 cm x W 60 cm, Höhe: 40 cm; Breite: 60 cm."""
    found: dict[str, str] = {}
    labels = tuple(_labels(text))
    units = [m[2] for m in labels if _unit(m[2] or "") not in (None, "1")]
    for match in labels:
        unit = match[2] if _unit(match[2] or "") else ""
        unit = unit or (units[-1] if units else "")
        found.setdefault(_side(match[0]), f"{match[1]} {unit}")
    return _sizes(found, text) if found and units else None


def _labels(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _LABELLED.finditer(text):
        yield match[1].casefold(), match[2].strip(" ,."), match[3] or ""


def _side(word: str) -> str:
    if word in _HEIGHT.split("|"):
        return "height"
    return "width" if word in _WIDTH.split("|") else "length"


def _sides(text: str) -> Sizes:
    pieces = _SIDES.split(text)
    if not 2 <= len(pieces) <= 3 or not all(re.search(r"\d", piece) for piece in pieces):
        return Sizes()
    tail = re.search(r"\d\s*([^\d\s,.][^\d]*)?$", pieces[-1])
    unit = (tail[1] or "").strip() if tail else ""
    whole = [p if re.search(r"[^\d\s.,]", p) else f"{p} {unit}" for p in pieces[:2]]
    return _sizes({"height": whole[0], "width": whole[1]}, text)


def _sizes(texts: Mapping[str, str], source: str) -> Sizes:
    """Readings of sides; without a unit nothing is written."""
    found: dict[str, Reading] = {}
    problems: list[Problem] = []
    for side, text in texts.items():
        result = _quantity(text)
        problems += [p for p in result.problems if p.code == "quantity-ambiguous"]
        for reading in result.readings:
            value = reading.value
            if isinstance(value, QuantityValue) and value.unit != "1":
                found[side] = reading
    if texts and not found and not problems:
        problems.append(problem("size-unit", source, Severity.INFO))
    return Sizes(found.get("height"), found.get("width"), found.get("length"), tuple(problems))
