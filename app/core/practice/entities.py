"""wbeditentity: labels and claims of a file in one edit."""

from __future__ import annotations

import copy
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from app.core.practice import statements, vocabulary
from app.core.practice.accounts import Trouble
from app.core.practice.call import SITE_ID, Call
from app.core.practice.records import Page, entity_json
from app.core.practice.refusals import Json, RefusalError, bad_value, invalid, message, wikibase
from app.core.practice.titles import FILE, BadTitleError, parse

LABEL_LIMIT = 250
Content = dict[str, Any]


@dataclass(slots=True)
class Change:
    """What an edit does. `labels`: language -> text, None = remove. `claims`: statement id ->
    statement, None = remove.
    """

    labels: dict[str, str | None] = field(default_factory=dict)
    claims: dict[str, Json | None] = field(default_factory=dict)
    clear: bool = False


def edit(call: Call) -> Json:
    """action=wbeditentity. Raises RefusalError."""
    data = _data(call)
    with call.site.store.lock:
        page = _page(call)
        _check_right(call)
        change = _change(data, page, clear=call.flag("clear"))
        base, patched = _base(call, page, change)
        after = _applied(base, change)
        if after != (page.entity or {"labels": {}, "statements": {}}):
            call.site.store.save_entity(page, after, call.user, call.text("summary"))
            unchanged: Json = {}
        else:
            unchanged = {"nochange": True}
    if patched:
        words = "Your edit was patched into the latest version."
        note = {**message("wikibase-conflict-patched", html=words), "type": "warning"}
        call.messages.setdefault("wbeditentity", []).append(note)
    entity = {**entity_json(page), "lastrevid": page.lastrevid, **unchanged}
    return {"entity": entity, "success": 1}


def _data(call: Call) -> Json:
    try:
        data = json.loads(call.needed("data"))
    except ValueError:
        raise wikibase("invalid-json", "Invalid json in request.") from None
    if isinstance(data, list) and not data:
        data = {}
    if not isinstance(data, dict):
        raise wikibase("not-recognized-array", "An array was expected, but not found.")
    return data


def _page(call: Call) -> Page:
    if call.flag("id"):
        return _page_by_id(call, call.text("id"))
    if not (call.flag("site") and call.flag("title")):
        raise wikibase("param-illegal", "Either the id or a pair of site and title is needed.")
    if call.text("site") != SITE_ID:
        raise bad_value("site", call.text("site"))
    try:
        page = call.site.store.page(parse(call.text("title")))
    except BadTitleError:
        page = None
    if page is None or page.file is None or page.title.full in call.site.conduct.lagging:
        raise wikibase(
            "no-such-entity-link",
            "Could not find an Item containing a sitelink to the provided site and page name.",
        )
    return page


def _page_by_id(call: Call, entity: str) -> Page:
    number = entity[1:]
    if entity[:1].upper() != "M" or not number.isdigit():
        raise wikibase("invalid-entity-id", f'Invalid entity ID: "{entity}".')
    page = call.site.store.page_by_id(int(number))
    if page is None or page.file is None or page.title.namespace != FILE:
        html = "⧼no-such-entity⧽"
        raise wikibase("no-such-entity", html, message("no-such-entity", [entity], html=html))
    return page


def _check_right(call: Call) -> None:
    account = call.account
    if account is None:
        return
    words = "You do not have the permissions needed to carry out this action."
    first = message("wikibase-api-permissiondenied", html=words)
    if account.trouble is Trouble.BLOCKED:
        details = [
            "[[User:Admin|\u202aAdmin\u202c]]", "for tests", "127.0.0.1", "\u202aAdmin\u202c", 1,
            "infinite", f"\u202a{account.name}\u202c", "00:39, 21 November 2026",
        ]  # fmt: skip
        html = "<p><strong>Your username or IP address has been blocked.</strong>\n</p>"
        raise wikibase("permissiondenied", words, first, message("blockedtext", details, html=html))
    if not account.may_edit:
        limited = "The action you have requested is limited to users in"
        groups = "*, [[Wikimedia Commons:Users|Users]]"
        raise wikibase(
            "permissiondenied",
            words,
            first,
            message(
                "badaccess-groups", [groups, 2], html=f"{limited} one of the groups: *, Users."
            ),
            message("badaccess-groups", ["*", 1], html=f"{limited} the group: *."),
        )


def _change(data: Json, page: Page, *, clear: bool) -> Change:
    change = Change(clear=clear)
    for key in ("aliases", "sitelinks"):
        if key in data:
            raise wikibase("not-supported", f"MediaInfo does not support {key}.")
    labels = data.get("labels") or {}
    if not isinstance(labels, dict | list):
        raise wikibase("not-recognized-array", "An array was expected, but not found.")
    keys: list[Any] = list(labels) if isinstance(labels, dict) else list(range(len(labels)))
    for key in keys:
        entry = labels[key]
        language, text = _label(key, entry)
        change.labels[language] = text
    for entry in statements.listed(data.get("claims") or []):
        guid, claim = _claim(entry, page)
        change.claims[guid] = claim
    return change


def _label(key: str | int, entry: Any) -> tuple[str, str | None]:
    if not isinstance(entry, dict) or not isinstance(entry.get("language"), str):
        raise wikibase("not-recognized-language", "The supplied language code was not recognized.")
    language = entry["language"]
    if isinstance(key, str) and key != language:
        raise wikibase("inconsistent-language", "Inconsistent language detected.")
    if not vocabulary.is_language(language):
        raise wikibase("not-recognized-language", "The supplied language code was not recognized.")
    if "remove" in entry:
        return language, None
    value = entry.get("value")
    if not isinstance(value, str):
        raise wikibase("not-recognized-string", "A string was expected, but not found.")
    text = " ".join(value.split())
    if len(text) > LABEL_LIMIT:
        raise invalid(
            "label-too-long",
            [str(LABEL_LIMIT), f"{text[:29]}..."],
            f"Label must be no more than {LABEL_LIMIT} characters long",
        )
    return language, text or None


def _claim(entry: Json, page: Page) -> tuple[str, Json | None]:
    if "remove" in entry:
        guid = entry.get("id")
        if not isinstance(guid, str) or guid not in _by_id(page.entity or {}):
            raise RefusalError("invalid-claim", f"Claim not found: {guid}", module="main")
        return guid, None
    stored = statements.statement(entry, page.mid)
    return stored["id"], stored


def _by_id(content: Content) -> dict[str, Json]:
    return {
        claim["id"]: claim for claims in content.get("statements", {}).values() for claim in claims
    }


def _base(call: Call, page: Page, change: Change) -> tuple[Content, bool]:
    """What the edit is applied to, and whether something else was changed meanwhile. Raises
    RefusalError: editconflict, or the internal error for a revision without structured data.
    """
    current = page.entity or {"labels": {}, "statements": {}}
    revid = call.number("baserevid", "wbeditentity", 0, 2**53)
    if not revid or revid == page.lastrevid:
        return current, False
    base = page.entity_at(revid)
    if base is None:
        kind = "Wikibase\\Lib\\Store\\BadRevisionException"
        raise RefusalError(
            f"internal_api_error_{kind}",
            f"[{secrets.token_hex(12)}] Exception caught: No such revision found for "
            f"{page.mid}: {revid}",
            {"errorclass": kind},
            module="main",
        )
    if _conflicts(base, current, change):
        words = "Edit conflict. Could not patch the current revision."
        raise wikibase(
            "editconflict",
            words,
            message("wikibase-api-editconflict", html=words),
            message("edit-conflict", html="Edit conflict."),
        )
    return current, base != current


def _conflicts(base: Content, current: Content, change: Change) -> bool:
    if change.clear:
        return base != current
    old, new = base.get("labels", {}), current.get("labels", {})
    for language, text in change.labels.items():
        wanted = {"language": language, "value": text} if text else None
        if old.get(language) != new.get(language) and wanted != new.get(language):
            return True
    was, now = _by_id(base), _by_id(current)
    return any(was.get(guid) != now.get(guid) for guid in change.claims if guid in was)


def _applied(base: Content, change: Change) -> Content:
    after = {"labels": {}, "statements": {}} if change.clear else copy.deepcopy(base)
    for language, text in change.labels.items():
        after["labels"].pop(language, None) if text is None else None
        if text is not None:
            after["labels"][language] = {"language": language, "value": text}
    groups: dict[str, list[Json]] = after["statements"]
    for guid, claim in change.claims.items():
        _put(groups, guid, claim)
    after["statements"] = {prop: claims for prop, claims in groups.items() if claims}
    return after


def _put(groups: dict[str, list[Json]], guid: str, claim: Json | None) -> None:
    for claims in groups.values():
        for index, old in enumerate(claims):
            if old["id"] == guid:
                if claim and claim["mainsnak"]["property"] == old["mainsnak"]["property"]:
                    claims[index] = claim
                    return
                del claims[index]
                break
    if claim:
        groups.setdefault(claim["mainsnak"]["property"], []).append(claim)
