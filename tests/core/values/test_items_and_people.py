"""Items and people in the forms of sheets and of Commons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import text, values
from app.core.model import ItemValue, Severity


def items(cell):
    return [(r.value.id, r.text) for r in values.read_items(cell)]


def codes(result):
    return [p.code for p in result.problems]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Q42", [("Q42", "Q42")]),
        (" q42 ", [("Q42", "Q42")]),
        ("wd:Q42", [("Q42", "Q42")]),
        ("d:Q42", [("Q42", "Q42")]),
        ("https://www.wikidata.org/wiki/Q42", [("Q42", "Q42")]),
        ("http://www.wikidata.org/entity/Q42#P31", [("Q42", "Q42")]),
        ("https://m.wikidata.org/wiki/Special:EntityPage/Q42", [("Q42", "Q42")]),
        ("Ålesund (Q42)", [("Q42", "Ålesund")]),
        ("Port of Ålesund, Q42", [("Q42", "Port of Ålesund")]),
        ("Q42 (Ålesund)", [("Q42", "Ålesund")]),
        ("Q42|Ålesund", [("Q42", "Ålesund")]),
        ("Q42; Q43", [("Q42", "Q42"), ("Q43", "Q43")]),
        ("Q42;Q42", [("Q42", "Q42")]),
        ("Q42, Q43 Q44", [("Q42", "Q42"), ("Q43", "Q43"), ("Q44", "Q44")]),
        ("Q42\nboat (Q43)", [("Q42", "Q42"), ("Q43", "boat")]),
        ("[[d:Q42|Douglas]]", [("Q42", "Douglas")]),
        ("[[:d:Q42]]", [("Q42", "Q42")]),
        ("{{Q|42}}", [("Q42", "Q42")]),
        ("{{Q|Q42}}", [("Q42", "Q42")]),
        ("{{city|Q270}}", [("Q270", "Q270")]),
        ("{{Institution|wikidata=Q153306}}", [("Q153306", "Q153306")]),
        ("{{Creator|Wikidata=Q5582}}", [("Q5582", "Q5582")]),
        ("{{Q|42}} and {{Q|43}}", [("Q42", "Q42"), ("Q43", "Q43")]),
        ("{{foo|Q42}}", []),
        ("{{city|Warsaw}}", []),
        ("{{Institution:Example Museum}}", []),
        ("", []),
        (" ; ", []),
    ],
)
def test_items(cell, expected):
    assert items(cell) == expected
    assert codes(values.read_items(cell)) == []


@pytest.mark.parametrize("cell", ["Ålesund", "Q0", "Q01", "Q99999999999", "P31", "Q42x", "Queen"])
def test_text_is_no_item(cell):
    result = values.read(cell, "wikibase-item")
    assert result.readings == ()
    assert [(p.code, p.severity) for p in result.problems] == [("item-only-text", Severity.WARNING)]
    assert values.read_items(cell).problems[0].severity is Severity.INFO
    assert text.problem(result.problems[0]).startswith(f'"{cell}" is only text.')


def people(cell):
    shown = []
    for reading in values.read_person(cell):
        head = reading.value.id if reading.value else reading.snaktype
        tail = " ".join(
            f"{q.property}={getattr(q.value, 'text', None) or q.value.id}"
            for q in reading.qualifiers
        )
        shown.append(f"{head} {tail}".strip())
    return shown


USER = "https://commons.wikimedia.org/wiki/User:"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Anna Example", ["somevalue P2093=Anna Example"]),
        ("Example, Anna", ["somevalue P2093=Example, Anna"]),
        (
            "Anna Example; Bo Example",
            ["somevalue P2093=Anna Example", "somevalue P2093=Bo Example"],
        ),
        ("Q5", ["Q5"]),
        ("Anna Example (Q5)", ["Q5"]),
        ("https://www.wikidata.org/wiki/Q5", ["Q5"]),
        ("{{Creator:Anna Example}}", ["somevalue P2093=Anna Example"]),
        ("{{creator:Anna_Example}}", ["somevalue P2093=Anna Example"]),
        ("{{Creator|Wikidata=Q5582}}", ["Q5582"]),
        ("{{Creator:Anna Example|after}}", []),
        ("{{Creator:Anna Example}} (workshop)", ["somevalue P2093=Anna Example (workshop)"]),
        ("after {{Creator:Anna Example}}, 1910", ["somevalue P2093=after Anna Example, 1910"]),
        ("{{Creator:Anna Example|after}} (?)", []),
        ("{{Strange}} {{Creator:Anna Example}}", []),
        ("{{Institution:Example Museum}}", ["somevalue P2093=Example Museum"]),
        ("{{Q|5}}", ["Q5"]),
        ("{{unknown|artist}}", ["somevalue"]),
        ("{{unknown}}", ["somevalue"]),
        ("{{Unknown|1=author}}", ["somevalue"]),
        ("unknown", ["somevalue"]),
        ("Unbekannter Fotograf", ["somevalue"]),
        ("ukjent", ["somevalue"]),
        ("?", ["somevalue"]),
        ("{{anonymous}}", ["somevalue P3831=Q4233718"]),
        ("Anonymous", ["somevalue P3831=Q4233718"]),
        (
            "[[User:Example|Example Archive]]",
            [f"somevalue P2093=Example Archive P4174=Example P2699={USER}Example"],
        ),
        (
            "[[:user:Anna Example]]",
            [f"somevalue P2093=Anna Example P4174=Anna Example P2699={USER}Anna_Example"],
        ),
        ("[[:en:Anna Example|Anna]]", ["somevalue P2093=Anna"]),
        ("[[d:Q5|Anna]]", ["Q5"]),
        (
            "[https://example.org/anna Anna]",
            ["somevalue P2093=Anna P2699=https://example.org/anna"],
        ),
        ("https://example.org/anna", ["somevalue P2699=https://example.org/anna"]),
        ("{{en|1=Anna}}", ["somevalue P2093=Anna"]),
        ("''Anna'' &amp; Co", ["somevalue P2093=Anna & Co"]),
        ("{{own}}", []),
        ("{{foo|bar}}", []),
        ("by {{foo|bar}}", []),
        ("{{Creator:A|x;y}}; Q5", ["Q5"]),
        ("–", []),
        ("", []),
    ],
)
def test_people(cell, expected):
    assert people(cell) == expected
    assert codes(values.read_person(cell)) == []


def test_names_that_are_too_long():
    assert codes(values.read_person("a" * 1501)) == ["text-long"]
    assert len(values.read_person("a" * 1500).readings) == 1


@given(st.text() | st.text("[]{}|;:QqUser0123456789 CreatorhtpS/.=&"))
def test_any_text(cell):
    for reading in [*values.read_person(cell), *values.read_items(cell)]:
        if isinstance(reading.value, ItemValue):
            assert 0 < int(reading.value.id[1:]) < 2**31
        for snak in reading.qualifiers:
            shown = getattr(snak.value, "text", "x")
            assert 0 < len(shown) <= 1500
            assert shown == shown.strip()
            assert "\n" not in shown


def test_a_bar_between_ids_loses_none():
    assert [r.value for r in values.read_items("Q12418|Q5").readings] == [
        ItemValue("Q12418"),
        ItemValue("Q5"),
    ]
