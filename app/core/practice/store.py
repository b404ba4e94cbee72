"""The pages of the practice wiki, kept in its folder.

One write of state/pages/<id>.json is the moment a change happens. What people look at (files/,
pages/, entities/, log.jsonl) follows from it at once, and again at the next start if the process
was killed in between, so nothing is ever half there.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.core.errors import FileError
from app.core.practice.folder import Folder, disk_name
from app.core.practice.records import (
    Deletion,
    FileVersion,
    Page,
    Revision,
    entity_json,
    now,
    page_from_json,
)
from app.core.practice.titles import FILE, Title

_REVISION = re.compile(rb'"revision": (\d+)\}$', re.MULTILINE)


class Store:
    """All pages in memory, each change on disk before it is answered. Use under `lock`."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        self._pages: dict[int, Page] = {}
        self._by_title: dict[Title, Page] = {}
        self._last_revision = 0
        self._load()
        self._mend()

    # reading

    def page(self, title: Title) -> Page | None:
        """The page of a title."""
        return self._by_title.get(title)

    def page_by_id(self, pageid: int) -> Page | None:
        """The page of an id, unless it was deleted."""
        page = self._pages.get(pageid)
        return None if page is None or page.deletion else page

    def pages(self, namespace: int | None = None) -> list[Page]:
        """All pages, by title."""
        with self.lock:
            found = list(self._by_title.values())
        wanted = (page for page in found if namespace in (None, page.title.namespace))
        return sorted(wanted, key=lambda page: (page.title.namespace, page.title.key))

    def files_with_sha1(self, sha1: str) -> list[Page]:
        """Files whose current version has these bytes."""
        return [page for page in self.pages(FILE) if page.file and page.file.sha1 == sha1]

    def deleted(self) -> Iterator[Page]:
        """Deleted pages, the oldest deletion first."""
        gone = [page for page in list(self._pages.values()) if page.deletion]
        return iter(sorted(gone, key=lambda page: page.deletion.logid if page.deletion else 0))

    def file_path(self, page: Page) -> Path:
        """Where the bytes of a file lie."""
        return self.folder.files / disk_name(page.title.text)

    # writing

    def publish(
        self, title: Title, source: Path, version: FileVersion, text: str, action: str = "upload"
    ) -> Page:
        """Move the bytes at `source` (below state/) in as the newest version of a file. The
        text counts only for a new page.
        """
        with self.lock:
            page = self._by_title.get(title) or self._new_page(title, text)
            page.versions.append(version)
            page.pending = source.relative_to(self.folder.state).as_posix()
            self._revise(page, version.user, version.comment, action, sha1=version.sha1)
            return page

    def save_text(self, title: Title, text: str, user: str, comment: str) -> Page:
        """Save the text of a page, a new one if need be."""
        with self.lock:
            page = self._by_title.get(title) or self._new_page(title, text)
            page.text = text
            self._revise(page, user, comment, "edit")
            return page

    def save_entity(self, page: Page, entity: dict[str, Any], user: str, comment: str) -> None:
        """Save the structured data of a file: `labels` and `statements`."""
        with self.lock:
            self._revise(page, user, comment, "wbeditentity", entity=entity)

    def delete(self, page: Page, user: str, reason: str) -> int:
        """Delete a page; its id in the log."""
        with self.lock:
            self._last_revision += 1
            page.deletion = Deletion(self._last_revision, user, now(), reason)
            self._commit(page)
            self._log_deletion(page)
            return page.deletion.logid

    def _new_page(self, title: Title, text: str) -> Page:
        return Page(max(self._pages, default=0) + 1, title, text)

    def _revise(
        self,
        page: Page,
        user: str,
        comment: str,
        action: str,
        *,
        sha1: str = "",
        entity: dict[str, Any] | None = None,
    ) -> None:
        self._last_revision += 1
        parent = page.revisions[-1].revid if page.revisions else 0
        page.revisions.append(
            Revision(self._last_revision, parent, user, now(), comment, action, sha1, entity)
        )
        self._commit(page)
        self._log_revision(page, page.revisions[-1])

    def _commit(self, page: Page) -> None:
        self._record(page)
        self._pages[page.pageid] = page
        if page.deletion:
            self._by_title.pop(page.title, None)
        else:
            self._by_title[page.title] = page
        self._show(page)

    def _record(self, page: Page) -> None:
        self.folder.write_json(self.folder.records / f"{page.pageid}.json", page.to_json())

    # what people look at

    def _show(self, page: Page) -> None:
        if page.title.namespace != FILE:
            return
        text = self.folder.pages / f"{disk_name(page.title.text)}.wiki"
        entity = self.folder.entities / f"{page.mid}.json"
        if page.deletion:
            self.file_path(page).unlink(missing_ok=True)
            text.unlink(missing_ok=True)
            entity.unlink(missing_ok=True)
            return
        if page.pending:
            arrived = self.folder.state / page.pending
            if arrived.exists():
                arrived.replace(self.file_path(page))
        self.folder.write(text, page.text)
        if page.entity is not None:
            self.folder.write_json(
                entity, {**entity_json(page), "lastrevid": page.lastrevid, "title": page.title.full}
            )

    def _log_revision(self, page: Page, revision: Revision) -> None:
        self._log(
            revision.time, revision.user, revision.action, page, revision.revid, revision.sha1
        )

    def _log_deletion(self, page: Page) -> None:
        gone = page.deletion
        if gone:
            self._log(gone.time, gone.user, "delete", page, gone.logid)

    def _log(
        self, time: str, user: str, action: str, page: Page, revision: int, sha1: str = ""
    ) -> None:
        line = {
            "time": time, "user": user, "action": action, "title": page.title.full,
            "sha1": sha1, "revision": revision,
        }  # fmt: skip
        with self.folder.log.open("ab") as stream:
            stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    # start

    def _load(self) -> None:
        for path in self.folder.records.glob("*.json"):
            page = self._read(path)
            self._pages[page.pageid] = page
            if not page.deletion:
                self._by_title[page.title] = page
            newest = max((revision.revid for revision in page.revisions), default=0)
            logid = page.deletion.logid if page.deletion else 0
            self._last_revision = max(self._last_revision, newest, logid)

    def _read(self, path: Path) -> Page:
        try:
            return page_from_json(json.loads(path.read_text("utf-8")))
        except (ValueError, KeyError, TypeError) as error:
            folder = str(self.folder.root)
            raise FileError(
                "practice-damaged", str(error), folder=folder, file=path.name
            ) from error

    def _mend(self) -> None:
        """Finish what a killed process had begun, and throw away what it never answered."""
        logged = self._logged()
        for page in sorted(self._pages.values(), key=lambda page: page.pageid):
            self._mend_page(page, logged)
        for path in self.folder.incoming.iterdir():
            path.unlink()

    def _mend_page(self, page: Page, logged: set[int]) -> None:
        unlogged = [revision for revision in page.revisions if revision.revid not in logged]
        for revision in unlogged:
            self._log_revision(page, revision)
        if page.deletion and page.deletion.logid not in logged:
            unlogged.append(page.revisions[-1])
            self._log_deletion(page)
        waiting = bool(page.pending) and (self.folder.state / page.pending).exists()
        shown = page.title.namespace != FILE or self.file_path(page).exists()
        superseded = page.deletion is not None and page.title in self._by_title
        if (unlogged or waiting or not shown) and not superseded:
            self._show(page)

    def _logged(self) -> set[int]:
        if not self.folder.log.exists():
            return set()
        raw = self.folder.log.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        if whole != raw:
            self.folder.write(self.folder.log, whole)
        return {int(number) for number in _REVISION.findall(whole)}
