"""Strings, addresses, texts in a language, and plain text out of wikitext."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import resources, text, values


def codes(result):
    return [p.code for p in result.problems]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("plain", "plain"),
        ("a\n b\t c", "a b c"),
        ("''a'' '''b'''", "a b"),
        ("[[Foo]]", "Foo"),
        ("[[Foo|bar]]", "bar"),
        ("[[:en:Foo|bar]]", "bar"),
        ("[[User:Anna]]", "Anna"),
        ("[https://x.org words]", "words"),
        ("[[File:x.jpg]] a [[Category:y]]", "a"),
        ("a<br>b", "a b"),
        ("a<ref>n</ref>", "a"),
        ("a<!-- n -->b", "ab"),
        ("<nowiki>{{a}}</nowiki>", "{{a}}"),
        ("a &amp; b", "a & b"),
        ("{{en|1=River}}", "River"),
        ("{{en|River}}", "River"),
        ("{{technique|oil|canvas}}", "oil on canvas"),
        ("{{Accession number|1903}}", "1903"),
        ("{{Size|cm|40|60}}", "40 × 60 cm"),
        ("{{Creator:Anna Example}}", "Anna Example"),
        ("{{Institution:Example Museum}}", "Example Museum"),
        ("{{title|River|lang=en}}", "River"),
        ("{{other date|~|1710}}", "circa 1710"),
        ("a{{!}}b", "a|b"),
        ("a {{foo|b}} c", "a c"),
        ("{{{x|y}}}", "y"),
        ("{{unclosed", "{{unclosed"),
        ("2 < 3", "2 < 3"),
        ("\u202eabc", "abc"),
        ("", ""),
    ],
)
def test_plain_text(cell, expected):
    assert values.plain_text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a;b ; c", ["a", "b", "c"]),
        ("{{x|a;b}};c", ["{{x|a;b}}", "c"]),
        ("[[a;b]];c", ["[[a;b]]", "c"]),
        ("{{a|{{b;c}};d}};e", ["{{a|{{b;c}};d}}", "e"]),
        ("a &amp; b;c", ["a &amp; b", "c"]),
        ("{{a;b", ["{{a", "b"]),
        ("a}};b", ["a}}", "b"]),
        (";;", []),
    ],
)
def test_split_values(cell, expected):
    assert values.split_values(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("{{en|1=River}}{{de|Fluss}}", [("en", "River"), ("de", "Fluss")]),
        ("{{title|River landscape|lang=en}}", [("en", "River landscape")]),
        ("{{title|1=River|lang=en}}", [("en", "River")]),
        ("{{title|en=River|de=Fluss}}", [("en", "River"), ("de", "Fluss")]),
        ("{{mld|en=River|fr=Rivière}}", [("en", "River"), ("fr", "Rivière")]),
        ("{{lang|la|Rosa}}", [("la", "Rosa")]),
        ("{{EN|1=River}}", [("en", "River")]),
        ("{{no|1=Elv}}", [("nb", "Elv")]),
        ("{{tgl|1=Ilog}}", [("tl", "Ilog")]),
        ("{{zh-hans|1=河}}", [("zh-hans", "河")]),
        ("{{en|1=''a'' [[b|c]]}} d", [(None, "d"), ("en", "a c")]),
        ("River", [(None, "River")]),
        ("{{title|River}}", [(None, "River")]),
        ("{{en|1=}}", []),
        ("{{own}}", []),
        ("", []),
    ],
)
def test_language_texts(cell, expected):
    assert values.language_texts(cell) == expected


@pytest.mark.parametrize("code", sorted(resources.catalogue("languages")["names"]))
def test_every_language_has_its_template(code):
    assert values.language_texts("{{%s|1=abc}}" % code) == [(code, "abc")]  # noqa: UP031 - braces


def test_language_catalogue():
    data = resources.catalogue("languages")
    for old, new in data["aliases"].items():
        assert values.language_code(old) == new
        assert new in values.caption_languages()
    assert values.language_code("pt_BR") == "pt-br"
    assert values.language_code("xx-nonsense") is None
    assert "mul" not in values.caption_languages()
    assert values.language_code("grc") == "grc"
    assert values.autonym("de") == "Deutsch"
    assert values.autonym("xbm") == "xbm"


def test_texts_in_a_language():
    result = values.read("{{en|1=River}} Elv", "monolingualtext", language="no")
    assert [(r.value.language, r.value.text) for r in result] == [("nb", "Elv"), ("en", "River")]
    assert result.readings[1].text == "River (English)"
    bare = values.read("River; landscape", "monolingualtext")
    assert bare.readings == ()
    assert codes(bare) == ["text-language"]
    named = values.read("River; landscape", "monolingualtext", language="en")
    assert [r.value.text for r in named] == ["River; landscape"]
    assert codes(values.read("{{en|1=%s}}" % ("a" * 1501), "monolingualtext")) == ["text-long"]


def strings(cell, datatype="string"):
    return [r.value.text for r in values.read(cell, datatype)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1903", ["1903"]),
        (" a\nb ", ["a b"]),
        ("1903;1904", ["1903", "1904"]),
        ("{{Accession number|1903}}", ["1903"]),
        ("{{foo|1903}}", []),
        ("", []),
    ],
)
def test_strings(cell, expected):
    assert strings(cell) == expected
    assert strings(cell, "external-id") == expected


def test_long_strings():
    assert strings("a" * 1500) == ["a" * 1500]
    result = values.read("a" * 1501, "string")
    assert codes(result) == ["text-long"]
    assert "1501" in text.problem(result.problems[0])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("https://x.org/a?b=c&d=e#f", ["https://x.org/a?b=c&d=e#f"]),
        ("http://x.org", ["http://x.org"]),
        ("<https://x.org>", ["https://x.org"]),
        ("[https://x.org/a some words]", ["https://x.org/a"]),
        ("[https://x.org/a]", ["https://x.org/a"]),
        ("http://x.org; https://y.org", ["http://x.org", "https://y.org"]),
        ("http://x.org;https://y.org", ["http://x.org", "https://y.org"]),
        ("https://x.org/a;jsessionid=1", ["https://x.org/a;jsessionid=1"]),
        ("https://x.org:8080/", ["https://x.org:8080/"]),
        ("http://127.0.0.1/x", ["http://127.0.0.1/x"]),
        ("https://müller.de/ä", ["https://müller.de/ä"]),
        ("{{foo}} https://x.org", ["https://x.org"]),
        ("{{foo|https://x.org}}", []),
        ("", []),
    ],
)
def test_urls(cell, expected):
    assert strings(cell, "url") == expected
    assert codes(values.read(cell, "url")) == []


@pytest.mark.parametrize(
    "cell",
    ["x.org", "ftp://x.org", "https://", "https:///a", "https://x .org", "https://x.org/a b",
     "https://x.org:port/", "mailto:a@x.org", "https://-x-.org", "words", "https://[::1"],
)  # fmt: skip
def test_what_is_no_url(cell):
    result = values.read(cell, "url")
    assert result.readings == ()
    assert codes(result) == ["url-unreadable"]


def test_long_urls():
    assert codes(values.read("https://x.org/" + "a" * 1490, "url")) == ["text-long"]


TYPES = ["wikibase-item", "string", "external-id", "url", "time", "quantity", "globe-coordinate",
         "monolingualtext"]  # fmt: skip


@pytest.mark.parametrize("datatype", TYPES)
def test_every_datatype(datatype):
    assert values.read("", datatype) == values.Result()
    assert values.read("somevalue", datatype).readings[0].snaktype == "somevalue"
    none = values.read("novalue", datatype).readings[0]
    assert (none.snaktype, none.value, none.text) == ("novalue", None, "none")
    assert values.read("{{Nonsense template}}", datatype) == values.Result()


def test_a_datatype_we_do_not_know():
    assert codes(values.read("x", "musical-notation")) == ["value-datatype"]


def test_every_datatype_of_the_catalogue_has_a_reader():
    data = resources.catalogue("properties")
    kinds = {p["datatype"] for p in data["properties"]}
    for kind in kinds:
        assert "value-datatype" not in codes(values.read("x", kind))


@given(st.text(), st.sampled_from(TYPES))
def test_any_text(cell, datatype):
    result = values.read(cell, datatype, language="en")
    for reading in result:
        shown = getattr(reading.value, "text", "x")
        assert shown == " ".join(shown.split())
        assert 0 < len(shown) <= 1500
    for problem in result.problems:
        assert not text.problem(problem).startswith("problem.")


@given(st.text("{}[]|;=&<>!-'abhtp:/. \n#\\"))
def test_wild_markup(cell):
    values.plain_text(cell)
    values.language_texts(cell)
    pieces = values.split_values(cell)
    assert all(piece and piece == piece.strip() for piece in pieces)
