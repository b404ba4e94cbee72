"""Structured data and queries beyond what was recorded."""

from __future__ import annotations

import json

import pytest

from app.core.practice import vocabulary
from app.core.practice.refusals import RefusalError
from app.core.practice.values import check_snak


def snak(prop, kind, value):
    datavalue = {"type": kind, "value": value}
    return {"snaktype": "value", "property": prop, "datavalue": datavalue}


def item(entity):
    return {"entity-type": "item", "numeric-id": int(entity[1:]), "id": entity}


def moment(time, precision=11):
    return {
        "time": time, "timezone": 0, "before": 0, "after": 0, "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }  # fmt: skip


def quantity(amount):
    return {"amount": amount, "unit": "1"}


@pytest.mark.parametrize(
    "good",
    [
        snak("P180", "wikibase-entityid", item("Q200000000")),
        snak("P14999", "string", "unknown properties take any datatype"),
        snak("P14999", "time", moment("+2020-01-01T00:00:00Z")),
        snak("P571", "time", moment("+2020-05-00T00:00:00Z", 10)),
        snak("P571", "time", moment("-0044-00-00T00:00:00Z", 9)),
        snak("P2048", "quantity", quantity("+1.5")),
        snak("P217", "string", "x" * 1500),
        {"snaktype": "novalue", "property": "P170"},
    ],
)
def test_good_snaks(good):
    assert check_snak(good)["property"] == good["property"]


@pytest.mark.parametrize(
    ("bad", "validator"),
    [
        (snak("P180", "wikibase-entityid", item("Q200000001")), "no-such-entity"),
        (snak("P15001", "string", "x"), "no-such-property"),
        (snak("P180", "string", "x"), "bad-value-type"),
        (snak("P571", "time", moment("+2020-13-01T00:00:00Z")), "bad-value"),
        (snak("P571", "time", moment("+2020-05-00T00:00:00Z", 11)), "malformed-value"),
        (snak("P571", "time", moment("+2020-00-00T00:00:00Z", 10)), "malformed-value"),
        (snak("P2048", "quantity", quantity("+1e-7")), "bad-value"),
        (snak("P2048", "quantity", quantity("5")), "bad-value"),
        (snak("P217", "string", "x" * 1501), "too-long"),
        (snak("P217", "string", "a\nb"), "malformed-value"),
        (snak("P217", "string", ""), "too-short"),
        (snak("P973", "string", "example.org"), "url-scheme-missing"),
        (snak("P973", "string", "foo:bar"), "url-bad-scheme"),
        (
            snak("P1476", "monolingualtext", {"text": "x", "language": "xx"}),
            "not-recognized-language",
        ),
        (snak("P180", "nonsense", "x"), "bad-value"),
    ],
)
def test_refused_snaks(bad, validator):
    with pytest.raises(RefusalError) as refused:
        check_snak(bad)
    assert refused.value.code == "modification-failed"
    assert refused.value.data["messages"][0]["name"] == f"wikibase-validator-{validator}"


@pytest.mark.parametrize("bad", [{}, {"property": "P180"}, {"property": "P1", "snaktype": "x"}, 5])
def test_what_is_no_snak(bad):
    with pytest.raises(RefusalError) as refused:
        check_snak(bad)
    assert refused.value.code == "invalid-claim"


def test_vocabulary():
    assert vocabulary.exists("Q1")
    assert vocabulary.exists("P15000")
    assert not any(vocabulary.exists(entity) for entity in ("Q0", "Q01", "P15001", "X5", "Q", "Qx"))
    assert vocabulary.datatype("P180") == "wikibase-item"
    assert vocabulary.datatype("P14999") is None
    assert vocabulary.label("P180") == "depicts"
    assert vocabulary.is_language("pt-br")
    assert not vocabulary.is_language("xx-klingon")


@pytest.fixture
def client(wiki, connect, sample):
    made = connect(wiki.api, "Anna@app")
    made.upload("A.jpg", sample(9000, "ffd8ff", "a"))
    return made


def edit(client, data, **more):
    given = {"site": "commonswiki", "title": "File:A.jpg", **more}
    given["data"] = data if isinstance(data, str) else json.dumps(data)
    return client.post(action="wbeditentity", token=client.token, **given)


def caption(language, words):
    return {"labels": {language: {"language": language, "value": words}}}


def depicts(entity):
    return {"type": "statement", "mainsnak": snak("P180", "wikibase-entityid", item(entity))}


def test_one_bad_claim_fails_the_whole_edit(client):
    answer = edit(client, {**caption("en", "x"), "claims": [depicts("Q5"), depicts("Q999999999")]})
    assert answer["error"]["code"] == "modification-failed"
    found = client.get(action="wbgetentities", ids="M1")["entities"]["M1"]
    assert found == {"id": "M1", "missing": ""}


def test_replica_lag_looks_like_a_missing_file(wiki, client):
    wiki.conduct.lagging.add("File:A.jpg")
    assert edit(client, caption("en", "x"))["error"]["code"] == "no-such-entity-link"
    wiki.conduct.lagging.clear()
    assert edit(client, caption("en", "x"))["success"] == 1


def test_a_conflict_on_one_statement(client):
    first = edit(client, {"claims": [depicts("Q5"), depicts("Q146")]})["entity"]
    one, two = first["statements"]["P180"]
    edit(client, {"claims": [{**depicts("Q144"), "id": one["id"]}]})
    base = first["lastrevid"]
    same = edit(client, {"claims": [{"id": one["id"], "remove": ""}]}, baserevid=base)
    assert same["error"]["code"] == "editconflict"
    other = edit(client, {"claims": [{"id": two["id"], "remove": ""}]}, baserevid=base)
    assert other["warnings"]["wbeditentity"]["messages"][0]["name"] == "wikibase-conflict-patched"
    left = other["entity"]["statements"]["P180"]
    assert [entry["mainsnak"]["datavalue"]["value"]["id"] for entry in left] == ["Q144"]


def test_an_empty_caption_removes_it_and_newlines_become_blanks(client):
    assert edit(client, caption("en", " a\n b "))["entity"]["labels"]["en"]["value"] == "a b"
    assert edit(client, caption("en", ""))["entity"]["labels"] == {}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("[1]", "not-recognized-array"),
        ('{"labels": 5}', "not-recognized-array"),
        ('{"labels": {"en": {"language": "en"}}}', "not-recognized-string"),
        ('{"labels": {"en": "x"}}', "not-recognized-language"),
        ('{"claims": 5}', "not-recognized-array"),
        ('{"claims": [5]}', "invalid-claim"),
        ('{"claims": [{"id": "M1$x", "remove": ""}]}', "invalid-claim"),
        ('{"claims": [{"type": "statement"}]}', "invalid-claim"),
        ('{"aliases": {}}', "not-supported"),
    ],
)
def test_data_of_another_form(client, data, code):
    answer = edit(client, data)
    assert answer["error"]["code"] == code


def test_fifty_titles_and_ids_and_no_more(client):
    titles = "|".join(f"File:N{number}.jpg" for number in range(51))
    assert client.get(action="query", titles=titles)["error"]["code"] == "toomanyvalues"
    assert (
        len(client.get(action="query", titles=titles[3:].split("|", 1)[1])["query"]["pages"]) == 50
    )
    ids = "|".join(f"Q{number}" for number in range(1, 52))
    assert client.get(action="wbgetentities", ids=ids)["error"]["code"] == "toomanyvalues"


def test_titles_are_normalized(client):
    found = client.get(action="query", titles="file:A.jpg|File:a.jpg")["query"]
    assert [entry["to"] for entry in found["normalized"]] == ["File:A.jpg", "File:A.jpg"]
    assert [page["pageid"] for page in found["pages"]] == [1]


def test_names_with_the_same_beginning(client, sample):
    for name in ("A b.png", "B.jpg"):
        kind = "89504e" if name.endswith("png") else "ffd8ff"
        assert client.upload(name, sample(9000, kind, name))["upload"]["result"] == "Success"
    query = {"action": "query", "generator": "allpages", "gapnamespace": 6, "gapprefix": "A"}
    pages = client.get(**query, gaplimit=1)
    assert pages["continue"]["gapcontinue"] == "1"
    more = client.get(**query, gaplimit=1, gapcontinue=1)
    titles = [page["title"] for part in (pages, more) for page in part["query"]["pages"]]
    assert titles == ["File:A.jpg", "File:A b.png"]


def test_deletions_are_logged(client):
    client.post(action="delete", title="File:A.jpg", reason="test", token=client.token)
    query = {"action": "query", "list": "logevents", "letype": "delete", "letitle": "File:A.jpg"}
    (event,) = client.get(**query)["query"]["logevents"]
    assert (event["type"], event["action"], event["comment"]) == ("delete", "delete", "test")


def test_a_blocked_account_says_so_beforehand(wiki, connect):
    client = connect(wiki.api, "blocked ben@app")
    info = client.get(action="query", meta="userinfo", uiprop="blockinfo|rights")
    assert info["query"]["userinfo"]["blockreason"] == "for tests"
    noupload = connect(wiki.api, "noupload@app")
    rights = noupload.get(action="query", meta="userinfo", uiprop="rights")["query"]["userinfo"]
    assert "upload" not in rights["rights"]


def test_templates_of_the_catalogues_are_there(client):
    titles = "Template:Information|Template:Cc-by-sa-4.0|Template:Nobody made this"
    pages = client.get(action="query", titles=titles)["query"]["pages"]
    assert {page["title"]: "missing" in page for page in pages} == {
        "Template:Information": False,
        "Template:Cc-by-sa-4.0": False,
        "Template:Nobody made this": True,
    }


def test_unknown_things_are_warned_of_or_refused(client):
    odd = client.get(action="query", meta="siteinfo", colour="red", siprop="general|weather")
    assert odd["warnings"]["main"]["warnings"] == "Unrecognized parameter: colour."
    assert odd["warnings"]["siteinfo"]["warnings"] == (
        'Unrecognized value for parameter "siprop": weather.'
    )
    assert client.get(action="dance")["error"]["code"] == "badvalue"
    assert client.get(action="upload")["error"]["code"] == "mustbeposted"
    assert client.reply.headers["MediaWiki-API-Error"] == "mustbeposted"


def test_the_old_format(client):
    old = {"formatversion": 1, "action": "query", "titles": "File:A.jpg|File:No.jpg"}
    answer = client.get(**old, prop="revisions", rvprop="content", rvslots="main")
    assert answer["batchcomplete"] == ""
    pages = answer["query"]["pages"]
    assert pages["-1"]["missing"] == ""
    assert pages["1"]["revisions"][0]["slots"]["main"]["*"] == "c"
    spaces = client.get(formatversion=1, action="query", meta="siteinfo", siprop="namespaces")
    assert spaces["query"]["namespaces"]["6"]["*"] == "File"
