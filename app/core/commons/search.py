"""Names looked up while a person types: items and categories. Asked of nobody in particular, that is
without signing in; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.core import targets, values
from app.core.cancel import Cancel
from app.core.commons import library, queries
from app.core.commons.caller import Caller
from app.core.errors import ServerError
from app.core.model import PropertyNames, Target

WIKIDATA = Target("wikidata", "https://www.wikidata.org/w/api.php", label="Wikidata")
MOST = 10
"""Names asked for at once."""


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item by its label; `description` "" when it has none."""

    id: str
    label: str
    description: str = ""


def of_items(target: Target) -> Target:
    """Where the items of a wiki are: Wikidata, unless the wiki counts by itself. The practice wiki
    takes Wikidata's numbers, so that what was practised holds on Commons.
    """
    return WIKIDATA if target.properties is PropertyNames.WIKIDATA else target


def of_categories(target: Target) -> Target:
    """Where a category should be known; for the practice wiki that is Commons."""
    return targets.resolve("commons") if target.practice else target


def items(
    target: Target, typed: str, language: str, cancel: Cancel, most: int = MOST
) -> tuple[FoundItem, ...]:
    """Items whose label or other name begins so, best first. Raises errors of `app.core.errors`."""
    code = values.language_code(language) or "en"
    with _asking(target, code, cancel) as caller:
        params = {
            "action": "wbsearchentities",
            "search": typed,
            "language": code,
            "type": "item",
            "limit": most,
        }
        answer = caller.call(params, "searchinfo", whole=True)
    hits = answer.get("search")
    if not isinstance(hits, list):
        raise ServerError("unknown-answer", "no search")
    return tuple(
        FoundItem(str(hit["id"]), str(hit.get("label") or hit["id"]), hit.get("description") or "")
        for hit in hits
    )


def names(target: Target, ids: Sequence[str], language: str, cancel: Cancel) -> dict[str, str]:
    """Names of items by their ids; those without one are left out."""
    code = values.language_code(language) or "en"
    with _asking(target, code, cancel) as caller:
        found = queries.entities(caller, ids, code)
    return {one: about.label for one, about in found.items() if about.label}


def categories(
    target: Target, typed: str, language: str, cancel: Cancel, most: int = MOST
) -> tuple[str, ...]:
    """Names of categories that begin so, those with many members first."""
    code = values.language_code(language) or "en"
    with _asking(target, code, cancel) as caller:
        params = {
            "action": "query",
            "list": "allcategories",
            "acprefix": typed,
            "acprop": "size|hidden",
            "aclimit": most,
        }
        found = caller.call(params, "query").get("allcategories")
    if not isinstance(found, list):
        raise ServerError("unknown-answer", "no allcategories")
    seen = [one for one in found if not one.get("hidden")]
    exact = typed.strip().casefold()
    seen.sort(key=lambda one: (one["category"].casefold() != exact, -int(one.get("size", 0))))
    return tuple(str(one["category"]) for one in seen)


@contextmanager
def _asking(target: Target, language: str, cancel: Cancel) -> Iterator[Caller]:
    transport = library.make_transport(target, "", cancel)
    try:
        yield Caller(transport, "", "", language)
    finally:
        transport.close()
