"""What is taken along from the page "Report": sheets, the web page, a paragraph, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QUrl
from PySide6.QtGui import QDesktopServices

from app.core import report, sending
from app.core.draft import Draft
from app.core.findings import Findings
from app.core.model import Target
from app.core.project import Project
from app.core.report import Summary
from app.core.text import language, n, t
from app.core.values import languages
from app.ui.pages.sender import Sender
from app.ui.session import Session
from app.ui.wikis import in_words


class Opening:
    """Opens an address in the browser."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self, *_pressed: object) -> None:
        """Open it."""
        QDesktopServices.openUrl(QUrl(self._address))


@dataclass(frozen=True)
class Summing:
    """What became of all rows, towards the chosen wiki: what that follows from at one moment."""

    project: Project
    target: Target
    drafts: tuple[Draft, ...]
    findings: Findings
    page_url: str
    label: str

    @classmethod
    def now(cls, project: Project, session: Session, sender: Sender) -> Summing:
        """What it follows from now."""
        target = sender.target
        name = in_words(session.target)
        page_url = sender.page_address()
        return cls(project, target, session.drafts, session.findings, page_url, name)

    def __call__(self, _emit: object = None, _cancel: object = None) -> Summed:
        """Sum up; for a job. Raises StoreError."""
        made = report.summarise(
            self.project,
            self.target,
            self.drafts,
            self.findings.problems,
            self.page_url,
            self.label,
        )
        _ = (made.done, made.not_done, made.statements, made.languages)  # here, not in the window
        return Summed(self, made)


@dataclass(frozen=True)
class Summed:
    """A summary, and what it was asked for."""

    asked: Summing
    summary: Summary


class SheetFile:
    """Sums up and writes the sheet in a thread."""

    def __init__(self, asked: Summing, place: Path, *, only_open: bool) -> None:
        self._asked, self._place, self._only_open = asked, place, only_open

    def __call__(self, _emit: object, _cancel: object) -> Path:
        """Write it. Raises FileError, StoreError."""
        project, summary = self._asked.project, self._asked().summary
        report.write_sheet(project, summary, self._place, only_open=self._only_open)
        return self._place


class WebPage:
    """Sums up and writes the web page in a thread."""

    def __init__(self, asked: Summing, place: Path) -> None:
        self._asked, self._place = asked, place

    def __call__(self, _emit: object, _cancel: object) -> Path:
        """Write it. Raises FileError, StoreError."""
        summary = self._asked().summary
        with sending.thumbnailer(summary.pictured) as thumbnail:
            report.write_page(summary, self._place, thumbnail)
        return self._place


def paragraph(summary: Summary) -> str:
    """What happened in one paragraph for people who were not there."""
    done = len(summary.done)
    names = ", ".join(languages.autonym(code) for code in summary.languages)
    key = "report.words-practice" if summary.target.practice else "report.words"
    parts = [n(key, done, name=summary.name, wiki=summary.target_label)]
    if summary.statements:
        parts.append(n("report.words-statements", summary.statements))
    if names:
        parts.append(t("report.words-languages", languages=names))
    return " ".join(parts)


def stem_of(project: Project) -> str:
    """The name of the sheet without its ending."""
    return Path(project.source or project.name).stem


def finished(moment: float) -> str:
    """When it was done, and that every file was compared."""
    if not moment:
        return t("report.compared-all")
    at = QDateTime.fromSecsSinceEpoch(int(moment))
    locale = QLocale("en" if language().startswith("qps") else language())
    day = locale.toString(at.date(), "d MMMM")
    return t("report.finished", day=day, time=locale.toString(at.time(), "HH:mm"))
