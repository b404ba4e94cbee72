"""imageinfo of published and of stashed files."""

from __future__ import annotations

import html
from urllib.parse import quote

from app.core.practice.call import Call
from app.core.practice.records import FileVersion, Page, now
from app.core.practice.refusals import Json
from app.core.practice.sniff import Kind
from app.core.practice.stash import Stashed
from app.core.practice.titles import split_extension


def file_url(call: Call, page: Page) -> str:
    """Where the bytes of a file are served."""
    return call.address(f"/files/{quote(page.title.key)}")


def page_url(call: Call, page: Page) -> str:
    """Where a page is shown."""
    return call.address(f"/wiki/{quote(page.title.full.replace(' ', '_'), safe='/:')}")


def short_url(call: Call, page: Page) -> str:
    """The address by page id."""
    return call.address(f"/w/index.php?curid={page.pageid}")


def details(time: str, origin: str) -> Json:
    """Metadata of a file, of which the practice wiki reads none."""
    stem = split_extension(origin)[0]
    hidden = {"source": "mediawiki-metadata", "hidden": ""}
    return {
        "metadata": [{"name": "MEDIAWIKI_EXIF_VERSION", "value": 2}],
        "commonmetadata": [],
        "extmetadata": {
            "DateTime": {"value": time, **hidden},
            "ObjectName": {"value": stem, **hidden},
        },
    }


def published(call: Call, page: Page, version: FileVersion, user_id: int) -> Json:
    """Imageinfo in the answer to a published upload."""
    comment = version.comment
    info: Json = {
        "timestamp": version.time,
        "user": version.user,
        "userid": user_id,
        "size": version.size,
        "width": version.width,
        "height": version.height,
        "parsedcomment": html.escape(comment),
        "comment": comment,
        "html": "<p>A file with this name exists already, please check <strong>"
        f"{html.escape(page.title.full)}</strong> if you are not sure.</p>",
        "canonicaltitle": page.title.full,
        "url": file_url(call, page),
        "descriptionurl": page_url(call, page),
    }
    if len(page.versions) > 1:
        info["descriptionshorturl"] = short_url(call, page)
    return info | {
        "sha1": version.sha1,
        **details(version.time, version.origin),
        "mime": version.mime,
        "mediatype": version.media_type,
        "bitdepth": version.bits,
    }


def stashed(call: Call, entry: Stashed, kind: Kind) -> Json:
    """Imageinfo of a file in the stash."""
    place = call.address(f"/wiki/Special:UploadStash/file/{entry.key}")
    time = now()
    return {
        "timestamp": time,
        "size": entry.size,
        "width": kind.width,
        "height": kind.height,
        "canonicaltitle": f"File:{entry.origin}",
        "url": place,
        "descriptionurl": place,
        "sha1": entry.sha1,
        **details(time, entry.origin),
        "mime": kind.mime,
        "bitdepth": kind.bits,
    }
