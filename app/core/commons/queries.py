"""Questions to the wiki that change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.core.commons.caller import Caller
from app.core.errors import RefusedError, ServerError
from app.core.wiki import Account, Block, EntityInfo, FileInfo, Site

BATCH = 50
"""Titles or ids in one query: what every account may."""

_LEVELS = {"sysop": "editprotected", "autoconfirmed": "editsemiprotected"}


def bare(full_title: str) -> str:
    """A title without its namespace, with blanks."""
    return full_title.partition(":")[2].replace("_", " ") or full_title


def batches(items: Iterable[str]) -> Iterator[list[str]]:
    """Different items, at most `BATCH` at a time, in order."""
    unique = list(dict.fromkeys(items))
    for start in range(0, len(unique), BATCH):
        yield unique[start : start + BATCH]


def introduce(caller: Caller) -> tuple[Site, Account]:
    """Site, account and csrf token in one request, asked once after the sign-in."""
    query = caller.call(
        {
            "action": "query",
            "meta": "siteinfo|userinfo|tokens",
            "siprop": "general|fileextensions|extensions",
            "uiprop": "rights|ratelimits|blockinfo",
        },
        "query",
    )
    token = query.get("tokens", {}).get("csrftoken")
    if isinstance(token, str):
        caller.keep_token(token)
    return _site(caller, query), _account(query.get("userinfo"))


def account(caller: Caller) -> Account:
    """Rights, limits and block of the account as they are now."""
    params = {"action": "query", "meta": "userinfo", "uiprop": "rights|ratelimits|blockinfo"}
    return _account(caller.call(params, "query").get("userinfo"))


def _site(caller: Caller, query: Mapping[str, Any]) -> Site:
    general = query.get("general")
    if not isinstance(general, dict) or "wikiid" not in general:
        raise ServerError("unknown-answer", "no siteinfo")
    server = str(general.get("server", ""))
    if server.startswith("//"):
        server = caller.transport.api.partition(":")[0] + ":" + server
    return Site(
        wikiid=str(general["wikiid"]),
        name=str(general.get("sitename", "")),
        page_url=server + str(general.get("articlepath", "/wiki/$1")),
        max_upload_size=int(general.get("maxuploadsize", 0)),
        extensions=frozenset(str(e["ext"]).lower() for e in query.get("fileextensions", ())),
        writable=not general.get("readonly", False) and bool(general.get("uploadsenabled", True)),
        structured_data=_has_structured_data(caller, query),
        is_practice=bool(general.get("kabocha-practice")),
    )


def _has_structured_data(caller: Caller, query: Mapping[str, Any]) -> bool:
    extensions = query.get("extensions")
    if isinstance(extensions, list):
        return any(e.get("name") == "WikibaseMediaInfo" for e in extensions)
    params = {"action": "paraminfo", "modules": "wbeditentity"}
    try:
        return bool(caller.call(params, "paraminfo").get("modules"))
    except RefusedError:
        return False


def _account(info: Any) -> Account:
    if not isinstance(info, dict) or info.get("anon"):
        raise ServerError("unknown-answer", "not signed in, although the sign-in went well")
    rights = frozenset(map(str, info.get("rights", ())))
    block = None
    if "blockid" in info:
        expiry = str(info.get("blockexpiry", ""))
        infinite = expiry in ("infinite", "infinity", "indefinite")
        block = Block(
            reason=str(info.get("blockreason", "")),
            expiry="infinity" if infinite else expiry,
            by=str(info.get("blockedby", "")),
        )
    limits = {} if "noratelimit" in rights else _limits(info.get("ratelimits") or {})
    return Account(str(info.get("name", "")), rights, limits, block)


_NOT_GROUPS = frozenset({"ip", "subnet", "newbie", "anon", "ip-all", "subnet-all"})
"""Limits that hold beside those of the account's groups."""


def _limits(told: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[str, tuple[int, int]]:
    """(hits, seconds) of each action: the most generous of the account's groups, unless another
    limit that holds beside it is stricter.
    """
    found = {}
    for action, told_by in told.items():
        limits = {
            k: (int(g["hits"]), int(g["seconds"])) for k, g in told_by.items() if g.get("seconds")
        }
        groups = [limit for name, limit in limits.items() if name not in _NOT_GROUPS]
        others = [limit for name, limit in limits.items() if name in _NOT_GROUPS]
        held = [*([max(groups, key=_a_second)] if groups else []), *others]
        if held:
            found[action] = min(held, key=_a_second)
    return found


def _a_second(limit: tuple[int, int]) -> float:
    return limit[0] / limit[1]


def files(caller: Caller, titles: Sequence[str], rights: frozenset[str]) -> dict[str, FileInfo]:
    """Each title as given -> what is there."""
    found: dict[str, FileInfo] = {}
    for batch in batches(titles):
        query = caller.call(
            {
                "action": "query",
                "titles": [f"File:{title}" for title in batch],
                "prop": "info|imageinfo",
                "inprop": "protection",
                "iiprop": "sha1|size|user|timestamp|url",
            },
            "query",
        )
        pages = _pages_by_title(query)
        for title in batch:
            found[title] = _file(title, pages(f"File:{title}"), rights)
    return found


def _pages_by_title(query: Mapping[str, Any]) -> Any:
    normal = {n["from"]: n["to"] for n in query.get("normalized", ())}
    pages = {p.get("title"): p for p in query.get("pages", ())}

    def find(title: str) -> Mapping[str, Any]:
        page = pages.get(normal.get(title, title))
        if page is None:
            raise ServerError("unknown-answer", f"nothing about {title}")
        found: Mapping[str, Any] = page
        return found

    return find


def _file(asked: str, page: Mapping[str, Any], rights: frozenset[str]) -> FileInfo:
    exists = not page.get("missing") and not page.get("invalid")
    infos = page.get("imageinfo") if page.get("imagerepository", "local") == "local" else None
    info = infos[0] if infos else {}
    barred = any(
        p.get("type") == "create" and _LEVELS.get(p.get("level"), p.get("level")) not in rights
        for p in page.get("protection", ())
    )
    return FileInfo(
        title=bare(str(page.get("title", asked))),
        exists=exists,
        pageid=page.get("pageid"),
        sha1=info.get("sha1"),
        user=info.get("user"),
        timestamp=info.get("timestamp"),
        url=info.get("descriptionurl") or info.get("url"),
        create_protected=barred and not exists,
        size=info.get("size"),
    )


def titles_with_sha1(caller: Caller, sha1: str) -> list[str]:
    """Titles of the files that have these bytes."""
    params = {"action": "query", "list": "allimages", "aisha1": sha1, "aiprop": "sha1"}
    images = caller.call(params, "query").get("allimages")
    if not isinstance(images, list):
        raise ServerError("unknown-answer", "no allimages")
    return [bare(str(image["title"])) for image in images]


def deleted_titles(caller: Caller, titles: Sequence[str]) -> set[str]:
    """Those with a deletion in the log (one request a title: the log takes only one)."""
    found = set()
    for title in titles:
        params = {
            "action": "query",
            "list": "logevents",
            "leaction": "delete/delete",
            "letitle": f"File:{title}",
            "leprop": "title",
            "lelimit": 1,
        }
        if caller.call(params, "query").get("logevents"):
            found.add(title)
    return found


def same_stem(caller: Caller, title: str) -> list[str]:
    """Files with the same name and another extension."""
    stem, _, extension = title.rpartition(".")
    params = {
        "action": "query",
        "list": "allpages",
        "apnamespace": 6,
        "apprefix": f"{stem}.",
        "aplimit": BATCH,
    }
    pages = caller.call(params, "query").get("allpages", ())
    found = [bare(str(page["title"])) for page in pages]
    return [t for t in found if t.rpartition(".")[0] == stem and t.rpartition(".")[2] != extension]


def forbidden_titles(caller: Caller, titles: Sequence[str]) -> dict[str, str]:
    """Those that the title blacklist forbids -> its reason. `intestactions` asks the same hooks as
    an upload, for fifty titles at once; a wiki without the extension forbids none.
    """
    found: dict[str, str] = {}
    for batch in batches(titles):
        query = caller.call(
            {
                "action": "query",
                "titles": [f"File:{title}" for title in batch],
                "prop": "info",
                "intestactions": "upload",
                "intestactionsdetail": "full",
            },
            "query",
        )
        pages = _pages_by_title(query)
        for title in batch:
            errors = pages(f"File:{title}").get("actions", {}).get("upload") or ()
            for error in errors:
                if str(error.get("code", "")).startswith("titleblacklist"):
                    found.setdefault(title, str(error.get("text", "")))
    return found


def entities(caller: Caller, ids: Sequence[str], language: str) -> dict[str, EntityInfo]:
    """Items and properties by id."""
    found = {}
    for batch in batches(ids):
        params = {
            "action": "wbgetentities",
            "ids": batch,
            "props": "datatype|labels",
            "languages": list(dict.fromkeys((language, "en"))),
        }
        told = caller.call(params, "entities")
        for asked in batch:
            found[asked] = _entity(asked, told.get(asked) or {"missing": ""}, language)
    return found


def _entity(asked: str, entity: Mapping[str, Any], language: str) -> EntityInfo:
    labels = entity.get("labels") or {}
    label = labels.get(language) or labels.get("en") or {}
    return EntityInfo(asked, "missing" not in entity, entity.get("datatype"), label.get("value"))


def pages_exist(caller: Caller, titles: Sequence[str]) -> dict[str, bool]:
    """Full titles -> whether there is a page."""
    found = {}
    for batch in batches(titles):
        query = caller.call({"action": "query", "titles": batch, "prop": "info"}, "query")
        pages = _pages_by_title(query)
        for title in batch:
            page = pages(title)
            found[title] = not page.get("missing") and not page.get("invalid")
    return found


def page_text(caller: Caller, title: str) -> str | None:
    """Wikitext of the file page, None when there is none."""
    params = {
        "action": "query",
        "titles": f"File:{title}",
        "prop": "revisions",
        "rvprop": "content",
        "rvslots": "main",
    }
    page = _pages_by_title(caller.call(params, "query"))(f"File:{title}")
    revisions = page.get("revisions")
    if not revisions:
        return None
    return str(revisions[0]["slots"]["main"].get("content", ""))


def find_stashed(caller: Caller, size: int, sha1: str) -> str | None:
    """The key of a complete file of ours in the stash with exactly these bytes, None when there
    is none or the wiki does not tell: what is left of a last chunk whose answer was lost.
    """
    params = {
        "action": "query",
        "list": "mystashedfiles",
        "msfprop": "size|type",
        "msflimit": BATCH,
    }
    try:
        stashed = caller.call(params, "query").get("mystashedfiles", ())
        keys = [s["filekey"] for s in stashed if s.get("size") == size]
        return next((k for k in reversed(keys) if _stashed_sha1(caller, k) == sha1), None)
    except RefusedError:
        return None
    except ServerError as error:
        if error.code == "unknown-answer":  # a wiki that does not know one of the two queries
            return None
        raise


def _stashed_sha1(caller: Caller, filekey: str) -> str | None:
    params = {
        "action": "query",
        "prop": "stashimageinfo",
        "siifilekey": filekey,
        "siiprop": "sha1",
    }
    infos = caller.call(params, "query").get("stashimageinfo") or [{}]
    found: str | None = infos[0].get("sha1")
    return found
