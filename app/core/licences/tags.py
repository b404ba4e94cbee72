"""A licence cell as a list of tags: templates, bare names, labels and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import mwparserfromhell
from mwparserfromhell.nodes import Comment, ExternalLink, Template
from mwparserfromhell.parser import ParserError

from app.core.licences import catalogue
from app.core.licences.catalogue import Licence

_CC = re.compile(
    r"(?i)(?:https?:)?(?://)?(?:www\.)?creativecommons\.org/"
    r"(?:licen[cs]es/(?P<kind>[a-z+-]+)/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2,3}))?"
    r"|publicdomain/(?P<public>zero|mark))\b"
)
_RIGHTS = re.compile(r"(?i)rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)")
_NO_TAG = re.compile(r"(?i)n/?a|pd|cc")
"""What stands in a cell for "none" or "some": Commons has pages of these names, but no licences."""
_NO_VERSION = re.compile(r"(?i)(?:cc|creative commons)[ -]by(?:[ -]sa)?")
_TAG_LIKE = re.compile(r"[^\W_][\w.,+()'-]*(?: [\w.,+()'-]+){0,2}")
_PREFIX = re.compile(r"(?i)(?:cc|pd|gfdl|licensed|self|fal|ogl|attribution|copyright)\b")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `wikitext` is the form for the page, with braces and the catalogue's spelling
    ("" for a text that is no tag). `entry` is None when we do not know it. `parameters` as they
    stand, numbered ones by number. `inner` are the tags in the parameters of a wrapper.
    """

    wikitext: str
    entry: Licence | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    name: str = ""
    source: str = field(default="", compare=False)
    """The piece of the cell it was read from."""
    rights_item: str = ""
    """Item of a RightsStatements.org address (P6426)."""
    braced: bool = True
    inner: tuple[Tag, ...] = ()

    def parameter(self, name: str) -> str:
        """The value of a parameter, "" when it is not there."""
        return dict(self.parameters).get(name, "")

    @property
    def label(self) -> str:
        """What people call it."""
        return self.entry.label if self.entry else self.name or self.source

    def walk(self) -> Iterator[Tag]:
        """This tag and those inside it."""
        yield self
        for tag in self.inner:
            yield from tag.walk()


def _clean_name(text: str) -> str:
    name = " ".join(text.replace("_", " ").split())
    name = re.sub(r"(?i)^:?template\s*:\s*", "", name)
    return name[:1].upper() + name[1:] if not name.startswith("subst:") else name


def _known(name: str, first: str) -> Licence | None:
    found = catalogue.find(name)
    if found and found.id == "pd-art" and "auto" in first.casefold():
        return catalogue.entry("pd-art-auto")
    return found


def _inner(entry: Licence, parameters: dict[str, str]) -> tuple[Tag, ...]:
    names = entry.sdc_from_parameters
    if entry.id == "self-cc":
        names = tuple(sorted((n for n in parameters if n.isdigit()), key=int))
    passed = {n: v for n, v in parameters.items() if not n.isdigit()}
    return tuple(
        _named(value.strip().strip("{}").strip(), passed)
        for name in names
        if (value := parameters.get(name, "")).strip()
    )


def _named(name: str, parameters: dict[str, str]) -> Tag:
    """A tag written as the value of a parameter; `parameters` are those of its wrapper."""
    name, *more = name.split("|")
    name = _clean_name(name)
    entry = _known(name, more[0] if more else "")
    wanted = {p.name for p in entry.parameters} if entry else set()
    kept = tuple((n, v) for n, v in parameters.items() if n in wanted)
    shown = entry.name if entry else name
    return Tag("{{" + shown + "}}", entry, kept, shown, name)


def _template(node: Template) -> Tag:
    name = _clean_name(str(node.name.strip_code(normalize=False)) or str(node.name))
    parameters = {str(p.name).strip(): str(p.value).strip() for p in node.params}
    entry = _known(name, parameters.get("1", ""))
    shown = entry.name if entry else name
    body = "".join(f"|{p}" for p in node.params)
    inner = _inner(entry, parameters) if entry and entry.sdc_from_parameters else ()
    text = "{{" + shown + body + "}}"
    return Tag(text, entry, tuple(parameters.items()), shown, str(node), inner=inner)


def _creative_commons(match: re.Match[str], source: str) -> Tag:
    if match["public"]:
        entry = catalogue.entry("cc-zero" if match["public"].lower() == "zero" else "pd-mark")
        return Tag(entry.template, entry, (), entry.name, source, braced=False)
    port = f"-{match['port']}" if match["port"] and match["port"].lower() != "deed" else ""
    name = f"Cc-{match['kind']}-{match['version']}{port}".lower().capitalize()
    found = catalogue.find(name)
    shown = found.name if found else name
    return Tag("{{" + shown + "}}", found, (), shown, source, braced=False)


def _address(text: str) -> Tag | None:
    if match := _CC.search(text):
        return _creative_commons(match, text)
    if match := _RIGHTS.search(text):
        item = catalogue.rights_statements().get(match[1].casefold(), "")
        entry = catalogue.find(match[1])
        if entry is None:
            return Tag("", None, (), "", text, item, braced=False)
        return Tag(entry.template, entry, (), entry.name, text, item, braced=False)
    return None


def _parse(text: str) -> list[Any]:
    """The parser's nodes; the text itself when it gives up."""
    try:
        return list(mwparserfromhell.parse(text, skip_style_tags=True).nodes)
    except ParserError:
        return [text]


def lacks_version(text: str) -> bool:
    """Whether a text names a Creative Commons licence without its version: CC BY, cc-by-sa."""
    return bool(_NO_VERSION.fullmatch(text.strip()))


def _bare(text: str) -> Tag | None:
    """A piece without (whole) braces."""
    if found := _address(text):
        return found
    body = text.strip(" \t{}[]*.,+&").strip()
    if not body or not re.search(r"\w", body):
        return None
    if "|" in body and "{{" not in body:
        first = _parse("{{" + body + "}}")[0]
        if isinstance(first, Template):
            tag = _template(first)
            return replace(tag, source=text, braced=False)
    entry = catalogue.find(body)
    if entry:
        return Tag(_plain_form(entry), entry, (), entry.name, text, braced=False)
    name = _clean_name(body)
    return Tag("{{" + name + "}}" if _looks(body) else "", None, (), name, text, braced=False)


def _looks(text: str) -> bool:
    """Whether a text that we do not know may be the name of a licence template."""
    if _NO_TAG.fullmatch(text) or lacks_version(text):
        return False
    return bool(_TAG_LIKE.fullmatch(text) and (" " not in text or _PREFIX.match(text)))


def _plain_form(entry: Licence) -> str:
    """The template of an entry that was named without parameters: its required ones stay to be
    filled, the others are left away.
    """
    if entry.id == "self-cc" or any(p.required for p in entry.parameters):
        return entry.template
    return "{{" + entry.name + "}}"


def split(text: str) -> tuple[Tag, ...]:
    """The tags of a cell in their order, equal ones once."""
    found: list[Tag] = []
    loose = ""

    def flush() -> None:
        nonlocal loose
        for piece in re.split(r"[;\n\r]+", loose):
            found.extend(_pieces(piece))
        loose = ""

    for node in _parse(text):
        if isinstance(node, Comment):
            continue
        if isinstance(node, Template):
            flush()
            found.append(_template(node))
        elif isinstance(node, ExternalLink):
            flush()
            tag = _address(str(node.url)) or Tag("", source=str(node), braced=False)
            found.append(tag)
        else:
            loose += str(node)
    flush()
    return tuple(dict.fromkeys(found))


def _pieces(piece: str) -> Iterator[Tag]:
    """One piece, or several when a comma or a plus sign stands between tags we know."""
    tag = _bare(piece)
    if tag is None:
        return
    parts = re.split(r"\s*[,+&]\s*|\s+(?:and|/)\s+", piece)
    if tag.entry is None and len(parts) > 1:
        several = [_bare(part) for part in parts if part.strip()]
        known = [one for one in several if one and one.entry]
        if known and len(known) == len(several):
            yield from known
            return
    yield tag
