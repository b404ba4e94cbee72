"""The slow line without root: a TCP proxy that models what a connection gets out of such a line.

    python -m tests.bench.relay MEGABITS RTT LOSS PORT      prints its own port

A proxy cannot lose packets. It cuts the bytes into segments and asks the `Wire` of line.py what
would become of each. What is lost comes one round trip later, and all bytes behind it wait for it, as
they do for a retransmission. A connection never has more under way than a window, which doubles each
round trip at first, falls to 0.7 at a loss, and then grows as CUBIC's does (C = 0.4) or by about half
a segment a round trip, whichever is more (its "Reno-friendly" region).

It is not TCP: no acknowledgement is lost, no retransmission times out, and what is sent again takes
no room. One connection gets 0.37 of a line of 1 Mbit/s, 300 ms and 2 % loss in this model, and 0.35
from Linux with CUBIC through line.py. All connections share the rate.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.bench.line import Line, Wire

SEGMENT = 1460
_LARGE_SEGMENT = 16 * 1024
"""On a line without loss, where only the sum counts."""
_FIRST_WINDOW = 10.0
_BETA, _C = 0.7, 0.4
_FRIENDLY = 3 * (1 - _BETA) / (1 + _BETA)


@dataclass
class Window:
    """What one connection may have under way, in segments."""

    rtt: float
    size: float = _FIRST_WINDOW
    _before_loss: float = 0.0
    """The window at the last loss; 0 = there was none."""
    _friendly: float = 0.0
    _lost_at: float = float("-inf")

    def acknowledged(self, segments: float, now: float) -> None:
        """So many segments arrived."""
        if not self._before_loss:
            self.size += segments
            return
        self._friendly += _FRIENDLY * segments / self.size
        until = (self._before_loss * (1 - _BETA) / _C) ** (1 / 3)
        cubic = _C * (now - self._lost_at - until) ** 3 + self._before_loss
        self.size = max(self.size, cubic, self._friendly)

    def lost(self, now: float) -> None:
        """A segment did not arrive: counts once a round trip."""
        if now - self._lost_at < self.rtt:
            return
        self._before_loss = self.size
        self.size = self._friendly = max(2.0, self.size * _BETA)
        self._lost_at = now


class Flow:
    """One direction of one connection: when each segment is handed on."""

    def __init__(self, line: Line, wire: Wire) -> None:
        self._line = line
        self._wire = wire
        self._last = 0.0
        self.window = Window(line.one_way * 2)

    def arrival(self, size: int, now: float) -> float:
        """When a segment that sets out now is handed on: never before those ahead of it."""
        at = self._wire.arrival(size, now)
        if at is None:
            self.window.lost(now)
            on_its_way = size / self._line.bytes_a_second + self._line.one_way
            at = now + 2 * self._line.one_way + on_its_way
        self._last = max(self._last, at)
        return self._last


async def _pump(
    line: Line, flow: Flow, source: asyncio.StreamReader, target: asyncio.StreamWriter
) -> None:
    """Carry one direction to its end."""
    now = asyncio.get_running_loop().time
    piece = SEGMENT if line.loss else _LARGE_SEGMENT
    under_way = 0
    changed = asyncio.Event()
    arrivals: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    def acknowledge(size: int) -> None:
        nonlocal under_way
        under_way -= size
        flow.window.acknowledged(size / SEGMENT, now())
        changed.set()

    async def deliver() -> None:
        while True:
            at, data = await arrivals.get()
            await asyncio.sleep(at - now())
            if not data:
                target.write_eof()
                return
            target.write(data)
            asyncio.get_running_loop().call_later(line.one_way, acknowledge, len(data))

    delivery = asyncio.create_task(deliver())
    with contextlib.suppress(OSError):
        while data := await source.read(piece):
            while under_way and under_way + len(data) > flow.window.size * SEGMENT:
                changed.clear()
                await changed.wait()
            under_way += len(data)
            arrivals.put_nowait((flow.arrival(len(data), now()), data))
    arrivals.put_nowait((now() + line.one_way, b""))
    with contextlib.suppress(OSError):
        await delivery


@asynccontextmanager
async def serving(line: Line, upstream: int) -> AsyncIterator[int]:
    """Our port, while connections to it are carried to another port of this machine."""
    there, back = Wire(line, 1), Wire(line, 2)

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", upstream)
        await asyncio.gather(
            _pump(line, Flow(line, there), reader, up_writer),
            _pump(line, Flow(line, back), up_reader, writer),
        )
        for end in (up_writer, writer):
            end.close()

    server = await asyncio.start_server(carry, "127.0.0.1", 0, limit=_LARGE_SEGMENT)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def _main(line: Line, upstream: int) -> None:
    """Serve until standard input ends."""
    async with serving(line, upstream) as port:
        print(port, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(Line(*map(float, sys.argv[1:4])), int(sys.argv[4])))
