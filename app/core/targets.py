"""Targets by name: commons, test, beta, practice, or the address of any api.php. No network."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from app.core.errors import AccountError, UsageError
from app.core.model import PropertyNames, Target

PRACTICE = "practice"

# Addresses as in pywikibot's family table `commons` (a test compares them).
_KNOWN = {
    "commons": Target(
        "commons", "https://commons.wikimedia.org/w/api.php", label="Wikimedia Commons"
    ),
    "test": Target(
        "test",
        "https://test-commons.wikimedia.org/w/api.php",
        label="Test Commons",
        properties=PropertyNames.LOOKUP,
    ),
    "beta": Target(
        "beta",
        "https://commons.wikimedia.beta.wmcloud.org/w/api.php",
        label="Beta Commons",
        properties=PropertyNames.LOOKUP,
    ),
}


def names() -> tuple[str, ...]:
    """The names that need no address."""
    return (*_KNOWN, PRACTICE)


def resolve(name: str, *, practice_api: str | None = None) -> Target:
    """The target of a name or of an address that ends in api.php.

    `practice_api` is the address of the running practice wiki; without it the name ``practice``
    gives a target with an empty address, good for its journal but not to connect to.
    Raises UsageError for an address that is none, AccountError for http:// beyond this machine.
    """
    wanted = name.strip()
    if wanted.lower() in _KNOWN:
        return _KNOWN[wanted.lower()]
    if wanted.lower() == PRACTICE:
        return _practice(practice_api or "")
    parts = _address(wanted)
    for known in _KNOWN.values():
        if (parts.netloc.lower(), parts.path) == urlsplit(known.api)[1:3]:
            return known
    local = is_loopback(parts.hostname or "")
    if parts.scheme == "http" and not local:
        raise AccountError("not-secure", value=wanted)
    api = f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"
    return Target(wanted, api, label=parts.netloc.lower(), public=not local)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _practice(api: str) -> Target:
    return Target(PRACTICE, api, label="Practice wiki", public=False, practice=True)


def _address(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError:
        raise UsageError("wiki-address", value=text) from None
    proper = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    if not proper or not parts.path.endswith("/api.php"):
        raise UsageError("wiki-address", value=text)
    return parts
