import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import fields, resources
from app.core.model import MeaningKind

PATTYPAN = resources.catalogue("fields")["pattypan_columns"]["columns"]


def meanings(headers, template="information"):
    return [str(m) for m in fields.recognise(headers, template)]


@pytest.mark.parametrize("template", sorted(PATTYPAN))
def test_every_column_that_pattypan_writes_is_recognised(template):
    found = fields.recognise(PATTYPAN[template], template)
    assert found[0].kind is MeaningKind.PATH
    assert found[1].kind is MeaningKind.NAME
    page = fields.template(template)
    for header, meaning in zip(PATTYPAN[template][2:], found[2:], strict=True):
        assert meaning.kind is MeaningKind.FIELD, header
        assert page.field(meaning.name) is not None, header
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("template", sorted(PATTYPAN))
def test_the_template_of_a_pattypan_sheet_is_guessed_from_its_headers(template):
    assert fields.guess_template(PATTYPAN[template]) == template


def test_the_call_in_the_freemarker_text_wins():
    text = "=={{int:filedesc}}==\n{{Art_Photo\n|wikidata=${wikidata}}}"
    assert fields.guess_template(["path", "name", "description"], text) == "art-photo"
    assert fields.guess_template(["artist", "medium"], "{{information|x}}") == "information"


def test_nothing_to_guess_from_gives_the_general_template():
    assert fields.guess_template(["path", "name"]) == "information"
    assert fields.guess_template(["file", "title", "description", "date", "author"]) == (
        "information"
    )


@pytest.mark.parametrize(
    ("header", "template", "meaning"),
    [
        ("caption[en]", "information", "caption@en"),
        ("Caption DE", "information", "caption@de"),
        ("caption (pt-br)", "information", "caption@pt-br"),
        ("caption", "information", "caption"),
        ("description[de]", "information", "field:description@de"),
        ("description_fr", "information", "field:description@fr"),
        ("Beschreibung [de]", "information", "field:description@de"),
        ("title[nb]", "artwork", "field:title@nb"),
        ("title[nb]", "information", "property:P1476@nb"),
        ("title", "information", "property:P1476"),
        ("P180", "information", "property:P180"),
        ("p180 depicts", "information", "property:P180"),
        ("depicts (P180)", "information", "property:P180"),
        ("P1476[en]", "information", "property:P1476@en"),
        ("Depicts", "information", "property:P180"),
        ("creator", "information", "property:P170"),
        ("licence", "information", "field:license"),
        ("Category", "information", "field:categories"),
        ("Accession_Number", "artwork", "field:accession number"),
        ("technique", "artwork", "field:medium"),
        ("Inventarnummer", "artwork", "field:accession number"),
        ("Künstler", "artwork", "field:artist"),
        ("Künstler", "information", "field:author"),
        ("photographe", "photograph", "field:photographer"),
        ("Dateiname", "information", "path"),
        ("bildefil", "information", "path"),
        ("  ", "information", "ignored"),
        ("kabocha_state", "information", "ignored"),
        ("Kabocha_sha1", "information", "ignored"),
        ("our own note to self", "information", "plain"),
        ("location", "information", "plain"),
        ("megapixels", "information", "plain"),
        ("checksum", "information", "plain"),
        ("date of entry", "information", "plain"),
        ("coordinates", "information", "property:P1259"),
        ("coordinates", "photograph", "field:camera coord"),
    ],
)
def test_a_header_and_its_meaning(header, template, meaning):
    assert meanings([header], template) == [meaning]


def test_the_exact_name_wins_over_an_alias_and_the_last_of_equals():
    assert meanings(["technique", "medium"], "artwork") == ["plain", "field:medium"]
    assert meanings(["medium", "technique"], "artwork") == ["field:medium", "plain"]
    assert meanings(["date", "date"]) == ["plain", "field:date"]
    assert meanings(["filename", "path"]) == ["plain", "path"]


def test_words_take_what_is_left():
    assert meanings(["artist", "Maler", "Künstler", "author"], "artwork") == [
        "field:artist",
        "plain",
        "plain",
        "field:author",
    ]
    assert meanings(["artist", "Künstler"], "artwork") == ["field:artist", "field:author"]


def test_several_columns_of_one_property_all_count():
    assert meanings(["P180", "depicts"]) == ["property:P180", "property:P180"]


def test_field_names_win_over_property_labels():
    assert meanings(["inception", "scale"], "map") == ["property:P571", "field:scale"]


@given(
    st.lists(st.text(max_size=20), max_size=8), st.sampled_from([t.id for t in fields.templates()])
)
def test_any_headers_give_one_meaning_each(headers, template):
    found = fields.recognise(headers, template)
    assert len(found) == len(headers)
    for kind in (MeaningKind.PATH, MeaningKind.NAME):
        assert sum(m.kind is kind for m in found) <= 1
    once = [m for m in found if m.kind in (MeaningKind.FIELD, MeaningKind.CAPTION)]
    assert len(set(once)) == len(once)


def test_what_a_folder_offers_is_recognised_by_every_template():
    for page in fields.templates():
        found = fields.recognise(("path", "name", "date", "camera coord"), page.id)
        assert str(found[3]) in ("field:camera coord", "property:P1259"), page.id
