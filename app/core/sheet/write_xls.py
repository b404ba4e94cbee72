"""Writing .xls (BIFF8): the format of Pattypan, which takes the first sheet for the table and
cell A1 of the second one for the page layout. Every cell a text, none of which ever runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.errors import SheetError
from app.core.sheet import guard
from app.core.sheet.written import TEMPLATE_SHEET, Content, template_cell, widths

ROWS = 65_536
"""The header row counts too."""
COLUMNS = 256
_CHARACTER = 256
_FLUSHED = 1000


def write_xls(path: Path, content: Content) -> None:
    """Write a workbook. Raises SheetError (`xls-too-many-rows`, `xls-too-many-columns`)."""
    import xlwt  # noqa: PLC0415  needed for this only

    from app.core.sheet import xls_strings  # noqa: PLC0415  as above

    _check(content.table)
    book = xlwt.Workbook(encoding="utf-8")
    xls_strings.use_in(book)
    first = book.add_sheet(content.sheet_name)
    _fill(first, content.table, xlwt.easyxf("font: bold on"))
    if content.template is not None:
        page = book.add_sheet(TEMPLATE_SHEET)
        page.col(0).width = 100 * _CHARACTER
        wrapped = xlwt.easyxf("alignment: wrap on, vertical top")
        page.write(0, 0, template_cell(content.template), wrapped)
    try:
        book.save(str(path))
    finally:
        if first.row_tempfile is not None:  # where it put finished rows
            first.row_tempfile.close()


def _check(table: Sequence[Sequence[str]]) -> None:
    if len(table) > ROWS:
        raise SheetError("xls-too-many-rows", rows=len(table) - 1, limit=ROWS - 1)
    columns = max(map(len, table))
    if columns > COLUMNS:
        raise SheetError("xls-too-many-columns", columns=columns, limit=COLUMNS)


def _fill(sheet: Any, table: Sequence[Sequence[str]], bold: Any) -> None:
    sheet.set_panes_frozen(True)
    sheet.set_horz_split_pos(1)
    for column, width in enumerate(widths(table)):
        sheet.col(column).width = width * _CHARACTER
    for column, text in enumerate(table[0]):
        if text:
            sheet.write(0, column, _held(text), bold)
    for number, row in enumerate(table[1:], 1):
        for column, text in enumerate(row):
            if text:
                sheet.write(number, column, _held(text))
        if number % _FLUSHED == 0:
            sheet.flush_row_data()


def _held(text: str) -> str:
    return guard.put_on_apostrophes(text.replace("\x00", ""))
