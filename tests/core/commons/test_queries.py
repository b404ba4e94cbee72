"""Questions and writes of a signed-in wiki, over a real socket."""

from __future__ import annotations

import hashlib
import os
import threading

import pytest

from app.core.commons import queries
from app.core.commons.body import Body, FilePart
from app.core.errors import CancelledError, FileError, RefusedError, ServerError


def quiet(_sent: int) -> None:
    pass


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(range(256)) * 1000 + b"%%EOF\r")
    return path


def test_titles_are_asked_fifty_at_a_time(fake, wiki):
    fake.put("T 7.jpg", b"seven", user="Someone")
    asked = len(fake.requests)
    titles = [f"T {n}.jpg" for n in range(120)]
    found = wiki.files([*titles, titles[0]])
    assert len(fake.requests) - asked == 3
    assert list(found) == titles
    assert [t for t, info in found.items() if info.exists] == ["T 7.jpg"]
    seven = found["T 7.jpg"]
    assert (seven.sha1, seven.user) == (hashlib.sha1(b"seven").hexdigest(), "Someone")
    assert seven.pageid


def test_same_bytes_by_sha1(fake, wiki):
    fake.put("A b.jpg", b"bytes")
    assert wiki.titles_with_sha1(hashlib.sha1(b"bytes").hexdigest()) == ["A b.jpg"]
    assert wiki.titles_with_sha1("0" * 40) == []


@pytest.mark.parametrize(
    ("told", "limit"),
    [
        ({"user": (380, 4320)}, (380, 4320)),
        ({"user": (380, 4320), "patroller": (999, 1)}, (999, 1)),
        ({"newbie": (120, 300), "user": (900, 180)}, (120, 300)),
        ({"ip": (8, 60), "newbie": (90, 60), "user": (90, 60)}, (8, 60)),
    ],
)
def test_the_limit_of_an_account_is_that_of_its_best_group(told, limit):
    given = {"upload": {k: {"hits": h, "seconds": s} for k, (h, s) in told.items()}}
    assert queries._limits(given) == {"upload": limit}


def test_a_page_is_not_forgotten_when_the_wiki_normalises_its_title(fake, wiki, fakes):
    page = {"ns": 6, "title": "Datei:Über.jpg", "pageid": 3, "imageinfo": [{"sha1": "x"}]}
    query = {"normalized": [{"from": "File:über.jpg", "to": "Datei:Über.jpg"}], "pages": [page]}
    fake.fail("answer", fakes.action("query"), data={"query": query})
    info = wiki.files(["über.jpg"])["über.jpg"]
    assert (info.title, info.pageid, info.sha1) == ("Über.jpg", 3, "x")
    fake.fail("answer", fakes.action("query"), data={"query": {"pages": []}})
    with pytest.raises(ServerError):
        wiki.files(["A.jpg"])


def test_a_shared_file_and_a_protected_title(fake, wiki, fakes):
    pages = [
        {"ns": 6, "title": "File:A.jpg", "missing": True, "known": True,
         "imagerepository": "shared", "imageinfo": [{"sha1": "x"}],
         "protection": [{"type": "create", "level": "sysop"}]},
    ]  # fmt: skip
    fake.fail("answer", fakes.action("query"), data={"query": {"pages": pages}})
    info = wiki.files(["A.jpg"])["A.jpg"]
    assert not info.exists
    assert info.sha1 is None
    assert info.create_protected


def test_a_wiki_without_a_title_blacklist_allows_all(wiki):
    assert wiki.forbidden_titles(["A.jpg"]) == {}


def test_entities_and_pages(fake, wiki):
    fake.put("A.jpg", b"x")
    found = wiki.entities(["P180", "Q99999999"])
    assert found["P180"].exists
    assert not found["Q99999999"].exists
    assert wiki.page_text("A.jpg") == ""
    assert wiki.page_text("B.jpg") is None


def test_a_whole_file_keeps_every_byte_and_every_text(fake, wiki, photo):
    seen = []
    text = "From Paris\nFrom\r\nÄ {{x}}\n--boundary"
    answer = wiki.upload(photo, "From Paris.jpg", text, "söme\nsummary", seen.append)
    content = photo.read_bytes()
    assert answer.title == "From Paris.jpg"
    assert answer.sha1 == hashlib.sha1(content).hexdigest()
    assert fake.files["From Paris.jpg"][0].content == content
    assert fake.texts["From Paris.jpg"] == text
    assert fake.files["From Paris.jpg"][0].comment == "söme\nsummary"
    assert seen == sorted(seen)
    assert seen[-1] == len(content)
    assert all(b - a <= 65536 for a, b in zip([0, *seen], seen, strict=False))


def test_bytes_on_the_wire_are_counted(fake, wiki, photo):
    before = wiki.bytes_sent
    wiki.upload(photo, "A.jpg", "t" * 100, "s", quiet)
    over = wiki.bytes_sent - before - photo.stat().st_size
    assert 100 < over < 3000


def test_chunks_then_publish(fake, wiki, photo):
    size, cut = photo.stat().st_size, 100_000
    first = wiki.send_chunk(photo, "A.jpg", size, 0, cut, None, use_async=False, progress=quiet)
    assert (first.result, first.offset) == ("Continue", cut)
    middle = wiki.check_status(first.filekey)
    assert (middle.result, middle.offset, middle.stage) == ("Continue", cut, "uploading")
    last = wiki.send_chunk(
        photo, "A.jpg", size, cut, size - cut, first.filekey, use_async=False, progress=quiet
    )
    assert last.result == "Success"
    assert last.filekey != first.filekey
    assert last.sha1 == hashlib.sha1(photo.read_bytes()).hexdigest()
    assert wiki.find_stashed(size, last.sha1) == last.filekey
    assert wiki.find_stashed(size, "0" * 40) is None
    done = wiki.publish(last.filekey, "A.jpg", "text", "summary")
    assert (done.result, done.title) == ("Success", "A.jpg")
    chunks = [p for p in fake.requests if "stash" in p]
    assert [p["ignorewarnings"] for p in chunks] == ["1", "1"]
    assert "filekey" not in chunks[0]
    assert all("ignorewarnings" not in p for p in fake.uploads())


def test_the_wikis_offset_comes_with_a_wrong_one(fake, wiki, photo):
    size = photo.stat().st_size
    first = wiki.send_chunk(photo, "A.jpg", size, 0, 5000, None, use_async=False, progress=quiet)
    with pytest.raises(RefusedError) as caught:
        wiki.send_chunk(
            photo, "A.jpg", size, 9000, 5000, first.filekey, use_async=False, progress=quiet
        )
    assert caught.value.code == "stashfailed"
    assert caught.value.data["offset"] == "5000"


def test_warnings_come_with_the_newest_key(fake, wiki, photo):
    fake.put("A.jpg", b"theirs")
    answer = wiki.upload(photo, "A.jpg", "", "s", quiet)
    assert answer.result == "Warning"
    assert answer.warnings == {"exists": "A.jpg"}
    assert answer.filekey in fake.stash
    assert len(fake.files["A.jpg"]) == 1


@pytest.mark.parametrize(
    "data",
    [{"upload": {"result": "Success"}}, {"upload": {"result": "Party"}}, {"upload": {}}, {"up": 1}],
)
def test_a_strange_answer_is_never_a_success(fake, wiki, fakes, photo, data):
    fake.fail("answer", fakes.action("upload"), data=data)
    with pytest.raises(ServerError) as caught:
        wiki.upload(photo, "A.jpg", "", "s", quiet)
    assert caught.value.code == "unknown-answer"


def test_structured_data_by_site_and_title(fake, wiki):
    fake.put("A.jpg", b"x")
    before = wiki.media_info("A.jpg")
    assert before.mid
    assert not before.exists
    assert not wiki.media_info("B.jpg").mid
    claim = {"type": "statement", "mainsnak": {"snaktype": "novalue", "property": "P180"}}
    data = {"labels": {"en": {"language": "en", "value": "Ä"}}, "claims": [claim]}
    after = wiki.edit_media_info("A.jpg", data, "summary")
    assert after.exists
    assert after.labels == {"en": "Ä"}
    assert list(after.statements) == ["P180"]
    assert after.pageid == fake.ids["A.jpg"]
    sent = fake.requests[-1]
    assert sent["site"] == "fakewiki"
    assert "baserevid" not in sent
    with pytest.raises(RefusedError):
        wiki.edit_media_info("A.jpg", data, "summary", baserevid=1)


def test_an_edit_that_shows_no_entity_is_read_back(fake, wiki, fakes):
    fake.put("A.jpg", b"x")
    fake.fail("answer", fakes.action("wbeditentity"), data={"success": 1})
    assert wiki.edit_media_info("A.jpg", {}, "summary").mid
    fake.fail("answer", fakes.action("wbeditentity"), data={"success": 0})
    with pytest.raises(ServerError):
        wiki.edit_media_info("A.jpg", {}, "summary")


def test_cancel_in_the_middle_of_a_file(fake, connect, tmp_path):
    path = tmp_path / "big.jpg"
    path.write_bytes(b"x" * 3_000_000)
    cancel = threading.Event()
    wiki = connect(cancel=cancel)

    def progress(sent):
        if sent > 500_000:
            cancel.set()

    with pytest.raises(CancelledError):
        wiki.upload(path, "A.jpg", "", "s", progress)
    assert not fake.files


def test_a_file_that_shrinks_while_it_is_sent(fake, wiki, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x" * 1_000_000)

    def progress(_sent):
        path.write_bytes(b"short")

    with pytest.raises(FileError) as caught:
        wiki.upload(path, "A.jpg", "", "s", progress)
    assert caught.value.code == "file-changed"
    assert not fake.files


@pytest.mark.parametrize("spoil", ["edit", "grow"])
def test_a_file_that_is_written_to_while_it_is_sent(fake, wiki, tmp_path, spoil):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x" * 1_000_000)
    os.utime(path, (1, 1))

    def progress(sent):
        if sent < 100_000:
            with path.open("r+b") as stream:
                stream.seek(0 if spoil == "edit" else 1_000_000)
                stream.write(b"somebody's bytes")

    with pytest.raises(FileError) as caught:
        wiki.upload(path, "A.jpg", "", "s", progress)
    assert caught.value.code == "file-changed"
    assert not fake.files


def test_a_file_that_goes_before_its_chunk(wiki, tmp_path):
    gone = tmp_path / "gone.jpg"
    with pytest.raises(FileError) as caught:
        wiki.send_chunk(gone, "A.jpg", 10, 0, 10, None, use_async=False, progress=quiet)
    assert caught.value.code == "file-missing"


def test_a_missing_file(wiki, tmp_path):
    with pytest.raises(FileError):
        wiki.upload(tmp_path / "gone.jpg", "A.jpg", "", "s", quiet)


def test_the_body_says_its_length(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    body = Body({"a": "1", "From x": "From y"}, FilePart("chunk", path, 3, 4, quiet))
    told = len(body)
    parts = []
    while piece := body.read(7):
        parts.append(piece)
    body.close()
    whole = b"".join(parts)
    assert len(whole) == told
    assert b"\r\n\r\n3456\r\n--" in whole
    assert max(map(len, parts)) <= 7
