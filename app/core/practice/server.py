"""The practice wiki as a small HTTP server on the loopback address."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import logging
import os
import shutil
import socket
import threading
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from app.core.errors import FileError
from app.core.practice import chunks, pages
from app.core.practice.accounts import Sessions
from app.core.practice.api import answer
from app.core.practice.call import SITE_ID, Call, Site
from app.core.practice.conduct import Conduct
from app.core.practice.folder import ANNOUNCEMENT, Folder, Owner
from app.core.practice.jobs import Jobs
from app.core.practice.multipart import (
    Body,
    BodyCutError,
    BodyError,
    ChunkedBody,
    Form,
    SizedBody,
    parse_query,
    read_form,
)
from app.core.practice.siteinfo import MARK
from app.core.practice.stash import Stash
from app.core.practice.store import Store

if TYPE_CHECKING:
    from app.core.practice.pages import Shown

_LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
API_PATH = "/w/api.php"
_COOKIE = f"{SITE_ID}_session"
_BLOCK = 256 * 1024


class Practice:
    """A practice wiki over `folder`. Any user name with a password signs in.

    `conduct` may be turned while it runs. `start` raises FileError: practice-in-use when another
    process serves the folder, practice-folder when it cannot be written, practice-port when the
    port is taken.
    """

    def __init__(self, folder: Path, port: int = 0, conduct: Conduct | None = None) -> None:
        self.folder = Path(folder).absolute()
        self.conduct = conduct or Conduct()
        self._port = port
        self._folder = Folder(self.folder)
        self._owner = Owner(self._folder)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def api(self) -> str:
        """The address of api.php."""
        return f"{self._base}{API_PATH}"

    @property
    def browse(self) -> str:
        """The address of the pages for a browser."""
        return f"{self._base}/"

    @property
    def _base(self) -> str:
        port = self._server.server_address[1] if self._server else self._port
        return f"http://{HOST}:{port}"

    @property
    def site(self) -> Site:
        """The parts of the running wiki, for tests and rehearsals."""
        assert self._server is not None
        return self._server.site

    def start(self) -> str:
        """Serve until `stop`; the address of api.php."""
        self._folder.make()
        self._owner.take()
        try:
            self._server = _Server((HOST, self._port), self._open())
        except OSError as error:
            self._owner.release()
            raise FileError("practice-port", str(error), port=self._port) from error
        except BaseException:
            self._owner.release()
            raise
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="practice"
        )
        self._thread.start()
        self._announce()
        return self.api

    def _open(self) -> Site:
        store = Store(self._folder)
        site = Site(store, Stash(self._folder), Sessions(), self.conduct, Jobs(self.conduct))
        for entry in site.stash.unfinished():
            chunks.start(site, entry)
        return site

    def _announce(self) -> None:
        notice = {"api": self.api, "dir": str(self.folder), "pid": os.getpid()}
        self._folder.write_json(self.folder / ANNOUNCEMENT, notice)

    def stop(self) -> None:
        """Stop serving; every thread is joined."""
        server, self._server = self._server, None
        if server is None:
            return
        self._port = server.server_address[1] if self._port else 0
        server.shutdown()
        server.hang_up()
        server.server_close()
        server.site.jobs.stop()
        if self._thread is not None:
            self._thread.join()
        (self.folder / ANNOUNCEMENT).unlink(missing_ok=True)
        self._owner.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self.stop()


def running(folder: Path) -> str | None:
    """The address of api.php of the practice wiki that serves a folder now, else None."""
    try:
        notice = json.loads((Path(folder) / ANNOUNCEMENT).read_text("utf-8"))
        api = str(notice["api"])
        if not _is_loopback(urlsplit(api).hostname or ""):
            return None
        address = f"{api}?action=query&meta=siteinfo&format=json&formatversion=2"
        with build_opener(ProxyHandler({})).open(address, timeout=5) as reply:
            general = json.load(reply)["query"]["general"]
    except (OSError, URLError, ValueError, KeyError, TypeError):
        return None
    return api if general.get(MARK) else None


def reset(folder: Path) -> None:
    """Empty the folder of a practice wiki: only what is its own is removed. Raises FileError
    (practice-in-use) while it is served, (practice-foreign) when it holds something else.
    """
    places = Folder(Path(folder).absolute())
    if not places.root.is_dir():
        return
    if any(places.root.iterdir()) and not Owner(places).was_here:
        raise FileError("practice-foreign", folder=str(places.root))
    places.make()
    owner = Owner(places)
    owner.take()
    owner.release()
    for part in (places.files, places.pages, places.entities, places.state):
        shutil.rmtree(part)
    places.log.unlink(missing_ok=True)
    (places.root / ANNOUNCEMENT).unlink(missing_ok=True)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        super().__init__(address, _Handler)
        self.site = site
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close the connections that clients keep open."""
        with self._guard:
            for request in self._open:
                with contextlib.suppress(OSError):
                    request.shutdown(socket.SHUT_RD)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as inherited
        _LOG.exception("The practice wiki could not answer a request")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Kabocha-practice"
    server: _Server
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(posted=False)

    def do_HEAD(self) -> None:
        self._answer(posted=False)

    def do_POST(self) -> None:
        self._answer(posted=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as inherited
        _LOG.debug(format, *args)

    def _answer(self, *, posted: bool) -> None:
        try:
            if not self._is_from_here():
                self._discard_body()
                self._send(403, b"", {"Content-Type": "text/plain"})
            elif urlsplit(self.path).path == API_PATH:
                self._answer_api(posted=posted)
            else:
                self._discard_body()
                self._show(pages.show(self.server.site, self.path))
        except BodyCutError:
            self.close_connection = True
        except BodyError:
            self.close_connection = True
            self._send(400, b"", {"Content-Type": "text/plain"})
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _base(self) -> str:
        return f"http://{self.headers.get('Host', '')}"

    def _is_from_here(self) -> bool:
        """Not a web page of somebody else: neither by a foreign host name that leads here nor by
        a form or script of another site.
        """
        origin = self.headers.get("Origin", self._base())
        return origin == self._base() and _is_loopback(urlsplit(self._base()).hostname or "")

    def _body(self) -> Body:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return ChunkedBody(self.rfile)
        try:
            return SizedBody(self.rfile, int(self.headers.get("Content-Length") or 0))
        except ValueError as error:
            raise BodyError from error

    def _discard_body(self) -> None:
        body = self._body()
        while body.read(_BLOCK):
            pass

    def _answer_api(self, *, posted: bool) -> None:
        site = self.server.site
        content_type = self.headers.get("Content-Type", "application/x-www-form-urlencoded")
        form = read_form(self._body(), content_type, site.store.folder.new_file)
        try:
            self._reply(site, form, posted=posted)
        finally:
            form.discard()

    def _reply(self, site: Site, form: Form, *, posted: bool) -> None:
        query = parse_query(urlsplit(self.path).query)
        session = site.sessions.find(self._session_key())
        call = Call(site, {**query, **form.fields}, form.files, session, self._base(), posted)
        reply = answer(call)
        body = json.dumps(reply.data, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Cache-Control": "private, must-revalidate, max-age=0",
            "X-Content-Type-Options": "nosniff",
            **reply.headers,
        }
        if call.session.key != self._session_key():
            headers["Set-Cookie"] = f"{_COOKIE}={call.session.key}; path=/; HttpOnly; SameSite=Lax"
        self._send(reply.status, body, headers)

    def _session_key(self) -> str:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return cookie[_COOKIE].value if _COOKIE in cookie else ""

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _show(self, shown: Shown) -> None:
        if shown.path is None:
            self._send(shown.status, shown.body, shown.headers)
            return
        with shown.path.open("rb") as stream:
            self.send_response(shown.status)
            for name, value in shown.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(os.fstat(stream.fileno()).st_size))
            self.end_headers()
            if self.command != "HEAD":
                shutil.copyfileobj(stream, self.wfile, _BLOCK)
