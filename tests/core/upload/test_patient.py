"""What comes before the sending waits out a bad line too; what no time mends is said at once."""

import pytest

from app.core import commons, events, sending
from app.core.errors import NetworkError
from app.core.upload.patience import Patience
from app.core.upload.patient import patient
from app.core.wiki import Wiki


class Line:
    """A wiki whose answers are lost so many times."""

    account = "Museum"

    def __init__(self, lost):
        self.lost = lost
        self.asked = 0
        self.sent = 0

    def files(self, titles):
        self.asked += 1
        if self.asked <= self.lost:
            raise NetworkError("connection-lost")
        return dict.fromkeys(titles)

    def publish(self, title):
        self.sent += 1
        raise NetworkError("connection-lost")


@pytest.fixture
def heard():
    return []


@pytest.fixture
def patience(bench, heard):
    return Patience(heard.append, bench.time, 60, bench.time)


def test_a_question_is_asked_until_it_is_answered(patience, heard):
    line = Line(lost=4)
    assert patient(line, patience).files(["A.jpg"]) == {"A.jpg": None}
    assert line.asked == 5
    assert [e.reason for e in heard if isinstance(e, events.Waited)] == ["connection-lost"] * 4


def test_the_wait_has_an_end(patience, bench):
    began = bench.time.now
    with pytest.raises(NetworkError):
        patient(Line(lost=10**6), patience).files(["A.jpg"])
    assert 3500 < bench.time.now - began < 3700


def test_what_changes_the_wiki_is_never_simply_repeated(patience):
    line = Line(lost=0)
    with pytest.raises(NetworkError):
        patient(line, patience).publish("A.jpg")
    assert line.sent == 1


def test_every_question_of_a_wiki_is_known_as_one(patience):
    """A new method of the protocol has to be sorted: asked again, or never simply repeated."""
    questions = {
        "refresh_account", "files", "titles_with_sha1", "deleted_titles", "same_stem",
        "forbidden_titles", "entities", "pages_exist", "check_status", "find_stashed",
        "media_info", "page_text",
    }  # fmt: skip
    rest = {
        "upload", "send_chunk", "fetch", "publish", "edit_media_info", "now", "close", "limit_speed",
    }  # fmt: skip
    methods = {n for n, v in vars(Wiki).items() if callable(v) and not n.startswith("_")}
    assert methods == questions | rest


def test_signing_in_waits_out_a_bad_line(bench, fake, heard):
    fake.fail("lost", fake_login, times=3)
    target = commons.resolve(fake.api)
    signed = sending.connect(target, bench.user, bench.fakes.PASSWORD, bench.time, heard.append, 60)
    with signed as session:
        assert session.wiki.account.name == "Rosa"
    assert [type(e) for e in heard] == [events.Waited, events.Resumed] * 3


def fake_login(params):
    return params.get("action") == "login"


def test_without_a_wait_the_first_trouble_is_raised(bench, fake):
    fake.fail("lost", fake_login, times=1)
    target = commons.resolve(fake.api)
    signed = sending.connect(target, bench.user, bench.fakes.PASSWORD, bench.time)
    with pytest.raises(NetworkError), signed:
        pass


def test_a_wrong_certificate_is_said_at_once_when_signing_in(bench, monkeypatch):
    def refuse(*_given, **_named):
        raise NetworkError("certificate")

    monkeypatch.setattr(commons, "connect", refuse)
    target = commons.resolve("https://wiki.example/w/api.php")
    signed = sending.connect(target, "A@b", "x", bench.time, bench.hear, 60)
    with pytest.raises(NetworkError, match="certificate"), signed:
        pass
    assert bench.waits() == []
