"""The user's own sheet with what became of each row, to go back into the collection system."""

from __future__ import annotations

from pathlib import Path

from app.core import sheet
from app.core.model import MeaningKind
from app.core.project import Project
from app.core.report.summary import RowReport, Summary

COLUMNS = (
    "kabocha_page",
    "kabocha_file",
    "kabocha_mid",
    "kabocha_state",
    "kabocha_reason",
    "kabocha_sha1",
)


def _added(row: RowReport) -> list[str]:
    name = f"File:{row.title}" if row.state.on_wiki else ""
    sha1 = row.record.sha1 or "" if row.state.on_wiki else ""
    return [row.page, name, row.record.mid or "", row.state.value, row.message, sha1]


def write_sheet(project: Project, summary: Summary, path: Path, *, only_open: bool = False) -> None:
    """Write the columns of the sheet as they are, and ours behind them; a page layout too.
    `only_open`: only rows that are not on the wiki, as a sheet to mend. Raises FileError.
    """
    kept = [
        c
        for c in project.columns
        if not (c.meaning.kind is MeaningKind.IGNORED and c.header.startswith("kabocha_"))
    ]
    chosen = summary.not_done if only_open else summary.rows
    rows = [[*(project.row(r.row_id).text(c.id) for c in kept), *_added(r)] for r in chosen]
    headers = [*(c.header for c in kept), *COLUMNS]
    sheet.write(path, headers, rows, template=project.layout.freemarker)
