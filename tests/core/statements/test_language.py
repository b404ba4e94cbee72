"""In which language a text is that does not say its own."""

from dataclasses import replace

import pytest

from app.core import fields, statements, text, values, wikitext
from app.core.model import Column, Layout, Row

LAYOUT = Layout("information", language="nb")
SAID = replace(LAYOUT, language_said=True)


def entry(cells, template="information"):
    headers = list(cells)
    meanings = fields.recognise(headers, template)
    columns = [Column(i, h, m) for i, (h, m) in enumerate(zip(headers, meanings, strict=True))]
    row = Row(1, 2, dict(enumerate(cells.values())))
    return fields.read_entry(row, columns, Layout(template), {})


def build(cells, layout=SAID):
    return statements.build(entry(cells, layout.template), layout)


def told(built):
    return {p.code: p for p in built.problems}


def test_a_description_without_a_language_is_in_that_of_the_project():
    built = build({"description": "En brygge."})
    assert built.description.labels == {"nb": "En brygge."}
    assert "caption-language-assumed" not in told(built)


def test_a_language_that_nobody_said_is_told():
    built = build({"description": "En brygge."}, LAYOUT)
    assert built.description.labels == {"nb": "En brygge."}
    assert told(built)["caption-language-assumed"].params["language"] == "norsk bokmål"


def test_the_page_names_a_language_that_was_said_and_no_other():
    cells = {"description": "En brygge", "description[en]": "A pier", "author": "Anna"}
    assert (
        "|description={{nb|1=En brygge}}{{en|1=A pier}}" in wikitext.render(entry(cells), SAID).text
    )
    assert "|description=En brygge{{en|1=A pier}}" in wikitext.render(entry(cells), LAYOUT).text
    assert "|author=Anna\n" in wikitext.render(entry(cells), SAID).text


def test_a_text_that_says_its_language_keeps_it():
    built = build({"description": "{{en|1=A pier}}"})
    assert built.description.labels == {"en": "A pier"}


def test_a_caption_without_a_language_beside_one_in_english():
    built = build({"caption": "En brygge", "caption[en]": "A pier"})
    assert built.description.labels == {"nb": "En brygge", "en": "A pier"}


def test_a_second_caption_in_one_language_is_told_and_the_tagged_one_is_sent():
    english = replace(SAID, language="en")
    built = build({"caption": "A landing", "caption[en]": "A pier"}, english)
    assert built.description.labels == {"en": "A pier"}
    problem = told(built)["caption-second"]
    assert (problem.field, problem.params["text"]) == ("caption", "A landing")
    assert "A landing" in text.problem(problem)


def test_the_title_of_a_work_takes_the_language_only_when_it_was_said():
    page = {"title": "Brygga", "artist": "Anna"}
    said, assumed = (replace(one, template="artwork") for one in (SAID, LAYOUT))

    def titles(layout):
        return [s for s in build(page, layout).description.statements if s.property == "P1476"]

    assert [t.snak.value.language for t in titles(said)] == ["nb"]
    assert titles(assumed) == []


def test_simple_english_is_english():
    cells = {"description[simple]": "A long pier."}
    assert build(cells).description.labels == {"en": "A long pier."}
    assert "{{en|1=A long pier.}}" in wikitext.render(entry(cells), SAID).text


@pytest.mark.parametrize("header", ["title (original)", "description [museum]"])
def test_a_word_in_brackets_is_no_language(header):
    assert not fields.recognise([header], "artwork")[0].language


@pytest.mark.parametrize(
    ("system", "code"),
    [("nb_NO.UTF-8", "nb"), ("de_AT", "de"), ("C.UTF-8", "en"), ("no", "nb"), ("qps-long", "en")],
)
def test_the_language_of_the_system(system, code):
    text.use(system)
    assert values.language_of_person() == code
