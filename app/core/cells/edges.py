"""Where a block of filled cells begins or ends, as Ctrl and an arrow go in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable


def edge(filled: Callable[[int], bool], start: int, last: int, *, back: bool = False) -> int:
    """From a filled cell beside another: the last one before a gap. Else the next filled cell, or
    the end of the sheet. Cells are numbered from 0 to `last`.
    """
    step, end = (-1, 0) if back else (1, last)
    if start == end:
        return start
    at = start + step
    if filled(start) and filled(at):
        while at != end and filled(at + step):
            at += step
        return at
    while at != end and not filled(at):
        at += step
    return at
