"""Files on the web, fetched by a real MediaWiki that allows it, and refused by one that does not."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from app.core import commons, events
from app.core.model import RowState, Table, TableRow
from app.core.project import Project
from app.core.upload import Upload
from tests.e2e.mediawiki import MediaWiki

pytestmark = pytest.mark.mediawiki
ALLOWED = """
$wgAllowCopyUploads = true;
$wgGroupPermissions['user']['upload_by_url'] = true;
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and logs nothing."""

    def log_message(self, *given):
        pass


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    """A folder that lies on the web, and its address."""
    folder = tmp_path_factory.mktemp("web")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def open_wiki(tmp_path_factory, mediawiki):
    """A wiki that fetches from the web for its users."""
    assert mediawiki.api
    with MediaWiki(tmp_path_factory.mktemp("open"), ALLOWED) as wiki:
        yield wiki


def run(folder, wiki, rows):
    place = folder / "p.kabocha"
    if not place.exists():
        table = Table(("path", "name", "description"), tuple(rows))
        Project.create(place, table, folders=[folder]).close()
    project, cancel = Project.open(place), threading.Event()
    target = commons.resolve(wiki.api)
    connected = commons.connect(target, wiki.user, wiki.password, cancel=cancel)
    try:
        upload = Upload(
            project, connected, connected.target, emit=events.ignore, cancel=cancel, refused={}
        )
        finished = upload.run()
        journal = project.journal(connected.target.key)
        return finished, [journal.record(row.id) for row in project.rows]
    finally:
        connected.close()
        project.close()


def picture(folder, name, colour):
    Image.new("RGB", (50, 40), colour).save(folder / name)
    with (folder / name).open("ab") as file:
        file.write(b"%%EOF\r")
    return (folder / name).read_bytes()


def test_the_wiki_fetches_them_each_once(tmp_path, web, open_wiki):
    folder, address = web
    wanted = picture(folder, "harbour one.png", "red")
    rows = [
        TableRow(2, (f"{address}/harbour%20one.png", "From the web", "From here")),
        TableRow(3, (f"{address}/nothing.png", "Not there", "B")),
        TableRow(4, (f"{address}/harbour%20one.png?again", "The same again", "C")),
    ]
    finished, records = run(tmp_path, open_wiki, rows)
    assert (finished.done, finished.failed) == (1, 2)
    assert open_wiki.file_bytes("From the web.png") == wanted
    assert [r.state for r in records] == [RowState.DONE, RowState.FAILED, RowState.FAILED]
    assert [r.reason for r in records[1:]] == ["url-not-fetched", "duplicate"]
    assert "404" in records[1].message
    finished, _ = run(tmp_path, open_wiki, rows)
    assert len(open_wiki.file_versions("From the web.png")) == 1


def test_a_wiki_that_does_not_fetch_says_so_at_the_row(tmp_path, web, mediawiki):
    folder, address = web
    picture(folder, "refused.png", "blue")
    finished, (record,) = run(
        tmp_path, mediawiki, [TableRow(2, (f"{address}/refused.png", "Refused", "A"))]
    )
    assert finished.failed == 1
    assert record.reason == "url-not-fetched"
    assert "Save the file in the folder" in record.message
