"""Processes that check many rows side by side, away from the window's process.

Ten thousand rows take one core several seconds. A portion of rows goes to a process, and what was
found comes back; one portion is under way to each, so that neither side waits for the other to read.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core import files, manners, media, text
from app.core.checks.batch import Batch
from app.core.checks.by_itself import ByItself, Checked
from app.core.draft import Draft, Reading
from app.core.errors import FileError
from app.core.model import Column, Layout, Row

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

WORTH_IT = 1000
"""Rows: fewer are checked before a process has started."""
MOST = 6
"""Processes at once: each takes some 80 MB."""
_PORTION = 50

Seen = tuple[Path, media.FileFacts]
"""A file, and what was seen of it before."""
Portion = Sequence[tuple[Row, Seen | None]]
Found = tuple[Any, ...]
"""A row's check as it comes back: parts of its draft, problems, key, counts."""


def check(
    batch: Batch,
    reading: Reading,
    rows: Sequence[Row],
    seen: Mapping[int, Seen],
    here: Callable[[Row], Checked],
) -> Generator[Checked]:
    """Each of the rows, in any order. `seen` = what was seen of their files before, by row id;
    `here` checks in this process: what no other one could. To close the iterator ends the processes.
    """
    every = [(row, seen.get(row.id)) for row in rows]
    portions: deque[Portion] = deque(
        every[at : at + _PORTION] for at in range(0, len(every), _PORTION)
    )
    crew = _Crew()
    try:
        crew.begin(_Shape.of(batch, reading), _count(len(rows)))
        for portion, answer in crew.answers(portions):
            for (row, _seen), found in zip(portion, answer, strict=True):
                yield _checked(row, found, batch, reading) or here(row)
    finally:
        crew.end()
    for portion in portions:
        yield from (here(row) for row, _seen in portion)


def _count(rows: int) -> int:
    cores = os.cpu_count() or 1
    return 0 if cores == 1 else min(cores, MOST, -(-rows // WORTH_IT))


# -- this side -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shape:
    """What rows are read by, for a process that has no project."""

    columns: tuple[Column, ...]
    layout: Layout
    constants: Mapping[str, str]
    folders: tuple[Path, ...]
    account: str
    language: str

    @classmethod
    def of(cls, batch: Batch, reading: Reading) -> _Shape:
        columns, constants = tuple(batch.columns), dict(batch.constants)
        folders, language = tuple(batch.folders), text.wanted()
        return cls(columns, batch.layout, constants, folders, reading.account, language)


class _Crew:
    """The processes, each with the portion that is under way to it."""

    def __init__(self) -> None:
        self._processes: dict[connection.Connection, SpawnProcess] = {}
        self._under_way: dict[connection.Connection, Portion] = {}

    def begin(self, shape: _Shape, count: int) -> None:
        """Start the processes. Those that cannot be started are done without."""
        for _ in range(count):
            self._start(shape)

    def _start(self, shape: _Shape) -> None:
        context = multiprocessing.get_context("spawn")
        pipe, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, shape), daemon=True)
        try:
            process.start()
        except OSError:
            pipe.close()
        else:
            self._processes[pipe] = process
        finally:
            theirs.close()

    def answers(self, portions: deque[Portion]) -> Iterator[tuple[Portion, Sequence[Found]]]:
        """Portions with what was found in them, until none is left; those that got lost are back in
        `portions`.
        """
        for pipe in tuple(self._processes):
            self._give(pipe, portions)
        while self._under_way:
            told = connection.wait(tuple(self._under_way))
            for pipe in [pipe for pipe in self._under_way if pipe in told]:
                try:
                    answer = pipe.recv()
                except (EOFError, OSError):  # it died
                    portions.append(self._under_way.pop(pipe))
                    continue
                portion = self._under_way.pop(pipe)
                self._give(pipe, portions)
                yield portion, answer

    def _give(self, pipe: connection.Connection, portions: deque[Portion]) -> None:
        if not portions:
            return
        portion = portions.popleft()
        try:
            pipe.send(portion)
        except OSError:  # it died
            portions.append(portion)
        else:
            self._under_way[pipe] = portion

    def end(self) -> None:
        """End the processes, whatever they do."""
        for process in self._processes.values():
            process.kill()
        for pipe, process in self._processes.items():
            process.join()
            process.close()
            pipe.close()
        self._processes.clear()


def _checked(row: Row, found: Found, batch: Batch, reading: Reading) -> Checked | None:
    """None when the file is no longer what was looked at there."""
    draft, problems, key, counts = found
    title, file, facts, own, without, address, path = draft
    where = Path(file) if file else None
    if where is not None and not _is_still(where, facts, batch):
        return None
    made = Draft(row, reading, title, where, facts, own, without, address, path)
    return Checked(made, problems, key, counts)


def _is_still(where: Path, facts: media.FileFacts, batch: Batch) -> bool:
    try:
        return batch.facts(where, facts) == facts
    except FileError:
        return False


# -- the other side ------------------------------------------------------------------------------


class _Apart:
    """A batch as a process sees it."""

    def __init__(self, shape: _Shape) -> None:
        self.columns, self.layout = shape.columns, shape.layout
        self.constants, self.folders = shape.constants, shape.folders
        self._known = media.Known()

    @cached_property
    def folder_index(self) -> files.FolderIndex:
        return files.FolderIndex(self.folders)

    def facts(self, path: Path, found: media.FileFacts | None = None) -> media.FileFacts:
        return self._known.facts(path, found)


def serve(pipe: connection.Connection, shape: _Shape) -> None:
    """The life of a process: portions in, what was found out, until the pipe closes."""
    manners.leave_interrupts()
    manners.step_back()
    manners.collect_seldom()
    text.use(shape.language)
    batch = _Apart(shape)
    rules = ByItself(batch, Reading(batch, shape.account))
    while True:
        try:
            portion: Portion = pipe.recv()
            pipe.send([_found(rules, batch, row, seen) for row, seen in portion])
        except (EOFError, OSError):
            return


def _found(rules: ByItself, batch: _Apart, row: Row, seen: Seen | None) -> Found:
    if seen is not None:
        with contextlib.suppress(FileError):
            batch.facts(*seen)
    checked = rules.check(row)
    made = checked.made
    draft = (
        made.title, str(made.file) if made.file else "", made.facts, made.problems,
        made.without, made.address, made.path,
    )  # fmt: skip
    return draft, checked.problems, checked.key, checked.counts
