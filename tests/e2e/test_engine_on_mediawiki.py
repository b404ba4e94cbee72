"""The engine on a real MediaWiki: whole files, chunks, refusals, resumed and repeated runs."""

from __future__ import annotations

import threading

import pytest

from app.core import commons
from app.core.errors import AccountError
from app.core.upload import file as file_module
from tests.e2e.batch import Batch

pytestmark = pytest.mark.mediawiki


def test_the_wikis_own_reason_for_a_wrong_password(mediawiki):
    with pytest.raises(AccountError) as caught:
        commons.connect(
            commons.resolve(mediawiki.api), mediawiki.user, "wrong", cancel=threading.Event()
        )
    assert caught.value.code == "wrong-password"


def test_whole_and_chunked_files_and_a_run_again(batch, mediawiki, monkeypatch):
    monkeypatch.setattr(file_module, "WHOLE", 300_000)
    titles = [
        batch.picture("From Paris"),
        batch.picture("Ends in a return", tail=b"%%EOF\r"),
        batch.picture("In chunks", 700, tail=b"\r"),
        batch.picture("Over ten megabytes", 2000),
    ]
    finished = batch.run()
    assert (finished.done, finished.left) == (4, 0)
    requests = finished.requests
    for number, title in enumerate(titles):
        batch.check(title, number)
        assert "From Paris\nFrom here" in mediawiki.page_text(title)
    again = batch.run()
    assert again.done == 4
    assert again.bytes_files == 0
    assert again.requests == 3 < requests
    for number, title in enumerate(titles):
        batch.check(title, number)


def test_forbidden_names_are_told_fifty_at_a_time(batch):
    wiki = batch.connect()
    try:
        asked = wiki.requests
        names = ["IMG_0042.jpg", "Has a forbidden word in it.jpg"]
        told = wiki.forbidden_titles(names + [f"Ship {n}.jpg" for n in range(60)])
        assert wiki.requests == asked + 2
    finally:
        wiki.close()
    assert set(told) == {"IMG_0042.jpg", "Has a forbidden word in it.jpg"}
    assert "<" not in told["IMG_0042.jpg"]
    assert "IMG" in told["IMG_0042.jpg"]


def test_refusals_stop_only_their_row(batch, mediawiki):
    batch.picture("Has a forbidden word in it")
    good = batch.picture("Good")
    finished = batch.run()
    assert (finished.done, finished.failed) == (1, 1)
    refused = batch.records()[0]
    assert refused.reason.startswith("titleblacklist-")
    assert "forbidden word" in refused.message
    batch.check(good, 1)


def test_names_and_bytes_that_are_there_are_not_touched(batch, mediawiki, tmp_path):
    title = batch.picture("First")
    assert batch.run().done == 1
    (tmp_path / "other").mkdir()
    other = Batch(tmp_path / "other", mediawiki)
    other.mark = batch.mark
    other.picture("First")
    copy = other.picture("Copy")
    (other.folder / "1.png").write_bytes((batch.folder / "0.png").read_bytes())
    assert other.run().failed == 2
    assert [record.reason for record in other.records()] == ["exists", "duplicate"]
    batch.check(title, 0)
    assert not mediawiki.file_versions(copy)


def test_a_run_that_was_killed_between_chunks_goes_on_there(batch, mediawiki, monkeypatch):
    monkeypatch.setattr(file_module, "WHOLE", 100_000)
    title = batch.picture("Killed", 900)

    class Killed(BaseException):
        pass

    sent = []

    def watch(wiki, *, most):
        real = wiki.send_chunk

        def send_chunk(path, name, size, offset, length, *rest, **named):
            if len(sent) == most:
                raise Killed
            sent.append(length)
            return real(path, name, size, offset, length, *rest, **named)

        wiki.send_chunk = send_chunk
        return wiki

    with pytest.raises(Killed):
        batch.run(wrap=lambda wiki: watch(wiki, most=2))
    assert batch.run(wrap=lambda wiki: watch(wiki, most=99)).done == 1
    assert sum(sent) == (batch.folder / "0.png").stat().st_size
    batch.check(title, 0)


def test_a_publish_whose_outcome_was_not_written_is_adopted(batch, mediawiki):
    title = batch.picture("Adopted")

    class Killed(BaseException):
        pass

    def kill_after(wiki):
        real = wiki.upload

        def upload(*args):
            real(*args)
            raise Killed

        wiki.upload = upload
        return wiki

    with pytest.raises(Killed):
        batch.run(wrap=kill_after)
    assert batch.records()[0].state.value == "committing"
    finished = batch.run()
    assert finished.done == 1
    assert finished.bytes_files == 0
    batch.check(title, 0)


def test_a_lost_session_is_mended(batch, mediawiki):
    titles = [batch.picture("Before"), batch.picture("After")]

    def forget(wiki):
        real = wiki.upload

        def upload(*args):
            wiki._caller.transport.forget_cookies()
            return real(*args)

        wiki.upload = upload
        return wiki

    assert batch.run(wrap=forget).done == 2
    for number, title in enumerate(titles):
        batch.check(title, number)
