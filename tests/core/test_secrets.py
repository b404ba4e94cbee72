"""Passwords: key store when there is one, memory otherwise, never on disk in clear."""

import keyring
import keyring.backend
import keyring.errors
import pytest

from app.core import secrets


class Store(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError
        del self.kept[service, username]


@pytest.fixture
def use(monkeypatch):
    monkeypatch.setattr(secrets, "_session", {})

    def choose(backend):
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
        return backend

    return choose


def test_a_key_store_keeps_it(use):
    store = use(Store())
    assert secrets.remember("wiki", "Me@app", "secret", permanent=True)
    secrets._session.clear()
    assert secrets.password("wiki", "Me@app") == "secret"
    secrets.forget("wiki", "Me@app")
    secrets.forget("wiki", "Me@app")
    assert not store.kept
    assert secrets.password("wiki", "Me@app") is None


def test_without_a_key_store_it_lasts_for_the_session(use):
    from keyring.backends import fail

    use(fail.Keyring())
    assert not secrets.can_remember()
    assert not secrets.remember("wiki", "Me@app", "secret", permanent=True)
    assert secrets.password("wiki", "Me@app") == "secret"


def test_not_permanent_never_reaches_the_store(use):
    store = use(Store())
    assert not secrets.remember("wiki", "Me@app", "secret", permanent=False)
    assert not store.kept


def test_backends_that_write_to_disk_are_refused(use):
    store = use(Store())
    type(store).__module__ = "keyrings.alt.file"
    try:
        assert not secrets.can_remember()
        assert not secrets.remember("wiki", "Me@app", "secret", permanent=True)
        assert not store.kept
    finally:
        type(store).__module__ = __name__
