"""The state of each row towards one target, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from app.core import text
from app.core.draft import Draft
from app.core.model import LEFT_OUT, Problem, RowState, Severity, Target
from app.core.project import Project, Record


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row: `title` without File:; `reason` a code, `message` its sentence; `page` the
    address of the file page once it is there.
    """

    row_id: int
    number: int
    title: str
    state: RowState
    reason: str | None
    message: str
    record: Record
    file: Path | None = None
    page: str = ""
    gone: bool = False
    """Whether it is no longer in the sheet: `number` is that of before."""


@dataclass(frozen=True)
class Summary:
    """All rows of a project towards one target. Times are Unix seconds, 0 = nothing was sent."""

    name: str
    source: str
    target: Target
    target_label: str
    rows: tuple[RowReport, ...]
    started: float
    finished: float

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """Number of rows by state."""
        return Counter(row.state.value for row in self.rows)

    @cached_property
    def done(self) -> tuple[RowReport, ...]:
        """Rows whose file and data are on the wiki."""
        return tuple(r for r in self.rows if r.state is RowState.DONE)

    @cached_property
    def pictured(self) -> tuple[Path, ...]:
        """The files whose pictures the report shows, in its order."""
        return tuple(r.file for r in self.done if r.file)

    @cached_property
    def not_done(self) -> tuple[RowReport, ...]:
        """Rows that are not (completely) there."""
        return tuple(r for r in self.rows if r.state is not RowState.DONE)

    @cached_property
    def statements(self) -> int:
        """Statements written in all."""
        return sum(r.record.statements for r in self.rows if r.state is RowState.DONE)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the captions written."""
        codes = {c for r in self.rows if r.state is RowState.DONE for c in r.record.languages}
        return tuple(sorted(codes))


def summarise(
    project: Project,
    target: Target,
    drafts: Iterable[Draft],
    problems: Iterable[Problem],
    page_url: str = "",
    label: str = "",
) -> Summary:
    """Put records, drafts and problems together. `page_url` has $1 for the title."""
    known = tuple(problems)
    wrong = _errors(known)
    stopped = [p for p in known if p.row_id is None and p.severity is Severity.BLOCKER]
    records = project.journal(target.key).records()
    rows = tuple(
        row_report(
            d,
            records.get(d.row.id) or Record(d.row.id),
            wrong.get(d.row.id) or stopped,
            page_url,
            gone=project.is_gone(d.row.id),
        )
        for d in drafts
    )
    sent = [r.record for r in rows if r.record.started]
    return Summary(
        name=project.name,
        source=project.source,
        target=target,
        target_label=label or target.label or target.name,
        rows=rows,
        started=min((r.started for r in sent), default=0.0),
        finished=max((r.updated for r in sent), default=0.0),
    )


def _errors(problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    wrong: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.row_id is not None and problem.severity in (Severity.BLOCKER, Severity.ERROR):
            wrong.setdefault(problem.row_id, []).append(problem)
    return wrong


def row_report(
    draft: Draft, record: Record, wrong: Sequence[Problem], page_url: str, *, gone: bool = False
) -> RowReport:
    """What is known of one row. `wrong`: what stops it, the worst first."""
    state, reason, message = record.state, record.reason, record.message
    left_out = state is RowState.SKIPPED and reason == LEFT_OUT
    if state is RowState.DRAFT or (state is RowState.SKIPPED and not wrong and not left_out):
        state = RowState.DRAFT if wrong else RowState.READY
        reason, message = None, ""
    if wrong and not left_out and state in (RowState.DRAFT, RowState.SKIPPED):
        reason, message = wrong[0].code, " ".join(text.problem(p) for p in wrong)
    title = record.title if state.on_wiki else draft.title
    address = _address(page_url, title) if state.on_wiki else ""
    return RowReport(
        row_id=draft.row.id,
        number=draft.row.number,
        title=title,
        state=state,
        reason=reason,
        message=message or record.note,
        record=record,
        file=draft.file,
        page=address,
        gone=gone,
    )


def _address(page_url: str, title: str) -> str:
    return page_url.replace("$1", quote(f"File:{title}".replace(" ", "_"), safe=":/(),'!*"))
