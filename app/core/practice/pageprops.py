"""prop=info, imageinfo, revisions and pageprops of one page."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence

from app.core.practice import imageinfo, rules
from app.core.practice.accounts import Account
from app.core.practice.call import Call
from app.core.practice.records import FileVersion, Page, Revision, entity_json
from app.core.practice.refusals import Json, RefusalError
from app.core.practice.titles import FILE, Title

PROPS = {"info", "imageinfo", "revisions", "pageprops", "stashimageinfo"}
_LANGUAGE = {"pagelanguage": "en", "pagelanguagehtmlcode": "en", "pagelanguagedir": "ltr"}
_INFO = {"protection", "url", "talkid", "displaytitle"}
_IMAGE = {
    "timestamp", "user", "userid", "comment", "parsedcomment", "canonicaltitle", "url", "size",
    "dimensions", "sha1", "mime", "mediatype", "bitdepth", "archivename", "metadata",
    "commonmetadata", "extmetadata", "badfile",
}  # fmt: skip
_REVISION = {
    "ids", "flags", "timestamp", "user", "userid", "size", "slotsize", "sha1", "comment",
    "parsedcomment", "content", "contentmodel", "roles", "tags",
}  # fmt: skip


def missing_page(call: Call, title: Title, props: Sequence[str]) -> Json:
    """What is said of a title without a page."""
    found: Json = {"ns": title.namespace, "title": title.full, "missing": True}
    if "info" in props:
        found |= {"contentmodel": "wikitext", **_LANGUAGE}
        found |= _info(call, title, ["create", "upload"] if title.namespace == FILE else ["create"])
    if "imageinfo" in props:
        found["imagerepository"] = ""
    return found


def page_entry(call: Call, page: Page, props: Sequence[str]) -> Json:
    """What is said of a page."""
    found: Json = {"pageid": page.pageid, "ns": page.title.namespace, "title": page.title.full}
    if "info" in props:
        found |= _page_info(call, page)
    if "imageinfo" in props and page.title.namespace == FILE:
        found |= _image_info(call, page)
    if "revisions" in props:
        found["revisions"] = _revisions(call, page)
    if "pageprops" in props:
        found["pageprops"] = {}
    return found


def _page_info(call: Call, page: Page) -> Json:
    found: Json = {
        "contentmodel": "wikitext",
        **_LANGUAGE,
        "touched": page.revisions[-1].time,
        "lastrevid": page.lastrevid,
        "length": len(page.text.encode()),
    }
    if len(page.revisions) == 1:
        found["new"] = True
    kinds = ["edit", "move", "upload"] if page.title.namespace == FILE else ["edit", "move"]
    return found | _info(call, page.title, kinds)


def _info(call: Call, title: Title, kinds: Sequence[str]) -> Json:
    asked = call.chosen("inprop", _INFO, "info")
    found: Json = {}
    if "protection" in asked:
        shut = title.full in rules.PROTECTED
        entry = {"type": "create", "level": "sysop", "expiry": "infinity"}
        found |= {"protection": [entry] if shut else [], "restrictiontypes": list(kinds)}
    if "url" in asked:
        address = call.address(f"/wiki/{title.full.replace(' ', '_')}")
        found |= {"fullurl": address, "editurl": address, "canonicalurl": address}
    if call.flag("intestactions"):
        found["actions"] = {a: _barred(call, title) for a in call.several("intestactions")}
    return found


def _barred(call: Call, title: Title) -> list[Json] | bool:
    """Why an action on a title is refused; with little detail only whether it is allowed."""
    detail = call.text("intestactionsdetail", "boolean")
    try:
        if detail != "quick":
            rules.check_title(title)
    except RefusalError as refusal:
        if detail == "boolean":
            return False
        code = "titleblacklist-forbidden" if rules.listed(title) else refusal.code
        return [{"code": code, "text": refusal.text}]
    return detail == "boolean" or []


def _image_info(call: Call, page: Page) -> Json:
    if page.file is None:
        return {"imagerepository": ""}
    count = call.number("iilimit", "imageinfo", 1, 500) or 1
    asked = call.chosen("iiprop", _IMAGE, "imageinfo", "timestamp|user")
    newest = list(reversed(page.versions))[:count]
    listed = [_version(call, page, version, asked) for version in newest]
    return {"imagerepository": "local", "imageinfo": listed}


def _version(call: Call, page: Page, version: FileVersion, asked: Sequence[str]) -> Json:
    found: Json = {}
    for name in asked:
        found |= _VERSION.get(name, _nothing)(call, page, version)
    return found


def _nothing(_call: Call, _page: Page, _version: FileVersion) -> Json:
    return {}


def _url(call: Call, page: Page, _version: FileVersion) -> Json:
    return {
        "url": imageinfo.file_url(call, page),
        "descriptionurl": imageinfo.page_url(call, page),
        "descriptionshorturl": imageinfo.short_url(call, page),
    }


def _size(_call: Call, _page: Page, version: FileVersion) -> Json:
    return {"size": version.size, "width": version.width, "height": version.height}


def _ext(_call: Call, _page: Page, version: FileVersion) -> Json:
    return imageinfo.details(version.time, version.origin)


_VERSION: dict[str, Callable[[Call, Page, FileVersion], Json]] = {
    "timestamp": lambda _c, _p, version: {"timestamp": version.time},
    "user": lambda _c, _p, version: {"user": version.user},
    "userid": lambda _c, _p, version: {"userid": Account(version.user).userid},
    "comment": lambda _c, _p, version: {"comment": version.comment},
    "parsedcomment": lambda _c, _p, version: {"parsedcomment": html.escape(version.comment)},
    "canonicaltitle": lambda _c, page, _v: {"canonicaltitle": page.title.full},
    "url": _url,
    "size": _size,
    "dimensions": _size,
    "sha1": lambda _c, _p, version: {"sha1": version.sha1},
    "mime": lambda _c, _p, version: {"mime": version.mime},
    "mediatype": lambda _c, _p, version: {"mediatype": version.media_type},
    "bitdepth": lambda _c, _p, version: {"bitdepth": version.bits},
    "extmetadata": _ext,
}


def _revisions(call: Call, page: Page) -> list[Json]:
    asked = call.chosen("rvprop", _REVISION, "revisions", "ids|timestamp|flags|comment|user")
    count = call.number("rvlimit", "revisions", 1, 500) or 1
    newest = list(reversed(page.revisions))[:count]
    return [_revision(call, page, revision, asked) for revision in newest]


def _revision(call: Call, page: Page, revision: Revision, asked: Sequence[str]) -> Json:
    found: Json = {}
    if "ids" in asked:
        found |= {"revid": revision.revid, "parentid": revision.parentid}
    if "flags" in asked:
        found["minor"] = False
    if "user" in asked:
        found["user"] = revision.user
    if "timestamp" in asked:
        found["timestamp"] = revision.time
    if "size" in asked:
        found["size"] = len(page.text.encode())
    if "comment" in asked:
        found["comment"] = revision.comment
    if "content" in asked:
        found |= _content(call, page)
    return found


def _content(call: Call, page: Page) -> Json:
    """The newest text, whichever revision is asked for: older ones are not kept."""
    main = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": page.text}
    slots = call.several("rvslots")
    if not slots:
        return {name: main[name] for name in ("contentformat", "contentmodel", "content")}
    found: Json = {"main": main} if {"main", "*"} & set(slots) else {}
    if page.entity is not None and {"mediainfo", "*"} & set(slots):
        found["mediainfo"] = {
            "contentmodel": "wikibase-mediainfo",
            "contentformat": "application/json",
            "content": json.dumps(entity_json(page), ensure_ascii=False),
        }
    return {"slots": found}
