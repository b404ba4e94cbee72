"""The ways to mend a cell, in the words of buttons, tips and screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core import text
from app.core.checks import mending
from app.core.model import Fix, Problem
from app.core.text import n, t


@dataclass(frozen=True)
class Offer:
    """One button: its words and what it does. `action` "" = open the editor of the cell."""

    words: str
    problem: Problem
    action: str = ""


def offers(problems: Sequence[Problem], *, writable: bool) -> list[Offer]:
    """For the worst problem of a cell that can be mended: its ways, else writing or choosing
    oneself, where something can be written.
    """
    for problem in problems:
        ways = mending.ways(problem)
        if ways:
            return [Offer(way_words(problem, way), problem, way.action) for way in ways]
    asks = next((p for p in problems if p.fix and p.fix.action in ("ask", "choose")), None)
    if asks is None or asks.fix is None or not writable:
        return []
    return [Offer(t(f"fix.{asks.fix.action}-here"), asks)]


def fix_words(problem: Problem, count: int = 1) -> str:
    """What the button of a one-click fix says."""
    fix = problem.fix
    assert fix is not None
    if count > 1:
        key = f"fix.all-{fix.action}"
        return n(key if text.has(key) else "fix.all", count)
    return way_words(problem, fix)


def way_words(problem: Problem, way: Fix) -> str:
    """What the button of one way to mend a problem says."""
    key = f"fix.{way.action}"
    value = " ".join((way.value or "").split())
    shown = value if len(value) <= 28 else f"{value[:27]}…"
    told = {**problem.params, "value": shown}
    return t(key, **told) if text.has(key) else t("fix.use", value=shown)


def choice_words(problems: Iterable[Problem], action: str, count: int) -> str:
    """What the button says that chooses one way for all problems of a kind."""
    key = f"fix.all-{action}"
    if count > 1 and text.has(key):
        return n(key, count)
    of_one = ((p, way) for p in problems for way in mending.ways(p) if way.action == action)
    return way_words(*next(of_one))
