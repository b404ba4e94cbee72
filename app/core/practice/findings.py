"""The warnings of an upload (UploadBase::checkWarnings 1.39)."""

from __future__ import annotations

import re
from typing import Any

from app.core.practice.records import Page
from app.core.practice.store import Store
from app.core.practice.titles import (
    FILE,
    BadTitleError,
    Title,
    first_upper,
    make,
    normal_extension,
    split_extension,
)

BAD_PREFIXES = ("CIMG", "DSC_", "DSCF", "DSCN", "DUW", "IMG", "JD", "MGP", "PICT")
_THUMB = re.compile(r"\d{2}.?px-")

Findings = dict[str, Any]


def findings(store: Store, title: Title, asked: str, sha1: str) -> Findings:
    """Warnings by code, in the form of the answer. `asked` is the name as it was sent."""
    found: Findings = {}
    if asked != title.key and first_upper(asked.replace(" ", "_")) != title.key:
        found["badfilename"] = title.key
    found |= _name_findings(store, title)
    if "exists" in found:
        found |= _version_findings(store, title, sha1)
    gone = [page for page in store.deleted() if page.versions]
    if store.page(title) is None and any(page.title == title for page in gone):
        found["was-deleted"] = title.key
    same = [page.title.key for page in store.files_with_sha1(sha1) if page.title != title]
    if same:
        found["duplicate"] = same
    archived = [page for page in gone if any(version.sha1 == sha1 for version in page.versions)]
    if archived:
        found["duplicate-archive"] = archived[-1].title.key
    return found


def _version_findings(store: Store, title: Title, sha1: str) -> Findings:
    page = store.page(title)
    if page is None or page.file is None:
        return {}
    if page.file.sha1 == sha1:
        return {"nochange": {"timestamp": page.file.time}}
    older = [version for version in reversed(page.versions[:-1]) if version.sha1 == sha1]
    return {"duplicateversions": [{"timestamp": v.time} for v in older]} if older else {}


def _name_findings(store: Store, title: Title) -> Findings:
    page = store.page(title)
    if page is not None:
        return {"exists" if page.file else "page-exists": title.key}
    stem, extension = split_extension(title.text)
    similar = _similar(store, title, stem, extension)
    if similar:
        return {"exists-normalized": similar.title.key}
    if _THUMB.match(title.text):
        _, _, rest = stem.partition("-")
        known = _file(store, f"{rest}.{extension}")
        return {"thumb" if known else "thumb-name": title.key}
    if title.key.startswith(BAD_PREFIXES):
        return {"bad-prefix": title.key}
    return {}


def _similar(store: Store, title: Title, stem: str, extension: str) -> Page | None:
    usual = normal_extension(extension)
    if usual != extension:
        page = _file(store, f"{stem}.{usual}")
        if page:
            return page
    for page in store.pages(FILE):
        if page.title != title and page.file and split_extension(page.title.text)[0] == stem:
            return page
    return None


def _file(store: Store, name: str) -> Page | None:
    try:
        page = store.page(make(FILE, name))
    except BadTitleError:
        return None
    return page if page and page.file else None
