"""Power loss (fault 23): every write, sync, truncation and removal that a real run makes to its
project file is recorded with strace. At each of them the power goes: images of the disk are built
from what was synced before, with what was not synced yet kept, dropped, or torn at 512 bytes. Each
image is opened with plain sqlite3; it must be whole, hold every row that was called done until
then, and an intent for every file that was asked to be published until then.

What it proves: the order of writes and syncs is right for any disk that keeps what it was told to
sync, writes 512 bytes whole or not at all, and may reorder or lose everything else, the creation and
removal of files included. What it does not prove: anything about disks that lie about syncing, or
about file systems that lose what they reported as stored.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import auditor
from tests.faults.stage import ROOT, Scene, Stage, home

SECTOR = 512
TORN = 2
"""Images at each point in which a random part of what was not synced is there."""
_CALLS = "openat,pwrite64,write,pwritev,writev,fdatasync,fsync,ftruncate,unlink,unlinkat,rename"
_LINE = re.compile(r"^(\d+) +(\d+\.\d+) (\w+)\((.*)\) += (-?\d+)")
_CUT = re.compile(r"^(\d+) +(\d+\.\d+) (.*) <unfinished \.\.\.>$")
_REST = re.compile(r"^(\d+) +\d+\.\d+ <\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_OPEN_FILE = re.compile(r"^(\d+)<([^>]*)>")
_PUBLISHING = ("upload", "publish")


@dataclass(frozen=True)
class Step:
    """One thing that happened: `kind` is write, cut, sync, create, remove, sync-folder, done (a row
    was called so) or asked (a file was to be published).
    """

    at: float
    kind: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Losses:
    """What came of all images."""

    name: str = " 23 power loss in a write"
    points: int = 0
    images: int = 0
    damaged: int = 0
    lost: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """A line of the table."""
        return (
            f"{self.name:40} points {self.points:4}  images {self.images:5}  "
            f"damaged {self.damaged}  acknowledged rows lost {self.lost}"
        )

    def note(self, text: str) -> None:
        """Keep the first few."""
        if len(self.notes) < 20:
            self.notes.append(text)


def run(stage: Stage, every: int = 1) -> Losses:
    """Record one run and look at its images, at each n-th point."""
    if not shutil.which("strace"):
        raise SystemExit("strace is missing: sh installers/fault-bench-packages.sh")
    scene = stage.scene()
    start = scene.project.read_bytes()
    steps = _record(scene)
    finding = scene.audit()
    assert finding.is_clean, finding.notes
    losses = Losses()
    disk = Disk(scene.project.name, start)
    place = scene.folder / "image"
    place.mkdir()
    dice = random.Random(1)
    judge = Judge(place / scene.project.name, losses)
    for number, step in enumerate(steps):
        disk.take(step)
        judge.take(step)
        if number % every == 0:
            losses.points += 1
            for how, image in disk.images(dice):
                judge.look(image, f"after step {number} ({step.kind} {step.name}), {how}")
    if disk.seen != {scene.project.name: scene.project.read_bytes()}:
        raise SystemExit("The recorded writes do not add up to the project file that is there")
    scene.close(keep=bool(losses.damaged or losses.lost))
    return losses


# -- recording -----------------------------------------------------------------------------------


def _record(scene: Scene) -> list[Step]:
    """Run the real program under strace; what it did to its project, and what it said and asked."""
    out, trace = scene.folder / "out.jsonl", scene.folder / "trace"
    watched = [scene.project, _journal(scene.project), scene.folder, out]
    command = ["strace", "-f", "-y", "-ttt", "-xx", "--seccomp-bpf", "-s", "9999999", "-o", str(trace),
               "-e", f"trace={_CALLS}"]  # fmt: skip
    for path in watched:
        command += ["-P", str(path)]
    command += [sys.executable, "-m", "app", *scene.arguments]
    with out.open("ab") as stdout, (scene.folder / "err.txt").open("ab") as stderr:
        environment = {**os.environ, **home(scene.folder)}
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=stdout, stderr=stderr, check=False
        )
    assert ended.returncode == 0, (scene.folder / "err.txt").read_text("utf-8")
    steps = _asked(scene)
    said = b""
    for at, call, given, result in _calls(trace):
        if call.startswith(("pwritev", "writev", "rename")):
            raise SystemExit(f"The power bench does not know {call}")
        if call == "write":
            said += _bytes(given)
            *whole, said = said.split(b"\n")
            steps += [Step(at, "done", title) for line in whole if (title := _called_done(line))]
        elif result >= 0:
            steps += _steps(at, call, given, scene.project)
    return sorted(steps, key=lambda step: step.at)


def _calls(trace: Path) -> Iterator[tuple[float, str, str, int]]:
    """Time, name, arguments and result of each call, those that were interrupted put together."""
    begun: dict[str, str] = {}
    with trace.open("r", encoding="ascii") as lines:
        for line in lines:
            text = line.rstrip("\n")
            if cut := _CUT.match(text):
                begun[cut[1]] = f"{cut[1]} {cut[2]} {cut[3]}"
                continue
            if rest := _REST.match(text):
                text = begun.pop(rest[1]) + rest[2]
            if found := _LINE.match(text):
                yield float(found[2]), found[3], found[4], int(found[5])


def _steps(at: float, call: str, given: str, project: Path) -> list[Step]:
    """What one call did to the project file, its journal, or their folder."""
    names = {os.fsencode(p): p.name for p in (project, _journal(project))}
    if call in ("openat", "unlink", "unlinkat"):
        name = names.get(_bytes(given))
        if name is None or (call == "openat" and "O_CREAT" not in given):
            return []
        return [Step(at, "create" if call == "openat" else "remove", name)]
    opened = _OPEN_FILE.match(given)
    assert opened, given[:200]
    path = _unescaped(opened[2])
    if path == os.fsencode(project.parent):
        return [Step(at, "sync-folder")]
    name = names.get(path)
    if name is None:
        return []
    if call == "pwrite64":
        return [Step(at, "write", name, int(given.rpartition(", ")[2]), _bytes(given))]
    if call == "ftruncate":
        return [Step(at, "cut", name, int(given.rpartition(", ")[2]))]
    return [Step(at, "sync", name)]


def _asked(scene: Scene) -> list[Step]:
    """Files that the wiki was asked to publish, as the proxy saw it."""
    return [
        Step(line["time"], "asked", line["title"].replace("_", " "))
        for line in auditor.requests(scene.wire)
        if line["kind"] in _PUBLISHING
    ]


def _called_done(line: bytes) -> str:
    told = json.loads(line)
    is_done = told.get("event") == "row" and told.get("state") == "done"
    return str(told["title"]).removeprefix("File:").replace("_", " ") if is_done else ""


def _journal(project: Path) -> Path:
    return project.with_name(project.name + "-journal")


def _bytes(given: str) -> bytes:
    found = _TEXT.search(given)
    assert found, given[:200]
    return _unescaped(found[1])


def _unescaped(text: str) -> bytes:
    return text.encode("ascii").decode("unicode_escape").encode("latin-1")


# -- the disk ------------------------------------------------------------------------------------


@dataclass
class Contents:
    """A file on the disk: what is safe, and what was written since it was synced."""

    safe: bytes = b""
    pending: list[Step] = field(default_factory=list)

    def sync(self) -> None:
        """All of it is safe."""
        self.safe = self.with_all()
        self.pending.clear()

    def with_all(self) -> bytes:
        """As the program sees it."""
        return self._with(self.pending)

    def torn(self, dice: random.Random) -> bytes:
        """A random part of what was written since, sector by sector."""
        kept: list[Step] = []
        for step in self.pending:
            if step.kind == "cut":
                kept += [step] * dice.randint(0, 1)
                continue
            for start, part in _sectors(step):
                if dice.random() < 0.5:
                    kept.append(Step(step.at, "write", step.name, start, part))
        return self._with(kept)

    def _with(self, steps: list[Step]) -> bytes:
        made = bytearray(self.safe)
        for step in steps:
            if step.kind == "cut":
                del made[step.offset :]
                made.extend(bytes(step.offset - len(made)))
            else:
                made.extend(bytes(max(0, step.offset - len(made))))
                made[step.offset : step.offset + len(step.data)] = step.data
        return bytes(made)


def _sectors(step: Step) -> Iterator[tuple[int, bytes]]:
    """A write, cut at the borders of sectors."""
    start, end = step.offset, step.offset + len(step.data)
    while start < end:
        border = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, step.data[start - step.offset : border - step.offset]
        start = border


Image = dict[str, bytes]


class Disk:
    """A folder with the project file and its journal, as far as it is safe and as it is seen."""

    def __init__(self, name: str, start: bytes) -> None:
        whole = Contents(start)
        self._safe = {name: whole}
        self._seen = {name: whole}
        self._listed = [dict(self._seen)]
        """The folder after each change since it was synced, the safe one first."""

    def take(self, step: Step) -> None:
        """Something happened."""
        if step.kind == "create" and step.name not in self._seen:
            self._seen[step.name] = Contents()
            self._listed.append(dict(self._seen))
        elif step.kind == "remove":
            del self._seen[step.name]
            self._listed.append(dict(self._seen))
        elif step.kind in ("write", "cut"):
            self._seen[step.name].pending.append(step)
        elif step.kind == "sync":
            self._seen[step.name].sync()
        elif step.kind == "sync-folder":
            self._listed = [dict(self._seen)]

    @property
    def seen(self) -> Image:
        """The folder as the program sees it."""
        return {name: contents.with_all() for name, contents in self._seen.items()}

    def images(self, dice: random.Random) -> Iterator[tuple[str, Image]]:
        """What may be on the disk when the power goes now."""
        oldest, newest = self._listed[0], self._listed[-1]
        for folder, files in (("the folder is new", newest), ("the folder is old", oldest)):
            yield f"all kept, {folder}", {n: c.with_all() for n, c in files.items()}
            yield f"all dropped, {folder}", {n: c.safe for n, c in files.items()}
        for _ in range(TORN):
            files = dice.choice(self._listed)
            yield "torn", {name: contents.torn(dice) for name, contents in files.items()}


# -- the verdict ---------------------------------------------------------------------------------


class Judge:
    """Opens images with plain sqlite3 and looks for what had been promised until then."""

    def __init__(self, place: Path, losses: Losses) -> None:
        self._place = place
        self._losses = losses
        self._done: set[str] = set()
        self._asked: set[str] = set()
        self._known: set[bytes] = set()

    def take(self, step: Step) -> None:
        """A promise."""
        if step.kind == "done":
            self._done.add(step.name)
        elif step.kind == "asked":
            self._asked.add(step.name)

    def look(self, image: Image, where: str) -> None:
        """Judge one image; the same one with the same promises only once."""
        mark = hashlib.sha1(usedforsecurity=False)
        for name, content in sorted(image.items()):
            mark.update(f"{name} {len(content)} ".encode() + content)
        mark.update(f"{len(self._done)} {len(self._asked)}".encode())
        if mark.digest() in self._known:
            return
        self._known.add(mark.digest())
        self._losses.images += 1
        for path in self._place.parent.iterdir():
            path.unlink()
        for name, content in image.items():
            (self._place.parent / name).write_bytes(content)
        try:
            self._open(where)
        except sqlite3.DatabaseError as error:
            self._losses.damaged += 1
            self._losses.note(f"{where}: {error}")

    def _open(self, where: str) -> None:
        losses = self._losses
        with closing(sqlite3.connect(self._place)) as db:
            db.execute("PRAGMA synchronous=OFF")  # of this copy; the file itself does not say it
            verdict = db.execute("PRAGMA integrity_check").fetchone()[0]
            records = db.execute("SELECT state, fields FROM records").fetchall()
            details = db.execute("SELECT detail FROM journal WHERE kind='intent'").fetchall()
        if verdict != "ok":
            losses.damaged += 1
            losses.note(f"{where}: {verdict}")
        done = {_title(text) for state, text in records if state == "done"}
        meant = {_title(text) for (text,) in details}
        for title in self._done - done:
            losses.lost += 1
            losses.note(f"{where}: {title} was called done")
        for title in self._asked - meant:
            losses.lost += 1
            losses.note(f"{where}: {title} was sent without an intent")


def _title(text: str) -> str:
    return str(json.loads(text).get("title", "")).replace("_", " ")
