"""The real window as a process on a virtual screen: it opens a workbook, goes through the steps by
its keys, sends to the practice wiki, and ends cleanly."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time

import pytest

from tests.e2e.program import DATA, ROOT, command, environment
from tests.scans import copy_scans

pytestmark = pytest.mark.xvfb

PATIENCE = 60


def until(condition, what):
    """Wait for a condition; it may take long on a slow machine, never for ever."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    pytest.fail(f"not within {PATIENCE} s: {what}")


@contextlib.contextmanager
def virtual_screen():
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as stream:
            yield f":{stream.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


@pytest.fixture
def desk(tmp_path):
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.fail(f"{tool} is not installed (sh installers/system-libraries.sh)")
    copy_scans(tmp_path)
    shutil.copy(DATA / "pattypan-artwork-moved.xls", tmp_path)
    (tmp_path / "home").mkdir()
    return tmp_path


def press(display, window, *keys):
    environment_ = {**os.environ, "DISPLAY": display}
    for key in keys:
        subprocess.run(
            ["xdotool", "windowfocus", window, "key", "--clearmodifiers", key],
            env=environment_, check=True, capture_output=True,
        )  # fmt: skip


def visible_window(display, pid):
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--pid", str(pid)],
        env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return found.stdout.split()[-1:]


def test_the_main_job_by_keys(desk):
    sheet = desk / "pattypan-artwork-moved.xls"
    sent = desk / "home" / "data" / "practice" / "log.jsonl"
    with virtual_screen() as display:
        program = subprocess.Popen(
            command(sheet), cwd=desk / "home", stderr=subprocess.PIPE, text=True,
            env=environment(desk / "home", DISPLAY=display, QT_QPA_PLATFORM="xcb", PYTHONPATH=str(ROOT)),
        )  # fmt: skip
        try:
            (window,) = until(lambda: visible_window(display, program.pid), "a window")
            until(sheet.with_name(sheet.name + ".kabocha").exists, "the project beside the sheet")
            until(
                lambda: ready_to_go_on(display, window, sent), "four uploads on the practice wiki"
            )
            lines = [json.loads(line) for line in sent.read_text("utf-8").splitlines()]
            assert len({e["title"] for e in lines if e["action"] == "upload"}) == 4
            assert program.poll() is None
            program.send_signal(signal.SIGTERM)
            errors = program.communicate(timeout=PATIENCE)[1]
        finally:
            program.kill()
            program.wait()
    assert "Traceback" not in errors
    assert sorted(p.name for p in (desk / "home").iterdir()) == ["cache", "config", "data", "log"]


def ready_to_go_on(display, window, sent):
    """Go to the Upload step and press its main button; true once all four files are there."""
    if sent.exists():
        uploads = [line for line in sent.read_text("utf-8").splitlines() if '"upload"' in line]
        return len(uploads) == 4
    press(display, window, "ctrl+4", "ctrl+Return")
    time.sleep(1)
    return False
