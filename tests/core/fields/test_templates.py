from app.core import fields, resources, text


def test_every_template_and_field_of_the_catalogue_is_there():
    data = resources.catalogue("fields")["templates"]
    assert [t.id for t in fields.templates()] == [t["id"] for t in data]
    for row in data:
        page = fields.template(row["id"])
        assert page.template == row["template"]
        assert (page.label, page.when_to_use) == (row["label"], row["when_to_use"])
        assert [f.name for f in page.fields] == [f["name"] for f in row["fields"]]
        for field, given in zip(page.fields, row["fields"], strict=True):
            assert (field.label, field.status, field.kind) == (
                given["label"],
                given["status"],
                given["kind"],
            )
            assert field.help == given["help"]
            assert [d.property for d in field.sdc] == [s["property"] for s in given["sdc"]]


def test_licence_and_categories_are_no_parameters():
    names = {f.name for f in fields.template("information").parameters}
    assert "author" in names
    assert not names & {"license", "categories", "partnership"}


def test_art_photo_takes_the_fields_of_artwork_without_their_statements():
    page = fields.template("art-photo")
    artist = page.field("artist")
    assert artist is not None
    assert artist.sdc == ()
    assert artist.status == "optional"
    assert [f.name for f in page.every_field].count("source") == 1


def test_the_words_follow_the_language_in_use():
    english = fields.template("artwork").field("medium").label
    text.use(text.LONG)
    assert fields.template("artwork").field("medium").label != english
