"""Several files at once: who waits for whom, how many, and the account's own limits."""

import threading

import pytest

from app.core.errors import CancelledError, NetworkError, RefusedError
from app.core.events import Stepped
from app.core.upload.gate import Gate, GatedWiki
from app.core.upload.lanes import Growth, Lanes, Stop
from app.core.upload.quota import Quota


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def never(seconds, action):
    raise AssertionError(f"{action} had to wait {seconds} s")


# -- the account's limits ------------------------------------------------------------------------


def test_quota_counts_and_waits_only_as_long_as_needed():
    clock, waits = Clock(), []

    def pause(seconds, action):
        waits.append((round(seconds, 1), action))
        clock.now += seconds

    quota = Quota({"upload": (3, 60)}, pause, clock)
    for _ in range(3):
        quota.take("upload")
        clock.now += 10
    assert waits == []
    assert quota.left("upload") == 0
    quota.take("upload")
    assert waits == [(30.5, "upload")]  # the first was 30 s ago, half a second to be sure
    assert quota.left("upload") == 0
    clock.now += 200
    assert quota.left("upload") == 3


def test_quota_without_a_limit_never_waits():
    quota = Quota({"upload": (0, 60)}, never, Clock())
    for _ in range(5000):
        quota.take("upload")
        quota.take("edit")
    assert quota.left("upload") is None
    assert quota.seconds_for("upload", 10**6) == 0


def test_quota_says_how_long_many_take():
    quota = Quota({"upload": (380, 4320)}, never, Clock())
    assert quota.seconds_for("upload", 380) == 0
    assert quota.seconds_for("upload", 381) == 4320
    assert quota.seconds_for("upload", 4300) == 11 * 4320


def test_quota_remembers_an_earlier_run():
    quota = Quota({"upload": (2, 60)}, never, Clock())
    quota.remember("upload", 10)
    quota.remember("upload", 61)
    assert quota.left("upload") == 1


# -- one tries, the others wait ------------------------------------------------------------------


class Busy:
    """A wiki that is in trouble until `well`."""

    account = "Museum"

    def __init__(self):
        self.well = threading.Event()
        self.asked = []

    def files(self, name):
        self.asked.append(name)
        if not self.well.is_set():
            raise NetworkError("http-503")
        return name

    def publish(self, name):
        raise RefusedError("blacklisted")


def test_while_there_is_trouble_one_tries_and_the_others_wait():
    wiki, gate = Busy(), Gate(threading.Event())
    gated = GatedWiki(wiki, gate, Quota({}, never, Clock()))
    assert gated.account == "Museum"
    with pytest.raises(NetworkError):
        gated.files("first")
    assert gate.close()  # this thread is the one that tries
    got = []
    other = threading.Thread(target=lambda: got.append(gated.files("other")))
    other.start()
    with pytest.raises(NetworkError):
        gated.files("first")
    other.join(0.3)
    assert other.is_alive()
    assert wiki.asked == ["first", "first"]
    wiki.well.set()
    assert gated.files("first") == "first"
    other.join(5)
    assert got == ["other"]


def test_a_refusal_is_an_answer_too():
    wiki, gate = Busy(), Gate(threading.Event())
    gated = GatedWiki(wiki, gate, Quota({}, never, Clock()))
    assert gate.close()
    with pytest.raises(RefusedError):
        gated.publish("a")
    entered = threading.Thread(target=gate.enter)
    entered.start()
    entered.join(5)
    assert not entered.is_alive()


def test_who_waits_at_the_gate_can_be_cancelled():
    cancel = threading.Event()
    gate = Gate(cancel)
    assert gate.close()
    ends = []

    def wait():
        try:
            gate.enter()
        except CancelledError:
            ends.append("cancelled")

    waiting = threading.Thread(target=wait)
    waiting.start()
    cancel.set()
    waiting.join(5)
    assert ends == ["cancelled"]


# -- how many ------------------------------------------------------------------------------------


def grow(rates, most=3):
    """How many go at once while so many bytes a second go with one, two, three."""
    clock, sent = Clock(), [0]
    growth = Growth(most, clock, lambda: sent[0])
    seen = []
    for _ in range(40):
        clock.now += 2
        sent[0] += int(2 * rates[growth.allowed - 1])
        growth.ended()
        seen.append(growth.allowed)
    return growth, clock, seen


def test_more_at_once_while_it_is_faster():
    _, _, seen = grow([100, 190, 260])
    assert seen[0] == 1
    assert seen[-1] == 3


def test_no_more_at_once_when_it_is_no_gain():
    _, _, seen = grow([100, 103, 104])
    assert max(seen) == 2
    assert seen.count(1) > 2 * seen.count(2)  # tried now and then


def test_a_gain_is_judged_once():
    rates = [100, 190, 260]
    growth, clock, seen = grow(rates)
    assert seen[-1] == 3
    for _ in range(40):  # the line gets worse for everybody: less at once would not help
        clock.now += 2
        growth.ended()
    assert growth.allowed == 3


def on_the_way(rates, seconds):
    """How many large files go at once, none of which ends, looked at twice a second."""
    clock, sent = Clock(), [0]
    growth = Growth(3, clock, lambda: sent[0])
    seen = []
    for passed in range(seconds * 2):
        clock.now += 0.5
        sent[0] += rates(passed / 2, growth.allowed)
        growth.look()
        seen.append(growth.allowed)
    return seen


def test_large_files_are_judged_on_their_way():
    seen = on_the_way(lambda _passed, allowed: [100, 190, 260][allowed - 1], 300)
    assert seen[0] == 1
    assert seen[-1] == 3
    assert seen.index(2) > 40  # not by the first seconds


def test_large_files_that_gain_nothing_go_one_by_one():
    seen = on_the_way(lambda _passed, allowed: [100, 102, 103][allowed - 1], 600)
    assert max(seen) == 2
    assert 1 in seen[seen.index(2) :]


def test_a_pause_says_nothing_of_the_line():
    """Sends for 20 seconds, stands still for a minute, over and over: that is no pace."""
    seen = on_the_way(lambda passed, allowed: 100 * allowed if passed % 80 < 20 else 0, 600)
    assert set(seen) == {1}


def test_files_that_the_wiki_puts_together_for_long_are_judged_at_their_end():
    """Two seconds of bytes, then ten seconds in which the wiki works on the file."""
    clock, sent = Clock(), [0]
    growth = Growth(3, clock, lambda: sent[0])
    for passed in range(240):
        clock.now += 0.5
        sent[0] += 100 * growth.allowed if passed % 24 < 4 else 0
        growth.look()
        if passed % 24 == 23:
            for _ in range(growth.allowed):
                growth.ended()
    assert growth.allowed == 3


def test_one_at_once_when_the_wiki_is_busy():
    growth, clock, _ = grow([100, 190, 260])
    growth.busy()
    assert growth.allowed == 1
    clock.now += 10
    growth.ended()
    growth.ended()
    assert growth.allowed == 1  # held for a while


# -- the lanes -----------------------------------------------------------------------------------


def lanes(most=3, emit=None, growth=None):
    grown = growth or Growth(most, Clock(), lambda: 0, allowed=most)
    return Lanes(grown, Stop(threading.Event()), emit or (lambda _event: None))


def test_every_job_and_its_data_are_done_once():
    done, data = [], []

    def job(number):
        def send():
            done.append(number)
            return (lambda: data.append(number)) if number % 2 else None

        return send

    lanes().run(job(n) for n in range(200))
    assert sorted(done) == list(range(200))
    assert sorted(data) == list(range(1, 200, 2))


def test_events_come_in_the_thread_of_the_caller():
    threads = set()
    several = lanes(emit=lambda _event: threads.add(threading.get_ident()))
    several.run(iter([lambda: several.tell(Stepped("x"))] * 20))
    assert threads == {threading.get_ident()}


def test_the_first_error_stops_the_others_and_is_raised():
    begun = []

    def job(number):
        def send():
            begun.append(number)
            if number == 5:
                raise RefusedError("blocked")

        return send

    several = lanes(most=2)
    with pytest.raises(RefusedError, match="blocked"):
        several.run(job(n) for n in range(10_000))
    assert len(begun) < 10_000
    assert several.stop.is_set()


def test_an_error_while_the_data_is_sent_is_raised():
    def fail():
        raise NetworkError("gone")

    with pytest.raises(NetworkError):
        lanes().run(iter([lambda: fail]))


def test_an_error_of_the_row_source_is_raised():
    def rows():
        yield lambda: None
        raise NetworkError("gone")

    with pytest.raises(NetworkError):
        lanes().run(rows())


def test_a_cancelled_run_ends():
    cancel = threading.Event()
    several = Lanes(Growth(3, Clock(), lambda: 0, allowed=3), Stop(cancel), lambda _event: None)

    def job():
        cancel.set()
        several.stop.wait(60)

    with pytest.raises(CancelledError):
        several.run(iter([job] * 50))


def test_as_many_at_once_as_are_allowed():
    at_once, most_seen, lock = [0], [0], threading.Lock()
    meet = threading.Barrier(2, timeout=10)

    def job():
        with lock:
            at_once[0] += 1
            most_seen[0] = max(most_seen[0], at_once[0])
        meet.wait()
        with lock:
            at_once[0] -= 1

    lanes(growth=Growth(3, Clock(), lambda: 0, allowed=2)).run(iter([job] * 20))
    assert most_seen == [2]
