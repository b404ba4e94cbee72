"""What rows must be like to be shown: each says so in words, and becomes a test of a row.

A test holds what it needs as it was when it was made: it may run in a thread, and rows do not come
and go while somebody edits them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.core import readable
from app.core.model import Column, Row, RowState
from app.core.text import n, t
from app.ui.session import Session

Test = Callable[[Row], bool]
STATES = ("draft", "ready", "sending", "on-wiki", "failed", "out")
"""In what order they are offered: not ready yet, ready, under way, on the wiki, not sent, left out."""
_SHOWN = 3
"""So many values are named; the rest is counted."""


class Condition(Protocol):
    """One filter."""

    @property
    def key(self) -> str:
        """Another condition with the same key takes its place."""

    @property
    def words(self) -> str:
        """What it shows."""

    def is_of(self, column: Column) -> bool:
        """Whether it speaks of a column."""

    def test(self, session: Session) -> Test:
        """Whether a row is shown, as things are now."""


@dataclass(frozen=True)
class Values:
    """Rows with one of these texts in a column."""

    column_id: int
    name: str
    values: frozenset[str]
    kind: str = ""
    """Of the cells (`Head.kind`)."""

    @property
    def key(self) -> str:
        """One for each column."""
        return f"values:{self.column_id}"

    @property
    def words(self) -> str:
        """Names the first values."""
        if self.values == {""}:
            return t("filter.empty", column=self.name)
        read = sorted({readable.shown(self.kind, value) for value in self.values})
        named = [value[:30] for value in read[:_SHOWN]]
        said = ", ".join(f"“{v}”" if v else t("filter.nothing-in-it") for v in named)
        more = len(read) - len(named)
        if more:
            said = n("filter.and-more", more, values=said)
        return t("filter.values", column=self.name, values=said)

    def is_of(self, column: Column) -> bool:
        """Of its own."""
        return column.id == self.column_id

    def test(self, _session: Session) -> Test:
        """By the text."""
        column_id, values = self.column_id, self.values
        return lambda row: row.text(column_id) in values


@dataclass(frozen=True)
class AtColumn:
    """Rows with, or without, a problem in a column; `code` = of this kind only."""

    header: str
    name: str
    wrong: bool
    code: str = ""
    kind: str = ""
    """The kind in words."""

    @property
    def key(self) -> str:
        """One for each column."""
        return f"problem:{self.header}"

    @property
    def words(self) -> str:
        """Names the column."""
        if self.code:
            return t("filter.values", column=self.name, values=self.kind)
        return t("filter.with-problem" if self.wrong else "filter.without", column=self.name)

    def is_of(self, column: Column) -> bool:
        """Of its own."""
        return column.header == self.header

    def test(self, session: Session) -> Test:
        """By what was found."""
        found = session.findings.by_field.get(self.header, ())
        ids = frozenset(p.row_id for p in found if not self.code or p.code == self.code)
        wrong = self.wrong
        return lambda row: (row.id in ids) is wrong


@dataclass(frozen=True)
class Problems:
    """Rows by their problems: `kind` = errors, problems, fine, or the code of a problem."""

    kind: str
    words: str

    @property
    def key(self) -> str:
        """Only one at a time."""
        return "problems"

    def is_of(self, _column: Column) -> bool:
        """Of the whole row."""
        return False

    def test(self, session: Session) -> Test:
        """By what was found."""
        findings = session.findings
        if self.kind in ("errors", "fine"):
            ids, wrong = findings.wrong_rows, self.kind == "errors"
            return lambda row: (row.id in ids) is wrong
        code = "" if self.kind == "problems" else self.kind
        found = (p.row_id for p in findings.problems if not code or p.code == code)
        those = frozenset(i for i in found if i is not None)
        return lambda row: row.id in those


@dataclass(frozen=True)
class State:
    """Rows in a state towards where they go."""

    state: str

    @property
    def key(self) -> str:
        """Only one at a time."""
        return "state"

    @property
    def words(self) -> str:
        """The state in words."""
        return t(f"filter.state-{self.state}")

    def is_of(self, _column: Column) -> bool:
        """Of the whole row."""
        return False

    def test(self, session: Session) -> Test:
        """By the journal, what was found, and what was left out."""
        state_of, wanted = states(session), self.state
        return lambda row: state_of(row.id) == wanted


@dataclass(frozen=True)
class OneOf:
    """Certain rows; `header`: of the column they were chosen for, if any."""

    ids: frozenset[int]
    words: str
    header: str | None = None
    key: str = "rows"

    def is_of(self, column: Column) -> bool:
        """Of its own."""
        return column.header == self.header

    def test(self, _session: Session) -> Test:
        """By the id."""
        ids = self.ids
        return lambda row: row.id in ids


def states(session: Session) -> Callable[[int], str]:
    """What tells the state of a row, as things are now."""
    project = session.project
    assert project is not None
    out, wrong = session.left_out, session.findings.wrong_rows
    known = {i: r.state for i, r in project.journal(session.target_key).records().items()}

    def state_of(row_id: int) -> str:
        state = known.get(row_id, RowState.DRAFT)
        if state.on_wiki:
            return "on-wiki"
        if row_id in out or state is RowState.SKIPPED:
            return "out"
        if state in (RowState.FAILED, RowState.ASKED, RowState.UNKNOWN):
            return "failed"
        if state in (RowState.QUEUED, RowState.SENDING, RowState.COMMITTING):
            return "sending"
        return "draft" if row_id in wrong else "ready"

    return state_of


def state_counts(session: Session) -> dict[str, int]:
    """How many rows are in each state: only rows of which something is known are looked at."""
    project = session.project
    assert project is not None
    state_of = states(session)
    known = set(project.journal(session.target_key).records())
    known |= session.left_out | session.findings.wrong_rows
    there = frozenset(row.id for row in session.rows)
    counts = dict.fromkeys(STATES, 0)
    for row_id in known & there:
        counts[state_of(row_id)] += 1
    counts["ready"] += len(there) - len(known & there)
    return counts


class All:
    """Rows for which every test holds."""

    def __init__(self, tests: list[Test]) -> None:
        self._tests = tuple(tests)

    def __call__(self, row: Row) -> bool:
        """Whether it is shown."""
        return all(test(row) for test in self._tests)
