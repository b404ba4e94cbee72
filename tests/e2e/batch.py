"""A few pictures of random bytes and runs of the engine with them, on a real MediaWiki."""

from __future__ import annotations

import os
import threading
import uuid
from pathlib import Path

from PIL import Image

from app.core import commons, events
from app.core.model import Table, TableRow
from app.core.project import Project
from app.core.upload import Upload

HEADERS = ("path", "name", "description")


class Batch:
    """A project with pictures of its own, and runs of the engine on the real wiki."""

    def __init__(self, folder: Path, mediawiki) -> None:
        self.folder = folder
        self.mediawiki = mediawiki
        self.mark = uuid.uuid4().hex[:8]
        self.rows: list[TableRow] = []
        self.events: list[events.Event] = []
        self.cancel = threading.Event()

    def picture(self, name: str, pixels: int = 30, tail: bytes = b"") -> str:
        """A picture of random bytes; its title, unique in the wiki."""
        path = self.folder / f"{len(self.rows)}.png"
        noise = Image.frombytes("RGB", (pixels, pixels), os.urandom(pixels * pixels * 3))
        noise.save(path)
        with path.open("ab") as file:
            file.write(tail)
        title = f"{name} {self.mark}"
        text = "From Paris\nFrom here {{x}} ä"
        self.rows.append(TableRow(len(self.rows) + 2, (path.name, title, text)))
        return f"{title}.png"

    def project(self) -> Project:
        path = self.folder / "p.kabocha"
        if path.exists():
            return Project.open(path)
        return Project.create(path, Table(HEADERS, tuple(self.rows)), folders=[self.folder])

    def connect(self):
        wiki = self.mediawiki
        target = commons.resolve(wiki.api)
        return commons.connect(target, wiki.user, wiki.password, cancel=self.cancel)

    def run(self, wrap=lambda wiki: wiki, **named):
        project, wiki = self.project(), self.connect()
        try:
            return Upload(
                project, wrap(wiki), wiki.target, emit=self.events.append, cancel=self.cancel,
                refused={}, **named,
            ).run()  # fmt: skip
        finally:
            wiki.close()
            project.close()

    def records(self):
        project = self.project()
        try:
            (target,) = project.targets()
            return [project.journal(target).record(row.id) for row in project.rows]
        finally:
            project.close()

    def check(self, title: str, number: int) -> None:
        """One version, one account, the very bytes."""
        versions = self.mediawiki.file_versions(title)
        assert len(versions) == 1
        assert versions[0]["user"] == self.mediawiki.account
        assert self.mediawiki.file_bytes(title) == (self.folder / f"{number}.png").read_bytes()
