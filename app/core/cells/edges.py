"""Where a block of filled cells begins or ends, as Ctrl and an arrow go in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Generator


def edge(filled: Callable[[int], bool], start: int, last: int, *, back: bool = False) -> int:
    """From a filled cell beside another: the last one before a gap. Else the next filled cell, or
    the end of the sheet. Cells are numbered from 0 to `last`.
    """
    steps = search(filled, start, last, back=back)
    while True:
        try:
            next(steps)
        except StopIteration as found:
            return int(found.value)


def search(
    filled: Callable[[int], bool], start: int, last: int, *, back: bool = False, pause: int = 0
) -> Generator[None, None, int]:
    """The same, with a pause after so many cells (0 = none): looking at 100,000 takes a moment."""
    step, end = (-1, 0) if back else (1, last)
    if start == end:
        return start
    at = start + step
    inside = filled(start) and filled(at)
    seen = 0
    while at != end and filled(at + step if inside else at) is inside:
        at += step
        seen += 1
        if seen == pause:
            seen = 0
            yield
    return at
