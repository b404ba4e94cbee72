"""Names against real MediaWiki: vectors made with MediaWiki 1.39.17 (Title, wfStripIllegal…) with
the first letters that Wikimedia wikis keep; and the recorded answers of a wiki."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import names
from app.core.names.normal import in_bytes

VECTORS = json.loads((Path(__file__).parent / "mediawiki_titles.json").read_text("utf-8"))
ANSWERS = Path(__file__).parents[2] / "data" / "wiki"
ODD = "aBé ß_./\\:#<>[]|{}~%&;'\"+\t\n\u00a0\u00ad\u200b\u200e\u202e\u2003\u2028\u3000\u0301\u0338\ufeffFfIilemag"


@pytest.mark.parametrize(("given_", "stored"), VECTORS.items(), ids=range(len(VECTORS)))
def test_clean_is_what_mediawiki_stores(given_, stored):
    if stored is not None:
        assert names.clean(given_) == stored


def _recorded():
    """(name sent, stamp in it, name stored) of the recorded badfilename warnings."""
    answers = json.loads((ANSWERS / "answers.json").read_text("utf-8"))
    requests = json.loads((ANSWERS / "requests.json").read_text("utf-8"))
    for name, answer in answers.items():
        stored = _badfilename(answer)
        request = requests.get(name)
        if stored and request and "filename" in request.get("params", {}):
            yield request["params"]["filename"], stored


def _badfilename(answer):
    upload = answer.get("upload") if isinstance(answer, dict) else None
    return (upload or {}).get("warnings", {}).get("badfilename") if upload else None


def _without_digits(text):
    return "".join(c for c in text if not c.isdigit()).replace("_", " ")


def test_clean_agrees_with_the_recorded_warnings():
    pairs = list(_recorded())
    assert len(pairs) >= 3
    for sent, stored in pairs:
        expected = _without_digits(stored)
        if "." not in sent:
            expected = expected.rpartition(".")[0]
        assert _without_digits(names.clean(sent)) == expected


@given(st.one_of(st.text(), st.text(alphabet=ODD, max_size=30)))
def test_clean_and_tidy_are_idempotent(text):
    once = names.clean(text)
    assert names.clean(once) == once
    neat = names.tidy(text)
    assert names.tidy(neat) == neat == names.clean(neat)


@given(st.text(alphabet=ODD, max_size=30))
def test_clean_leaves_nothing_that_the_wiki_would_change(text):
    stored = names.clean(text)
    assert not set(stored) & set("#<>[]|{}/\\:\t\n\u200e\u202e\u00a0\u2003\u2028\u3000_")
    assert "  " not in stored
    assert stored == stored.strip(" ")


@pytest.mark.parametrize(
    ("first", "stored"),
    [
        ("ß", "ß"),
        ("é", "É"),
        ("ǆ", "Ǆ"),
        ("ǅ", "ǅ"),
        ("ŉ", "ŉ"),
        ("ა", "ა"),
        ("ⅰ", "ⅰ"),
        ("ⓐ", "ⓐ"),
        ("ᾳ", "ᾼ"),
        ("ᾲ", "ᾲ"),
        ("ﬁ", "ﬁ"),
        ("ж", "Ж"),
        ("ı", "I"),
    ],
)
def test_first_letters_as_on_wikimedia_wikis(first, stored):
    assert names.upper_first(first + "x") == stored + "x"


def test_tidy_mends_what_the_wiki_keeps():
    assert names.clean("Vase front .jpg") == "Vase front .jpg"
    assert names.tidy("Vase front .jpg") == "Vase front.jpg"
    assert names.tidy("Vase etc..jpg") == "Vase etc.jpg"
    assert names.tidy("Vase\u200bfront.jpg") == "Vase front.jpg"


def test_extension_keeps_its_case_in_titles_but_not_in_keys():
    assert names.clean("a.JPG") == "A.JPG"
    assert names.same_title_key("a.JPG") == names.same_title_key("A_.jpg") == "A.jpg"


@pytest.mark.parametrize(
    "pair",
    [("vase_1.jpg", "Vase 1.jpg"), ("File:x y.png", "X_y.png"), ("e\u0301.jpg", "É.jpg")],
)
def test_names_that_are_one_title_have_one_key(pair):
    assert names.same_title_key(pair[0]) == names.same_title_key(pair[1])


def test_bytes_of_broken_text_are_counted_too():
    assert in_bytes("é\ud800") == 3
