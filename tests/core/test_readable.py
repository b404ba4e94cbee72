"""Cells as they are read in the sheet."""

from __future__ import annotations

import pytest

from app.core import readable


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
