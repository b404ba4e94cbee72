"""Keeps the computer from going to sleep while files are sent, where the system offers it. The screen
may still go dark. A computer that cannot be asked sleeps as it likes: the upload goes on after it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

if sys.platform == "win32":
    import ctypes

_LOG = logging.getLogger(__name__)
_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""SetThreadExecutionState (winbase.h); it holds for the thread that calls it."""


@contextmanager
def awake(reason: str) -> Iterator[None]:
    """Hold the computer awake; `reason` is shown by systems that tell who keeps them up."""
    if sys.platform == "win32":
        set_state = ctypes.windll.kernel32.SetThreadExecutionState
        set_state(_CONTINUOUS | _SYSTEM_REQUIRED)
        try:
            yield
        finally:
            set_state(_CONTINUOUS)
    else:
        holder = _hold(command(reason))
        try:
            yield
        finally:
            _let_go(holder)


def command(reason: str, platform: str = sys.platform) -> Sequence[str]:
    """The program that holds the computer awake as long as it runs, () where there is none."""
    if platform == "darwin":
        return ("caffeinate", "-i", "-w", str(os.getpid()))
    return (
        "systemd-inhibit", "--what=sleep:idle", "--mode=block", "--who=Kabocha", f"--why={reason}",
        "sh", "-c", f"while kill -0 {os.getpid()} 2>/dev/null; do sleep 5; done",
    )  # fmt: skip


def _hold(words: Sequence[str]) -> subprocess.Popen[bytes] | None:
    if shutil.which(words[0]) is None:
        return None
    try:
        nothing = subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603  (the words above)
            words, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        _LOG.info("cannot keep the computer awake", exc_info=True)
        return None


def _let_go(holder: subprocess.Popen[bytes] | None) -> None:
    if holder is None:
        return
    with contextlib.suppress(OSError):
        os.killpg(holder.pid, signal.SIGTERM)
    holder.wait()
