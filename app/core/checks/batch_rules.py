"""Rules over all rows: two of one name, of one file, of the same bytes; and what stops the sheet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from pathlib import Path

from app.core import names
from app.core.cancel import Cancel, check
from app.core.checks.batch import Batch, listed, problem
from app.core.draft import Draft
from app.core.errors import FileError
from app.core.model import Entry, Fix, MeaningKind, Problem, Severity

_IDENTIFIERS = ("P217", "P528")
_NUMBER_FIELDS = ("accession number", "id", "inventory number", "identifier", "accession_number")
_NO_LETTERS = str.maketrans(dict.fromkeys("#<>[]|{}/\\:", "-"))


def blockers(batch: Batch, *, empty: bool) -> Iterator[Problem]:
    """What stops the whole sheet. `empty` = there is no row to send."""
    if empty:
        yield Problem("no-rows", Severity.BLOCKER)
    for kind, code in ((MeaningKind.PATH, "no-path-column"), (MeaningKind.NAME, "no-name-column")):
        has_column = any(c.meaning.kind is kind for c in batch.columns)
        if not has_column and not batch.constants.get(kind.value, "").strip():
            yield Problem(code, Severity.BLOCKER, fix=Fix("choose_column"))


def _numbers(group: Sequence[Draft]) -> list[int]:
    return [made.row.number for made in group]


# -- one title --------------------------------------------------------------------------------------


def same_titles(group: Sequence[Draft], taken: Container[Hashable]) -> Iterator[Problem]:
    """Rows that would get one title, each naming all of them. `taken` = `same_title_key` of all
    titles.
    """
    rows = listed(_numbers(group))
    for made, value in zip(group, _told_apart(group, taken), strict=True):
        yield problem(
            made, "batch-duplicate", Severity.ERROR, made.entry.name_column,
            fix=Fix("append_identifier", value), rows=rows, count=len(group), title=made.title,
        )  # fmt: skip


def _told_apart(group: Sequence[Draft], taken: Container[Hashable]) -> list[str]:
    """A new name for each row of a group: by the object's number, else 1, 2, 3."""
    marks = [identifier(made.entry) for made in group]
    if not all(marks) or len(set(marks)) < len(marks):
        marks = []
    told: list[str] = []
    offered: set[str] = set()
    number = 0
    for place, made in enumerate(group):
        name = with_mark(made.title, marks[place]) if marks else ""
        while not name or (key := names.same_title_key(name)) in taken or key in offered:
            number += 1
            name = with_mark(made.title, str(number))
        offered.add(key)
        told.append(name)
    return told


def identifier(entry: Entry) -> str:
    """The object's own number, legal in a title; "" without one."""
    cells = [c for c in entry.cells if c.meaning.name.casefold() in _NUMBER_FIELDS]
    cells += [c for c in entry.of_kind(MeaningKind.PROPERTY) if c.meaning.name in _IDENTIFIERS]
    text = cells[0].text.translate(_NO_LETTERS).strip() if cells else ""
    return text if 0 < len(text) <= 40 and "\n" not in text else ""


def with_mark(title: str, mark: str) -> str:
    """The title with a mark in brackets before its extension."""
    stem, extension = names.split(title)
    return names.tidy(f"{stem} ({mark}).{extension}" if extension else f"{stem} ({mark})")


# -- one file, the same bytes -----------------------------------------------------------------------


def same_files(group: Sequence[Draft]) -> Iterator[Problem]:
    """Rows that name one and the same file."""
    rows = listed(_numbers(group))
    for made in group:
        name = made.file.name if made.file else ""
        yield problem(
            made, "same-file-twice", Severity.ERROR, made.entry.path_column,
            rows=rows, count=len(group), name=name,
        )  # fmt: skip


def same_bytes(
    group: Sequence[Draft], sha1: Callable[[Path], str], cancel: Cancel | None = None
) -> Iterator[Problem]:
    """Rows whose files are different ones with equal bytes; `group` = rows with files of one size.
    Raises CancelledError.
    """
    files = {made.file for made in group if made.file}
    if len(files) < 2:  # one file is never twice
        return
    by_hash: dict[str, list[Draft]] = {}
    for made in group:
        if cancel is not None:
            check(cancel)
        with contextlib.suppress(FileError):
            if made.file:
                by_hash.setdefault(sha1(made.file), []).append(made)
    for alike in by_hash.values():
        if len({made.file for made in alike}) > 1:
            yield from _twice(alike)


def _twice(group: Sequence[Draft]) -> Iterator[Problem]:
    rows = listed(_numbers(group))
    for made in group:
        name = made.file.name if made.file else ""
        others = [m.file.name for m in group if m.file and m.file != made.file]
        yield problem(
            made, "same-bytes-twice", Severity.ERROR, made.entry.path_column,
            rows=rows, count=len(group), name=name, other=next(iter(others), name),
        )  # fmt: skip
