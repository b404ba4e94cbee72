"""What a published file leaves behind, and the answer to it."""

from __future__ import annotations

from app.core.practice import imageinfo
from app.core.practice.accounts import Account
from app.core.practice.call import Call
from app.core.practice.findings import Findings
from app.core.practice.records import FileVersion, Page, now
from app.core.practice.refusals import Json
from app.core.practice.sniff import Kind
from app.core.practice.verify import Received


def new_version(user: str, received: Received, found: Kind, comment: str) -> FileVersion:
    """A file version made of what came in."""
    return FileVersion(
        sha1=received.sha1,
        size=received.size,
        width=found.width,
        height=found.height,
        bits=found.bits,
        mime=found.mime,
        media_type=found.media_type,
        user=user,
        time=now(),
        comment=comment,
        origin=received.origin,
    )


def success(call: Call, page: Page, warnings: Findings) -> Json:
    """The answer when a file was published."""
    assert page.file is not None
    answer: Json = {"result": "Success", "filename": page.title.key}
    if warnings:
        answer["warnings"] = warnings
    user_id = Account(page.file.user).userid
    return answer | {"imageinfo": imageinfo.published(call, page, page.file, user_id)}
