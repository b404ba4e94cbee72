"""action=query: meta, titles with prop, lists and the generator allpages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.core.practice import lists, login, siteinfo
from app.core.practice.call import Call
from app.core.practice.pageprops import PROPS, missing_page, page_entry
from app.core.practice.refusals import Json, RefusalError
from app.core.practice.titles import BadTitleError, Title, parse
from app.core.practice.virtual import virtual_page

MOST_TITLES = 50

META: dict[str, Callable[[Call], Json]] = {
    "siteinfo": siteinfo.query,
    "userinfo": lambda call: {"userinfo": login.userinfo(call)},
    "tokens": lambda call: {"tokens": login.tokens(call)},
}
LISTS: dict[str, Callable[[Call, Json], list[Json]]] = {
    "allcategories": lists.allcategories,
    "allimages": lists.allimages,
    "allpages": lists.allpages,
    "logevents": lists.logevents,
    "mystashedfiles": lists.mystashedfiles,
}
GENERATORS = {"allpages", "allimages"}


def run(call: Call) -> Json:
    """The answer to action=query."""
    found: Json = {}
    onward: Json = {}
    for name in call.chosen("meta", set(META), "query"):
        found |= META[name](call)
    for name in call.chosen("list", set(LISTS), "query"):
        found[name] = LISTS[name](call, onward)
    props = call.chosen("prop", PROPS, "query")
    if "stashimageinfo" in props:
        found["stashimageinfo"] = lists.stashimageinfo(call)
    if call.flag("titles") or call.flag("pageids"):
        found |= _pages(call, props)
    if call.flag("generator"):
        call.one_of("generator", GENERATORS, "")
        found |= _generated(call, props, onward)
    answer: Json = {"batchcomplete": True}
    if onward:
        answer["continue"] = {**onward, "continue": "-||"}
    return {**answer, "query": found} if found else answer


def _pages(call: Call, props: Sequence[str]) -> Json:
    names = call.several("titles") + [f"#{number}" for number in call.several("pageids")]
    if len(names) > MOST_TITLES:
        raise RefusalError(
            "toomanyvalues",
            f'Too many values supplied for parameter "titles". The limit is {MOST_TITLES}.',
            {"parameter": "titles", "limit": MOST_TITLES, "lowlimit": 50, "highlimit": 500},
        )
    normalized: list[Json] = []
    there: dict[int, Json] = {}
    missing: dict[str, Json] = {}
    invalid: list[Json] = []
    for name in names:
        _one_page(call, name, props, (normalized, there, missing, invalid))
    ordered: Iterable[Any] = (there[number] for number in sorted(there))
    found: Json = {"normalized": normalized} if normalized else {}
    return {**found, "pages": [*reversed(missing.values()), *invalid, *ordered]}


def _one_page(
    call: Call,
    name: str,
    props: Sequence[str],
    sorted_in: tuple[list[Json], dict[int, Json], dict[str, Json], list[Json]],
) -> None:
    normalized, there, missing, invalid = sorted_in
    if name.startswith("#"):
        page = call.site.store.page_by_id(int(name[1:])) if name[1:].isdigit() else None
        if page is None:
            missing[name] = {"pageid": int(name[1:] or 0), "missing": True}
        else:
            there[page.pageid] = page_entry(call, page, props)
        return
    try:
        title = parse(name)
    except BadTitleError as error:
        invalid.append({"title": name, "invalidreason": str(error), "invalid": True})
        return
    if title.full != name:
        normalized.append({"fromencoded": False, "from": name, "to": title.full})
    _sort_in(call, title, props, (there, missing))


def _sort_in(
    call: Call,
    title: Title,
    props: Sequence[str],
    sorted_in: tuple[dict[int, Json], dict[str, Json]],
) -> None:
    there, missing = sorted_in
    page = call.site.store.page(title) or virtual_page(title)
    if page is None:
        missing[title.full] = missing_page(call, title, props)
    else:
        there[page.pageid] = page_entry(call, page, props)


def _generated(call: Call, props: Sequence[str], onward: Json) -> Json:
    pages = lists.generated_pages(call, onward)
    return {"pages": [page_entry(call, page, props) for page in pages]} if pages else {}
