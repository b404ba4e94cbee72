"""Where a block of filled cells begins or ends, as Ctrl and an arrow go in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

Filled = Callable[[range], Sequence[bool]]
"""Whether each of some cells is filled. Cells are numbered from 0 on."""
FIRST = 64
"""So many cells are looked at first: most blocks end soon."""


def edge(filled: Filled, start: int, last: int, *, back: bool = False) -> int:
    """From a filled cell beside another: the last one before a gap. Else the next filled cell, or
    the end of the sheet, which is the cell `last`.
    """
    steps = search(filled, start, last, back=back)
    while True:
        try:
            next(steps)
        except StopIteration as found:
            return int(found.value)


def search(
    filled: Filled, start: int, last: int, *, back: bool = False, pause: int = 0
) -> Generator[None, None, int]:
    """The same, with a pause after so many cells (0 = none): looking at 100,000 takes a moment."""
    step, end = (-1, 0) if back else (1, last)
    if start == end:
        return start
    inside = all(filled(range(start, start + 2 * step, step)))
    ahead = range(start + (2 * step if inside else step), end + step, step)
    size = min(pause, FIRST) if pause else len(ahead)
    while ahead:
        part, ahead = ahead[:size], ahead[size:]
        found = filled(part)
        if (not inside) in found:
            at = part[found.index(not inside)]
            return at - step if inside else at
        if ahead and size == pause:
            yield
        size = min(pause, 4 * size) if pause else size
    return end
