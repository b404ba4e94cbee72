"""One row of the page "Check": a problem, its row, and what the buttons do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from app.core import text
from app.core.checks import mending
from app.core.model import Fix, Problem, Row, Severity
from app.core.text import t
from app.ui.pages.upload_items import THERE
from app.ui.session import Session
from app.ui.session_work import ROW_LEFT_OUT
from app.ui.sheet.ways import way_words


@dataclass(frozen=True)
class Shown:
    """One problem with its row."""

    problem: Problem
    row: Row
    title: str
    file: Path | None
    cell: str

    @property
    def ways(self) -> tuple[Fix, ...]:
        """What one click can do; with two a person chooses."""
        return mending.ways(self.problem)

    @property
    def suggestion(self) -> str | None:
        """The text that the only way would write into the cell."""
        (way, *more) = self.ways or (None,)
        return way.value if way is not None and way.cell is None and not more else None

    @property
    def chooses(self) -> bool:
        """Whether something is chosen here, and no text written into the cell."""
        return any(way.cell is not None for way in self.ways)

    @property
    def held(self) -> str:
        """What a choice is about, in a few words."""
        key = f"held.{self.problem.code}"
        return t(key, **self.problem.params) if self.chooses and text.has(key) else ""

    @property
    def acts(self) -> tuple[str, ...]:
        """What can be done with the row as a whole: use (the file that is there), back (take it in
        again), out (leave it out).
        """
        if self.problem.code == ROW_LEFT_OUT:
            return ("back",)
        if self.problem.code in THERE:
            return "use", "out"
        return () if self.problem.severity is Severity.INFO else ("out",)

    @property
    def shows(self) -> bool:
        """Whether there is a button that leads to the cell."""
        return not self.ways and self.acts[:1] not in (("use",), ("back",))

    @property
    def buttons(self) -> tuple[str, ...]:
        """What the buttons of the row say: one for each way, else one that leads to the cell; then
        those for the row as a whole.
        """
        acts = tuple(t(f"upload.do-{act}") for act in self.acts)
        if self.suggestion is not None:
            return (t("check.use-this"), *acts)
        if self.shows:
            return (t("check.show"), *acts)
        return (*(way_words(self.problem, way) for way in self.ways), *acts)

    def pressed(self, which: int) -> tuple[str, str]:
        """What the button at a place does: way and its action, show, or act and its name."""
        if which < len(self.ways):
            return "way", self.ways[which].action
        first = len(self.ways) + self.shows
        return ("show", "") if which < first else ("act", self.acts[which - first])


class ShownRows(Sequence[Shown]):
    """The problems of a kind that stand at a row; each is made when it is looked at."""

    def __init__(self, session: Session, problems: Iterable[Problem]) -> None:
        self._session = session
        self._rows = {row.id: row for row in session.rows}
        self._files = {d.row.id: d.file for d in session.drafts}
        self._problems = [p for p in problems if p.row_id in self._rows]
        self._made: dict[int, Shown] = {}

    def __len__(self) -> int:
        return len(self._problems)

    @overload
    def __getitem__(self, place: int) -> Shown: ...

    @overload
    def __getitem__(self, place: slice) -> list[Shown]: ...

    def __getitem__(self, place: int | slice) -> Shown | list[Shown]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = self._make(self._problems[place])
        return self._made[place]

    @property
    def made(self) -> Iterable[Shown]:
        """Those that were looked at."""
        return tuple(self._made.values())

    def _make(self, problem: Problem) -> Shown:
        session, row = self._session, self._rows[problem.row_id or 0]
        column = session.column(problem.field)
        cell = row.text(column.id) if column is not None else ""
        return Shown(problem, row, session.title_of(row), self._files.get(row.id), cell)
