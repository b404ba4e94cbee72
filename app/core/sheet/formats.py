"""Number formats: what kind of text a number becomes, read from Excel's format codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from app.core.sheet import dates, texts
from app.core.sheet.dates import Epoch, Shown


class Kind(StrEnum):
    """How a number with this format is read."""

    NUMBER = "number"
    """As it is."""
    SHOWN = "shown"
    """As it is, but people see more: percent, a currency, separators, an exponent."""
    ZEROS = "zeros"
    """Filled up with zeros at the front: 00042."""
    DATE = "date"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One section of a format. `pieces` belong to zeros: "" is a digit, else a text between."""

    kind: Kind
    pieces: tuple[str, ...] = ()
    shown: Shown = field(default_factory=Shown)


GENERAL = NumberFormat(Kind.NUMBER)

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: '"$"#,##0',
    43: "#,##0.00",
    44: '"$"#,##0.00',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    **dict.fromkeys((*range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}
"""Formats that a workbook names by number only (ECMA-376 part 1, 18.8.30)."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<halfday>AM/PM|A/P)|(?P<general>General)|(?P<run>(?P<letter>[ymdhsebg])(?P=letter)*)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_ELAPSED = re.compile(r"(h+|m+|s+)", re.IGNORECASE)
_LITERALS = frozenset(" -+/():!^&~{}<>='.\u00a0")
_CURRENCIES = frozenset("$€£¥¢₩₽₹₺₴₪₫฿")


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[NumberFormat, ...]:
    """The sections of a format code: for numbers above, below and equal to 0."""
    return tuple(_section(part) for part in _split(code)) or (GENERAL,)


def choose(parts: tuple[NumberFormat, ...], value: float) -> NumberFormat:
    """The section that shows a number. A date is a date whatever its sign."""
    if len(parts) == 1 or parts[0].kind in (Kind.DATE, Kind.DURATION):
        return parts[0]
    if value < 0:
        return parts[1]
    return parts[2] if value == 0 and len(parts) > 2 else parts[0]


def render(value: float, parts: tuple[NumberFormat, ...], epoch: Epoch) -> str:
    """The text of a number under a format."""
    part = choose(parts, value)
    if part.kind is Kind.DATE:
        return dates.from_serial(value, part.shown, epoch) or texts.number(value)
    if part.kind is Kind.DURATION:
        return dates.duration(round(value * 86_400), part.shown)
    if part.kind is Kind.ZEROS and value == int(value):
        sign = "-" if value < 0 and len(parts) == 1 else ""
        return sign + _fill(part.pieces, str(abs(int(value))))
    return texts.number(value)


def _fill(pieces: tuple[str, ...], digits: str) -> str:
    """Digits put into 0000-00 from the right; those left over go to the first place."""
    places = pieces.count("")
    digits = digits.zfill(places)
    queue = [digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :]]
    return "".join(piece or queue.pop(0) for piece in pieces).strip()


def _split(code: str) -> list[str]:
    """The sections of a code, cut at each ; outside quotes."""
    parts, current = [], ""
    for match in _TOKEN.finditer(code):
        if match["sign"] == ";":
            parts.append(current)
            current = ""
        else:
            current += match[0]
    return [*parts, current]


@dataclass(slots=True)
class _Reading:
    """What the tokens of one section were: units of a date, or placeholders and texts."""

    units: list[str]
    pieces: list[tuple[str, str]]
    """(placeholder, "") or ("", text)."""
    elapsed: bool = False
    currency: bool = False

    def literal(self, text: str) -> None:
        """A text shown around or between the digits."""
        self.currency = self.currency or bool(_CURRENCIES & set(text))
        self.pieces.append(("", text))

    def placeholder(self, sign: str) -> None:
        """A digit or another sign that belongs to the number."""
        self.pieces.append((sign, ""))

    @property
    def pattern(self) -> str:
        """The placeholders without the texts."""
        return "".join(sign for sign, _ in self.pieces)

    @property
    def literals(self) -> str:
        """The texts that change what people see: not blanks, signs, brackets at the ends."""
        ends = "".join(text for _, text in self.pieces).strip(" -()\u00a0\u202f")
        inner = "".join(sign or text for sign, text in self.pieces).strip(" -()\u00a0\u202f")
        return ends or ("" if inner == self.pattern else " ")


def _section(code: str) -> NumberFormat:
    reading = _Reading([], [])
    for match in _TOKEN.finditer(code):
        _take(match, reading)
    if reading.units:
        shown = _shown(reading.units)
        return NumberFormat(Kind.DURATION if reading.elapsed else Kind.DATE, shown=shown)
    return _numeric(reading)


def _take(match: re.Match[str], reading: _Reading) -> None:
    if match["run"]:
        _take_run(match["run"], reading)
    elif match["halfday"]:
        reading.units.append("h")
    elif match["bracket"] is not None:
        _take_bracket(match["bracket"], reading)
    elif match["general"]:
        reading.placeholder("g")
    elif (text := match["quoted"] or match["escaped"]) is not None:
        reading.literal(text)
    elif match["sign"]:
        _take_sign(match["sign"], reading)


def _take_run(run: str, reading: _Reading) -> None:
    """Letters of a date; the E of an exponent is followed by a sign and comes after digits."""
    if run[0] in "eE" and reading.pattern:
        reading.placeholder("E")
    elif run[0] in "eEbBgG":
        reading.units.append("y")
    else:
        reading.units.append(run.lower())


def _take_bracket(text: str, reading: _Reading) -> None:
    if _ELAPSED.fullmatch(text):
        reading.elapsed = True
        reading.units.append(text.lower())
    elif text.startswith("$"):
        symbol = text[1:].partition("-")[0]
        reading.literal(symbol)
        reading.currency = reading.currency or bool(symbol)


def _take_sign(sign: str, reading: _Reading) -> None:
    if sign in "0#?%,@" or (sign in "./" and reading.pattern):
        reading.placeholder(sign)
    elif sign in _LITERALS or sign in _CURRENCIES:
        reading.literal(sign)


def _numeric(reading: _Reading) -> NumberFormat:
    pattern = reading.pattern
    if reading.currency or set(pattern) & set("%,E/"):
        return NumberFormat(Kind.SHOWN)
    if len(pattern) > 1 and not pattern.strip("0"):
        return NumberFormat(Kind.ZEROS, tuple(text for _, text in reading.pieces))
    if reading.literals and pattern:
        return NumberFormat(Kind.SHOWN)
    return GENERAL


def _shown(units: list[str]) -> Shown:
    """The parts of date and time; an m beside hours or seconds is minutes."""
    seen = set()
    for index, unit in enumerate(units):
        letter = unit[0]
        if letter == "m" and len(unit) < 3 and _is_minutes(units, index):
            letter = "n"
        seen.add(letter)
    return Shown(*(letter in seen for letter in "ymdhns"))


def _is_minutes(units: list[str], index: int) -> bool:
    before = units[index - 1][0] if index else ""
    after = units[index + 1][0] if index + 1 < len(units) else ""
    return before == "h" or after == "s" or (before == "s" and after != "y")
