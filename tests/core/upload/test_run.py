"""A run from start to end: states, counts, budget, what is skipped and what is refused."""

from __future__ import annotations

import math

import pytest

from app.core import events
from app.core.errors import AccountError, CancelledError, NetworkError, RefusedError, UsageError
from app.core.model import Problem, RowState, Severity
from app.core.project import Project
from app.core.upload import Blocked, freeze
from app.core.upload.copies import Copies

THREE = [
    ("One.jpg", b"first bytes", "A", "Caption one", "Q1"),
    ("Two.jpg", b"second bytes", "B", "Caption two", "Q2"),
    ("Three.jpg", b"third bytes %%EOF\r", "C", "Caption three", "Q3"),
]


def test_every_row_goes_once_with_its_data(bench, fake):
    bench.make(THREE)
    finished = bench.run()
    assert (finished.done, finished.left, finished.failed) == (3, 0, 0)
    assert finished.bytes_files == sum(len(content) for _, content, *_ in THREE)
    assert sorted(fake.files) == ["One.jpg", "Three.jpg", "Two.jpg"]
    assert fake.files["Three.jpg"][0].content == THREE[2][1]
    assert fake.entities["One.jpg"]["labels"]["en"]["value"] == "Caption one"
    assert list(fake.entities["One.jpg"]["statements"]) == ["P180"]
    assert bench.told() == ["sending", "committing", "published", "done"]
    assert bench.events[-1] == finished
    bench.audit()


def test_the_budget_is_three_requests_a_small_file_over_kept_connections(bench, fake):
    bench.make([(f"F {n}.jpg", b"bytes %d" % n, "A", "C", "Q1") for n in range(20)])
    finished = bench.run()
    sign_in, titles = 3, 1
    assert finished.requests == len(fake.requests) == sign_in + titles + 3 * 20
    assert fake.connections <= 2  # one for the files, one for their data


def test_run_again_sends_nothing(bench, fake):
    bench.make(THREE)
    bench.run()
    asked = len(fake.requests)
    again = bench.run()
    assert (again.done, again.left, again.bytes_files) == (3, 0, 0)
    assert len(fake.requests) == asked + 3  # the sign-in
    bench.audit()


def test_the_summary_names_the_program(bench, fake):
    bench.make(THREE[:1])
    bench.run()
    assert fake.files["One.jpg"][0].comment.startswith("Uploaded with Kabocha ")


def test_a_row_without_data_is_done_with_its_page_id(bench, fake):
    bench.make([("One.jpg", b"bytes")], headers=("path", "name"))
    finished = bench.run()
    assert finished.done == 1
    record = bench.records()[2]
    assert record.pageid == fake.ids["One.jpg"]
    assert record.mid == f"M{record.pageid}"
    assert fake.edits == 0


def test_a_wiki_without_structured_data_says_so(bench, fake):
    fake.extensions = []
    bench.make(THREE[:1])
    assert bench.run().done == 1
    record = bench.records()[2]
    assert record.reason == "no-structured-data"
    assert "no structured data" in record.message


def test_rows_with_errors_are_left_out_and_named(bench, fake):
    bench.make(THREE)
    project = Project.open(bench.file)
    row_id = project.rows[1].id
    project.close()
    problem = Problem("file-empty", Severity.ERROR, row=3, row_id=row_id, params={"name": "x"})
    finished = bench.run(refused={row_id: problem})
    assert (finished.done, finished.skipped) == (2, 1)
    assert bench.states() == ["done", "skipped", "done"]
    assert bench.records()[3].reason == "file-empty"
    assert bench.records()[3].message
    assert "Two.jpg" not in fake.files
    assert bench.run().done == 3  # mended


def test_a_done_row_stays_done_whatever_is_found_in_it_later(bench):
    bench.make(THREE[:1])
    bench.run()
    project = Project.open(bench.file)
    row_id = project.rows[0].id
    project.close()
    problem = Problem("file-empty", Severity.ERROR, row=2, row_id=row_id, params={"name": "x"})
    assert bench.run(refused={row_id: problem}).done == 1


def test_limit_and_rows(bench, fake):
    bench.make(THREE)
    finished = bench.run(limit=1)
    assert (finished.done, finished.left) == (1, 2)
    project = Project.open(bench.file)
    third = project.rows[2].id
    project.close()
    finished = bench.run(row_ids=[third])
    assert (finished.done, finished.left) == (2, 1)
    assert sorted(fake.files) == ["One.jpg", "Three.jpg"]
    assert bench.run().done == 3


def test_a_missing_file_fails_its_row_only(bench, fake):
    bench.make([("Gone.jpg", None), *THREE])
    finished = bench.run()
    assert (finished.done, finished.failed) == (3, 1)
    assert bench.records()[2].reason == "file-missing"
    assert "Gone.jpg" in bench.records()[2].message


def test_a_blocker_sends_nothing(bench, fake, monkeypatch):
    bench.make(THREE)
    blocker = Problem("no-path-column", Severity.BLOCKER)
    monkeypatch.setattr("app.core.checks.offline", lambda *_: (blocker,))
    project = Project.open(bench.file)
    wiki = bench.connect()
    from app.core.upload import Upload

    upload = Upload(project, wiki, wiki.target, emit=events.ignore, cancel=bench.time)
    with pytest.raises(Blocked) as caught:
        upload.run()
    assert caught.value.exit_code == 2
    assert not fake.files
    wiki.close()
    project.close()


def test_a_blocked_account_and_a_missing_right_are_known_before(bench, fake):
    bench.make(THREE)
    fake.block = {"blockid": 1, "blockreason": "test uploads", "blockexpiry": "infinite"}
    with pytest.raises(AccountError, match="test uploads"):
        bench.run()
    fake.block, fake.rights = {}, ["edit", "read"]
    with pytest.raises(AccountError, match="tick") as caught:
        bench.run()
    assert caught.value.code == "permissiondenied"
    assert not fake.files


def test_a_plan_is_frozen(bench):
    bench.make(THREE)
    project = Project.open(bench.file)
    wiki = bench.connect()
    copies = Copies(project.path, bench.time)
    plan = freeze(project, project.rows[0], "Rosa", wiki.target, copies)
    wiki.close()
    project.close()
    assert plan.title == "One.jpg"
    assert plan.size == len(THREE[0][1])
    assert plan.description.labels == {"en": "Caption one"}
    assert "A" in plan.text


# -- what the wiki says ------------------------------------------------------------------------


def test_a_taken_name_is_never_touched(bench, fake):
    fake.put("One.jpg", b"theirs", user="Someone")
    bench.make(THREE)
    finished = bench.run()
    assert (finished.done, finished.failed) == (2, 1)
    record = bench.records()[2]
    assert record.reason == "exists"
    assert "http://fake.example/wiki/File:One.jpg" in record.message
    assert [v.content for v in fake.files["One.jpg"]] == [b"theirs"]
    assert not any(p.get("filename") == "One.jpg" for p in fake.requests)


def test_a_name_taken_after_the_look_is_never_touched(bench, fake, fakes):
    bench.make(THREE[:1])

    def take(params):
        if fakes.published(params) and "One.jpg" not in fake.files:
            fake.put("One.jpg", b"theirs", user="Someone")
        return False

    fake.fail("reset", take)
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "exists"
    assert [v.content for v in fake.files["One.jpg"]] == [b"theirs"]
    assert all("ignorewarnings" not in p for p in fake.uploads())


def test_the_same_bytes_elsewhere_are_a_duplicate(bench, fake):
    fake.put("Elsewhere.jpg", THREE[0][1], user="Rosa")
    bench.make(THREE[:1])
    assert bench.run().failed == 1
    record = bench.records()[2]
    assert record.reason == "duplicate"
    assert "Elsewhere.jpg" in record.message
    assert not fake.uploads()


def test_the_same_bytes_twice_in_one_sheet_go_once(bench, fake):
    bench.make([("One.jpg", b"same", "A"), ("Two.jpg", b"same", "B")])
    finished = bench.run()
    assert (finished.done, finished.failed) == (1, 1)
    assert bench.records()[3].reason == "duplicate"


def test_an_own_file_that_was_there_before_is_not_adopted(bench, fake):
    fake.put("One.jpg", THREE[0][1], user="Rosa")
    bench.make(THREE[:1])
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "duplicate"
    assert fake.edits == 0


@pytest.mark.parametrize("code", ["was-deleted", "bad-prefix", "exists-normalized", "page-exists"])
def test_a_question_stops_only_its_row_and_yes_sends_it(bench, fake, code):
    name = "DSC 12.jpg" if code == "bad-prefix" else "One.jpg"
    bench.make([(name, b"bytes", "A", "C", "Q1"), THREE[1]])
    if code == "was-deleted":
        fake.deleted.add(name)
    elif code == "exists-normalized":
        fake.put("One.png", b"another")
    elif code == "page-exists":
        fake.texts[name], fake.ids[name] = "left over", 77
    finished = bench.run()
    assert (finished.done, finished.asked) == (1, 1)
    assert bench.records()[2].state is RowState.ASKED
    assert bench.records()[2].reason == code
    assert name not in fake.files

    uploads = len(fake.uploads())
    assert bench.run().asked == 1  # nobody answered: it is not asked of the wiki again
    assert len(fake.uploads()) == uploads

    finished = bench.run(accept=[code])
    assert (finished.done, finished.asked) == (2, 0)
    assert fake.files[name][0].content == b"bytes"
    overridden = [p for p in fake.uploads() if "ignorewarnings" in p]
    assert len(overridden) == 1
    last_look = fake.requests[fake.requests.index(overridden[0]) - 1]
    assert last_look["titles"] == f"File:{name}"
    bench.audit()


def test_two_questions_need_two_answers(bench, fake):
    fake.deleted.add("DSC 1.jpg")
    bench.make([("DSC 1.jpg", b"bytes", "A")])
    assert bench.run(accept=["was-deleted"]).asked == 1
    assert bench.records()[2].reason == "bad-prefix"
    assert bench.run(accept=["bad-prefix", "was-deleted"]).done == 1


def test_a_taken_name_cannot_be_accepted(bench, fake, fakes):
    fake.deleted.add("One.jpg")
    bench.make(THREE[:1])
    looks = []

    def take(params):
        """Somebody takes the name between the warning and the last look."""
        if params.get("titles") == "File:One.jpg":
            looks.append(params)
            if len(looks) == 2:
                fake.put("One.jpg", b"theirs", user="Someone")
        return False

    fake.fail("reset", take)
    accept = ["was-deleted", "exists", "duplicate", "nochange"]
    assert bench.run(accept=accept).failed == 1
    assert bench.records()[2].reason == "exists"
    assert len(fake.files["One.jpg"]) == 1
    assert all("ignorewarnings" not in p for p in fake.uploads())


def test_a_name_that_the_wiki_only_normalises_goes_under_the_wikis_form(bench, fake, fakes):
    bench.make(THREE[:1])
    warning = {"badfilename": "One.jpg"}
    key = fake._keep(THREE[0][1], "Rosa")
    data = {"upload": {"result": "Warning", "warnings": warning, "filekey": key}}
    fake.fail("answer", fakes.published, data=data)
    assert bench.run().done == 1
    assert all("ignorewarnings" not in p for p in fake.uploads())


def test_a_name_that_the_wiki_changes_is_for_a_person(bench, fake, fakes):
    bench.make(THREE[:1])
    data = {"upload": {"result": "Warning", "warnings": {"badfilename": "Other.jpg"}}}
    fake.fail("answer", fakes.published, data=data | {"filekey": "k"})
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "badfilename"
    assert "Other.jpg" in bench.records()[2].message


def test_a_new_warning_fails_its_row(bench, fake, fakes):
    bench.make(THREE[:2])
    data = {"upload": {"result": "Warning", "warnings": {"brand-new": True}, "filekey": "k"}}
    fake.fail("answer", fakes.published, data=data)
    finished = bench.run(accept=["brand-new"])
    assert (finished.done, finished.failed) == (1, 1)
    assert bench.records()[2].reason == "brand-new"


def test_a_refusal_is_said_in_the_wikis_words_and_stops_only_its_row(bench, fake, fakes):
    bench.make(THREE)
    fake.fail("error", fakes.published, code="titleblacklist-custom-kabocha")
    finished = bench.run()
    assert (finished.done, finished.failed) == (2, 1)
    assert "text of titleblacklist-custom-kabocha" in bench.records()[2].message


def test_the_same_unknown_code_three_times_stops_all(bench, fake, fakes):
    bench.make([(f"F {n}.jpg", b"bytes %d" % n) for n in range(5)])
    fake.fail("error", fakes.published, code="never-heard-of", times=9)
    with pytest.raises(RefusedError):
        bench.run()
    finished = bench.events[-1]
    assert (finished.failed, finished.left) == (3, 2)
    assert len(fake.uploads()) == 3


def test_filters_stop_after_five_rows(bench, fake, fakes):
    bench.make([(f"F {n}.jpg", b"bytes %d" % n) for n in range(8)])
    fake.fail("error", fakes.published, code="abusefilter-disallowed", times=9)
    with pytest.raises(UsageError, match="five rows"):
        bench.run()
    assert (bench.events[-1].asked, bench.events[-1].left) == (5, 3)


@pytest.mark.parametrize("code", ["blocked", "permissiondenied", "captcha-upload"])
def test_lost_rights_stop_all_and_keep_the_state(bench, fake, fakes, code):
    bench.make(THREE)
    fake.fail("error", lambda p: fakes.published(p) and p["filename"] == "Two.jpg", code=code)
    with pytest.raises(AccountError) as caught:
        bench.run()
    assert caught.value.exit_code == 4
    assert bench.states()[:2] == ["done", "queued"]
    assert bench.run().done == 3
    bench.audit()


def test_a_session_that_ends_is_mended_silently(bench, fake, fakes):
    bench.make(THREE)

    def end(params):
        if fakes.published(params) and params["filename"] == "Two.jpg" and not fake.edits > 5:
            fake.sessions.clear()
            fake.edits = 10
        return False

    fake.fail("reset", end)
    assert bench.run().done == 3
    assert all(versions[0].user == "Rosa" for versions in fake.files.values())


def test_a_wrong_sha1_on_the_wiki_is_never_done(bench, fake, fakes):
    bench.make(THREE[:1])
    info = {"sha1": "0" * 40, "timestamp": "2026-01-01T00:00:00Z"}
    data = {"upload": {"result": "Success", "filename": "One.jpg", "imageinfo": info}}
    fake.fail("answer", fakes.published, data=data)
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "sha1-differs"


def test_success_without_a_sha1_is_looked_up(bench, fake, fakes):
    bench.make(THREE[:1])
    fake.put("One.jpg", THREE[0][1], user="Rosa")
    fake.files.pop("One.jpg")
    fake.texts.pop("One.jpg")
    real = fake._publish

    def publish(*args):
        answer = real(*args)
        answer.pop("imageinfo", None)
        return answer

    fake._publish = publish
    assert bench.run().done == 1
    bench.audit()


# -- stopping ----------------------------------------------------------------------------------


def test_cancel_keeps_the_state_and_run_again_goes_on(bench, fake, fakes):
    bench.make(THREE)

    def stop(params):
        bench.time.cancelled = params.get("filename") == "Two.jpg"
        return False

    fake.fail("reset", stop)
    with pytest.raises(CancelledError) as caught:
        bench.run()
    assert caught.value.exit_code == 3
    finished = bench.events[-1]
    assert isinstance(finished, events.Finished)
    assert finished.done + finished.left == 3
    bench.time.cancelled = False
    fake.faults.clear()
    assert bench.run().done == 3
    bench.audit()


def test_a_file_that_changes_while_it_waits_is_not_sent(bench, fake, fakes):
    bench.make(THREE)
    path = bench.folder / "One.jpg"
    fake.fail("status", fakes.published, status=503)
    bench.time.on_wait = lambda: path.write_bytes(b"changed meanwhile")
    finished = bench.run()
    assert (finished.done, finished.failed) == (2, 1)
    assert bench.records()[2].reason == "file-changed"
    assert "One.jpg" not in fake.files


def test_a_queue_without_network_gives_up_after_its_time_and_keeps_all(bench, fake, fakes):
    bench.make(THREE)
    fault = fake.fail("reset", lambda p: p["action"] != "login" and bench.events != [], times=10**6)
    with pytest.raises(NetworkError) as caught:
        bench.run(wait_minutes=10)
    assert caught.value.exit_code == 5
    assert 599 < sum(bench.pauses) < 601
    assert all(wait > 0.9 for wait in bench.pauses)
    assert "left=3" in str(bench.events[-1])
    fault.times = 0
    assert bench.run(wait_minutes=10).done == 3
    bench.audit()


def test_without_an_end_it_waits_until_the_network_is_back(bench, fake, fakes):
    bench.make(THREE)
    fault = fake.fail("html", fakes.published, times=200)
    assert bench.run(wait_minutes=math.inf).done == 3
    assert fault.fired == 200
    assert set(bench.waits()) == {"captive-portal"}
    assert sum(bench.pauses) > 3600
    bench.audit()
