"""Writing .xlsx. A text cell never runs by itself; texts that would when typed again carry
Excel's own mark for texts (quote prefix), which nobody sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.sheet import guard
from app.core.sheet.written import TEMPLATE_SHEET, Content, template_cell, widths


def write_xlsx(path: Path, content: Content) -> None:
    """Write a workbook row by row."""
    import xlsxwriter  # noqa: PLC0415  60 ms, needed for this only

    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    book = xlsxwriter.Workbook(str(path), options)
    try:
        _fill(book, book.add_worksheet(content.sheet_name), content.table)
        if content.template is not None:
            page = book.add_worksheet(TEMPLATE_SHEET)
            page.set_column(0, 0, 100)
            marked = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
            page.write_string(0, 0, template_cell(content.template), marked)
    finally:
        _close(book)


def _close(book: Any) -> None:
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  as above

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _fill(book: Any, sheet: Any, table: Sequence[Sequence[str]]) -> None:
    bold = book.add_format({"bold": True})
    marked = book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths(table)):
        sheet.set_column(column, column, width)
    for number, row in enumerate(table):
        for column, text in enumerate(row):
            if text:
                style = bold if number == 0 else marked if guard.is_risky(text) else None
                written = guard.put_on_apostrophes(text.replace("\x00", ""))
                sheet.write_string(number, column, written, style)
