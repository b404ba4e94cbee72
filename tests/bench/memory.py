"""Memory of this process, as the system counts it (Linux)."""

from __future__ import annotations

import ctypes
from pathlib import Path

_MEGABYTE = 1024


def resident() -> float:
    """Megabytes in use now."""
    return _line("VmRSS")


def peak_of(process: int) -> float:
    """The most megabytes that another process ever used."""
    return _line("VmHWM", str(process))


def start_peak() -> None:
    """Forget the peak so far."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most megabytes since `start_peak`."""
    return _line("VmHWM")


def give_back() -> None:
    """Give the system what is free: a yardstick that is gone is no memory of the program."""
    ctypes.CDLL(None).malloc_trim(0)


def _line(name: str, process: str = "self") -> float:
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / _MEGABYTE
