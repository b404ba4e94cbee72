"""The folder of the practice wiki: a process that dies at any step leaves nothing half done."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from app.core.errors import FileError
from app.core.practice.folder import Folder, disk_name
from app.core.practice.records import FileVersion, now
from app.core.practice.store import Store
from app.core.practice.titles import FILE, Title

NAME = "A picture.jpg"
TITLE = Title(FILE, NAME)
FIRST, SECOND = b"first bytes", b"second bytes"
ENTITY = {"labels": {"en": {"language": "en", "value": "x"}}, "statements": {}}


class DiedError(BaseException):
    """Stands for SIGKILL."""


class Fuse:
    """Lets the process die at the n-th step that others can see."""

    def __init__(self, monkeypatch):
        self.left = None
        for name in ("replace", "unlink"):
            self._wrap(monkeypatch, name)
        original = Path.open
        monkeypatch.setattr(
            Path,
            "open",
            lambda path, mode="r", *more, **named: (
                self._step() if mode == "ab" else None,
                original(path, mode, *more, **named),
            )[1],
        )

    def _wrap(self, monkeypatch, name):
        original = getattr(Path, name)

        def wrapped(*args, **named):
            self._step()
            return original(*args, **named)

        monkeypatch.setattr(Path, name, wrapped)

    def _step(self):
        if self.left is None:
            return
        if self.left == 0:
            raise DiedError
        self.left -= 1


@pytest.fixture
def fuse(monkeypatch):
    return Fuse(monkeypatch)


def version(data: bytes) -> FileVersion:
    sha1 = hashlib.sha1(data).hexdigest()
    return FileVersion(
        sha1, len(data), 1, 1, 8, "image/jpeg", "BITMAP", "Anna", now(), "c", "A picture.jpg"
    )


def bring(folder: Folder, data: bytes) -> Path:
    path = folder.new_file()
    path.write_bytes(data)
    return path


def publish(store, data):
    store.publish(TITLE, bring(store.folder, data), version(data), "The text")


def opened(root: Path) -> Store:
    folder = Folder(root)
    folder.make()
    return Store(folder)


def state(root: Path) -> tuple:
    """Everything that can be seen from outside, checked for being of one piece."""
    store = opened(root)
    page = store.page(TITLE)
    lines = [json.loads(line) for line in (root / "log.jsonl").read_text("utf-8").splitlines()] if (
        root / "log.jsonl"
    ).exists() else []  # fmt: skip
    revisions = [line["revision"] for line in lines]
    assert revisions == sorted(set(revisions))
    assert not list((root / "state" / "incoming").iterdir())
    files = [path.name for path in (root / "files").iterdir()]
    texts = [path.name for path in (root / "pages").iterdir()]
    entities = [path.name for path in (root / "entities").iterdir()]
    if page is None:
        assert (files, texts, entities) == ([], [], [])
        return ("absent", len(lines))
    assert (files, texts) == ([NAME], [f"{NAME}.wiki"])
    assert hashlib.sha1((root / "files" / NAME).read_bytes()).hexdigest() == page.file.sha1
    assert (root / "pages" / f"{NAME}.wiki").read_text("utf-8") == page.text
    assert entities == ([f"{page.mid}.json"] if page.entity is not None else [])
    assert revisions[-len(page.revisions) :] == [entry.revid for entry in page.revisions]
    return ("there", page.file.sha1, page.text, page.entity, len(lines))


STEPS = {
    "publish": (lambda store: None, lambda store: publish(store, FIRST)),
    "publish a new version": (
        lambda store: publish(store, FIRST),
        lambda store: publish(store, SECOND),
    ),
    "save the text": (
        lambda store: publish(store, FIRST),
        lambda store: store.save_text(TITLE, "New text", "Anna", "c"),
    ),
    "save the data": (
        lambda store: publish(store, FIRST),
        lambda store: store.save_entity(store.page(TITLE), ENTITY, "Anna", "c"),
    ),
    "delete": (
        lambda store: publish(store, FIRST),
        lambda store: store.delete(store.page(TITLE), "Anna", "why"),
    ),
}


@pytest.mark.parametrize("what", STEPS)
def test_dying_at_any_step_leaves_before_or_after(what, fuse, tmp_path):
    prepare, act = STEPS[what]
    (tmp_path / "before").mkdir()
    prepare(opened(tmp_path / "before"))
    before = state(tmp_path / "before")
    act(opened(tmp_path / "before"))
    after = state(tmp_path / "before")
    seen, died = set(), 0
    for step in range(50):
        root = tmp_path / str(step)
        root.mkdir()
        prepare(opened(root))
        store = opened(root)
        fuse.left = step
        try:
            act(store)
        except DiedError:
            died += 1
        else:
            break
        finally:
            fuse.left = None
        seen.add(json.dumps(state(root)))
    assert died >= 3
    assert seen == {json.dumps(before), json.dumps(after)}


def test_a_torn_last_line_of_the_log_is_taken_off_and_written_again(tmp_path):
    publish(opened(tmp_path), FIRST)
    log = tmp_path / "log.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole[:-20])
    opened(tmp_path)
    assert log.read_bytes() == whole


def test_a_damaged_record_is_named(tmp_path):
    publish(opened(tmp_path), FIRST)
    record = tmp_path / "state" / "pages" / "1.json"
    record.write_text("{", "utf-8")
    with pytest.raises(FileError) as refused:
        opened(tmp_path)
    assert refused.value.code == "practice-damaged"
    assert "1.json" in str(refused.value)


def test_a_name_that_was_deleted_can_be_used_again(tmp_path):
    store = opened(tmp_path)
    publish(store, FIRST)
    store.delete(store.page(TITLE), "Anna", "why")
    publish(store, SECOND)
    again = opened(tmp_path)
    assert again.page(TITLE).pageid == 2
    assert (tmp_path / "files" / NAME).read_bytes() == SECOND
    assert [page.pageid for page in again.deleted()] == [1]


def test_structured_data_of_older_revisions_is_known(tmp_path):
    store = opened(tmp_path)
    publish(store, FIRST)
    store.save_entity(store.page(TITLE), ENTITY, "Anna", "c")
    page = opened(tmp_path).page(TITLE)
    first, second = (revision.revid for revision in page.revisions)
    assert page.entity_at(first) is None
    assert page.entity_at(second) == ENTITY
    assert page.entity_at(99) is None


def test_names_of_files_on_disk():
    assert disk_name('What "is" it?.jpg', windows=False) == 'What "is" it?.jpg'
    assert disk_name('What "is" 100% it?.jpg', windows=True) == "What %22is%22 100%25 it%3F.jpg"
    assert disk_name("a/b.jpg", windows=False) == "a%2Fb.jpg"
