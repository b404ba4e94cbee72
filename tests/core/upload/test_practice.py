"""The engine against the practice wiki: what lies in its folder afterwards."""

from __future__ import annotations

import hashlib
import json

import pytest
from PIL import Image

from app.core import commons, practice
from app.core.errors import AccountError
from app.core.model import Table, TableRow
from app.core.project import Project
from app.core.upload import Upload
from app.core.upload import file as file_module

HEADERS = ("path", "name", "description", "caption[en]", "P180")


@pytest.fixture
def served(tmp_path):
    with practice.Practice(tmp_path / "wiki") as wiki:
        yield wiki


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    rows = []
    for number in range(2, 5):
        path = folder / f"{number}.png"
        size = 400 if number == 3 else 20
        noise = Image.effect_noise((size, size), 90).convert("RGB")
        noise.save(path)
        cells = (path.name, f"From a harbour {number}", "A", f"Caption {number}", "Q146")
        rows.append(TableRow(number, cells))
    made = Project.create(tmp_path / "p.kabocha", Table(HEADERS, tuple(rows)), folders=[folder])
    yield made
    made.close()


def connect(served, cancel, user="Rosa"):
    target = commons.resolve("practice", practice_api=served.api)
    return commons.connect(target, user, "any", cancel=cancel)


def log(tmp_path):
    lines = (tmp_path / "wiki" / "log.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_files_pages_and_data_lie_in_the_folder_once(served, project, tmp_path, monkeypatch, bench):
    monkeypatch.setattr(file_module, "WHOLE", 100_000)
    wiki = connect(served, bench.time)
    assert wiki.site.is_practice
    assert wiki.target.key == "practice"
    for _ in range(2):
        finished = Upload(
            project, wiki, wiki.target, emit=bench.events.append, cancel=bench.time, refused={}
        ).run()
        assert (finished.done, finished.left) == (3, 0)
    wiki.close()
    for number in range(2, 5):
        title = f"From a harbour {number}.png"
        there = next((tmp_path / "wiki" / "files").glob(f"*harbour*{number}.png"))
        ours = (tmp_path / "pictures" / f"{number}.png").read_bytes()
        assert there.read_bytes() == ours
        mine = [entry for entry in log(tmp_path) if title in entry["title"]]
        assert {entry["user"] for entry in mine} == {"Rosa"}
        sent = [entry for entry in mine if entry.get("sha1")]
        assert [entry["sha1"] for entry in sent] == [hashlib.sha1(ours).hexdigest()]
        assert len(mine) == 2


def test_users_of_the_practice_wiki_behave_as_their_names_say(served, project, bench):
    with pytest.raises(AccountError) as caught:
        connect(served, bench.time, "wrong")
    assert caught.value.code == "wrong-password"
    for name in ("blocked", "noupload"):
        wiki = connect(served, bench.time, name)
        with pytest.raises(AccountError) as caught:
            Upload(
                project, wiki, wiki.target, emit=bench.events.append, cancel=bench.time, refused={}
            ).run()
        wiki.close()
        assert caught.value.code in ("blocked", "permissiondenied")
        assert bench.events[-1].left == 3


def test_the_practice_wiki_needs_no_user(served, bench):
    target = commons.resolve("practice", practice_api=served.api)
    wiki = commons.connect(target, "", "", cancel=bench.time)
    assert wiki.account.name == commons.PRACTICE_USER
    wiki.close()
