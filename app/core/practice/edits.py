"""action=edit, delete and titleblacklist."""

from __future__ import annotations

from app.core.practice import rules
from app.core.practice.accounts import Trouble
from app.core.practice.call import Call
from app.core.practice.refusals import Json, RefusalError, missing_parameter
from app.core.practice.titles import BadTitleError, Title, parse


def _title(call: Call, name: str) -> Title:
    raw = call.needed(name)
    try:
        return parse(raw)
    except BadTitleError as error:
        raise RefusalError("invalidtitle", f'Bad title "{raw}".') from error


def plain_text(text: str) -> str:
    """Text as it is saved: line ends of one kind, no blanks at the end."""
    return text.replace("\r\n", "\n").rstrip()


def edit(call: Call) -> Json:
    """action=edit with text, appendtext or prependtext."""
    title = _title(call, "title")
    account = call.account
    if account and account.trouble is Trouble.BLOCKED:
        raise RefusalError("blocked", "You have been blocked from editing.")
    if not any(call.flag(name) for name in ("text", "appendtext", "prependtext")):
        raise RefusalError(
            "missingparam",
            'One of the parameters "text", "appendtext", "prependtext" and "undo" is required.',
        )
    with call.site.store.lock:
        page = call.site.store.page(title)
        old = page.text if page else ""
        text = call.text("prependtext") + call.text("text", old) + call.text("appendtext")
        text = plain_text(text)
        if page is None:
            rules.check_title(title)
        rules.check_text(call.session, title, text)
        done: Json = {"result": "Success"}
        if page and text == old:
            return {"edit": {**done, **_about(page.pageid, title), "nochange": True}}
        before = page.lastrevid if page else 0
        saved = call.site.store.save_text(title, text, call.user, call.text("summary"))
    done |= {**_about(saved.pageid, title), "oldrevid": before, "newrevid": saved.lastrevid}
    done["newtimestamp"] = saved.revisions[-1].time
    return {"edit": {"new": True, **done} if page is None else done}


def _about(pageid: int, title: Title) -> Json:
    return {"pageid": pageid, "title": title.full, "contentmodel": "wikitext"}


def delete(call: Call) -> Json:
    """action=delete, so that a deleted name can be rehearsed."""
    if call.account is None or "delete" not in call.account.rights():
        raise RefusalError("permissiondenied", "You don't have permission to delete pages.")
    if not (call.flag("title") or call.flag("pageid")):
        raise missing_parameter("title")
    title = _title(call, "title")
    reason = call.text("reason")
    with call.site.store.lock:
        page = call.site.store.page(title)
        if page is None:
            raise RefusalError("missingtitle", "The page you specified doesn't exist.")
        logid = call.site.store.delete(page, call.user, reason)
    return {"delete": {"title": title.full, "reason": reason, "logid": logid}}


def titleblacklist(call: Call) -> Json:
    """action=titleblacklist."""
    title = _title(call, "tbtitle")
    entry = rules.listed(title)
    if entry is None:
        return {"titleblacklist": {"result": "ok"}}
    return {
        "titleblacklist": {
            "result": "blacklisted",
            "reason": rules.reason(entry, title),
            "message": entry.message,
            "line": entry.line,
        }
    }
