"""A proxy that spoils chosen requests on their way. It knows HTTP and nothing else of ours.

A process of its own: one JSON object a line on standard input opens a lane, `{"lane", "upstream":
[host, port], "log", "faults": [{"at", "do", "times", …}]}`, its answer on standard output is
`{"lane", "port"}`. `"tls": [certificate, key]` makes it speak TLS, `"tunnel": [name, password]` makes
it a proxy for CONNECT. `{"lane", "faults": […]}` gives a lane new faults, counted from the request
after, `{"lane", "tls": […]}` another certificate, `{"lane", "tunnel": […]}` another password;
`{"lane", "close": true}` ends it. Each request and each fault that fired is one line of the lane's
log, written before the fault is done.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import re
import socket
import ssl
import struct
import sys
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from tests.faults.messages import Request, headers, read_chunked, read_fields, read_head

_HEAD = 64 * 1024
_HOST = re.compile(rb"(\r\nHost: )[^\r\n]+", re.IGNORECASE)
_CLOSE = re.compile(rb"(?<=\r\n)Connection: close\r\n", re.IGNORECASE)
_PORTAL = b"<!DOCTYPE html><html><title>Guest network</title><p>Sign in to go on.</p></html>"


@dataclass
class Lane:
    """One way to one wiki: its faults, its log, how many requests came."""

    upstream: tuple[str, int]
    log: str
    faults: list[dict[str, Any]]
    tls: list[str] | None = None
    tunnel: list[str] | None = None
    """Name and password that CONNECT needs; empty = none; None = no proxy for CONNECT."""
    server: asyncio.Server | None = None
    port: int = 0
    requests: int = 0
    carriers: set[Carrier] = field(default_factory=set)
    lanes: dict[str, Lane] = field(default_factory=dict)
    _context: ssl.SSLContext | None = None

    async def open(self) -> None:
        """Listen, at the same port as before."""

        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            carrier = Carrier(self, reader, writer)
            self.carriers.add(carrier)
            await carrier.run()
            self.carriers.discard(carrier)

        self.server = await asyncio.start_server(
            carry, "127.0.0.1", self.port, limit=_HEAD, reuse_address=True, ssl=self.context()
        )
        self.port = self.server.sockets[0].getsockname()[1]

    def context(self) -> ssl.SSLContext | None:
        """How it shows who it is; each hello is a line of the log."""
        if self.tls is None:
            return None
        if self._context is None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.sni_callback = self._hello
        self._context.load_cert_chain(*self.tls)
        return self._context

    def show(self, tls: list[str] | None) -> None:
        """Show another certificate from now on."""
        self.tls = tls
        self.context()

    def _hello(self, _socket: Any, name: str | None, _context: Any) -> None:
        assert self.tls
        self.write(hello=name, certificate=self.tls[0].rpartition("/")[2])

    def cut(self) -> None:
        """All connections end."""
        for carrier in list(self.carriers):
            reset(carrier.writer)

    async def shut(self, seconds: float) -> None:
        """All connections end, and nobody listens for so long."""
        if self.server:
            self.server.close()
        self.cut()
        await asyncio.sleep(seconds)
        await self.open()

    def write(self, **line: Any) -> None:
        with open(self.log, "a", encoding="utf-8") as stream:
            stream.write(json.dumps({"time": time.time(), **line}) + "\n")

    def fault_for(self, request: Request) -> dict[str, Any] | None:
        """The fault that is due now. `at` counts requests, of one `kind` (or several `kinds`) and
        of one `title` if these are given, and only after the fault before it if it `follows`.
        """
        for before, fault in zip([{}, *self.faults], self.faults, strict=False):
            if fault.get("follows") and not before.get("began"):
                continue
            if fault.get("kind") not in (None, request.kind):
                continue
            if request.kind not in fault.get("kinds", [request.kind]):
                continue
            if fault.get("title") not in (None, request.title):
                continue
            fault["seen"] = fault.get("seen", 0) + 1
            first = fault.get("at", 1)
            if first <= fault["seen"] < first + fault.get("times", 1):
                fault["began"] = True
                return fault
        return None


class Spoiled(Exception):  # noqa: N818  (an end, as ordered)
    """The connection ends here."""


class Carrier:
    """One connection of the program, and its counterpart to the wiki."""

    def __init__(
        self, lane: Lane, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.lane = lane
        self.reader = reader
        self.writer = writer
        self.up: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.opened = time.time()

    async def run(self) -> None:
        try:
            while await self.carry():
                pass
        except (Spoiled, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            reset(self.writer)
            if self.up:
                reset(self.up[1])

    async def carry(self) -> bool:
        """One request and its answer; False at the end of the connection."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        request = read_head(head)
        lane = self.lane
        lane.requests += 1
        number = lane.requests
        early = await self.reader.read(min(request.length, _HEAD)) if request.length else b""
        request.fields = read_fields(request, early)
        fault = lane.fault_for(request)
        lane.write(n=number, kind=request.kind, line=request.line.decode("latin-1")[:300],
                   length=request.length, title=request.title,
                   offset=request.fields.get("offset"), opened=self.opened)  # fmt: skip
        if request.line.startswith(b"CONNECT") and lane.tunnel is not None:
            return await self.connect(request, lane.tunnel)
        if fault:
            lane.write(fired=fault["do"], n=number, kind=request.kind,
                       follows=bool(fault.get("follows")))  # fmt: skip
            await getattr(self, "do_" + fault["do"].replace("-", "_"))(request, early, fault)
            return True
        await self.answer(request, await self.body(request, early))
        return True

    async def connect(self, request: Request, secret: list[str]) -> bool:
        """31: a way through for those who have the password; False at its end."""
        if secret:
            wanted = "Basic " + base64.b64encode(":".join(secret).encode()).decode()
            if headers(request.head).get("proxy-authorization") != wanted:
                self.lane.write(fired="407", n=self.lane.requests, kind="CONNECT")
                await self.say("407 Who Are You", b"", 'Proxy-Authenticate: Basic realm="office"')
                return True
        self.up = await asyncio.open_connection(*self.lane.upstream)
        await self.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(
            pour(self.reader, self.up[1]), pour(self.up[0], self.writer), return_exceptions=True
        )
        return False

    async def body(self, request: Request, early: bytes) -> bytes:
        return early + await self.reader.readexactly(request.length - len(early))

    async def forward(self, request: Request, body: bytes) -> tuple[bytes, bytes]:
        """Send to the wiki and read its answer: head, body."""
        if self.up is None:
            self.up = await asyncio.open_connection(*self.lane.upstream, limit=_HEAD)
        up_reader, up_writer = self.up
        up_writer.write(self.head(request) + body)
        await up_writer.drain()
        head = await up_reader.readuntil(b"\r\n\r\n")
        names = headers(head)
        if "content-length" in names:
            data = await up_reader.readexactly(int(names["content-length"]))
        elif names.get("transfer-encoding") == "chunked":
            data = await read_chunked(up_reader)
        elif names.get("connection") == "close":
            data = await up_reader.read()
            head = head[:-2] + f"Content-Length: {len(data)}\r\n\r\n".encode()
        else:
            data = b""
        if names.get("connection") == "close":  # this side goes on
            up_writer.close()
            self.up = None
            head = _CLOSE.sub(b"", head)
        return head, data

    def head(self, request: Request) -> bytes:
        """The head as the wiki gets it: behind TLS under its own name."""
        if self.lane.tls is None:
            return request.head
        host = ":".join(map(str, self.lane.upstream)).encode()
        return _HOST.sub(rb"\g<1>" + host, request.head, count=1)

    async def answer(self, request: Request, body: bytes) -> None:
        head, data = await self.forward(request, body)
        self.lane.write(answered=self.lane.requests, status=int(head.split(b" ", 2)[1]))
        await self.write(head + data)

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def say(self, status: str, data: bytes, *extra: str, kind: str = "text/html") -> None:
        """An answer of our own."""
        lines = [
            f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *extra,
        ]  # fmt: skip
        await self.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)

    # -- faults ----------------------------------------------------------------------------------

    async def do_reset_before_body(self, request: Request, early: bytes, fault: Any) -> None:
        """1: the line breaks before the body."""
        raise Spoiled

    async def do_shut(self, request: Request, early: bytes, fault: Any) -> None:
        """8: all connections end, and for some seconds nobody answers at the address."""
        await self.lane.shut(fault.get("seconds", 0))
        raise Spoiled

    async def do_certificate(self, request: Request, early: bytes, fault: Any) -> None:
        """30: all connections end, and somebody else's certificate is shown, for `seconds` if told."""
        lane = self.lane
        before = lane.tls
        lane.show(fault["tls"])
        lane.cut()
        if "seconds" in fault:
            await asyncio.sleep(fault["seconds"])
            lane.show(before)
        raise Spoiled

    async def do_hold_answer(self, request: Request, early: bytes, fault: Any) -> None:
        """The wiki did it; the answer comes after `seconds`."""
        head, data = await self.forward(request, await self.body(request, early))
        await asyncio.sleep(fault["seconds"])
        await self.write(head + data)

    async def do_lock(self, request: Request, early: bytes, fault: Any) -> None:
        """31: all connections end; the lane that is named wants a password, for `seconds` if told."""
        office = self.lane.lanes[fault["lane"]]
        office.tunnel = fault["tunnel"]
        self.lane.cut()
        if "seconds" in fault:
            await asyncio.sleep(fault["seconds"])
            office.tunnel = []
        raise Spoiled

    async def do_doze(self, request: Request, early: bytes, fault: Any) -> None:
        """28: while the computer sleeps the rest of the request is waited for, then the line goes
        on, is reset, or is forgotten.
        """
        await asyncio.sleep(fault["seconds"])
        if fault["then"] == "reset":
            raise Spoiled
        if fault["then"] == "forget":
            await self.do_stall(request, early, {})
        await self.answer(request, await self.body(request, early))

    async def do_reset_in_body(self, request: Request, early: bytes, fault: Any) -> None:
        """2: half of the body reaches the wiki."""
        body = await self.body(request, early)
        self.up = self.up or await asyncio.open_connection(*self.lane.upstream, limit=_HEAD)
        self.up[1].write(request.head + body[: len(body) // 2])
        await self.up[1].drain()
        raise Spoiled

    async def do_lose_answer(self, request: Request, early: bytes, fault: Any) -> None:
        """3 to 6: the wiki did it, the answer is lost."""
        await self.forward(request, await self.body(request, early))
        raise Spoiled

    async def do_lose_request(self, request: Request, early: bytes, fault: Any) -> None:
        """7: the request went out whole and never reached the wiki."""
        await self.body(request, early)
        raise Spoiled

    async def do_status(self, request: Request, early: bytes, fault: Any) -> None:
        """9, 12 to 15: an answer of a server on the way."""
        await self.body(request, early)
        extra = []
        if "after" in fault:
            extra.append(f"Retry-After: {fault['after']}")
        if "date" in fault:
            extra.append(f"Retry-After: {formatdate(time.time() + fault['date'], usegmt=True)}")
            extra += [f"Date: {formatdate(usegmt=True)}"] if not fault.get("dateless") else []
        await self.say(fault["status"], b"<html><h1>Our servers</h1></html>", *extra)

    async def do_error(self, request: Request, early: bytes, fault: Any) -> None:
        """10, 11, 19, 20: an error of the API, the request not carried out."""
        await self.body(request, early)
        await asyncio.sleep(fault.get("seconds", 0))
        await self.api_error(request, fault["code"], fault.get("text", ""), fault.get("after"))

    async def api_error(self, request: Request, code: str, text: str, after: Any) -> None:
        said = text or f"The request was refused: {code}."
        if "errorformat" in request.fields:
            data: dict[str, Any] = {
                "errors": [{"code": code, "text": said, "module": "main"}],
                "docref": "See api.php for API usage.",
            }
        else:
            data = {"error": {"code": code, "info": said}}
        extra = [f"MediaWiki-API-Error: {code}"]
        if after is not None:
            extra.append(f"Retry-After: {after}")
        body = json.dumps(data).encode()
        await self.say("200 OK", body, *extra, kind="application/json; charset=utf-8")

    async def do_cut_answer(self, request: Request, early: bytes, fault: Any) -> None:
        """16: the wiki did it, half of the answer arrives as if it were all."""
        _, data = await self.forward(request, await self.body(request, early))
        await self.say("200 OK", data[: len(data) // 2], kind="application/json")

    async def do_portal(self, request: Request, early: bytes, fault: Any) -> None:
        """17: the network wants a sign-in first."""
        await self.body(request, early)
        await self.say("200 OK", _PORTAL)

    async def do_garble(self, request: Request, early: bytes, fault: Any) -> None:
        """18: the wiki did it, the answer is empty or noise."""
        await self.forward(request, await self.body(request, early))
        await self.say("200 OK", fault.get("noise", "").encode("latin-1"), kind="application/json")

    async def do_spoil_bytes(self, request: Request, early: bytes, fault: Any) -> None:
        """21: one byte of the chunk is another one when it arrives."""
        body = bytearray(await self.body(request, early))
        body[-400] ^= 0xFF
        await self.answer(request, bytes(body))

    async def do_stall(self, request: Request, early: bytes, fault: Any) -> None:
        """29: nothing moves any more and nobody says so."""
        while self.writer.get_extra_info("socket").fileno() >= 0:
            if fault.get("reading"):  # the request is taken, no answer comes
                if not await self.reader.read(_HEAD):
                    break
            else:
                await asyncio.sleep(0.5)
        raise Spoiled

    async def do_hold(self, request: Request, early: bytes, fault: Any) -> None:
        """The request comes late, after `seconds` or once there is a file `until`."""
        body = await self.body(request, early)
        await asyncio.sleep(fault.get("seconds", 0))
        while "until" in fault and not os.path.exists(fault["until"]):
            await asyncio.sleep(0.02)
        await self.answer(request, body)


def reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with RST."""
    sock = writer.get_extra_info("socket")
    if sock is not None and sock.fileno() >= 0:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until their end."""
    with contextlib.suppress(OSError):
        while data := await reader.read(_HEAD):
            writer.write(data)
            await writer.drain()
    writer.close()


class Switchboard:
    """Opens and closes lanes."""

    def __init__(self) -> None:
        self.lanes: dict[str, Lane] = {}

    async def order(self, line: dict[str, Any]) -> dict[str, Any]:
        name = str(line["lane"])
        if "upstream" in line:
            host, port = line["upstream"]
            lane = Lane(
                (host, port), line["log"], line["faults"], line.get("tls"), line.get("tunnel")
            )
            self.lanes[name] = lane
            lane.lanes = self.lanes
            await lane.open()
            return {"lane": name, "port": lane.port}
        lane = self.lanes[name]
        lane.faults = line.get("faults", lane.faults)
        lane.tunnel = line.get("tunnel", lane.tunnel)
        if "tls" in line:
            lane.show(line["tls"])
        if line.get("close") and lane.server:
            lane.server.close()
            del self.lanes[name]
        return {"lane": name}

    async def serve(self) -> None:
        orders = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
        while line := await orders.readline():
            print(json.dumps(await self.order(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(Switchboard().serve())
