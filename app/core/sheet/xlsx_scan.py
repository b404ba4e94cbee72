"""The pass over one sheet of an Office Open XML workbook: how far its content reaches, and what the
fast reader does not tell of its cells.

The XML is proved well-formed first. From then on `<` stands only where markup begins, but for
comments, processing instructions and CDATA, and these are taken out: so one expression finds every
element of interest, however deep it stands, in less than half the time of a call for each one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from app.core.errors import SheetError
from app.core.sheet.markup import Scanner

_ATTRIBUTE = rb"""[^\s<>/="']++\s*+=\s*+(?:"[^"]*+"|'[^']*+')"""
_OPEN = rb"""<(?:[^\s<>/:="']++:)?+"""
_TOKEN = re.compile(
    _OPEN + rb"""(?:
        c(?=[\s/>])(?:\s++(?:
            r\s*+=\s*+(["'])([A-Za-z]{1,3}+)([0-9]{1,7}+)\1
            | (r\s*+=)\s*+(?:"[^"]*+"|'[^']*+')
            | s\s*+=\s*+(["'])([^"']*+)\5
            | t\s*+=\s*+(["'])([^"']*+)\7
            | """ + _ATTRIBUTE + rb"""
        ))*\s*+/?+>(?:\s*+""" + _OPEN + rb"""(v|f|is)(?=[\s/>]))?
        | (row|v|f|is|c)(?=[\s/>])
    )""",
    re.VERBOSE,
)  # fmt: skip
"""A cell: its reference in two parts or one that is none, its style, its type, what it begins with;
or an element that stands elsewhere.
"""
_ROW = re.compile(rb"(?:\s++" + _ATTRIBUTE + rb""")*?\s++r\s*+=\s*+["']([0-9]++)["']""")
_TEXT = re.compile(rb"(?:\s++" + _ATTRIBUTE + rb")*+\s*+>([^<]*+)")
_NO_ELEMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_DIGITS = 9
"""More than any row that may be; so that huge numbers are never made."""
_NOTED = frozenset({b"e", b"d"})
_NUMBERS = frozenset({None, b"n", b"d"})


@dataclass(slots=True)
class Scan:
    """What the pass over one sheet found. Positions are (row from 0, column from 0)."""

    rows: int = 0
    columns: int = 0
    numbers: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """Style id and raw text of each number that is not simply General, and of ISO dates."""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncounted: list[tuple[int, int]] = field(default_factory=list)
    """Formulas without a kept result."""


def plain(raw: bytes) -> bytes:
    """A part with nothing but elements and their texts. Raises SheetError for a DOCTYPE, for broken
    XML, and for letters that are not in UTF-8, which the fast reader does not read either.
    """
    Scanner().run(raw)
    if b"\x00" in raw:
        raise SheetError("sheet-damaged", "not UTF-8")
    is_plain = b"<!" not in raw and raw.find(b"<?", 1) < 0
    return raw if is_plain else _NO_ELEMENT.sub(_as_text, raw)


def _as_text(found: re.Match[bytes]) -> bytes:
    text = (found[1] or b"").decode("utf-8", "surrogateescape")
    return escape(text).encode("utf-8", "surrogateescape")


def scan(raw: bytes, styles: Iterable[str]) -> Scan:
    """Go over a part that is `plain`. `styles`: those whose numbers are of interest. Raises SheetError
    for a reference that is none.
    """
    found = Scan()
    wanted = frozenset(style.encode() for style in styles)
    formulas: dict[tuple[int, int], bytes | None] = {}
    rows = columns = 0
    for row, column, style, kind, element, end in _contents(raw):
        if row >= rows:
            rows = row + 1
        if column >= columns:
            columns = column + 1
        if element == b"f":
            formulas[row, column] = kind
        elif element == b"v" and (style in wanted or kind in _NOTED or (row, column) in formulas):
            text = _text(raw, end)
            if text:
                formulas.pop((row, column), None)
            if kind == b"e":
                found.errors[row, column] = text
            elif text and kind in _NUMBERS:
                found.numbers[row, column] = ((style or b"0").decode("ascii", "replace"), text)
    found.rows, found.columns = rows, columns
    found.uncounted = [place for place, kind in formulas.items() if kind != b"str"]
    return found


def _contents(raw: bytes) -> Iterator[tuple[int, int, bytes | None, bytes | None, bytes, int]]:
    """Each value, formula and inline text: row, column, style and type of its cell; its name and where
    that ends. Hot: goes round once for each cell.
    """
    row = column = -1
    style = kind = None
    columns: dict[bytes, int] = {}
    last = b""
    for token in _TOKEN.finditer(raw):
        _, letters, digits, odd, _, style_here, _, kind_here, element, alone = token.groups()
        if alone is None:
            style, kind = style_here, kind_here
            if letters is None:
                column = _next(column, odd)
            elif letters in columns:
                column = columns[letters]
            else:
                column = columns[letters] = _column_number(letters)
            if digits != last and digits is not None:
                row, last = int(digits) - 1, digits
            if element is not None:
                yield row, column, style, kind, element, token.end()
        elif alone == b"row":
            row, column, last = _row_number(raw, token.end(), row + 1), -1, b""
        elif alone == b"c":
            raise SheetError("sheet-damaged", "attributes of a cell")
        else:
            yield row, column, style, kind, alone, token.end()


def _next(column: int, reference: bytes | None) -> int:
    """The column of a cell without a reference. Raises SheetError when it has a strange one."""
    if reference is not None:
        raise SheetError("sheet-damaged", "reference of a cell")
    return column + 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _row_number(raw: bytes, place: int, expected: int) -> int:
    """The number of a row (from 0) whose attributes begin at this place."""
    found = _ROW.match(raw, place)
    return int(found[1][:_DIGITS]) - 1 if found else expected


def _text(raw: bytes, place: int) -> str:
    """The text of the element whose attributes begin at this place."""
    found = _TEXT.match(raw, place)
    return unescape(found[1].decode("utf-8", "replace")).strip() if found else ""
