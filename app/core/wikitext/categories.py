"""Category cells: names without brackets and prefix, separated by semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.core import memo

_PREFIX = re.compile(
    r"^[\s:]*(?:category|cat|kategorie|catégorie|categoría|categorie|kategoria|kategori|categoria)"
    r"\s*:\s*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[;\n]+|\]\]")
_WRONG = re.compile(r"[<>\[\]{}#\x00-\x1f\x7f]")


@lru_cache(maxsize=memo.KEPT)
def names(text: str) -> tuple[str, ...]:
    """The categories of a cell, each once and in order; a sort key stays behind its `|`. Parts
    that cannot be a category are left out (the checks name them).
    """
    good: dict[str, str] = {}
    for part in _SEPARATOR.split(text):
        name = _clean(part)
        if name and not _WRONG.search(name):
            key = name.partition("|")[0].strip()
            good.setdefault(key[:1].upper() + key[1:], name)
    return tuple(good.values())


def _clean(part: str) -> str:
    name = part.replace("[[", "").replace("{{", "").replace("}}", "").strip(" \t[]")
    while _PREFIX.match(name):
        name = _PREFIX.sub("", name)
    title, pipe, sort_key = name.partition("|")
    title = " ".join(title.replace("_", " ").split()).strip(":")
    sort_key = sort_key.strip().replace("|", "")
    return f"{title}{pipe if sort_key else ''}{sort_key}" if title else ""


def calls(found: Iterable[str]) -> str:
    """The categories as the page takes them, one a line."""
    return "\n".join(f"[[Category:{name}]]" for name in found)
