"""A copy without position or owner is sent instead of the file: once, and the same after a crash."""

from __future__ import annotations

import hashlib
import io
import os
import random
import stat
import sys

import pytest
from PIL import Image

from app.core import events, media, paths, report, sending
from app.core.model import Choice, Private, RowState, Table, TableRow
from app.core.project import Project
from app.core.upload import copies as copies_module
from app.core.upload import file as file_module
from app.core.upload.existing import use_existing

PLACE = {1: "N", 2: (62.0, 24.0, 0.0), 3: "E", 4: (5.0, 1.0, 30.0)}


def photo(seed: int = 1, size=(120, 90), *, owner: str = "Marit Solberg") -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "Havnsund Coast Museum"
    exif.get_ifd(0x8825).update(PLACE)
    exif.get_ifd(0x8769)[0xA430] = owner
    buffer = io.BytesIO()
    data = random.Random(seed).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, data).save(buffer, "JPEG", exif=exif, quality=95)
    return buffer.getvalue()


def choose(bench, *what: Private, choice: Choice = Choice.REMOVE) -> None:
    project = Project.open(bench.file)
    cells = {(row.id, one.cell): choice.value for row in project.rows for one in what}
    project.change("choose", cells)
    project.close()


def exif_of(data: bytes):
    with Image.open(io.BytesIO(data)) as image:
        found = image.getexif()
        return dict(found.get_ifd(0x8825)), found.get_ifd(0x8769).get(0xA430), found.get(0x013B)


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.tobytes()


def left_behind():
    folder = paths.data() / "copies"
    return list(folder.rglob("*")) if folder.exists() else []


def test_what_arrives_has_no_position_and_the_same_pixels(bench):
    data = photo()
    bench.make([("One.jpg", data, "A"), ("Two.jpg", photo(2), "B")])
    project = Project.open(bench.file)
    project.change("choose", {(project.rows[0].id, Private.POSITION.cell): "remove"})
    project.close()
    assert bench.run().done == 2
    sent = bench.fake.files["One.jpg"][-1].content
    assert exif_of(sent) == ({}, "Marit Solberg", "Havnsund Coast Museum")
    assert pixels(sent) == pixels(data)
    assert (bench.folder / "One.jpg").read_bytes() == data
    assert bench.fake.files["Two.jpg"][-1].content == (bench.folder / "Two.jpg").read_bytes()
    records = bench.records()
    assert records[2].sha1 == hashlib.sha1(sent).hexdigest() != hashlib.sha1(data).hexdigest()
    assert records[2].original == hashlib.sha1(data).hexdigest()
    assert records[2].note == "Sent without the place where it was taken"
    assert records[3].note == ""
    assert left_behind() == []
    said = [
        e.message
        for e in bench.events
        if isinstance(e, events.RowChanged) and e.state is RowState.DONE
    ]
    assert said == ["Sent without the place where it was taken", ""]
    again = bench.run()
    assert (again.done, again.bytes_files) == (2, 0)
    bench.audit()


def test_both_go_and_the_report_says_so(bench):
    bench.make([("One.jpg", photo(), "A")])
    choose(bench, *Private)
    bench.run()
    assert exif_of(bench.fake.files["One.jpg"][-1].content) == ({}, None, "Havnsund Coast Museum")
    project = Project.open(bench.file)
    try:
        wiki = bench.connect()
        wiki.close()
        summary = sending.summarise(project, wiki.target, sending.check(project), "http://x/$1")
        words = "Sent without the place where it was taken and the name of the camera's owner"
        assert summary.rows[0].message == words
        page, sheet = bench.folder / "r.html", bench.folder / "r.csv"
        report.write_page(summary, page)
        assert words.replace("'", "&#39;") in page.read_text("utf-8")
        report.write_sheet(project, summary, sheet)
        told = sheet.read_text("utf-8-sig")
        assert words in told
        assert summary.rows[0].record.sha1 in told
    finally:
        project.close()


@pytest.mark.parametrize("choice", [None, Choice.KEEP])
def test_what_is_kept_or_not_decided_goes_as_it_is(bench, choice):
    data = photo()
    bench.make([("One.jpg", data, "A")])
    if choice:
        choose(bench, *Private, choice=choice)
    bench.run()
    assert bench.fake.files["One.jpg"][-1].content == data
    assert bench.records()[2].left_out == ()


class Killed(BaseException):
    """Like kill -9."""


def test_a_killed_run_goes_on_with_the_same_copy(bench, monkeypatch):
    monkeypatch.setattr(file_module, "WHOLE", 100_000)
    bench.make([("Big.jpg", photo(size=(900, 700)), "A")])
    choose(bench, Private.POSITION)
    sent: list[tuple[int, bytes]] = []

    def watched(wiki, most):
        real = wiki.send_chunk

        def send(path, title, size, offset, length, *rest, **named):
            if len(sent) == most:
                raise Killed
            sent.append((offset, path.read_bytes()))
            return real(path, title, size, offset, length, *rest, **named)

        wiki.send_chunk = send
        return wiki

    with monkeypatch.context() as killed:
        killed.setattr(copies_module.shutil, "rmtree", lambda folder: None)
        with pytest.raises(Killed):
            bench.run(wrap=lambda wiki: watched(wiki, 2))
    assert len(left_behind()) == 3
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(left_behind()[0]).st_mode) == 0o700
    assert bench.run(wrap=lambda wiki: watched(wiki, 99)).done == 1
    offsets = [offset for offset, _ in sent]
    assert offsets == sorted(set(offsets))
    assert len({data for _, data in sent}) == 1
    assert bench.records()[2].sha1 == hashlib.sha1(sent[0][1]).hexdigest()
    assert left_behind() == []
    bench.audit()


def test_a_copy_that_was_published_unseen_is_known_again(bench):
    """Killed after the wiki took the file and before we wrote it down."""
    bench.make([("One.jpg", photo(), "A")])
    choose(bench, Private.OWNER)

    def wrap(wiki):
        real = wiki.upload

        def upload(*args, **named):
            real(*args, **named)
            raise Killed

        wiki.upload = upload
        return wiki

    with pytest.raises(Killed):
        bench.run(wrap=wrap)
    assert bench.run().done == 1
    assert bench.records()[2].note == "Sent without the name of the camera's owner"
    bench.audit()


def test_a_file_that_changes_after_its_copy_was_made_is_not_sent(bench):
    bench.make([("One.jpg", photo(), "A")])
    choose(bench, Private.POSITION)

    def wrap(wiki):
        real = wiki.titles_with_sha1

        def asked(sha1):
            (bench.folder / "One.jpg").write_bytes(photo(5))
            return real(sha1)

        wiki.titles_with_sha1 = asked
        return wiki

    bench.run(wrap=wrap)
    assert bench.records()[2].reason == "file-changed"
    assert "One.jpg" not in bench.fake.files


def test_a_copy_on_the_wiki_is_found_as_a_duplicate(bench):
    bench.make([("One.jpg", photo(), "A"), ("Other.jpg", photo(), "B")])
    choose(bench, Private.POSITION)
    bench.run()
    assert bench.states() == ["done", "failed"]
    assert bench.records()[3].reason == "duplicate"


def test_what_cannot_be_taken_out_is_not_sent_and_stops_nothing(bench):
    hidden = b"\xff\xec\x00\x10GPSLatitude 10"
    bad = [photo(n)[:2] + hidden + photo(n)[2:] for n in range(4)]
    rows = [(f"Bad{n}.jpg", data, "A") for n, data in enumerate(bad)]
    bench.make([*rows, ("Good.jpg", photo(9), "B")])
    choose(bench, Private.POSITION)
    bench.run()
    assert bench.states() == ["failed"] * 4 + ["done"]
    assert bench.records()[2].reason == "copy-cannot"
    assert set(bench.fake.files) == {"Good.jpg"}


def test_a_renamed_row_is_known_by_its_own_file_after_a_copy_was_sent(bench):
    """The sheet comes back with another name for the same file: the row keeps its state."""
    bench.make([("One.jpg", photo(), "A")])
    choose(bench, Private.POSITION)
    bench.run()
    project = Project.open(bench.file)
    headers = tuple(c.header for c in project.columns)
    cells = [project.rows[0].text(c.id) for c in project.columns]
    cells[1] = "Another name"
    row_id = project.rows[0].id
    project.renew(Table(headers, (TableRow(2, tuple(cells)),)), "digest")
    assert [row.id for row in project.rows] == [row_id]
    assert project.rows[0].choice(Private.POSITION) is Choice.REMOVE
    project.close()


def test_the_facts_of_a_copy_are_not_kept_with_the_project(bench):
    bench.make([("One.jpg", photo(), "A")])
    choose(bench, Private.POSITION)
    bench.run()
    project = Project.open(bench.file)
    known = project._store.query("SELECT path, sha1 FROM hashes")
    assert known == [(str(bench.folder / "One.jpg"), media.sha1(bench.folder / "One.jpg"))]
    project.close()


def test_a_copy_that_is_on_the_wiki_can_be_used(bench):
    bench.make([("One.jpg", photo(), "A"), ("Other.jpg", photo(), "B")])
    choose(bench, Private.POSITION)
    bench.run()
    project = Project.open(bench.file)
    wiki = bench.connect()
    try:
        row = project.rows[1]
        used = use_existing(project, wiki, wiki.target, [row.id], bench.events.append, bench.time)
        assert used.rows == {row.id}
        first, second = (project.journal(wiki.target.key).record(r.id) for r in project.rows)
        assert (second.sha1, second.original, second.title) == (
            first.sha1,
            first.original,
            first.title,
        )
        assert second.left_out == ("position",)
    finally:
        wiki.close()
        project.close()
