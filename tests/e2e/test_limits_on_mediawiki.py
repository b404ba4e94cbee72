"""What a real MediaWiki may say to the whole run: limits, lag, read-only, a block; several files at
once; a program that was killed in the middle of a file.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import threading
from contextlib import ExitStack, closing

import pytest

from app.core import events
from app.core.errors import AccountError, CancelledError
from app.core.upload import lanes
from tests.e2e.program import ROOT, command, environment, kabocha
from tests.faults.collection import sha1_of

pytestmark = pytest.mark.mediawiki

REMEMBERS = "$wgMainCacheType = CACHE_DB;"
"""Without a cache MediaWiki counts nothing for its limits."""
READ_ONLY = "$wgReadOnly = 'The wiki moves to another house.';"
LAGS = """$wgHooks['ApiMaxLagInfo'][] = static function ( &$lag ) {
    $lag = [ 'host' => 'db9', 'lag' => 17.5, 'type' => 'db' ];
};"""


def limited(hits, seconds):
    return f"{REMEMBERS} $wgRateLimits = [ 'upload' => [ 'user' => [ {hits}, {seconds} ] ] ];"


class FirstWait:
    """Takes the events of a batch and cancels the run at its first wait."""

    def __init__(self, batch):
        self.batch = batch
        self.found = None

    def append(self, event):
        if isinstance(event, events.Waited) and self.found is None:
            self.found = event
            self.batch.cancel.set()


def first_wait(batch, settings, mediawiki):
    """Send the first row as ever, from then on with other settings; the first wait, at which the
    run is cancelled. Afterwards the rest is sent.
    """
    wait = FirstWait(batch)
    batch.events = wait

    def turn_after_one(wiki):
        real, sent = wiki.upload, []

        def upload(*given):
            if len(sent) == 1:
                turned.enter_context(mediawiki.turned(settings))
            sent.append(given)
            return real(*given)

        wiki.upload = upload
        return wiki

    with ExitStack() as turned, pytest.raises(CancelledError):
        batch.run(wrap=turn_after_one, parallel=1)
    batch.cancel.clear()
    return wait.found


def check_all(batch, titles):
    assert batch.run().done == len(titles)
    for number, title in enumerate(titles):
        batch.check(title, number)
        assert len(batch.mediawiki.revisions(title)) == 1


@pytest.mark.parametrize(
    ("settings", "reason"),
    [(READ_ONLY, "readonly"), (LAGS, "maxlag"), (limited(1, 3600), "ratelimited")],
    ids=["read-only", "lag", "limit"],
)
def test_what_the_whole_wiki_says_is_waited_out_and_blames_no_row(
    batch, mediawiki, settings, reason
):
    titles = [batch.picture(f"Waits {n}") for n in range(3)]
    wait = first_wait(batch, settings, mediawiki)
    assert wait.reason == reason
    assert wait.until is not None
    states = [record.state.value for record in batch.records()]
    assert states[0] in ("done", "published")
    assert not {"failed", "skipped"} & set(states)
    check_all(batch, titles)


def test_the_limit_of_the_account_is_kept_before_the_wiki_says_so(batch, mediawiki):
    titles = [batch.picture(f"Two an hour {n}") for n in range(3)]
    batch.events = wait = FirstWait(batch)
    fresh = "$wgCachePrefix = 'limits';"
    with mediawiki.turned(limited(2, 3600) + fresh), pytest.raises(CancelledError):
        batch.run(parallel=1)
    assert wait.found.reason == "limit"
    assert [len(mediawiki.file_versions(title)) for title in titles] == [1, 1, 0]
    batch.cancel.clear()
    check_all(batch, titles)


@pytest.fixture
def block(mediawiki):
    """Block the account; it is free again afterwards."""
    arguments = ("--performer", mediawiki.admin, "--reason", "Uploads without a source.")
    told = f"{mediawiki.account}\n"
    yield lambda: mediawiki.maintenance("blockUsers", *arguments, told=told)
    mediawiki.maintenance("blockUsers", "--unblock", *arguments, told=told)


def test_a_blocked_account_is_told_before_anything_is_sent(batch, mediawiki, block):
    title = batch.picture("Blocked")
    block()
    with pytest.raises(AccountError) as caught:
        batch.run()
    assert caught.value.code == "blocked"
    assert "Uploads without a source." in str(caught.value)
    assert not mediawiki.file_versions(title)


def test_a_block_in_the_middle_stops_the_run_and_keeps_the_rows(batch, mediawiki, block):
    titles = [batch.picture(f"Blocked at {n}") for n in range(3)]

    def block_after_one(wiki):
        real, sent = wiki.upload, []

        def upload(*given):
            if sent:
                block()
            sent.append(given)
            return real(*given)

        wiki.upload = upload
        return wiki

    with pytest.raises(AccountError) as caught:
        batch.run(wrap=block_after_one, parallel=1)
    assert caught.value.code == "blocked"
    assert [len(mediawiki.file_versions(title)) for title in titles] == [1, 0, 0]
    assert not {"failed", "skipped"} & {record.state.value for record in batch.records()}
    told = f"{mediawiki.account}\n"
    mediawiki.maintenance("blockUsers", "--unblock", "--performer", mediawiki.admin, told=told)
    check_all(batch, titles)


def test_several_files_at_once(batch, monkeypatch):
    monkeypatch.setattr(lanes, "_WINDOW", 0.0)
    monkeypatch.setattr(lanes, "_GAIN", 0.0)
    titles = [batch.picture(f"Side by side {n}", 300) for n in range(12)]
    under_way, most, lock = 0, 0, threading.Lock()

    def count(wiki):
        real = wiki.upload

        def upload(*given):
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            try:
                return real(*given)
            finally:
                with lock:
                    under_way -= 1

        wiki.upload = upload
        return wiki

    assert batch.run(wrap=count, parallel=3).done == 12
    assert 2 <= most <= 3
    check_all(batch, titles)


def test_a_killed_program_goes_on_in_the_middle_of_a_file(mediawiki, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    body = b"%PDF-1.4\n" + os.urandom(5_000_000) + b"\nstartxref\n0\n%%EOF\r"
    title = f"From the harbour museum {sha1_of(body)[:8]}"
    sheet = sheet_of(tmp_path, "From the harbour.pdf", title)
    (tmp_path / "From the harbour.pdf").write_bytes(body)
    who = ("upload", sheet, "--wiki", mediawiki.api, "--user", mediawiki.user)
    password = {"KABOCHA_PASSWORD": mediawiki.password}
    stashed = last_stashed(mediawiki)
    with subprocess.Popen(
        command(*who, "--speed", "400"), cwd=home, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment(home, PYTHONPATH=str(ROOT), **password),
    ) as killed:  # fmt: skip
        while last_chunk(mediawiki, stashed) < 1:
            with pytest.raises(subprocess.TimeoutExpired):
                killed.wait(0.05)
        killed.kill()
    again = kabocha(*who, home=home, **password)
    assert (again.code, again.finished["done"]) == (0, 1), (again.messages, again.lines)
    assert again.finished["bytes_sent"] < len(body) - 65_536
    assert mediawiki.file_bytes(f"{title}.pdf") == body
    assert len(mediawiki.file_versions(f"{title}.pdf")) == 1
    assert len(mediawiki.revisions(f"{title}.pdf")) == 1


def sheet_of(folder, path, name):
    """A sheet of one row."""
    row = {
        "path": path, "name": name, "description": "From the book", "date": "1906",
        "source": "Museum", "author": "A. Lindahl", "license": "cc0", "categories": "Books",
    }  # fmt: skip
    sheet = folder / "list.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])
    return sheet


def ask(mediawiki, question, *given):
    """One row of the wiki's own database."""
    with closing(sqlite3.connect(f"file:{mediawiki.database}?mode=ro", uri=True)) as db:
        return db.execute(question, given).fetchone()


def last_stashed(mediawiki):
    return ask(mediawiki, "SELECT coalesce(max(us_id), 0) FROM uploadstash")[0]


def last_chunk(mediawiki, stashed):
    """Number of the last chunk, from 0, of what came into the stash after that; -1 = none."""
    question = "SELECT coalesce(max(us_chunk_inx), -1) FROM uploadstash WHERE us_id > ?"
    return ask(mediawiki, question, stashed)[0]
