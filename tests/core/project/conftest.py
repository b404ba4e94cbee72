"""A small project to work with."""

import pytest

from app.core.model import Table, TableRow
from app.core.project import Project

HEADERS = ("path", "name", "description", "license")


def table(*rows, headers=HEADERS, **more):
    numbered = tuple(TableRow(n, tuple(cells)) for n, cells in enumerate(rows, 2))
    return Table(tuple(headers), numbered, source="list.csv", **more)


@pytest.fixture
def project(tmp_path):
    made = Project.create(
        tmp_path / "coast.kabocha",
        table(("a.jpg", "Harbour", "", "{{Cc-zero}}"), ("b.jpg", "Fjord", "00042", "")),
        folders=[tmp_path],
    )
    yield made
    made.close()
