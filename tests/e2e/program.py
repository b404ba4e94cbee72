"""Runs the real program as a person would: a process of its own, its output read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"


@dataclass(frozen=True)
class Result:
    """What a run left: exit code, JSON lines, messages."""

    code: int
    lines: list[dict]
    messages: str
    text: str

    def problems(self, severity=None):
        found = [line for line in self.lines if "severity" in line]
        return [p for p in found if severity in (None, p["severity"])]

    @property
    def finished(self):
        return next(line for line in reversed(self.lines) if line.get("event") == "finished")


def environment(home, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KABOCHA_")}
    return {**kept, "KABOCHA_HOME": str(home), "KABOCHA_LANG": "en", **more}


def command(*arguments):
    return [sys.executable, "-m", "app", *map(str, arguments)]


def kabocha(*arguments, home, cwd=None, as_json=True, timeout=240, **more):
    """Run a verb to its end in a folder where nothing may be left."""
    verb = [*arguments, *(["--json"] if as_json else [])]
    run = subprocess.run(
        command(*verb), cwd=cwd or home, env=environment(home, PYTHONPATH=str(ROOT), **more),
        capture_output=True, text=True, timeout=timeout, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    lines = [json.loads(line) for line in run.stdout.splitlines()] if as_json else []
    return Result(run.returncode, lines, run.stderr, run.stdout)
