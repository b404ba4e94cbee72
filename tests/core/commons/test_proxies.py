"""Through a proxy to a wiki behind TLS: which one, signed in or not, and each trouble in its words."""

from __future__ import annotations

import logging
import ssl
import sys
import threading
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from app.core import commons, log, secrets
from app.core.commons import library, line, proxies, transport
from app.core.commons.proxies import Route
from app.core.commons.transport import Transport
from app.core.errors import NetworkError
from app.core.settings import Settings
from tests.faults.certificates import HOST, Certificates

WORD = "pæss:wörd@#/ 日本"
ACCOUNT = f"Rosa Løkke:{WORD}"
COMMONS = "https://commons.wikimedia.org/w/api.php"
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield
    secrets._session.clear()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def secure(fakes, certificates, monkeypatch):
    """The wiki behind TLS under a name that no name server knows."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificates.pair("good"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.authority))
    with fakes.running(tls) as wiki:
        yield wiki


@pytest.fixture
def office(load_module, secure):
    """Opens a proxy on the way to that wiki."""
    kind = load_module("office").Office
    return lambda **named: kind(urlsplit(secure.api).port, **named).running()


def sign_in(fakes):
    target = commons.resolve(f"https://{HOST}/w/api.php")
    return commons.connect(target, "Rosa@kabocha", fakes.PASSWORD, cancel=threading.Event())


def refused(fakes):
    with pytest.raises(NetworkError) as caught:
        sign_in(fakes)
    return caught.value


def choose(place, user="", password=None):
    """The settings of a person with a proxy of her own."""
    settings = Settings()
    host, port = proxies.read_place(place)
    for name, value in (("", "own"), ("-host", host), ("-port", port), ("-user", user)):
        settings.set(f"proxy{name}", value)
    if password is not None:
        secrets.remember(*proxies.account(settings), password, permanent=False)
    return settings


def test_the_proxy_of_the_system_carries_everything(secure, office, fakes, monkeypatch, tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(b"\xff" * 300_000)
    with office() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.place}")
        wiki = sign_in(fakes)
        wiki.upload(file, "A.jpg", "text", "summary", lambda _: None)
        assert wiki.bytes_sent > 300_000
        wiki.close()
    assert secure.files["A.jpg"][0].content == file.read_bytes()
    assert proxy.seen == [("CONNECT", f"{HOST}:443")]
    assert proxy.poured > 300_000


def test_a_proxy_of_ones_own_is_signed_in_to_and_its_password_kept_out_of_sight(
    office, fakes, caplog
):
    with office(account=ACCOUNT) as proxy:
        settings = choose(proxy.place, "Rosa Løkke", WORD)
        with caplog.at_level(logging.DEBUG):
            sign_in(fakes).close()
        assert len(proxy.seen) == 1
    route = proxies.route(COMMONS)
    assert route.place == proxy.place
    assert route.signs_in
    header = proxies.sign_in(route.address)
    shown = [caplog.text, settings.path.read_text("utf-8"), repr(route)]
    shown.append(log.redacted(f"at {route.address} with {header}"))
    hidden = ("wörd", "w%C3%B6rd", header["Proxy-Authorization"][6:30])
    assert not [word for word in hidden for text in shown if word in text]


def test_a_system_proxy_with_a_password_in_its_address(office, fakes, monkeypatch):
    with office(account="staff:p@ss") as proxy:
        monkeypatch.setenv("https_proxy", f"http://staff:p%40ss@{proxy.place}")
        sign_in(fakes).close()
        assert len(proxy.seen) == 1


def test_no_password_and_a_wrong_one_are_two_things(office, fakes):
    with office(account=ACCOUNT) as proxy:
        choose(proxy.place)
        error = refused(fakes)
        assert error.code == "proxy-password"
        assert "wants a user name and a password" in str(error)
        choose(proxy.place, "Rosa Løkke", "guessed-it")
        error = refused(fakes)
        assert error.code == "proxy-refused"
        assert f"{proxy.place}, does not take this user name with this password" in str(error)
        assert "guessed" not in str(error) + error.detail


def test_a_proxy_that_wants_another_kind_of_sign_in_says_which(office, fakes):
    with office(account=ACCOUNT, offers=("Negotiate", "NTLM")) as proxy:
        choose(proxy.place, "Rosa Løkke", WORD[::-1])
        error = refused(fakes)
    assert error.code == "proxy-kind"
    assert "lets people in by Negotiate, NTLM only" in str(error)


def test_a_proxy_that_refuses_and_one_that_is_not_there(office, fakes):
    with office(refuses=403) as proxy:
        choose(proxy.place)
        error = refused(fakes)
    assert error.code == "proxy"
    assert f"{proxy.place}, does not let us through to the wiki" in str(error)
    error = refused(fakes)  # it is closed by now
    assert error.code == "proxy-unreachable"
    assert f"does not answer at {proxy.place}" in str(error)


def test_the_test_of_the_line_goes_the_same_way(office):
    with office(account=ACCOUNT) as proxy:
        choose(proxy.place, "Rosa Løkke", WORD)
        target = commons.resolve(f"https://{HOST}/w/api.php")
        found = line.measure(target, threading.Event())
        assert (found.proxy, found.problem) == (proxy.place, None)
        assert found.speed
        choose(proxy.place, "Rosa Løkke", "guessed")
        assert line.measure(target, threading.Event()).problem.code == "proxy-refused"


def test_a_wrong_certificate_behind_a_proxy_is_still_one(office, fakes, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with office() as proxy:
        choose(proxy.place)
        assert refused(fakes).code == "certificate"


def test_what_is_mended_in_the_settings_holds_for_a_line_in_use(secure, office):
    with office(account=ACCOUNT) as proxy:
        choose(proxy.place, "Rosa Løkke", "guessed")
        target = commons.resolve(f"https://{HOST}/w/api.php")
        wire = library.make_transport(target, "", threading.Event())
        with pytest.raises(NetworkError, match="does not take this user name"):
            wire.get({"action": "query"})
        choose(proxy.place, "Rosa Løkke", WORD)
        assert wire.get({"action": "query"}).status == 200
        wire.close()


def test_a_wrong_sign_in_is_not_tried_again_and_again(secure, office, monkeypatch):
    """Else a proxy that asks the accounts of the whole house would lock this one."""
    with office(account=ACCOUNT) as proxy:
        choose(proxy.place, "Rosa Løkke", "guessed")
        wire = library.make_transport(
            commons.resolve(f"https://{HOST}/w/api.php"), "", threading.Event()
        )
        for _ in range(5):
            with pytest.raises(NetworkError, match="does not take this user name"):
                wire.get({"action": "query"})
        assert proxy.refused == 1
        monkeypatch.setattr(transport, "SAME_SIGN_IN_SECONDS", 0.0)
        with pytest.raises(NetworkError):
            wire.get({"action": "query"})
        assert proxy.refused == 2
        wire.close()


@pytest.mark.parametrize("way", ["system", "own"])
def test_a_wiki_on_this_computer_is_asked_without_a_proxy(way, fake, connect, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    choose("127.0.0.1:9").set("proxy", way)
    assert connect().account.name == "Rosa"


def test_requests_without_tls_go_through_as_they_are(fake, load_module):
    office = load_module("office").Office(urlsplit(fake.api).port, account="staff:word")
    with office.running() as proxy:
        at = [Route(f"http://staff:word@{proxy.place}"), Route(f"http://{proxy.place}")]
        wire = Transport(
            library.make_session(), "http://wiki.example/w/api.php", "us", threading.Event(),
            route=lambda _: at.pop(0),
        )  # fmt: skip
        assert wire.get({"action": "query", "meta": "siteinfo"}).status == 200
        assert proxy.seen[0][1].startswith("http://wiki.example/w/api.php?action=query")
        wire._route = None
        with pytest.raises(NetworkError) as caught:
            wire.get({"action": "query"})
        assert caught.value.code == "proxy-password"
        wire.close()


def test_the_three_ways(monkeypatch):
    assert proxies.route(COMMONS) == Route()
    monkeypatch.setenv("HTTPS_PROXY", "http://of-system.example:3128")
    assert proxies.route(COMMONS).place == "of-system.example:3128"
    choose("http://own.example:3129/")
    assert proxies.route(COMMONS).place == "own.example:3129"
    Settings().set("proxy", "none")
    assert proxies.route(COMMONS) == Route()
    assert proxies.route(COMMONS).proxies == {"http": "", "https": ""}


@pytest.mark.parametrize(
    "spared", ["*", "wikimedia.org", ".wikimedia.org", "x.example, commons.wikimedia.org"]
)
def test_what_the_system_spares_goes_straight(spared, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://of-system.example:3128")
    monkeypatch.setenv("NO_PROXY", spared)
    assert proxies.route(COMMONS) == Route()
    assert proxies.route("https://elsewhere.example/api.php").place or spared == "*"


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("proxy.example:3128", "proxy.example:3128"),
        ("http://proxy.example", "proxy.example:80"),
        ("https://proxy.example/", "proxy.example:443"),
        ("http://a:b@[::1]:8080", "[::1]:8080"),
    ],
)
def test_addresses_of_the_system(named, place, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", named)
    assert proxies.of_system(COMMONS).place == place


@pytest.mark.parametrize(
    "named", ["socks5://rosa:secret@proxy.example:1080", "http://a:secret@:80", "http://x:port"]
)
def test_what_is_no_proxy_of_ours_is_said_without_its_password(named, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", named)
    with pytest.raises(NetworkError, match="is no proxy that Kabocha can use") as caught:
        proxies.route(COMMONS)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        (" proxy.example ", ("proxy.example", None)),
        ("Proxy.example:3128", ("proxy.example", 3128)),
        ("http://rosa:secret@proxy.example:3128/", ("proxy.example", 3128)),
        ("[::1]:80", ("::1", 80)),
        ("proxy.example:port", ("", None)),
        ("", ("", None)),
    ],
)
def test_a_place_as_people_copy_it(typed, place):
    assert proxies.read_place(typed) == place


def test_a_script_that_windows_takes_its_proxy_from_is_known(monkeypatch):
    assert proxies.of_script() == ""
    values = {"AutoConfigURL": "http://proxy.example/proxy.pac"}

    class Key:
        def __enter__(self):
            return values

        def __exit__(self, *_):
            pass

    def query(key, name):
        if name not in key:
            raise FileNotFoundError(name)
        return key[name], 1

    fake = SimpleNamespace(HKEY_CURRENT_USER=0, OpenKey=lambda *_: Key(), QueryValueEx=query)
    monkeypatch.setitem(sys.modules, "winreg", fake)
    assert proxies.of_script() == "http://proxy.example/proxy.pac"
    values.clear()
    assert proxies.of_script() == ""
