"""Uploads in pieces: the chunk protocol, assembling, and jobs that checkstatus asks about."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.practice import imageinfo, verify
from app.core.practice.call import Call, Site
from app.core.practice.edits import plain_text
from app.core.practice.published import new_version, success
from app.core.practice.refusals import Json, RefusalError
from app.core.practice.sniff import EXTENSIONS, Kind, kind
from app.core.practice.stash import Stashed
from app.core.practice.titles import FILE, Title, make
from app.core.practice.verify import Received

if TYPE_CHECKING:
    from app.core.practice.multipart import FilePart

BLOCK = 1024 * 1024


@dataclass(slots=True)
class Chunk:
    """One piece of a file of `filesize` bytes, to stand at `offset`."""

    part: FilePart
    filename: str
    filesize: int
    offset: int


def stash_origin(path: Path, word: str) -> str:
    """The name that the wiki gives to nameless bytes: 20261121004025!phpJBVQGS.jpg."""
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    extension = EXTENSIONS.get(kind(path).mime, ("bin",))
    usual = "jpg" if "jpg" in extension else extension[0]
    gap = " " if word == "chunkedupload" else ""
    return f"{stamp}!{word}{gap}{secrets.token_hex(6 if gap else 3)}.{usual}"


def receive(call: Call, chunk: Chunk, entry: Stashed | None) -> Json:
    """Take a chunk in; Continue, or the answer to the last one. Raises RefusalError."""
    end = chunk.offset + chunk.part.size
    if end > chunk.filesize:
        raise RefusalError(
            "invalid-chunk", "Offset plus current chunk is greater than claimed file size."
        )
    smallest = call.site.conduct.min_chunk_size
    if chunk.part.size < smallest and end != chunk.filesize:
        raise RefusalError(
            "chunk-too-small",
            f"Minimum chunk size is {smallest:,} bytes for non-final chunks.",
        )
    entry = _store(call, chunk, entry)
    if end < chunk.filesize:
        return {"result": "Continue", "offset": entry.size, "filekey": entry.key}
    if call.flag("async"):
        _queue(call.site, entry, {"stage": "assembling", "filename": chunk.filename})
        return {"result": "Poll", "stage": "queued", "filekey": entry.key}
    fresh = _assemble(call.site, entry)
    info = imageinfo.stashed(call, fresh, _checked(call.site, fresh, chunk.filename))
    return {"result": "Success", "filekey": fresh.key, "imageinfo": info}


def _store(call: Call, chunk: Chunk, entry: Stashed | None) -> Stashed:
    stash = call.site.stash
    part = chunk.part
    if entry is None:
        origin = stash_origin(part.path, "chunkedupload")
        return stash.add(part.path, part.sha1, call.user, origin, filesize=chunk.filesize)
    with stash.lock:
        if entry.status != "chunks" or chunk.offset != entry.size:
            raise RefusalError("stashfailed", "Invalid chunk offset", {"offset": str(entry.size)})
        stash.append(entry, part.path)
    return entry


def _assemble(site: Site, entry: Stashed) -> Stashed:
    digest = hashlib.sha1(usedforsecurity=False)
    with site.stash.path(entry).open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return site.stash.renew(entry, sha1=digest.hexdigest(), status="finished", job=None)


def _checked(site: Site, entry: Stashed, filename: str) -> Kind:
    """What an assembled file is; one that the wiki refuses is thrown away."""
    try:
        return verify.check_bytes(site.conduct, _received(site, entry), filename)
    except RefusalError as refusal:
        site.stash.drop(entry)
        raise RefusalError("stashfailed", refusal.info, refusal.data) from refusal


def _received(site: Site, entry: Stashed) -> Received:
    return Received(site.stash.path(entry), entry.size, entry.sha1, entry.origin, entry.key)


# jobs


def queue_publishing(call: Call, key: str, title: Title) -> Json:
    """Let the job runner publish a stashed file."""
    entry = call.site.stash.find(key, call.user)
    job = {
        "stage": "publish",
        "title": title.text,
        "comment": call.text("comment"),
        "text": plain_text(call.text("text", call.text("comment"))),
    }
    _queue(call.site, entry, job)
    return {"result": "Poll", "stage": "queued", "filename": title.key}


def _queue(site: Site, entry: Stashed, job: Json) -> None:
    entry.job, entry.asked = {**job, "queued": True}, False
    site.stash.save(entry)
    start(site, entry)


def start(site: Site, entry: Stashed) -> None:
    """Give an entry's job to the runner, if it is still to be done."""
    if entry.job and entry.job.get("queued"):
        site.jobs.run(entry.key, _Work(site, entry, entry.job))


@dataclass(slots=True)
class _Work:
    """A job, ready to be called."""

    site: Site
    entry: Stashed
    job: Json

    def __call__(self) -> None:
        publishing = self.job["stage"] == "publish"
        outcome = self._publish() if publishing else self._assemble()
        self.entry.job = {"stage": self.job["stage"], **outcome}
        self.site.stash.save(self.entry)

    def _assemble(self) -> Json:
        fresh = _assemble(self.site, self.entry)
        try:
            _checked(self.site, fresh, str(self.job["filename"]))
        except RefusalError as refusal:
            return {"failed": refusal.info, "data": refusal.data}
        return {"filekey": fresh.key}

    def _publish(self) -> Json:
        received = _received(self.site, self.entry)
        comment = str(self.job["comment"])
        version = new_version(self.entry.user, received, kind(received.path), comment)
        title = make(FILE, str(self.job["title"]))
        page = self.site.store.publish(title, received.path, version, str(self.job["text"]))
        self.entry.status = "gone"
        return {"pageid": page.pageid}


def status(call: Call, key: str) -> Json:
    """The answer to checkstatus. Raises RefusalError (missingresult for an unknown key)."""
    entry = call.site.stash.peek(key)
    unknown = RefusalError("missingresult", "No result in status data.")
    if entry is None or entry.user != call.user:
        raise unknown
    if entry.job is not None:
        return _job_status(call, entry)
    if entry.status != "chunks":
        raise unknown
    return {"result": "Continue", "stage": "uploading", "offset": entry.size}


def _job_status(call: Call, entry: Stashed) -> Json:
    """The first question is always answered with Poll, as the wiki's job runner is never that
    quick.
    """
    start(call.site, entry)
    done = call.site.jobs.settle(entry.key)
    job = entry.job or {}
    if job.get("queued") and not done:
        return {"result": "Poll", "stage": job["stage"] if call.site.conduct.jobs else "queued"}
    if not entry.asked:
        entry.asked = True
        return {"result": "Poll", "stage": job["stage"]}
    if "failed" in job:
        raise RefusalError("stashfailed", str(job["failed"]), job["data"])
    return _finished(call, job)


def _finished(call: Call, job: Json) -> Json:
    if job["stage"] == "publish":
        page = call.site.store.page_by_id(int(job["pageid"]))
        if page is None:
            raise RefusalError("missingresult", "No result in status data.")
        answer = success(call, page, {})
        return {"result": answer.pop("result"), "stage": "publish", **answer}
    fresh = call.site.stash.find(str(job["filekey"]), call.user)
    path = call.site.stash.path(fresh)
    found = kind(path) if path.exists() else Kind("image/jpeg")
    info = imageinfo.stashed(call, fresh, found)
    return {"result": "Success", "stage": "assembling", "filekey": fresh.key, "imageinfo": info}
