"""Cells as they are read in the sheet."""

from __future__ import annotations

import pytest

from app.core import readable
from app.core.draft import compose
from app.core.model import Table, TableRow
from app.core.project import Project


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("A church", "A church"),
        ("", ""),
        ("{{en|1=A church}}", "en: A church"),
        ("{{en|1=A church}}\n{{da|1=En kirke}}", "en: A church · da: En kirke"),
        ("Plain. {{no|1=To\nlinjer}}", "Plain. · no: To linjer"),
        ("{{en|1=a {{!}} b}}", "en: a | b"),
        ("{{en|1=}}", "{{en|1=}}"),
        ("{{PD-old}}", "{{PD-old}}"),
        ("{{en|1=a}} {{PD-old}}", "{{en|1=a}} {{PD-old}}"),
        ("{{en|1=not closed", "{{en|1=not closed"),
    ],
)
def test_a_text_in_languages_is_read_in_one_line(cell, shown):
    assert readable.by_language(cell) == shown


def test_texts_of_several_languages_stand_apart_on_the_page(tmp_path):
    cell = "{{en|1=A three-master sails.}}{{nb|1=En tremaster seiler.}}"
    rows = (TableRow(2, ("a.jpg", "A three-master", cell)),)
    project = Project.create(None, Table(("path", "name", "description"), rows))
    draft = compose(project, project.rows[0])
    values = {line.kind: line.value for line in readable.page_lines(draft, project.layout)}
    project.close()
    assert "A three-master sails.\nnorsk bokmål: En tremaster seiler." in values.values()
