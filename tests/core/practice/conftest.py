"""Shared by the tests of the practice wiki: a server, clients over real sockets, sample bytes."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
import requests
from PIL import Image

from app.core.practice import Practice


class Client:
    """A plain client of api.php. `extra` goes with every request."""

    def __init__(self, api: str, extra: dict | None = None):
        self.api = api
        self.extra = extra or {}
        self.session = requests.Session()
        self.session.trust_env = False
        self.token = "+\\"
        self.reply = None

    def close(self):
        self.session.close()

    def get(self, **params):
        return self._done(self.session.get(self.api, params=self._params(params), timeout=60))

    def post(self, files=None, **params):
        return self._done(
            self.session.post(self.api, data=self._params(params), files=files, timeout=60)
        )

    def _params(self, params):
        whole = {"format": "json", "formatversion": 2, **self.extra, **params}
        return {name: value for name, value in whole.items() if value is not None}

    def _done(self, reply):
        self.reply = reply
        assert reply.status_code == 200, reply.text
        return reply.json()

    def login_token(self):
        return self.get(action="query", meta="tokens", type="login")["query"]["tokens"][
            "logintoken"
        ]

    def login(self, name="Uploader@app", password="secret"):
        answer = self.post(
            action="login", lgname=name, lgpassword=password, lgtoken=self.login_token()
        )
        self.token = self.get(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
        return answer

    def upload(self, filename, data, **params):
        files = {"file": ("x", data)} if data is not None else None
        given = {"action": "upload", "token": self.token, "filename": filename, "comment": "c"}
        return self.post(files, **{**given, **params})


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (90, 140, 60)).save(out, kind)
    return out.getvalue()


_HEADS = {
    "ffd8ff": _picture("JPEG"),
    "89504e": _picture("PNG"),
    "4d5ad6": b"MZ\xd6\x9d",
    "616263": b"abc" * 300,
    "3c6874": b"<html><script>alert(1)</script></html>" * 20,
    "3c3f78": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
}


def sample(size: int, starts: str, seed: str) -> bytes:
    """Own bytes of the wanted size and kind; another seed gives another file."""
    if not size:
        return b""
    head = _HEADS.get(starts[:6], b"")
    whole = starts[:6] in ("616263", "3c6874", "3c3f78")
    if whole:
        return head
    filler = random.Random(seed).randbytes(min(max(size - len(head), 0), 65536))
    rest = max(size - len(head), 0)
    body = (filler * (rest // max(len(filler), 1) + 1))[:rest]
    return (head + body)[:size]


def sha1(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


@pytest.fixture(name="sample")
def _sample():
    return sample


@pytest.fixture
def wiki(tmp_path):
    with Practice(tmp_path / "wiki") as practice:
        yield practice


@pytest.fixture
def connect():
    """Make clients that are closed at the end of the test."""
    made = []

    def make(api, name=None, **extra):
        client = Client(api, extra)
        made.append(client)
        if name:
            assert client.login(name)["login"]["result"] == "Success"
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture(scope="session")
def client_class():
    return Client


@pytest.fixture(scope="session")
def sample_bytes():
    return sample
