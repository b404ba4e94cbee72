"""What a browser shows of the practice wiki."""

from __future__ import annotations

import json
import re

import pytest
import requests

from app.core import text
from app.core.practice import dataviews, pagetext

PAGE = """=={{int:filedesc}}==
{{Information
|description={{en|1=A ''market'' hall, see [[Wrocław|the town]]<br>and <script>alert(1)</script>}}{{pl|1=Hala targowa}}
|date=1911-05-03
|source={{own}}
|author={{Creator:Anna Example}} & [https://example.org Museum]
|other_versions=
}}

=={{int:license-header}}==
{{self|cc-by-sa-4.0|GFDL}}

[[Category:Market halls]]
[[Category:Wrocław]]
"""


def item(number):
    value = {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}
    return {"type": "wikibase-entityid", "value": value}


def snak(prop, datavalue=None, snaktype="value"):
    found = {"snaktype": snaktype, "property": prop}
    return {**found, "datavalue": datavalue} if datavalue else found


def claim(mainsnak, *qualifiers, rank="normal"):
    return {
        "type": "statement", "rank": rank, "mainsnak": mainsnak,
        "qualifiers": {entry["property"]: [entry] for entry in qualifiers},
    }  # fmt: skip


def string(words):
    return {"type": "string", "value": words}


DATA = {
    "labels": {"en": {"language": "en", "value": "A <b>market</b> hall"}},
    "claims": [
        claim(snak("P180", item(5)), rank="preferred"),
        claim(snak("P170", snaktype="somevalue"), snak("P2093", string("Anna Example"))),
        claim(snak("P973", string("https://example.org/1"))),
    ],
}


@pytest.fixture
def shown(wiki, connect, sample):
    """Pages of a wiki with one described picture."""
    client = connect(wiki.api, "Anna@app")
    client.upload("Market hall.jpg", sample(9000, "ffd8ff", "a"), text=PAGE)
    answer = client.post(
        action="wbeditentity", token=client.token, site="commonswiki",
        title="File:Market hall.jpg", data=json.dumps(DATA),
    )  # fmt: skip
    assert answer["success"] == 1

    def get(path, **more):
        return client.session.get(f"{wiki.browse}{path}", timeout=5, **more)

    get.client, get.wiki = client, wiki
    return get


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_file_page_is_in_words(shown):
    reply = shown("wiki/File:Market_hall.jpg")
    words = plain(reply.text)
    for said in (
        "Practice wiki: nothing here is published", "General file", "Description",
        "A market hall, see the town", "Hala targowa", "Own work", "Anna Example &amp; Museum",
        "CC BY-SA 4.0", "Market halls", "Caption (en)", "depicts", "human", "main", "creator",
        "not known, or without an entry of its own", "320 × 240 pixels", "sent by Anna",
    ):  # fmt: skip
        assert said in words, said
    assert "P180" not in words
    assert 'title="P180"' in reply.text
    assert "Other versions" not in words


def test_nothing_from_outside_becomes_markup(shown):
    reply = shown("wiki/File:Market_hall.jpg")
    assert "<script" not in reply.text
    assert "A &lt;b&gt;market&lt;/b&gt; hall" in reply.text
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_the_gallery_lists_what_was_sent(shown):
    page = shown("").text
    assert '<a href="/wiki/File:Market_hall.jpg">' in page
    assert '<img src="/files/Market_hall.jpg"' in page
    assert "Practice wiki: nothing here is published" in page
    assert page == shown("wiki/Main_Page").text


def test_an_empty_wiki_says_what_to_do(wiki):
    page = requests.get(wiki.browse, timeout=5).text
    assert "Nothing was sent yet" in page


def test_files_come_as_they_are_and_cannot_run(shown, sample):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>'
    assert shown.client.upload("D.svg", svg)["upload"]["result"] == "Success"
    assert shown.client.upload("S.stl", b"solid x\nendsolid x")["upload"]["result"] == "Success"
    picture = shown("files/Market_hall.jpg")
    assert picture.content == sample(9000, "ffd8ff", "a")
    assert picture.headers["Content-Type"] == "image/jpeg"
    drawing = shown("files/D.svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in drawing.headers["Content-Security-Policy"]
    solid = shown("files/S.stl")
    assert solid.headers["Content-Type"] == "application/octet-stream"
    assert solid.headers["Content-Disposition"].startswith("attachment")
    assert "STL" in plain(shown("wiki/File:S.stl").text)


@pytest.mark.parametrize(
    "path", ["wiki/File:No.jpg", "files/No.jpg", "files/..%2F..%2Fpractice.json", "else",
             "wiki/a%3Cb", "w/index.php?curid=99", "wiki/Special:EntityData/M99.json"],
)  # fmt: skip
def test_what_is_not_there_is_said_readably(shown, path):
    reply = shown(path)
    assert reply.status_code == 404
    assert "There is no such page" in reply.text


def test_other_addresses_of_a_page_lead_to_it(shown):
    for path in ("w/index.php?curid=1", "w/index.php?title=File:Market_hall.jpg"):
        assert shown(path).url == f"{shown.wiki.browse}wiki/File:Market_hall.jpg"
    client = shown.client
    client.post(action="edit", title="Category:Cats", text="<b>cats</b>", token=client.token)
    assert "&lt;b&gt;cats&lt;/b&gt;" in shown("wiki/Category:Cats").text


def test_head_gives_no_body(shown):
    reply = requests.head(f"{shown.wiki.browse}files/Market_hall.jpg", timeout=5)
    assert (reply.status_code, reply.content) == (200, b"")
    assert reply.headers["Content-Length"] == "9000"


def test_right_to_left(shown):
    text.use(text.RTL)
    page = shown("wiki/File:Market_hall.jpg").text
    assert 'dir="rtl"' in page


def test_a_page_without_anything_known():
    found = pagetext.read("Just words, {{Unknown thing|a=b}}\n{{PD-old-100}}")
    assert not found.fields
    assert "Just words" in found.rest
    assert "Unknown thing: b" in found.rest
    assert [licence.name for licence in found.licences]
    assert pagetext.read("").rest == ""


@pytest.mark.parametrize(
    ("time", "precision", "words"),
    [
        ("+1911-05-03T00:00:00Z", 11, "3 May 1911"),
        ("+1911-05-00T00:00:00Z", 10, "May 1911"),
        ("+1911-00-00T00:00:00Z", 9, "1911"),
        ("+1911-00-00T00:00:00Z", 8, "1910s"),
        ("+1900-00-00T00:00:00Z", 7, "century 19"),
        ("+1901-00-00T00:00:00Z", 7, "century 20"),
        ("-0044-03-15T00:00:00Z", 11, "15 March 44 BC"),
    ],
)
def test_dates_in_words(time, precision, words):
    assert dataviews.date_words(time, precision) == words
