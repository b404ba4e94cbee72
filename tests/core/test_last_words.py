"""A process that is brought down from inside tells the next one where it was."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from app.core import last_words, log, paths

FALLING = """
import faulthandler
from app.core import last_words, log
log.start()
last_words.begin()
def at_this_place():
    faulthandler._sigsegv()
at_this_place()
"""


@pytest.fixture
def started(monkeypatch):
    """Begins; what pytest itself would say when it is brought down stays as it is."""
    monkeypatch.setattr(last_words.faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(last_words.faulthandler, "disable", lambda: None)
    handler = log.start()
    files = []
    yield lambda: files.append(last_words.begin()) or files[-1]
    for file in files:
        last_words.end(file)
    log.stop(handler)


def test_where_a_process_fell_is_in_the_log_of_the_next(started):
    done = subprocess.run(
        [sys.executable, "-c", FALLING], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode < 0
    assert done.stderr == ""
    assert "at_this_place" in (paths.log() / last_words.NAME).read_text("utf-8")
    started()
    assert "Segmentation fault" in log.tail()
    assert "at_this_place" in log.tail()


def test_it_is_told_once(started, caplog):
    (paths.log() / last_words.NAME).write_bytes(b"Fatal Python error: \xff\n")
    with caplog.at_level(logging.ERROR):
        last_words.end(started())
        assert len(caplog.records) == 1
        last_words.end(started())
    assert len(caplog.records) == 1


def test_a_place_that_cannot_be_written_stops_nothing(started, caplog):
    (paths.log() / last_words.NAME).mkdir()
    assert started() is None
    assert "no place for last words" in caplog.text
