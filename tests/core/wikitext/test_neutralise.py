import html

import mwparserfromhell
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.model import TextMode
from app.core.wikitext import neutralise

WIKI, PLAIN = TextMode.WIKITEXT, TextMode.PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Market square",
        "{{own}}",
        "{{Creator:Anna Example}}",
        "{{en|1=Town hall}}{{pl|1=Ratusz|x=[[a|b]]}}",
        "{{other date|~|1730}}",
        "[[User:Example|Example Archive]]",
        "[[User:Example|Example {{x|y}}]] and [https://x.example a b]",
        "<gallery>\nVase.jpg|back\n</gallery>",
        "<nowiki>a|b {{ ~~~~ __TOC__</nowiki>",
        "a<!-- | {{ -->b",
        "<b>bold</b><br>line<br/>",
        "{{PD-Art|PD-old-100-expired}}{{Example Museum partnership}}",
        "{{subst:PP}}",
        "{{subst:unc}}",
        "{{a|{{b|{{c}}}}}}",
        "[[File:x.jpg|thumb|a [[link]] here]]",
        "{{{1|x}}}",
        "a {b} c [d] ~~ _x_ 5 > 4 = 1",
        "{{#if:\na|b}}",
        "* list\n* list",
        "''Battle of Grunwald''",
        "L'''Étoile''\n'''bold''' and '''''both'''''",
        "Opis: ąćęłńóśźż",
    ],
)
def test_wikitext_that_pairs_up_stays(text):
    assert neutralise(text, WIKI) == (text, ())


@pytest.mark.parametrize(
    ("text", "expected", "codes"),
    [
        ("a|b", "a{{!}}b", ("pipe",)),
        ("|b", "&#124;b", ("pipe",)),
        ("[https://x.example a|b]", "[https://x.example a{{!}}b]", ("pipe",)),
        ("<span title='a|b'>c|d</span>", "<span title='a&#124;b'>c{{!}}d</span>", ("pipe",)),
        ("{{a", "&#123;&#123;a", ("braces",)),
        ("a}}", "a&#125;&#125;", ("braces",)),
        ("a}}|x={{b", "a&#125;&#125;{{!}}x=&#123;&#123;b", ("braces", "pipe")),
        ("{{a}}}", "{{a}}&#125;", ("braces",)),
        ("{{{a}}", "&#123;{{a}}", ("braces",)),
        ("{x}", "&#123;x&#125;", ("braces",)),
        ("[[a", "&#91;&#91;a", ("brackets",)),
        ("a]]", "a&#93;&#93;", ("brackets",)),
        ("{{a|[[b}}", "{{a|&#91;&#91;b}}", ("brackets",)),
        ("[[a|{{b]]", "[[a|&#123;&#123;b]]", ("braces",)),
        ("{{}}", "&#123;&#123;&#125;&#125;", ("braces",)),
        ("[[a\nb|c]]", "&#91;&#91;a\nb{{!}}c&#93;&#93;", ("brackets", "pipe")),
        ("a<!-- b", "a&lt;!-- b", ("comment",)),
        ("<nowiki>a", "&lt;nowiki>a", ("nowiki",)),
        ("a</nowiki>", "a&lt;/nowiki>", ("nowiki",)),
        ("<pre>a|b", "&lt;pre>a{{!}}b", ("nowiki", "pipe")),
        ("<div>a", "&lt;div>a", ("tag",)),
        ("a</div>", "a&lt;/div>", ("tag",)),
        ("{{a|<b>}}</b>", "{{a|&lt;b>}}&lt;/b>", ("tag",)),
        ("{{subst:Foo|x}}", "&#123;&#123;subst:Foo{{!}}x&#125;&#125;", ("subst", "pipe")),
        ("{{ SafeSubst:Foo}}", "&#123;&#123; SafeSubst:Foo&#125;&#125;", ("subst",)),
        ("{{<!-- -->subst:Foo}}", "&#123;&#123;<!-- -->subst:Foo&#125;&#125;", ("subst",)),
        ("{{ {{{|subst:}}}Foo}}", "&#123;&#123; {{{|subst:}}}Foo&#125;&#125;", ("subst",)),
        ("{{subst:PP2}}", "&#123;&#123;subst:PP2&#125;&#125;", ("subst",)),
        ("~~~~", "&#126;&#126;&#126;&#126;", ("signature",)),
        ("{{en|~~~}}", "{{en|&#126;&#126;&#126;}}", ("signature",)),
        ("__NOTOC__", "&#95;&#95;NOTOC__", ("switch",)),
        ("a\n== b ==", "a\n&#61;= b ==", ("heading",)),
        ("= b", "&#61; b", ("heading",)),
        ("12'' x 3", "12&#39;&#39; x 3", ("quotes",)),
        ("''a''\n'''b", "''a''\n&#39;&#39;&#39;b", ("quotes",)),
        ("''a\nb''", "&#39;&#39;a\nb&#39;&#39;", ("quotes",)),
        ("a\u202eb\u2066", "ab", ("bidi",)),
        ("a\x00b\x7f", "ab", ("control",)),
        (
            "{| class=x\n|-\n| a\n|}",
            "{&#124; class=x\n&#124;-\n&#124; a\n&#124;}",
            ("braces", "pipe"),
        ),
    ],
)
def test_what_cannot_stay_is_neutralised_and_named(text, expected, codes):
    found, named = neutralise(text, WIKI)
    if text.startswith("{|"):
        expected = "&#123;" + expected[1:-1] + "&#125;"
    assert found == expected
    assert sorted(named) == sorted(codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MP 443 MNW", "MP 443 MNW"),
        ("Smith & Sons [Untitled] 5'", "Smith & Sons [Untitled] 5'"),
        ("{{x|y}}", "&#123;&#123;x&#124;y&#125;&#125;"),
        ("[[a]]", "&#91;&#91;a&#93;&#93;"),
        ("[http://x y]", "&#91;http://x y]"),
        ("<b>&lt;", "&lt;b&gt;&amp;lt;"),
        ("''a'' ~~~~", "&#39;&#39;a&#39;&#39; &#126;&#126;&#126;&#126;"),
        ("#12\n* x", "&#35;12\n&#42; x"),
        ("__TOC__", "&#95;&#95;TOC__"),
        ("----", "&#45;---"),
    ],
)
def test_plain_text_is_escaped_whole(text, expected):
    assert neutralise(text, PLAIN) == (expected, ())


def test_plain_text_names_what_it_drops():
    assert neutralise("a\u202eb", PLAIN) == ("ab", ("bidi",))


SNIPPETS = [
    "{{", "}}", "{{{", "}}}", "[[", "]]", "{", "}", "[", "]", "|", "=", "\n", " ", "a", "b c",
    "<nowiki>", "</nowiki>", "<nowiki/>", "<!--", "-->", "<b>", "</b>", "<gallery>", "</gallery>",
    "<ref name=x>", "</ref>", "<br>", "subst:", "en|1=", "~~~~", "__TOC__", "''", "'''", "{|", "|}",
    "|-", "== x ==", "http://x.example", "[http://x.example y]", "{{en|1=x}}", "[[File:a.jpg|b]]",
    "&amp;", "<", ">", "*", ":", ";", "#", "\u202e", "{{!}}", "é", "<div", "\t",
]  # fmt: skip
CELLS = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=3)), max_size=12).map(
    lambda parts: "".join(parts).strip()
)


def parameters(page):
    """The parameters of the only template of a page, and what follows it."""
    nodes = [n for n in page.nodes if isinstance(n, mwparserfromhell.nodes.Template)]
    assert len(nodes) == 1
    return [(str(p.name), str(p.value)) for p in nodes[0].params]


@settings(max_examples=1500, deadline=None)
@given(CELLS, CELLS, st.sampled_from([WIKI, PLAIN]))
@example("{{a|[[b}}", "]]", WIKI)
@example("<b>", "</b>", WIKI)
@example("''a", "b''", WIKI)
@example("[http://x", "y]", WIKI)
def test_cells_stay_inside_their_parameters(first, second, mode):
    one, _ = neutralise(first, mode)
    two, _ = neutralise(second, mode)
    page = mwparserfromhell.parse(f"x\n{{{{Information\n|a={one}\n|b c={two}\n}}}}\n\ny")
    assert parameters(page) == [("a", f"{one}\n"), ("b c", f"{two}\n")]


@settings(max_examples=500, deadline=None)
@given(CELLS)
def test_plain_text_shows_as_it_was_typed(text):
    written, codes = neutralise(text, PLAIN)
    if not codes:
        assert html.unescape(written) == text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("{{", "}}", "[[", "]]", "|", "<", "~~~", "''"):
        assert mark not in written


@settings(max_examples=500, deadline=None)
@given(CELLS)
def test_what_is_safe_is_left_alone(text):
    once, _ = neutralise(text, WIKI)
    again, codes = neutralise(once, WIKI)
    assert (again, codes) == (once, ())


@pytest.mark.parametrize(
    "text",
    ["{{a|" * 8000, "{{a|" * 4000 + "}}" * 4000, "{{a|b}}" * 4600, "<b>" * 10000, "[[a|b]]|" * 4000,
     "''a" * 9000, "<!--" * 8000, "<nowiki>" * 4000, "__A__" * 6000, "~" * 32000, "{" * 32000],
)  # fmt: skip
def test_the_longest_cells_come_to_an_end(text):
    once, _ = neutralise(text, WIKI)
    assert neutralise(once, WIKI)[1] == ()
