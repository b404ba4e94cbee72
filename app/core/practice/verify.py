"""What the wiki looks at before it takes a file: account, name, bytes (UploadBase 1.39)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.practice.accounts import Trouble
from app.core.practice.call import Call
from app.core.practice.conduct import Conduct
from app.core.practice.refusals import Json, RefusalError
from app.core.practice.siteinfo import FILE_EXTENSIONS
from app.core.practice.sniff import EXTENSIONS, Kind, has_script, kind
from app.core.practice.titles import (
    FILE,
    MAX_FILE_BYTES,
    BadTitleError,
    Title,
    make,
    split_extension,
    upload_name,
)

_BLOCK = {
    "blockid": 1,
    "blockedby": "Admin",
    "blockedbyid": 1,
    "blockreason": "for tests",
    "blockedtimestamp": "2026-11-21T00:39:47Z",
    "blockexpiry": "infinite",
    "blockpartial": False,
    "blocknocreate": True,
    "blockanononly": False,
}


def block_details() -> Json:
    """The block of accounts whose name begins with blocked."""
    return dict(_BLOCK)


@dataclass(slots=True)
class Received:
    """A file or chunk that came in, or (`key`) lies in the stash."""

    path: Path
    size: int
    sha1: str
    origin: str
    key: str = ""


def check_uploader(call: Call) -> None:
    """Raises RefusalError unless this session may upload."""
    account = call.account
    if account is None:
        raise RefusalError("mustbeloggedin", "You must be logged in to upload this file.")
    if "upload" not in account.rights():
        raise _denied(
            "[[Wikimedia Commons:Users|Users]], "
            "[[Wikimedia Commons:Administrators|Administrators]], slowpoke"
        )
    if not account.may_edit:
        raise _denied("*, [[Wikimedia Commons:Users|Users]]")
    if account.trouble is Trouble.BLOCKED:
        shown = {**block_details(), "blockedtimestampformatted": "00:39, 21 November 2026"}
        raise RefusalError("blocked", "You have been blocked from editing.", {"blockinfo": shown})


def _denied(groups: str) -> RefusalError:
    return RefusalError(
        "permissiondenied",
        f"The action you have requested is limited to users in one of the groups: {groups}.",
    )


def check_bytes(conduct: Conduct, received: Received, filename: str) -> Kind:
    """Raises RefusalError when the bytes are none that may be kept under this name."""
    if not received.size:
        raise RefusalError("empty-file", "The file you submitted was empty.")
    if received.size > conduct.max_upload_size:
        raise RefusalError("file-too-large", "The file you submitted was too large.")
    found = kind(received.path)
    if found.mime == "application/x-msdownload":
        raise _unverified(
            "Cannot upload this file because Internet Explorer would detect it as "
            f'"{found.mime}", which is a disallowed and potentially dangerous file type.',
            "filetype-bad-ie-mime",
            found.mime,
        )
    if found.mime == "text/html":
        raise _unverified(
            f'Files of the MIME type "{found.mime}" are not allowed to be uploaded.',
            "filetype-badmime",
            found.mime,
        )
    extension = split_extension(filename)[1]
    if extension and extension.lower() not in EXTENSIONS.get(found.mime, (extension.lower(),)):
        raise _unverified(
            f'File extension ".{extension}" does not match the detected MIME type of the file '
            f"({found.mime}).",
            "filetype-mime-mismatch",
            extension,
            found.mime,
        )
    if found.mime == "image/svg+xml" and has_script(received.path):
        raise _unverified(
            "This file contains HTML or script code that may be erroneously interpreted by a web "
            "browser.",
            "uploadscripted",
        )
    return found


def _unverified(info: str, *details: str) -> RefusalError:
    return RefusalError("verification-error", info, {"details": list(details)})


def target_title(filename: str, found: Kind | None) -> Title:
    """The title that a file gets. `found` lets a missing extension be added by content. Raises
    RefusalError: filename-toolong, illegal-filename, filetype-missing, filetype-banned.
    """
    name = upload_name(filename)
    if len(name.encode()) > MAX_FILE_BYTES:
        raise RefusalError("filename-toolong", "Filenames may not be longer than 240 bytes.")
    if not split_extension(name)[1] and found is not None:
        name = f"{name}.{EXTENSIONS.get(found.mime, ('bin',))[0]}"
    try:
        title = make(FILE, name)
    except BadTitleError:
        raise RefusalError(
            "illegal-filename", "The filename is not allowed.", {"filename": name}
        ) from None
    stem, extension = split_extension(title.text)
    if not extension:
        raise RefusalError("filetype-missing", "The file is missing an extension.")
    if not stem:
        raise RefusalError("filename-tooshort", "The filename is too short.")
    if extension.lower() not in FILE_EXTENSIONS:
        allowed = ", ".join(FILE_EXTENSIONS)
        raise RefusalError(
            "filetype-banned",
            f'".{extension}" is not a permitted file type. Permitted file types are {allowed}.',
            {"filetype": extension, "allowed": list(FILE_EXTENSIONS)},
        )
    return title
