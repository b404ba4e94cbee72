"""Sign-in, the one call, and what becomes of each kind of answer."""

from __future__ import annotations

import io
import threading

import pytest
import requests

from app.core import codes, commons, text
from app.core.commons.answers import Stale, read
from app.core.commons.proxies import Route
from app.core.commons.transport import Answer, Transport, retry_after
from app.core.errors import (
    AccountError,
    CancelledError,
    NetworkError,
    RefusedError,
    ServerError,
    UsageError,
)


def test_sign_in_costs_three_requests_and_one_connection(fake, connect):
    wiki = connect()
    assert len(fake.requests) == wiki.requests == 3
    assert fake.connections == 1
    assert wiki.account.name == "Rosa"
    assert wiki.account.ratelimits == {"upload": (380, 4320)}
    assert wiki.site.wikiid == "fakewiki"
    assert wiki.site.page_url == "http://fake.example/wiki/$1"
    assert wiki.target.site == "fakewiki"


def test_every_request_asks_for_readable_errors_and_writes_say_who(fake, wiki, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")
    wiki.upload(tmp_path / "a.jpg", "A.jpg", "text", "summary", lambda _: None)
    for params in fake.requests:
        assert params["formatversion"] == "2"
        assert params["errorformat"] == "plaintext"
        assert params["errorsuselocal"] == "1"
        assert params["uselang"] == "en"
    sent = fake.requests[-1]
    assert (sent["assert"], sent["assertuser"], sent["maxlag"]) == ("user", "Rosa", "5")
    assert "ignorewarnings" not in sent


def test_the_wikis_reason_for_a_wrong_password(fake, connect):
    with pytest.raises(AccountError, match="does not know this user name") as caught:
        connect(password="no")
    assert caught.value.code == "wrong-password"
    assert caught.value.exit_code == 4


def test_other_refusals_are_given_in_the_wikis_words(fake, connect, fakes):
    reason = {"code": "botpasswords-locked", "text": "Bot passwords are locked."}
    fake.fail(
        "answer", fakes.action("login"), data={"login": {"result": "Failed", "reason": reason}}
    )
    with pytest.raises(AccountError, match=r"Bot passwords are locked\."):
        connect()


def test_a_timed_out_sign_in_is_tried_once_more(fake, connect, fakes):
    reason = {"code": "sessionfailure", "text": "Your session most likely timed out."}
    fault = fake.fail(
        "answer", fakes.action("login"), data={"login": {"result": "Failed", "reason": reason}}
    )
    assert connect().account.name == "Rosa"
    assert fault.fired == 1


def test_no_password_is_asked_for_the_practice_wiki_only(fake, fakes):
    cancel = threading.Event()
    with pytest.raises(AccountError, match="no password"):
        commons.connect(commons.resolve(fake.api), "", "", cancel=cancel)
    with pytest.raises(UsageError, match="practice wiki is not running"):
        commons.connect(commons.resolve("practice"), "", "", cancel=cancel)


def test_a_lost_session_is_mended_silently_once(fake, wiki, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")
    fake.sessions.clear()
    answer = wiki.upload(tmp_path / "a.jpg", "A.jpg", "", "s", lambda _: None)
    assert answer.result == "Success"
    assert fake.files["A.jpg"][0].user == "Rosa"
    assert fake.times["login"] == 2


def test_a_session_that_cannot_be_mended_asks_for_a_sign_in(fake, wiki, fakes, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")
    fake.fail("error", fakes.action("upload"), code="assertuserfailed", times=9)
    with pytest.raises(AccountError, match="no longer signed in") as caught:
        wiki.upload(tmp_path / "a.jpg", "A.jpg", "", "s", lambda _: None)
    assert caught.value.code == "signed-out"
    assert fake.times["upload"] == 0
    assert len(fake.uploads()) == 2


def test_a_stale_token_is_renewed_once(fake, wiki, fakes, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")
    fault = fake.fail("error", fakes.action("upload"), code="badtoken")
    assert wiki.upload(tmp_path / "a.jpg", "A.jpg", "", "s", lambda _: None).result == "Success"
    assert fault.fired == 1
    assert fake.times["login"] == 1


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ({"kind": "reset"}, NetworkError, "connection-lost"),
        ({"kind": "lost"}, NetworkError, "connection-lost"),
        ({"kind": "truncated"}, ServerError, "broken-answer"),
        ({"kind": "html"}, NetworkError, "captive-portal"),
        ({"kind": "status", "status": 302}, NetworkError, "captive-portal"),
        ({"kind": "status", "status": 503}, ServerError, "http-5xx"),
        ({"kind": "status", "status": 429}, ServerError, "http-429"),
        ({"kind": "status", "status": 413}, RefusedError, "http-413"),
        ({"kind": "status", "status": 403}, AccountError, "forbidden"),
        ({"kind": "status", "status": 404}, ServerError, "unknown-answer"),
        ({"kind": "answer", "data": {"batchcomplete": True}}, ServerError, "unknown-answer"),
        ({"kind": "answer", "data": {"query": []}}, ServerError, "unknown-answer"),
        ({"kind": "error", "code": "maxlag"}, ServerError, "maxlag"),
        ({"kind": "error", "code": "readonly"}, ServerError, "readonly"),
        ({"kind": "error", "code": "permissiondenied"}, AccountError, "permissiondenied"),
        ({"kind": "error", "code": "never-heard-of"}, RefusedError, "never-heard-of"),
    ],
)
def test_each_fault_is_one_of_our_errors(fake, wiki, fault, kind, code):
    fake.faults.append(_fault(fake, **fault))
    with pytest.raises(kind) as caught:
        wiki.files(["A.jpg"])
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert str(caught.value)
    assert wiki.files(["A.jpg"])["A.jpg"].exists is False


def _fault(fake, **named):
    fake.fail(named.pop("kind"), lambda params: True, **named)
    return fake.faults.pop()


def test_a_wiki_that_is_gone(connect, fake):
    wiki = connect()
    fake.stop()
    try:
        wiki.close()
        with pytest.raises(NetworkError) as caught:
            wiki.files(["A.jpg"])
        assert caught.value.code == "unreachable"
    finally:
        fake.start()


def test_a_line_that_stands_still_times_out(fake, connect, fakes, monkeypatch):
    wiki = connect(stall_seconds=0.2)
    hold = threading.Event()
    monkeypatch.setattr(fake, "do_query", lambda *_: hold.wait(5) and {"query": {}})
    try:
        with pytest.raises(NetworkError) as caught:
            wiki.files(["A.jpg"])
    finally:
        hold.set()
    assert caught.value.code == "timed-out"


def test_cancel_stops_before_a_request(fake, connect):
    cancel = threading.Event()
    wiki = connect(cancel=cancel)
    asked = len(fake.requests)
    cancel.set()
    with pytest.raises(CancelledError):
        wiki.files(["A.jpg"])
    assert len(fake.requests) == asked


def test_close_leaves_no_socket(fake, connect):
    wiki = connect()
    pools = [a.poolmanager for a in wiki._caller.transport._session.adapters.values()]
    wiki.close()
    assert not any(pool.pools.keys() for pool in pools)


def answer(body: bytes, status: int = 200, **headers: str) -> Answer:
    return Answer(status, {k.replace("_", "-").lower(): v for k, v in headers.items()}, body)


def test_both_error_forms_and_the_header_are_known():
    new = b'{"errors":[{"code":"verification-error","text":"Nein.","data":{"details":["x"]}}]}'
    old = b'{"error":{"code":"verification-error","info":"Nein.","details":["x"]}}'
    for body in (new, old):
        with pytest.raises(RefusedError) as caught:
            read(answer(body))
        assert caught.value.text == "Nein."
        assert caught.value.data["details"] == ["x"]
    with pytest.raises(ServerError, match="busy"):
        read(answer(b"{}", mediawiki_api_error="maxlag", retry_after="7"))
    with pytest.raises(Stale):
        read(answer(b'{"errors":[{"code":"badtoken","text":"x"}]}'))


def test_warnings_in_both_forms_are_no_errors():
    for warnings in ('{"main":{"warnings":"x"}}', '[{"code":"x","text":"y","module":"main"}]'):
        body = f'{{"warnings":{warnings},"success":1}}'.encode()
        assert read(answer(body))["success"] == 1


def test_a_json_error_counts_more_than_the_status():
    body = b'{"errors":[{"code":"ratelimited","text":"slow"}]}'
    with pytest.raises(ServerError) as caught:
        read(answer(body, 429, retry_after="30"))
    assert (caught.value.code, caught.value.retry_after) == ("ratelimited", 30)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": "soon"}, None),
        (
            {
                "retry-after": "Sat, 21 Nov 2026 00:10:00 GMT",
                "date": "Sat, 21 Nov 2026 00:00:00 GMT",
            },
            600,
        ),
        (
            {
                "retry-after": "Sat, 21 Nov 2026 00:00:00 GMT",
                "date": "Sat, 21 Nov 2026 00:10:00 GMT",
            },
            0,
        ),
    ],
)
def test_retry_after_in_seconds_and_as_a_date(headers, seconds):
    assert retry_after(headers) == seconds


class _Line:
    """A session whose answers are given."""

    def __init__(self, *answers):
        self._answers = list(answers)
        self.headers = {}

    def mount(self, _scheme, _adapter):
        pass

    def request(self, *_given, **_named):
        answer = requests.Response()
        answer.status_code, headers = self._answers.pop(0)
        answer.headers.update(headers)
        answer.raw = io.BytesIO(b"{}")
        return answer


def test_a_date_to_come_back_at_is_held_against_the_clock_of_the_wiki():
    """Also when a server on the way tells no date, and our own clock is years off."""
    line = _Line(
        (200, {"Date": "Fri, 01 Jan 2060 00:00:00 GMT"}),
        (429, {"Retry-After": "Fri, 01 Jan 2060 00:10:00 GMT"}),
    )
    transport = Transport(line, "http://wiki", "us", threading.Event(), route=lambda _: Route())
    transport.get({})
    wait = retry_after(transport.get({}).headers)
    assert wait == pytest.approx(600, abs=60)


def test_every_code_of_the_catalogue_has_a_sentence():
    missing = [code for code in codes.all_codes() if not text.has(f"wiki.{code}")]
    assert not missing
    for code in codes.all_codes():
        sentence = text.wiki(code, "own words")
        assert "{" not in sentence
        assert sentence.endswith((".", "words", "?"))


def test_codes_that_another_name_mends_are_codes_of_the_wiki():
    ours = {"title-blacklist"}  # of our own checks only
    assert set(codes.all_codes()) >= codes.NAMES - ours


def test_codes_are_found_by_equality_then_by_beginning():
    assert codes.error("ratelimited").reaction == "retry_later"
    assert codes.error("titleblacklist-forbidden-edit").code == "titleblacklist-forbidden"
    assert codes.error("internal_api_error_DBQueryError").reaction == "retry_later"
    assert codes.error("backend-fail-alreadyexists").reaction == "check_then_restart"
    assert codes.error("uploadstash-wrong-owner").code == "uploadstash-"
    assert codes.error("brand-new").reaction == codes.UNKNOWN
    assert codes.warning("brand-new").reaction == codes.UNKNOWN
    assert [codes.error("maxlag").wait(n) for n in (1, 2, 99)] == [5, 10, 60]
    assert "less than" not in text.wiki("titleblacklist-custom-kabocha", "Not so.")
    assert "Not so." in text.wiki("titleblacklist-custom-kabocha", "Not so.")
