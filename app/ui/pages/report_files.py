"""What is taken along from the page "Report": sheets, the web page, a paragraph, addresses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QUrl
from PySide6.QtGui import QDesktopServices

from app.core import report, sending
from app.core.project import Project
from app.core.report import Summary
from app.core.text import language, n, t
from app.core.values import languages


class Opening:
    """Opens an address in the browser."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self, *_pressed: object) -> None:
        """Open it."""
        QDesktopServices.openUrl(QUrl(self._address))


class SheetFile:
    """Writes the sheet in a thread."""

    def __init__(self, project: Project, summary: Summary, place: Path, *, only_open: bool) -> None:
        self._project, self._summary, self._place = project, summary, place
        self._only_open = only_open

    def __call__(self, _emit: object, _cancel: object) -> Path:
        """Write it. Raises FileError."""
        report.write_sheet(self._project, self._summary, self._place, only_open=self._only_open)
        return self._place


class WebPage:
    """Writes the web page in a thread."""

    def __init__(self, summary: Summary, place: Path) -> None:
        self._summary, self._place = summary, place

    def __call__(self, _emit: object, _cancel: object) -> Path:
        """Write it. Raises FileError."""
        with sending.thumbnailer(self._summary.pictured) as thumbnail:
            report.write_page(self._summary, self._place, thumbnail)
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


def stem_of(summary: Summary) -> str:
    """The name of the sheet without its ending."""
    return Path(summary.source or summary.name).stem


def finished(moment: float) -> str:
    """When it was done, and that every file was compared."""
    if not moment:
        return t("report.compared-all")
    at = QDateTime.fromSecsSinceEpoch(int(moment))
    locale = QLocale("en" if language().startswith("qps") else language())
    day = locale.toString(at.date(), "d MMMM")
    return t("report.finished", day=day, time=locale.toString(at.time(), "HH:mm"))
