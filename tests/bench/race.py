"""The same load sent by us and by pywikibot, each to a wiki of its own, over the same kind of line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.bench import memory, wiki
from tests.bench.line import Line
from tests.bench.load import Load

Cost = dict[str, float]


def ours(load: Load, line: Line | None = None) -> Cost:
    """What it costs when we send."""
    return _sent(load, line, "tests.bench.send", load.project)


def theirs(load: Load, line: Line | None = None) -> Cost:
    """What it costs when pywikibot sends."""
    return _sent(load, line, "tests.bench.bot", load.jobs)


def _sent(load: Load, line: Line | None, module: str, what: Path) -> Cost:
    folder = load.project.parent / f"wiki of {module}"
    with wiki.running(folder, line) as served:
        before = memory.peak_of(served.pid)
        with served.sender(module, str(what), served.api) as sender:
            assert sender.stdout is not None
            cost: Cost = json.loads(sender.stdout.read() or "{}")
        assert sender.returncode == 0
        assert cost["done"] == load.count, cost
        cost["wiki"] = memory.peak_of(served.pid) - before
    shutil.rmtree(folder)
    return cost


def bytes_over(cost: Cost) -> float:
    """Percent of the payload that went beside it."""
    return (cost["sent"] - cost["payload"]) / cost["payload"] * 100


def grown(cost: Cost) -> float:
    """Megabytes over idle."""
    return cost["peak"] - cost["idle"]


def goodput(cost: Cost, line: Line) -> float:
    """Part of the line that carried files."""
    return cost["payload"] / cost["seconds"] / line.bytes_a_second


def quicker(mine: Cost, other: Cost) -> float:
    """How many times our pace is theirs; the loads may differ in size, not in kind."""
    return (mine["done"] / mine["seconds"]) / (other["done"] / other["seconds"])
