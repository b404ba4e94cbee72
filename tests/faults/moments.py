"""Moments of a run: something happens here, in the process that sends, at a chosen request.

Nothing of the program changes: a hook around its way out sees each request and acts before it goes
or while its body goes. What happened is noted in the scene's folder, as proof that it did.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.commons.body import Body
from app.core.commons.transport import Transport
from tests.faults.messages import Request, find_fields
from tests.faults.stage import Prepare, Scene

Action = Callable[[], None]


@dataclass(frozen=True)
class Moment:
    """The `nth` request of a kind, as the proxy calls it; of one title if one is given. `inside`:
    not before it but once a good part of its file was read.
    """

    kind: str
    nth: int = 1
    title: str | None = None
    inside: bool = False

    @property
    def name(self) -> str:
        """In words."""
        place = "in" if self.inside else "before"
        return f"{place} {self.kind} {self.nth}"

    def at(self, action: Action) -> Prepare:
        """Do this at the moment, once."""
        return _Hook(self, action).prepare


class _Hook:
    def __init__(self, moment: Moment, action: Action) -> None:
        self._moment = moment
        self._action: Action | None = action
        self._seen = 0
        self._lock = threading.Lock()

    def prepare(self) -> None:
        get, post, send = Transport.get, Transport.post, Transport.send

        def hooked_get(transport: Transport, params: Any) -> Any:
            self._meet(dict(params))
            return get(transport, params)

        def hooked_post(transport: Transport, params: Any) -> Any:
            self._meet(dict(params))
            return post(transport, params)

        def hooked_send(transport: Transport, body: Body, params: Any) -> Any:
            self._meet({**find_fields(body._head), **params}, body)
            return send(transport, body, params)

        vars_of: Any = Transport
        vars_of.get, vars_of.post, vars_of.send = hooked_get, hooked_post, hooked_send

    def _meet(self, fields: dict[str, str], body: Body | None = None) -> None:
        length = len(body) if body else 0
        kind = Request(b"", b"", length, fields=fields).kind
        moment = self._moment
        title = fields.get("filename") or fields.get("title", "").removeprefix("File:")
        if kind != moment.kind or moment.title not in (None, title):
            return
        with self._lock:
            self._seen += 1
            action = self._action if self._seen == moment.nth else None
            if action is not None:
                self._action = None
        if action is None:
            return
        if moment.inside and body is not None:
            _act_inside(body, action)
        else:
            action()


def _act_inside(body: Body, action: Action) -> None:
    """Act once a third of the file was read."""
    plain, part = body.read, body._part
    waiting = [action]

    def read(size: int = -1) -> bytes:
        if waiting and body._sent * 3 >= part.length:
            waiting.pop()()
        return plain(size)

    vars(body)["read"] = read


def note(scene: Scene, what: str, **more: Any) -> None:
    """Write down that something happened."""
    line = json.dumps({"what": what, "at": time.monotonic(), **more})
    with open(scene.folder / "evidence.jsonl", "a", encoding="utf-8") as stream:
        stream.write(line + "\n")


def evidence(scene: Scene, what: str = "") -> list[dict[str, Any]]:
    """What was written down."""
    place = scene.folder / "evidence.jsonl"
    text = place.read_text("utf-8") if place.exists() else ""
    lines = [json.loads(line) for line in text.splitlines()]
    return [line for line in lines if line["what"] == what or not what]


# -- the network ---------------------------------------------------------------------------------


def no_names(scene: Scene, seconds: float, code: int) -> Action:
    """For so long no name is resolved."""

    def act() -> None:
        plain, until = socket.getaddrinfo, time.monotonic() + seconds

        def getaddrinfo(*given: Any, **named: Any) -> Any:
            if time.monotonic() < until:
                note(scene, "no name")
                raise socket.gaierror(code, "Name or service not known")
            return plain(*given, **named)

        socket.getaddrinfo = getaddrinfo

    return act


def no_route(scene: Scene, seconds: float, code: int) -> Action:
    """For so long no connection leads anywhere."""

    def act() -> None:
        plain, until = socket.socket.connect, time.monotonic() + seconds

        def connect(sock: socket.socket, address: Any) -> None:
            if time.monotonic() < until:
                note(scene, "no route")
                raise OSError(code, os.strerror(code))
            plain(sock, address)

        vars_of: Any = socket.socket
        vars_of.connect = connect

    return act


def point_names_here() -> None:
    """Every name leads to this machine."""
    plain = socket.getaddrinfo

    def getaddrinfo(host: Any, *given: Any, **named: Any) -> Any:
        return plain("127.0.0.1", *given, **named)

    socket.getaddrinfo = getaddrinfo


# -- the computer --------------------------------------------------------------------------------


def sleep(scene: Scene, seconds: float) -> Action:
    """The whole process sleeps, from a moment after now; it is seen to."""

    def act() -> None:
        place = scene.folder / "slept"
        script = (
            f"sleep 0.4; kill -STOP {os.getpid()}; sleep 0.3; "
            f"grep State: /proc/{os.getpid()}/status > {place}; "
            f"sleep {seconds}; kill -CONT {os.getpid()}"
        )
        subprocess.Popen(["/bin/sh", "-c", script], start_new_session=True)

    return act


def die(seconds: float) -> Action:
    """Kill this process in so many seconds."""

    def act() -> None:
        script = f"sleep {seconds}; kill -KILL {os.getpid()}"
        subprocess.Popen(["/bin/sh", "-c", script], start_new_session=True)

    return act


def both(one: Action, other: Action) -> Action:
    """One after the other."""

    def act() -> None:
        one()
        other()

    return act


def turn_clock(scene: Scene, *jumps: float) -> Action:
    """The clock on the wall jumps by so many seconds, to the next jump after 1.5 s."""

    def act() -> None:
        plain, began = time.time, time.monotonic()
        told = set()

        def clock() -> float:
            index = min(int((time.monotonic() - began) / 1.5), len(jumps) - 1)
            if index not in told:
                told.add(index)
                note(scene, "clock", jump=jumps[index])
            return plain() + jumps[index]

        time.time = clock

    return act


def fill_disk(scene: Scene, place: Path, left: int) -> Action:
    """Fill the file system of a folder, but for so many bytes."""

    def act() -> None:
        filler = os.open(place / "filler", os.O_WRONLY | os.O_CREAT)
        size = 0
        for block in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    size += os.write(filler, b"\0" * block)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        os.ftruncate(filler, max(0, size - left))
        os.close(filler)
        free = os.statvfs(place)
        note(scene, "disk full", free=free.f_bavail * free.f_frsize)

    return act


def use_up_names(scene: Scene, place: Path) -> Action:
    """No further file can be made on the file system of a folder."""

    def act() -> None:
        folder = place / "filler"
        folder.mkdir()
        try:
            for number in range(100_000):
                (folder / str(number)).touch()
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            note(scene, "disk full", files=number)

    return act


def limit_files(scene: Scene, size: int) -> Action:
    """No file may grow, nor be written, beyond so many bytes."""

    def act() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            with open(scene.folder / "tried", "wb", buffering=0) as stream:
                stream.seek(size)
                stream.write(b"x")
        except OSError as error:
            note(scene, "disk full", error=error.errno)

    return act


_CAPSET, _CAPGET = (126, 125) if os.uname().machine == "x86_64" else (91, 90)
_READS_ALL = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


def obey_modes() -> None:
    """Let the modes of files hold for this process also when it is root."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    if libc.syscall(_CAPGET, head, data):
        raise OSError(ctypes.get_errno(), "capget")
    data[0] &= ~_READS_ALL  # effective, lower half
    if libc.syscall(_CAPSET, head, data):
        raise OSError(ctypes.get_errno(), "capset")
