"""Columns that come, change or go, as operations; and those that the workbook's own page layout
reads by their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Protocol

from app.core import freemarker
from app.core.errors import UsageError
from app.core.model import Column, Layout, Meaning
from app.core.project import making
from app.core.project.change import Operation
from app.core.project.rows import ByRow

NewCells = Mapping[tuple[int, int | str], str]
"""Texts by row id, and by the id of a column or the header that is wanted for a new one."""


def added(
    columns: Iterable[Column], first: int, wanted: Mapping[str, Meaning]
) -> Iterator[Operation]:
    """New columns from an id on; a header that is taken gets a number."""
    taken = {c.header for c in columns}
    for column_id, (header, meaning) in zip(count(first), wanted.items()):
        free = making.free_header(header, taken)
        taken.add(free)
        yield Operation("column", (column_id,), "", free)
        yield Operation("meaning", (column_id,), "plain", str(meaning))


def by_row(cells: NewCells, first: int, wanted: Iterable[str]) -> ByRow:
    """The texts of each row, where new columns have ids from the first on."""
    ids = dict(zip(wanted, count(first)))
    found: ByRow = {}
    for (row_id, column), text in cells.items():
        column_id = ids[column] if isinstance(column, str) else column
        found.setdefault(row_id, {})[column_id] = text
    return found


def meant(columns: Iterable[Column], wanted: Mapping[int, Meaning]) -> Iterator[Operation]:
    """Other meanings by column id; those that stay the same are no change."""
    for column in columns:
        old, new = column.meaning, wanted.get(column.id, column.meaning)
        if new != old:
            yield Operation("meaning", (column.id,), str(old), str(new))


class LaidOut(Protocol):
    """What has a layout: a project."""

    @property
    def layout(self) -> Layout:
        """How pages are made."""


def check_name(project: LaidOut, column: Column) -> None:
    """Raises UsageError (column-name-in-layout) where the name of a column has to stay."""
    _check(project, column, "column-name-in-layout")


def check_there(project: LaidOut, column: Column) -> None:
    """Raises UsageError (column-in-layout) where a column has to stay."""
    _check(project, column, "column-in-layout")


def _check(project: LaidOut, column: Column, code: str) -> None:
    layout = project.layout.freemarker
    if layout is not None and freemarker.calls(layout, column.header):
        raise UsageError(code, name=column.header)
