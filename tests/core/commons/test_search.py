"""Items and categories looked up without signing in, from the practice wiki."""

from __future__ import annotations

import threading

import pytest

from app.core import commons, targets
from app.core.commons import search
from app.core.errors import NetworkError, ServerError
from app.core.practice import Practice


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with Practice(tmp_path_factory.mktemp("practice")) as wiki:
        yield wiki


@pytest.fixture
def target(practice):
    return commons.resolve(practice.api)


def test_items_by_the_beginning_of_their_names(target):
    found = search.items(target, "public dom", "en", threading.Event())
    assert search.FoundItem("Q19652", "public domain") in found
    assert search.items(target, "zzzzzz", "qps-rtl", threading.Event()) == ()


def test_names_of_items_by_their_numbers(target):
    found = search.names(target, ["Q19652", "Q199999999", "Q200000001"], "nb", threading.Event())
    assert found == {"Q19652": "public domain"}


def test_categories_that_pages_are_in(target, practice):
    wiki = commons.connect(
        targets.resolve(practice.api), "Practice", "x" * 32, cancel=threading.Event()
    )
    for title, text in (
        ("Category:Ports of Norway", "[[Category:Ports]]"),
        ("Category:Ports", "All ports"),
        ("Talk:One", "[[category:ports_of Norway|key]] [[Category:Ports]]"),
    ):
        fields = {"action": "edit", "title": title, "text": text}
        wiki._caller.call(fields, "edit", write=True)
    wiki.close()
    cancel = threading.Event()
    assert search.categories(target, "port", "en", cancel) == ("Ports", "Ports of Norway")
    assert search.categories(target, "Ports of", "en", cancel) == ("Ports of Norway",)
    assert search.categories(target, "Nothing", "en", cancel) == ()


def test_where_names_are_looked_up():
    practice, test = commons.resolve("practice"), commons.resolve("test")
    assert search.of_items(practice) == search.of_items(commons.resolve("commons"))
    assert search.of_items(practice).api == "https://www.wikidata.org/w/api.php"
    assert search.of_items(test) == test
    assert search.of_categories(practice).name == "commons"
    assert search.of_categories(test) == test


def test_an_answer_that_is_none_is_told_as_an_error(fake, fakes):
    target = commons.resolve(fake.api)
    fake.faults.append(fakes.Fault("answer", data={"searchinfo": {}, "search": {}}))
    with pytest.raises(ServerError):
        search.items(target, "x", "en", threading.Event())
    fake.faults.append(fakes.Fault("answer", data={"query": {}}))
    with pytest.raises(ServerError):
        search.categories(target, "x", "en", threading.Event())


def test_a_wiki_that_is_not_there(target):
    nowhere = commons.resolve("http://127.0.0.1:9/w/api.php")
    with pytest.raises(NetworkError):
        search.items(nowhere, "x", "en", threading.Event())
