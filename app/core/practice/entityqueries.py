"""wbgetentities and wbsearchentities."""

from __future__ import annotations

import zlib

from app.core.practice import vocabulary
from app.core.practice.call import SITE_ID, Call
from app.core.practice.records import Page, entity_json
from app.core.practice.refusals import Json, RefusalError, bad_value, message, wikibase
from app.core.practice.titles import FILE, BadTitleError, parse

MOST_IDS = 50
_PROPS = {
    "info",
    "sitelinks",
    "sitelinks/urls",
    "aliases",
    "labels",
    "descriptions",
    "claims",
    "datatype",
}
_DEFAULT = "info|sitelinks|aliases|labels|descriptions|claims|datatype"


def get(call: Call) -> Json:
    """action=wbgetentities by ids, or by sites and titles."""
    props = set(call.chosen("props", _PROPS, "wbgetentities", _DEFAULT))
    ids, titles = call.several("ids"), call.several("titles")
    if not ids and not titles:
        raise wikibase(
            "param-missing",
            'Either provide the Item "ids" or pairs of "sites" and "titles" for corresponding '
            "pages",
        )
    if len(ids) + len(titles) > MOST_IDS:
        raise RefusalError(
            "toomanyvalues",
            f'Too many values supplied for parameter "ids". The limit is {MOST_IDS}.',
            {"parameter": "ids", "limit": MOST_IDS, "lowlimit": 50, "highlimit": 500},
        )
    found: Json = {}
    for entity in ids:
        found[entity] = _by_id(call, entity, props)
    if titles:
        found |= _by_titles(call, titles, props)
    return {"entities": found, "success": 1}


def _by_titles(call: Call, titles: list[str], props: set[str]) -> Json:
    for site in call.several("sites"):
        if site != SITE_ID:
            raise bad_value("sites", site)
    found: Json = {}
    for name in titles:
        page = _file(call, name)
        if page is None:
            key = str(-1 - sum(entry.startswith("-") for entry in found))
            found[key] = {"site": SITE_ID, "title": name, "missing": ""}
        else:
            found[page.mid] = _media_info(page, props)
    return found


def _file(call: Call, name: str) -> Page | None:
    try:
        page = call.site.store.page(parse(name))
    except BadTitleError:
        return None
    return page if page and page.file and page.title.full not in call.site.conduct.lagging else None


def _by_id(call: Call, entity: str, props: set[str]) -> Json:
    letter, number = entity[:1], entity[1:]
    if letter not in ("M", "P", "Q") or not number.isdigit():
        info = f'Could not find an entity with the ID "{entity}".'
        refusal = wikibase(
            "no-such-entity", info, message("wikibase-api-no-such-entity", html=info)
        )
        refusal.data["id"] = entity
        raise refusal
    if letter == "M":
        page = call.site.store.page_by_id(int(number))
        if page is None or page.title.namespace != FILE:
            return {"id": entity, "missing": ""}
        return _media_info(page, props)
    if not vocabulary.exists(entity):
        return {"id": entity, "missing": ""}
    return _known(call, entity, props)


def _media_info(page: Page, props: set[str]) -> Json:
    """Statements are there whatever `props` says, as on the real wiki."""
    if page.entity is None:
        return {"id": page.mid, "missing": ""}
    found: Json = {}
    if "info" in props:
        found = {
            "pageid": page.pageid,
            "ns": FILE,
            "title": page.title.full,
            "lastrevid": page.lastrevid,
            "modified": page.revisions[-1].time,
        }
    content = entity_json(page)
    for name in ("labels", "descriptions"):
        if name not in props:
            del content[name]
    return found | content


def _known(call: Call, entity: str, props: set[str]) -> Json:
    is_property = entity.startswith("P")
    number = zlib.crc32(entity.encode()) % 10**9
    found: Json = {}
    if "info" in props:
        found = {
            "pageid": number,
            "ns": 122 if is_property else 120,
            "title": f"{'Property' if is_property else 'Item'}:{entity}",
            "lastrevid": number,
            "modified": "2026-01-01T00:00:00Z",
        }
    found["type"] = "property" if is_property else "item"
    if is_property and "datatype" in props:
        found["datatype"] = vocabulary.datatype(entity) or "wikibase-item"
    found["id"] = entity
    label = vocabulary.label(entity)
    languages = call.several("languages")
    shown = label and (not languages or "en" in languages)
    if "labels" in props:
        found["labels"] = {"en": {"language": "en", "value": label}} if shown else {}
    for name in ("descriptions", "aliases", "claims", "sitelinks"):
        if name in props and not (is_property and name == "sitelinks"):
            found[name] = {}
    return found


def search(call: Call) -> Json:
    """action=wbsearchentities: by the beginning of a label in the catalogues."""
    text = call.needed("search")
    kind = call.one_of("type", {"item", "property"}, "item")
    limit = call.number("limit", "wbsearchentities", 1, 50) or 7
    letter = "P" if kind == "property" else "Q"
    hits = [
        (entity, label)
        for entity, label in vocabulary.labels().items()
        if entity.startswith(letter) and label.casefold().startswith(text.casefold())
    ]
    listed = [_hit(call, entity, label, kind) for entity, label in sorted(hits)[:limit]]
    return {"searchinfo": {"search": text}, "search": listed, "success": 1}


def _hit(call: Call, entity: str, label: str, kind: str) -> Json:
    title = f"{kind.capitalize()}:{entity}"
    found: Json = {
        "id": entity,
        "title": title,
        "pageid": zlib.crc32(entity.encode()) % 10**9,
        "display": {"label": {"value": label, "language": "en"}},
        "repository": "local",
        "url": call.address(f"/wiki/{title}"),
    }
    if kind == "property":
        found["datatype"] = vocabulary.datatype(entity) or "wikibase-item"
    return found | {
        "concepturi": f"http://www.wikidata.org/entity/{entity}",
        "label": label,
        "match": {"type": "label", "language": "en", "text": label},
    }
