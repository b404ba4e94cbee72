"""What a check needs of a project, and how a problem is put at a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from app.core import draft
from app.core.draft import Draft
from app.core.model import Entry, Fix, MeaningKind, Problem, Row, Severity


class Batch(draft.Batch, Protocol):
    """A project, as far as checks look at it."""

    @property
    def rows(self) -> Sequence[Row]:
        """All rows in the order of the sheet."""

    def row(self, row_id: int) -> Row:
        """One row by its id. Raises KeyError."""

    def is_gone(self, row_id: int) -> bool:
        """Whether the row is no longer in its sheet: it is neither sent nor checked."""

    def sha1(self, path: Path) -> str:
        """Hexadecimal SHA-1 of a file, remembered by size and time. Raises FileError."""


def problem(
    made: Draft,
    code: str,
    severity: Severity,
    field: str | None = None,
    params: Mapping[str, object] | None = None,
    *,
    fix: Fix | None = None,
    second: Fix | None = None,
    **more: object,
) -> Problem:
    """A problem at the row of a draft; `params` and `more` fill its sentence."""
    row = made.row
    told = {**(params or {}), **more}
    return Problem(code, severity, row.number, field, told, fix, row.id, second)


def header(batch: draft.Batch, kind: MeaningKind, name: str = "") -> str | None:
    """Header of the first column with a meaning (whatever its language), None without one."""
    for column in batch.columns:
        if column.meaning.kind is kind and column.meaning.name == name:
            return column.header
    return None


def column_of(batch: draft.Batch, entry: Entry, field: str) -> str | None:
    """Where a template field stands: the column of its cell, else the column of that meaning."""
    cell = entry.field(field)
    return cell.column if cell else header(batch, MeaningKind.FIELD, field)


def listed(numbers: Sequence[int], most: int = 8) -> str:
    """Row numbers for people: 12, 40, 41 (at most `most`, then an ellipsis)."""
    shown = ", ".join(str(n) for n in numbers[:most])
    return f"{shown}, …" if len(numbers) > most else shown
