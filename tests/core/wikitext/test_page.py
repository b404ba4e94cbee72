from pathlib import Path

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import fields, text, wikitext
from app.core.model import TextMode
from tests.core.wikitext.samples import entry, pattypan

GOLDEN = Path(__file__).parent / "golden"


def render(cells, template="information", **options):
    made, layout = entry(cells, template, **options)
    return wikitext.render(made, layout)


def page(cells, template="information", **options):
    rendered = render(cells, template, **options)
    assert rendered.problems == ()
    return rendered.text


@pytest.mark.parametrize("name", ["pattypan-information", "pattypan-artwork-moved"])
def test_the_pages_of_both_pattypan_workbooks(name):
    pages = []
    for made, layout in pattypan(f"{name}.xls"):
        rendered = wikitext.render(made, layout)
        assert rendered.problems == ()
        pages.append(f"--- row of {made.name}\n{rendered.text}")
    assert "".join(pages) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("template", [t.id for t in fields.templates()])
def test_the_page_of_each_template(template):
    """Every field filled with its example: one parameter a line, in the catalogue's order."""
    cells = {f.name: f.example or f"some {f.name}" for f in fields.template(template).fields} | {
        "description[tl]": "Isang larawan",
        "P9149": "51.5, -0.25",
    }
    made, layout = entry(cells, template)
    rendered = wikitext.render(made, layout)
    assert rendered.text == (GOLDEN / f"{template}.txt").read_text("utf-8")


def test_only_filled_fields_are_written_and_the_required_ones():
    assert page({"date": "1911", "license": "cc-by-4.0"}) == (
        "=={{int:filedesc}}==\n{{Information\n|description=\n|date=1911\n|source=\n|author=\n}}\n\n"
        "=={{int:license-header}}==\n{{Cc-by-4.0}}\n\n{{subst:unc}}\n"
    )


def test_each_language_is_wrapped_once():
    written = page(
        {
            "description": "A bare text",
            "description[de]": "Ein Markt = schön",
            "description[en]": "{{en|1=A market}}",
            "description[tl]": "Palengke",
        }
    )
    assert (
        "|description=A bare text{{de|1=Ein Markt = schön}}{{en|1=A market}}{{tgl|1=Palengke}}\n"
        in written
    )


def test_licences_partnership_and_categories_of_a_row_and_the_project():
    written = page(
        {
            "license": "PD-old-70; {{PD-US-expired}}",
            "partnership": "{{Partner}}",
            "categories": "[[Category:Kittens]]; Category:Cats ;cats;[[Category:[[Category:Dogs]]]]",
        },
        categories=("Kittens", "Uploads"),
    )
    assert written.endswith(
        "=={{int:license-header}}==\n{{PD-old-70}}\n{{PD-US-expired}}{{Partner}}\n\n"
        "[[Category:Kittens]]\n[[Category:Cats]]\n[[Category:Dogs]]\n[[Category:Uploads]]\n"
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", "{{subst:unc}}"),
        ("[[Category:]]", "{{subst:unc}}"),
        ("A_b", "[[Category:A b]]"),
        ("{{A}}", "[[Category:A]]"),
        ("[[:Category:A|sort]]", "[[Category:A|sort]]"),
        ("Kategorie:Ä", "[[Category:Ä]]"),
        ("[[Category:A]]\n[[Category:B]]", "[[Category:A]]\n[[Category:B]]"),
        ("A<b>;C", "[[Category:C]]"),
        ("Paintings (1710); B & C", "[[Category:Paintings (1710)]]\n[[Category:B & C]]"),
    ],
)
def test_a_category_cell(cell, expected):
    assert page({"categories": cell}).endswith(f"}}}}\n\n{expected}\n")


def test_a_text_that_is_no_licence_stays_readable():
    assert "==\n&#123;&#123;not one\n" in render({"license": "{{not one"}).text


def test_positions_become_location_templates():
    written = page({"P1259": "51.1079, 17.0385", "P9149": "51.1, 17"})
    assert "}}\n{{Location|51.1079|17.0385}}\n{{Object location|51.1|17}}\n\n" in written


def test_the_template_of_the_cell_says_whose_position_it_is():
    written = page({"coordinates": "{{Object location|51.1|17}}"})
    assert "}}\n{{Object location|51.1|17}}\n\n" in written
    written = page({"camera coord": "{{object location dec|51.1|17}}", "source": "x"}, "photograph")
    assert "coord={{Object location|51.1|17}}\n" in written


def test_an_item_is_written_as_its_number():
    written = page({"wikidata": "https://www.wikidata.org/wiki/Q42", "source": "x"}, "artwork")
    assert "|wikidata=Q42\n" in written


def test_what_is_neutralised_is_a_warning_at_its_column():
    rendered = render(
        {"description": "a|b }}", "author": "ok", "accession number": "{{x|y}}"}, "artwork"
    )
    assert "|description=a{{!}}b &#125;&#125;\n" in rendered.text
    assert "|accession number=&#123;&#123;x&#124;y&#125;&#125;\n" in rendered.text
    assert [(p.code, p.field, p.severity.value) for p in rendered.problems] == [
        ("neutralised-braces", "description", "warning"),
        ("neutralised-pipe", "description", "warning"),
        ("shown-as-text", "accession number", "info"),
    ]
    for problem, said in zip(rendered.problems, ("a|b }}", "a|b }}", "{{x|y}}"), strict=True):
        assert said in text.problem(problem)


def test_the_switch_of_a_column_decides():
    cells = {"accession number": "{{Accession number|17}}", "description": "{{en|1=x}}"}
    modes = {"accession number": "wikitext", "description": "plain"}
    written = render(cells, "artwork", **modes)
    assert "|accession number={{Accession number|17}}\n" in written.text
    assert "|description=&#123;&#123;en&#124;1=x&#125;&#125;\n" in written.text
    assert written.problems == ()  # a person asked for plain text


def test_every_reason_has_a_sentence():
    for code in [
        "pipe",
        "braces",
        "brackets",
        "comment",
        "nowiki",
        "tag",
        "subst",
        "signature",
        "switch",
        "heading",
        "quotes",
        "bidi",
        "control",
    ]:
        assert text.has(f"problem.neutralised-{code}")


# FreeMarker layouts


LAYOUT = "'{{Information\n|author=${author}\n}}\n${license}\n[[Category:${categories}]]"


def test_a_layout_that_asks_for_a_column_the_sheet_has_not():
    rendered = render({"author": "A", "categories": ""}, freemarker=LAYOUT)
    assert [(p.code, p.params["name"], p.severity.value) for p in rendered.problems] == [
        ("template-column-missing", "license", "error")
    ]
    assert '"license"' in text.problem(rendered.problems[0])


def test_an_empty_cell_is_not_a_missing_column():
    assert page({"author": "", "license": "", "categories": ""}, freemarker=LAYOUT) == (
        "{{Information\n|author=\n}}\n\n[[Category:]]"
    )


def test_constants_are_variables_too():
    cells = {"author": "A", "categories": "C"}
    written = page(cells, freemarker=LAYOUT, constants={"field:license": "{{cc-zero}}"})
    assert "\n{{cc-zero}}\n" in written


def test_an_empty_cell_under_a_header_with_a_blank_is_no_missing_column():
    rendered = render({"camera coord": "", "x": "1"}, freemarker="${x}${camera_coord}")
    assert (rendered.text, rendered.problems) == ("1", ())


def test_columns_in_quotes_and_names_that_are_made_again_are_filled_in():
    layout = '<#assign author = author?trim>${author}${", seen by ${seen}"}'
    assert page({"author": "A", "seen": "B"}, freemarker=layout) == "A, seen by B"


def test_cells_of_a_workbook_are_made_safe_and_not_read_as_layout():
    cells = {"author": "a | ${license} <#if x>", "license": "", "categories": "", "plain": "}}"}
    rendered = render(cells, freemarker=LAYOUT)
    assert "|author=a {{!}} ${license} <#if x>\n" in rendered.text
    assert [(p.code, p.field) for p in rendered.problems] == [("neutralised-pipe", "author")]


@pytest.mark.parametrize(
    ("layout", "mode", "expected"),
    [
        ("${x?html}", "plain", "a &lt;b&gt; &amp;amp; c&#124;d"),
        ("${x?html}", "wikitext", "a &lt;b&gt; &amp;amp; c{{!}}d"),
        ("${x?length}", "plain", "15"),
        ("${x?upper_case}", "plain", "A &lt;B&gt; &amp;AMP; C&#124;D"),
        ("<#list x?split(';') as p>(${p})</#list>", "plain", "(a &lt;b&gt; &amp;amp)( c&#124;d)"),
        ("${x}", "plain", "a &lt;b&gt; &amp;amp; c&#124;d"),
    ],
)
def test_a_layout_works_on_the_text_as_it_was_typed(layout, mode, expected):
    written = render({"x": "a <b> &amp; c|d"}, freemarker=layout, x=mode).text
    assert written == expected


def test_a_value_that_a_layout_cannot_use_is_told_as_it_was_typed():
    (problem,) = render({"x": "1|2"}, freemarker="${x?number}", x="plain").problems
    assert problem.params["value"] == "1&#124;2"


def test_category_links_in_the_cell_are_healed_where_the_layout_makes_the_link():
    cells = {"author": "", "license": "", "categories": "[[Category:A]]"}
    assert page(cells, freemarker=LAYOUT).endswith("[[Category:A]]")
    assert page({"categories": "[[Category:A]]"}, freemarker="${categories}") == "[[Category:A]]"


def test_the_categories_of_the_project_come_last():
    layout = "x\n<#if categories?has_content>\n[[Category:${categories}]]\n<#else>\n{{subst:unc}}\n</#if>"
    assert page({"categories": ""}, freemarker=layout, categories=("P",)) == "x\n[[Category:P]]\n"
    assert page({"categories": "P"}, freemarker=layout, categories=("P",)) == "x\n[[Category:P]]\n"
    assert page({"categories": "A"}, freemarker=layout, categories=("P",)) == (
        "x\n[[Category:A]]\n[[Category:P]]\n"
    )


def test_what_a_layout_uses_wrongly_is_told_once_a_sheet():
    _, layout = entry({"a": "1"}, freemarker="<#macro x>${a}")
    assert [p.code for p in wikitext.layout_problems(layout)] == ["template-unsupported"]
    assert wikitext.layout_problems(entry({"a": "1"})[1]) == ()


# Properties

PARTS = [
    "{{",
    "}}",
    "[[",
    "]]",
    "|",
    "=",
    "\n",
    "a",
    "{{own}}",
    "<!--",
    "<b>",
    "~~~~",
    "''",
    " ",
    "é",
]
CELL = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map(lambda p: "".join(p).strip())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_page_reads_back_as_one_template_with_the_cells(data):
    template = data.draw(st.sampled_from([t for t in fields.templates() if not t.borrowed]))
    kinds = ("text", "wikitext", "person", "date", "number")
    names = [f.name for f in template.parameters if f.kind in kinds]
    cells = data.draw(st.dictionaries(st.sampled_from(names), CELL, max_size=4))
    made, layout = entry(cells | {"license": "cc-zero"}, template.id)
    read = mwparserfromhell.parse(wikitext.render(made, layout).text)
    calls = [t for t in read.filter_templates() if str(t.name).strip() == template.template]
    assert len(calls) == 1
    call = calls[0]
    modes = {c.meaning.name: c.mode for c in made.cells}
    expected = [
        (f.name, wikitext.neutralise(cells.get(f.name, ""), modes.get(f.name, TextMode.PLAIN))[0])
        for f in template.parameters
        if cells.get(f.name) or f.required
    ]
    assert [(str(p.name), str(p.value).removesuffix("\n")) for p in call.params] == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Axel Lindahl (Q5934)", "[[d:Q5934|Axel Lindahl]]"),
        ("Axel Lindahl (Q5934); Unknown (studio)", "[[d:Q5934|Axel Lindahl]]; Unknown (studio)"),
        ("A (Q1); B (Q2)", "[[d:Q1|A]]; [[d:Q2|B]]"),
        ("Copy after Q5934 (Q5934) by hand", "Copy after Q5934 (Q5934) by hand"),
        ("[[x|Axel]] (Q5934)", "[[x|Axel]] (Q5934)"),
        ("{{Creator:Axel Lindahl}}", "{{Creator:Axel Lindahl}}"),
    ],
)
def test_an_item_is_shown_by_its_name(typed, shown):
    assert f"|author={shown}\n" in render({"author": typed}).text


def test_a_number_in_a_description_stays():
    assert "seen by him (Q5934)" in render({"description": "seen by him (Q5934)"}).text
