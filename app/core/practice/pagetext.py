"""A file page in words: the fields of its template, licences and categories out of the wikitext."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import Argument, Comment, ExternalLink, Heading, Tag, Template, Wikilink
from mwparserfromhell.wikicode import Wikicode

from app.core import resources, text, values
from app.core.practice import vocabulary
from app.core.practice.titles import first_upper

_EXTENDED_BY = ("Creator:", "Institution:")
_OWN = {"Own", "Own work"}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value: in a language ("" = not said)."""

    words: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the table."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence tag: its name for people, what it allows and where that is written."""

    name: str
    explanation: str = ""
    url: str = ""


@dataclass(slots=True)
class Description:
    """What a page says. `template` is the page template's name for people, "" without one."""

    template: str = ""
    fields: list[Field] = field(default_factory=list)
    licences: list[Licence] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    rest: str = ""


def read(wikitext: str) -> Description:
    """Take a page apart. Wikitext that no template explains ends up in `rest`."""
    found = Description()
    code = mwparserfromhell.parse(wikitext)
    rest: list[str] = []
    for node in code.nodes:
        _take(node, found, rest)
    found.rest = "".join(rest).strip()
    return found


def _take(node: Any, found: Description, rest: list[str]) -> None:
    if isinstance(node, Template):
        name = _name(node)
        if name in _page_templates():
            _take_fields(node, found)
        elif _is_licence(name):
            found.licences += _licences(node)
        else:
            rest.append(f"{_template_words(node)}\n")
    elif isinstance(node, Wikilink) and str(node.title).casefold().startswith("category:"):
        found.categories.append(str(node.title).partition(":")[2].strip())
    elif not isinstance(node, Heading | Comment):
        rest.append(_node_words(node))


def _name(template: Template) -> str:
    return first_upper(str(template.name).replace("_", " ").strip())


def _take_fields(template: Template, found: Description) -> None:
    entry = _page_templates()[_name(template)]
    found.template = str(entry["label"])
    labels = _field_labels(_name(template))
    for parameter in template.params:
        name = str(parameter.name).strip()
        parts = tuple(_parts(parameter.value))
        if parts:
            plain = name.replace("_", " ")
            found.fields.append(Field(labels.get(plain.casefold(), first_upper(plain)), parts))


@lru_cache(maxsize=1)
def _page_templates() -> dict[str, dict[str, Any]]:
    return {
        first_upper(entry["template"]): entry
        for entry in resources.catalogue("fields")["templates"]
    }


@lru_cache(maxsize=16)
def _field_labels(template: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for entry in _page_templates()[template]["fields"]:
        for name in (entry["name"], *entry.get("aliases", ())):
            labels.setdefault(str(name).replace("_", " ").casefold(), str(entry["label"]))
    return labels


def _parts(code: Wikicode) -> list[Part]:
    """The value in pieces, one a language template; the rest is one piece each in between."""
    parts: list[Part] = []
    loose: list[str] = []

    def close() -> None:
        words = _tidy("".join(loose))
        if words:
            parts.append(Part(words))
        loose.clear()

    for node in code.nodes:
        language = _language(node)
        if language and isinstance(node, Template):
            close()
            parts.append(Part(_tidy(words_of(node.get(1).value)), language))
        else:
            loose.append(_node_words(node))
    close()
    return parts


def _language(node: Any) -> str:
    if not isinstance(node, Template) or not node.has(1):
        return ""
    code = str(node.name).strip().casefold().replace("_", "-")
    return code if vocabulary.is_language(code) else ""


def words_of(code: Wikicode) -> str:
    """Wikitext as plain words."""
    return "".join(_node_words(node) for node in code.nodes)


def _tidy(words: str) -> str:
    lines = (" ".join(line.split()) for line in words.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _node_words(node: Any) -> str:
    if isinstance(node, Comment | Argument):
        return ""
    if isinstance(node, Wikilink):
        return words_of(node.text) if node.text else str(node.title)
    if isinstance(node, ExternalLink):
        return f"{words_of(node.title)} ({node.url})" if node.title else str(node.url)
    if isinstance(node, Template):
        return _template_words(node)
    if isinstance(node, Tag):
        if str(node.tag).casefold() == "br":
            return "\n"
        return words_of(node.contents) if node.contents else ""
    return str(node.normalize()) if hasattr(node, "normalize") else str(node)


def _template_words(template: Template) -> str:
    name = _name(template)
    if name in _OWN:
        return text.t("practice.own-work")
    if name.startswith(_EXTENDED_BY):
        return name.partition(":")[2]
    shown = [_tidy(words_of(parameter.value)) for parameter in template.params]
    if _language(template):
        return shown[0]
    if known := values.plain_text(str(template)):
        return known
    return f"{name}: {', '.join(shown)}" if shown else name


# licences


@lru_cache(maxsize=1)
def _licence_entries() -> dict[str, Licence]:
    found = {}
    for entry in resources.catalogue("licences")["licences"]:
        name = str(entry["template"]).strip("{}").partition("|")[0]
        found[first_upper(name.replace("_", " "))] = Licence(
            str(entry["label"]), str(entry.get("explanation") or ""), str(entry.get("url") or "")
        )
    return found


def _is_licence(name: str) -> bool:
    return name in _licence_entries() or name.startswith(("Self", "PD-", "Cc-", "CC-"))


def _licences(template: Template) -> list[Licence]:
    """The tag itself and those it wraps ({{self|a|b}}, {{PD-Art|a}})."""
    entries = _licence_entries()
    name = _name(template)
    wrapped = [
        entries[inner]
        for parameter in template.params
        if (inner := first_upper(str(parameter.value).strip())) in entries
    ]
    if wrapped:
        return wrapped
    return [entries.get(name, Licence(name))]
