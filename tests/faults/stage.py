"""The stage of the fault bench: one process that serves wikis, one that spoils the line, and runs of
the real command line as processes of their own, forked so that each starts in no time.

The process that stages has one thread, so that forking is safe.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import cli
from tests.faults import auditor, collection

ROOT = Path(__file__).parents[2]
ACCOUNT = "Museum"
ROWS = 12
Prepare = Callable[[], None]
Sizes = tuple[int, ...]


class Servant:
    """A process that answers one JSON line with another."""

    def __init__(self, *command: str) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    def order(self, **line: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


@dataclass(frozen=True)
class House:
    """The kind of wiki that is played on: the module that serves it, the path of its API, who sends
    there, and how what lies in its folder is read. `closes`: it is read when it is at rest.
    """

    served: tuple[str, ...] = ("tests.faults.wikis",)
    path: str = "/w/api.php"
    user: str = ACCOUNT
    password: str = "practice"
    read: Callable[[Path], auditor.State] = auditor.read_wiki
    closes: bool = False


@dataclass
class Scene:
    """One wiki behind one lane of the proxy, and one project."""

    stage: Stage
    folder: Path
    port: int
    wiki_port: int
    project: Path

    @property
    def wiki(self) -> Path:
        return self.folder / "wiki"

    @property
    def wire(self) -> Path:
        return self.folder / "wire.jsonl"

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.stage.house.path}"

    def set_faults(self, faults: list[dict[str, Any]]) -> None:
        self.stage.proxy.order(lane=self.folder.name, faults=faults)

    def turn(self, **conduct: Any) -> None:
        """Turn how the wiki behaves."""
        self.stage.wikis.order(wiki=self.folder.name, turn=conduct)

    def upload(self, *more: str, prepare: Prepare | None = None, **environment: str) -> int:
        """Fork the command line's `upload`; the number of the process."""
        environment = {"KABOCHA_PASSWORD": self.stage.house.password, **environment}
        return self.stage.fork([*self.arguments, *more], self.folder, prepare, environment)

    @property
    def arguments(self) -> list[str]:
        """What the command line is called with."""
        user = self.stage.house.user
        return ["upload", str(self.project), "--wiki", self.api, "--user", user, "--json"]

    def audit(self, **how: Any) -> auditor.Finding:
        stage = self.stage
        return auditor.audit(
            self.read(), self.project, self.wire, stage.scans, stage.calm, stage.before, **how
        )

    def read(self) -> auditor.State:
        """What lies on the wiki now."""
        house = self.stage.house
        if house.closes:
            self.stage.wikis.order(wiki=self.folder.name, stop=True)
        return house.read(self.wiki)

    def close(self, *, keep: bool = False) -> None:
        self.stage.wikis.order(wiki=self.folder.name, stop=True)
        self.stage.proxy.order(lane=self.folder.name, close=True)
        if not keep:
            shutil.rmtree(self.folder)


@dataclass
class Stage:
    """`scans`: title -> SHA-1 of the rows; `before`: what lies on the wiki; `calm`: what an
    undisturbed run makes of it, `trace`: the requests it takes.
    """

    folder: Path
    wikis: Servant
    proxy: Servant
    runs: Path
    house: House = field(default_factory=House)
    scans: dict[str, str] = field(default_factory=dict)
    before: Any = None
    calm: Any = None
    trace: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    """How long the undisturbed run took."""
    _count: int = 0

    def scene(self, faults: list[dict[str, Any]] | None = None) -> Scene:
        """A fresh wiki with somebody else's files, and a fresh copy of the project."""
        self._count += 1
        folder = self.runs / f"run-{self._count}"
        shutil.copytree(self.folder / "wiki", folder / "wiki")
        project = folder / "collection.kabocha"
        shutil.copy2(self.folder / "collection" / project.name, project)
        wire = folder / "wire.jsonl"
        wire.touch()
        port = self.wikis.order(wiki=folder.name, folder=str(folder / "wiki"))["port"]
        lane = self.proxy.order(
            lane=folder.name, upstream=["127.0.0.1", port], log=str(wire), faults=faults or []
        )
        return Scene(self, folder, lane["port"], port, project)

    def save(self) -> None:
        """Keep what `reopened` needs."""
        known = (self.scans, self.before, self.calm, self.trace)
        (self.folder / "stage.pickle").write_bytes(pickle.dumps(known))

    def fork(
        self, arguments: list[str], folder: Path, prepare: Prepare | None, environment: dict[str, str]
    ) -> int:  # fmt: skip
        """Run the command line in a process of its own; `prepare` is called there before."""
        pid = os.fork()
        if pid:
            return pid
        code = 70
        try:
            _become(folder, environment)
            if prepare:
                prepare()
            code = cli.main(arguments)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _become(folder: Path, environment: dict[str, str]) -> None:
    """Turn a fork into a run of its own: output to files, home in its folder."""
    for number, name in ((1, "out.jsonl"), (2, "err.txt")):
        target = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(target, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, signal.SIG_DFL)
    os.environ |= home(folder) | environment


def home(folder: Path) -> dict[str, str]:
    """The environment of a run that has its home in a folder."""
    return {
        "KABOCHA_HOME": str(folder / "home"), "KABOCHA_LANG": "en", "KABOCHA_PASSWORD": "practice",
    }  # fmt: skip


def wait(pid: int) -> int:
    """The exit code of a process, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@contextmanager
def opened(folder: Path, rows: int = ROWS, large: Sizes = collection.LARGE) -> Iterator[Stage]:
    """A stage over an empty folder, with so many rows; `large` ones go in chunks."""
    with served(folder, folder, House()) as stage:
        _set_up(stage, rows, large)
        yield stage


@contextmanager
def reopened(folder: Path, runs: Path) -> Iterator[Stage]:
    """The stage that another process set up and saved; `runs` gets what is played on it."""
    with served(folder, runs, House()) as stage:
        known = pickle.loads((folder / "stage.pickle").read_bytes())
        stage.scans, stage.before, stage.calm, stage.trace = known
        gc.freeze()
        yield stage


@contextmanager
def served(folder: Path, runs: Path, house: House) -> Iterator[Stage]:
    """A stage with its servants, and nothing on it."""
    proxy = Servant(sys.executable, "-m", "tests.faults.proxy")
    wikis = Servant(sys.executable, "-m", *house.served)
    try:
        yield Stage(folder, wikis, proxy, runs, house)
    finally:
        proxy.close()
        wikis.close()


def _set_up(stage: Stage, rows: int, large: Sizes) -> None:
    """Somebody else's files on the wiki, the project checked, an undisturbed run."""
    folder = stage.folder
    (folder / "wiki").mkdir(parents=True)
    place = collection.make(folder / "collection", rows, large)
    foreign = collection.make(folder / "foreign", 3, (), start=90)
    gc.freeze()
    first = stage.scene()
    shutil.copy2(foreign, first.project)
    os.environ["KABOCHA_HOME"] = str(folder / "home")
    assert wait(first.upload("--user", "Somebody")) == 0, (first.folder / "err.txt").read_text()
    first.close(keep=True)
    shutil.rmtree(folder / "wiki")
    shutil.copytree(first.wiki, folder / "wiki")
    play_calmly(stage, place, rows)


def play_calmly(stage: Stage, place: Path, rows: int) -> None:
    """An undisturbed run over what lies on the wiki: what it leaves is what each run has to leave."""
    stage.before = stage.house.read(stage.folder / "wiki")
    calm = stage.scene()
    began = time.monotonic()
    assert wait(calm.upload()) == 0, (calm.folder / "err.txt").read_text()
    stage.seconds = time.monotonic() - began
    print(f"one run takes {stage.seconds:.2f} s", file=sys.stderr)
    stage.calm = calm.read()
    names = stage.calm.hashes.keys() - stage.before.hashes.keys()
    local = {collection.sha1(p) for p in place.parent.glob("scans/*")}
    stage.scans = {name: stage.calm.hashes[name] for name in names}
    assert len(stage.scans) == rows
    assert set(stage.scans.values()) <= local
    stage.trace = auditor.requests(calm.wire)
    finding = calm.audit()
    assert finding.is_clean, finding.notes
    shutil.copy2(calm.project, stage.folder / "calm.kabocha")
    calm.close()
