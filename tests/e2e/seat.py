"""A seat before the real window: a virtual screen, a keyboard, and eyes. No mouse."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.program import ROOT, environment

PATIENCE = 120
_PAUSE = 0.02


def until(condition: Callable[[], object], what: str, pause: float = 0.1):
    """Wait for a condition; it may take long on a slow machine, never for ever."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    pytest.fail(f"not within {PATIENCE} s: {what}")


@contextlib.contextmanager
def virtual_screen(size: str = "1440x900") -> Iterator[str]:
    """The name of an X display of its own."""
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as stream:
            yield f":{stream.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


def ask_for_tools() -> None:
    """Fail with what must be installed."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.fail(f"{tool} is not installed (sh installers/system-libraries.sh)")


def xdotool(display: str, *words: str) -> str:
    """What it prints."""
    return subprocess.run(
        ["xdotool", *words], env={**os.environ, "DISPLAY": display},
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    ).stdout  # fmt: skip


class Seat:
    """The program as a process; who sits here presses keys and looks."""

    def __init__(self, display: str, folder: Path, *arguments: str) -> None:
        self.display = display
        self.home = folder / "home"
        self.home.mkdir(exist_ok=True)
        self._eyes = folder / "eyes"
        self.stalls: dict[str, float] = {}
        """The longest turn of the event loop by what was being done, in milliseconds."""
        self.doing = "start"
        self._errors = (folder / "errors").open("w+")
        surroundings = environment(self.home, DISPLAY=display, PYTHONPATH=str(ROOT))
        surroundings["QT_QPA_PLATFORM"] = "xcb"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.observed", str(self._eyes), *arguments],
            cwd=folder, env=surroundings, stderr=self._errors,
        )  # fmt: skip

    # looking ----------------------------------------------------------------------------------

    def ask(self, what: str):
        """What the program answers."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(str(self._eyes))
            line.sendall(what.encode())
            parts = list(iter(lambda: line.recv(65536), b""))
        return json.loads(b"".join(parts))

    def look(self) -> dict:
        """What is to be seen now; {} while there is nothing yet."""
        try:
            seen = self.ask("window")
        except OSError:
            assert self.process.poll() is None, self.errors()
            return {}
        self.stalls[self.doing] = max(self.stalls.get(self.doing, 0.0), seen["longest"])
        return seen if "window" in seen else {}

    def see(self, what: str, condition: Callable[[dict], object]) -> dict:
        """Look until a condition holds; the view it held in."""
        last: dict = {}

        def held() -> dict | None:
            nonlocal last
            last = self.look()
            return last if last and condition(last) else None

        try:
            return until(held, what, _PAUSE)
        except pytest.fail.Exception as missed:
            pytest.fail(f"{missed}; seen last: {json.dumps(last, ensure_ascii=False)[:4000]}")

    def see_sheet(self) -> dict:
        """The sheet has the keys, everything is written and checked."""
        return self.see("the sheet at rest", lambda s: not s["top"] and s["rows"] and not s["busy"])

    def errors(self) -> str:
        """What the program complained of."""
        self._errors.seek(0)
        return self._errors.read()

    # keys -------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys in the window on top: there is no window manager that would give them to it."""
        self._send("key", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self._send("type", text)

    def _send(self, how: str, *words: str) -> None:
        window = str(self.see("a window", lambda s: s["window"])["window"])
        xdotool(self.display, "windowfocus", "--sync", window, how, "--delay", "0", *words)

    # the end ----------------------------------------------------------------------------------

    def leave(self) -> None:
        """End the program, however it is."""
        self.process.kill()
        self.process.wait()
        self._errors.close()
