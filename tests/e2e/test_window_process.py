"""The real window as a process on a virtual screen: it opens a workbook, goes through the steps by
its keys, sends to the practice wiki, and ends cleanly."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time

import pytest

from tests.e2e.program import DATA, ROOT, command, environment
from tests.e2e.seat import PATIENCE, ask_for_tools, until, virtual_screen, xdotool
from tests.scans import copy_scans

pytestmark = pytest.mark.xvfb


@pytest.fixture
def desk(tmp_path):
    ask_for_tools()
    copy_scans(tmp_path)
    shutil.copy(DATA / "pattypan-artwork-moved.xls", tmp_path)
    (tmp_path / "home").mkdir()
    return tmp_path


def press(display, window, *keys):
    for key in keys:
        xdotool(display, "windowfocus", window, "key", "--clearmodifiers", key)


def visible_window(display, pid):
    return xdotool(display, "search", "--onlyvisible", "--pid", str(pid)).split()[-1:]


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
