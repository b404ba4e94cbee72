"""Several pictures of one object: rows that share everything but their file and their name."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.core import names
from app.core.model import MeaningKind, Row
from app.core.project import Project

_OWN = (MeaningKind.PATH, MeaningKind.NAME)
"""What each picture has for itself."""
_NUMBERED = re.compile(r"^(?P<stem>.*\S) ?\((?P<number>\d{1,2})\)$", re.DOTALL)


def shared(project: Project, row: Row) -> dict[int, str]:
    """The texts that another picture of the same object has too, by column id."""
    return {
        column.id: text
        for column in project.columns
        if column.meaning.kind not in _OWN and (text := row.text(column.id))
    }


def numbered(title: str, taken: Collection[str]) -> str:
    """The first free of "title (2)", "title (3)", …; behind "title (4)" comes "title (5)". Without
    the ending: that is the one of the file. `taken` = `names.same_title_key` of names without
    their endings.
    """
    stem = bare(title)
    number = 1
    if found := _NUMBERED.match(stem):
        stem, number = found["stem"], int(found["number"])
    while True:
        number += 1
        name = f"{stem} ({number})"
        if names.same_title_key(name) not in taken:
            return name


def bare(title: str) -> str:
    """A name without an ending that files have."""
    ending = names.extension.of_name(title)
    return title[: -len(ending) - 1].rstrip() if ending else title.strip()


def taken_names(project: Project) -> set[str]:
    """What `numbered` must not give: the names of all rows."""
    column = project.column_for(MeaningKind.NAME)
    texts = (row.text(column.id) for row in project.rows) if column is not None else ()
    return {names.same_title_key(bare(text)) for text in texts if text}
