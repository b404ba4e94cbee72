"""The process that reads a stranger's sheet: started fresh, with little memory, killed at will.

What it found goes back as JSON, some rows at a time, so that the parent never holds all of them twice:
it could not give back the memory between. It never unpickles anything that this process made.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.core import manners
from app.core.errors import SheetError
from app.core.model import Problem, Severity, Table, TableRow
from app.core.sheet import limits, sniff
from app.core.sheet.assemble import build

STARTED = b"started"
"""The first message; without it the process never came to reading."""
_ROWS = 500
"""Rows in one message."""
_SIMPLE = (
    "headers",
    "source",
    "sheet_name",
    "header_row",
    "freemarker",
    "freemarker_name",
    "other_sheets",
)


def load(path: str, *, sheet: str | None = None, header_row: int | None = None) -> Table:
    """Read a sheet in this very process: without a limit of memory or time. Raises SheetError."""
    ending = sniff.extension(path)
    name = Path(path).name
    try:
        book, kind = sniff.open_book(_bytes(path), ending)
        table = build(book, sheet=sheet, header_row=header_row, source=name)
    except SheetError as error:
        error.params = {"name": name, "extension": ending} | error.params
        raise
    if not sniff.differs(ending, kind):
        return table
    params = {"name": name, "extension": f".{ending}", "kind": f".{kind}"}
    problem = Problem("sheet-other-format", Severity.INFO, params=params)
    return replace(table, problems=(problem, *table.problems))


def _bytes(path: str) -> bytes:
    with Path(path).open("rb") as stream:
        data = stream.read(limits.CONTAINER_BYTES + 1)
    if len(data) > limits.CONTAINER_BYTES:
        raise SheetError("sheet-too-big", megabytes=limits.CONTAINER_BYTES // limits.MEGABYTE)
    return data


def main(sender: Connection, path: str, sheet: str | None, header_row: int | None) -> None:
    """The body of the process: say that it lives, read, send the rows and the rest, end."""
    sender.send_bytes(STARTED)
    confine()
    gc.disable()  # it ends before circles could fill its memory
    for message in _messages(_answer(path, sheet, header_row)):
        sender.send_bytes(json.dumps(message).encode())
    sender.close()


def _messages(answer: dict[str, Any]) -> Iterator[Any]:
    """Lists of rows, and last a dict: that is the whole answer when there is no table."""
    table = answer.get("table")
    if table is not None:
        for start in range(0, len(table.rows), _ROWS):
            yield [(row.number, row.cells) for row in table.rows[start : start + _ROWS]]
        answer = {"table": _data(table)}
    yield answer


def _answer(path: str, sheet: str | None, header_row: int | None) -> dict[str, Any]:
    try:
        return {"table": load(path, sheet=sheet, header_row=header_row)}
    except SheetError as error:
        return {"error": error.code, "detail": error.detail, "params": error.params}
    except MemoryError:
        return {"error": "sheet-too-heavy", "detail": "MemoryError", "params": {}}
    except OSError as error:
        return {"error": "sheet-no-access", "detail": str(error), "params": {}}
    except BaseException as error:  # noqa: BLE001  a panic of calamine is no Exception
        return {"error": "sheet-damaged", "detail": repr(error), "params": {}}


def confine() -> None:
    """Little memory, no noise of dying readers."""
    manners.leave_interrupts()
    manners.limit_memory(limits.MEMORY_BYTES)
    manners.be_silent()


def _data(table: Table) -> dict[str, Any]:
    """What JSON takes of a table, without its rows."""
    data = {name: getattr(table, name) for name in _SIMPLE}
    data["problems"] = [
        (p.code, p.severity.value, p.row, p.field, dict(p.params)) for p in table.problems
    ]
    return data


def rows_of(message: list[Any]) -> Iterator[TableRow]:
    """The rows of one message."""
    return (TableRow(number, tuple(cells)) for number, cells in message)


def table_of(data: dict[str, Any], rows: tuple[TableRow, ...]) -> Table:
    """The table that came back as JSON, with the rows that came before."""
    data["headers"] = tuple(data["headers"])
    data["other_sheets"] = tuple(data["other_sheets"])
    data["problems"] = tuple(
        Problem(code, Severity(severity), row, field, params)
        for code, severity, row, field, params in data["problems"]
    )
    return Table(rows=rows, **data)
