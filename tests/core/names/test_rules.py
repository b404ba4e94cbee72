"""The rules held to the catalogue's own examples, and fixes held to their rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import names, resources, text
from app.core.model import Severity
from app.core.names.rules import rules

CATALOGUE = {r["id"]: r for r in resources.catalogue("filenames")["rules"]}
OTHER_ROOMS = {"batch-duplicate", "ext-mismatch"}
SERVER = {i for i, r in CATALOGUE.items() if r["check"]["kind"] == "server"}
ALPHABET = "aBcé 1234_.-~%&;'()[]{}#|/\\:<>?\t\u00a0\u200b\u200e\u00ad\ufeff😀jpgpngJPGIMG_DSC"


def codes(problems):
    return {p.code for p in problems}


def test_every_offline_rule_is_here():
    assert set(rules()) == set(CATALOGUE) - SERVER - OTHER_ROOMS
    assert len(rules()) + len(OTHER_ROOMS) == 38


@pytest.mark.parametrize("rule_id", rules())
def test_rule_fires_on_the_bad_example_and_not_on_the_good_one(rule_id):
    entry = CATALOGUE[rule_id]
    bad = names.check_title(entry["example_bad"], path_ext="jpg")
    assert rule_id in codes(bad)
    assert rule_id not in codes(names.check_title(entry["example_fixed"], path_ext="jpg"))
    problem = next(p for p in bad if p.code == rule_id)
    assert problem.severity is names.catalogue_severities()[rule_id]
    assert problem.fix.action == entry["fix"]["action"]


@pytest.mark.parametrize("rule_id", CATALOGUE)
def test_all_44_rules_have_a_sentence(rule_id):
    assert text.has(f"problem.{rule_id}")


@pytest.mark.parametrize("rule_id", rules())
def test_a_fixed_example_no_longer_has_the_problem(rule_id):
    bad = names.check_title(CATALOGUE[rule_id]["example_bad"], path_ext="jpg")
    fix = next(p.fix for p in bad if p.code == rule_id)
    asks = {"ask", "build_from_columns", "convert_file", "use_original"}
    assert (fix.value is None) == (fix.action in asks)
    if fix.value is not None:
        assert rule_id not in codes(names.check_title(fix.value, path_ext="jpg"))


@pytest.mark.parametrize("rule_id", rules())
def test_every_rule_has_a_sentence_without_open_places(rule_id):
    for problem in names.check_title(CATALOGUE[rule_id]["example_bad"], path_ext="jpg"):
        sentence = text.problem(problem)
        assert text.has(f"problem.{problem.code}")
        if problem.code == "ext-not-allowed":
            continue  # `checks` says it, with advice about the file
        assert "{" not in sentence.replace(str(problem.params["name"]), "")


@settings(max_examples=300)
@given(st.text(alphabet=ALPHABET, max_size=40), st.sampled_from(["", ".jpg", ".JPG", ".jpg.jpg"]))
def test_no_fix_leaves_its_problem_or_brings_a_new_error(stem, ending):
    before = names.check_title(stem + ending, path_ext="jpg")
    errors = {p.code for p in before if p.severity is Severity.ERROR}
    for problem in before:
        if problem.code == "namespace-prefix" or problem.fix.value is None:
            continue
        after = names.check_title(problem.fix.value, path_ext="jpg")
        assert problem.code not in codes(after)
        assert {p.code for p in after if p.severity is Severity.ERROR} <= errors


@given(st.text(alphabet=ALPHABET, max_size=30))
def test_the_title_that_is_sent_has_none_of_the_autofix_problems(stem):
    autofix = {i for i, r in CATALOGUE.items() if r["severity"] == "autofix"}
    sent = names.tidy(stem + "x.jpg")
    assert not codes(names.check_title(sent)) & autofix


@pytest.mark.parametrize(
    ("bad", "rule_id", "fixed"),
    [
        ("Inv. 12/345: Vase.jpg", "illegal-filechars", "Inv. 12-345 - Vase.jpg"),
        ("Portrait [front] #3.jpg", "illegal-wikichars", "Portrait (front) no. 3.jpg"),
        ("IMG_1234 Market hall.jpg", "camera-prefix", "Market hall (IMG 1234).jpg"),
        ("DSC 0012 Market hall.jpg", "camera-prefix", "Market hall (DSC 0012).jpg"),
        ("Vase.jpg.JPG.jpg", "ext-doubled", "Vase.jpg"),
        ("A&amp;amp;B.jpg", "html-entity", "A&B.jpg"),
        ("a%2Fb.jpg", "percent-encoding", "A-b.jpg"),
        ("x&foo;.jpg", "html-entity", None),
        ("a%FFb.jpg", "percent-encoding", None),
        ("IMG_12 (3).jpg", "camera-prefix", None),
        ("straße_.jpg", "first-letter", "Straße.jpg"),
        ("😀😀.jpg", "beyond-bmp", None),
    ],
)
def test_fixes(bad, rule_id, fixed):
    problem = next(p for p in names.check_title(bad, path_ext="jpg") if p.code == rule_id)
    assert (problem.fix.value and names.tidy(problem.fix.value)) == fixed


def test_shortening_keeps_identifier_extension_and_whole_words():
    long = "Very long wörds " * 20 + "(NMW 147123).jpg"
    problem = next(p for p in names.check_title(long) if p.code == "too-long")
    value = problem.fix.value
    assert problem.params["limit"] == 240
    assert len(value.encode()) <= 240
    assert value.endswith(" (NMW 147123).jpg")
    assert value.removesuffix(" (NMW 147123).jpg").split()[-1] in {"Very", "long", "wörds"}


def test_bytes_are_counted_not_characters():
    assert "too-long" in codes(names.check_title("é" * 119 + ".jpg"))
    assert "too-long" not in codes(names.check_title("é" * 118 + ".jpg"))


def test_a_name_that_is_empty_has_only_that_problem():
    assert codes(names.check_title("")) == codes(names.check_title(" .jpg")) == {"empty"}
