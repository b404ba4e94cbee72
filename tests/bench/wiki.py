"""A practice wiki in a process of its own, so that its memory and its work are not counted as ours;
beside it, or at the other end of a slow line.

    python -m tests.bench.wiki FOLDER
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.core.practice import Practice
from tests.bench import endpoint
from tests.bench.endpoint import SENDER, WIKI
from tests.bench.line import Line

ROOT = Path(__file__).parents[2]


def process(*arguments: str, keep: Sequence[int] = ()) -> subprocess.Popen[str]:
    """A module of this bench in a process of its own; it inherits the sockets to `keep`."""
    command = [sys.executable, "-m", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, pass_fds=keep
    )  # fmt: skip


@contextmanager
def _until_closed(child: subprocess.Popen[str]) -> Iterator[str]:
    """The first line that a process prints, which ends when its input does."""
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield child.stdout.readline().strip()
        child.stdin.close()


@dataclass(frozen=True)
class Served:
    """A running wiki: the address of api.php for who sends, the number of its process."""

    api: str
    pid: int
    way: tuple[str, ...] = ()
    """Arguments before those of a process that sends: how it gets to its end of the line."""
    end: socket.socket | None = None

    def sender(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a process that sends. Over a line only one may be started."""
        if self.end is None:
            return process(*arguments)
        child = process(*self.way, *arguments, keep=(self.end.fileno(),))
        self.end.close()
        return child


@contextmanager
def running(folder: Path, line: Line | None = None) -> Iterator[Served]:
    """The wiki while it is served, at the other end of a line if one is given."""
    if line is None:
        served = process("tests.bench.wiki", str(folder))
        with _until_closed(served) as api:
            yield Served(api, served.pid)
    elif endpoint.is_possible() and not models_line():
        with _through_packets(folder, line) as far:
            yield far
    else:
        with running(folder) as near, _until_closed(_relay(line, near.api)) as port:
            yield Served(near.api.replace(str(urlsplit(near.api).port), port), near.pid)


def models_line() -> bool:
    """Whether the line is asked to be the modelled one even where packets could be carried."""
    return os.environ.get("KABOCHA_BENCH_LINE") == "relay"


def line_kind() -> str:
    """What carries the bytes here, for the names of figures."""
    return "packets" if endpoint.is_possible() and not models_line() else "modelled"


def _relay(line: Line, api: str) -> subprocess.Popen[str]:
    return process("tests.bench.relay", *_asked(line), str(urlsplit(api).port))


def _asked(line: Line) -> list[str]:
    return [str(line.megabits), str(line.rtt), str(line.loss)]


@contextmanager
def _through_packets(folder: Path, line: Line) -> Iterator[Served]:
    """Wiki and sender in namespaces, the line between them."""
    with ExitStack() as stack:
        wiki_end, wiki_line = _pair(stack)
        sender_end, sender_line = _pair(stack)
        ends = (sender_line.fileno(), wiki_line.fileno())
        carrier = process("tests.bench.line", *_asked(line), *map(str, ends), keep=ends)
        number = wiki_end.fileno()
        served = process(
            *_way(WIKI, SENDER, number), "tests.bench.wiki", str(folder), keep=(number,)
        )
        with carrier, _until_closed(served) as api:
            way = tuple(_way(SENDER, WIKI, sender_end.fileno()))
            yield Served(api, served.pid, way, sender_end)
            assert carrier.stdin is not None
            carrier.stdin.close()


def _pair(stack: ExitStack) -> tuple[socket.socket, socket.socket]:
    first, second = socket.socketpair()
    stack.enter_context(first)
    stack.enter_context(second)
    return first, second


def _way(mine: str, peer: str, number: int) -> list[str]:
    return ["tests.bench.endpoint", mine, peer, str(number)]


if __name__ == "__main__":
    with Practice(Path(sys.argv[1])) as practice:
        print(practice.api, flush=True)
        sys.stdin.read()
