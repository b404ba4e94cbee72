"""One click mends; where there are two readings a person chooses, for one row or for all."""

import pytest

from app.core import values
from app.core.checks import grouping, mending
from app.core.model import Fix, Problem, Severity, Table, TableRow
from app.core.project import Project


def ambiguous(cell):
    (problem,) = values.read_date(cell).problems
    return problem


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [
        ("05/06/1890", "1890-06-05", "1890-05-06"),
        ("before 05-06-1890", "before 1890-06-05", "before 1890-05-06"),
        ("1888; 05/06/1890; 13/07/1890", "1888; 1890-06-05; 13/07/1890", "1888; 1890-05-06; 13/07/1890"),
        ("1900s", "20th century", "1900-1909"),
        ("2000s", "21st century", "2000-2009"),
    ],
)  # fmt: skip
def test_both_readings_of_a_cell(cell, first, second):
    problem = ambiguous(cell)
    assert [way.value for way in mending.ways(problem)] == [first, second]
    for way in mending.ways(problem):
        assert values.read_date(way.value).readings
        assert "date-ambiguous" not in {p.code for p in values.read_date(way.value).problems}
    days = [r.text for w in mending.ways(problem)[:1] for r in values.read_date(w.value).readings]
    assert any(problem.params["first"] in text for text in days)


def at(row, problem):
    return problem.at(row, "date", row)


def test_all_rows_of_a_kind_are_mended_one_way(project_of_dates):
    project, problems = project_of_dates
    (group,) = grouping.groups(problems)
    assert group.fixable == 0  # nobody chose yet
    assert mending.choices(group.problems) == (("read_day_first", 2), ("read_month_first", 2))
    date = project.columns[1].id
    assert mending.cells(project, problems) == {}
    assert mending.cells(project, problems, "read_month_first") == {
        (1, date): "1890-05-06", (2, date): "1891-01-02",
    }  # fmt: skip


def test_one_way_needs_no_choice(project_of_dates):
    project, _ = project_of_dates
    problem = Problem("x", Severity.INFO, 2, "date", fix=Fix("replace", "1900"), row_id=1)
    assert mending.choices([problem]) == ()
    assert list(mending.cells(project, [problem]).values()) == ["1900"]


@pytest.fixture
def project_of_dates():
    rows = (TableRow(2, ("a.jpg", "05/06/1890")), TableRow(3, ("b.jpg", "01/02/1891")))
    project = Project.create(None, Table(("path", "date"), rows))
    yield project, [at(1, ambiguous("05/06/1890")), at(2, ambiguous("01/02/1891"))]
    project.close()
