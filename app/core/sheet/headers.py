"""Where the header row is: title rows above it are told apart, and what is unclear is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LOOK = 30
_LONG = 100
_COVERED = 0.7
_DISTINCT = 0.8
_KNOWN = frozenset({"path", "name", "file", "filename", "file name"})
_SURE = frozenset({"path", "name"})
_DATA = re.compile(
    r"[-+]?[\d.,\s]+%?|\d{4}-\d\d(-\d\d)?( \d\d:\d\d)?|https?://.*|\{\{.*|\[\[.*|"
    r".+\.(jpe?g|png|tiff?|gif|webp|svg|pdf|djvu|web[mp]|og[gv]|wav|flac|mp3)|Q\d+",
    re.IGNORECASE | re.DOTALL,
)

Numbered = tuple[int, Sequence[str]]
"""A row that is not empty: its number in the sheet and its cells."""


def find(rows: Sequence[Numbered]) -> tuple[int, bool]:
    """The number of the header row, and whether it is clear. `rows` are not empty themselves.

    The header row is the first with at least two filled, mostly distinct, short cells that are
    no data, under whose headers the following rows fill.
    """
    head = rows[: _LOOK * 2]
    width = max(sum(map(bool, cells)) for _, cells in head)
    for index, (number, cells) in enumerate(head[:_LOOK]):
        if _is_header(cells, [c for _, c in head[index + 1 :]], min(width, 2)):
            return number, True
    return head[0][0], False


def _is_header(cells: Sequence[str], below: list[Sequence[str]], least: int) -> bool:
    filled = [cell for cell in cells if cell]
    words = {cell.casefold() for cell in filled}
    if words >= _SURE:
        return True
    if len(filled) < least or _coverage(cells, below) < _COVERED:
        return False
    if words & _KNOWN:
        return True
    names = [c for c in filled if len(c) <= _LONG and not _DATA.fullmatch(c)]
    is_distinct = len(set(filled)) >= len(filled) * _DISTINCT
    return is_distinct and len(names) >= len(filled) * _DISTINCT


def _coverage(cells: Sequence[str], below: list[Sequence[str]]) -> float:
    """The share of the filled cells below that stand under a header."""
    covered = total = 0
    for row in below:
        for column, cell in enumerate(row):
            if cell:
                total += 1
                covered += column < len(cells) and bool(cells[column])
    return covered / total if total else 1.0
