"""Every sentence a user sees: gettext keys with parameters and plurals, for window and command line.

Keys live in resources/languages/<code>/*.po (one file a room). English is the fallback for each
missing key; a key without any sentence shows as itself and fails a test.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.core import resources
from app.core.text.catalogue import Catalogue, load

if TYPE_CHECKING:
    from app.core.model import Problem

ENVIRONMENT = "KABOCHA_LANG"
LONG = "qps-long"
RTL = "qps-rtl"


class _Current:
    """The language in use: set once by the front end."""

    catalogue: Catalogue | None = None
    wanted = "en"


def use(language: str | None = None) -> str:
    """Choose the language (a code such as en, nb, pt-br; None = KABOCHA_LANG, then the system's).
    Returns the code that is used: en when there is no such translation.
    """
    wanted = language or os.environ.get(ENVIRONMENT) or os.environ.get("LANG", "en")
    _Current.catalogue, _Current.wanted = load(wanted), wanted
    return _Current.catalogue.language


def _catalogue() -> Catalogue:
    if _Current.catalogue is None:
        use()
    assert _Current.catalogue is not None
    return _Current.catalogue


def language() -> str:
    """The code of the language in use."""
    return _catalogue().language


def wanted() -> str:
    """The language that was asked for, as the system or a person wrote it (nb_NO.UTF-8), also
    when there is no translation into it.
    """
    _catalogue()
    return _Current.wanted


def is_right_to_left() -> bool:
    """Whether the language in use is written right to left."""
    return _catalogue().right_to_left


def t(key: str, /, **params: object) -> str:
    """The sentence of a key, its {parameters} filled in."""
    return _catalogue().sentence(key, params)


def n(key: str, count: int, /, **params: object) -> str:
    """The sentence of a key in the plural form for `count`, which is also the parameter {count}, as
    `number` writes it.
    """
    return _catalogue().plural(key, count, {"count": number(count), **params})


def has(key: str) -> bool:
    """Whether a key has a sentence (in the language in use or in English)."""
    return _catalogue().has(key)


def problem(problem: Problem) -> str:
    """The sentence of a problem: key problem.<code>; for a code of the wiki see `wiki`."""
    params = dict(problem.params)
    if problem.code.startswith("wiki:"):
        return wiki(problem.code.removeprefix("wiki:"), str(params.get("text", "")))
    return _catalogue().sentence(f"problem.{problem.code}", params)


def error(code: str, params: Mapping[str, object], detail: str = "") -> str:
    """The sentence of an error: key error.<code>, else a plain one that shows the detail."""
    if has(f"error.{code}"):
        return _catalogue().sentence(f"error.{code}", params)
    if _wiki_key(code):
        return wiki(code, detail)
    return t("error.unexpected", detail=detail or code)


def wiki(code: str, own_text: str = "") -> str:
    """The sentence for an API code: our own (key wiki.<code>), else the wiki's localised text."""
    if key := _wiki_key(code):
        return t(key, text=own_text)
    if own_text:
        return t("wiki.said", text=own_text)
    return t("wiki.unknown", code=code)


def _wiki_key(code: str) -> str | None:
    """The key for an API code; codes that the catalogue marks as beginnings cover longer ones."""
    if has(f"wiki.{code}"):
        return f"wiki.{code}"
    entries = resources.catalogue("api")["errors"]
    known = [e["code"] for e in entries if e.get("prefix_match") and code.startswith(e["code"])]
    return f"wiki.{max(known, key=len)}" if known else None


def number(value: int) -> str:
    """A whole number with the thousands separator of the language (en 1,206; others 1 206)."""
    return (
        f"{value:,}"
        if language().startswith(("en", "qps"))
        else f"{value:,}".replace(",", "\u202f")
    )


def size(count: int) -> str:
    """A number of bytes for people: 640 bytes, 12 kB, 7.8 MB, 5.2 GB (decimal units)."""
    if count < 1000:
        return n("text.bytes", count)
    power = min(4, (len(str(count)) - 1) // 3)
    value, unit = count / 1000**power, ("kB", "MB", "GB", "TB")[power - 1]
    return f"{value:.0f} {unit}" if value >= 10 or unit == "kB" else f"{value:.1f} {unit}"


def span(seconds: int) -> str:
    """A time in words: 3 hours, 72 minutes, 90 seconds."""
    if seconds >= 7200:
        return n("text.hours", round(seconds / 3600))
    if seconds >= 120:
        return n("text.minutes", round(seconds / 60))
    return n("text.seconds", seconds)
