"""What is sent: rows of the collection with their files, as a project of ours and as jobs for
pywikibot. Title, page, captions and statements of a file are the same in both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from app.core import sending, targets
from app.core.draft import Draft
from app.core.model import Table, TableRow
from app.core.project import Project
from app.core.upload.plan import description_of
from tests.bench import collection


@dataclass(frozen=True)
class Load:
    """`project` for us, `jobs` for pywikibot."""

    project: Path
    jobs: Path
    count: int


def scans(folder: Path, count: int) -> Load:
    """So many small JPEGs, each with a caption and 8 or 9 statements."""
    collection.write_scans(folder / "scans", count * 2)
    return _made(folder, _good(0, count))


def tiffs(folder: Path, count: int, size: int) -> Load:
    """So many pictures of random bytes."""
    table = _good(1000, count, "tif")
    for row in table.rows:
        collection.write_tiff(folder / row.cells[0], size, row.number)
    return _made(folder, table)


def _made(folder: Path, table: Table) -> Load:
    load = Load(folder / "p.kabocha", folder / "jobs.json", len(table.rows))
    Project.create(load.project, table, folders=[folder], template="artwork").close()
    project = Project.open(load.project)
    jobs = [_job(draft) for draft in sending.check(project).ready_drafts]
    project.close()
    load.jobs.write_text(json.dumps(jobs), "utf-8")
    return load


def _job(draft: Draft) -> dict[str, object]:
    data = description_of(draft, targets.resolve("practice")).to_data()
    assert len(data["claims"]) >= 8
    assert data["labels"]
    return {"path": str(draft.file), "title": draft.title, "text": draft.text, "data": data}


def _good(start: int, count: int, extension: str = "jpg") -> Table:
    """Rows of the collection without a mistake: so many from a number on, of one file type."""
    table = collection.table(start + count * 2)
    good = [r for r in table.rows[start:] if not collection.is_spoilt(r.number)]
    rows = (_with_extension(row, extension) for row in good[:count])
    return replace(table, rows=tuple(rows))


def _with_extension(row: TableRow, extension: str) -> TableRow:
    path, *others = row.cells
    return TableRow(row.number, (path.removesuffix("jpg") + extension, *others))
