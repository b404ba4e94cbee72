"""The connection in the settings, and the test of the line."""

from __future__ import annotations

import re
import socket

import pytest

from app.core import secrets, targets
from app.core.commons import proxies
from app.ui.dialogs.line import open_line_test
from app.ui.dialogs.settings import SettingsDialog
from tests.ui.pages_help import LONG, texts
from tests.ui.test_window import nameless

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
COMMONS = targets.resolve("commons")


@pytest.fixture(autouse=True)
def _no_proxy_and_no_key_store(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(secrets, "_backend", lambda: None)
    yield
    secrets._session.clear()


@pytest.fixture
def connection(program):
    """The part of an open dialog."""
    dialog = SettingsDialog(program.context, program.window)
    dialog.open()
    yield dialog.connection
    dialog.reject()
    dialog.deleteLater()


@pytest.fixture
def closed_port():
    """A port where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def choose(part, way):
    part.way.choose(way)
    part.way.activated.emit(part.way.currentIndex())


def write(edit, words):
    edit.setText(words)
    edit.editingFinished.emit()


def test_what_this_computer_says_is_told(program, connection, monkeypatch):
    assert program.settings.get("proxy") == "system"
    assert connection.note.text().startswith("This computer names no proxy")
    assert connection.own.isHidden()
    monkeypatch.setenv("HTTPS_PROXY", "http://rosa:secret@of-system.example:3128")
    choose(connection, "none")
    assert connection.note.text().startswith("Straight to the wiki")
    choose(connection, "system")
    assert connection.note.text() == "This computer names the proxy of-system.example:3128."
    monkeypatch.setenv("HTTPS_PROXY", "socks5://rosa:secret@of-system.example:3128")
    choose(connection, "none")
    choose(connection, "system")
    assert "is no proxy that Kabocha can use" in connection.note.text()
    assert "secret" not in connection.note.text()
    monkeypatch.delenv("HTTPS_PROXY")
    monkeypatch.setattr(proxies, "of_script", lambda: "http://proxy.example/proxy.pac")
    choose(connection, "none")
    choose(connection, "system")
    assert "with a script, http://proxy.example/proxy.pac" in connection.note.text()


def test_a_proxy_of_ones_own_is_kept_and_its_password_elsewhere(program, connection):
    choose(connection, "own")
    assert not connection.own.isHidden()
    assert connection.note.text().startswith("Write the name of the proxy")
    write(connection.host, "http://staff:nobody-sees@proxy.example:3128/")
    assert (connection.host.text(), connection.port.text()) == ("proxy.example", "3128")
    assert proxies.route(COMMONS.api).place == "proxy.example:3128"
    assert not proxies.route(COMMONS.api).signs_in
    write(connection.user, "staff")
    write(connection.password, "in-the-safe")
    route = proxies.route(COMMONS.api)
    assert route.address == "http://staff:in-the-safe@proxy.example:3128"
    kept = program.settings.path.read_text("utf-8")
    assert "proxy.example" in kept
    assert "in-the-safe" not in kept
    assert "nobody-sees" not in kept
    assert nameless(connection) == []


def test_what_is_kept_is_shown_again_but_never_the_password(program, connection):
    choose(connection, "own")
    write(connection.host, "proxy.example")
    write(connection.user, "staff")
    write(connection.password, "in-the-safe")
    again = SettingsDialog(program.context, program.window)
    part = again.connection
    assert (part.way.currentData(), part.host.text(), part.user.text()) == (
        "own", "proxy.example", "staff"
    )  # fmt: skip
    assert part.password.text() == ""
    assert part.password.placeholderText().startswith("kept")
    write(part.user, "")
    assert secrets.password("proxy proxy.example:8080", "staff") is None
    again.deleteLater()


def test_closing_keeps_what_was_written_last(program):
    dialog = SettingsDialog(program.context, program.window)
    dialog.open()
    choose(dialog.connection, "own")
    dialog.connection.host.setText("proxy.example:81")
    dialog.reject()
    assert proxies.route(COMMONS.api).place == "proxy.example:81"
    dialog.deleteLater()


def test_the_test_in_the_settings_goes_through_the_proxy_just_written(
    connection, closed_port, qtbot
):
    """Also when it goes to the practice wiki by default: there is never a proxy on that way."""
    choose(connection, "own")
    connection.host.setText(f"127.0.0.1:{closed_port}")
    connection.test_.button.click()
    assert connection.test_.running
    assert "Testing the line to Wikimedia Commons" in texts(connection)
    qtbot.waitUntil(lambda: not connection.test_.running, timeout=LONG)
    said = texts(connection)
    assert "Wikimedia Commons cannot be reached." in said
    assert f"The proxy of this network does not answer at 127.0.0.1:{closed_port}." in said
    assert connection.test_.button.accessibleName() == "Test again"


def test_the_line_to_the_practice_wiki(program, qtbot):
    dialog = open_line_test(program.context, program.window, 12, 48_000_000)
    assert dialog.part.button.accessibleName() == "Stop the test"
    qtbot.waitUntil(lambda: not dialog.part.running, timeout=LONG)
    said = texts(dialog)
    assert "The practice wiki answers" in said
    assert re.search(r"Your line sends (about )?\d+(\.\d)? [kMG]B a second( or more)?\.", said)
    assert re.search(r"12 files \(48 MB\) take about \d+ \w+( or less)?\.", said)
    assert nameless(dialog) == []
    dialog.accept()


def test_a_test_can_be_stopped(program, qtbot):
    dialog = open_line_test(program.context, program.window)
    dialog.part.button.click()
    assert "The test was stopped." in texts(dialog)
    assert not dialog.part.running
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=LONG)
    assert "answers" not in texts(dialog)
    dialog.reject()
