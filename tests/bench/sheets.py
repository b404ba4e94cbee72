"""Reading 10,000 x 20 cells out of each format, against the plain reader of that format; writing them,
against writing .xlsx.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from app.core import sheet
from app.core.model import Table
from tests.bench import collection
from tests.bench.figure import Figure, seconds


def write(table: Table, path: Path) -> None:
    sheet.write(path, table.headers, [r.cells for r in table.rows])


def plain_xlsx(path: Path) -> int:
    import openpyxl  # brings numpy with it, which would count as memory of the window

    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for _ in book.active.iter_rows(values_only=True))
    book.close()
    return count


def plain_xls(path: Path) -> int:
    import xlrd

    page = xlrd.open_workbook(str(path), formatting_info=True).sheet_by_index(0)
    return sum(1 for y in range(page.nrows) if page.row_values(y))


def plain_ods(path: Path) -> int:
    """The bare XML, as any reader in Python must take it."""
    with zipfile.ZipFile(path) as box:
        data = box.read("content.xml")
    rows = 0
    for _, element in ET.iterparse(io.BytesIO(data)):
        rows += element.tag.endswith("}table-row")
    return rows


def plain_csv(path: Path) -> int:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return sum(1 for _ in csv.reader(stream))


_READING: dict[str, tuple[Callable[[Path], int], str, float]] = {
    "xlsx": (plain_xlsx, "times openpyxl read_only", 1.0),
    "xls": (plain_xls, "times xlrd with formats", 5.0),
    "ods": (plain_ods, "times parsing its XML", 5.0),
    "csv": (plain_csv, "times csv.reader", 25.0),
}
_WRITING = {"ods": 1.0, "xls": 1.5}


def figures(table: Table, folder: Path) -> Iterator[Figure]:
    """One figure a format. Ours reads in a child process, whose start counts."""
    for extension, (plain, unit, target) in _READING.items():
        path = folder / f"collection.{extension}"
        write(table, path)
        assert len(sheet.read(path).rows) == len(table.rows) == plain(path) - 1
        ratio = seconds(partial(sheet.read, path), 2) / seconds(partial(plain, path), 2)
        yield Figure(f"read {collection.SHAPE} {extension}", ratio, unit, target)
    usual = seconds(partial(write, table, folder / "collection.xlsx"), 2)
    for extension, target in _WRITING.items():
        ratio = seconds(partial(write, table, folder / f"collection.{extension}"), 2) / usual
        name = f"write {collection.SHAPE} {extension}"
        yield Figure(name, ratio, "times writing it as xlsx", target)
