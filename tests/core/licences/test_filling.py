"""What a licence chosen from the list writes into the cell is read as that licence."""

from __future__ import annotations

import pytest

from app.core import licences

OFFERED = licences.offered()


def told(licence, *, everything=True):
    return {
        p.name: p.example or "Jan Nowak"
        for p in licences.places(licence)
        if everything or p.required
    }


@pytest.mark.parametrize("licence", OFFERED, ids=lambda one: one.id)
@pytest.mark.parametrize("everything", [True, False])
def test_what_is_written_is_read_as_the_same_licence(licence, everything):
    text = licences.written(licence, told(licence, everything=everything))
    (tag,) = licences.read(text).tags
    assert tag.entry is licence
    codes = {p.code for p in licences.read(text).problems}
    assert not codes & {"licence-unreadable", "licence-placeholder", "licence-name"}


def test_a_year_is_asked_for_and_written():
    licence = licences.entry("pd-old-auto-expired")
    (place,) = licences.places(licence)
    assert place.name == "deathyear"
    text = licences.written(licence, {"deathyear": "1906"})
    assert text == "PD-old-auto-expired|deathyear=1906"
    assert licences.read(text).problems == ()


def test_one_that_needs_nothing_is_written_by_its_name():
    assert licences.written(licences.entry("cc-by-sa-4.0")) == "CC BY-SA 4.0"
    assert licences.places(licences.entry("cc-by-sa-4.0")) == ()


def test_what_would_end_the_value_is_left_out():
    text = licences.written(licences.entry("pd-author"), {"1": "Jan }} | Nowak\n[[x]]"})
    assert text == "PD-author|Jan Nowak x"
    equals = licences.written(licences.entry("pd-author"), {"1": "a=b"})
    assert licences.read(equals).tags[0].parameter("1") == "a=b"
