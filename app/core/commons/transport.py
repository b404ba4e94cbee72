"""The wire: one session, every byte written to a socket counted, every foreign error made ours."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from app.core import cancel as cancelling
from app.core import log
from app.core.cancel import Cancel
from app.core.commons import proxies
from app.core.commons.body import PIECE, Body
from app.core.commons.proxies import Route
from app.core.commons.throttle import Throttle
from app.core.errors import NetworkError, ServerError

CONNECT_SECONDS = 15.0
STALL_SECONDS = 60.0
"""No byte either way for so long: the line is taken for dead. A slow line that moves never is."""
_WRITE = 16384
_CUBIC = b"cubic"
SAME_SIGN_IN_SECONDS = 600.0
"""A sign-in that a proxy refused is not tried again before: it may be that of the whole computer, and
locked after a few wrong tries.
"""
_MOST = 64 * 1024 * 1024
"""The longest answer that is read."""
_WANTS_SIGN_IN = 407
_REFUSED_TUNNEL = f"Tunnel connection failed: {_WANTS_SIGN_IN}"

_FOREIGN = (
    requests.exceptions.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers with lower-case names, the body. A server on the way that
    tells no date gets the wiki's: the clock of this computer may be wrong.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Meter:
    """Requests and bytes written to sockets, counted by all threads."""

    def __init__(self) -> None:
        self.requests = 0
        self.bytes_sent = 0
        self._lock = threading.Lock()

    def add(self, *, requests: int = 0, sent: int = 0) -> None:
        """Count."""
        with self._lock:
            self.requests += requests
            self.bytes_sent += sent


def _pool_classes(
    meter: Meter, throttle: Throttle, cancel: Cancel
) -> dict[str, type[HTTPConnectionPool]]:
    def send_metered(write: Callable[[Any], None], data: Any) -> None:
        view = memoryview(data)
        for start in range(0, len(view), _WRITE):
            cancelling.check(cancel)
            piece = view[start : start + _WRITE]
            throttle.take(len(piece))
            write(piece)
            meter.add(sent=len(piece))

    class MeteredConnection(HTTPConnection):
        def send(self, data: Any) -> None:
            send_metered(super().send, data)

    class MeteredSecureConnection(HTTPSConnection):
        def send(self, data: Any) -> None:
            send_metered(super().send, data)

    class Pool(HTTPConnectionPool):
        ConnectionCls = MeteredConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = MeteredSecureConnection

    return {"http": Pool, "https": SecurePool}


@cache
def _has_cubic() -> bool:
    """Whether this system offers CUBIC, which loses less on a long line with some loss than the
    old default of some systems.
    """
    if not hasattr(socket, "TCP_CONGESTION"):
        return False
    with socket.socket() as probe:
        try:
            probe.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, _CUBIC)
        except OSError:
            return False
    return True


def _socket_options() -> list[tuple[int, int, int | bytes]]:
    options: list[tuple[int, int, int | bytes]] = [
        (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    ]
    if _has_cubic():
        options.append((socket.IPPROTO_TCP, socket.TCP_CONGESTION, _CUBIC))
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(STALL_SECONDS * 1000)))
    return options


def _adapter(meter: Meter, throttle: Throttle, cancel: Cancel) -> Any:
    """An adapter of `requests` whose connections, also through a proxy, are metered."""
    adapter = requests.adapters.HTTPAdapter(pool_connections=2, pool_maxsize=4, max_retries=0)
    classes = _pool_classes(meter, throttle, cancel)

    def metered(manager: Any) -> Any:
        manager.pool_classes_by_scheme = classes
        manager.connection_pool_kw["socket_options"] = _socket_options()
        manager.connection_pool_kw["blocksize"] = PIECE
        return manager

    plain_proxy = adapter.proxy_manager_for

    def proxy_manager_for(proxy: str, **named: Any) -> Any:
        return metered(plain_proxy(proxy, **named))

    metered(adapter.poolmanager)
    vars(adapter)["proxy_manager_for"] = proxy_manager_for
    vars(adapter)["proxy_headers"] = proxies.sign_in
    return adapter


class Transport:
    """Requests to one api.php over few, kept connections, the way that `route` tells; it is asked
    again after trouble, since settings and networks change.

    Raises NetworkError (no-network, unreachable, connection-lost, timed-out, certificate, and the
    proxy's: proxy, proxy-unreachable, proxy-password, proxy-refused, proxy-kind, proxy-address) and
    CancelledError; what the status and the body mean is not its matter.
    """

    def __init__(
        self, session: Any, api: str, user_agent: str, cancel: Cancel, *,
        route: Callable[[str], Route] = proxies.route, stall_seconds: float = STALL_SECONDS,
    ) -> None:  # fmt: skip
        self.api = api
        self.meter = Meter()
        self.throttle = Throttle(cancel)
        self.stall_seconds = stall_seconds
        self._cancel = cancel
        self._choose_route = route
        self._route: Route | None = None
        self._refused: tuple[Route, float] | None = None
        self._clock: tuple[float, float] | None = None
        self._session = session
        session.trust_env = False  # no proxy but ours, no password out of a .netrc file
        named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        session.verify = named or True
        session.headers["User-Agent"] = user_agent
        for scheme in ("http://", "https://"):
            session.mount(scheme, _adapter(self.meter, self.throttle, cancel))

    def get(self, params: Mapping[str, str]) -> Answer:
        """A reading request."""
        return self._request("GET", params=params)

    def post(self, params: Mapping[str, str]) -> Answer:
        """A request with a form."""
        return self._request("POST", data=params)

    def send(self, body: Body, params: Mapping[str, str]) -> Answer:
        """A request with a file in it. `params` go into the address: a server that finds the body
        too large drops all of it, and would answer with a page of help instead of an error.
        """
        headers = {"Content-Type": body.content_type}
        try:
            return self._request("POST", data=body, params=params, headers=headers)
        finally:
            body.close()

    def now(self) -> float:
        """The wiki's own clock in Unix seconds, from its last answer; ours before the first."""
        if self._clock is None:
            return time.time()
        there, at = self._clock
        return there + time.monotonic() - at

    def forget_cookies(self) -> None:
        """Empty the cookie jar: a sign-in inside a live session is refused."""
        self._session.cookies.clear()

    def close(self) -> None:
        """Close all sockets."""
        self._session.close()

    def _request(self, method: str, **named: Any) -> Answer:
        cancelling.check(self._cancel)
        route = self.route
        self._spare(route)
        self.meter.add(requests=1)
        try:
            with self._session.request(
                method, self.api, timeout=self._timeout(), allow_redirects=False, stream=True,
                proxies=route.proxies, **named,
            ) as response:  # fmt: skip
                body = _read(response)
            if response.status_code == _WANTS_SIGN_IN:
                raise requests.exceptions.ProxyError(_REFUSED_TUNNEL)
        except _FOREIGN as error:
            self._route = None
            raised = _translated(error, route, urlsplit(self.api).hostname or "")
            if raised.code == "proxy-refused":
                self._refused = route, time.monotonic()
            raise raised from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._note_time(headers.get("date"))
        headers.setdefault("date", formatdate(self.now(), usegmt=True))
        return Answer(response.status_code, headers, body)

    @property
    def route(self) -> Route:
        """The way that requests take. Raises NetworkError (proxy-address)."""
        route = self._route
        if route is None:
            route = self._route = self._choose_route(self.api)
        return route

    def _spare(self, route: Route) -> None:
        """Raises NetworkError (proxy-refused) instead of trying the same wrong sign-in again."""
        if self._refused is None:
            return
        refused, at = self._refused
        if route == refused and time.monotonic() < at + SAME_SIGN_IN_SECONDS:
            self._route = None
            raise NetworkError("proxy-refused", "not tried again yet", proxy=route.place)

    def _timeout(self) -> tuple[float, float]:
        return min(CONNECT_SECONDS, self.stall_seconds), self.stall_seconds

    def _note_time(self, date: str | None) -> None:
        seconds = _date(date or "")
        if seconds is not None:
            self._clock = (seconds, time.monotonic())


def _read(response: Any) -> bytes:
    parts: list[bytes] = []
    total = 0
    for part in response.iter_content(PIECE):
        total += len(part)
        if total > _MOST:
            raise ServerError("broken-answer", "longer than any answer of a wiki")
        parts.append(part)
    return b"".join(parts)


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header, in either of its forms (a date is taken against the
    answer's own Date); None when there is none or it is garbled.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isdecimal():
        return float(text)
    until, now = _date(text), _date(headers.get("date", ""))
    if until is None:
        return None
    return max(0.0, until - (time.time() if now is None else now))


def _causes(error: BaseException) -> list[BaseException]:
    """The error and everything below it (causes, contexts, reasons, wrapped arguments)."""
    found: list[BaseException] = []
    todo: list[object] = [error]
    while todo and len(found) < 20:
        one = todo.pop(0)
        if not isinstance(one, BaseException) or one in found:
            continue
        found.append(one)
        todo += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found


def _translated(error: Exception, route: Route, host: str) -> NetworkError:
    causes = _causes(error)
    detail = log.redacted(f"{type(error).__name__}: {error}")

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    wrong = requests.exceptions
    if has(urllib3.exceptions.ProxyError, wrong.ProxyError):
        answered = not has(urllib3.exceptions.ConnectTimeoutError)
        return _of_proxy(detail, route, host, answered=answered)
    if has(wrong.SSLError, urllib3.exceptions.SSLError):
        return NetworkError("certificate", detail)
    if has(urllib3.exceptions.NameResolutionError, socket.gaierror):
        return NetworkError("no-network", detail)
    if has(urllib3.exceptions.NewConnectionError):
        refused = has(ConnectionRefusedError)
        return NetworkError("unreachable" if refused else "no-network", detail)
    if has(wrong.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
        return NetworkError("timed-out", detail)
    return NetworkError("connection-lost", detail)


def _of_proxy(detail: str, route: Route, host: str, *, answered: bool) -> NetworkError:
    if not answered:
        return NetworkError("proxy-unreachable", detail, proxy=route.place)
    if _REFUSED_TUNNEL not in detail:
        return NetworkError("proxy", detail, proxy=route.place)
    if not route.signs_in:
        return NetworkError("proxy-password", detail, proxy=route.place)
    kinds = proxies.foreign_kinds(route, host)
    code = "proxy-kind" if kinds else "proxy-refused"
    return NetworkError(code, detail, proxy=route.place, kinds=kinds)
