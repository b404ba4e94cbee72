"""A problem is data: what is wrong, where, how bad, and how to mend it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How bad a problem is; the order of the members is from worst to mildest."""

    BLOCKER = "blocker"
    """Nothing of this sheet can be sent."""
    ERROR = "error"
    """This row is not sent."""
    WARNING = "warning"
    """Sent, but asked about once for the batch."""
    INFO = "info"
    """A hint."""

    @property
    def rank(self) -> int:
        """0 for the worst, 3 for the mildest."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a problem. With `value` it is one click (the cell gets that text);
    without a value (None) a person must answer and no button is shown.
    """

    action: str
    value: str | None = None
    cell: int | None = None
    """Id of the text of the row that gets the value; None = that of the problem's column."""


_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at a row and a column.

    `row` is the row number as in the sheet (header = 1), None = the whole sheet. `field` is the
    column header as in the sheet, or None. `params` fill the sentence whose key is
    ``problem.<code>`` (for codes of the wiki ``wiki:<code>`` see `app.core.text.problem`).
    """

    code: str
    severity: Severity
    row: int | None = None
    field: str | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=lambda: _NOTHING)
    fix: Fix | None = None
    row_id: int | None = None
    second: Fix | None = None
    """A second way, where a person must choose between two."""

    def at(self, row: int | None, field: str | None = None, row_id: int | None = None) -> Problem:
        """The same problem, placed at a row (number and id) and a column header."""
        return Problem(
            self.code,
            self.severity,
            row,
            field if field is not None else self.field,
            self.params,
            self.fix,
            row_id if row_id is not None else self.row_id,
            self.second,
        )
