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
    assert readable.shown("languages", cell) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("cc-by-sa-4.0", "CC BY-SA 4.0"),
        ("{{PD-anon-expired}}", "Maker unknown, published more than 95 years ago"),
        ("{{Cc-by-4.0|© Museum}}", "CC BY 4.0 · © Museum"),
        ("{{PD-old-auto|deathyear=1910}}", "Old work, year of death known · 1910"),
        ("{{PD-Art|cc0}}", "Faithful photo of an old flat work · CC0 1.0"),
        ("{{cc0}}{{cc-by-4.0}}", "CC0 1.0, CC BY 4.0"),
        ("{{cc0}}{{Not a tag of ours}}", "{{cc0}}{{Not a tag of ours}}"),
        ("our own words", "our own words"),
        ("", ""),
    ],
)
def test_a_licence_is_read_by_its_name_and_nothing_in_it_is_hidden(cell, shown):
    assert readable.shown("licence", cell) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("Q19652", "public domain"), ("Q19652; Q30", "public domain, United States"),
     ("Q19652; Q999999999999", "Q19652; Q999999999999"), ("Q is a letter", "Q is a letter"), ("", "")],
)  # fmt: skip
def test_items_are_read_by_their_names_when_all_are_known(cell, shown):
    assert readable.shown("item", cell) == shown


def test_texts_of_several_languages_stand_apart_on_the_page(tmp_path):
    cell = "{{en|1=A three-master sails.}}{{nb|1=En tremaster seiler.}}"
    rows = (TableRow(2, ("a.jpg", "A three-master", cell)),)
    project = Project.create(None, Table(("path", "name", "description"), rows))
    draft = compose(project, project.rows[0])
    values = {line.kind: line.value for line in readable.page_lines(draft, project.layout)}
    project.close()
    assert "A three-master sails.\nnorsk bokmål: En tremaster seiler." in values.values()
