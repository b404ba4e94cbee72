"""Rows that share the data of one object."""

from app.core import same_object
from app.core.model import Table, TableRow
from app.core.project import Project

HEADERS = ("path", "name", "description", "shelf")


def made(*rows):
    numbered = tuple(TableRow(n, tuple(cells)) for n, cells in enumerate(rows, 2))
    return Project.create(None, Table(HEADERS, numbered, source="list.csv"))


def test_all_but_file_and_name_is_shared():
    project = made(("a.jpg", "Coin", "Silver.", ""), ("b.jpg", "Chart", "Paper.", "3"))
    ids = {c.header: c.id for c in project.columns}
    assert same_object.shared(project, project.rows[0]) == {ids["description"]: "Silver."}
    assert same_object.shared(project, project.rows[1]) == {
        ids["description"]: "Paper.",
        ids["shelf"]: "3",
    }
    project.close()


def test_names_go_on_behind_those_there_are():
    project = made(("a.jpg", "Coin.jpg", "", ""), ("b.jpg", "coin (2)", "", ""), ("", "", "", ""))
    taken = same_object.taken_names(project)
    assert same_object.numbered("Coin.jpg", taken) == "Coin (3)"
    assert same_object.numbered("Coin (2)", set()) == "Coin (3)"
    assert same_object.numbered("Coin (1906)", taken) == "Coin (1906) (2)"
    project.close()


def test_a_dot_in_a_name_is_no_ending():
    assert same_object.numbered("Coin No. 3", set()) == "Coin No. 3 (2)"
    assert same_object.bare("Plate 3.tif") == "Plate 3"
