"""Rules about the title of one row that need neither the wiki nor the other rows."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import names
from app.core.checks.batch import problem
from app.core.draft import Draft
from app.core.model import Fix, Problem, Severity

_OF_THE_FILE = frozenset({"ext-not-allowed"})
"""Rules of the name that the rules of the file say better."""


_SAYS_NOTHING = frozenset({"camera-name", "digits-only"})
_WORTH_LESS = frozenset(
    {"camera-prefix", "device-name", "few-letters", "too-short", "length-advice"}
)
"""What a name that says nothing at all need not be told besides."""


def name_problems(made: Draft) -> Iterator[Problem]:
    """All problems of the name cell, at the name column."""
    entry = made.entry
    if not entry.name.strip():
        yield problem(made, "name-missing", Severity.ERROR, entry.name_column, fix=Fix("ask"))
        return
    detected = made.facts.detected if made.facts else ()
    title = names.target_title(entry.name, entry.path, detected)
    extension = names.extension.of_path(entry.path) or next(iter(detected), "")
    every = names.check_title(title.typed, path_ext=extension, bare=title.extension_added)
    says_nothing = any(found.code in _SAYS_NOTHING for found in every)
    for found in every:
        if says_nothing and found.code in _WORTH_LESS:
            continue
        if found.code in _OF_THE_FILE or (found.code == "ext-missing" and not entry.path.strip()):
            continue
        yield found.at(made.row.number, entry.name_column, made.row.id)


def is_sendable(title: str) -> bool:
    """Whether a title has no error of its own: only then a wiki is asked about it."""
    return bool(title) and not any(
        p.severity is Severity.ERROR for p in names.check_title(title) if p.code not in _OF_THE_FILE
    )
