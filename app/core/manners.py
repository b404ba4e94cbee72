"""The manners of a process of ours that works beside others. What a system does not know is left out."""

from __future__ import annotations

import contextlib
import gc
import os
import signal

_NICE = 5
_OBJECTS = 100_000
"""New objects after which the collector looks for circles; a big sheet makes a million at once."""


def collect_seldom() -> None:
    """Let the collector run after many objects only; what it is for is rare here."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])


def leave_interrupts() -> None:
    """Ctrl+C is the parent's business."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def step_back() -> None:
    """The window, and what a person waits for there, come first."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICE)


def be_silent() -> None:
    """C libraries write their complaints to the terminal; ours is for people."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        os.close(nowhere)


def limit_memory(most: int) -> None:
    """No more than `most` bytes of addresses, as far as the system lets us, and no core files."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
