"""A little proxy such as offices have, on a real socket: CONNECT and plain requests, with or without
a sign-in. Every name leads to one port of this computer.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Office:
    """`account` is what it wants ("" = nobody signs in); `offers` the kinds of sign-in it names;
    `refuses` a status it answers instead. `seen` = method and target of each request.
    """

    upstream: int
    account: str = ""
    offers: tuple[str, ...] = ('Basic realm="office"',)
    refuses: int = 0
    seen: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0
    """Sign-ins that were wrong."""
    poured: int = 0
    """Bytes that went through tunnels towards the wiki."""

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[Office]:
        office = self

        class Handler(_Handler):
            proxy = office

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.daemon_threads = True
            self.port = server.server_port
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            yield self
            server.shutdown()
            thread.join()

    def lets_in(self, header: str | None) -> bool:
        wanted = "Basic " + base64.b64encode(self.account.encode()).decode()
        return not self.account or header == wanted


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Office

    def log_message(self, *args: object) -> None:
        pass

    def do_CONNECT(self) -> None:
        if not self._may_pass():
            return
        self.close_connection = True
        with socket.create_connection(("127.0.0.1", self.proxy.upstream)) as up:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_pour, args=(up, self.connection), daemon=True)
            back.start()
            self.proxy.poured += _pour(self.connection, up)
            back.join()

    def do_GET(self) -> None:
        if not self._may_pass():
            return
        self.close_connection = True
        parts = urlsplit(self.path)
        with socket.create_connection(("127.0.0.1", self.proxy.upstream)) as up:
            head = f"{self.command} {parts.path}?{parts.query} HTTP/1.1\r\nConnection: close\r\n"
            up.sendall(f"{head}Host: {parts.netloc}\r\n\r\n".encode())
            _pour(up, self.connection)

    def _may_pass(self) -> bool:
        self.proxy.seen.append((self.command, self.path))
        status = self.proxy.refuses
        if not self.proxy.lets_in(self.headers["Proxy-Authorization"]):
            status = 407
            self.proxy.refused += "Proxy-Authorization" in self.headers
        if not status:
            return True
        self.send_response(status)
        for kind in self.proxy.offers if status == 407 else ():
            self.send_header("Proxy-Authenticate", kind)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False


def _pour(source: socket.socket, target: socket.socket) -> int:
    total = 0
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
            total += len(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
    return total
