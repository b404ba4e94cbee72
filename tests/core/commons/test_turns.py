"""Requests side by side, a sign-in alone."""

import threading

from app.core.commons.turns import Turns


def test_who_is_alone_waits_for_the_others_and_keeps_them_waiting():
    turns, seen = Turns(), []
    inside, leave = threading.Event(), threading.Event()

    def request():
        with turns.together():
            inside.set()
            leave.wait(10)
            seen.append("request ends")

    def sign_in():
        with turns.alone():
            seen.append("signed in")

    def late():
        with turns.together():
            seen.append("late request")

    first = threading.Thread(target=request)
    first.start()
    assert inside.wait(10)
    alone = threading.Thread(target=sign_in)
    alone.start()
    while turns._alone == 0:
        pass
    after = threading.Thread(target=late)
    after.start()
    assert seen == []
    leave.set()
    for thread in (first, alone, after):
        thread.join(10)
    assert seen == ["request ends", "signed in", "late request"]


def test_many_are_inside_together():
    turns, meet = Turns(), threading.Barrier(4, timeout=10)

    def request():
        with turns.together():
            meet.wait()

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not meet.broken
