"""One row as it would be sent: its title, its page, its structured data, its file, its problems."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from app.core import fields, files, media, names, statements, wikitext
from app.core.errors import FileError
from app.core.media import private
from app.core.model import Choice, Column, Description, Entry, Layout, Private, Problem, Row

KEPT = 64
"""Rows whose rendered pages and statements stay in memory."""


class Batch(Protocol):
    """What a draft needs of a project."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns."""

    @property
    def layout(self) -> Layout:
        """How pages are made."""

    @property
    def constants(self) -> Mapping[str, str]:
        """Texts for all rows, by meaning."""

    @property
    def folders(self) -> Sequence[Path]:
        """Folders a row may name files under."""

    @property
    def folder_index(self) -> files.FolderIndex:
        """All files under the folders, to find moved ones again."""

    def facts(self, path: Path, found: media.FileFacts | None = None) -> media.FileFacts:
        """What is known of a file; `found` = what was seen of it elsewhere. Raises FileError."""


class Made:
    """What a row gives, each part rendered when it is first asked for."""

    def __init__(self, entry: Entry, layout: Layout, account: str) -> None:
        self.entry = entry
        self._layout, self._account = layout, account

    @cached_property
    def page(self) -> wikitext.Page:
        """The page in wikitext."""
        return wikitext.render(self.entry, self._layout)

    @cached_property
    def built(self) -> statements.Built:
        """The structured data."""
        return statements.build(self.entry, self._layout, account=self._account)


class Reading:
    """What all rows of a batch are read by, as it was when they were: columns, layout, constants,
    account. Renders the last rows once: a hundred thousand pages would fill the memory.
    """

    def __init__(self, batch: Batch, account: str = "") -> None:
        self._columns = tuple(batch.columns)
        self._layout = batch.layout
        self._constants = dict(batch.constants)
        self._account = account
        self._kept: OrderedDict[int, tuple[Row, Made]] = OrderedDict()
        self._last: tuple[Row, Made] | None = None
        self._lock = threading.Lock()

    @property
    def account(self) -> str:
        """Who would send, "" = not known yet."""
        return self._account

    @property
    def shape(self) -> tuple[object, ...]:
        """Differs when rows would read otherwise."""
        return self._columns, self._layout, self._constants, self._account

    def made(self, row: Row) -> Made:
        """What a row gives."""
        last = self._last  # one row is asked for many times before the next
        if last is not None and last[0] is row:
            return last[1]
        with self._lock:
            kept = self._kept.get(row.id)
        if kept is not None and kept[0] is row:
            return kept[1]
        entry = fields.read_entry(row, self._columns, self._layout, self._constants)
        made = Made(entry, self._layout, self._account)
        self._last = (row, made)
        with self._lock:
            self._kept[row.id] = self._last
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Draft:
    """`title` is as the wiki stores it, without File:, "" when the row has no name. `file` is
    None when it was not found; `facts` None when it cannot be read. `problems` stand at the row.
    """

    row: Row
    reading: Reading = field(repr=False, compare=False)
    title: str
    file: Path | None
    facts: media.FileFacts | None
    problems: tuple[Problem, ...]
    without: tuple[Private, ...] = ()
    """What the file holds and a copy leaves out: that copy is sent."""
    address: str = ""
    """Where on the web the file lies that the wiki fetches."""
    path: str = ""
    """The cell that names the file, as typed."""

    @property
    def entry(self) -> Entry:
        """The row by what its columns mean."""
        return self.reading.made(self.row).entry

    @property
    def text(self) -> str:
        """The page in wikitext."""
        return self.reading.made(self.row).page.text

    @property
    def description(self) -> Description:
        """The structured data."""
        return self.reading.made(self.row).built.description

    @property
    def has_file(self) -> bool:
        """Whether there is something to send."""
        return self.file is not None or bool(self.address)


def compose(batch: Batch, row: Row, account: str = "", *, reading: Reading | None = None) -> Draft:
    """Make the draft of a row. `account` = who would send it (own work); "" = not known yet.
    `reading` = that of the batch, for who makes many.
    """
    reading = reading or Reading(batch, account)
    made = reading.made(row)
    entry = made.entry
    located = files.locate(entry.path, batch.folders, batch.folder_index)
    found: list[Problem] = []
    if located.problem:
        found.append(located.problem.at(row.number, entry.path_column, row.id))
    facts, path = None, located.path
    if path:
        try:
            facts = batch.facts(path)
        except FileError:
            path = None
    title = names.target_title(
        entry.name, files.name_of(entry.path), facts.detected if facts else ()
    )
    found += [p.at(row.number, entry.name_column, row.id) for p in title.problems]
    found += [p.at(row.number, row_id=row.id) for p in (*made.page.problems, *made.built.problems)]
    return Draft(
        row, reading, title.full, path, facts, tuple(found), _left_out(row, facts),
        located.address, entry.path,
    )  # fmt: skip


def _left_out(row: Row, facts: media.FileFacts | None) -> tuple[Private, ...]:
    held = private.holds(facts.exif) if facts else frozenset()
    return tuple(what for what in Private if what in held and row.choice(what) is Choice.REMOVE)
