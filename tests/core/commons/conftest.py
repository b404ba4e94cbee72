"""The fake wiki, and a signed-in connection to it."""

from __future__ import annotations

import importlib.util
import sys
import threading
from pathlib import Path

import pytest

from app.core import commons


def load(name):
    """A module beside this file (tests are no packages)."""
    key = f"kabocha_{name}_wiki"
    if key not in sys.modules:
        path = Path(__file__).with_name(f"{name}.py")
        spec = importlib.util.spec_from_file_location(key, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[key] = module
        spec.loader.exec_module(module)
    return sys.modules[key]


def load_fake():
    """The module with FakeWiki, action and published."""
    return load("fake")


@pytest.fixture(scope="session")
def fakes():
    """The module with FakeWiki, action and published."""
    return load_fake()


@pytest.fixture(scope="session")
def load_module():
    """Loads a module beside this file."""
    return load


@pytest.fixture
def fake(fakes):
    with fakes.running() as wiki:
        yield wiki


@pytest.fixture
def connect(fake, fakes):
    """Makes connections to the fake wiki and closes them."""
    made = []

    def make(user="Rosa@kabocha", password=fakes.PASSWORD, **named):
        target = commons.resolve(fake.api)
        wiki = commons.connect(
            target, user, password, cancel=named.pop("cancel", threading.Event()), **named
        )
        made.append(wiki)
        return wiki

    yield make
    for wiki in made:
        wiki.close()


@pytest.fixture
def wiki(connect):
    return connect()
