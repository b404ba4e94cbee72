"""Reads what lies on a MediaWiki, with nothing of the program and nothing of MediaWiki: its database
with plain sqlite3, its folder of images file by file. What of the two does not fit together is odd.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.faults.auditor import State

_FILE = 6
"""Namespace of files."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NOT_FILES = {"archive", "deleted", "lockdir", "temp", "thumb"}
_EXPECTED = {"upload/upload", "create/create", "newusers", "rights"}
"""What may stand in the log: the file, its page, and how the accounts were made."""


def read_wiki(folder: Path) -> State:
    """Files by the hash of their bytes on the disk. `uploads` counts what there is most of: entries
    of the log, versions of the file, revisions of its page.
    """
    with closing(sqlite3.connect(f"file:{folder / 'kabocha.sqlite'}?mode=ro", uri=True)) as db:
        odd = [*_not_expected(db)]
        hashes, users = _files(db, folder / "images", odd)
        revisions = _revisions(db)
        logged = _count(db, "SELECT log_title FROM logging WHERE log_type = 'upload'")
        versions = Counter(hashes.keys()) + _count(db, "SELECT oi_name FROM oldimage")
        for title in logged.keys() | versions.keys() | revisions.keys():
            counts = logged[title], versions[title], revisions[title]
            if min(counts) == 0:
                odd.append(f"{title}: {counts} entries of the log, versions, revisions")
        texts = _texts(db)
    known = _places(folder / "images", hashes)
    odd += [f"{path.name} lies there and is no file" for path in _stored(folder) - known]
    uploads = logged | versions | revisions
    return State(hashes, texts, {}, uploads, Counter(), users, tuple(odd))


def _files(
    db: sqlite3.Connection, images: Path, odd: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """SHA-1 and account of each file; what the database says of its bytes has to be so."""
    hashes, users = {}, {}
    told = db.execute(
        "SELECT img_name, img_size, img_sha1, actor_name FROM image"
        " JOIN actor ON actor_id = img_actor"
    ).fetchall()
    for name, size, sha1, user in told:
        title = _title(name)
        path = _place(images, title)
        if not path.is_file():
            odd.append(f"{title} has no bytes")
            continue
        content = path.read_bytes()
        hashes[title] = hashlib.sha1(content).hexdigest()
        users[title] = _plain(user)
        if (size, _plain(sha1)) != (len(content), _base36(hashes[title])):
            odd.append(f"{title} has other bytes than its database says")
    return hashes, users


def _not_expected(db: sqlite3.Connection) -> Iterator[str]:
    """Files and pages that were deleted, and what else nobody asked for."""
    for title in _count(db, "SELECT fa_name FROM filearchive"):
        yield f"{title} was deleted"
    for title in _count(db, "SELECT ar_title FROM archive"):
        yield f"the page of {title} was deleted"
    told = db.execute("SELECT log_type, log_action, log_title FROM logging").fetchall()
    for kind, action, title in told:
        what = f"{_plain(kind)}/{_plain(action)}"
        if what not in _EXPECTED and _plain(kind) not in _EXPECTED:
            yield f"{_title(title)}: {what} in the log"


def _revisions(db: sqlite3.Connection) -> Counter[str]:
    return _count(
        db,
        "SELECT page_title FROM revision JOIN page ON page_id = rev_page"
        f" WHERE page_namespace = {_FILE}",
    )


def _texts(db: sqlite3.Connection) -> dict[str, str]:
    """Wikitext of the newest revision of each file's page."""
    told = db.execute(
        "SELECT page_title, old_text FROM page"
        " JOIN slots ON slot_revision_id = page_latest"
        " JOIN content ON content_id = slot_content_id"
        " JOIN text ON 'tt:' || old_id = CAST(content_address AS TEXT)"
        f" WHERE page_namespace = {_FILE}"
    ).fetchall()
    return {_title(name): _plain(text) for name, text in told}


def _count(db: sqlite3.Connection, question: str) -> Counter[str]:
    return Counter(_title(name) for (name,) in db.execute(question))


def _stored(folder: Path) -> set[Path]:
    """All files that are shown to readers."""
    images = folder / "images"
    parts = (p for p in images.iterdir() if p.is_dir() and p.name not in _NOT_FILES)
    return {path for part in parts for path in part.rglob("*") if path.is_file()}


def _places(images: Path, titles: dict[str, str]) -> set[Path]:
    return {_place(images, title) for title in titles}


def _place(images: Path, title: str) -> Path:
    name = title.replace(" ", "_")
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return images / digest[0] / digest[:2] / name


def _title(name: str | bytes) -> str:
    return _plain(name).replace("_", " ")


def _plain(value: str | bytes) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _base36(sha1: str) -> str:
    """The SHA-1 as MediaWiki keeps it."""
    number, digits = int(sha1, 16), ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(31, "0")
