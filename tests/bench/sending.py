"""What an upload to the practice wiki costs: requests, bytes over the payload, memory."""

from __future__ import annotations

import json
import os
import random
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.core.model import Table, TableRow
from app.core.project import Project
from tests.bench import collection, memory, wiki
from tests.bench.figure import Figure

SMALL = 60
MIDDLE, MIDDLE_BYTES = 8, 1_500_000
HUGE_BYTES = 500_000_000


def figures(folder: Path) -> Iterator[Figure]:
    """Three uploads, each by a process of its own."""
    with wiki.running(folder / "wiki") as served:
        yield from _small(folder / "small", served.api)
        yield from _middle(folder / "middle", served.api)
        idle = memory.peak_of(served.pid)
        yield from _huge(folder / "huge", served.api)
        grown = memory.peak_of(served.pid) - idle
    yield Figure("peak memory of the practice wiki over what it had", grown, "MB", 60)


def _small(folder: Path, api: str) -> Iterator[Figure]:
    table = _good(0, SMALL)
    collection.write_scans(folder / "scans", SMALL * 2)
    cost = _sent(folder, table, api)
    assert cost["done"] == SMALL, cost
    per_file = cost["requests"] / SMALL
    yield Figure("requests of a small file with its data", per_file, "requests", 3.1)
    over = (cost["sent"] - cost["payload"]) / SMALL / 1000
    yield Figure("bytes beside the payload of a small file", over, "kB", 12)


def _middle(folder: Path, api: str) -> Iterator[Figure]:
    table = _good(1000, MIDDLE, "tif")
    for row in table.rows:
        write_tiff(folder / row.cells[0], MIDDLE_BYTES, row.number)
    cost = _sent(folder, table, api)
    assert cost["done"] == MIDDLE, cost
    over = (cost["sent"] - cost["payload"]) / cost["payload"] * 100
    yield Figure("bytes over the payload of 1.5 MB files", over, "%", 1.5)


def _huge(folder: Path, api: str) -> Iterator[Figure]:
    table = _good(2000, 1, "tif")
    write_tiff(folder / table.rows[0].cells[0], HUGE_BYTES, 1)
    cost = _sent(folder, table, api)
    assert cost["done"] == 1, cost
    megabytes = HUGE_BYTES // 1_000_000
    over = (cost["sent"] - cost["payload"]) / cost["payload"] * 100
    yield Figure(f"bytes over the payload of a {megabytes} MB file", over, "%", 1.5)
    checked = cost["checked"] - cost["idle"]
    yield Figure(f"peak memory over idle: check of a {megabytes} MB file", checked, "MB", 60)
    peak = cost["peak"] - cost["idle"]
    yield Figure(f"peak memory over idle: upload of a {megabytes} MB file", peak, "MB", 60)


def _good(start: int, count: int, extension: str = "jpg") -> Table:
    """Rows of the collection without a mistake: so many from a number on, of one file type."""
    table = collection.table(start + count * 2)
    good = [r for r in table.rows[start:] if not collection.is_spoilt(r.number)]
    rows = (_with_extension(row, extension) for row in good[:count])
    return replace(table, rows=tuple(rows))


def _with_extension(row: TableRow, extension: str) -> TableRow:
    path, *others = row.cells
    return TableRow(row.number, (path.removesuffix("jpg") + extension, *others))


def _sent(folder: Path, table: Table, api: str) -> dict[str, float]:
    place = folder / "p.kabocha"
    Project.create(place, table, folders=[folder], template="artwork").close()
    with wiki.process("tests.bench.send", str(place), api) as sender:
        assert sender.stdout is not None
        cost: dict[str, float] = json.loads(sender.stdout.read() or "{}")
    assert sender.returncode == 0
    return cost


def write_tiff(path: Path, size: int, seed: int) -> None:
    """A picture of one strip of random bytes, uncompressed."""
    width = 10_000
    tags = (
        (256, 4, width), (257, 4, (size - 200) // width), (258, 3, 8), (259, 3, 1), (262, 3, 1),
        (273, 4, 200), (277, 3, 1), (278, 4, (size - 200) // width), (279, 4, size - 200),
    )  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(head.ljust(200, b"\0"))
        left = size - 200
        block = random.Random(seed).randbytes(1_000_000)
        while left:
            left -= stream.write(os.urandom(8) + block[: min(left, len(block)) - 8])
