"""The bench must be able to fail: ten copies of the program, each broken on purpose, each of which
it has to report. A copy is a precise replacement of text; where it does not fit any more, because
the program changed, the bench stops and says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.stage import ROOT, Stage

AT_ONCE = 3
LONGEST = 600.0
"""Seconds of all scenes of one copy."""
_JOURNAL = "app/core/project/journal.py"
_CHUNKS = "app/core/upload/chunks.py"
_COMMIT = "app/core/upload/commit.py"
_DESK = "app/core/upload/desk.py"
_DESCRIBE = "app/core/upload/describe.py"
_PATIENCE = "app/core/upload/patience.py"
_UPLOADS = "app/core/commons/uploads.py"


@dataclass(frozen=True)
class Sabotage:
    """`changes`: file, its text, the text instead. `scenes` (of `probe`) show it; one of `kinds`,
    counts of the auditor, has to be above zero there.
    """

    name: str
    changes: tuple[tuple[str, str, str], ...]
    scenes: tuple[str, ...]
    kinds: tuple[str, ...]


_INTENDS = "        state = _STATE_OF_ACTION.get(action, self.record(row_id).state)\n"
_INTENDED = "        return int(cursor.lastrowid or 0)\n"
_OUTCOME = "        row_id, action = self._store.query(\n"
_OURS = "        if info.sha1 != sha1 or info.user != account:\n"

SABOTAGES = (
    Sabotage(
        "no intent written",
        (
            (_JOURNAL, _INTENDS, _INTENDS + (
                "        known = {k: v for k, v in detail.items() if k in _FIELDS}\n"
                "        record = self.record(row_id)\n"
                "        self._records[row_id] = replace(record, state=state, **known)\n"
                "        return -row_id\n"
            )),
            (_JOURNAL, _OUTCOME,
             "        if intent < 0:\n            return self.set(-intent, state, **changes)\n"
             + _OUTCOME),
        ),
        ("killed-after-upload",), ("silent", "differing"),
    ),
    Sabotage(
        "outcome before the answer",
        ((_JOURNAL, _INTENDED, (
            "        number = int(cursor.lastrowid or 0)\n"
            "        early = {'upload': 'published', 'publish': 'published', 'describe': 'done'}\n"
            "        if action in early:\n"
            "            self.outcome(number, RowState(early[action]))\n"
            "        return number\n"
        )),),
        ("killed-before-upload",), ("lost",),
    ),
    Sabotage(
        "ignorewarnings on publish",
        ((_UPLOADS, '"ignorewarnings": ignore_warnings,', '"ignorewarnings": True,'),),
        ("name-taken-by-somebody",), ("overwritten",),
    ),
    Sabotage(
        "own offset instead of the wiki's",
        (
            (_CHUNKS, "(key, answer.offset) if answer.offset else (None, 0)",
             "(key, self._offset)"),
            (_CHUNKS, "if told.isdecimal() and int(told) != self._offset:", "if told.isdecimal():"),
            (_CHUNKS, "            self._offset = int(told)\n", ""),
        ),
        ("chunk-answer-lost",), ("resent_chunks",),
    ),
    Sabotage(
        "adoption without the SHA-1",
        ((_DESK, _OURS, "        if info.user != account:\n"),),
        ("name-taken-by-ourselves",), ("lost", "overwritten"),
    ),
    Sabotage(
        "adoption without the user",
        ((_DESK, _OURS, "        if info.sha1 != sha1:\n"),),
        ("same-file-by-somebody",), ("overwritten",),
    ),
    Sabotage(
        "statements sent without reading",
        ((_DESCRIBE, "            self._must_read = True\n",
          "            self._must_read = False\n"),),
        ("data-answer-lost",), ("second_revisions",),  # what it doubles is taken away again
    ),
    Sabotage(
        "retry without wait",
        ((_PATIENCE, "        cancelling.sleep(self._cancel, seconds)\n", ""),),
        ("asked-to-wait",), ("storms",),
    ),
    Sabotage(
        "SHA-1 not compared",
        (
            (_CHUNKS, "if answer.sha1 not in (None, self._plan.sha1):", "if False:"),
            (_COMMIT, "if sha1 != self._plan.sha1:", "if False:"),
        ),
        ("chunk-spoilt",), ("lost",),
    ),
    Sabotage(
        "stash key of the first answer kept",
        (
            (_CHUNKS, "key = answer.filekey or self._key\n", "key = self._key or answer.filekey\n"),
            (_CHUNKS, "        return answer.filekey\n",
             "        return self._key or answer.filekey\n"),
            (_COMMIT, "        self.key = key\n        overridden",
             "        self.key = self.key or key\n        overridden"),
        ),
        ("first-rows",), ("lost",),
    ),
)  # fmt: skip

HONEST = Sabotage(
    "nothing (must pass)", (), tuple(dict.fromkeys(n for s in SABOTAGES for n in s.scenes)), ()
)


ALL = (HONEST, *SABOTAGES)


@dataclass
class Result:
    """What the bench said of one copy."""

    sabotage: Sabotage
    counts: dict[str, int]
    plays: int
    notes: list[str]

    @property
    def is_right(self) -> bool:
        """Reported for what it is: broken in the expected way, or clean when it is honest."""
        if self.sabotage is HONEST:
            return not self.counts
        return any(self.counts.get(kind) for kind in self.sabotage.kinds)

    @property
    def line(self) -> str:
        """A line of the table."""
        said = ", ".join(f"{kind} {count}" for kind, count in self.counts.items()) or "clean"
        return f"{self.sabotage.name:40} {'ok  ' if self.is_right else 'MISSED'} {said}"


def run(stage: Stage, wanted: Sequence[Sabotage]) -> Iterator[Result]:
    """Probe each copy, a few at once."""
    stage.save()
    copies = [(sabotage, _copy(stage, sabotage)) for sabotage in wanted]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda pair: _probe(stage, *pair), copies)


def changed(sabotage: Sabotage) -> dict[str, str]:
    """The files of a copy that differ, by name. Raises SystemExit when the program has moved."""
    texts: dict[str, str] = {}
    for name, old, new in sabotage.changes:
        text = texts.get(name) or (ROOT / name).read_text("utf-8")
        if text.count(old) != 1:
            raise SystemExit(
                f"Sabotage {sabotage.name!r} does not fit: {name} has {text.count(old)} times\n{old}"
            )
        texts[name] = text.replace(old, new)
    return texts


def _copy(stage: Stage, sabotage: Sabotage) -> Path:
    copy = stage.folder / "sabotaged" / "-".join(sabotage.name.split())
    for name in ("app", "resources"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name, text in changed(sabotage).items():
        (copy / name).write_text(text, "utf-8")
    return copy


def _probe(stage: Stage, sabotage: Sabotage, copy: Path) -> Result:
    runs = copy / "runs"
    command = [sys.executable, "-m", "tests.faults.probe", str(copy), str(stage.folder), str(runs)]
    ended = subprocess.run(
        [*command, *sabotage.scenes], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=LONGEST,
    )  # fmt: skip
    if ended.returncode:
        raise SystemExit(f"The probe of {sabotage.name!r} failed:\n{ended.stderr}")
    told = json.loads(ended.stdout.splitlines()[-1])
    return Result(sabotage, told["counts"], told["plays"], told["notes"])
