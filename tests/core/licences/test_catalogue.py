"""The words of the catalogue."""

from app.core import licences, resources, text
from app.core.licences import catalogue


def test_every_word_of_the_catalogue_is_in_the_messages():
    data = resources.catalogue("licences")
    for one, given in zip(licences.entries(), data["licences"], strict=True):
        assert (one.label, one.explanation) == (given["label"], given["explanation"])
        assert all(p.label for p in one.parameters)
        if not one.accepted and not one.id.startswith("gfdl"):
            assert catalogue.why_refused(one.id)
            assert catalogue.way_out(one.id)
    assert {g.label for g in catalogue.groups()} == {g["label"] for g in data["groups"]}
    for refusal in catalogue.refusals():
        assert refusal.reason.endswith(".")
        assert refusal.what_to_do.endswith(".")


def test_the_words_follow_the_language_in_use():
    english = licences.entry("cc-by-4.0").explanation
    text.use(text.LONG)
    assert licences.entry("cc-by-4.0").explanation != english
    assert catalogue.find("CC BY 4.0") is licences.entry("cc-by-4.0")
