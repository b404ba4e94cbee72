"""The fault bench. `make faults` runs all of it; `python -m tests.faults --part wire --only 3,6`
a part. Prints a table, and last one JSON object with what the table adds up to.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.e2e.mediawiki import MediaWiki
from tests.faults import (
    fast,
    kills,
    mediawiki,
    pairs,
    plays,
    power,
    sabotage,
    scenarios,
    stage,
    trial,
    wire,
)  # fmt: skip
from tests.faults.tally import Tally

PARTS = (
    "sabotage", "wire", "scenarios", "kills", "random", "database", "pairs", "power", "mediawiki",
)  # fmt: skip


@dataclass
class Bench:
    """What is run, and what came of it."""

    stack: ExitStack
    folder: Path
    args: argparse.Namespace
    tallies: dict[str, list[Tally]] = field(default_factory=dict)
    sabotages: list[sabotage.Result] = field(default_factory=list)
    losses: power.Losses = field(default_factory=power.Losses)
    began: float = field(default_factory=time.monotonic)

    @cached_property
    def staged(self) -> stage.Stage:
        """The stage of all parts but MediaWiki's."""
        size = fast.SIZE if self.args.part == ["fast"] else ()
        return self.stack.enter_context(stage.opened(self.folder / "practice", *size))

    def run(self, part: str, tally: Tally, found: plays.Plays) -> None:
        """Run the plays of one tally and print its line."""
        self.tallies.setdefault(part, []).append(tally)
        plays.run(found, self.args.side_by_side)
        self.show(tally)

    def show(self, tally: Tally) -> None:
        """The line of a tally, and what went wrong."""
        seconds = time.monotonic() - self.began
        print(
            f"{tally.name:40} positions {tally.positions:4}  fired {tally.fired:4}  "
            f"passed {tally.passed:4}  chunks again {tally.resent}  ({seconds:.0f} s)", flush=True
        )  # fmt: skip
        for trouble in tally.troubles[:20]:
            print("     ", trouble, flush=True)

    def wire(self) -> None:
        for fault in wire.FAULTS:
            if self.wants(fault.number):
                tally = Tally(fault.title)
                self.run("wire", tally, wire.plays(self.staged, fault, tally, self.every("wire")))

    def sabotage(self, wanted: Sequence[sabotage.Sabotage] = sabotage.ALL) -> None:
        """Broken copies, and one that is not, which must pass."""
        for result in sabotage.run(self.staged, wanted):
            self.sabotages.append(result)
            print(f"{result.line}  ({time.monotonic() - self.began:.0f} s)", flush=True)
            if not result.is_right:
                print("     ", "; ".join(result.notes[:8]), flush=True)

    def scenarios(self) -> None:
        """The other faults, each in scenes of its own."""
        for scenario in scenarios.every():
            if self.wants(scenario.number):
                tally = Tally(scenario.title)
                found = trial.act_out(
                    self.staged, scenario, tally, self.args.variant, self.every("scenarios")
                )
                self.run("scenarios", tally, found)

    def every(self, part: str) -> int:
        """Each how manieth position of a part is tried."""
        thinned: dict[str, int] = dict(self.args.every)
        return thinned.get(part, thinned.get("", 1))

    def wants(self, number: int) -> bool:
        """Whether this fault was asked for."""
        wanted = {int(n) for n in self.args.only.split(",") if n}
        return not wanted or number in wanted

    def kills(self) -> None:
        self._at_points("kills", "kill -9 at a point", kills.Points)

    def database(self) -> None:
        self._at_points("database", "a call of the database fails", kills.Calls)

    def _at_points(self, part: str, name: str, kind: type[kills.Points | kills.Calls]) -> None:
        tally = Tally(name)
        count = kills.points(self.staged, kind)
        self.run(part, tally, kills.at_points(self.staged, kind, count, tally, self.every(part)))

    def random(self) -> None:
        tally = Tally("kill -9 at a random time")
        count = max(kills.AT_RANDOM, 240 // self.every("random"))
        self.run("random", tally, kills.at_random(self.staged, count, tally))

    def pairs(self) -> None:
        tally = Tally("two faults, one after the other")
        drawn = pairs.plays(self.staged, tally, self.every("pairs"), self.args.pair)
        self.run("pairs", tally, drawn)

    def mediawiki(self) -> None:
        """Files only, on a real MediaWiki, where it is installed."""
        missing = MediaWiki.missing()
        if missing:
            print(f"MediaWiki: nothing was tried, not installed: {', '.join(missing)}", flush=True)
            return
        for number, way in enumerate(mediawiki.WAYS):
            folder = self.folder / f"mediawiki-{number}"
            staged = self.stack.enter_context(mediawiki.opened(folder, way))
            chosen = mediawiki.chosen(staged, way, self.wants, self.every("mediawiki"))
            self._run_together(chosen, min(self.args.side_by_side, way.side_by_side))

    def fast(self) -> None:
        """A little of each, for `make test`."""
        self._run_together(fast.chosen(self.staged), fast.SIDE_BY_SIDE)
        self.sabotage(fast.SABOTAGES)

    def _run_together(self, chosen: plays.Chosen, side_by_side: int) -> None:
        """Run the plays of several tallies and print their lines in the end."""
        plays.run(itertools.chain.from_iterable(found for *_, found in chosen), side_by_side)
        for part, tally, _ in chosen:
            self.tallies.setdefault(part, []).append(tally)
            self.show(tally)

    def power(self) -> None:
        """The power goes at each write of a recorded run."""
        self.losses = power.run(self.staged, self.every("power"))
        print(f"{self.losses.line}  ({time.monotonic() - self.began:.0f} s)", flush=True)
        for note in self.losses.notes:
            print("     ", note, flush=True)

    def table(self) -> str:
        """The printed table, for the docs."""
        lines = [
            "| fault | tried | survived | chunks again, at most |",
            "| --- | --- | --- | --- |",
        ]
        for tallies in self.tallies.values():
            lines += [
                f"| {t.name.strip()} | {t.fired} | {t.passed} | {t.resent} |" for t in tallies
            ]
        if self.losses.images:
            whole = self.losses.images - self.losses.lost - self.losses.damaged
            lines.append(f"| 23 power loss in a write | {self.losses.images} | {whole} | |")
        return "\n".join([*lines, ""])

    def sums(self) -> dict[str, int]:
        """The last line: what must be zero, and how much was tried."""
        every = [t for tallies in self.tallies.values() for t in tallies]
        of_table = [t for part in ("wire", "scenarios") for t in self.tallies.get(part, ())]
        of_line = ("wire", "scenarios", "pairs", mediawiki.PART)
        of_kills = ("kills", "random", "database", mediawiki.PART_KILLS)
        findings = [f for tally in every for f in tally.findings]

        def fired(part: str) -> int:
            return sum(t.fired for t in self.tallies.get(part, ()))

        def total(kind: str) -> int:
            return sum(int(getattr(f, kind)) for f in findings)

        def resent(parts: Sequence[str]) -> int:
            return max((t.resent for part in parts for t in self.tallies.get(part, ())), default=0)

        killed = fired("kills") + fired("random") > 0  # 22 of the table; the power is 23
        return {
            "faults": sum(t.fired > 0 for t in of_table) + killed + (self.losses.images > 0),
            "positions": fired("wire") + fired("scenarios"),
            "kill_points": fired("kills"), "random_kills": fired("random"),
            "database_calls": fired("database"), "pairs": fired("pairs"), "power_images": self.losses.images,
            "lost": total("lost") + self.losses.lost + self.losses.damaged, "doubled": total("doubled"),
            "second_revisions": total("second_revisions"),
            "doubled_statements": total("doubled_statements"), "overwritten": total("overwritten"),
            "resent_chunks_max": resent(of_line), "resent_chunks_by_kill": resent(of_kills),
            "sabotage_caught": sum(
                r.is_right for r in self.sabotages if r.sabotage is not sabotage.HONEST
            ),
            "mediawiki_positions": fired(mediawiki.PART),
            "mediawiki_kills": fired(mediawiki.PART_KILLS),
            "not_passed": sum(t.fired - t.passed for t in every)
            + sum(not r.is_right for r in self.sabotages)
            + self.losses.damaged + self.losses.lost,
        }  # fmt: skip


def _thinned(said: str) -> tuple[str, int]:
    """A part ("" = all that are not named) and each how manieth position of it is tried."""
    part, _, number = said.rpartition("=")
    if part not in (*PARTS, ""):
        raise argparse.ArgumentTypeError(f"no part {part!r}")
    return part, int(number)


def main() -> int:
    """Run what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--part", choices=(*PARTS, "fast"), action="append", help="all when none is named"
    )
    parser.add_argument("--only", default="", help="numbers of faults of the table")
    parser.add_argument(
        "--every", type=_thinned, action="append", default=[], metavar="[PART=]N",
        help="only each n-th position, of all parts or of one",
    )  # fmt: skip
    parser.add_argument("--pair", action="append", default=[], help="a pair as it was printed")
    parser.add_argument("--variant", default="", help="only scenarios with this in their name")
    parser.add_argument("--side-by-side", type=int, default=24)
    parser.add_argument("--folder", type=Path, help="kept; without it a folder that goes away")
    parser.add_argument("--table", type=Path, help="write the table as Markdown too")
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="faults-"))
    shutil.rmtree(folder, ignore_errors=True)
    wanted = args.part or PARTS
    with ExitStack() as stack:
        bench = Bench(stack, folder, args)
        for part in wanted:
            run: Callable[[], None] = getattr(bench, part)
            run()
    if args.table:
        args.table.write_text(bench.table(), "utf-8")
    sums = bench.sums()
    print(json.dumps(sums))
    if not args.folder and not sums["not_passed"]:
        shutil.rmtree(folder)
    return int(sums["not_passed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
