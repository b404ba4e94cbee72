"""What many rows hold in their columns: the same in all, or how many different texts."""

from __future__ import annotations

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


def _summed(count: Counter[str], rows: int) -> Held:
    (common, times), *_ = count.most_common(1) or [("", 0)]
    return Held(rows, len(count), count.get("", 0), common, times)
