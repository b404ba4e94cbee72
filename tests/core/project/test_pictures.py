"""SHA-1s: worked out once, written many at a time, never lost by closing."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import media
from app.core.errors import StoreError
from app.core.model import Table
from app.core.project import Project, pictures


@pytest.fixture
def reads(monkeypatch):
    """Names of the files whose bytes were read."""
    seen = []
    plain = media.sha1
    monkeypatch.setattr(media, "sha1", lambda path: seen.append(path.name) or plain(path))
    return seen


@pytest.fixture
def place(tmp_path):
    return tmp_path / "p.kabocha"


@pytest.fixture
def project(place):
    made = Project.create(place, Table(("path",), ()), folders=[place.parent])
    yield made
    made.close()


@pytest.fixture
def scans(tmp_path):
    paths = [tmp_path / f"{i}.jpg" for i in range(12)]
    for path in paths:
        path.write_bytes(path.name.encode())
    return paths


def right(path):
    return hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()


def test_a_file_is_read_once_also_by_the_next_project(project, place, scans, reads):
    assert [project.sha1(p) for p in scans + scans] == [right(p) for p in scans + scans]
    project.close()
    again = Project.open(place)
    assert [again.sha1(p) for p in scans] == [right(p) for p in scans]
    again.close()
    assert len(reads) == len(scans)


def test_a_changed_file_is_read_again(project, scans, reads):
    project.sha1(scans[0])
    scans[0].write_bytes(b"longer than before")
    assert project.sha1(scans[0]) == right(scans[0])
    assert len(reads) == 2


@pytest.mark.parametrize("limit", [("_MANY", 5), ("_MUCH", 20)])
def test_many_or_much_is_written_before_the_end(limit, project, place, scans, monkeypatch):
    monkeypatch.setattr(pictures, *limit)
    for path in scans:
        project.sha1(path)
    other = Project.open(place)
    kept = other._store.query("SELECT count(*) FROM hashes")[0][0]
    other.close()
    assert 0 < kept <= len(scans)


def test_what_could_not_be_written_is_written_later(project, place, scans, monkeypatch):
    monkeypatch.setattr(pictures, "_MANY", 2)
    project._store.query("PRAGMA query_only=ON")
    project.sha1(scans[0])
    with pytest.raises(StoreError):
        project.sha1(scans[1])
    project._store.query("PRAGMA query_only=OFF")
    project.close()
    other = Project.open(place)
    assert other._store.query("SELECT count(*) FROM hashes") == [(2,)]
    other.close()


def test_several_threads_may_ask(project, scans):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(project.sha1, scans * 4))
    assert found == [right(p) for p in scans * 4]
