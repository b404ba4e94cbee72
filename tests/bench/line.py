"""A slow line in user space: rate, delay and loss of each direction, a queue that overflows.

    python -m tests.bench.line MEGABITS RTT LOSS FD FD      carries packets (see endpoint.py)

As root on Linux the line carries IP packets between two network namespaces, each with a TUN device:
program and wiki talk through the kernel's own TCP, so that congestion control, retransmission and
slow start are the real ones, not a model. Elsewhere `relay.py` models them. Figures tell in their
name which it was.

Each direction has the full rate, half of the round trip as delay, and loses each packet with the
same chance, by a seeded dice. A packet that finds more than a round trip's worth of bytes before it
(or 50 packets, if that is more) is lost too, as at a modem. No jitter, no reordering, nobody else on
the line.
"""

from __future__ import annotations

import contextlib
import os
import random
import select
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass

MTU = 1500
_QUEUE = 50 * MTU
_AT_ONCE = 64
"""Packets that are taken from one side before the other is looked at."""


@dataclass(frozen=True)
class Line:
    """Megabits a second each way, round trip in milliseconds, loss in percent."""

    megabits: float
    rtt: float
    loss: float = 0.0

    @property
    def name(self) -> str:
        loss = f", {self.loss:g} % loss" if self.loss else ""
        return f"{self.megabits:g} Mbit/s, {self.rtt:g} ms{loss}"

    @property
    def bytes_a_second(self) -> float:
        return self.megabits * 1_000_000 / 8

    @property
    def one_way(self) -> float:
        """Seconds from one end to the other."""
        return self.rtt / 2000

    @property
    def queue(self) -> float:
        """Bytes that may wait for their turn."""
        return max(self.bytes_a_second * self.one_way * 2, _QUEUE)


class Wire:
    """One direction. Times are seconds of any clock that only goes forward."""

    def __init__(self, line: Line, seed: int) -> None:
        self._line = line
        self._dice = random.Random(seed)
        self._free_at = 0.0
        self._waiting: deque[tuple[float, bytes]] = deque()

    def arrival(self, size: int, now: float) -> float | None:
        """When a packet of so many bytes that sets out now is there; None = it is lost."""
        if self._dice.random() * 100 < self._line.loss:
            return None
        begins = max(self._free_at, now)
        if (begins - now) * self._line.bytes_a_second > self._line.queue:
            return None
        self._free_at = begins + size / self._line.bytes_a_second
        return self._free_at + self._line.one_way

    def put(self, packet: bytes, now: float) -> None:
        """A packet sets out."""
        at = self.arrival(len(packet), now)
        if at is not None:
            self._waiting.append((at, packet))

    def due(self, now: float) -> list[bytes]:
        """Packets that are there now."""
        found = []
        while self._waiting and self._waiting[0][0] <= now:
            found.append(self._waiting.popleft()[1])
        return found

    @property
    def next_at(self) -> float:
        """When the next packet is there; infinity when none is under way."""
        return self._waiting[0][0] if self._waiting else float("inf")


def carry(line: Line, ends: tuple[int, int]) -> None:
    """Carry packets between two TUN devices until standard input ends."""
    wires = [(ends[0], ends[1], Wire(line, 1)), (ends[1], ends[0], Wire(line, 2))]
    poll = select.poll()
    for end in (*ends, sys.stdin.fileno()):
        poll.register(end, select.POLLIN)
    while True:
        wait = min(wire.next_at for _, _, wire in wires) - time.monotonic()
        ready = {end for end, _ in poll.poll(max(0.0, min(wait, 1.0)) * 1000)}
        if sys.stdin.fileno() in ready:
            return
        for source, target, wire in wires:
            if source in ready:
                _take(source, wire)
            for packet in wire.due(time.monotonic()):
                _hand(target, packet)


def _take(source: int, wire: Wire) -> None:
    for _ in range(_AT_ONCE):
        try:
            packet = os.read(source, MTU)
        except BlockingIOError:
            return
        wire.put(packet, time.monotonic())


def _hand(target: int, packet: bytes) -> None:
    with contextlib.suppress(BlockingIOError):  # takes no more: lost, as on any line
        os.write(target, packet)


def _device(number: int) -> int:
    """The TUN device that an endpoint sends through its socket."""
    with socket.socket(fileno=number) as end:
        _, devices, _, _ = socket.recv_fds(end, 1, 1)
    return devices[0]


if __name__ == "__main__":
    with contextlib.suppress(OSError):  # a line is not slower because the computer is busy
        os.setpriority(os.PRIO_PROCESS, 0, -15)
    asked = Line(*map(float, sys.argv[1:4]))
    carry(asked, (_device(int(sys.argv[4])), _device(int(sys.argv[5]))))
