"""The computer is kept awake while files are sent, by a program that ends with us."""

import os
import sys
import time
from pathlib import Path

import pytest

from app.core import awake

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")


@pytest.fixture
def inhibitor(tmp_path, monkeypatch):
    """A stand-in for the system's program: it writes down what it was called with, and runs on."""
    note = tmp_path / "note"
    program = tmp_path / "bin" / "systemd-inhibit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$$ $@" > {note}.part\nmv {note}.part {note}\nsleep 600\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return note


def wait_for(path):
    end = time.monotonic() + 30
    while not path.exists() and time.monotonic() < end:
        pass
    return path.read_text().split()


def is_running(pid):
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_it_is_held_as_long_as_files_are_sent(inhibitor):
    with awake.awake("Files are being sent"):
        pid, *words = wait_for(inhibitor)
        assert "--what=sleep:idle" in words
        assert "--why=Files" in words
        assert is_running(int(pid))
    assert not is_running(int(pid))


def test_it_is_let_go_after_an_error(inhibitor):
    pids = []

    def fail():
        with awake.awake("Files are being sent"):
            pids.append(int(wait_for(inhibitor)[0]))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not is_running(pids[0])


def test_a_system_without_such_a_program_just_goes_on(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with awake.awake("Files are being sent"):
        pass


def test_the_program_ends_with_us():
    assert str(os.getpid()) in " ".join(awake.command("x", "linux"))
    assert awake.command("x", "darwin") == ("caffeinate", "-i", "-w", str(os.getpid()))
