"""Steps of an upload: whole file, chunk, status, publish. Never ignorewarnings but where told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core.commons.body import FilePart
from app.core.commons.caller import Caller
from app.core.errors import ServerError
from app.core.wiki import Progress, UploadAnswer

_RESULTS = frozenset({"Success", "Continue", "Warning", "Poll"})


def whole(
    caller: Caller, path: Path, size: int, title: str, text: str, summary: str, progress: Progress
) -> UploadAnswer:
    """Send a whole file and publish it."""
    params = {"action": "upload", "filename": title, "text": text, "comment": summary}
    part = FilePart("file", path, 0, size, progress)
    return _published(caller.call(params, "upload", write=True, part=part))


def chunk(
    caller: Caller, path: Path, title: str, size: int, offset: int, length: int,
    filekey: str | None, *, use_async: bool, progress: Progress,
) -> UploadAnswer:  # fmt: skip
    """Send one chunk to the stash. Its answer tells the offset to go on from."""
    params = {
        "action": "upload",
        "stash": True,
        "filename": title,
        "filesize": size,
        "offset": offset,
        "filekey": filekey if offset else None,
        "ignorewarnings": True,
        "async": use_async,
    }
    part = FilePart("chunk", path, offset, length, progress)
    answer = _answer(caller.call(params, "upload", write=True, part=part))
    if answer.filekey is None or (answer.result == "Continue" and answer.offset is None):
        raise ServerError("unknown-answer", "a chunk without a key or an offset")
    return answer


def fetch(caller: Caller, address: str, title: str) -> UploadAnswer:
    """Let the wiki fetch a file into the stash. Nothing is published, so nothing is overridden;
    without ignorewarnings the answer would not tell what was fetched.
    """
    params = {
        "action": "upload",
        "stash": True,
        "filename": title,
        "url": address,
        "ignorewarnings": True,
    }
    return _answer(caller.call(params, "upload", write=True))


def status(caller: Caller, filekey: str) -> UploadAnswer:
    """Where a stashed, assembling or publishing upload stands."""
    params = {"action": "upload", "checkstatus": True, "filekey": filekey}
    return _answer(caller.call(params, "upload", write=True))


def publish(
    caller: Caller, filekey: str, title: str, text: str, summary: str, *,
    ignore_warnings: bool, use_async: bool,
) -> UploadAnswer:  # fmt: skip
    """Publish what is in the stash."""
    params = {
        "action": "upload",
        "filekey": filekey,
        "filename": title,
        "text": text,
        "comment": summary,
        "ignorewarnings": ignore_warnings,
        "async": use_async,
    }
    return _published(caller.call(params, "upload", write=True))


def _published(data: Mapping[str, Any]) -> UploadAnswer:
    answer = _answer(data)
    if answer.result == "Continue" or (answer.result == "Success" and answer.title is None):
        raise ServerError("unknown-answer", f"upload: {sorted(data)}")
    return answer


def _answer(data: Mapping[str, Any]) -> UploadAnswer:
    result = data.get("result")
    if result not in _RESULTS:
        raise ServerError("unknown-answer", f"upload result {result!r}")
    info = data.get("imageinfo")
    info = info if isinstance(info, dict) else {}
    name, warnings = data.get("filename"), data.get("warnings")
    offset = data.get("offset")
    stash_trouble = {"stasherrors": data["stasherrors"]} if data.get("stasherrors") else {}
    return UploadAnswer(
        result=str(result),
        filekey=data.get("filekey"),
        offset=None if offset is None else int(offset),
        stage=data.get("stage"),
        warnings={**(warnings if isinstance(warnings, dict) else {}), **stash_trouble},
        title=None if name is None else str(name).replace("_", " "),
        sha1=info.get("sha1"),
        timestamp=info.get("timestamp"),
        size=info.get("size"),
    )
