"""Category cells: names separated by semicolons, each a plain name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.core import memo

_LINK = re.compile(r"\[\[\s*:?\s*(.*?)\s*\]\]", re.DOTALL)
_PREFIX = re.compile(r"^\s*:?\s*(?:category|cat)\s*:\s*", re.IGNORECASE)
_NAMESPACE = re.compile(
    r"^\s*:?\s*(file|image|media|template|user|creator|institution|commons|gallery|talk|help)\s*:",
    re.IGNORECASE,
)
_ILLEGAL = re.compile(r"[#<>\[\]{}|\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One category as written and as it should be; `name` "" when it cannot be one."""

    written: str
    name: str

    @property
    def other_namespace(self) -> bool:
        """Whether it names a page that is no category (File:X)."""
        return bool(_NAMESPACE.match(self.written))

    @property
    def is_plain(self) -> bool:
        """Whether it was written as it should be; a sort key may stand behind a bar."""
        name, _, sort_key = self.written.partition("|")
        return bool(self.name) and name.strip() == self.name and not _ILLEGAL.search(sort_key)


@lru_cache(maxsize=memo.KEPT)
def pieces(cell: str) -> tuple[Piece, ...]:
    """The categories of a cell. A semicolon, a line break or a link ends one."""
    return tuple(_pieces(cell))


def _pieces(cell: str) -> Iterator[Piece]:
    for part in re.split(r"[;\n\r]+", _LINK.sub(r";[[\1]];", cell)):
        written = part.strip()
        if written:
            yield Piece(written, _name(written))


def _name(written: str) -> str:
    """The plain name: links, the prefix (also nested) and a sort key taken away."""
    if "{{" in written or "}}" in written:
        return ""
    text = written
    before = None
    while before != text:
        before = text
        text = _PREFIX.sub("", text.strip().strip("[]").strip())
    text = text.partition("|")[0].partition("#")[0].strip(" _")
    if not text or _ILLEGAL.search(text) or _NAMESPACE.match(text):
        return ""
    return " ".join(text.split())


def names(cell: str) -> tuple[str, ...]:
    """Names of all categories of a cell that can be one, each once, first letter upper case."""
    found = (p.name for p in pieces(cell))
    return tuple(dict.fromkeys(n[:1].upper() + n[1:].replace("_", " ") for n in found if n))


def mended(cell: str) -> str | None:
    """The cell as plain names, None when a piece of it cannot be understood."""
    found = pieces(cell)
    if any(not p.name for p in found):
        return None
    return "; ".join(dict.fromkeys(p.written if p.is_plain else p.name for p in found))
