"""Plays a few scenes with another copy of the program: `python -m tests.faults.probe COPY STAGE RUNS
scene …`. Wikis and line stay those of this folder. The last line is a JSON object of counts.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faults.auditor import Finding
    from tests.faults.plays import Play
    from tests.faults.stage import Scene, Stage

MUSEUM = "Museum"
SOMEBODY = "Somebody"
LOST = {"do": "lose-answer"}
BUSY = {"do": "status", "status": "429 Too Many Requests", "after": 1, "times": 5}
PATIENCE = 60.0


def main() -> int:
    """Play the scenes that are named on the command line."""
    copy, folder, runs, *names = sys.argv[1:]
    sys.path.insert(0, copy)
    import app
    from tests.faults import plays, stage

    assert Path(copy) in Path(str(app.__file__)).parents, app.__file__
    noted: list[Finding] = []
    with stage.reopened(Path(folder), Path(runs)) as staged:
        plays.run((SCENES[name](staged, noted) for name in names), len(names))
    counts = _counts(noted)
    notes = [note for finding in noted for note in finding.notes]
    print(json.dumps({"plays": len(noted), "counts": counts, "notes": notes}))
    return 0


def _counts(noted: list[Finding]) -> dict[str, int]:
    """What is not zero; of the chunks sent again those that are more than one a fault."""
    counts: Counter[str] = Counter()
    for finding in noted:
        found = {f.name: getattr(finding, f.name) for f in fields(finding) if f.name != "notes"}
        allowed = found.pop("faults")
        found["resent_chunks"] = max(0, finding.resent_chunks - allowed)
        counts += Counter(found)
    return dict(counts)


# -- kills ---------------------------------------------------------------------------------------


def _kill(stage: Stage, noted: list[Finding], kind: str, *, after: bool) -> Play:
    scene = stage.scene()
    first = yield scene.upload(prepare=partial(_kill_at, kind, after=after))
    assert first == -signal.SIGKILL, first
    code = yield scene.upload()
    finding = scene.audit()
    if code:
        finding.add("silent", f"the second run ended with {code}")
    noted.append(finding)
    scene.close()


def _kill_at(kind: str, *, after: bool) -> None:
    """Kill this process before or after the first request of a kind."""
    from app.core.commons.caller import Caller

    plain: Callable[..., Any] = Caller.call

    def call(caller: Caller, params: dict[str, object], *given: Any, **named: Any) -> Any:
        is_it = _kind(params) == kind
        if is_it and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = plain(caller, params, *given, **named)
        if is_it:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    vars_of_caller: Any = Caller
    vars_of_caller.call = call


def _kind(params: dict[str, object]) -> str:
    action = str(params.get("action"))
    if action != "upload" or "checkstatus" in params:
        return action
    if "offset" in params:
        return "chunk"
    return "publish" if params.get("filekey") else "upload"


# -- the line ------------------------------------------------------------------------------------


def _line(stage: Stage, noted: list[Finding], **fault: Any) -> Play:
    from tests.faults import auditor, wire

    scene = stage.scene([fault])
    codes = [(yield scene.upload())]
    if codes[0]:
        codes.append((yield scene.upload()))
    assert auditor.fired(scene.wire), fault
    finding = scene.audit()
    if any(codes):
        finding.add("silent", f"exit codes {codes}")
    if fault["do"] == "spoil-bytes":
        finding.resent_chunks = 0
    elif fault["do"] == "status":
        wire.count_storms(scene, finding)
    noted.append(finding)
    scene.close()


def _first_rows(stage: Stage, noted: list[Finding]) -> Play:
    """An undisturbed run of the first two rows: one small file, one in chunks."""
    from tests.faults import auditor

    scene = stage.scene()
    code = yield scene.upload("--limit", "2")
    with sqlite3.connect(stage.folder / "calm.kabocha") as db:
        rows = db.execute("SELECT fields FROM records ORDER BY row_id LIMIT 2").fetchall()
    titles = [json.loads(text)["title"] for (text,) in rows]
    wanted = {title: stage.scans[title] for title in titles}
    places = scene.read(), scene.project, scene.wire
    finding = auditor.audit(*places, wanted, stage.calm, stage.before)
    if code:
        finding.add("silent", f"exit code {code}")
    noted.append(finding)
    scene.close()


# -- a file of the same name that comes meanwhile --------------------------------------------------


def _taken(stage: Stage, noted: list[Finding], user: str, *, same: bool) -> Play:
    """While our file waits to be published, one of its name appears."""
    from tests.faults import auditor

    scene = stage.scene()
    note = scene.folder / "came"
    scene.set_faults([{"do": "hold", "kind": "publish", "until": str(note)}])
    running = scene.upload()
    assert (yield _send_intruder(stage, scene, note, user, same=same)) == 0
    code = yield running
    title, sha1 = note.read_text("utf-8").rsplit("\n", 1)
    before = replace(
        stage.before,
        hashes={**stage.before.hashes, title: sha1},
        uploads=stage.before.uploads + Counter({title: 1}),
    )
    others = {name: own for name, own in stage.scans.items() if name != title}
    now = scene.read()
    finding = auditor.audit(now, scene.project, scene.wire, others, stage.calm, before)
    edits = now.edits[title]
    if edits:
        finding.add("overwritten", f"the data of {title}, which is somebody else's")
    if code != 1:
        finding.add("silent", f"exit code {code} although a row could not go")
    noted.append(finding)
    scene.close()


def _send_intruder(stage: Stage, scene: Scene, note: Path, user: str, *, same: bool) -> int:
    """A process of its own that uploads once our request is held back."""
    from tests.faults import collection
    from tests.faults.somebody import Somebody

    pid = os.fork()
    if pid:
        return pid
    code = 1
    said = ""
    try:
        held = _wait_for_fault(scene.wire)
        assert held is not None
        title = held["title"].replace("_", " ")
        scans = (stage.folder / "collection" / "scans").iterdir()
        sha1 = stage.scans[title]
        content = next(s for s in scans if collection.sha1(s) == sha1).read_bytes()
        if not same:
            content += b"another"
        Somebody(scene.wiki_port, user).upload(title, content)
        said = f"{title}\n{collection.sha1_of(content)}"
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        _write_whole(note, said)
        os._exit(code)


def _wait_for_fault(wire: Path) -> dict[str, Any] | None:
    """The request that the proxy holds back; None when none comes."""
    from tests.faults.auditor import lines

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told = lines(wire)
        held = next((line["n"] for line in told if "fired" in line), None)
        if held is not None:
            return next(line for line in told if line.get("n") == held)
        time.sleep(0.02)
    return None


def _write_whole(path: Path, text: str) -> None:
    """The file is there at once with all of its text: the proxy waits for it."""
    beside = path.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.rename(path)


SCENES: dict[str, Callable[[Stage, list[Finding]], Iterator[Any]]] = {
    "killed-before-upload": partial(_kill, kind="upload", after=False),
    "killed-after-upload": partial(_kill, kind="upload", after=True),
    "chunk-answer-lost": partial(_line, kind="chunk-middle", **LOST),
    "data-answer-lost": partial(_line, kind="wbeditentity", **LOST),
    "asked-to-wait": partial(_line, kind="upload", **BUSY),
    "chunk-spoilt": partial(_line, kind="chunk-first", do="spoil-bytes"),
    "first-rows": _first_rows,
    "name-taken-by-somebody": partial(_taken, user=SOMEBODY, same=False),
    "name-taken-by-ourselves": partial(_taken, user=MUSEUM, same=False),
    "same-file-by-somebody": partial(_taken, user=SOMEBODY, same=True),
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
