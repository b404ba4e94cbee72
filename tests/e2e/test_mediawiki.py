"""The harness itself: a plain client signs in and uploads, so that a failure elsewhere is ours."""

from __future__ import annotations

import hashlib
import io
import os

import pytest
import requests
from PIL import Image

from app.core import resources
from tests.e2e.mediawiki import MediaWiki

SAMPLE = resources.folder() / "sample"
pytestmark = pytest.mark.mediawiki


class PlainClient:
    """The smallest client there is: no library of ours, no pywikibot."""

    def __init__(self, wiki: MediaWiki) -> None:
        self._api = wiki.api
        self.session = requests.Session()
        token = self.post(action="query", meta="tokens", type="login")
        token = token["query"]["tokens"]["logintoken"]
        values = {"lgname": wiki.user, "lgpassword": wiki.password, "lgtoken": token}
        self.signed_in = self.post(action="login", **values)["login"]
        self.token = self.post(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]

    def post(self, files=None, **parameters):
        values = {"format": "json", "formatversion": "2", **parameters}
        answer = self.session.post(self._api, data=values, files=files, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def upload(self, name, data, text="A test."):
        values = {"action": "upload", "filename": name, "text": text, "comment": "Test"}
        values |= {"assert": "user", "token": self.token}
        return self.post({"file": ("x", data)}, **values)


@pytest.fixture
def client(mediawiki):
    client = PlainClient(mediawiki)
    yield client
    client.session.close()


def picture(kind: str, shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 9, 30)).save(buffer, kind)
    return buffer.getvalue()


def test_sign_in_and_upload_of_a_tiny_picture(mediawiki, client):
    assert client.signed_in["result"] == "Success"
    data = picture("JPEG", 10)
    answer = client.upload("Tiny square of the harness.jpg", data, "Zażółć gęślą jaźń.")
    assert answer["upload"]["result"] == "Success"
    title = "File:Tiny square of the harness.jpg"
    assert mediawiki.file_bytes(title) == data
    assert mediawiki.page_text(title) == "Zażółć gęślą jaźń."
    assert [r["user"] for r in mediawiki.revisions(title)] == [mediawiki.account]
    versions = mediawiki.file_versions(title)
    assert [v["sha1"] for v in versions] == [hashlib.sha1(data).hexdigest()]
    assert title in mediawiki.files()
    served = client.session.get(answer["upload"]["imageinfo"]["url"], timeout=60)
    assert served.content == data


@pytest.mark.parametrize(
    ("kind", "extension"), [("TIFF", "tif"), ("PDF", "pdf"), ("WEBP", "webp"), ("PNG", "png")]
)
def test_the_types_of_commons_are_taken(mediawiki, client, kind, extension):
    name = f"Harness takes a {kind}.{extension}"
    answer = client.upload(name, picture(kind, ord(kind[0])))
    assert answer["upload"]["result"] == "Success", answer


def test_the_files_of_the_sample_are_taken(mediawiki, client):
    files = [p for p in SAMPLE.iterdir() if p.suffix not in {".xlsx", ".md"}]
    assert len(files) == 12
    for file in files:
        answer = client.upload(f"Harness {file.name}", file.read_bytes())
        assert answer["upload"]["result"] == "Success", (file.name, answer)
        assert mediawiki.file_bytes(f"File:Harness {file.name}") == file.read_bytes()


def test_drawings_are_taken_and_scripts_are_not(mediawiki, client):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    answer = client.upload("Harness drawing.svg", drawing.format("<g/>").encode())
    assert answer["upload"]["result"] == "Success", answer
    answer = client.upload("Harness bad.svg", drawing.format("<script>1</script>").encode())
    assert answer["error"]["code"] == "verification-error"


def test_blacklisted_names_are_refused(mediawiki, client):
    answer = client.upload("IMG 0042.jpg", picture("JPEG", 77))
    assert answer["error"]["code"].startswith("titleblacklist-forbidden"), answer
    assert mediawiki.file_versions("File:IMG 0042.jpg") == []


def test_chunks_larger_than_phps_own_limit_arrive(mediawiki, client):
    data = picture("PNG", 3) + os.urandom(3_000_000)
    values = {"action": "upload", "filename": "Harness chunk.png", "filesize": len(data)}
    values |= {"stash": 1, "offset": 0, "token": client.token, "ignorewarnings": 1}
    answer = client.post({"chunk": ("x", data)}, **values)
    assert answer["upload"]["result"] == "Success", answer
    values = {"action": "upload", "filename": "Harness chunk.png", "token": client.token}
    answer = client.post(filekey=answer["upload"]["filekey"], comment="Test", text="x", **values)
    assert answer["upload"]["result"] == "Success", answer
    assert mediawiki.file_bytes("File:Harness chunk.png") == data


def test_a_stopped_wiki_can_be_started_again(mediawiki):
    mediawiki.stop()
    with pytest.raises(requests.ConnectionError):
        requests.get(mediawiki.api, timeout=5)
    mediawiki.start()
    assert mediawiki.ask(action="query", meta="siteinfo")["query"]["general"]["sitename"]
