"""Each wire fault at each request of a run, and each single fault's own story."""

from __future__ import annotations

import hashlib
import os
import re

import pytest

from app.core import events
from app.core.upload import file as file_module

ROWS = [
    ("One.jpg", b"first bytes", "A", "Caption one", "Q1"),
    ("Big.jpg", os.urandom(300_000) + b"\r", "B", "Caption two", "Q2"),
    ("Two.jpg", b"second bytes", "C", "Caption three", "Q3"),
]


@pytest.fixture(autouse=True)
def small_whole(monkeypatch):
    """Files beyond 100 kB go in chunks."""
    monkeypatch.setattr(file_module, "WHOLE", 100_000)


FAULTS = {
    "reset before the request": {"kind": "reset"},
    "answer lost": {"kind": "lost"},
    "answer cut off": {"kind": "truncated"},
    "503": {"kind": "status", "status": 503},
    "500 after it was done": {"kind": "after", "status": 500},
    "502": {"kind": "status", "status": 502},
    "504 after it was done": {"kind": "after", "status": 504},
    "429 with Retry-After": {"kind": "status", "status": 429, "headers": {"Retry-After": "77"}},
    "captive portal": {"kind": "html"},
    "redirect": {"kind": "status", "status": 302},
    "maxlag": {"kind": "error", "code": "maxlag", "headers": {"Retry-After": "5"}},
    "ratelimited": {"kind": "error", "code": "ratelimited"},
    "readonly": {"kind": "error", "code": "readonly"},
    "badtoken": {"kind": "error", "code": "badtoken"},
    "assertuserfailed": {"kind": "error", "code": "assertuserfailed"},
    "unknown answer": {"kind": "answer", "data": {"surprise": {}}},
    "internal error": {"kind": "error", "code": "internal_api_error_DBQueryError"},
    "storage": {"kind": "error", "code": "backend-fail-internal"},
    "lock": {"kind": "error", "code": "lockmanager-fail-conflict"},
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_at_every_request(anew, name):
    position, fired = 0, True
    while fired:
        with anew() as bench:
            bench.make(ROWS)
            fault = bench.fake.fail(match=bench.at(position), **FAULTS[name])
            finished = bench.run()
            assert finished.done == len(ROWS), (position, bench.records())
            bench.audit()
            assert sent_again(bench.fake) <= max(bench.fake.chunks), position
            assert all("ignorewarnings" not in p for p in bench.fake.uploads())
            assert all(wait > 0.9 for wait in bench.pauses)
            fired = bool(fault.fired)
        position += 1
    assert position > 12


def sent_again(fake) -> int:
    """Bytes of chunks that arrived beyond those of the file."""
    return sum(fake.chunks) - len(ROWS[1][1])


# -- stories -------------------------------------------------------------------------------------


def test_lost_answer_of_a_publish_is_adopted_and_never_sent_again(bench, fake, fakes):
    bench.make(ROWS)
    fake.fail("lost", fakes.published, times=3)
    assert bench.run().done == 3
    assert len(fake.uploads()) == 3
    assert bench.told() == ["sending", "committing", "unknown", "published", "done"]
    bench.audit()


def test_a_lost_publish_that_never_arrived_is_sent_once_more(bench, fake, fakes):
    bench.make(ROWS[:1])
    fake.fail("reset", fakes.published)
    assert bench.run().done == 1
    assert len(fake.uploads()) == 2
    bench.audit()


def test_the_file_of_another_after_a_lost_answer_is_not_adopted(bench, fake, fakes):
    bench.make(ROWS[:1])

    def other(params):
        if fakes.published(params) and "One.jpg" not in fake.files:
            fake.put("One.jpg", ROWS[0][1], user="Someone")
        return fakes.published(params)

    fake.fail("reset", other)
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "duplicate"
    assert fake.edits == 0
    assert fake.files["One.jpg"][0].user == "Someone"


def test_other_bytes_after_a_lost_answer_are_not_adopted(bench, fake, fakes):
    bench.make(ROWS[:1])

    def other(params):
        if fakes.published(params) and "One.jpg" not in fake.files:
            fake.put("One.jpg", b"not ours", user="Rosa")
        return fakes.published(params)

    fake.fail("reset", other)
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "exists"
    assert len(fake.files["One.jpg"]) == 1


def test_retry_after_is_waited_exactly(bench, fake, fakes):
    bench.make(ROWS[:1])
    fake.fail("status", fakes.published, status=429, headers={"Retry-After": "123"})
    assert bench.run().done == 1
    assert bench.pauses == [pytest.approx(123, abs=1)]
    (waited,) = [e for e in bench.events if isinstance(e, events.Waited)]
    assert waited.reason == "http-429"
    assert "slower" in waited.message
    assert waited.until


def test_a_retry_after_beyond_all_patience_ends_the_run_at_once(bench, fake, fakes):
    from app.core.errors import ServerError

    bench.make(ROWS[:1])
    fake.fail("status", fakes.published, status=429, headers={"Retry-After": "7200"})
    with pytest.raises(ServerError, match="slower"):
        bench.run(wait_minutes=60)
    assert not bench.time.waits


def test_a_file_that_breaks_the_server_fails_alone(bench, fake, fakes):
    bench.make(ROWS)
    fault = fake.fail(
        "status", lambda p: fakes.published(p) and p["filename"] == "One.jpg", times=99, status=500
    )
    finished = bench.run()
    assert (finished.done, finished.failed) == (2, 1)
    assert bench.records()[2].reason == "http-5xx"
    assert fault.fired == 6


def test_an_outage_of_the_wiki_fails_no_row(bench, fake):
    bench.make(ROWS)
    outage = iter(range(14))
    fake.fail("status", lambda p: bench.events != [] and next(outage, None) is not None, times=99)
    assert bench.run().done == 3
    bench.audit()


@pytest.mark.parametrize("is_first", [True, False])
def test_an_outage_that_begins_at_a_chunk_fails_no_row(bench, fake, is_first):
    bench.make(ROWS[1:2])
    outage = iter(range(8))
    begun = []

    def matches(fields):
        if "stash" in fields and (fields["offset"] == "0") == is_first:
            begun.append(fields)
        return bool(begun) and next(outage, None) is not None

    busy = {"status": 503, "headers": {"Retry-After": "1"}}
    fault = fake.fail("status", matches, times=99, **busy)
    finished = bench.run()
    assert (finished.done, finished.failed, fault.fired) == (1, 0, 8)
    assert sent_again(fake) <= max(fake.chunks[:2])  # the one that met it
    bench.audit()


def test_a_stash_that_is_gone_starts_only_that_file_over(bench, fake, fakes):
    bench.make(ROWS)
    fake.fail(
        "error", lambda p: "stash" in p and p["offset"] != "0", code="uploadstash-file-not-found"
    )
    assert bench.run().done == 3
    assert len([p for p in fake.requests if p.get("offset") == "0"]) == 2
    assert not bench.waits()
    bench.audit()


def test_the_wikis_offset_is_the_truth(bench, fake, fakes):
    bench.make(ROWS[1:2])
    fake.fail("lost", lambda p: "stash" in p and p["offset"] != "0", times=1)
    assert bench.run().done == 1
    assert sum(fake.chunks) == len(ROWS[1][1])
    bench.audit()


def test_pieces_put_together_wrongly_are_not_published(bench, fake, fakes):
    bench.make(ROWS[1:2])
    wrong = {"result": "Success", "filekey": "wrong.jpg", "imageinfo": {"sha1": "0" * 40}}
    fake.fail("answer", lambda p: "stash" in p and p["offset"] != "0", data={"upload": wrong})
    assert bench.run().done == 1
    bench.audit()
    assert all(p.get("filekey") != "wrong.jpg" for p in fake.uploads())
    (wait,) = (event for event in bench.events if isinstance(event, events.Waited))
    assert "starts over" in wait.message  # and all bytes go again


def test_always_wrong_pieces_fail_the_row(bench, fake, fakes):
    bench.make(ROWS[1:2])
    wrong = {"result": "Success", "filekey": "wrong.jpg", "imageinfo": {"sha1": "0" * 40}}
    fake.fail(
        "answer", lambda p: "stash" in p and p["offset"] != "0", data={"upload": wrong}, times=99
    )
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "assembled-wrong"
    assert not fake.uploads()


def test_a_wiki_that_takes_little_at_once_gets_small_pieces(bench, fake):
    bench.make([("Big.jpg", os.urandom(900_000), "B")])
    fake.max_file = 80_000
    real = fake.do_query

    def do_query(*args):
        data = real(*args)
        if "general" in data["query"]:
            data["query"]["general"]["maxuploadsize"] = 10**9
        return data

    fake.do_query = do_query
    assert bench.run().done == 1
    assert max(fake.chunks) > 80_000
    bench.audit()


def test_a_whole_file_that_is_too_much_at_once_goes_in_chunks(bench, fake, fakes):
    bench.make([("Mid.jpg", os.urandom(90_000), "B")])
    fake.fail("status", lambda p: fakes.published(p) and "filekey" not in p, status=413)
    assert bench.run().done == 1
    assert fake.chunks
    bench.audit()


def test_a_line_that_breaks_every_whole_file_gets_chunks(bench, fake, fakes, monkeypatch):
    monkeypatch.setattr(file_module, "WHOLE", 10**6)
    bench.make([("Mid.jpg", os.urandom(200_000), "B")])
    fake.fail("reset", lambda p: fakes.published(p) and "filekey" not in p, times=99)
    assert bench.run().done == 1
    bench.audit()


def test_asynchronous_assembly_and_publishing_are_polled(bench, fake, monkeypatch):
    monkeypatch.setattr("app.core.upload.chunks.ASYNC", 100_000)
    monkeypatch.setattr("app.core.upload.commit.ASYNC", 100_000)
    fake.polls = 3
    bench.make(ROWS)
    assert bench.run().done == 3
    bench.audit()
    assert len(fake.uploads()) == 3


def test_a_job_that_never_ends_is_left_and_found_later(bench, fake, monkeypatch):
    monkeypatch.setattr("app.core.upload.chunks.ASYNC", 100_000)
    monkeypatch.setattr("app.core.upload.commit.ASYNC", 100_000)
    fake.polls = 10**6
    bench.make(ROWS)
    finished = bench.run()
    assert (finished.done, finished.left) == (2, 1)
    record = bench.records()[3]
    assert (record.state.value, record.reason) == ("unknown", "still-processing")
    assert "ten minutes" in record.message
    for stashed in fake.stash.values():
        if stashed.status:
            stashed.status["polls"] = 0
    fake.polls = 0
    assert bench.run().done == 3
    assert sum(fake.chunks) == len(ROWS[1][1])
    bench.audit()


def test_a_job_that_cannot_be_asked_about_holds_up_nobody(bench, fake, fakes, monkeypatch):
    monkeypatch.setattr("app.core.upload.chunks.ASYNC", 100_000)
    monkeypatch.setattr("app.core.upload.commit.ASYNC", 100_000)
    fake.polls = 3
    asked = fakes.action("upload", checkstatus="*")
    code = "internal_api_error_KeyError"
    broken = fake.fail("error", asked, code=code, times=10**6)
    bench.make(ROWS)
    finished = bench.run()
    assert (finished.done, finished.left) == (2, 1)
    assert bench.records()[3].state.value == "unknown"
    broken.times = 0
    assert bench.run().done == 3
    bench.audit()


def test_progress_is_told_at_most_five_times_a_second(bench, fake):
    bench.make(ROWS)
    bench.run()
    shown = [e for e in bench.events if isinstance(e, events.Progressed)]
    assert {e.total for e in shown} == {len(content) for _, content, *_ in ROWS}
    assert all(e.sent <= e.total for e in shown)
    for row_id in {e.row_id for e in shown}:
        mine = [e.sent for e in shown if e.row_id == row_id]
        assert mine[-1] == max(mine)
        assert len(mine) < 8


def test_no_sentence_of_a_run_has_a_code_in_it(bench, fake, fakes):
    bench.make(ROWS)
    fake.fail("status", fakes.published, times=3)
    fake.fail("error", fakes.action("wbeditentity"), code="ratelimited", times=2)
    bench.run()
    told = [e.message for e in bench.events if isinstance(e, (events.Waited, events.RowChanged))]
    assert [m for m in told if m]
    assert not [m for m in told if re.search(r"[a-z]-[a-z0-9]+-|_|\{|error\.|wiki\.", m)]


# -- structured data -----------------------------------------------------------------------------


def claims(fake, title):
    return [c for group in fake.entities[title]["statements"].values() for c in group]


def test_statements_whose_answer_was_lost_are_not_doubled(bench, fake, fakes):
    bench.make(ROWS[:1])
    fake.fail("lost", fakes.action("wbeditentity"))
    assert bench.run().done == 1
    assert len(claims(fake, "One.jpg")) == 1
    assert fake.edits == 1


def test_statements_of_others_stay_and_only_what_is_missing_is_added(bench, fake, fakes):
    bench.make(ROWS[:1])
    theirs = {
        "type": "statement", "rank": "preferred", "id": "M1$x",
        "mainsnak": {"snaktype": "value", "property": "P180", "hash": "h", "datavalue": {
            "type": "wikibase-entityid",
            "value": {"id": "Q1", "entity-type": "item", "numeric-id": 1}}},
    }  # fmt: skip

    def meanwhile(params):
        if params.get("action") == "wbeditentity" and "One.jpg" not in fake.entities:
            label = {"language": "en", "value": "Their caption"}
            fake.entities["One.jpg"] = {
                "id": f"M{fake.ids['One.jpg']}", "labels": {"en": label},
                "statements": {"P180": [theirs]}, "lastrevid": 7,
            }  # fmt: skip
            return True
        return False

    fake.fail("reset", meanwhile)
    assert bench.run().done == 1
    assert fake.entities["One.jpg"]["labels"]["en"]["value"] == "Their caption"
    assert claims(fake, "One.jpg") == [theirs]
    assert fake.edits == 0


def test_an_edit_conflict_is_read_merged_and_sent_again_with_the_revision(bench, fake, fakes):
    bench.make(ROWS[:1])
    fake.fail("error", fakes.action("wbeditentity"), code="editconflict")
    assert bench.run().done == 1
    edits = [p for p in fake.requests if p["action"] == "wbeditentity"]
    assert len(edits) == 2
    assert len(claims(fake, "One.jpg")) == 1


def test_data_that_is_refused_leaves_the_row_published_with_the_reason(bench, fake, fakes):
    bench.make(ROWS[:1])
    fault = fake.fail("error", fakes.action("wbeditentity"), code="modification-failed", times=9)
    finished = bench.run()
    assert (finished.done, finished.left) == (0, 1)
    record = bench.records()[2]
    assert (record.state.value, record.reason) == ("published", "modification-failed")
    assert "text of modification-failed" in record.message
    assert fault.fired == 1
    fault.times = 0
    finished = bench.run()  # mended: only the data goes
    assert finished.done == 1
    assert finished.bytes_files == 0
    assert len(fake.uploads()) == 1
    bench.audit()


def test_a_page_that_is_not_seen_yet_is_waited_for(bench, fake, fakes):
    bench.make(ROWS[:1])
    fake.fail("error", fakes.action("wbeditentity"), code="no-such-entity-link", times=1)
    assert bench.run().done == 1
    assert len(fake.uploads()) == 1
    bench.audit()


def test_a_page_that_is_never_seen_is_said(bench, fake, fakes):
    bench.make(ROWS[:1])
    fake.fail("error", fakes.action("wbeditentity"), code="no-such-entity-link", times=9)
    assert bench.run().left == 1
    assert bench.records()[2].reason == "no-such-entity-link"
    assert len(fake.uploads()) == 1


def test_an_old_revision_is_left_out(bench, fake, fakes):
    bench.make(ROWS[:1])
    code = "internal_api_error_Wikibase\\Lib\\Store\\BadRevisionException"
    fake.fail("error", fakes.action("wbeditentity"), code=code)
    assert bench.run().done == 1
    assert not bench.time.waits
    bench.audit()


def test_file_and_hash(bench, fake):
    bench.make(ROWS)
    bench.run()
    record = bench.records()[3]
    assert record.sha1 == hashlib.sha1(ROWS[1][1]).hexdigest()
    assert record.statements == 1
    assert list(record.languages) == ["en"]
