"""A cell whose texts say their languages, taken apart for a person to edit and put together again:
{{en|1=…}}{{de|1=…}}. Nothing that stands in it is lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mwparserfromhell.nodes import Template, Text

from app.core import resources
from app.core.values import languages, markup
from app.core.values.texts import language_texts

_WRITTEN = {"|": "{{!}}", "{": "&#123;", "}": "&#125;"}
_FEW = str.maketrans({**_WRITTEN})
_MANY = str.maketrans({**_WRITTEN, "[": "&#91;", "]": "&#93;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Said:
    """One text. `language` is the name of its template (en, no, …), "" where none is said."""

    language: str
    text: str


def tagged(cell: str) -> tuple[Said, ...] | None:
    """The texts of a cell, for a person to edit: None also where one of them could not be written
    back as it was.
    """
    parts = said(cell)
    if parts is None or "{{" not in cell:
        return parts
    return parts if language_texts(joined(parts)) == language_texts(cell) else None


def said(cell: str) -> tuple[Said, ...] | None:
    """The texts of a cell in their order; None when it holds more than texts and languages."""
    if "{{" not in cell:
        return (Said("", cell),)
    found: list[Said] = []
    outside = ""
    for node in markup.nodes(cell):
        part = _of_template(node) if isinstance(node, Template) else None
        if isinstance(node, Template) and part is None:
            return None
        if part is None:
            outside += str(node)
        else:
            found.append(part)
    if "{{" in outside or "}}" in outside:
        return None
    if outside.strip():
        found.insert(0, Said("", outside.strip()))
    return tuple(found)


def _of_template(node: Template) -> Said | None:
    name = str(node.name).strip()
    values = markup.parameters(node)
    if languages.code(name) is None or set(values) != {"1"}:
        return None
    text = values["1"]
    for plain, written in _WRITTEN.items():
        text = text.replace(written, plain)
    return Said(name, text)


def joined(parts: Iterable[Said]) -> str:
    """The cell for texts with their languages: plain text where only one is given and its language
    is not said, else a template each, one a line. Empty texts are left away.
    """
    given = [part for part in parts if _bare(part)]
    return "\n".join(_written(part) for part in given)


def _bare(part: Said) -> str:
    """The text without a character that the parser of wikitext takes for its end."""
    return part.text.replace("\0", "").strip()


def _written(part: Said) -> str:
    text = _bare(part)
    if not part.language:
        return text
    exceptions = resources.catalogue("fields")["languages"]["exceptions"]
    name = exceptions.get(part.language, part.language)
    safe = f"{{{{{name}|1={_safe(markup.nodes(text))}}}}}"
    if language_texts(safe) == [(languages.code(name), markup.plain_text(text))]:
        return safe
    return f"{{{{{name}|1={text.translate(_MANY)}}}}}"


def _safe(nodes: Sequence[object]) -> str:
    """Wikitext whose bars and single braces do not end the template it stands in."""
    return "".join(
        str(node).translate(_FEW) if isinstance(node, Text) else str(node) for node in nodes
    )
