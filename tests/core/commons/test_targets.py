"""Names and addresses of wikis."""

from __future__ import annotations

import pytest

from app.core import targets
from app.core.commons import library
from app.core.errors import AccountError, UsageError
from app.core.model import PropertyNames


def test_known_names_have_the_addresses_of_pywikibots_family():
    for name in ("commons", "test", "beta"):
        target = targets.resolve(name)
        assert library.api_address(library.make_site(target, "Rosa")) == target.api
        assert target.public


def test_properties_are_looked_up_on_test_wikis_only():
    assert targets.resolve("commons").properties is PropertyNames.WIKIDATA
    assert targets.resolve("test").properties is PropertyNames.LOOKUP
    assert targets.resolve("beta").properties is PropertyNames.LOOKUP
    assert targets.resolve("https://w.example/api.php").properties is PropertyNames.WIKIDATA


def test_practice_is_one_target_whatever_its_port():
    one = targets.resolve("practice", practice_api="http://127.0.0.1:8001/w/api.php")
    other = targets.resolve("Practice", practice_api="http://127.0.0.1:8002/w/api.php")
    assert one.practice
    assert not one.public
    assert one.key == other.key == targets.resolve("practice").key


def test_an_address_of_commons_is_commons():
    assert targets.resolve("https://commons.wikimedia.org/w/api.php") == targets.resolve("commons")


@pytest.mark.parametrize(
    "api",
    ["http://localhost/w/api.php", "http://127.0.0.1:8080/api.php", "http://[::1]:81/w/api.php"],
)
def test_http_is_for_this_machine(api):
    target = targets.resolve(api)
    assert target.api == api
    assert not target.public


def test_http_elsewhere_is_refused_in_words():
    with pytest.raises(AccountError, match="not encrypted") as caught:
        targets.resolve("http://wiki.example/w/api.php")
    assert caught.value.code == "not-secure"


@pytest.mark.parametrize(
    "text",
    [
        "", "comons", "commons.wikimedia.org", "https://commons.wikimedia.org/wiki/Main_Page",
        "ftp://a.example/api.php", "https://user:pass@a.example/api.php", "https://[broken/api.php",
        "https://a.example:99999/api.php", "https:///w/api.php",
    ],
)  # fmt: skip
def test_other_texts_are_no_wiki(text):
    with pytest.raises(UsageError, match="not the address of a wiki"):
        targets.resolve(text)


def test_a_pywikibot_site_of_any_address_is_made_without_a_request():
    target = targets.resolve("http://127.0.0.1:1/deep/path/api.php")
    site = library.make_site(target, "Rosa Löwe")
    assert library.api_address(site) == target.api
    agent = library.user_agent(site)
    assert agent.startswith("Kabocha/")
    assert "User:Rosa_L%C3%B6we" in agent
    assert "Pywikibot/" in agent
