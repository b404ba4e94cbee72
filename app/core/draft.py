"""One row as it would be sent: its title, its page, its structured data, its file, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core import fields, files, media, names, statements, wikitext
from app.core.errors import FileError
from app.core.media import private
from app.core.model import Choice, Column, Description, Entry, Layout, Private, Problem, Row


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

    def facts(self, path: Path) -> media.FileFacts:
        """What is known of a file. Raises FileError."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`title` is as the wiki stores it, without File:, "" when the row has no name. `file` is
    None when it was not found; `facts` None when it cannot be read. `problems` stand at the row.
    """

    row: Row
    entry: Entry
    title: str
    text: str
    description: Description
    file: Path | None
    facts: media.FileFacts | None
    problems: tuple[Problem, ...]
    without: tuple[Private, ...] = ()
    """What the file holds and a copy leaves out: that copy is sent."""
    address: str = ""
    """Where on the web the file lies that the wiki fetches."""

    @property
    def has_file(self) -> bool:
        """Whether there is something to send."""
        return self.file is not None or bool(self.address)


def compose(batch: Batch, row: Row, account: str = "") -> Draft:
    """Make the draft of a row. `account` = who would send it (own work); "" = not known yet."""
    entry = fields.read_entry(row, batch.columns, batch.layout, batch.constants)
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
    page = wikitext.render(entry, batch.layout)
    built = statements.build(entry, batch.layout, account=account)
    found += [p.at(row.number, row_id=row.id) for p in (*page.problems, *built.problems)]
    placed, without = tuple(found), _left_out(row, facts)
    return Draft(
        row, entry, title.full, page.text, built.description, path, facts, placed, without,
        located.address,
    )  # fmt: skip


def _left_out(row: Row, facts: media.FileFacts | None) -> tuple[Private, ...]:
    held = private.holds(facts.exif) if facts else frozenset()
    return tuple(what for what in Private if what in held and row.choice(what) is Choice.REMOVE)
