"""Licences written in a form of their own: what is meant, in one click where that is clear."""

import pytest

from app.core import licences


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("CC-BY 4", "CC BY 4.0"),
        ("cc by-sa 3", "CC BY-SA 3.0"),
        ("CC-BY-SA 4.0 International", "CC BY-SA 4.0"),
        ("Creative Commons Attribution 4.0", "CC BY 4.0"),
        ("Creative Commons Attribution-ShareAlike 3.0 Unported", "CC BY-SA 3.0"),
    ],
)
def test_what_is_meant_is_one_click(cell, meant):
    (found,) = [p for p in licences.read(cell).problems if p.fix]
    assert (found.fix.action, found.fix.value) == ("replace", meant)
    again = licences.read(meant)
    assert [tag.entry.english for tag in again.tags] == [meant]


@pytest.mark.parametrize("cell", ["free to use", "CC BY 7", "CC BY-NC 4", "cc by", "all rights"])
def test_what_is_not_clear_is_not_guessed(cell):
    assert not [p for p in licences.read(cell).problems if p.fix and p.fix.value]


@pytest.mark.parametrize("cell", ["PD", "Public domain", "public domain.", "Domaine public"])
def test_public_domain_needs_its_reason(cell):
    (found,) = licences.read(cell).problems
    assert (found.code, found.fix.action) == ("licence-no-reason", "choose")
