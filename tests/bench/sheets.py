"""Reading 10,000 x 20 cells out of each format, against the plain reader of that format."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import openpyxl
import xlrd
import xlwt

from app.core import sheet
from app.core.model import Table
from tests.bench import collection
from tests.bench.figure import Figure, seconds

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def write_xlsx(table: Table, path: Path) -> None:
    sheet.write(path, table.headers, [r.cells for r in table.rows])


def write_xls(table: Table, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Data")
    for y, cells in enumerate((table.headers, *(r.cells for r in table.rows))):
        for x, text in enumerate(cells):
            page.write(y, x, text)
    book.save(str(path))


def write_ods(table: Table, path: Path) -> None:
    rows = "".join(_ods_row(cells) for cells in (table.headers, *(r.cells for r in table.rows)))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
        f'xmlns:text="{_OFFICE}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Data">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", content)


def _ods_row(cells: tuple[str, ...]) -> str:
    return "<table:table-row>{}</table:table-row>".format(
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(c)}</text:p>'
            "</table:table-cell>"
            for c in cells
        )
    )


def plain_xlsx(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(1 for _ in book.active.iter_rows(values_only=True))
    book.close()
    return count


def plain_xls(path: Path) -> int:
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


_FORMATS: dict[str, tuple[Callable[[Table, Path], None], Callable[[Path], int], str, float]] = {
    "xlsx": (write_xlsx, plain_xlsx, "times openpyxl read_only", 1.0),
    "xls": (write_xls, plain_xls, "times xlrd with formats", 5.0),
    "ods": (write_ods, plain_ods, "times parsing its XML", 5.0),
    "csv": (write_xlsx, plain_csv, "times csv.reader", 25.0),
}


def figures(table: Table, folder: Path) -> Iterator[Figure]:
    """One figure a format. Ours reads in a child process, whose start counts."""
    for extension, (write, plain, unit, target) in _FORMATS.items():
        path = folder / f"collection.{extension}"
        write(table, path)
        assert len(sheet.read(path).rows) == len(table.rows) == plain(path) - 1
        ratio = seconds(partial(sheet.read, path), 2) / seconds(partial(plain, path), 2)
        name = f"read {collection.SHAPE} {extension}"
        yield Figure(name, ratio, unit, target)
