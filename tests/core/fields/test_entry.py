from app.core import fields
from app.core.model import Column, Layout, Meaning, MeaningKind, Row, TextMode

HEADERS = ("path", "name", "description", "accession number", "note to self", "P180", "license")


def columns(headers=HEADERS, template="artwork", **modes):
    found = fields.recognise(headers, template)
    return [
        Column(i, h, m, modes.get(h, "auto"))
        for i, (h, m) in enumerate(zip(headers, found, strict=True))
    ]


def row(*texts):
    return Row(7, 12, dict(enumerate(texts)))


def test_a_row_becomes_an_entry():
    entry = fields.read_entry(
        row("a.jpg", " A name ", "{{en|1=x}}", "17", "", "Q1; Q2", "{{PD-old-100}}"),
        columns(),
        Layout("artwork"),
        {},
    )
    assert (entry.row_id, entry.number, entry.path, entry.name) == (7, 12, "a.jpg", "A name")
    assert (entry.path_column, entry.name_column) == ("path", "name")
    assert [(c.column, c.mode) for c in entry.cells] == [
        ("description", TextMode.WIKITEXT),
        ("accession number", TextMode.PLAIN),
        ("P180", TextMode.PLAIN),
        ("license", TextMode.WIKITEXT),
    ]
    assert entry.headers == HEADERS


def test_every_cell_of_a_pattypan_workbook_holds_wikitext():
    entry = fields.read_entry(
        row("a.jpg", "A", "x", "{{Accession number|17}}", "y"),
        columns(),
        Layout("artwork", freemarker="{{Artwork}}"),
        {},
    )
    assert {c.mode for c in entry.cells} == {TextMode.WIKITEXT}


def test_the_switch_of_a_column_overrides():
    entry = fields.read_entry(
        row("a.jpg", "A", "x", "17"),
        columns(description="plain", **{"accession number": "wikitext"}),
        Layout("artwork"),
        {},
    )
    assert [c.mode for c in entry.cells] == [TextMode.PLAIN, TextMode.WIKITEXT]


def test_constants_fill_where_the_cell_is_empty():
    constants = {
        "field:description": "for all",
        "field:license": "CC0",
        "field:source": "{{own}}",
        "caption@en": " ",
        "name": "Common name",
    }
    entry = fields.read_entry(row("a.jpg", "", "mine"), columns(), Layout("artwork"), constants)
    texts = {str(c.meaning): (c.text, c.column, c.header_key) for c in entry.cells}
    assert texts == {
        "field:description": ("mine", "description", "description"),
        "field:license": ("CC0", None, "license"),
        "field:source": ("{{own}}", None, "source"),
    }
    assert entry.name == "Common name"


def test_ignored_columns_are_no_cells():
    entry = fields.read_entry(
        row("a.jpg", "x", "done"),
        columns(("path", "", "kabocha_state")),
        Layout(),
        {},
    )
    assert entry.cells == ()
    assert entry.name == ""
    assert entry.name_column is None


def test_a_meaning_survives_its_text():
    for header in ("accession number", "description[de]", "P180", "caption[en]", "path"):
        for meaning in fields.recognise([header], "artwork"):
            assert Meaning.parse(str(meaning)) == meaning
            assert meaning.kind is not MeaningKind.PLAIN
