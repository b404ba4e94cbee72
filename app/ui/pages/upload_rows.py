"""What the page "Upload" shows of a project, put together from drafts, journal, problems and the run:
all rows beside the window, single rows in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core import report
from app.core.draft import Draft
from app.core.findings import Findings
from app.core.model import Problem, Severity, Target
from app.core.project import Project, Record
from app.ui.pages.sender import Sender
from app.ui.pages.sender_work import Live
from app.ui.pages.upload_items import Item, Run, Turns, item_of
from app.ui.pages.upload_model import Arranged
from app.ui.session import Session

_STOPS = (Severity.BLOCKER, Severity.ERROR)


def run_of(sender: Sender, *, stopped: bool) -> Run:
    """What the sender does now; `stopped` = something stops the whole sheet."""
    moving = sender.sending
    return Run(moving, moving or sender.state == "paused", stopped and not sender.running)


@dataclass(frozen=True)
class Asked:
    """What the rows follow from, as it was at one moment."""

    project: Project
    target: Target
    drafts: tuple[Draft, ...]
    findings: Findings
    page_url: str
    run: Run
    turns: Turns
    live: Mapping[int, Live]

    @classmethod
    def now(cls, project: Project, session: Session, sender: Sender, run: Run) -> Asked:
        """What they follow from now."""
        return cls(
            project, sender.target, session.drafts, session.findings, sender.page_address(),
            run, sender.steering.turns, dict(sender.live),
        )  # fmt: skip

    def __call__(self, _emit: object = None, _cancel: object = None) -> Gathered:
        """All rows; for a job. Raises StoreError."""
        records = self.project.journal(self.target.key).records()
        stopped = self.stopped
        made = []
        for draft in self.drafts:
            row_id = draft.row.id
            record = records.get(row_id) or Record(row_id)
            made.append(self.item(draft, record, stopped, self.live.get(row_id), self.turns))
        return Gathered(self, Arranged.of(made), {d.row.id: d for d in self.drafts})

    @property
    def stopped(self) -> list[Problem]:
        """What stops every row."""
        whole = self.findings.by_row.get(None, ())
        return [p for p in whole if p.severity is Severity.BLOCKER]

    def item(
        self, draft: Draft, record: Record, stopped: list[Problem], live: Live | None, turns: Turns
    ) -> Item:
        """One row."""
        row_id = draft.row.id
        wrong = [p for p in self.findings.row(row_id) if p.severity in _STOPS]
        gone = self.project.is_gone(row_id)
        told = report.row_report(draft, record, wrong or stopped, self.page_url, gone=gone)
        return item_of(told, live, self.run, draft.facts.size if draft.facts else 0, turns)


@dataclass(frozen=True)
class Gathered:
    """All rows as they were when they were asked for."""

    asked: Asked
    arranged: Arranged
    drafts: Mapping[int, Draft]

    def item(self, row_id: int, live: Live | None, turns: Turns) -> Item | None:
        """One row as it is now; None when it is not among them."""
        draft = self.drafts.get(row_id)
        if draft is None:
            return None
        asked = self.asked
        record = asked.project.journal(asked.target.key).record(row_id)
        return asked.item(draft, record, asked.stopped, live, turns)
