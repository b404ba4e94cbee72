"""Properties of the catalogue: their datatype, and whether Kabocha writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.core import resources

_PID = re.compile(r"P[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Property:
    """A property we know. `writes` is yes, object only, no, or no (bots); `instead` says what
    to use on files instead of it, "" when it belongs there.
    """

    id: str
    label: str
    datatype: str
    writes: str = "yes"
    only_qualifier: bool = False
    instead: str = ""


def find(pid: str) -> Property | None:
    """The property of an id (P180), None when the catalogue has none."""
    return _index().get(pid)


def label(pid: str) -> str:
    """Its English label, or the id when we do not know it."""
    found = find(pid)
    return found.label if found else pid


def in_words(text: str) -> str:
    """A text of the catalogue with labels for its property numbers."""
    return _PID.sub(lambda match: f'"{label(match[0])}"', text)


@lru_cache(maxsize=1)
def _index() -> Mapping[str, Property]:
    data = resources.catalogue("properties")
    found = {
        row["id"]: Property(row["id"], row["label"], row["datatype"])
        for row in data["minor_properties"]
    }
    for row in data["properties"]:
        only = row["when"].startswith(("Qualifier", "Inside references"))
        known = Property(row["id"], row["label"], row["datatype"], row["app_writes"], only)
        found[row["id"]] = known
    for row in data["not_for_files"]:
        found[row["id"]] = Property(row["id"], row["label"], "", "no", instead=row["instead"])
    return found
