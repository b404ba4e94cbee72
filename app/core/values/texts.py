"""Strings, identifiers, addresses and texts in a language."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from mwparserfromhell.nodes import ExternalLink, Template

from app.core import resources
from app.core.model import MonolingualValue, Severity, StringValue
from app.core.values import languages, markup
from app.core.values.result import NOTHING, Result, of_value, together, wrong

_HOST = re.compile(r"(?i)^(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?$")
_WORD = re.compile(r"\w")
_SEVERAL = frozenset({"mld", "multilingual description", "langswitch"})
_URL_BREAK = re.compile(r"[;\s]+(?=https?://|\[https?://)|;\s+|;$|\n")


@lru_cache(maxsize=1)
def _limit() -> int:
    limits = resources.catalogue("properties")["limits"]
    return int(min(limits[k] for k in ("string_chars", "monolingualtext_chars", "url_chars")))


def read_strings(text: str) -> Result:
    """Strings or identifiers, several with `;`: plain text, at most 1,500 characters each."""
    pieces = markup.split_values(text)
    return _string(pieces[0]) if len(pieces) == 1 else together(map(_string, pieces))


def _string(text: str) -> Result:
    plain = markup.plain_text(text)
    if not plain:
        return NOTHING
    if len(plain) > _limit():
        return wrong("text-long", plain, length=len(plain), limit=_limit())
    return Result((of_value(StringValue(plain), plain),))


def read_urls(text: str) -> Result:
    """Addresses (http or https, with a host, without blanks), several with `;`; also
    [address words] and addresses inside a sentence of wikitext links.
    """
    if markup.templates(text):
        text = " ; ".join(str(n) for n in markup.nodes(text) if not isinstance(n, Template))
    pieces = [piece.strip() for piece in _URL_BREAK.split(text)]
    return together(_url(piece) for piece in pieces if piece.strip(" ;"))


def _url(text: str) -> Result:
    links = [n for n in markup.nodes(text) if isinstance(n, ExternalLink) and n.brackets]
    address = str(links[0].url).strip() if links else text.strip("<> ")
    if not is_url(address):
        return wrong("url-unreadable", text)
    if len(address) > _limit():
        return wrong("text-long", address, length=len(address), limit=_limit())
    return Result((of_value(StringValue(address), address),))


def is_url(text: str) -> bool:
    """Whether a text is one http(s) address with a host and without blanks."""
    if re.search(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]", text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        return False
    ipv6 = host.count(":") > 1
    return parts.scheme.lower() in ("http", "https") and bool(ipv6 or _HOST.match(host))


def language_texts(text: str) -> list[tuple[str | None, str]]:
    """The texts of a cell with their languages, as plain text in the order of the cell; None for
    text outside every language template. Empty ones are left away.
    """
    if markup.is_bare(text):
        return _untagged(text)
    found: list[tuple[str | None, str]] = []
    outside: list[object] = []
    for node in markup.nodes(text):
        parts = _tagged(node) if isinstance(node, Template) else []
        found.extend(parts)
        if not parts:
            outside.append(node)
    found[:0] = _untagged("".join(str(node) for node in outside))
    return [(code, plain) for code, plain in found if plain]


def _untagged(text: str) -> list[tuple[str | None, str]]:
    plain = markup.plain_text(text)
    return [(None, plain)] if _WORD.search(plain) else []


def _tagged(node: Template) -> list[tuple[str | None, str]]:
    if one := markup.language_of(node):
        return [(one[0], markup.plain_text(one[1]))]
    if markup.name(node) in (*_SEVERAL, "title"):
        values = markup.parameters(node)
        codes = ((languages.code(key), value) for key, value in values.items())
        return [(code, markup.plain_text(value)) for code, value in codes if code]
    return []


def read_texts(text: str, language: str | None = None) -> Result:
    """Texts in a language (monolingualtext): {{xx|1=…}}, {{title|…|lang=xx}}; what has no
    language gets `language`, and without one it is a problem.
    """
    default = languages.code(language) if language else None
    return together(_text(code or default, plain) for code, plain in language_texts(text))


def _text(code: str | None, plain: str) -> Result:
    if code is None:
        return wrong("text-language", plain, Severity.INFO)
    if len(plain) > _limit():
        return wrong("text-long", plain, length=len(plain), limit=_limit())
    shown = f"{plain} ({languages.autonym(code)})"
    return Result((of_value(MonolingualValue(plain, code), shown),))
