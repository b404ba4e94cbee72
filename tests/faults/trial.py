"""One scenario with its variants: a scene, what is expected to be different in the end, and what
came of it.
"""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from app.core.project import Project
from app.core.project.texts import Texts
from tests.faults import auditor, moments, plays
from tests.faults.auditor import Finding, Otherwise
from tests.faults.collection import sha1
from tests.faults.plays import Play
from tests.faults.stage import Prepare, Scene, Stage
from tests.faults.tally import Tally

Part = Generator[int | tuple[int, float], int, Any]
"""A part of a play: what it yields is waited for."""
SENDS = ("chunk-first", "chunk-middle", "chunk-last", "upload", "publish")


@dataclass(frozen=True)
class Row:
    """A row as the stage made it: the title its file gets, its path."""

    number: int
    title: str
    path: Path


@dataclass
class Trial:
    """What a variant does with its scene. `fired` must be set by proof from outside the program."""

    scene: Scene
    fired: bool = False
    codes: list[int] = field(default_factory=list)
    seconds: float = 0.0
    """How long the last run took."""
    finding: Finding = field(default_factory=Finding)
    rows_otherwise: dict[str, Otherwise] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    edited: dict[str, int] = field(default_factory=dict)
    """Titles that somebody else put there (with SHA-1), and whose data somebody edits so often."""
    scans: dict[str, str] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    """Titles of rows that the variant gave another name."""
    may_resend: bool = False
    """A file has to start over, so its chunks go again."""

    def __post_init__(self) -> None:
        self.scans = dict(self.scene.stage.scans)

    # -- what a variant uses ---------------------------------------------------------------------

    def run(
        self, *more: str, prepare: Prepare | None = None, seconds: float = plays.LONGEST,
        expect: int | None = None, **environment: str,
    ) -> Part:  # fmt: skip
        """Run the command line; its exit code, which must be `expect`."""
        began = time.monotonic()
        code: int = yield self.scene.upload(*more, prepare=prepare, **environment), seconds
        self.seconds = time.monotonic() - began
        self.codes.append(code)
        if expect is not None:
            last = self.said.strip().rpartition("\n")[2]
            self.check(code == expect, f"exit code {code}, not {expect}: {last[:120]}")
        return code

    def check(self, holds: object, note: str) -> None:
        """Count something that is not as it should be."""
        if not holds:
            self.finding.add("wrong", note)

    @property
    def said(self) -> str:
        """Everything on standard error so far."""
        return (self.scene.folder / "err.txt").read_text("utf-8")

    @property
    def events(self) -> list[dict[str, Any]]:
        """Everything on standard output so far."""
        text = (self.scene.folder / "out.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    @property
    def waits(self) -> set[str]:
        """Reasons of all waits that were told."""
        return {event["reason"] for event in self.events if event["event"] == "waiting"}

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What the proxy saw."""
        return auditor.requests(self.scene.wire)

    def sends(self, title: str | None = None) -> list[dict[str, Any]]:
        """Requests that carry or publish a file."""
        return [
            r for r in self.requests
            if r["kind"] in SENDS and title in (None, (r["title"] or "").replace("_", " "))
        ]  # fmt: skip

    @property
    def proxy_fired(self) -> bool:
        """Whether the proxy did something."""
        return bool(auditor.fired(self.scene.wire))

    def states(self) -> dict[str, tuple[str, str | None, str]]:
        """Title -> state, reason, sentence, as they stand in the project file: in a copy, since
        what a failed write left beside it is only mended by opening it for writing.
        """
        project, folder = self.scene.project, self.scene.folder / "looked at"
        folder.mkdir(exist_ok=True)
        for name in (project.name, f"{project.name}-journal"):
            (folder / name).unlink(missing_ok=True)
            if (project.parent / name).exists():
                shutil.copy2(project.parent / name, folder)
        sqlite3.connect(folder / project.name).execute("BEGIN IMMEDIATE").connection.close()
        records = auditor.read_records(folder / project.name, self.finding)
        return {r["title"]: (state, r["reason"], r["message"]) for state, r in records}

    @cached_property
    def rows(self) -> dict[int, Row]:
        """The rows by number."""
        return _rows(self.scene.stage.folder / "calm.kabocha")

    def title(self, number: int) -> str:
        """Title of a row."""
        return self.rows[number].title

    def own_files(self) -> None:
        """Give the scene files of its own, which may be spoilt."""
        folder = self.scene.folder
        shutil.copytree(self.scene.stage.folder / "collection" / "scans", folder / "scans")
        self.move_files(folder)

    def move_files(self, folder: Path) -> None:
        """Let the project look for its files below another folder."""
        project = Project.open(self.scene.project)
        project.set_folders([folder])
        project.close()

    def file(self, number: int) -> Path:
        """The scene's own file of a row."""
        return self.scene.folder / self.rows[number].path

    def now_holds(self, number: int) -> None:
        """From now on the file as it is now is what has to arrive."""
        self.scans[self.title(number)] = sha1(self.file(number))

    def write(self, header: str, cells: dict[int, str]) -> None:
        """Type into cells of a column, by row number."""
        project = Project.open(self.scene.project)
        column = next(c for c in project.columns if c.header == header)
        ids = {row.number: row.id for row in project.rows}
        project.change("typed", {(ids[n], column.id): text for n, text in cells.items()})
        project.close()

    def text(self, header: str, number: int) -> str:
        """What stands in a cell."""
        project = Project.open(self.scene.project)
        column = next(c for c in project.columns if c.header == header)
        row = project.row_by_number(number)
        assert row is not None
        project.close()
        return row.text(column.id)

    def ends(self, number: int, state: str, reason: str, **how: Any) -> None:
        """This row must not be done but end so."""
        self.rows_otherwise[self.title(number)] = Otherwise(state, reason, **how)

    # -- its end ---------------------------------------------------------------------------------

    def audit(self) -> Finding:
        """Count what must be zero, besides what was checked on the way."""
        scene, stage = self.scene, self.scene.stage
        before = replace(
            stage.before,
            hashes={**stage.before.hashes, **self.theirs},
            uploads=stage.before.uploads + Counter(dict.fromkeys(self.theirs, 1)),
        )
        found = auditor.audit(
            scene.read(), scene.project, scene.wire, self.scans, stage.calm, before,
            rows=self.rows_otherwise, edited=self.edited,
        )  # fmt: skip
        found.wrong += self.finding.wrong
        found.notes = [*self.finding.notes, *found.notes]
        if "Traceback" in self.said:
            found.add("wrong", "a traceback instead of a sentence")
        if self.may_resend:
            found.resent_chunks = 0
        return found


def _rows(project: Path) -> dict[int, Row]:
    with sqlite3.connect(f"file:{project}?mode=ro", uri=True) as db:
        path = db.execute("SELECT id FROM columns WHERE meaning = 'path'").fetchone()[0]
        found = db.execute(
            "SELECT rows.number, json_extract(records.fields, '$.title'), CAST(rows.cells AS BLOB)"
            " FROM rows JOIN records ON records.row_id = rows.id"
        ).fetchall()
    db.close()
    return {n: Row(n, title, Path(Texts(packed).get(path))) for n, title, packed in found}


Act = Callable[[Trial], Part]


@dataclass(frozen=True)
class Variant:
    """One way in which a fault comes."""

    name: str
    act: Act


@dataclass(frozen=True)
class Scenario:
    """A fault of the table in README.md with its variants."""

    number: int
    name: str
    variants: tuple[Variant, ...]

    @property
    def title(self) -> str:
        """Number and name."""
        return f"{self.number:3} {self.name}"


def act_out(
    stage: Stage, scenario: Scenario, tally: Tally, named: str, every: int
) -> Iterator[Play]:
    """A play for each n-th variant with this in its name."""
    for variant in [v for v in scenario.variants if named in v.name][::every]:
        tally.positions += 1
        yield _play(stage, variant, tally)


def _play(stage: Stage, variant: Variant, tally: Tally) -> Play:
    trial = Trial(stage.scene())
    try:
        yield from variant.act(trial)
        finding = trial.audit()
    except Exception as error:  # one trial that breaks must not end the bench, nor pass
        finding = trial.finding
        finding.add("wrong", f"the trial broke: {error!r}")
        trial.fired = True
    folder = trial.scene.folder.name
    count = tally.add if trial.fired else tally.miss
    trial.scene.close(keep=count(variant.name, finding, folder))


def proven(trial: Trial, what: str) -> bool:
    """Whether something was written down that happened in the process."""
    return bool(moments.evidence(trial.scene, what))


def storms(trial: Trial, times: Collection[float]) -> None:
    """Count tries that came sooner than a second after the last."""
    ordered = sorted(times)
    for before, after in itertools.pairwise(ordered):
        if after - before < 0.85:
            trial.finding.add("storms", f"tried again after {after - before:.2f} s")
