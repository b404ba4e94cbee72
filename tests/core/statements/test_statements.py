import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import fields, resources, statements, text
from app.core.model import (
    CoordinateValue,
    ItemValue,
    MonolingualValue,
    QuantityValue,
    StringValue,
    TimeValue,
)
from tests.core.wikitext.samples import entry, pattypan


def build(cells, template="information", *, account="", **options):
    made, layout = entry(cells, template, **options)
    return statements.build(made, layout, account=account)


def value(found):
    match found:
        case ItemValue():
            return found.id
        case StringValue():
            return found.text
        case TimeValue():
            return f"{found.time[:11]}/{found.precision}"
        case QuantityValue():
            return f"{found.amount} {found.unit}"
        case CoordinateValue():
            return f"{found.latitude},{found.longitude}"
        case MonolingualValue():
            return f"{found.text}@{found.language}"
    return None


def snak(found):
    return value(found.value) if found.snaktype == "value" else found.snaktype


def claims(built):
    """P170 -> [(value, {qualifier: value})], for reading in tests."""
    found = {}
    for one in built.description.statements:
        qualifiers = {q.property: snak(q) for q in one.qualifiers}
        found.setdefault(one.property, []).append((snak(one.snak), qualifiers))
    return found


def codes(built, *but):
    quiet = {"statement-missing", "caption-language-assumed", *but}
    return [(p.code, p.field) for p in built.problems if p.code not in quiet]


# The samples


CIRCA = {"P1480": "Q5727902"}
LIFE_100 = ("Q19652", {"P1001": "Q60332278", "P459": "Q29940705"})
USA = ("Q19652", {"P1001": "Q30", "P459": "Q47246828"})


def test_the_third_object_of_the_artwork_sample():
    made, layout = pattypan("pattypan-artwork-moved.xls")[2]
    built = statements.build(made, layout, account="Example")
    assert built.description.labels == {"en": "Still life with pattypan squash, oil on canvas"}
    assert claims(built) == {
        "P170": [("somevalue", {"P2093": "Anna Example"})],
        "P571": [("+1730-00-00/9", CIRCA)],
        "P217": [("1903", {})],
        "P6243": [("Q100002", {})],
        "P6216": [LIFE_100, USA],
    }
    assert [(p.code, p.field) for p in built.problems] == [("source-not-stated", "source")]


def test_an_object_without_an_item_keeps_its_own_facts():
    made, layout = pattypan("pattypan-artwork-moved.xls")[1]
    assert claims(statements.build(made, layout)) == {
        "P170": [("somevalue", {})],
        "P1476": [("Portrait of a merchant@en", {})],
        "P571": [("+1720-00-00/9", CIRCA)],
        "P2048": [("+41 Q174728", {"P518": "Q112134971"})],
        "P2049": [("+61 Q174728", {"P518": "Q112134971"})],
        "P217": [("1902", {})],
        "P6216": [LIFE_100, USA],
    }


def test_creator_template_and_anonymous():
    first, _, _, fourth = pattypan("pattypan-artwork-moved.xls")
    assert claims(statements.build(*first))["P170"] == [("somevalue", {"P2093": "Anna Example"})]
    assert claims(statements.build(*fourth))["P170"] == [("somevalue", {})]


def test_own_work_of_the_information_sample():
    made, layout = pattypan("pattypan-information.xls")[0]
    built = statements.build(made, layout, account="Example")
    assert built.description.labels == {"en": "Town hall of Exampleville"}
    user = {
        "P2093": "Example Archive",
        "P4174": "Example",
        "P2699": "https://commons.wikimedia.org/wiki/User:Example",
    }
    assert claims(built) == {
        "P571": [("+2023-05-14/11", {})],
        "P7482": [("Q66458942", {})],
        "P170": [("somevalue", user)],
        "P275": [("Q18199165", {})],
        "P6216": [("Q50423863", {})],
    }
    assert built.problems == ()


# Source


@pytest.mark.parametrize(
    ("account", "author", "own"),
    [
        ("", "[[User:Example|E]]", True),
        ("Example", "[[User:Example|E]]", True),
        ("example@kabocha", "[[User:Example|E]]", True),
        ("Other", "[[User:Example|E]]", False),
        ("Other", "Anna Example", True),
        ("Other", "", True),
    ],
)
def test_own_work_is_only_that_of_the_signed_in_person(account, author, own):
    built = build({"source": "{{Own}}", "author": author}, account=account)
    assert claims(built).get("P7482", []) == ([("Q66458942", {})] if own else [])
    assert (("source-not-stated", "source") in codes(built)) is not own


def test_an_address_as_source_is_on_the_internet():
    page = "https://collection.example.org/147123"
    for cell in (page, f"[{page} National Museum, inv. 147123]"):
        assert claims(build({"source": cell}))["P7482"] == [("Q74228490", {"P973": page})]


@pytest.mark.parametrize("cell", ["{{Source-Example Museum}}", "The museum's archive", "own scan"])
def test_any_other_source_is_left_out_and_said(cell):
    built = build({"source": cell})
    assert "P7482" not in claims(built)
    assert codes(built) == [("source-not-stated", "source")]


# The work


@pytest.mark.parametrize(
    ("template", "licence", "expected"),
    [
        ("artwork", "{{PD-Art|PD-old-100-expired}}", ["P6243"]),
        ("artwork", "{{PD-scan|PD-old-100-expired}}", ["P6243"]),
        ("artwork", "{{cc-by-4.0}}", ["P921", "P180"]),
        ("photograph", "{{PD-old-70}}", ["P921", "P180"]),
        ("book", "{{PD-old-70}}", ["P6243"]),
    ],
)
def test_the_item_of_a_work(template, licence, expected):
    found = claims(build({"wikidata": "Q42", "license": licence}, template))
    assert [p for p in ("P6243", "P921", "P180") if p in found] == expected
    assert all(found[p] == [("Q42", {})] for p in expected)


def test_art_photo_shows_the_object_and_is_the_photographers():
    cells = {
        "wikidata": "Q42",
        "artist": "Q5582",
        "artwork license": "{{PD-old-100}}",
        "photographer": "Anna Example",
        "photo license": "{{cc-by-4.0}}",
        "photo date": "2024-05-03",
        "photo description": "{{en|1=Front view}}",
    }
    built = build(cells, "art-photo")
    assert claims(built) == {
        "P921": [("Q42", {})],
        "P180": [("Q42", {})],
        "P571": [("+2024-05-03/11", {})],
        "P170": [("somevalue", {"P2093": "Anna Example"})],
        "P275": [("Q20007257", {})],
        "P6216": [("Q50423863", {})],
    }
    assert built.description.labels == {"en": "Front view"}


def test_facts_of_the_object_are_left_to_its_item():
    cells = {
        "title": "{{en|1=A}}",
        "artist": "Q5582",
        "date": "1890",
        "medium": "Q296955",
        "dimensions": "40 x 60 cm",
        "institution": "{{Institution|wikidata=Q153306}}",
        "accession number": "MP 443",
        "object type": "Q3305213",
    }
    flat = {"wikidata": "Q42", "license": "{{PD-Art|PD-old-100}}"}
    with_item = claims(build(cells | flat, "artwork"))
    assert set(with_item) == {"P170", "P571", "P195", "P217", "P6243", "P6216"}
    assert with_item["P217"] == [("MP 443", {"P195": "Q153306"})]
    without = claims(build(cells, "artwork"))
    assert {"P1476", "P186", "P2048", "P2049", "P31"} <= set(without)
    assert without["P170"] == [("Q5582", {})]


def test_no_item_is_made_of_words():
    cells = {
        "artist": "Anna Example",
        "medium": "oil on canvas",
        "institution": "National Museum",
        "object type": "painting",
        "depicted place": "Wrocław",
    }
    built = build(cells, "artwork")
    assert set(claims(built)) == {"P170"}
    assert codes(built) == []


def test_author_beside_artist_is_the_writer():
    assert set(claims(build({"artist": "A", "author": "B"}, "artwork"))) == {"P170"}
    assert claims(build({"artist": "A", "author": "Q5"}, "artwork"))["P50"] == [("Q5", {})]
    assert claims(build({"author": "B"}, "artwork"))["P170"] == [("somevalue", {"P2093": "B"})]


def test_fields_of_a_book():
    cells = {
        "Author": "Q5",
        "Title": "{{en|1=A book}}",
        "Volume": "II",
        "Publication date": "1901",
        "ISBN": "978-3-16-148410-0; 3-16-148410-X",
        "OCLC": "123",
        "Language": "Q1860",
    }
    found = claims(build(cells, "book"))
    assert found["P577"] == [("+1901-00-00/9", {})]
    assert found["P212"] == [("978-3-16-148410-0", {})]
    assert found["P957"] == [("3-16-148410-X", {})]
    assert found["P478"] == [("II", {})]
    assert found["P407"] == [("Q1860", {})]
    assert found["P1476"] == [("A book@en", {})]


def test_fields_of_a_map_and_of_music():
    found = claims(build({"scale": "1:100000", "map date": "1795", "print date": "1796"}, "map"))
    assert found["P1752"] == [("+100000 1", {})]
    assert found["P2913"] == [("+1795-00-00/9", {})]
    assert found["P577"] == [("+1796-00-00/9", {})]
    cells = {"composer": "Q1268", "composition date": "1835", "performance date": "1928-06-12"}
    found = claims(build(cells, "musical-work"))
    assert found == {"P86": [("Q1268", {})], "P571": [("+1928-06-12/11", {})]}


def test_positions():
    cells = {"camera coord": "51.1079, 17.0385", "P9149": "51.5, -0.25"}
    found = claims(build(cells, "photograph"))
    assert found["P1259"] == [("51.1079,17.0385", {})]
    assert found["P9149"] == [("51.5,-0.25", {})]


@pytest.mark.parametrize(
    ("cell", "caption"),
    [
        ("Church {{foo", "Church foo"),
        ("A [[market]] and }} more", "A market and more"),
        ("[[Open {{{x", "Open x"),
    ],
)
def test_a_caption_has_no_brackets_that_nobody_closed(cell, caption):
    assert build({"caption[en]": cell}).description.labels == {"en": caption}
    assert build({"description[en]": cell}).description.labels == {"en": caption}


def test_an_object_location_is_never_where_the_camera_stood():
    cell = "{{Object location|51.5|-0.25}}"
    place = [("51.5,-0.25", {})]
    assert claims(build({"coordinates": cell})) == {"P9149": place}
    assert claims(build({"camera coord": cell}, "photograph")) == {"P9149": place}
    assert claims(build({"P1259": cell})) == {"P9149": place}
    assert claims(build({"coordinates": "{{Location|51.5|-0.25}}"})) == {"P1259": place}
    assert claims(build({"P9149": "{{Location|51.5|-0.25}}"})) == {"P9149": place}


def test_a_date_that_can_be_read_in_two_ways_is_asked_at_its_column():
    built = build({"date": "05/06/1890"})
    assert "P571" not in claims(built)
    assert [field for _, field in codes(built)] == ["date"]


# Property columns


def test_property_columns_hold_several_values_each_once():
    built = build({"P180": "Q1; Q2;Q1", "depicts": "Q2; Q3"})
    assert claims(built)["P180"] == [("Q1", {}), ("Q2", {}), ("Q3", {})]
    origins = [(s.origin, s.field) for s in built.description.statements]
    assert origins == [("P180", "P180"), ("P180", "P180"), ("depicts", "depicts")]


def test_a_property_column_replaces_what_the_fields_say():
    cells = {"author": "Anna", "creator": "Q5582", "license": "cc-by-4.0", "P6216": "Q19652"}
    found = claims(build(cells))
    assert found["P170"] == [("Q5582", {})]
    assert found["P6216"] == [("Q19652", {})]
    assert found["P275"] == [("Q20007257", {})]


def test_a_name_in_the_creator_column_stays_a_name():
    assert claims(build({"creator": "Anna"}))["P170"] == [("somevalue", {"P2093": "Anna"})]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("P276", "property-not-for-files"),
        ("P625", "property-not-for-files"),
        ("P4092", "property-left-to-bots"),
        ("P6757", "property-left-to-bots"),
        ("P6305", "property-left-to-volunteers"),
        ("P2093", "property-only-detail"),
    ],
)
def test_properties_that_are_not_written(header, code):
    built = build({header: "Q1"})
    assert claims(built) == {}
    problem = next(p for p in built.problems if p.code == code)
    assert (problem.severity.value, problem.field) == ("warning", header)
    assert not re.search(r"\bP\d", text.problem(problem))


def test_a_property_that_the_catalogue_does_not_have():
    built = build({"P350": "123; 124", "P9999": "Q1;Q2"})
    assert claims(built)["P350"] == [("123", {}), ("124", {})]
    assert claims(built)["P9999"] == [("Q1", {}), ("Q2", {})]
    assert codes(built) == [("property-unknown", "P350"), ("property-unknown-item", "P9999")]


def test_sizes_given_as_a_property_are_those_of_the_object():
    assert claims(build({"P2048": "12 cm"}))["P2048"] == [("+12 Q174728", {"P518": "Q112134971"})]


def test_a_text_in_a_language_takes_that_of_its_header():
    built = build({"P1476[nb]": "Skrik", "title": "Bare"}, "information")
    assert claims(built)["P1476"] == [("Skrik@nb", {})]
    assert codes(built) == [("text-language", "title")]


def test_constants_have_no_column():
    built = build({"date": ""}, constants={"field:license": "cc-by-4.0", "property:P195": "Q1"})
    found = [(s.property, s.origin, s.field) for s in built.description.statements]
    assert found == [("P195", "", ""), ("P275", "licence", ""), ("P6216", "licence", "")]


# What every file should say


def test_what_is_missing_is_a_warning():
    built = build({"date": "1890", "license": "{{Some local tag}}", "author": "{{Strange}}"})
    missing = [
        (p.params["label"], p.field) for p in built.problems if p.code == "statement-missing"
    ]
    assert missing == [("copyright status", "license"), ("creator", "author")]
    assert "creator" in text.problem(built.problems[-1])


def test_every_problem_has_a_sentence():
    for code in [
        "statement-missing",
        "source-not-stated",
        "caption-language-assumed",
        "caption-language-unknown",
        "caption-too-long",
        "property-not-for-files",
        "property-left-to-bots",
        "property-unknown",
        "property-left-to-volunteers",
        "property-only-detail",
        "property-unknown-item",
    ]:
        assert text.has(f"problem.{code}")


# Captions


def labels(cells, template="information"):
    return build(cells, template).description.labels


def test_captions_come_from_their_columns_before_descriptions():
    cells = {
        "caption[en]": "A\ncaption",
        "description": "{{en|1=Another.}}{{de|1=Ein Markt. Mehr davon.}}",
    }
    assert labels(cells) == {"en": "A caption", "de": "Ein Markt."}


def test_the_language_of_a_description_comes_from_its_header():
    built = build({"description[nb]": "Et torg"})
    assert built.description.labels == {"nb": "Et torg"}
    assert "caption-language-assumed" not in [p.code for p in built.problems]


def test_a_text_without_a_language_is_taken_for_english_and_said():
    built = build({"description": "A market"})
    assert built.description.labels == {"en": "A market"}
    problem = next(p for p in built.problems if p.code == "caption-language-assumed")
    assert (problem.field, problem.severity.value) == ("description", "info")


def test_a_text_without_a_language_says_nothing_beside_a_caption():
    assert labels({"caption[de]": "Markt", "description": "Torget"}) == {"de": "Markt"}


@pytest.mark.parametrize(
    ("description", "caption"),
    [
        ("One. Two.", "One."),
        ("St. Mary in c. 1890. It burnt.", "St. Mary in c. 1890."),
        ("Portrait of J. M. Example, 12 cm. Signed.", "Portrait of J. M. Example, 12 cm."),
        ("Is it? Yes!", "Is it?"),
        ("no end", "no end"),
        ("''The [[Scream]]'' by {{Creator:Edvard Munch}}. More", "The Scream by Edvard Munch."),
        ("城市。鄉村。", "城市。"),
    ],
)
def test_the_first_sentence(description, caption):
    assert labels({"description[en]": description}) == {"en": caption}


def test_long_captions_are_cut_between_words():
    built = build({"caption[en]": "word " * 80, "description[de]": "wort " * 80})
    for label in built.description.labels.values():
        assert len(label) <= 250
        assert label.endswith("…")
    assert codes(built) == [("caption-too-long", "caption[en]")]


def test_a_language_that_no_caption_can_have():
    built = build({"caption[xqx]": "x"})
    assert built.description.labels == {}
    assert codes(built) == [("caption-language-unknown", "caption[xqx]")]


# Properties

KNOWN = set(re.findall(r"\bQ[1-9]\d*\b", json.dumps([
    resources.catalogue("properties"), resources.catalogue("licences"), resources.catalogue("fields")
])))  # fmt: skip
PARTS = ["Q7", "{{own}}", "Anna", "1890", "circa 1850", "{{Creator:A}}", "[[User:X|Y]]", "; ", " ",
         "cc-by-4.0", "{{PD-Art|PD-old-100}}", "40 x 60 cm", "{{unknown|artist}}", "{{anonymous}}",
         "https://x.example/a", "51.1, 17.0", "{{en|1=x}}", "{{", "}}", "|", "\n", "oil", "P5", "1:500"]  # fmt: skip
CELL = st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_item_is_invented_and_nothing_is_said_twice(data):
    template = data.draw(st.sampled_from([t.id for t in fields.templates()]))
    names = [f.name for f in fields.template(template).every_field]
    headers = [*names, "P180", "P170", "P571", "P9149", "P1476[en]", "caption[en]"]
    cells = data.draw(st.dictionaries(st.sampled_from(headers), CELL, max_size=6))
    built = build(cells, template, account=data.draw(st.sampled_from(["", "X", "Z"])))
    found = built.description.statements
    assert len(set(found)) == len(found)
    given_items = set(re.findall(r"Q[1-9]\d*", " ".join(cells.values())))
    written = set(re.findall(r'"id": "(Q\d+)"', json.dumps(built.description.to_data())))
    assert written <= KNOWN | given_items
    for one in found:
        assert one.origin == "licence" or one.origin == one.field
        assert one.field in cells
    assert all(p.field is None or p.field in cells for p in built.problems)
    assert all(text.has(f"problem.{p.code}") for p in built.problems)
