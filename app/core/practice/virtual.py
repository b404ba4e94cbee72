"""Templates that a practice upload may use are there without anybody having made them: those of
the catalogues of page templates and licences.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Any

from app.core import resources
from app.core.practice.records import Page, Revision
from app.core.practice.titles import Title, first_upper

_TEMPLATE = 10
_BASE_ID = 1_000_000_000
_NAMES = ("Own", "Self", "Creator", "Institution", "Information", "En", "Location", "PD-Art")
_BRACES = re.compile(r"\{\{\s*([^|{}:#]+?)\s*[|}]")


@lru_cache(maxsize=1)
def template_names() -> frozenset[str]:
    """Names of the templates that the catalogues speak of, first letter in upper case."""
    found = {first_upper(name) for name in _NAMES}
    for catalogue in ("fields", "licences"):
        for text in _texts(resources.catalogue(catalogue)):
            found |= {first_upper(name.replace("_", " ")) for name in _BRACES.findall(text)}
    return frozenset(found)


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return [text for entry in data for text in _texts(entry)]
    return []


def virtual_page(title: Title) -> Page | None:
    """A page that stands for such a template."""
    if title.namespace != _TEMPLATE or title.text not in template_names():
        return None
    number = _BASE_ID + zlib.crc32(title.text.encode()) % _BASE_ID
    revision = Revision(number, 0, "Practice wiki", "2026-01-01T00:00:00Z", "", "edit")
    return Page(number, title, "", [revision])
