"""Items: Q-ids in the forms in which people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mwparserfromhell.nodes import Template, Wikilink

from app.core.model import ItemValue, Severity
from app.core.values import markup
from app.core.values.result import NOTHING, Result, of_value, together, wrong

_HIGHEST = 2_147_483_647
_ID = re.compile(
    r"(?i)(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki/(?:special:entitypage/|item:)?|entity/)"
    r"|(?::?(?:wd|d|wikidata)\s*:\s*)?)(Q[1-9]\d{0,9})(?:[#?]\S*)?"
)
_NAMED = re.compile(r"(?i)(.*\S)\s*[(\[|,–-]\s*(?:wd:|d:|wikidata:?\s*)?(Q[1-9]\d{0,9})\s*[)\]]?")
_NAMED_LAST = re.compile(r"(?i)(Q[1-9]\d{0,9})\s*[(\[|:–-]\s*([^Q].*?)[)\]]?")
_TEMPLATES = frozenset({"q", "wikidata", "item", "label", "city", "country", "depicted person"})


def item_id(text: str) -> str | None:
    """The Q-id of one value (Q42, wd:Q42, an address, [[d:Q42]]), or None."""
    match = _ID.fullmatch(text.strip().strip("[]<>").strip())
    return _valid(match[1]) if match else None


def _valid(found: str) -> str | None:
    return found.upper() if int(found[1:]) <= _HIGHEST else None


def template_item(node: Template) -> str | None:
    """The Q-id a template names: wikidata=Q5, or the value of {{Q|5}} and {{city|Q270}}."""
    values = markup.parameters(node)
    for key in ("wikidata", "item", "qid", "id"):
        if found := item_id(values.get(key, "")):
            return found
    title = markup.name(node)
    first = values.get("1", "")
    if title == "q" and re.fullmatch(r"[1-9]\d{0,9}", first):
        return _valid("Q" + first)
    return item_id(first) if title in (*_TEMPLATES, "creator", "institution") else None


def read_items(text: str, severity: Severity = Severity.INFO) -> Result:
    """Items, several with `;` (or with commas, bars and blanks between bare ids). Text without an id
    gives no reading and the problem `item-only-text` of the given severity.
    """
    ids = re.split(r"[\s,;|]+", text.strip())
    if len(ids) > 1 and all(item_id(one) for one in ids if one):
        return together(_item(one, severity) for one in ids if one)
    return together(_item(piece, severity) for piece in markup.split_values(text, ";\n"))


def _item(text: str, severity: Severity) -> Result:
    if found := item_id(text):
        return Result((of_value(ItemValue(found), found),))
    if "{{" in text or "[[" in text:
        marked = list(_marked(text))
        if marked or markup.templates(text):
            return Result(tuple(of_value(ItemValue(q), label) for q, label in marked))
    return _labelled(markup.plain_text(text), severity)


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """(id, label) of every link and template that names an item."""
    for node in markup.nodes(text):
        if isinstance(node, Template) and (found := template_item(node)):
            yield found, found
        elif isinstance(node, Wikilink) and (found := item_id(str(node.title))):
            yield found, (markup.plain_text(str(node.text)) if node.text else found) or found


def _labelled(plain: str, severity: Severity) -> Result:
    if not plain:
        return NOTHING
    if match := _NAMED.fullmatch(plain):
        label, found = match[1].strip(), _valid(match[2])
    elif match := _NAMED_LAST.fullmatch(plain):
        label, found = match[2].strip(), _valid(match[1])
    else:
        label, found = plain, item_id(plain)
    if found:
        return Result((of_value(ItemValue(found), label),))
    return wrong("item-only-text", plain, severity)
