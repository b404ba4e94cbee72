"""Writing tables: .xlsx, .ods, .xls, .csv, .tsv; every cell a text; nothing runs when opened."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.core.errors import FileError, SheetError
from app.core.sheet import sniff
from app.core.sheet.write_ods import write_ods
from app.core.sheet.write_text import write_csv, write_tsv
from app.core.sheet.write_xls import write_xls
from app.core.sheet.write_xlsx import write_xlsx
from app.core.sheet.written import Content, check_cells

Rows = Iterable[Sequence[str]]

WORKBOOKS: dict[str, Callable[[Path, Content], None]] = {
    "xlsx": write_xlsx,
    "ods": write_ods,
    "xls": write_xls,
}
_WRITERS = WORKBOOKS | {"csv": write_csv, "tsv": write_tsv}
ENDINGS = tuple(_WRITERS)
"""What can be written, the best choice first."""


def write(
    path: str | Path,
    headers: Sequence[str],
    rows: Rows,
    *,
    sheet_name: str = "",
    template: str | None = None,
) -> None:
    """Write a table; the ending of `path` says how (`ENDINGS`). All or nothing: the old file stays
    until the new one is complete. A page layout (`template`) goes on a second sheet of a workbook,
    as Pattypan has it; .csv and .tsv have no place for it.

    Raises FileError when it cannot be written, SheetError for another ending (`sheet-ending`), a
    cell that no workbook can hold (`sheet-cell-too-long`), or more than an .xls can hold
    (`xls-too-many-rows`, `xls-too-many-columns`).
    """
    path = Path(path)
    ending = sniff.extension(str(path))
    if ending not in _WRITERS:
        raise SheetError("sheet-ending", name=path.name)
    content = Content([list(headers), *(list(row) for row in rows)], sheet_name, template)
    if ending in WORKBOOKS:
        check_cells(content)
    try:
        with _replacing(path) as temporary:
            _WRITERS[ending](temporary, content)
    except SheetError as error:
        error.params = {"name": path.name} | error.params
        raise
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
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
