"""The text that a cell gets for a licence chosen from a list, with its places filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.core.licences import catalogue, tags
from app.core.licences.catalogue import Licence, Parameter

_UNFIT = re.compile(r"[{}|\[\]\n]")
"""What would end the value of a parameter."""


def places(licence: Licence) -> tuple[Parameter, ...]:
    """What has to be told before the licence can stand in a cell; optional ones among them."""
    open_ = {name for name, value in _values(licence) if value in catalogue.placeholders()}
    return tuple(p for p in licence.parameters if p.name in open_)


def written(licence: Licence, told: Mapping[str, str] | None = None) -> str:
    """The text for a cell: its name as people say it where that is read as this licence, else its
    tag. `told`: what was said, by name of a parameter; what was not said is left out.
    """
    if not places(licence):
        return licence.english if _is_read(licence.english, licence) else _tag(licence, {})
    return _tag(licence, told or {})


def _is_read(text: str, licence: Licence) -> bool:
    found = tags.split(text)
    return len(found) == 1 and found[0].entry is licence


def _tag(licence: Licence, told: Mapping[str, str]) -> str:
    """The template without braces: PD-old-auto-expired|deathyear=1906."""
    body = licence.template.strip("{}").partition("|")[0].strip()
    numbers = 0
    for name, given in _values(licence):
        is_open = given in catalogue.placeholders()
        value = " ".join(_UNFIT.sub(" ", told.get(name, "")).split()) if is_open else given
        if not value:
            continue
        numbers += name == str(numbers + 1)
        body += f"|{value}" if name == str(numbers) and "=" not in value else f"|{name}={value}"
    return body if "|" in body or _is_read(body, licence) else "{{" + body + "}}"


def _values(licence: Licence) -> list[tuple[str, str]]:
    """The parameters of the catalogue's form, numbered ones by number."""
    found: list[tuple[str, str]] = []
    numbers = 0
    for part in licence.template.strip("{}").split("|")[1:]:
        name, equals, value = part.partition("=")
        if not equals:
            numbers += 1
            name, value = str(numbers), part
        found.append((name.strip(), value.strip()))
    return found
