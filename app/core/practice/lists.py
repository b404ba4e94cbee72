"""Lists: allimages, allpages, allcategories, logevents, mystashedfiles; and prop=stashimageinfo, a list in all but name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from app.core.practice import imageinfo
from app.core.practice.call import Call
from app.core.practice.records import Page
from app.core.practice.refusals import Json, RefusalError
from app.core.practice.sniff import kind
from app.core.practice.titles import CATEGORY, FILE, BadTitleError, first_upper, parse

T = TypeVar("T")
_BASE36 = 36
_CATEGORY = re.compile(r"(?i)\[\[\s*category\s*:\s*([^\]|#]+?)\s*(?:\|[^\]]*)?\]\]")


def _slice(call: Call, prefix: str, entries: Sequence[T], onward: Json, module: str) -> list[T]:
    """The page of a list that is asked for; `onward` gets where it goes on."""
    limit = call.params.get(f"{prefix}limit", "10")
    count = 500 if limit == "max" else call.number(f"{prefix}limit", module, 1, 500) or 10
    start = call.number(f"{prefix}continue", module, 0, 10**9) or 0
    if start + count < len(entries):
        onward[f"{prefix}continue"] = str(start + count)
    return list(entries[start : start + count])


def _files(call: Call, prefix: str) -> list[Page]:
    sha1 = call.text(f"{prefix}sha1").lower()
    if call.flag(f"{prefix}sha1base36"):
        sha1 = f"{int(call.text(f'{prefix}sha1base36'), _BASE36):040x}"
    start = first_upper(call.text(f"{prefix}prefix").replace("_", " "))
    user = call.text(f"{prefix}user")
    return [
        page
        for page in call.site.store.pages(FILE)
        if page.file
        and (not sha1 or page.file.sha1 == sha1)
        and page.title.text.startswith(start)
        and (not user or page.file.user == user)
    ]


def allimages(call: Call, onward: Json) -> list[Json]:
    """list=allimages."""
    known = {"url", "sha1", "timestamp", "user", "size", "dimensions", "mime", "comment"}
    props = call.chosen("aiprop", known, "allimages", "timestamp|url")
    pages = _slice(call, "ai", _files(call, "ai"), onward, "allimages")
    return [_image(call, page, props) for page in pages]


def _image(call: Call, page: Page, props: Sequence[str]) -> Json:
    version = page.file
    assert version is not None
    found: Json = {"name": page.title.key}
    if "timestamp" in props:
        found["timestamp"] = version.time
    if "user" in props:
        found["user"] = version.user
    if {"size", "dimensions"} & set(props):
        found |= {"size": version.size, "width": version.width, "height": version.height}
    if "comment" in props:
        found["comment"] = version.comment
    if "url" in props:
        found |= {
            "url": imageinfo.file_url(call, page),
            "descriptionurl": imageinfo.page_url(call, page),
            "descriptionshorturl": imageinfo.short_url(call, page),
        }
    if "sha1" in props:
        found["sha1"] = version.sha1
    if "mime" in props:
        found["mime"] = version.mime
    return found | {"ns": FILE, "title": page.title.full}


def _pages(call: Call, prefix: str) -> list[Page]:
    namespace = call.number(f"{prefix}namespace", "allpages", 0, 10_000) or 0
    start = first_upper(call.text(f"{prefix}prefix").replace("_", " "))
    return [page for page in call.site.store.pages(namespace) if page.title.text.startswith(start)]


def allpages(call: Call, onward: Json) -> list[Json]:
    """list=allpages."""
    pages = _slice(call, "ap", _pages(call, "ap"), onward, "allpages")
    return [
        {"pageid": page.pageid, "ns": page.title.namespace, "title": page.title.full}
        for page in pages
    ]


def allcategories(call: Call, onward: Json) -> list[Json]:
    """list=allcategories: those that pages are in, and those that have a page."""
    props = call.chosen("acprop", {"size", "hidden"}, "allcategories")
    start = first_upper(call.text("acprefix").replace("_", " "))
    members = _members(call)
    names = sorted(name for name in members if name.startswith(start))
    return [
        _category(name, members[name], props)
        for name in _slice(call, "ac", names, onward, "allcategories")
    ]


def _members(call: Call) -> dict[str, Counter[int]]:
    """Each category with the number of its pages by namespace."""
    found: dict[str, Counter[int]] = {}
    for page in call.site.store.pages():
        if page.title.namespace == CATEGORY:
            found.setdefault(page.title.text, Counter())
        for name in dict.fromkeys(_CATEGORY.findall(page.text)):
            key = first_upper(" ".join(name.replace("_", " ").split()))
            found.setdefault(key, Counter())[page.title.namespace] += 1
    return found


def _category(name: str, members: Counter[int], props: Sequence[str]) -> Json:
    found: Json = {"category": name}
    if "size" in props:
        files, below = members[FILE], members[CATEGORY]
        size = members.total()
        pages = size - files - below
        found |= {"size": size, "pages": pages, "files": files, "subcats": below}
    return found | ({"hidden": False} if "hidden" in props else {})


def generated_pages(call: Call, onward: Json) -> list[Page]:
    """The pages of generator=allpages or allimages."""
    if call.text("generator") == "allimages":
        return _slice(call, "gai", _files(call, "gai"), onward, "allimages")
    return _slice(call, "gap", _pages(call, "gap"), onward, "allpages")


def logevents(call: Call, onward: Json) -> list[Json]:
    """list=logevents: deletions and uploads, the newest first."""
    wanted = call.text("letype") or call.text("leaction").partition("/")[0]
    events = [] if wanted == "upload" else _deletions(call)
    if wanted in ("", "upload"):
        events += _uploads(call)
    if call.flag("letitle"):
        try:
            title = parse(call.text("letitle")).full
        except BadTitleError as error:
            raise RefusalError("invalidtitle", f'Bad title "{call.text("letitle")}".') from error
        events = [event for event in events if event["title"] == title]
    events.sort(key=lambda event: -int(event["logid"]))
    return _slice(call, "le", events, onward, "logevents")


def _event(logid: int, page: Page, what: tuple[str, str], user: str, time: str, why: str) -> Json:
    return {
        "logid": logid,
        "ns": page.title.namespace,
        "title": page.title.full,
        "pageid": 0 if what[0] == "delete" else page.pageid,
        "logpage": page.pageid,
        "params": {},
        "type": what[0],
        "action": what[1],
        "user": user,
        "timestamp": time,
        "comment": why,
    }


def _deletions(call: Call) -> list[Json]:
    return [
        _event(gone.logid, page, ("delete", "delete"), gone.user, gone.time, gone.reason)
        for page in call.site.store.deleted()
        if (gone := page.deletion)
    ]


def _uploads(call: Call) -> list[Json]:
    return [
        _event(
            revision.revid,
            page,
            ("upload", "upload" if index == 0 else "overwrite"),
            revision.user,
            revision.time,
            revision.comment,
        )
        for page in [*call.site.store.pages(FILE), *call.site.store.deleted()]
        for index, revision in enumerate(r for r in page.revisions if r.action == "upload")
    ]


def mystashedfiles(call: Call, onward: Json) -> list[Json]:
    """list=mystashedfiles."""
    if call.account is None:
        raise RefusalError("stashnotloggedin", "You must be logged in to view your upload stash.")
    props = call.chosen("msfprop", {"size", "type"}, "mystashedfiles")
    stash = call.site.stash
    mine = [entry for entry in stash.of(call.user) if entry.status != "gone"]
    listed = []
    for entry in _slice(call, "msf", mine, onward, "mystashedfiles"):
        found = kind(stash.path(entry))
        line: Json = {"filekey": entry.key, "status": entry.status}
        if "size" in props:
            line |= {"size": entry.size, "width": found.width, "height": found.height}
            line["bits"] = found.bits
        if "type" in props:
            line |= {"mimetype": found.mime, "mediatype": found.media_type}
        listed.append(line)
    return listed


def stashimageinfo(call: Call) -> list[Json]:
    """prop=stashimageinfo: always all properties, which is more than MediaWiki gives unasked."""
    if call.account is None:
        raise RefusalError("stashnotloggedin", "You must be logged in to view your upload stash.")
    stash, found = call.site.stash, []
    for key in call.several("siifilekey"):
        try:
            entry = stash.find(key, call.user)
        except RefusalError as refusal:
            raise RefusalError(
                "stashedfilenotfound", f"Could not find the file in the stash: {refusal.info}"
            ) from refusal
        found.append(imageinfo.stashed(call, entry, kind(stash.path(entry))))
    return found
