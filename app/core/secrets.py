"""Passwords: in the computer's key store, else in memory for this session only, and said so.

Backends of keyrings.alt write passwords to disk nearly in clear: they are refused.
"""

from __future__ import annotations

import logging

import keyring
import keyring.backend
import keyring.errors
from keyring.backends.chainer import ChainerBackend

_SERVICE = "Kabocha"
_logger = logging.getLogger(__name__)
_session: dict[tuple[str, str], str] = {}


def _backend() -> keyring.backend.KeyringBackend | None:
    """The key store to use; None when there is none that can be trusted."""
    found = keyring.get_keyring()
    module = type(found).__module__
    if module.startswith(("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")):
        return None
    if isinstance(found, ChainerBackend):
        trusted = [b for b in found.backends if not type(b).__module__.startswith("keyrings.alt")]
        return trusted[0] if trusted else None
    return found


def can_remember() -> bool:
    """Whether this computer has a key store; without one a password lasts for this session."""
    return _backend() is not None


def password(target: str, user: str) -> str | None:
    """The password kept for an account on a target (`Target.key`), None when there is none."""
    if (target, user) in _session:
        return _session[target, user]
    store = _backend()
    if store is None:
        return None
    try:
        return store.get_password(f"{_SERVICE} {target}", user)
    except keyring.errors.KeyringError:
        _logger.info("key store did not answer")
        return None


def remember(target: str, user: str, password: str, *, permanent: bool) -> bool:
    """Keep a password; True when it went into the key store, False when in memory only."""
    _session[target, user] = password
    store = _backend() if permanent else None
    if store is None:
        return False
    try:
        store.set_password(f"{_SERVICE} {target}", user, password)
    except keyring.errors.KeyringError:
        _logger.info("key store did not take the password")
        return False
    return True


def forget(target: str, user: str) -> None:
    """Take a password out of memory and the key store; nothing happens when it is not there."""
    _session.pop((target, user), None)
    store = _backend()
    if store is None:
        return
    try:
        store.delete_password(f"{_SERVICE} {target}", user)
    except keyring.errors.KeyringError:
        _logger.info("no password to forget")
