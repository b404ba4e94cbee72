"""The main job on the sample collection: check, send to a fresh practice wiki, read back, report."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from app.core import events, opening, report, resources, sending
from app.core.draft import Draft
from app.core.model import RowState, Severity
from app.core.project import Project

SAMPLE = "Havnsund sample.xlsx"
GOOD = 12
EXPECTED = {14: {"file-missing"}, 15: {"file-missing", "licence-not-accepted"}}
"""Errors that the two mistakes put into the sample lead to, by row."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the demo went: `wrong` names each thing that is not as it should be."""

    finished: events.Finished
    wrong: tuple[str, ...]
    written: tuple[Path, ...]


def sample_folder() -> Path:
    """Folder of the sample collection."""
    return resources.folder() / "sample"


def run(out: Path | None, emit: events.Emit, cancel: Event) -> Shown:
    """Run it in `out` (None: a temporary folder). Raises the errors of sending."""
    with ExitStack() as stack:
        if out is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kabocha-demo-")))
        else:
            folder = out.absolute()
        work = _fresh(folder)
        project = opening.make(work / "sample.kabocha", sample_folder() / SAMPLE)
        stack.callback(project.close)
        target = stack.enter_context(sending.target("practice", work / "practice"))
        session = stack.enter_context(sending.connect(target, "Demo", "demo", cancel))
        found = sending.check(project, cancel, session.wiki.account.name)
        found = session.check(project, found, thorough=False)
        finished = session.upload(project, found, sending.Choice(), emit)
        wrong = _wrong(project, session, found, finished)
        written = _written(project, session, found, work) if out else ()
    return Shown(finished, tuple(wrong), written)


def _fresh(folder: Path) -> Path:
    """An empty folder of ours inside `folder`."""
    work = folder / "kabocha-demo"
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    return work


def _wrong(
    project: Project, session: sending.Session, found: sending.Found, finished: events.Finished
) -> list[str]:
    """What differs from what must be: counts, bytes, page text, statements, reasons."""
    wrong = []
    counts = (finished.done, finished.failed, finished.skipped, finished.left)
    if counts != (GOOD, 0, len(EXPECTED), 0):
        wrong.append(f"done, failed, skipped, left = {counts}")
    refused: dict[int | None, set[str]] = {}
    for problem in found.problems:
        if problem.severity in (Severity.BLOCKER, Severity.ERROR):
            refused.setdefault(problem.row, set()).add(problem.code)
    if refused != EXPECTED:
        wrong.append(f"refused: {refused}")
    journal = project.journal(session.target.key)
    for draft in found.ready_drafts:
        record = journal.record(draft.row.id)
        if record.state is not RowState.DONE or draft.file is None:
            wrong.append(f"row {draft.row.number}: {record.state}")
            continue
        there = session.wiki.files([draft.title])[draft.title]
        if there.sha1 != project.sha1(draft.file):
            wrong.append(f"row {draft.row.number}: other bytes")
        if (session.wiki.page_text(draft.title) or "").strip() != draft.text.strip():
            wrong.append(f"row {draft.row.number}: other page text")
        wrong += _wrong_data(draft.row.number, session, draft)
    return wrong


def _wrong_data(number: int, session: sending.Session, draft: Draft) -> list[str]:
    read = session.wiki.media_info(draft.title)
    if dict(read.labels) != dict(draft.description.labels):
        return [f"row {number}: other captions"]
    sent: dict[str, int] = {}
    for statement in draft.description.statements:
        sent[statement.property] = sent.get(statement.property, 0) + 1
    back = {pid: len(statements) for pid, statements in read.statements.items()}
    return [] if back == sent else [f"row {number}: other statements"]


def _written(
    project: Project, session: sending.Session, found: sending.Found, work: Path
) -> tuple[Path, ...]:
    summary = sending.summarise(project, session.target, found, session.wiki.site.page_url)
    page, sheet = work / "report.html", work / "sheet-with-addresses.xlsx"
    with sending.thumbnailer(summary.pictured) as thumbnail:
        report.write_page(summary, page, thumbnail)
    report.write_sheet(project, summary, sheet)
    return page, sheet
