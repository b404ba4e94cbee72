"""Settings, recent projects, log: small files that must never lose or leak anything."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import log, recent
from app.core.settings import DEFAULTS, Settings


def test_a_setting_survives(tmp_path):
    path = tmp_path / "settings.json"
    Settings(path).set("appearance", "dark")
    assert Settings(path).get("appearance") == "dark"
    assert [p.name for p in tmp_path.iterdir()] == ["settings.json"]


def test_defaults_and_unknown_names(tmp_path):
    settings = Settings(tmp_path / "s.json")
    assert {name: settings.get(name) for name in DEFAULTS} == dict(DEFAULTS)
    with pytest.raises(KeyError):
        settings.get("nothing")
    with pytest.raises(TypeError):
        settings.set("text-size", "large")


def test_a_broken_file_is_kept_aside(tmp_path):
    path = tmp_path / "s.json"
    path.write_text("{broken", "utf-8")
    settings = Settings(path)
    assert settings.get("text-size") == 100
    assert path.with_suffix(".broken").read_text("utf-8") == "{broken"


def test_a_value_of_another_type_is_not_taken(tmp_path):
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"text-size": "big", "appearance": "dark"}), "utf-8")
    settings = Settings(path)
    assert settings.get("text-size") == 100
    assert settings.get("appearance") == "dark"


def test_a_disk_that_cannot_be_written_is_not_raised(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    settings = Settings(blocked / "s.json")
    settings.set("appearance", "dark")
    assert settings.get("appearance") == "dark"


def test_recent_projects_newest_first_and_only_those_that_are_there(tmp_path):
    settings = Settings(tmp_path / "s.json")
    for name in ("a", "b", "gone"):
        path = tmp_path / name
        path.write_text("", "utf-8")
        recent.remember(settings, recent.Recent(str(path), name, 3, recent.now()))
    (tmp_path / "gone").unlink()
    recent.remember(settings, recent.Recent(str(tmp_path / "a"), "a", 4, recent.now()))
    assert [(r.name, r.rows) for r in recent.read(settings)] == [("a", 4), ("b", 3)]
    recent.forget(settings, str(tmp_path / "a"))
    assert [r.name for r in recent.read(settings)] == ["b"]


def test_recent_entries_of_another_make_are_left_out(tmp_path):
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"recent": [1, {"path": "x"}, {"odd": 2}]}), "utf-8")
    assert recent.read(Settings(path)) == ()


@pytest.mark.parametrize(
    "line",
    [
        "lgpassword=hemmelig123",
        '{"password": "hemmelig123"}',
        "Authorization: Bearer hemmelig123",
        "Cookie: hemmelig123; path=/",
        "token='hemmelig123'",
        "https://me:hemmelig123@example.org/",
    ],
)
def test_secrets_are_taken_out(line):
    assert "hemmelig123" not in log.redacted(line)


def test_tokens_and_bot_passwords_are_taken_out():
    token = "0123456789abcdef0123456789abcdef67890abc+\\"
    assert token[:12] not in log.redacted(f"sent {token}")
    assert "ab12" not in log.redacted("user@kabocha ab12cd34ef56ab12cd34ef56ab12cd34")


@given(st.text(max_size=40))
def test_redacting_never_fails(text):
    assert isinstance(log.redacted(text), str)


def test_the_log_turns_over_and_is_redacted(monkeypatch):
    monkeypatch.setattr(log, "SIZE", 2_000)
    logger = logging.getLogger("app.test")
    handler = log.start()
    try:
        for _ in range(60):
            logger.warning("password=%s and a longer sentence to fill the file", "hemmelig123")
    finally:
        log.stop(handler)
    files = sorted(p.name for p in log.path().parent.glob("kabocha.log*"))
    assert files == ["kabocha.log", "kabocha.log.1"]
    assert "hemmelig123" not in log.path().read_text("utf-8")
    assert len(log.tail(2).splitlines()) == 2
