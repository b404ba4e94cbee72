"""Excel 97-2003 workbooks (.xls): the records are counted first, then xlrd reads values and
formats together (the fast reader knows no formats, so a second one would bring nothing).

Source of the format: MS-XLS 2.3 and 2.4.
"""

from __future__ import annotations

import io
import re
import struct
from typing import Any

from app.core.errors import SheetError
from app.core.sheet import dates, formats, texts
from app.core.sheet.dates import Epoch
from app.core.sheet.grid import Grid, Mark, SheetInfo, check_extent

_FILEPASS = 0x002F
_DIMENSIONS = 0x0200
_WRITER = b"\x5c\x00\x70\x00\x04\x00\x00Calc "
"""The record WRITEACCESS as LibreOffice writes it, near the beginning."""
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
"""FORMULA MULRK MULBLANK RSTRING LABELSST BLANK NUMBER LABEL BOOLERR RK: each begins with its
row and column."""
_WIDEST = 256
_HEADER = struct.Struct("<HH")
_HALF = re.compile("[\ud800-\udfff]")
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5


def streams(data: bytes) -> Any:
    """The compound file around the workbook. Raises SheetError when it is damaged."""
    from xlrd.compdoc import CompDoc  # noqa: PLC0415  a library of the reading process only

    try:
        return CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
    except Exception as error:  # xlrd raises anything on damaged files
        raise SheetError("sheet-damaged", repr(error)) from error


def stream(document: Any, name: str) -> bytes | None:
    """One stream of a compound file, None when it is not there."""
    try:
        memory, start, length = document.locate_named_stream(name)
    except Exception as error:  # xlrd raises anything on damaged files
        raise SheetError("sheet-damaged", repr(error)) from error
    return None if memory is None else bytes(memory[start : start + length])


def check(data: bytes) -> None:
    """Walk over the records: no password, dimensions and cells within the limits."""
    place, end = 0, len(data) - 4
    while place <= end:
        code, length = _HEADER.unpack_from(data, place)
        place += 4
        if code in _CELLS and length >= 4:
            _check_column(_HEADER.unpack_from(data, place)[1] if place <= end else 0)
        elif code == _FILEPASS:
            raise SheetError("sheet-password")
        elif code == _DIMENSIONS and length >= 12 and place + 12 <= len(data):
            _, rows, _, columns = struct.unpack_from("<IIHH", data, place)
            check_extent(rows, min(columns, 1))
            _check_column(columns - 1)
        place += length


def _check_column(column: int) -> None:
    if column >= _WIDEST:
        raise SheetError("sheet-too-many-columns", columns=column + 1, limit=_WIDEST)


class Xls:
    """An opened .xls file. See `grid.Book`."""

    def __init__(self, data: bytes) -> None:
        """Raises SheetError for anything that is unsafe or broken."""
        document = streams(data)
        content = stream(document, "Workbook") or stream(document, "Book")
        if content is None:
            raise SheetError("sheet-damaged", "no workbook stream")
        check(content)
        self._book = _open(data)
        self._epoch = _epoch(content, is_mac=bool(self._book.datemode))
        self.sheets = tuple(
            SheetInfo(sheet.name, _is_filled(sheet), bool(sheet.visibility))
            for sheet in self._book.sheets()
        )

    def corner(self, index: int) -> str:
        """The text of A1."""
        sheet = self._book.sheet_by_index(index)
        if not sheet.nrows or not sheet.row_len(0):
            return ""
        return self._text(sheet.cell(0, 0))[0]

    def grid(self, index: int) -> Grid:
        """The content of one sheet."""
        sheet = self._book.sheet_by_index(index)
        grid = Grid([])
        for number in range(sheet.nrows):
            row = []
            for column, cell in enumerate(sheet.row(number)):
                text, is_shown = self._text(cell)
                row.append(text)
                if is_shown:
                    grid.plain.setdefault(column, text)
                if cell.ctype == _ERROR:
                    grid.marks.append(_error(cell, number + 1, column))
            grid.rows.append(row)
        return grid

    def _text(self, cell: Any) -> tuple[str, bool]:
        """The text, and whether people see a number in another way."""
        if cell.ctype == _TEXT:
            return texts.clean(_joined(cell.value)), False
        if cell.ctype in (_NUMBER, _DATE):
            parts = formats.sections(self._code(cell))
            kind = formats.choose(parts, cell.value).kind
            return formats.render(cell.value, parts, self._epoch), kind is formats.Kind.SHOWN
        return (texts.boolean(cell.value) if cell.ctype == _BOOLEAN else ""), False

    def _code(self, cell: Any) -> str:
        if cell.xf_index is None or cell.xf_index >= len(self._book.xf_list):
            return ""
        key = self._book.xf_list[cell.xf_index].format_key
        known = self._book.format_map.get(key)
        return (known.format_str if known else formats.BUILT_IN.get(key)) or ""


def _epoch(content: bytes, *, is_mac: bool) -> Epoch:
    """The date system. LibreOffice keeps its own days before March 1900 (no Lotus leap day)."""
    if is_mac:
        return dates.MAC
    return dates.PLAIN if _WRITER in content[:500] else dates.EXCEL


def _decoded(data: bytes, encoding: str) -> str:
    """A piece of a text: the table of texts may be cut between the halves of a letter."""
    return data.decode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict")


def _joined(text: str) -> str:
    """A text in which halves of letters from two pieces are letters again."""
    if text.isascii() or not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _open(data: bytes) -> Any:
    import xlrd  # noqa: PLC0415  a library of the reading process only

    xlrd.book.unicode = _decoded  # what it decodes the pieces of texts with
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except MemoryError:
        raise
    except Exception as error:  # xlrd raises anything on damaged files
        raise SheetError("sheet-damaged", repr(error)) from error


def _is_filled(sheet: Any) -> bool:
    return any(kind not in (0, 6) for row in range(sheet.nrows) for kind in sheet.row_types(row))


def _error(cell: Any, row: int, column: int) -> Mark:
    from xlrd import error_text_from_code  # noqa: PLC0415  a library of the reading process only

    return Mark("cell-error", row, column, {"value": error_text_from_code.get(cell.value, "?")})
