"""What is wrong between rows, what stops the sheet, and what is checked again."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import text
from app.core.checks import Checker, offline
from app.core.draft import KEPT
from app.core.errors import CancelledError
from app.core.model import Layout, Severity


def of(problems, code):
    return [p for p in problems if p.code == code]


def test_two_rows_with_one_title_after_normalising(make, picture, check):
    picture("a.jpg")
    picture("b.jpg", "blue")
    batch = make(
        {"name": "market_hall of Example town.jpg"},
        {"path": "b.jpg", "name": "Market  hall of Example town.JPG"},
        {"path": "c.jpg", "name": "Another hall of Example town"},
    )
    found = of(check(batch), "batch-duplicate")
    assert [p.row for p in found] == [2, 3]
    assert {p.params["rows"] for p in found} == {"2, 3"}
    assert text.problem(found[0]).startswith("Rows 2, 3 would get the same name")


def test_the_fix_of_one_title_twice_tells_the_rows_apart(make, picture, check):
    for name, colour in (("a.jpg", "red"), ("b.jpg", "blue"), ("c.jpg", "green")):
        picture(name, colour)
    same = {"name": "Market hall of Example town"}
    batch = make(
        same,
        {**same, "path": "b.jpg"},
        {"path": "c.jpg", "name": "Market hall of Example town (1)"},
    )
    for problem in of(check(batch), "batch-duplicate"):
        batch.put(problem.row, "name", problem.fix.value)
    assert not of(check(batch), "batch-duplicate")
    texts = {r.text(2) for r in batch.rows}
    assert len(texts) == 3


def test_the_objects_own_number_tells_rows_apart(make, picture, check):
    picture("a.jpg")
    picture("b.jpg", "blue")
    same = {"name": "Market hall of Example town"}
    batch = make(
        {**same, "accession number": "1901/7"},
        {**same, "path": "b.jpg", "accession number": "1902/7"},
        template="artwork",
    )
    values = [p.fix.value for p in of(check(batch), "batch-duplicate")]
    assert values == [
        "Market hall of Example town (1901-7).jpg",
        "Market hall of Example town (1902-7).jpg",
    ]


def test_equal_bytes_under_two_names(make, picture, check, tmp_path):
    one = picture("a.jpg")
    (tmp_path / "b.jpg").write_bytes(one.read_bytes())
    picture("c.jpg", "blue", (300, 200))
    names = [{"path": f"{n}.jpg", "name": f"Hall {n} of Example town"} for n in "abc"]
    batch = make(*names)
    found = of(check(batch), "same-bytes-twice")
    assert [p.row for p in found] == [2, 3]
    assert {p.params["name"] for p in found} == {"a.jpg", "b.jpg"}
    assert all(p.severity is Severity.ERROR and p.field == "path" for p in found)
    assert set(batch.hashed) == {"a.jpg", "b.jpg"}, "only files of equal size are read"


def test_equal_size_is_not_equal_bytes(make, check, picture, tmp_path):
    data = picture("a.jpg").read_bytes()
    (tmp_path / "b.jpg").write_bytes(data[:20] + b"\1" + data[21:])
    batch = make({}, {"path": "b.jpg", "name": "Hall b of Example town"})
    assert not of(check(batch), "same-bytes-twice")
    assert len(batch.hashed) == 2


def test_one_file_in_two_rows(make, picture, check):
    picture("a.jpg")
    batch = make({}, {"name": "Another name of this hall"})
    problems = check(batch)
    assert [p.row for p in of(problems, "same-file-twice")] == [2, 3]
    assert not of(problems, "same-bytes-twice")


def test_blockers(make, check):
    assert [p.code for p in check(make())][:1] == ["no-rows"]
    problems = check(make({}, headers=["description", "license"]))
    blocked = {p.code for p in problems if p.severity is Severity.BLOCKER}
    assert blocked == {"no-rows", "no-path-column", "no-name-column"}
    problems = check(make({}, headers=["path", "license"]))
    assert problems[0].code == "no-name-column"
    assert problems[0].row is None
    assert not of(problems, "name-missing"), "said once, not for each row"


def test_rows_without_path_and_name_are_no_rows(make, picture):
    picture("a.jpg")
    checker = Checker(make({"path": None, "name": None}, {}))
    checker.run()
    assert [d.row.number for d in checker.drafts] == [3]
    assert {p.row for p in checker.problems} <= {3, None}


def test_problems_are_in_the_order_of_the_sheet(make, picture):
    picture("a.jpg")
    problems = offline(make({"license": None}, {"name": None}, {"license": None, "path": "x.jpg"}))
    rows = [p.row for p in problems]
    assert rows == sorted(rows)
    ranks = [p.severity.rank for p in problems if p.row == 4]
    assert ranks == sorted(ranks)


# -- again ----------------------------------------------------------------------------------------


@pytest.fixture
def composed(monkeypatch):
    """Row numbers that were made into drafts."""
    from app.core import draft

    made = []
    real = draft.compose

    def compose(batch, row, account="", **more):
        made.append(row.number)
        return real(batch, row, account, **more)

    monkeypatch.setattr(draft, "compose", compose)
    return made


def _three(make, picture):
    for name, colour in (("a.jpg", "red"), ("b.jpg", "blue"), ("c.jpg", "green")):
        picture(name, colour)
    return make(*({"path": f"{n}.jpg", "name": f"Hall {n} of Example town"} for n in "abc"))


def test_an_edit_checks_only_its_row_and_the_rules_over_all(make, picture, composed):
    batch = _three(make, picture)
    checker = Checker(batch)
    checker.run()
    composed.clear()
    batch.put(3, "name", "Hall a of Example town")
    checker.run([101])
    assert composed == [3]
    assert [p.row for p in of(checker.problems, "batch-duplicate")] == [2, 3]
    batch.put(3, "name", "Hall b of Example town")
    checker.run([101])
    assert composed == [3, 3]
    assert not of(checker.problems, "batch-duplicate")


def test_nothing_changed_nothing_checked(make, picture, composed):
    batch = _three(make, picture)
    checker = Checker(batch)
    checker.run()
    before = checker.problems
    composed.clear()
    checker.run()
    assert composed == []
    assert checker.problems == before


def test_another_layout_or_constant_checks_all(make, picture, composed):
    batch = _three(make, picture)
    checker = Checker(batch)
    checker.run()
    composed.clear()
    batch.layout = Layout("artwork")
    checker.run([100])
    assert composed == [2, 3, 4]
    composed.clear()
    batch.constants = {"field:permission": "x"}
    checker.run([100])
    assert composed == [2, 3, 4]


def test_a_file_that_appears_is_seen_by_a_whole_run(make, picture, composed):
    batch = make({})
    checker = Checker(batch)
    checker.run()
    assert of(checker.problems, "file-missing")
    picture("a.jpg")
    checker.run()
    assert not of(checker.problems, "file-missing")


def test_a_row_that_is_gone_has_no_problems(make, picture):
    batch = _three(make, picture)
    batch.put(4, "license", "")
    checker = Checker(batch)
    checker.run()
    batch.rows = batch.rows[:2]
    checker.run([])
    assert {p.row for p in checker.problems} <= {2, 3}
    assert checker.of_row(102) == ()


def test_progress_and_cancel(make, picture):
    batch = _three(make, picture)
    seen = []
    checker = Checker(batch)
    checker.run(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    stop = threading.Event()
    checker = Checker(batch)
    with pytest.raises(CancelledError):
        checker.run(cancel=stop, progress=lambda done, total: stop.set())
    assert len(checker.drafts) == 1


def test_a_row_gone_from_the_sheet_is_in_nobodys_way(make, picture, check):
    """Its sheet no longer has it, so nobody could mend it there."""
    picture("a.jpg")
    batch = make({}, {})
    batch.gone = {batch.rows[1].id}
    codes = {p.code for p in check(batch)}
    assert not codes & {"batch-duplicate", "same-file-twice", "same-bytes-twice"}
    batch.gone = set()
    assert "batch-duplicate" in {p.code for p in check(batch)}


def test_a_row_left_out_is_no_reason_against_another(make, picture):
    picture("a.jpg")
    batch = make(
        {"path": "a.jpg", "name": "Market hall of Example town"},
        {"path": "a.jpg", "name": "Market hall of Example town"},
    )
    checker = Checker(batch)
    checker.run()
    alike = {"batch-duplicate", "same-file", "same-bytes"}
    assert {p.row for p in checker.problems if p.code in alike} == {2, 3}
    checker.run(without=[batch.rows[0].id])
    assert not [p for p in checker.problems if p.code in alike]


EDITS = st.lists(
    st.tuples(
        st.integers(2, 6),
        st.sampled_from(["name", "path"]),
        st.sampled_from(["a.jpg", "b.jpg", "same.jpg", "Hall of X", "Hall of X (1)", "hall of X"]),
    ),
    max_size=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, out=st.sets(st.integers(2, 6)))
def test_edit_by_edit_finds_what_a_whole_check_finds(make, picture, edits, out):
    for name, colour in (("a.jpg", "red"), ("b.jpg", "blue"), ("same.jpg", "red")):
        picture(name, colour)
    batch = make(*({"path": "a.jpg", "name": f"Hall {n}"} for n in range(5)))
    row_of = {row.number: row.id for row in batch.rows}
    without = {row_of[number] for number in out}
    checker = Checker(batch)
    checker.run()
    for number, header, typed in edits:
        batch.put(number, header, typed)
        checker.run([row_of[number]], without=without)
    whole = Checker(batch)
    whole.run(without=without if edits else ())
    assert set(map(repr, checker.problems)) == set(map(repr, whole.problems))
    assert checker.problems == tuple(sorted(checker.problems, key=lambda p: p.row or 0))


def test_many_drafts_keep_few_pages(make, picture):
    picture("a.jpg")
    batch = make(*({"name": f"Hall {n} of Example town"} for n in range(KEPT + 30)))
    checker = Checker(batch)
    checker.run()
    (reading,) = {id(made.reading): made.reading for made in checker.drafts}.values()
    assert len(reading._kept) == KEPT
    assert all(made.row.text(2) in made.entry.name for made in checker.drafts)
    assert "Market hall" in checker.drafts[0].text
