"""Wikitext that people put into cells: templates found, lists split, plain text taken out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import (
    Argument,
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.parser import ParserError

from app.core import memo
from app.core.values import languages

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BRACKETS = {"{{": 1, "[[": 1, "}}": -1, "]]": -1}
_MARKUP = re.compile(r"[{\[<&:\n\0]|--|^[=*#;]")
"""Without any of these the parser finds nothing but text."""
_HELD = re.compile(r"\{\{|\[\[|\}\}|\]\]|&")
"""Without any of these nothing holds the parts of a text together."""
_QUOTES = re.compile(r"'{2,5}")
_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNSEEN = re.compile(r"(?i)^(file|image|category|datei|fichier|archivo|kategorie)\s*:")
_DROPPED = frozenset({"ref", "references", "gallery", "math", "score", "templatedata", "timeline"})
_BREAKS = frozenset({"br", "p", "div", "li", "hr", "tr", "dd", "dt"})


def is_bare(text: str) -> bool:
    """Whether the text is seen by a reader as it stands (but for quotes and blanks)."""
    return not _MARKUP.search(text)


def nodes(text: str) -> list[Any]:
    """The nodes of a wikitext; one text node when the parser gives up."""
    if is_bare(text):
        return [Text(text)] if text else []
    try:
        return list(mwparserfromhell.parse(text, skip_style_tags=True).nodes)
    except ParserError:
        return [Text(text)]


def name(node: Template) -> str:
    """A template's name in one form: lower case, blanks, no namespace ("other date")."""
    text = " ".join(flat(node.name.nodes).replace("_", " ").split()).casefold()
    return text.removeprefix(":").removeprefix("template:").strip()


def parameters(node: Template) -> dict[str, str]:
    """A template's parameters as wikitext, trimmed, the last of equal names winning."""
    return {str(p.name).strip().casefold(): str(p.value).strip() for p in node.params}


def positional(values: dict[str, str]) -> list[str]:
    """The numbered parameters in order, up to the first gap."""
    found: list[str] = []
    while str(len(found) + 1) in values:
        found.append(values[str(len(found) + 1)])
    return found


def only_template(text: str) -> Template | None:
    """The template a text consists of, when it is exactly one (comments and blanks aside)."""
    if "{{" not in text:
        return None
    seen = [n for n in nodes(text.strip()) if not isinstance(n, Comment) and str(n).strip()]
    return seen[0] if len(seen) == 1 and isinstance(seen[0], Template) else None


def templates(text: str) -> list[Template]:
    """The templates at the top of a text."""
    return [n for n in nodes(text) if isinstance(n, Template)] if "{{" in text else []


def split_values(text: str, separators: str = ";") -> list[str]:
    """The values of a cell: split at `;`, never inside {{ }}, [[ ]] or an entity; trimmed,
    empty ones left away.
    """
    if not any(separator in text for separator in separators):
        return _trimmed((text,))
    if not _HELD.search(text):
        return _trimmed(re.split(f"[{re.escape(separators)}]", text))
    pieces, depth, start, at = [], 0, 0, 0
    while at < len(text):
        step = _BRACKETS.get(text[at : at + 2])
        entity = _ENTITY.match(text, at)
        if step:
            depth = max(0, depth + step)
            at += 2
        elif entity:
            at = entity.end()
        else:
            if depth == 0 and text[at] in separators:
                pieces.append(text[start:at])
                start = at + 1
            at += 1
    pieces.append(text[start:])
    if depth:  # braces that never close hold nothing together
        pieces = re.split(f"[{re.escape(separators)}]", text)
    return _trimmed(pieces)


def _trimmed(pieces: Iterable[str]) -> list[str]:
    return [bare for piece in pieces if (bare := piece.strip())]


@lru_cache(maxsize=memo.KEPT)
def plain_text(wikitext: str) -> str:
    """The text a reader would see, on one line: links by their words, language and known helper
    templates by their content, unknown templates, comments and references left away.
    """
    return _tidy(wikitext if is_bare(wikitext) else flat(nodes(wikitext)))


def _tidy(text: str) -> str:
    if "''" in text:
        text = _QUOTES.sub("", text)
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    return " ".join(text.split())


def flat(found: Iterable[Any]) -> str:
    """Nodes as plain text, blanks as they come."""
    return "".join(_node_text(node) for node in found)


def _node_text(node: Any) -> str:
    for kind, convert in _CONVERTERS:
        if isinstance(node, kind):
            return convert(node)
    return str(node)


def _link(node: Wikilink) -> str:
    title = str(node.title).strip()
    if node.text is not None and not _UNSEEN.match(title):
        return flat(node.text.nodes)
    if _UNSEEN.match(title):
        return ""
    return title.lstrip(":").rpartition(":")[2] if ":" in title else title


def _external(node: ExternalLink) -> str:
    return flat(node.title.nodes) if node.title is not None else str(node.url)


def _tag(node: Tag) -> str:
    tag = str(node.tag).strip().casefold()
    if tag in _DROPPED:
        return ""
    inside = flat(node.contents.nodes) if node.contents is not None else ""
    return f" {inside} " if tag in _BREAKS else inside


def _entity(node: HTMLEntity) -> str:
    return html.unescape(str(node))


def _argument(node: Argument) -> str:
    return flat(node.default.nodes) if node.default is not None else ""


def _heading(node: Heading) -> str:
    return " " + flat(node.title.nodes) + " "


def _template(node: Template) -> str:
    values = parameters(node)
    title = name(node)
    if language := language_of(node):
        return plain_text(language[1])
    for prefix in ("creator:", "institution:"):
        if title.startswith(prefix):
            return _named_page(node)
    shape = _SHAPES.get(title)
    return plain_text(shape(positional(values), values)) if shape else ""


def _named_page(node: Template) -> str:
    """The name behind {{Creator:…}}, in the case it is written in."""
    return flat(node.name.nodes).replace("_", " ").partition(":")[2].strip()


def language_of(node: Template) -> tuple[str, str] | None:
    """(language, wikitext) of {{xx|1=…}}, {{lang|xx|…}}, {{title|…|lang=xx}}, else None."""
    values = parameters(node)
    title = name(node)
    first = positional(values)
    if title == "lang" and len(first) > 1:
        code = languages.code(first[0])
        return (code, first[1]) if code else None
    if title in ("title", "inscription") and first:
        code = languages.code(values.get("lang") or values.get("language") or "")
        return (code, first[0]) if code else None
    code = languages.code(title)
    return (code, values.get("1", "")) if code else None


Shape = Callable[[list[str], dict[str, str]], str]


def _first(at: list[str], _values: dict[str, str]) -> str:
    return at[0] if at else ""


def _second_or_first(at: list[str], _values: dict[str, str]) -> str:
    return (at[1:2] or at[:1] or [""])[0]


def _technique(at: list[str], _values: dict[str, str]) -> str:
    return " on ".join(at) if len(at) == 2 else ", ".join(at)


def _size(at: list[str], _values: dict[str, str]) -> str:
    return f"{' × '.join(a for a in at[1:] if a)} {at[0]}" if len(at) > 1 else ""


def _date(at: list[str], _values: dict[str, str]) -> str:
    return "-".join(at)


def _other_date(at: list[str], _values: dict[str, str]) -> str:
    if len(at) < 2:
        return _first(at, {})
    word = {"~": "circa", "-": ""}.get(at[0], at[0])
    return f"{word} {'–'.join(at[1:])}".strip()


_SHAPES: dict[str, Shape] = {
    "!": lambda _at, _values: "|",
    "=": lambda _at, _values: "=",
    "accession number": _first,
    "circa": lambda at, _values: f"circa {at[0]}" if at else "",
    "city": _first,
    "country": _first,
    "date": _date,
    "depicted person": _first,
    "depicted place": _first,
    "inscription": _first,
    "isodate": _first,
    "id": _first,
    "nobr": _first,
    "nowrap": _first,
    "other date": _other_date,
    "otherdate": _other_date,
    "size": _size,
    "small": _first,
    "taken on": _first,
    "technique": _technique,
    "title": _first,
    "w": _second_or_first,
}
_CONVERTERS: tuple[tuple[type[Any], Callable[[Any], str]], ...] = (
    (Text, str),
    (Template, _template),
    (Wikilink, _link),
    (ExternalLink, _external),
    (HTMLEntity, _entity),
    (Comment, lambda _node: ""),
    (Tag, _tag),
    (Argument, _argument),
    (Heading, _heading),
)
