"""Files on the web: the wiki fetches them into its stash, and all rules hold as for other files."""

from __future__ import annotations

import pytest

from app.core import checks, sending
from app.core.model import RowState, Severity
from app.core.project import Project

AT = "https://museum.example/scans/Harbour%201906.jpg?size=full"
CONTENT = b"the bytes of the harbour"
ROW = [(AT, None, "A", "Caption one", "Q1")]


@pytest.fixture
def web(bench, fake):
    """A project of one row whose file lies on the web."""
    fake.web[AT] = CONTENT
    bench.make([("Harbour", None, "A", "Caption one", "Q1")])
    project = Project.open(bench.file)
    project.change("path", {(1, project.columns[0].id): AT})
    project.close()
    return fake


def test_it_is_fetched_then_published_with_its_data(bench, web):
    assert bench.run().done == 1
    (version,) = web.files["Harbour.jpg"]
    assert version.content == CONTENT
    record = bench.records()[2]
    assert (record.state, record.sha1, record.size) == (RowState.DONE, version.sha1, len(CONTENT))
    assert bench.told() == ["sending", "committing", "published", "done"]
    fetched, published = [r for r in web.requests if r.get("action") == "upload"]
    assert fetched["url"] == AT
    assert "ignorewarnings" not in published
    bench.audit()
    assert bench.run().done == 1
    assert len([r for r in web.requests if r.get("action") == "upload"]) == 2


def test_what_the_wiki_does_not_fetch_stops_only_its_row_in_words(bench, web):
    del web.web[AT]
    finished = bench.run()
    assert (finished.done, finished.failed) == (0, 1)
    record = bench.records()[2]
    assert record.reason == "url-not-fetched"
    assert "404 Not Found" in record.message
    web.web[AT] = CONTENT
    assert bench.run().done == 1


def test_the_same_bytes_elsewhere_are_a_duplicate_before_anything_is_published(bench, web):
    web.put("Other.jpg", CONTENT, "Somebody")
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "duplicate"
    assert list(web.files) == ["Other.jpg"]


@pytest.mark.parametrize("position", range(5))
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_an_answer_that_is_lost_anywhere_doubles_nothing(bench, web, fakes, position, before):
    web.faults.append(fakes.Fault("reset" if before else "lost", bench.at(position)))
    assert bench.run().done == 1
    assert web.faults[0].fired
    assert len(web.files["Harbour.jpg"]) == 1
    bench.audit()


def test_a_stash_that_is_gone_lets_it_be_fetched_again(bench, web, fakes):
    seen = []

    def forget(params):
        if params.get("action") == "upload" and "filekey" in params and not seen:
            seen.append(1)
            web.stash.clear()
        return False

    web.faults.append(fakes.Fault("reset", forget))
    assert bench.run().done == 1
    assert len([r for r in web.requests if "url" in r]) == 2
    bench.audit()


def test_a_file_that_changes_between_two_fetches_is_not_sent(bench, web, fakes):
    def forget(params):
        if params.get("action") == "upload" and "filekey" in params and web.web[AT] == CONTENT:
            web.stash.clear()
            web.web[AT] = b"others"
        return False

    web.faults.append(fakes.Fault("reset", forget))
    assert bench.run().failed == 1
    assert bench.records()[2].reason == "url-changed"
    assert not web.files


def test_offline_it_is_no_mistake_and_online_the_right_is_asked_for(bench, web):
    project = Project.open(bench.file)
    found = sending.check(project)
    (told,) = [p for p in found.problems if p.code.startswith("url-")]
    assert (told.code, told.severity) == ("url-file", Severity.INFO)
    wiki = bench.connect()

    def codes():
        return [p.code for p in checks.online(project, wiki, found.drafts, thorough=False)]

    assert "url-no-right" in codes()
    web.rights.append("upload_by_url")
    assert "url-no-right" not in codes()
    wiki.close()
    project.close()
