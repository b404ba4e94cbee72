"""Rows as a museum has them: small scans, one file in chunks, one that the wiki assembles in
its own time. Made once; each run works on a copy of the project.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from app.core.model import TableRow
from app.core.project import Project
from tests.bench import collection
from tests.bench.collection import write_tiff

LARGE = (4_400_000, 11_000_000)
"""Bytes of the two that go in chunks."""


def make(folder: Path, count: int, large: tuple[int, ...] = LARGE, start: int = 0) -> Path:
    """A project file beside its scans."""
    folder.mkdir(parents=True)
    table = collection.table(start + count * 3)
    good = [r for r in table.rows[start:] if not collection.is_spoilt(r.number)][:count]
    collection.write_scans(folder / "scans", start + count * 3)
    rows = [_row(folder, row, size) for row, size in zip(good, _sizes(count, large), strict=True)]
    place = folder / "collection.kabocha"
    made = replace(table, rows=tuple(rows))
    Project.create(place, made, folders=[folder], template="artwork").close()
    return place


def _sizes(count: int, large: tuple[int, ...]) -> list[int]:
    """Small ones (0) with the large ones spread between them."""
    sizes = [0] * count
    for index, size in enumerate(large):
        sizes[1 + index * 3] = size
    return sizes


def _row(folder: Path, row: TableRow, size: int) -> TableRow:
    if not size:
        return row
    path, *others = row.cells
    path = path.removesuffix("jpg") + "tif"
    write_tiff(folder / path, size, row.number)
    return TableRow(row.number, (path, *others))


def sha1_of(content: bytes) -> str:
    """SHA-1 of bytes."""
    return hashlib.sha1(content).hexdigest()


def sha1(path: Path) -> str:
    """SHA-1 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha1").hexdigest()
