"""People and institutions: an item, or a name that nobody has linked yet."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from mwparserfromhell.nodes import Comment, ExternalLink, Template, Wikilink

from app.core import memo, resources
from app.core.model import ItemValue, Snak, StringValue
from app.core.text import t
from app.core.values import items, markup, texts
from app.core.values.result import NOTHING, Reading, Result, of_value, together, unknown, wrong

_USER = re.compile(r"(?i)^:?(?:c:|commons:)?user\s*:\s*([^/#|]+)$")
_ANONYMOUS_ROLE = Snak("P3831", ItemValue("Q4233718"))
"""Object has role: anonymous (properties.json, constraints of P170)."""
_UNKNOWN = frozenset({"unknown", "unknown author", "unknown photographer", "unknown artist"})
_ANONYMOUS = frozenset({"anonymous", "anonym", "anon"})
_LONGEST = 1500


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    data = resources.catalogue("date-words")["persons"]
    return {
        kind: frozenset(w.casefold() for words in by_language.values() for w in words)
        for kind, by_language in data.items()
    }


@memo.in_words
def read_person(text: str) -> Result:
    """People, several with `;`: a Q-id gives the item; a name gives somevalue with P2093 (and
    P4174, P2699 for a user page); unknown and anonymous give somevalue. Words beside {{Creator:…}}
    stay with its name: a workshop is not the master. A template we do not know gives nothing.
    """
    return together(_person(piece) for piece in markup.split_values(text))


def _person(piece: str) -> Result:
    if found := items.item_id(piece):
        return Result((of_value(ItemValue(found), found),))
    seen = [n for n in markup.nodes(piece) if not isinstance(n, Comment) and str(n).strip(" ,.")]
    if len(seen) == 1:
        node = seen[0]
        if isinstance(node, Template):
            return _template(node)
        if isinstance(node, Wikilink):
            return _wikilink(node)
        if isinstance(node, ExternalLink) and node.title is not None:
            return _named(markup.plain_text(str(node.title)), _address(str(node.url)))
    named = [n for n in seen if isinstance(n, Template)]
    if named:
        return _named(markup.plain_text(piece)) if all(map(_names_somebody, named)) else NOTHING
    return _plain(markup.plain_text(piece))


def _template(node: Template) -> Result:
    title = markup.name(node)
    if found := items.template_item(node):
        return Result((of_value(ItemValue(found), found),))
    if title in _UNKNOWN:
        return Result((_nobody(),))
    if title in _ANONYMOUS:
        return Result((_anonymous(),))
    if _names_somebody(node):
        return _named(markup.plain_text(str(node)))
    if language := markup.language_of(node):
        return read_person(language[1])
    return NOTHING


def _names_somebody(node: Template) -> bool:
    """Whether a template is the page of a person, without "after" or "workshop of"."""
    of_page = markup.name(node).startswith(("creator:", "institution:"))
    return of_page and not any(markup.positional(markup.parameters(node)))


def _wikilink(node: Wikilink) -> Result:
    title = str(node.title).strip()
    shown = markup.plain_text(str(node))
    user = _USER.match(title)
    if user:
        account = " ".join(user[1].replace("_", " ").split())
        page = "https://commons.wikimedia.org/wiki/User:" + quote(account.replace(" ", "_"))
        return _named(shown or account, (Snak("P4174", StringValue(account)), *_address(page)))
    if found := items.item_id(title):
        return Result((of_value(ItemValue(found), shown or found),))
    return _named(shown)


def _address(url: str) -> tuple[Snak, ...]:
    good = texts.is_url(url) and len(url) <= _LONGEST
    return (Snak("P2699", StringValue(url)),) if good else ()


def _plain(plain: str) -> Result:
    word = plain.casefold().strip(" .()[]")
    word = word.rstrip("?").strip() or word
    words = _words()
    if word in words["unknown"]:
        return Result((_nobody(),))
    if word in words["anonymous"]:
        return Result((_anonymous(),))
    if texts.is_url(plain):
        return Result((unknown(plain, *_address(plain)),))
    labelled = items.read_items(plain)
    return labelled if labelled.readings else _named(plain)


def _named(name: str, more: tuple[Snak, ...] = ()) -> Result:
    if not re.search(r"\w", name):
        return NOTHING
    if len(name) > _LONGEST:
        return wrong("text-long", name, length=len(name), limit=_LONGEST)
    return Result((unknown(name, Snak("P2093", StringValue(name)), *more),))


def _nobody() -> Reading:
    return unknown(t("values.person.unknown"))


def _anonymous() -> Reading:
    return unknown(t("values.person.anonymous"), _ANONYMOUS_ROLE)
