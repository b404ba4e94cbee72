"""The guard against formulas in exported texts, and taking it off again.

A text that begins with = + - @ (or a tab or line end) would be run as a formula by a spreadsheet
program that opens a .csv, so it gets one apostrophe in front. So does a text that already looks
guarded, which makes taking off exactly the inverse: '=x is written as ''=x.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
_LOOKS_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def put_on(text: str) -> str:
    """The text as it is written to .csv and .tsv."""
    return f"'{text}" if _RISKY.match(text) else text


def put_on_apostrophes(text: str) -> str:
    """The text as it is written to a workbook, where a text cell never runs: only texts that would
    be taken for guarded ones get an apostrophe.
    """
    return f"'{text}" if _LOOKS_GUARDED.match(text) else text


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program could take the text for a formula when it is typed."""
    return bool(_RISKY.match(text))


def take_off(text: str) -> str:
    """The text without its guard; the inverse of both."""
    return text[1:] if _LOOKS_GUARDED.match(text) else text


def without(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a row without their guards, whichever program wrote them: a guarded .csv that
    was saved as a workbook still has them.
    """
    if "'" in "".join(cells):
        return [take_off(text) for text in cells]
    return cells
