"""Writing tables: .xlsx, .csv, .tsv; every cell a text; nothing runs as a formula when opened.

.csv and .tsv carry the guard of `guard`. In .xlsx a text cell never runs by itself; texts that
would when typed again carry Excel's own mark for texts (quote prefix), which nobody sees.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.core.errors import FileError, SheetError
from app.core.sheet import guard, limits, sniff
from app.core.sheet.grid import letters

_QUOTED = frozenset('",;\t\r\n')
_SHEET_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDTHS = (8, 60)
_SAMPLE = 200

Rows = Iterable[Sequence[str]]


def write(path: str | Path, headers: Sequence[str], rows: Rows, *, sheet_name: str = "") -> None:
    """Write a table; the ending of `path` says how (.xlsx, .csv, .tsv). All or nothing: the old
    file stays until the new one is complete.

    Raises FileError when it cannot be written, SheetError for another ending (`sheet-ending`) or
    a cell that .xlsx cannot hold (`sheet-cell-too-long`).
    """
    path = Path(path)
    writers = {"xlsx": _write_xlsx, "csv": _write_csv, "tsv": _write_tsv}
    ending = sniff.extension(str(path))
    if ending not in writers:
        raise SheetError("sheet-ending", name=path.name)
    table = [list(headers), *(list(row) for row in rows)]
    try:
        with _replacing(path) as temporary:
            writers[ending](temporary, table, sheet_name)
    except OSError as error:
        raise FileError("file-not-written", str(error), name=path.name) from error


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside the target that takes its place at the end."""
    temporary = path.with_name(f".kabocha-{secrets.token_hex(6)}.tmp")
    temporary.touch(exist_ok=False)
    try:
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o777)
        yield temporary
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_csv(path: Path, table: list[list[str]], _sheet_name: str) -> None:
    _write_delimited(path, table, ",")


def _write_tsv(path: Path, table: list[list[str]], _sheet_name: str) -> None:
    _write_delimited(path, table, "\t")


def _write_delimited(path: Path, table: list[list[str]], separator: str) -> None:
    """UTF-8 with its mark (Excel needs it), lines end in CR LF (RFC 4180)."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        for row in table:
            stream.write(separator.join(map(_quoted, row)) + "\r\n")
        stream.flush()
        os.fsync(stream.fileno())


def _quoted(text: str) -> str:
    """A cell; in quotes when any separator stands in it, so that readers cannot guess wrongly."""
    text = guard.put_on(text.replace("\x00", ""))
    if text != text.strip() or not _QUOTED.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_xlsx(path: Path, table: list[list[str]], sheet_name: str) -> None:
    import xlsxwriter  # noqa: PLC0415  60 ms, needed for this only

    _check_cells(table)
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    book = xlsxwriter.Workbook(str(path), options)
    try:
        name = sheet_name.translate(_NOT_IN_NAMES).strip(" '")[:_SHEET_NAME]
        sheet = book.add_worksheet(name or "Sheet1")
        _fill(book, sheet, table)
    finally:
        _close(book)


def _close(book: Any) -> None:
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  as above

    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _fill(book: Any, sheet: Any, table: list[list[str]]) -> None:
    bold = book.add_format({"bold": True})
    marked = book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_widths(table)):
        sheet.set_column(column, column, width)
    for number, row in enumerate(table):
        for column, text in enumerate(row):
            if text:
                style = bold if number == 0 else marked if guard.is_risky(text) else None
                written = guard.put_on_apostrophes(text.replace("\x00", ""))
                sheet.write_string(number, column, written, style)


def _widths(table: list[list[str]]) -> list[int]:
    """Wide enough for most of the first rows, never wider than is pleasant."""
    least, most = _WIDTHS
    widths = [least] * max(map(len, table))
    for row in table[:_SAMPLE]:
        for column, text in enumerate(row):
            line = text.partition("\n")[0]
            widths[column] = max(widths[column], min(len(line) + 2, most))
    return widths


def _check_cells(table: list[list[str]]) -> None:
    for number, row in enumerate(table, 1):
        for column, text in enumerate(row):
            if len(text) >= limits.CELL_CHARACTERS:
                _check_cell(text, f"{letters(column)}{number}")


def _check_cell(text: str, place: str) -> None:
    if len(guard.put_on_apostrophes(text)) > limits.CELL_CHARACTERS:
        raise SheetError("sheet-cell-too-long", cell=place, limit=limits.CELL_CHARACTERS)
