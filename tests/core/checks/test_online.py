"""What only the wiki knows."""

import threading

import pytest

from app.core import events, media, text
from app.core.checks import Checker, online
from app.core.errors import CancelledError
from app.core.model import Severity
from app.core.wiki import Account, Block, FileInfo, Site

TITLE = "Market hall in Example, north side.jpg"


@pytest.fixture
def ask(wiki):
    """ask(batch) -> problems of the online check over all its drafts."""

    def run(batch, **named):
        checker = Checker(batch)
        checker.run()
        return online(batch, wiki, checker.drafts, **named)

    return run


def codes(problems):
    return [p.code for p in problems]


def test_nothing_known_nothing_wrong(make, picture, wiki, ask):
    picture("a.jpg")
    assert ask(make({})) == []
    assert wiki.called("files") == [1]


def test_a_name_that_is_taken(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.there[TITLE] = FileInfo(TITLE, exists=True, sha1="0" * 40, user="Other", url="https://x/")
    (problem,) = ask(make({}))
    assert (problem.code, problem.severity, problem.field) == ("exists", Severity.ERROR, "name")
    assert problem.fix.value == "Market hall in Example, north side (2).jpg"
    assert TITLE in text.problem(problem)
    assert not wiki.called("blacklist"), "a row that is not sent asks nothing more"


@pytest.mark.parametrize(
    ("user", "code", "severity"),
    [("Registrar", "already-there", Severity.INFO), ("Other", "duplicate", Severity.ERROR)],
)
def test_our_own_bytes_under_our_own_name(make, picture, wiki, ask, user, code, severity):
    sha1 = media.sha1(picture("a.jpg"))
    wiki.there[TITLE] = FileInfo(TITLE, exists=True, sha1=sha1, user=user)
    wiki.bytes_there[sha1] = [TITLE]
    (problem,) = ask(make({}))
    assert (problem.code, problem.severity) == (code, severity)


def test_a_page_without_a_file_and_a_protected_name(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.there[TITLE] = FileInfo(TITLE, exists=True)
    assert codes(ask(make({}))) == ["page-exists"]
    (problem,) = ask(make({}), accept=["page-exists"])
    assert problem.severity is Severity.WARNING
    wiki.there[TITLE] = FileInfo(TITLE, exists=False, create_protected=True)
    assert codes(ask(make({}))) == ["protected"]


def test_the_same_bytes_under_another_name(make, picture, wiki, ask):
    sha1 = media.sha1(picture("a.jpg"))
    wiki.bytes_there[sha1] = ["Old scan.jpg", "Older scan.jpg"]
    problem = next(p for p in ask(make({})) if p.code == "duplicate")
    assert (problem.severity, problem.field) == (Severity.ERROR, "path")
    assert "Old scan.jpg" in text.problem(problem)


def test_the_blacklist_speaks_with_the_wikis_own_words(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.blacklist[TITLE] = "This name is on the list."
    (problem,) = ask(make({}))
    assert problem.code == "title-blacklist"
    assert "This name is on the list." in text.problem(problem)
    wiki.blacklist[TITLE] = ""
    assert codes(ask(make({}))) == ["title-blacklist-unexplained"]


def test_deleted_before_and_almost_the_same_name(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.deleted.add(TITLE)
    wiki.stems[TITLE] = ["Market hall in Example, north side.png"]
    found = ask(make({}))
    assert sorted(codes(found)) == ["same-stem-other-ext", "was-deleted"]
    assert {p.severity for p in found} == {Severity.WARNING}


def test_titles_are_asked_fifty_at_a_time_and_bad_ones_never(make, picture, wiki, ask):
    picture("a.jpg")
    rows = [{"name": f"Market hall, view number {i}"} for i in range(120)]
    ask(make(*rows, {"name": "DSC_0001"}, {"name": "a%20b of the market hall"}))
    assert wiki.called("files") == [50, 50, 20]
    assert wiki.called("deleted") == [50, 50, 20]
    assert wiki.called("blacklist") == [50, 50, 20]


def test_right_before_sending_nothing_is_asked_row_by_row(make, picture, wiki, ask):
    picture("a.jpg")
    rows = [{"name": f"Market hall, view number {i}"} for i in range(120)]
    ask(make(*rows), thorough=False)
    assert wiki.called("blacklist") == [50, 50, 20]
    assert wiki.called("files") == [50, 50, 20]
    assert not [kind for kind in ("deleted", "stem", "sha1") if wiki.called(kind)]


def test_items_and_properties_of_the_batch(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.unknown.add("Q999999999")
    rows = [{"P180": "Q42"}, {"P180": "Q999999999", "name": "Second market hall of Example"}]
    found = [p for p in ask(make(*rows)) if p.code == "item-missing"]
    assert [(p.row, p.field, p.severity) for p in found] == [(3, "P180", Severity.ERROR)]
    assert "Q999999999" in text.problem(found[0])


def test_a_property_of_another_type_or_none(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.datatypes["P180"] = "string"
    batch = make({"P180": "Q42"})
    assert "property-wrong-type" in codes(ask(batch))
    wiki.datatypes["P180"] = "wikibase-item"
    assert "property-wrong-type" not in codes(ask(batch))
    wiki.unknown.add("P180")
    assert "property-missing" in codes(ask(batch))
    wiki.calls.clear()
    assert "property-missing" not in codes(ask(batch, entities=False))
    assert not wiki.called("entities")


def test_licences_and_categories_are_looked_for(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.missing_pages |= {"Template:Pd-new-thing", "Template:PD-new-thing", "Category:Red links"}
    batch = make({"license": "{{PD-new-thing}}", "categories": "Red links; Market halls"})
    found = {p.code: p for p in ask(batch)}
    assert found["licence-template-missing"].severity is Severity.WARNING
    assert found["category-missing"].severity is Severity.INFO
    assert found["category-missing"].params["category"] == "Red links"


# -- the account ----------------------------------------------------------------------------------


def test_rights_and_block(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.account = Account("Registrar", frozenset({"read"}))
    assert codes(ask(make({}))) == ["account-may-not-upload", "account-may-not-edit"]
    block = Block("test uploads", "2026-12-03T10:00:00Z")
    wiki.account = Account("Registrar", frozenset({"upload", "edit"}), block=block)
    (problem,) = ask(make({}))
    assert (problem.code, problem.severity) == ("account-blocked", Severity.BLOCKER)
    assert "2026-12-03" in text.problem(problem)
    assert "test uploads" in text.problem(problem)
    wiki.account = Account("R", frozenset({"upload", "edit"}), block=Block("x", "infinity"))
    assert codes(ask(make({}))) == ["account-blocked-for-ever"]


def test_a_wiki_that_only_reads(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.site = Site("commonswiki", "Wikimedia Commons", "$1", 0, frozenset(), writable=False)
    assert codes(ask(make({}))) == ["wiki-read-only"]


def test_the_pace_is_told_when_it_matters(make, picture, wiki, ask):
    picture("a.jpg")
    limits = {"upload": (2, 60), "edit": (90, 60)}
    wiki.account = Account("Registrar", frozenset({"upload", "edit"}), limits)
    rows = [{"name": f"Market hall, view number {i}"} for i in range(7)]
    plan = next(p for p in ask(make(*rows)) if p.code == "rate-limit-plan")
    assert plan.severity is Severity.INFO
    assert text.problem(plan) == (
        "These are 7 files, and this account may send 2 in 1 minute. We keep to that by "
        "ourselves; it takes at least 3 minutes."
    )
    assert "rate-limit-plan" not in codes(ask(make(*rows[:2])))


def test_limits_of_this_wiki(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.site = Site("x", "House wiki", "$1", 100, frozenset({"png"}))
    found = ask(make({}))
    assert codes(found) == ["file-too-large", "ext-not-on-wiki"]
    assert "House wiki" in text.problem(found[1])


# -- the way --------------------------------------------------------------------------------------


def test_steps_are_told_and_cancel_is_heard(make, picture, wiki, ask):
    picture("a.jpg")
    seen = []
    ask(make({}), emit=seen.append)
    assert {type(e) for e in seen} == {events.Stepped}
    assert all(text.has(e.step) for e in seen)
    titles = [(e.done, e.total) for e in seen if e.step == "step.titles"]
    assert titles == [(0, 1), (1, 1)]
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        ask(make({}), cancel=stop)


def test_problems_come_in_the_order_of_the_sheet(make, picture, wiki, ask):
    picture("a.jpg")
    rows = [{"name": f"Market hall, view number {i}"} for i in range(3)]
    for i in (2, 0):
        title = f"Market hall, view number {i}.jpg"
        wiki.there[title] = FileInfo(title, exists=True)
    wiki.deleted.add("Market hall, view number 1.jpg")
    assert [p.row for p in ask(make(*rows))] == [2, 3, 4]


def test_categories_are_not_asked_of_the_practice_wiki(make, picture, wiki, ask):
    picture("a.jpg")
    wiki.missing_pages |= {"Category:Red links", "Template:PD-new-thing"}
    batch = make({"license": "{{PD-new-thing}}", "categories": "Red links"})
    found = codes(ask(batch, practice=True))
    assert "category-missing" not in found
    assert "licence-template-missing" in found
