"""Licence cells: which tags stand in them, what they say as statements, what is wrong with them.

Facts come from `resources/catalogues/licences.json` (sources named there).
"""

from app.core.licences.catalogue import (
    Group,
    Licence,
    Parameter,
    entries,
    entry,
    groups,
    offered,
)
from app.core.licences.dates import contradicts_date
from app.core.licences.filling import places, written
from app.core.licences.reading import LicenceReading, read
from app.core.licences.tags import Tag

__all__ = [
    "Group",
    "Licence",
    "LicenceReading",
    "Parameter",
    "Tag",
    "contradicts_date",
    "entries",
    "entry",
    "groups",
    "offered",
    "places",
    "read",
    "written",
]
