"""What many rows hold in their columns: the same in all, or how many different texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.cancel import Cancel, check
from app.core.model import Row
from app.core.project.texts import Texts

_STEP = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """What some rows hold in one column. `common` = the text that most of them have, in `times`."""

    rows: int
    different: int
    empty: int
    common: str
    times: int

    @property
    def same(self) -> bool:
        """Whether all hold the same text (`common`)."""
        return self.different <= 1


def held(rows: Sequence[Row], columns: Iterable[int], cancel: Cancel | None = None) -> dict[int, Held]:  # fmt: skip
    """What the rows hold, by column id. Raises CancelledError."""
    counted: dict[int, Counter[str]] = {column: Counter() for column in columns}
    for number, row in enumerate(rows):
        if cancel is not None and number % _STEP == 0:
            check(cancel)
        texts = row.cells.unpacked() if isinstance(row.cells, Texts) else row.cells
        for column, count in counted.items():
            count[texts.get(column, "")] += 1
    return {column: _summed(count, len(rows)) for column, count in counted.items()}


def partly(
    rows: Sequence[Row], columns: Iterable[int], cancel: Cancel | None = None
) -> dict[int, list[tuple[str, int]]]:
    """Of columns with several values in a cell: the values that some rows have and others have not,
    the most common first, each with how many have it. Raises CancelledError.
    """
    counted: dict[int, Counter[str]] = {column: Counter() for column in columns}
    for number, row in enumerate(rows):
        if cancel is not None and number % _STEP == 0:
            check(cancel)
        for column, count in counted.items():
            count.update(dict.fromkeys(parts(row.text(column)), 1))
    return {
        column: [pair for pair in count.most_common() if pair[1] < len(rows)]
        for column, count in counted.items()
    }


def parts(text: str) -> list[str]:
    """The values of a cell, as they are written; [] for one that holds wikitext."""
    if "[[" in text or "{{" in text:
        return []
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def with_part(text: str, part: str) -> str:
    """The text of a cell with one more value, if it has it not already."""
    if part in parts(text):
        return text
    return f"{text.rstrip().rstrip(';')}; {part}" if text.strip() else part


def _summed(count: Counter[str], rows: int) -> Held:
    (common, times), *_ = count.most_common(1) or [("", 0)]
    return Held(rows, len(count), count.get("", 0), common, times)
