"""What the reading process does in tests of its watcher; a module that it can import."""

from __future__ import annotations

import json
import os
import threading

from app.core.sheet import child, limits


def fail(sender, *_arguments):
    sender.close()
    os._exit(1)


def die(sender, *_arguments):
    sender.send_bytes(child.STARTED)
    sender.close()
    os._exit(134)


def hang(sender, *_arguments):
    sender.send_bytes(child.STARTED)
    threading.Event().wait()


def endless(sender, *_arguments):
    """Never done with its rows, until nobody takes them any more."""
    sender.send_bytes(child.STARTED)
    while True:
        sender.send_bytes(json.dumps([(2, ["a", "b"])]).encode())


def greedy(sender, *_arguments):
    """Confined like a real reader, it asks for more memory than it may have."""
    child.confine()
    detail = "not held"
    try:
        bytearray(limits.MEMORY_BYTES)
    except MemoryError:
        detail = "held at the limit"
    sender.send_bytes(json.dumps({"error": "x", "detail": detail, "params": {}}).encode())
