"""A batch without a project file, and a small wiki."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from app.core import fields, files, media
from app.core.checks import Checker
from app.core.model import Column, Layout, Row
from app.core.wiki import Account, EntityInfo, FileInfo, Site

GOOD = {
    "path": "a.jpg",
    "name": "Market hall in Example, north side",
    "description": "The market hall.",
    "date": "1910",
    "source": "City archive",
    "author": "Anna Example",
    "license": "Cc-by-4.0",
    "categories": "Market halls",
}


@dataclass
class FakeBatch:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    layout: Layout
    folders: tuple[Path, ...]
    constants: dict[str, str] = field(default_factory=dict)
    probed: list[str] = field(default_factory=list)
    hashed: list[str] = field(default_factory=list)
    known: dict[Path, media.FileFacts] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    @property
    def folder_index(self):
        return files.FolderIndex(self.folders)

    def facts(self, path, found=None):
        if path not in self.known:
            self.probed.append(path.name)
            self.known[path] = media.probe(path)
        return self.known[path]

    def row(self, row_id):
        return next(row for row in self.rows if row.id == row_id)

    def is_gone(self, row_id):
        return row_id in self.gone

    def sha1(self, path):
        self.hashed.append(path.name)
        return media.sha1(path)

    def put(self, number, header, text):
        """Edit one cell."""
        column = next(c for c in self.columns if c.header == header)
        rows = list(self.rows)
        place = next(i for i, r in enumerate(rows) if r.number == number)
        rows[place] = Row(rows[place].id, number, {**rows[place].cells, column.id: text})
        self.rows = tuple(rows)


@pytest.fixture
def make(tmp_path):
    """make(row, row, …, template=, freemarker=, constants=): rows are changes to a good row;
    a value None takes the cell away. Files are made by `picture`."""

    def build(*changes, template="information", freemarker=None, constants=None, headers=None):
        rows = [{**GOOD, **c} for c in changes]
        names = list(headers or dict.fromkeys(h for r in rows for h in r))
        meanings = fields.recognise(names, template)
        columns = tuple(
            Column(i + 1, h, m) for i, (h, m) in enumerate(zip(names, meanings, strict=True))
        )
        made = tuple(
            Row(
                number + 98,
                number,
                {c.id: row[c.header] for c in columns if row.get(c.header)},
            )
            for number, row in enumerate(rows, 2)
        )
        layout = Layout(template, freemarker)
        return FakeBatch(columns, made, layout, (tmp_path,), dict(constants or {}))

    build.headers = list(GOOD)
    return build


@pytest.fixture
def picture(tmp_path):
    """picture(name, colour): a small real file of the type its name says."""

    def draw(name, colour="red", size=(40, 30)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, colour).save(path)
        return path

    return draw


@pytest.fixture
def check():
    """check(batch) -> its problems."""

    def run(batch, account=""):
        checker = Checker(batch, account)
        checker.run()
        return checker.problems

    return run


ACCOUNT = Account("Registrar", frozenset({"upload", "edit"}))
SITE = Site("commonswiki", "Wikimedia Commons", "$1", 0, frozenset())


@dataclass
class FakeWiki:
    there: dict[str, FileInfo] = field(default_factory=dict)
    bytes_there: dict[str, list[str]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    stems: dict[str, list[str]] = field(default_factory=dict)
    blacklist: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    datatypes: dict[str, str] = field(default_factory=dict)
    missing_pages: set[str] = field(default_factory=set)
    account: Account = ACCOUNT
    site: Site = SITE
    calls: list[tuple[str, int]] = field(default_factory=list)
    requests: int = 0
    bytes_sent: int = 0

    def _called(self, name, count=1):
        self.calls.append((name, count))

    def called(self, name):
        return [count for called, count in self.calls if called == name]

    def refresh_account(self):
        self._called("account")
        return self.account

    def files(self, titles):
        self._called("files", len(titles))
        return {t: self.there.get(t, FileInfo(t, exists=False)) for t in titles}

    def titles_with_sha1(self, sha1):
        self._called("sha1")
        return self.bytes_there.get(sha1, [])

    def deleted_titles(self, titles):
        self._called("deleted", len(titles))
        return self.deleted & set(titles)

    def same_stem(self, title):
        self._called("stem")
        return self.stems.get(title, [])

    def forbidden_titles(self, titles):
        self._called("blacklist", len(titles))
        return {t: self.blacklist[t] for t in titles if t in self.blacklist}

    def entities(self, ids):
        self._called("entities", len(ids))
        return {
            i: EntityInfo(i, i not in self.unknown, self.datatypes.get(i), f"label of {i}")
            for i in ids
        }

    def pages_exist(self, titles):
        self._called("pages", len(titles))
        return {t: t not in self.missing_pages for t in titles}


@pytest.fixture
def wiki():
    return FakeWiki()
