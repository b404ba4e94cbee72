"""Which way requests take: through the proxy that the system names, through one of the user's own,
or straight. A wiki on this computer is never asked through a proxy.
"""

from __future__ import annotations

import base64
import http.client
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

import requests

from app.core import secrets
from app.core.errors import NetworkError
from app.core.settings import Settings
from app.core.targets import is_loopback

SYSTEM, NONE, OWN = "system", "none", "own"
WAYS = (SYSTEM, NONE, OWN)
"""Values of the setting `proxy`."""

_KINDS = ("http", "https")
_CAN = frozenset({"basic"})
_PROBE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Route:
    """`address` of the proxy with user and password, as `requests` takes it; "" = straight."""

    address: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """host:port, good to be shown."""
        return _place(urlsplit(self.address)) if self.address else ""

    @property
    def signs_in(self) -> bool:
        """Whether a user name and a password go to the proxy."""
        return urlsplit(self.address).password is not None

    @property
    def proxies(self) -> dict[str, str]:
        """As `requests` wants it; an empty address is none."""
        return dict.fromkeys(("http", "https"), self.address)


def route(url: str, settings: Settings | None = None) -> Route:
    """The way to an address as settings and system have it now.

    Raises NetworkError (proxy-address) when what they name is no proxy that can be used.
    """
    if is_loopback(urlsplit(url).hostname or ""):
        return Route()
    settings = settings or Settings()
    way = settings.get("proxy")
    if way == OWN and settings.get("proxy-host"):
        return _own(settings)
    return Route() if way == NONE else of_system(url)


def of_system(url: str) -> Route:
    """The way to an address as the system has it: variables such as HTTPS_PROXY and NO_PROXY, on
    Windows and macOS its own settings. Raises NetworkError (proxy-address).
    """
    named = requests.utils.get_environ_proxies(url)
    address = named.get(urlsplit(url).scheme) or named.get("all")
    return _checked(address) if address else Route()


def of_script() -> str:
    """The address of the script that Windows takes its proxy from; "" = none is known. Such a
    script is a program in JavaScript, and not followed.
    """
    try:
        registry: Any = importlib.import_module("winreg")
    except ImportError:
        return ""
    place = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, place) as key:
            return str(registry.QueryValueEx(key, "AutoConfigURL")[0])
    except OSError:
        return ""


def read_place(typed: str) -> tuple[str, int | None]:
    """Host and port out of what a person copied: proxy.example, proxy.example:3128,
    http://proxy.example:3128/. A name or a password in it is not taken. ("", None) = no host.
    """
    try:
        parts = urlsplit(typed.strip() if "://" in typed else f"//{typed.strip()}")
        return (parts.hostname or "").strip(), parts.port
    except ValueError:
        return "", None


def account(settings: Settings) -> tuple[str, str]:
    """Under which target and user the password of the own proxy is kept, see `secrets`."""
    return f"proxy {_joined(settings)}", settings.get("proxy-user")


def sign_in(address: str) -> Mapping[str, str]:
    """The header that signs in at the proxy of an address (RFC 7617, UTF-8)."""
    parts = urlsplit(address)
    if parts.password is None:
        return {}
    said = f"{unquote(parts.username or '')}:{unquote(parts.password)}".encode()
    return {"Proxy-Authorization": "Basic " + base64.b64encode(said).decode()}


def foreign_kinds(route: Route, host: str) -> str:
    """The kinds of sign-in that a proxy wants (NTLM, Negotiate) when the one we know is not among
    them; "" = it is, or it does not say. One request to the proxy.
    """
    parts = urlsplit(route.address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=_PROBE_SECONDS)
    try:
        line.request("CONNECT", f"{host}:443", headers={"Host": f"{host}:443"})
        offered = line.getresponse().headers.get_all("Proxy-Authenticate", [])
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        line.close()
    kinds = list(dict.fromkeys(words.split()[0].strip(",") for words in offered if words.split()))
    return "" if _CAN & {kind.lower() for kind in kinds} else ", ".join(kinds)


def _own(settings: Settings) -> Route:
    user = settings.get("proxy-user")
    password = secrets.password(*account(settings)) if user else None
    who = "" if password is None else f"{quote(user, safe='')}:{quote(password, safe='')}@"
    return _checked(f"http://{who}{_joined(settings)}")


def _joined(settings: Settings) -> str:
    host = settings.get("proxy-host")
    return f"{f'[{host}]' if ':' in host else host}:{settings.get('proxy-port')}"


def _checked(address: str) -> Route:
    whole = address.strip() if "://" in address else f"http://{address.strip()}"
    scheme, _, rest = whole.partition("://")
    shown = f"{scheme}://{rest.rpartition('@')[2]}"
    try:
        parts = urlsplit(whole)
        fine = parts.scheme.lower() in _KINDS and parts.hostname and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise NetworkError("proxy-address", value=shown)
    return Route(whole.rstrip("/"))


def _place(parts: SplitResult) -> str:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
    return f"{f'[{host}]' if ':' in host else host}:{port}"
