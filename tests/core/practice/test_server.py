"""The practice wiki as a program: start, stop, restart, chunks, clients side by side."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from app.core.errors import FileError
from app.core.practice import Conduct, Practice, reset, running

ROOT = Path(__file__).parents[3]
MEGABYTE = 1024 * 1024


def big(size: int) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + random.Random(7).randbytes(size - 11)


def send_in_chunks(client, filename, data, piece, **more):
    """The chunk protocol with plain requests; the answer to the publishing request."""
    key, offset, answer = None, 0, {}
    while offset < len(data):
        answer = client.post(
            {"chunk": ("chunk", data[offset : offset + piece])},
            action="upload", token=client.token, filename=filename, stash=1, ignorewarnings=1,
            filesize=len(data), offset=offset, filekey=key, **more,
        )["upload"]  # fmt: skip
        key, offset = answer["filekey"], answer.get("offset", len(data))
    assert answer["result"] == "Success"
    return client.upload(filename, None, filekey=key, text="A page")


def log_lines(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]


def test_sixty_megabytes_in_chunks_keep_their_sha1(wiki, connect):
    data = big(60 * MEGABYTE + 13)
    answer = send_in_chunks(connect(wiki.api, "Anna@app"), "Big one.jpg", data, 5 * MEGABYTE)
    sha1 = hashlib.sha1(data).hexdigest()
    assert answer["upload"]["imageinfo"]["sha1"] == sha1
    assert hashlib.sha1((wiki.folder / "files" / "Big one.jpg").read_bytes()).hexdigest() == sha1


def test_a_file_that_ends_in_a_carriage_return_keeps_its_last_byte(wiki, connect):
    data = big(5000) + b"\r"
    client = connect(wiki.api, "Anna@app")
    client.upload("Whole.jpg", data)
    send_in_chunks(client, "Pieces.jpg", data + b"\r\n\r", 2000)
    assert (wiki.folder / "files" / "Whole.jpg").read_bytes() == data
    assert (wiki.folder / "files" / "Pieces.jpg").read_bytes() == data + b"\r\n\r"


def test_the_folder_holds_what_was_sent(wiki, connect, sample):
    client = connect(wiki.api, "Anna@app")
    data = sample(9000, "ffd8ff", "a")
    client.upload("A b_c.jpg", data, text="{{Information}}\r\n\r\n")
    labels = {"labels": {"en": {"language": "en", "value": "Hello"}}}
    client.post(
        action="wbeditentity", token=client.token, site="commonswiki", title="File:A b c.jpg",
        data=json.dumps(labels),
    )  # fmt: skip
    assert (wiki.folder / "files" / "A b c.jpg").read_bytes() == data
    assert (wiki.folder / "pages" / "A b c.jpg.wiki").read_text("utf-8") == "{{Information}}"
    (entity,) = (wiki.folder / "entities").iterdir()
    assert json.loads(entity.read_text("utf-8"))["labels"]["en"]["value"] == "Hello"
    first, second = log_lines(wiki.folder)
    assert first.keys() == {"time", "user", "action", "title", "sha1", "revision"}
    assert (first["action"], first["user"], first["title"], first["sha1"]) == (
        "upload", "Anna", "File:A b c.jpg", hashlib.sha1(data).hexdigest(),
    )  # fmt: skip
    assert (second["action"], second["revision"]) == ("wbeditentity", first["revision"] + 1)


def test_a_restart_keeps_everything(tmp_path, connect, sample):
    data = sample(9000, "ffd8ff", "a")
    with Practice(tmp_path) as wiki:
        client = connect(wiki.api, "Anna@app")
        client.upload("Kept.jpg", data, text="The text")
        client.upload("Gone.jpg", sample(9000, "ffd8ff", "b"))
        client.post(action="delete", title="File:Gone.jpg", token=client.token)
        key = client.upload("Kept.jpg", sample(9000, "ffd8ff", "c"))["upload"]["filekey"]
        before = client.get(action="query", titles="File:Kept.jpg", prop="info|imageinfo")
    with Practice(tmp_path) as wiki:
        client = connect(wiki.api, "Anna@app")
        assert client.get(action="query", titles="File:Kept.jpg", prop="info|imageinfo") == before
        again = client.upload("Other.jpg", data)["upload"]
        assert again["warnings"] == {"duplicate": ["Kept.jpg"]}
        assert "was-deleted" in client.upload("Gone.jpg", data)["upload"]["warnings"]
        assert client.upload("Third.jpg", None, filekey=key)["upload"]["result"] == "Success"
        revisions = [line["revision"] for line in log_lines(tmp_path)]
        assert revisions == sorted(set(revisions))


def test_an_upload_in_pieces_goes_on_after_a_restart(tmp_path, connect):
    data = big(9000)
    with Practice(tmp_path) as wiki:
        client = connect(wiki.api, "Anna@app")
        key = client.post(
            {"chunk": ("chunk", data[:4000])}, action="upload", token=client.token,
            filename="Half.jpg", stash=1, filesize=9000, offset=0,
        )["upload"]["filekey"]  # fmt: skip
    with Practice(tmp_path) as wiki:
        client = connect(wiki.api, "Anna@app")
        asked = client.post(action="upload", token=client.token, checkstatus=1, filekey=key)
        assert asked["upload"] == {"result": "Continue", "stage": "uploading", "offset": 4000}
        key = client.post(
            {"chunk": ("chunk", data[4000:])}, action="upload", token=client.token,
            filename="Half.jpg", stash=1, filesize=9000, offset=4000, filekey=key,
        )["upload"]["filekey"]  # fmt: skip
        assert client.upload("Half.jpg", None, filekey=key)["upload"]["result"] == "Success"
    assert (tmp_path / "files" / "Half.jpg").read_bytes() == data


def test_two_clients_side_by_side(wiki, connect, sample):
    """Both send the same eight names: each name is published once, the other is warned."""
    results: list[tuple[str, str]] = []

    def work(who):
        client = connect(wiki.api, f"{who}@app")
        for number in range(8):
            data = sample(20000, "ffd8ff", f"{who}{number}")
            answer = client.upload(f"Shared {number}.jpg", data)["upload"]
            results.append((f"Shared {number}.jpg", answer["result"]))

    threads = [threading.Thread(target=work, args=(who,)) for who in ("Anna", "Berta")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {name for name, _ in results}
    assert sorted(results) == sorted((n, r) for n in names for r in ("Success", "Warning"))
    uploads = [line["title"] for line in log_lines(wiki.folder)]
    assert len(uploads) == len(set(uploads)) == 8


def test_it_announces_itself_while_it_runs(tmp_path):
    with Practice(tmp_path) as wiki:
        notice = json.loads((tmp_path / "practice.json").read_text("utf-8"))
        assert notice["api"] == wiki.api == running(tmp_path)
        assert notice["dir"] == str(tmp_path)
        assert requests.get(wiki.browse, timeout=5).status_code == 200
    assert not (tmp_path / "practice.json").exists()
    assert running(tmp_path) is None


def test_an_announcement_of_something_else_is_not_believed(tmp_path):
    notice = tmp_path / "practice.json"
    with socket.socket() as nobody:  # bound, not listening: nothing answers there
        nobody.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{nobody.getsockname()[1]}/w/api.php"
        notice.write_text(json.dumps({"api": dead}), "utf-8")
        assert running(tmp_path) is None
    for api in ("https://example.org/w/api.php", 5):
        notice.write_text(json.dumps({"api": api}), "utf-8")
        assert running(tmp_path) is None
    notice.write_text("{half", "utf-8")
    assert running(tmp_path) is None


def test_a_folder_has_one_owner(tmp_path):
    with Practice(tmp_path):
        with pytest.raises(FileError) as refused:
            Practice(tmp_path).start()
        assert refused.value.code == "practice-in-use"
        assert str(tmp_path) in str(refused.value)
        with pytest.raises(FileError):
            reset(tmp_path)


def test_a_port_that_is_taken_and_a_folder_that_cannot_be(tmp_path):
    with Practice(tmp_path / "one") as wiki:
        port = int(wiki.api.split(":")[2].partition("/")[0])
        with pytest.raises(FileError) as refused:
            Practice(tmp_path / "two", port).start()
        assert refused.value.code == "practice-port"
    with Practice(tmp_path / "two"):
        pass
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileError) as refused:
        Practice(tmp_path / "file").start()
    assert refused.value.code == "practice-folder"


def test_reset_removes_only_its_own(tmp_path, connect, sample):
    (tmp_path / "mine.txt").write_text("mine")
    with Practice(tmp_path) as wiki:
        connect(wiki.api, "Anna@app").upload("A.jpg", sample(9000, "ffd8ff", "a"))
    reset(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    reset(tmp_path / "not there")


SERVE = """
import sys
from pathlib import Path
from app.core.practice import Practice
print(Practice(Path(sys.argv[1])).start(), flush=True)
"""


def test_killed_in_the_middle_it_keeps_whole_files(tmp_path, sample):
    """Kill -9 at different moments while files come in; what was answered is there, once."""
    answered: dict[str, str] = {}
    for round_number in range(4):
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(tmp_path)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stdout is not None
        api = server.stdout.readline().strip()
        timer = threading.Timer(0.05 * (round_number + 1), server.send_signal, (signal.SIGKILL,))
        _send_until_dead(api, timer, round_number, answered, sample)
        timer.join()
        server.wait()
        server.stdout.close()
    _check_whole(tmp_path, answered)


def _send_until_dead(api, timer, round_number, answered, sample):
    session = requests.Session()
    ask = {"action": "query", "meta": "tokens", "format": "json", "formatversion": 2}
    try:
        token = session.get(api, params=ask | {"type": "login"}, timeout=5).json()
        login = {"lgname": "Anna@app", "lgpassword": "x", "format": "json", "action": "login"}
        login["lgtoken"] = token["query"]["tokens"]["logintoken"]
        session.post(api, data=login, timeout=5)
        token = session.get(api, params=ask, timeout=5).json()["query"]["tokens"]["csrftoken"]
        timer.start()
        for number in range(10_000):
            name = f"Round {round_number} file {number}.jpg"
            data = sample(30000, "ffd8ff", name)
            params = {"action": "upload", "token": token, "filename": name, "format": "json"}
            answer = session.post(api, data=params, files={"file": ("x", data)}, timeout=5).json()
            answered[name] = answer["upload"]["imageinfo"]["sha1"]
    except requests.RequestException:
        pass
    finally:
        session.close()


def _check_whole(folder, answered):
    with Practice(folder) as wiki:
        pages = {page.title.text: page for page in wiki.site.store.pages()}
        assert set(answered) <= set(pages)
        assert {path.name for path in (folder / "files").iterdir()} == set(pages)
        assert {path.name for path in (folder / "pages").iterdir()} == {f"{n}.wiki" for n in pages}
        for name, page in pages.items():
            data = (folder / "files" / name).read_bytes()
            assert hashlib.sha1(data).hexdigest() == page.file.sha1
    titles = [line["title"] for line in log_lines(folder)]
    assert sorted(titles) == sorted(f"File:{name}" for name in pages)


# manners of HTTP


def _port(wiki):
    return int(wiki.api.split(":")[2].partition("/")[0])


def test_one_connection_serves_many_requests(wiki):
    line = http.client.HTTPConnection("127.0.0.1", _port(wiki), timeout=5)
    local = set()
    for _ in range(3):
        line.request("GET", "/w/api.php?action=query&meta=siteinfo&format=json")
        line.getresponse().read()
        local.add(line.sock.getsockname())
    line.close()
    assert len(local) == 1


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
def test_other_sites_cannot_reach_in(wiki, headers):
    params = {"action": "query", "meta": "siteinfo", "format": "json"}
    reply = requests.post(wiki.api, data=params, headers=headers, timeout=5)
    assert reply.status_code == 403
    assert not reply.content


def test_a_connection_cut_in_the_body_leaves_nothing(wiki):
    head = (
        b"POST /w/api.php HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
        b"Content-Type: multipart/form-data; boundary=B\r\n\r\n"
        b'--B\r\nContent-Disposition: form-data; name="chunk"; filename="x"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", _port(wiki)), 5) as line:
        line.sendall(head + b"x" * 50000)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(10) == b""
    assert not list((wiki.folder / "state" / "incoming").iterdir())


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=B", b"--B\r\nContent-Type: x\r\n\r\nx\r\n--B--"),
        ("multipart/form-data; boundary=B", b"--Bx\r\n"),
    ],
)
def test_a_garbled_body_is_a_bad_request(wiki, content_type, body):
    reply = requests.post(wiki.api, data=body, headers={"Content-Type": content_type}, timeout=5)
    assert reply.status_code in (200, 400)
    assert reply.status_code == 400 or "error" in reply.json()


def test_the_lost_session_is_refused_and_a_stale_token_too(wiki, connect):
    client = connect(wiki.api, "Anna@app")
    wiki.site.sessions.forget_all()
    lost = client.post(action="edit", title="X", text="x", token=client.token, **{"assert": "user"})
    assert lost["error"]["code"] == "assertuserfailed"
    stale = client.post(action="edit", title="X", text="x", token=client.token)
    assert stale["error"]["code"] == "badtoken"


def test_signing_in_twice_with_a_bot_password_is_refused(wiki, connect):
    client = connect(wiki.api, "Anna@app")
    answer = client.post(action="login", lgname="Anna@app", lgpassword="x", lgtoken="y")
    assert answer["login"]["result"] == "Aborted"


def test_slow_accounts_wait_for_their_window(tmp_path, connect, sample):
    moment = [0.0]
    conduct = Conduct(clock=lambda: moment[0], upload_limit=(2, 10))
    with Practice(tmp_path, conduct=conduct) as wiki:
        client = connect(wiki.api, "Slow Sue@app")
        info = client.get(action="query", meta="userinfo", uiprop="ratelimits")["query"]["userinfo"]
        assert info["ratelimits"]["upload"] == {"user": {"hits": 2, "seconds": 10}}
        codes = []
        for number, time in enumerate((0, 1, 2, 10.5)):
            moment[0] = time
            answer = client.upload(f"Sl {number}.jpg", sample(9000, "ffd8ff", str(number)))
            codes.append(answer.get("error", {}).get("code", "done"))
        assert codes == ["done", "done", "ratelimited", "done"]


def test_a_job_runner_that_is_down_leaves_uploads_queued(tmp_path, connect):
    data = big(9000)
    conduct = Conduct(jobs=False)
    with Practice(tmp_path, conduct=conduct) as wiki:
        client = connect(wiki.api, "Anna@app")
        params = {"action": "upload", "token": client.token, "filename": "Q.jpg", "stash": 1}
        size = {"filesize": 9000, "offset": 0, "async": 1}
        key = client.post({"chunk": ("c", data)}, **params, **size)["upload"]["filekey"]
        ask = {"action": "upload", "token": client.token, "checkstatus": 1, "filekey": key}
        for _ in range(3):
            assert client.post(**ask)["upload"] == {"result": "Poll", "stage": "queued"}
        conduct.jobs = True
        assert client.post(**ask)["upload"] == {"result": "Poll", "stage": "assembling"}
        assert client.post(**ask)["upload"]["result"] == "Success"


def test_only_the_folder_of_a_practice_wiki_is_emptied(tmp_path):
    """Somebody's own folder may well have a folder `files`."""
    own = tmp_path / "files" / "own picture.jpg"
    own.parent.mkdir()
    own.write_bytes(b"picture")
    with pytest.raises(FileError) as caught:
        reset(tmp_path)
    assert caught.value.code == "practice-foreign"
    assert own.read_bytes() == b"picture"
