"""A practice wiki in a process of its own, so that its memory and its work are not counted as ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.practice import Practice

ROOT = Path(__file__).parents[2]


def process(*arguments: str) -> subprocess.Popen[str]:
    """A module of this bench in a process of its own."""
    command = [sys.executable, "-m", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


@dataclass(frozen=True)
class Served:
    """A running wiki: the address of api.php and the number of its process."""

    api: str
    pid: int


@contextmanager
def running(folder: Path) -> Iterator[Served]:
    """The wiki while it is served."""
    with process("tests.bench.wiki", str(folder)) as served:
        assert served.stdout is not None
        yield Served(served.stdout.readline().strip(), served.pid)
        assert served.stdin is not None
        served.stdin.close()


if __name__ == "__main__":
    with Practice(Path(sys.argv[1])) as practice:
        print(practice.api, flush=True)
        sys.stdin.read()
