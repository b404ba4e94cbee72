"""The slow line by a clock of the test, the form of a figure, and what of a line a relay keeps."""

import asyncio
import heapq
import json

import pytest

from tests.bench import relay
from tests.bench.figure import Figure
from tests.bench.line import MTU, Line, Wire
from tests.bench.relay import SEGMENT, Flow, Window

SLOW = Line(1, 300)


# -- one direction -------------------------------------------------------------------------------


def test_a_packet_takes_half_a_round_trip_and_its_own_length():
    wire = Wire(SLOW, 1)
    wire.put(b"x" * 1250, 10.0)  # 10,000 bits at 1 Mbit/s
    assert wire.next_at == pytest.approx(10.16)
    assert wire.due(10.159) == []
    assert wire.due(10.161) == [b"x" * 1250]
    assert wire.next_at == float("inf")


def test_packets_queue_behind_each_other_in_order():
    wire = Wire(SLOW, 1)
    for number in range(5):
        wire.put(bytes([number]) * 1250, 0.0)
    assert wire.due(0.15 + 0.031) == [bytes([number]) * 1250 for number in range(3)]
    assert [packet[0] for packet in wire.due(1.0)] == [3, 4]


def test_no_more_than_the_rate_gets_through():
    wire = Wire(SLOW, 1)
    arrived = 0
    for millisecond in range(20_000):
        now = millisecond / 1000
        wire.put(b"x" * MTU, now)  # twelve times what it carries
        arrived += sum(map(len, wire.due(now)))
    assert arrived == pytest.approx(SLOW.bytes_a_second * (20 - 0.15), rel=0.01)


def test_what_finds_a_full_queue_is_lost():
    wire = Wire(SLOW, 1)
    for _ in range(200):
        wire.put(b"x" * 1400, 0.0)
    assert len(wire.due(1000.0)) == SLOW.queue // 1400 + 1  # the first finds nobody before it


def test_loss_is_as_asked_for_and_the_same_each_time():
    lossy = Line(1000, 10, 2)
    first, again = ([Wire(lossy, 7).arrival(MTU, 0.0)] for _ in range(2))
    assert first == again
    wire = Wire(lossy, 7)
    lost = sum(wire.arrival(MTU, now) is None for now in range(20_000))
    assert 300 < lost < 500
    assert not any(Wire(SLOW, 7).arrival(MTU, now) is None for now in range(1000))


# -- the modelled line ---------------------------------------------------------------------------


def test_a_window_doubles_until_a_loss_and_counts_one_loss_a_round_trip():
    window = Window(0.3)
    window.acknowledged(10, 0.3)
    assert window.size == 20
    window.lost(0.6)
    window.lost(0.7)
    assert window.size == pytest.approx(14)
    window.lost(1.0)
    assert window.size == pytest.approx(9.8)


def test_a_window_comes_back_to_where_it_was_and_then_goes_beyond():
    window = Window(0.1, size=100)
    window.lost(0.0)
    back = (100 * 0.3 / 0.4) ** (1 / 3)
    window.acknowledged(1, back)
    assert window.size == pytest.approx(100)
    window.acknowledged(1, 2 * back)
    assert window.size == pytest.approx(130)


class Unlucky(Wire):
    """Loses every packet whose turn is in `lost`."""

    def __init__(self, line, lost):
        super().__init__(line, 1)
        self.lost = lost
        self.turn = 0

    def arrival(self, size, now):
        self.turn += 1
        return None if self.turn in self.lost else super().arrival(size, now)


def test_what_is_lost_comes_a_round_trip_later_and_holds_up_the_rest():
    line = Line(1000, 200)
    flow = Flow(line, Unlucky(line, {2}))
    first, second, third = (flow.arrival(SEGMENT, 0.0) for _ in range(3))
    assert first == pytest.approx(0.1, abs=0.001)
    assert second == pytest.approx(0.3, abs=0.001)
    assert third == second
    assert flow.window.size == 7


@pytest.mark.parametrize(
    ("line", "least", "most"),
    [(Line(1, 300), 0.95, 1.02), (Line(1, 300, 2), 0.25, 0.45)],  # Linux with CUBIC: 0.35
)
def test_one_connection_gets_what_cubic_would(line, least, most):
    flow, now, got = Flow(line, Wire(line, 1)), 0.0, 0
    under_way = []
    while now < 200:
        while len(under_way) < max(1, int(flow.window.size)):
            heapq.heappush(under_way, flow.arrival(SEGMENT, now) + line.one_way)
        now = heapq.heappop(under_way)
        flow.window.acknowledged(1, now)
        got += SEGMENT
    assert least < got / now / line.bytes_a_second < most


def test_a_relay_carries_every_byte_both_ways():
    asyncio.run(_echo_through_a_relay())


async def _echo_through_a_relay():
    async def echo(reader, writer):
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    upstream = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = upstream.sockets[0].getsockname()[1]
    async with relay.serving(Line(1000, 0.2, 1), port) as there:
        reader, writer = await asyncio.open_connection("127.0.0.1", there)
        sent = bytes(range(256)) * 400
        writer.write(sent)
        writer.write_eof()
        assert await reader.read(-1) == sent
        writer.close()
    upstream.close()
    await upstream.wait_closed()


# -- the form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "target", "ok"),
    [
        (Figure("a", 3.0334, "requests", 3.1), "<= 3.1", True),
        (Figure("a", 3.2, "requests", 3.1), "<= 3.1", False),
        (Figure("a", 0.72, "of the line", 0.7, "least"), ">= 0.7", True),
        (Figure("a", 0.699, "of the line", 0.7, "least"), ">= 0.7", False),
    ],
)
def test_a_figure_is_one_line_of_json(figure, target, ok):
    line = figure.line()
    assert "\n" not in line
    told = json.loads(line)
    assert list(told) == ["name", "value", "unit", "target", "ok"]
    assert told["target"] == target
    assert told["ok"] is ok
    assert isinstance(told["value"], float)
