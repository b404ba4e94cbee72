"""Looking through many texts without ever hanging.

A regular expression can take longer than anyone lives ((a+)+b on forty letters), and Python's own
engine holds the interpreter while it tries: a thread would freeze the window and could not be
stopped. To refuse expressions by their looks would refuse good ones and let bad ones through. So
they run in a process of their own, which gets a few thousand texts at a time and is killed when it
does not answer. A plain text cannot run wild and is looked for right here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing import connection
from typing import Any

from app.core.cancel import Cancel
from app.core.cells.search import Found, Looker, PatternError, Query
from app.core.errors import CancelledError

SECONDS = 2.0
"""So long an expression may take for one lot of texts (it takes a hundredth of that)."""
LOT = 5000
_START_SECONDS = 60.0
_BEAT = 0.05


class Matcher:
    """Looks for a query in texts; keeps its process until `close`. Threads take turns."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: connection.Connection | None = None

    def look(self, query: Query, texts: Sequence[str], cancel: Cancel | None = None) -> Found:
        """Those of the texts that hold it. Raises PatternError, also when it takes too long, and
        CancelledError.
        """
        if not query.regular:
            return Looker(query).look(texts)
        parts = self._asked("look", query, texts, cancel)
        return [(start + place, hits) for start, part in parts for place, hits in part]

    def counts(self, query: Query, texts: Sequence[str], cancel: Cancel | None = None) -> list[int]:
        """How often each text holds it. Raises as `look`."""
        if not query.regular:
            return Looker(query).counts(texts)
        parts = self._asked("counts", query, texts, cancel)
        return [count for _, part in parts for count in part]

    def _asked(
        self, what: str, query: Query, texts: Sequence[str], cancel: Cancel | None
    ) -> Iterator[tuple[int, Any]]:
        Looker(query)  # what is wrong with it is said here
        for start in range(0, len(texts), LOT):
            with self._turn:
                part = self._ask((what, query, texts[start : start + LOT]), cancel)
            yield start, part

    def close(self) -> None:
        """End the process, as soon as whoever uses it was told to stop."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def _ask(self, question: tuple[str, Query, Sequence[str]], cancel: Cancel | None) -> Any:
        try:
            pipe = self._started(cancel)
            pipe.send(question)
            self._wait(pipe, self._seconds, cancel)
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise PatternError("pattern-too-slow", str(error)) from error
        return answer

    def _started(self, cancel: Cancel | None) -> connection.Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
            self._wait(self._pipe, _START_SECONDS, cancel)
            self._pipe.recv()
        return self._pipe

    def _wait(self, pipe: connection.Connection, seconds: float, cancel: Cancel | None) -> None:
        end = time.monotonic() + seconds
        while not pipe.poll(_BEAT):
            if cancel is not None and cancel.is_set():
                self._end()
                raise CancelledError
            if time.monotonic() >= end:
                self._end()
                raise PatternError("pattern-too-slow", f"no answer in {seconds} s")


def serve(pipe: connection.Connection) -> None:
    """The life of the process: queries and texts in, places out, until the pipe closes."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send("ready")
    known: tuple[Query, Looker] | None = None
    while True:
        try:
            what, query, texts = pipe.recv()
        except (EOFError, OSError):
            return
        if known is None or known[0] != query:
            known = query, Looker(query)
        looker = known[1]
        pipe.send(looker.look(texts) if what == "look" else looker.counts(texts))
