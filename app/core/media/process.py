"""One spawned process that decodes: started late, limited in memory, killed when it hangs."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing import connection
from pathlib import Path
from typing import Any

from app.core import manners

MEMORY = 1_500_000_000
"""Address space of a worker in bytes (Linux only: elsewhere it cannot be limited this way)."""
_START_SECONDS = 60.0
_SLICE_SECONDS = 0.25
"""So often a wait looks whether it is still wanted."""
READY = "ready"


class WorkerDiedError(Exception):
    """The process ended in mid-job."""


class TimedOutError(Exception):
    """The process gave no answer in time and was killed."""


class WorkerProcess:
    """A worker behind a pipe. Used by one thread; `kill` may be called from any."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, MEMORY), daemon=True)
        self._process.start()
        theirs.close()
        self._until = 0.0

    def ask(self, verb: str, path: Path, wish: Any, seconds: float) -> Any:
        """Send a job and wait for its answer; `wish` as the verb takes it. Raises WorkerDiedError or
        TimedOutError; the process is of no further use then.
        """
        self._until = time.monotonic() + seconds
        try:
            self._pipe.send((verb, str(path), wish))
        except (OSError, ValueError) as error:
            raise WorkerDiedError from error
        return self._receive()

    def hurry(self, seconds: float) -> None:
        """The answer to what was asked is not waited for longer than that. From any thread."""
        self._until = min(self._until, time.monotonic() + seconds)

    def wait_ready(self) -> None:
        """Wait until the process has loaded its libraries. Raises TimedOutError when it cannot
        start: no file is to blame for that.
        """
        self._until = time.monotonic() + _START_SECONDS
        try:
            self._receive()
        except WorkerDiedError as error:
            raise TimedOutError from error

    def _receive(self) -> Any:
        try:
            while not connection.wait([self._pipe, self._process.sentinel], self._slice()):
                if time.monotonic() >= self._until:
                    raise TimedOutError
            return self._pipe.recv()
        except (EOFError, OSError, ValueError) as error:
            raise WorkerDiedError from error

    def _slice(self) -> float:
        return max(0.0, min(_SLICE_SECONDS, self._until - time.monotonic()))

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            self._process.kill()

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()


def serve(pipe: connection.Connection, memory: int) -> None:
    """The life of a worker: jobs in, answers out, until the pipe closes."""
    manners.leave_interrupts()
    manners.be_silent()
    manners.step_back()
    from app.core.media import decode, looking  # noqa: PLC0415 - the parent never loads Pillow

    verbs: dict[str, Callable[[Path, Any], Any]] = {
        "start": lambda _path, _wish: None,
        "thumbnail": decode.thumbnail,
        "verify": lambda path, _: decode.verify(path),
        "look": lambda path, wish: looking.look(path, *wish),
        "forget": lambda _path, _wish: looking.forget(),
    }
    decode.prepare()
    manners.limit_memory(memory)
    pipe.send(READY)
    while True:
        try:
            verb, path, wish = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(verbs[verb](Path(path), wish))
