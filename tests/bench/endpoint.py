"""One end of a line: a network namespace whose only way out is a TUN device. Needs root.

    python -m tests.bench.endpoint MINE PEER FD MODULE [argument …]

Makes the namespace, gives its device away through the socket FD, and becomes MODULE. Both ends have
a loopback address, since the practice wiki answers no other; in these namespaces it leads out.
CUBIC is the default on that way for every program, as on most computers (this one may differ).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import runpy
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

WIKI, SENDER = "127.0.0.1", "127.0.0.2"
_TUN = Path("/dev/net/tun")
_NEW_NETWORK = 0x40000000
_SET_DEVICE = 0x400454CA
_PLAIN_IP = 0x0001 | 0x1000
_SETTINGS = {
    "ipv4/conf/all/route_localnet": "1",
    "ipv4/conf/line0/route_localnet": "1",
}


def is_possible() -> bool:
    """Whether this system lets us have namespaces and devices."""
    return os.geteuid() == 0 and _TUN.exists() and shutil.which("ip") is not None


def enter(mine: str, peer: str) -> int:
    """Move this process into a namespace of its own; the device that leads out of it."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "unshare")
    device = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _SET_DEVICE, struct.pack("16sH22x", b"line0", _PLAIN_IP))
    for name, value in _SETTINGS.items():
        Path("/proc/sys/net", name).write_text(value)
    _ip("link", "set", "line0", "up")
    _ip("addr", "add", f"{mine}/32", "dev", "line0")
    _ip("route", "add", f"{peer}/32", "dev", "line0", "src", mine, "congctl", "cubic")
    return device


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


if __name__ == "__main__":
    _, own, other, number, module, *rest = sys.argv
    found = enter(own, other)
    with socket.socket(fileno=int(number)) as away:
        socket.send_fds(away, [b"."], [found])
    os.close(found)
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
