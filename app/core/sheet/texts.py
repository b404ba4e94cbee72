"""The text of a cell: trimmed, with plain line ends; numbers as the shortest exact decimal."""

from __future__ import annotations

import math
import re
from decimal import Decimal

_SURROGATE = re.compile("[\ud800-\udfff]")
_EXACT = 1e15
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Trimmed at the outside; line ends become line feeds; no NUL, no half characters."""
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "").strip()
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text


def clean_all(cells: list[str]) -> list[str]:
    """`clean` for all cells of a row: nearly always they have nothing to take out."""
    every = "".join(cells)
    try:
        every.encode()
    except UnicodeEncodeError:
        return [clean(text) for text in cells]
    if "\r" in every or "\x00" in every:
        return [clean(text) for text in cells]
    return [text.strip() for text in cells]


def number(value: float) -> str:
    """The shortest decimal that is exactly this number: 1910, 1910.5, 10000000000000; never
    with an exponent. "" for what is no number.
    """
    if not math.isfinite(value):
        return ""
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")


def boolean(value: object) -> str:
    """The word true or false."""
    return "true" if value else "false"


def in_xml(text: str) -> str:
    """The text as XML 1.0 can hold it: control characters go, those that part words become a
    blank, half characters the sign for what cannot be shown.
    """
    return _NOT_IN_XML.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    character = found[0]
    if character.isspace():
        return " "
    return "\ufffd" if _SURROGATE.match(character) else ""
