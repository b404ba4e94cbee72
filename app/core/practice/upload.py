"""action=upload in one request, by filekey, to the stash; see `chunks` for pieces and jobs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.core.practice import chunks, imageinfo, rules, verify
from app.core.practice.call import Call
from app.core.practice.edits import plain_text
from app.core.practice.findings import Findings, findings
from app.core.practice.published import new_version, success
from app.core.practice.refusals import Json, RefusalError, missing_parameter
from app.core.practice.sniff import Kind, kind
from app.core.practice.titles import FILE, Title, make
from app.core.practice.verify import Received

MODULE = "upload"
_FOREIGN = RefusalError("copyuploadbaddomain", "Uploads by URL are not allowed from this domain.")


@dataclass(slots=True)
class Wanted:
    """An upload that passed the checks so far."""

    received: Received
    filename: str
    title: Title
    kind: Kind


def run(call: Call) -> Json:
    """The answer to action=upload. Raises RefusalError."""
    if call.flag("checkstatus") and _key(call):
        return {"upload": chunks.status(call, _key(call))}
    if "chunk" in call.files:
        return {"upload": _chunk(call)}
    _one_source(call)
    call.needed("filename", "nofilename")
    verify.check_uploader(call)
    received = _received(call)
    filename = call.text("filename")
    if call.flag("async") and received.key:
        found = kind(received.path) if received.path.exists() else Kind("image/jpeg")
    else:
        found = verify.check_bytes(call.site.conduct, received, filename)
    try:
        return {"upload": _whole(call, received, filename, found)}
    except RefusalError as refusal:
        raise _recoverable(call, received, refusal) from refusal


def _key(call: Call) -> str:
    return call.text("filekey") or call.text("sessionkey")


def _one_source(call: Call) -> None:
    given = [name for name in ("filekey", "sessionkey", "url") if call.text(name)]
    given += [name for name in ("file",) if name in call.files]
    names = 'The parameters "filekey", "file" and "url"'
    if not given:
        raise RefusalError(
            "missingparam", 'One of the parameters "filekey", "file" and "url" is required.'
        )
    if len(given) > 1:
        raise RefusalError("invalidparammix", f"{names} can not be used together.")


def _received(call: Call) -> Received:
    key = _key(call)
    if key:
        return _from_stash(call, key)
    if call.text("url"):
        return _from_url(call, call.text("url"))
    part = call.files["file"]
    return Received(part.path, part.size, part.sha1, call.text("filename"))


def _from_stash(call: Call, key: str) -> Received:
    stash = call.site.stash
    entry = stash.find(key, call.user)
    received = Received(stash.path(entry), entry.size, entry.sha1, entry.origin, entry.key)
    if entry.status == "gone" and not call.flag("async"):
        raise RefusalError("uploadstash-file-not-found", f'Key "{key}" not found in stash.')
    return received


def _from_url(call: Call, url: str) -> Received:
    """Only files of this very wiki are fetched, so nothing ever goes out."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != call.base or not parts.path.startswith("/files/"):
        raise _FOREIGN
    page = call.site.store.page(make(FILE, unquote(parts.path.removeprefix("/files/"))))
    if page is None or page.file is None:
        raise RefusalError("http-bad-status", "There was a problem during the HTTP request: 404")
    copy = call.site.store.folder.new_file()
    shutil.copyfile(call.site.store.file_path(page), copy)
    return Received(copy, page.file.size, page.file.sha1, page.file.origin)


def _recoverable(call: Call, received: Received, refusal: RefusalError) -> RefusalError:
    """The same refusal with the key under which the bytes were kept, where the wiki does so."""
    if refusal.code in ("ratelimited", "filetype-banned") or not received.path.exists():
        return refusal
    key = keep(call, received)
    refusal.data |= {"filekey": key, "sessionkey": key}
    text_rules = ("abusefilter-disallowed", "abusefilter-warning", "spamblacklist")
    if refusal.code not in text_rules:
        refusal.data["invalidparameter"] = "filename"
    return refusal


def keep(call: Call, received: Received) -> str:
    """Keep the bytes in the stash; the key."""
    stash = call.site.stash
    if received.key:
        entry = stash.find(received.key, call.user)
        return stash.renew(entry).key
    origin = chunks.stash_origin(received.path, "php")
    return stash.add(received.path, received.sha1, call.user, origin).key


def _whole(call: Call, received: Received, filename: str, found: Kind) -> Json:
    title = verify.target_title(filename, found)
    if not call.flag("stash"):
        rules.check_title(title)
    wanted = Wanted(received, filename, title, found)
    with call.site.store.lock:
        warnings = findings(call.site.store, title, filename, received.sha1)
        if warnings and not call.flag("ignorewarnings"):
            return _warning(call, received, warnings)
        if call.flag("stash"):
            return _stashed(call, wanted)
        _check_pace(call)
        rules.check_text(call.session, title, call.text("text", call.text("comment")))
        if call.flag("async") and received.key:
            return chunks.queue_publishing(call, received.key, title)
        return _published(call, wanted, warnings)


def _warning(call: Call, received: Received, warnings: Findings) -> Json:
    answer: Json = {"result": "Warning", "warnings": warnings}
    if not received.path.exists():
        lost = {
            "message": "uploadstash-exception",
            "params": ["UploadStashBadPathException", "Path doesn't exist."],
            "code": "uploadstash-exception",
            "type": "error",
        }
        return answer | {"stasherrors": [lost]}
    key = keep(call, received)
    return answer | {"filekey": key, "sessionkey": key}


def _stashed(call: Call, wanted: Wanted) -> Json:
    key = keep(call, wanted.received)
    entry = call.site.stash.find(key, call.user)
    info = imageinfo.stashed(call, entry, wanted.kind)
    return {"result": "Success", "filekey": key, "sessionkey": key, "imageinfo": info}


def _check_pace(call: Call) -> None:
    account, conduct = call.account, call.site.conduct
    if account is None:
        return
    limit = account.limits(conduct.upload_limit).get("upload")
    if limit and not call.site.sessions.within_limit(account, "upload", limit, conduct.clock()):
        raise RefusalError(
            "ratelimited",
            "You've exceeded your rate limit. Please wait some time and try again.",
        )


def _published(call: Call, wanted: Wanted, warnings: Findings) -> Json:
    received = wanted.received
    comment = call.text("comment")
    version = new_version(call.user, received, wanted.kind, comment)
    page = call.site.store.publish(
        wanted.title, received.path, version, plain_text(call.text("text", comment))
    )
    if received.key:
        call.site.stash.drop(call.site.stash.find(received.key, call.user))
    return success(call, page, warnings)


def _chunk(call: Call) -> Json:
    conduct = call.site.conduct
    filesize = call.number("filesize", MODULE, 0, conduct.max_upload_size)
    offset = call.number("offset", MODULE, 0, conduct.max_upload_size)
    filename = call.needed("filename", "nofilename")
    if filesize is None or offset is None:
        raise missing_parameter("filesize" if filesize is None else "offset")
    key = _key(call)
    if key and not offset:
        raise RefusalError("filekeynotallowed", 'Cannot supply a "filekey" when "offset" is 0.')
    if offset and not key:
        raise missing_parameter("filekey")
    verify.check_uploader(call)
    title = verify.target_title(filename, None)
    part = call.files["chunk"]
    entry = call.site.stash.find(key, call.user) if key else None
    warnings = findings(call.site.store, title, filename, part.sha1)
    if warnings and not call.flag("ignorewarnings"):
        origin = chunks.stash_origin(part.path, "chunkedupload")
        stash = call.site.stash
        fresh = stash.add(part.path, part.sha1, call.user, origin, filesize=filesize)
        answer: Json = {"result": "Warning", "warnings": warnings}
        return answer | {"filekey": fresh.key, "sessionkey": fresh.key}
    return chunks.receive(call, chunks.Chunk(part, filename, filesize, offset), entry)
