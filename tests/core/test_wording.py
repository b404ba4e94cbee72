"""Codes in human words: columns, properties, values, cells; problems at hand."""

from __future__ import annotations

import pytest

from app.core import readable, resources, wording
from app.core.findings import Findings
from app.core.model import (
    Column,
    CoordinateValue,
    ItemValue,
    Layout,
    Meaning,
    MonolingualValue,
    Problem,
    QuantityValue,
    Severity,
    Snak,
    StringValue,
    TimeValue,
)

LAYOUT = Layout()


def column(header, meaning):
    return Column(1, header, Meaning.parse(meaning))


@pytest.mark.parametrize(
    ("header", "meaning", "name", "note"),
    [
        ("name", "name", "Title on the wiki", "required"),
        ("Tittel", "name", "Title on the wiki", "required"),
        ("Datering", "field:date", "Date made", "any usual form"),
        ("description[nb]", "field:description@nb", "Description", "norsk bokmål"),
        ("caption[en]", "caption@en", "Caption", "English"),
        ("motiv", "property:P180", "Shows", "motiv"),
        ("Hylle", "plain", "Hylle", "stays here"),
    ],
)
def test_heads_of_columns(header, meaning, name, note):
    words = wording.column_words(column(header, meaning), LAYOUT)
    assert (words.name, words.note) == (name, note)


def test_every_icon_of_a_column_or_property_is_there():
    names = {
        *wording._ICONS.values(),
        *wording._FIELD_ICONS.values(),
        *wording._PROPERTY_ICONS.values(),
    }
    names |= {"type", "image", "message-square-text", "eye-off", "file-text", "tag"}
    there = {p.stem for p in (resources.folder() / "icons").glob("*.svg")}
    assert names <= there


def test_properties_never_show_their_number_when_the_catalogue_knows_them():
    for entry in resources.catalogue("properties")["properties"]:
        assert wording.property_name(entry["id"]) != entry["id"]


def time(text, precision):
    return TimeValue(text, precision)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time("+1906-00-00T00:00:00Z", 9), "1906"),
        (time("+1768-07-00T00:00:00Z", 10), "July 1768"),
        (time("+1890-06-05T00:00:00Z", 11), "5 June 1890"),
        (time("+1840-00-00T00:00:00Z", 8), "1840s"),
        (time("+1800-00-00T00:00:00Z", 7), "century 18"),
        (time("-0044-00-00T00:00:00Z", 9), "44 BC"),
        (StringValue("HKM.1"), "HKM.1"),
        (MonolingualValue("Hei", "nb"), "Hei (norsk bokmål)"),
        (QuantityValue("+12.5"), "12.5"),
        (CoordinateValue(62.47, 6.15), "62.47, 6.15"),
        (ItemValue("Q424242424"), "Item on Wikidata"),
        (ItemValue("Q50423863"), "copyrighted"),
    ],
)
def test_values_in_words(value, words):
    assert wording.value_words(value) == words


def test_unknown_values_are_named_by_their_qualifier():
    named = (Snak("P2093", StringValue("Anna Example")),)
    assert wording.snak_words(Snak("P170", None, "somevalue"), named) == "Anna Example"
    assert wording.snak_words(Snak("P170", None, "somevalue")) == "unknown"
    circa = (Snak("P1480", ItemValue("Q5727902")),)
    assert wording.snak_words(Snak("P571", time("+1895-00-00T00:00:00Z", 9)), circa) == "circa 1895"


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A2"), (25, "Z2"), (26, "AA2"), (701, "ZZ2"), (702, "AAA2")]
)
def test_names_of_cells(place, name):
    assert wording.cell_name(place, 2) == name


def test_how_a_cell_is_read():
    assert "38 of 240" in readable.cell_reading(
        column("name", "name"), "Ålesund harbour seen from Aksla, 1906", LAYOUT
    )
    assert "circa 1895" in readable.cell_reading(column("date", "field:date"), "ca. 1895", LAYOUT)
    assert readable.cell_reading(column("date", "field:date"), "1906", LAYOUT) == ""
    assert readable.cell_reading(column("date", "field:date"), "", LAYOUT) == ""


def test_findings_by_row_and_cell():
    made = Findings.of([
        Problem("a", Severity.INFO, 2, "name", row_id=7),
        Problem("b", Severity.ERROR, 2, "license", row_id=7),
        Problem("c", Severity.BLOCKER),
        Problem("d", Severity.WARNING, 3, "name", row_id=8),
    ])  # fmt: skip
    assert [p.code for p in made.row(7)] == ["b", "a"]
    assert [p.code for p in made.cell(7, "name")] == ["a"]
    assert made.worst(7) is Severity.ERROR
    assert made.worst(9) is None
    assert made.wrong_rows == {7}
    assert made.marked_rows == {7, 8}
    assert not Findings.of([Problem("a", Severity.INFO, 2, "name", row_id=7)]).marked_rows
    assert made.counts[Severity.ERROR] == 2
