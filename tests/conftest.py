"""Shared fixtures: an own home for each test, English, no leaked threads."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.core import text

SHARED = Path(__file__).parent / "data"

# Tests never judge by seconds; in CI the same examples are tried each time.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """No test touches the user's folders, language or working directory."""
    monkeypatch.setenv("KABOCHA_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("KABOCHA_LANG", "en")
    text.use("en")
    yield
    text.use("en")


@pytest.fixture(autouse=True)
def _no_leaked_threads():
    """A thread that a test leaves behind fails it."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in left:
        thread.join(5)
    assert not [t for t in left if t.is_alive()], left
