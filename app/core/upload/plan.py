"""Freezing a row: everything that is sent for it, as it is at this moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

import app
from app.core import draft, fields, files, names
from app.core.draft import Batch, Draft
from app.core.errors import FileError
from app.core.model import Description, Original, Plan, PropertyNames, Row, Target
from app.core.upload.copies import Copies

SUMMARY = f"Uploaded with Kabocha {app.__version__}"


class Frozen(Batch, Protocol):
    """What freezing needs of a project."""

    def sha1(self, path: Path) -> str:
        """SHA-1 of a file's bytes. Raises FileError."""


def title_of(batch: Batch, row: Row) -> str:
    """The title of a row as the wiki stores it, "" when it has none. Cheap."""
    entry = fields.read_entry(row, batch.columns, batch.layout, batch.constants)
    return names.target_title(entry.name, files.name_of(entry.path)).full


def description_of(made: Draft, target: Target) -> Description:
    """The structured data of a draft for a target: captions only where the numbers of Wikidata's
    properties mean other things.
    """
    if target.properties is PropertyNames.LOOKUP:
        return replace(made.description, statements=())
    return made.description


def freeze(project: Frozen, row: Row, account: str, target: Target, copies: Copies) -> Plan:
    """The plan of a row; when something private is left out of its file, the copy is made here.
    Raises FileError when the file is not there or cannot be read or copied, CancelledError.
    """
    made = draft.compose(project, row, account)
    if made.address:
        return Plan(
            row_id=row.id, number=row.number, title=made.title, path=Path(), sha1="", size=0,
            mtime_ns=0, text=made.text, description=description_of(made, target), summary=SUMMARY,
            address=made.address,
        )  # fmt: skip
    if made.file is None:
        name = made.entry.path.replace("\\", "/").rpartition("/")[2]
        raise FileError("file-missing", name=name or made.title)
    stat = made.file.stat()
    path, sha1 = made.file, project.sha1(made.file)
    original = None
    if made.without:
        original = Original(path, sha1, stat.st_size, stat.st_mtime_ns)
        path, sha1 = copies.make(row.id, path, made.without)
        stat = path.stat()
    return Plan(
        row_id=row.id,
        number=row.number,
        title=made.title,
        path=path,
        sha1=sha1,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        text=made.text,
        description=description_of(made, target),
        summary=SUMMARY,
        original=original,
        without=made.without,
    )
