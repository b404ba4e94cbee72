"""What people do while rows wait: they change files and texts, and write on the same pages."""

import os
import threading

import pytest

from app.core.errors import CancelledError
from app.core.project import Project
from app.core.upload import file as file_module
from app.core.upload.stamps import stamp

ROWS = [
    ("One.jpg", b"first bytes", "A", "Caption one", "Q1"),
    ("Two.jpg", b"second bytes", "B", "Caption two", "Q2"),
]


def stamps_of(bench):
    project = Project.open(bench.file)
    try:
        return {row.id: stamp(bench.folder / row.text(1)) for row in project.rows}
    finally:
        project.close()


@pytest.mark.parametrize("how", ["written", "replaced"])
def test_a_file_that_is_another_than_the_checked_one_is_not_sent(bench, fake, how):
    bench.make(ROWS)
    seen = stamps_of(bench)
    path = bench.folder / "Two.jpg"
    before = path.stat()
    if how == "written":
        path.write_bytes(b"other bytes of it")
    else:  # same size, same time
        fresh = path.with_suffix(".new")
        fresh.write_bytes(b"SECOND bytes")
        os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
        fresh.replace(path)
    finished = bench.run(stamps=seen)
    assert (finished.done, finished.failed) == (1, 1)
    assert bench.records()[3].reason == "file-changed"
    assert list(fake.files) == ["One.jpg"]
    assert bench.run(stamps=stamps_of(bench)).done == 2
    bench.audit()


def test_a_question_is_asked_again_once_the_row_reads_otherwise(bench, fake, fakes):
    bench.make(ROWS)
    refuse = fake.fail(
        "error", lambda p: fakes.published(p) and p.get("filename") == "Two.jpg",
        code="abusefilter-warning", times=10**6,
    )  # fmt: skip
    assert bench.run().asked == 1
    sent = len(fake.uploads())
    assert bench.run().asked == 1
    assert len(fake.uploads()) == sent, "nobody said yes and nothing was changed"
    refuse.times = 0
    project = Project.open(bench.file)
    row = project.rows[1]
    project.change("mend", {(row.id, 3): "Another text"})
    project.close()
    finished = bench.run()
    assert (finished.done, finished.asked) == (2, 0)
    bench.audit()


def test_a_run_that_is_stopped_ends_between_two_chunks(bench, fake, fakes, monkeypatch):
    monkeypatch.setattr(file_module, "WHOLE", 100_000)
    bench.make([("Big.jpg", os.urandom(3_000_000), "B", "C", "Q1")])
    chunks = []

    def stop(params):
        if "offset" in params and "stash" in params:
            chunks.append(params["offset"])
            bench.time.cancelled = len(chunks) >= 2
        return False

    fake.fail("error", stop)
    with pytest.raises(CancelledError):
        bench.run()
    assert len(chunks) == 2
    assert bench.states() == ["queued"]
    bench.time.cancelled = False
    fake.faults.clear()
    assert bench.run().done == 1
    assert sum(fake.chunks) == 3_000_000


def test_a_statement_that_somebody_wrote_meanwhile_is_there_once(bench, fake, fakes):
    bench.make(ROWS[:1])
    done = threading.Event()

    def somebody(params):
        if params.get("action") == "wbeditentity" and not done.is_set():
            done.set()
            theirs = {"type": "statement", "rank": "normal", "references": [{"hash": "x"}]}
            snak = {
                "snaktype": "value", "property": "P180",
                "datavalue": {
                    "type": "wikibase-entityid",
                    "value": {"entity-type": "item", "id": "Q1", "numeric-id": 1},
                },
            }  # fmt: skip
            claim = {**theirs, "mainsnak": snak, "id": "M1$theirs"}
            base = {"type": "mediainfo", "labels": {}, "lastrevid": 7}
            statements = {"P180": [claim]}
            fake.entities["One.jpg"] = {
                "id": f"M{fake.ids['One.jpg']}", **base, "statements": statements,
            }  # fmt: skip
        return False

    fake.fail("error", somebody)
    assert bench.run().done == 1
    (kept,) = fake.entities["One.jpg"]["statements"]["P180"]
    assert kept["id"] == "M1$theirs", "theirs stays, with its reference; ours goes"
    assert fake.edits == 2
