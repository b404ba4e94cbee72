"""Starting the reading process, waiting for it, ending it."""

from __future__ import annotations

import json
import multiprocessing
import stat
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import CancelledError, SheetError
from app.core.model import Table, TableRow
from app.core.sheet import child, limits, sniff

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from app.core.cancel import Cancel

_BEAT = 0.05


def read(
    path: str | Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    cancel: Cancel | None = None,
    seconds: float = limits.SECONDS,
) -> Table:
    """The table of an .xls, .xlsx, .ods, .csv or .tsv file, read in a process of its own.

    `sheet` names a sheet (default: the first with content), `header_row` its header (from 1;
    default: found). `cancel` kills the process. Raises SheetError when there is no table to be
    had, CancelledError when cancelled. What can be read but needs a look is in `Table.problems`.
    """
    path = Path(path)
    _check(path)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=child.main, args=(sender, str(path), sheet, header_row), daemon=True
    )
    try:
        process.start()
        sender.close()
        answer, rows = _wait(receiver, process, cancel, seconds)
    finally:
        sender.close()
        receiver.close()
        _end(process)
    if "table" in answer:
        return child.table_of(answer["table"], rows)
    raise SheetError(answer["error"], answer["detail"], **{"name": path.name} | answer["params"])


def _check(path: Path) -> None:
    """Raise SheetError for what need not be opened at all."""
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise SheetError("sheet-missing", name=path.name) from error
    except (OSError, ValueError) as error:
        raise SheetError("sheet-no-access", str(error), name=path.name) from error
    if not stat.S_ISREG(facts.st_mode):
        raise SheetError("sheet-not-a-file", name=path.name)
    if sniff.extension(str(path)) not in sniff.EXTENSIONS:
        raise SheetError("sheet-not-a-sheet", name=path.name)
    if facts.st_size > limits.CONTAINER_BYTES:
        raise SheetError(
            "sheet-too-big", name=path.name, megabytes=limits.CONTAINER_BYTES // limits.MEGABYTE
        )


def _wait(
    receiver: Connection, process: SpawnProcess, cancel: Cancel | None, seconds: float
) -> tuple[dict[str, Any], tuple[TableRow, ...]]:
    """The answer of the process and its rows; an error when it dies, takes too long or is
    cancelled.
    """
    end = time.monotonic() + seconds
    code = "sheet-reader-failed"
    rows: list[TableRow] = []
    while True:
        if cancel is not None and cancel.is_set():
            raise CancelledError
        if time.monotonic() >= end:
            return _error("sheet-too-slow", seconds=round(seconds)), ()
        if not receiver.poll(_BEAT):
            continue
        try:
            message = receiver.recv_bytes()
        except (EOFError, OSError):
            process.join()
            return _error(code, f"the reading process ended with {process.exitcode}"), ()
        code = "sheet-too-heavy"
        if message == child.STARTED:
            continue
        answer = json.loads(message)
        if isinstance(answer, dict):
            return answer, tuple(rows)
        rows += child.rows_of(answer)
        if len(rows) > limits.ROWS:
            return _error(code, f"{len(rows)} rows"), ()


def _error(code: str, detail: str = "", **params: object) -> dict[str, Any]:
    """As the process would say it."""
    return {"error": code, "detail": detail, "params": params}


def _end(process: SpawnProcess) -> None:
    if process.pid is None:
        return
    if process.is_alive():
        process.kill()
    process.join()
    process.close()
