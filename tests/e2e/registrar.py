"""The day's work of a person at a museum: a sheet of a thousand rows, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.core import sheet
from tests.bench import collection

ROWS = 1000
MISSPELT, TOWN = "Tronheim", "Trondheim"
BLOCK = ("medium", "dimensions", "institution")
BLOCK_AT = 500
"""Number of the row at which the pasted block begins."""
PASTED = tuple(
    (f'Glass "negative", plate {n:03}', f"{n},5 x 1/2 cm", f"Museum of\nÅlesund, {n}")
    for n in range(1, 21)
)
_MISTAKES = (
    ("path", lambda text: text.replace(".jpg", ".jgp")),
    ("name", lambda text: f"{text} [copy]"),
    ("categories", lambda text: f"{text}; File:Old.jpg"),
)
_LAST_OF_BAD = 900


@dataclass
class Work:
    """The sheet as it was typed, and what its cells are to hold in the end, by number of the row."""

    path: Path
    before: dict[int, dict[str, str]] = field(default_factory=dict)
    after: dict[int, dict[str, str]] = field(default_factory=dict)
    mended: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Rows with a mistake: its column, and the text that is right."""

    @property
    def project(self) -> Path:
        """Where the program keeps what is done to the sheet."""
        return self.path.with_name(self.path.name + ".kabocha")


def write(folder: Path) -> Work:
    """The workbook, and a scan for each row."""
    work = Work(folder / "collection.xlsx")
    for number, cells in enumerate(_good(), 2):
        work.before[number], work.after[number] = _typed(work, number, cells)
    rows = [tuple(cells.values()) for cells in work.before.values()]
    sheet.write(work.path, collection.HEADERS, rows)
    collection.write_scans(folder / "scans", _needed())
    wanted = {cells["path"].rpartition("/")[2] for cells in work.after.values()}
    for scan in (folder / "scans").iterdir():
        if scan.name not in wanted:
            scan.unlink()
    return work


def _needed() -> int:
    return ROWS + ROWS // 10


def _good() -> Iterator[dict[str, str]]:
    """A thousand rows without the mistakes that the collection of the bench has."""
    rows = (r for r in collection.table(_needed()).rows if not collection.is_spoilt(r.number))
    for _, row in zip(range(ROWS), rows, strict=False):
        yield dict(zip(collection.HEADERS, row.cells, strict=True))


def _typed(work: Work, number: int, cells: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Cells as somebody typed them, and as they are to be."""
    place = cells["place of creation"]
    cells["name"] = cells["title"]
    cells["license"] = "CC BY-SA 4.0"
    if number % 10 < 3:
        cells["description[en]"] = cells["description[en]"].replace(place, TOWN)
    before, after = dict(cells), dict(cells)
    if number % 10 < 3:
        before["description[en]"] = before["description[en]"].replace(TOWN, MISSPELT)
    if number > 2:
        before["license"] = ""
    after["name"] = f"{cells['name']} ({number - 1:04})"
    if BLOCK_AT <= number < BLOCK_AT + len(PASTED):
        after |= dict(zip(BLOCK, PASTED[number - BLOCK_AT], strict=True))
    if number % 75 == 0 and number <= _LAST_OF_BAD:
        column, spoil = _MISTAKES[number // 75 % len(_MISTAKES)]
        before[column] = spoil(before[column])
        work.mended[number] = (column, after[column])
    return before, after
