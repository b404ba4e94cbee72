"""Looks at what a run left, with nothing of the program: the wiki's folder, the proxy's log and the
project file. What it counts is what must be zero.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

_ENDED = {"done"}
_UNDER_WAY = 3


@dataclass
class Finding:
    """Counts of one run; `notes` say which."""

    lost: int = 0
    doubled: int = 0
    second_revisions: int = 0
    doubled_statements: int = 0
    overwritten: int = 0
    silent: int = 0
    """Rows that ended without being done and without a sentence, or were not done at all."""
    differing: int = 0
    """Pages or data that are not those of an undisturbed run."""
    resent_chunks: int = 0
    storms: int = 0
    faults: int = 1
    """So many chunks may go again: one a fault."""
    wrong: int = 0
    """What a scenario expected and did not find."""
    notes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        counts = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "notes"}
        resent, faults = counts.pop("resent_chunks"), counts.pop("faults")
        return not any(counts.values()) and resent <= faults

    def add(self, kind: str, note: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        self.notes.append(f"{kind}: {note}")


@dataclass(frozen=True)
class Otherwise:
    """A row that must not be done: how it has to end instead. `sha1`: what may lie under its title,
    none of ours; `link`: its sentence leads to that file.
    """

    state: str
    reason: str
    sha1: str | None = None
    link: bool = False


@dataclass(frozen=True)
class State:
    """A wiki's folder, read as files: everything by title without its namespace."""

    hashes: dict[str, str]
    texts: dict[str, str]
    data: dict[str, Any]
    uploads: Counter[str]
    edits: Counter[str]
    users: dict[str, str]
    odd: tuple[str, ...] = ()
    """What does not fit together on the wiki itself."""


def read_wiki(folder: Path) -> State:
    """Hash every file and read the log line by line."""
    hashes = {path.name: _sha1(path) for path in (folder / "files").iterdir()}
    texts = {
        path.name.removesuffix(".wiki"): path.read_text("utf-8")
        for path in (folder / "pages").iterdir()
    }
    data = {}
    for path in (folder / "entities").iterdir():
        entity = json.loads(path.read_text("utf-8"))
        data[_name(entity["title"])] = entity
    uploads: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    users = {}
    for line in lines(folder / "log.jsonl"):
        name = _name(line["title"])
        if line["action"] == "upload":
            uploads[name] += 1
            users[name] = line["user"]
        else:
            edits[name] += 1
    return State(hashes, texts, data, uploads, edits, users)


def audit(
    now: State, project: Path, wire: Path, scans: Mapping[str, str], calm: State, before: State,
    *, rows: Mapping[str, Otherwise] | None = None, edited: Mapping[str, int] | None = None,
) -> Finding:  # fmt: skip
    """Compare what is there `now` with `scans` (title -> SHA-1 of the file here), with an undisturbed run
    (`calm`) and with what lay on the wiki `before`, or was put there by others meanwhile. `rows`:
    titles that must not be done; `edited`: titles whose data somebody else
    edited so often.
    """
    found = Finding()
    for note in now.odd:
        found.add("wrong", note)
    others, edited = rows or {}, edited or {}
    ours = {title: sha1 for title, sha1 in scans.items() if title not in others}
    _count_files(now, ours, before, found, edited)
    _count_others(now, scans, others, before, found)
    _count_statements(now, found)
    _compare(now, calm, ours, found, edited)
    _read_states(project, now, ours, others, found)
    _read_wire(wire, found)
    return found


def _count_files(
    now: State, ours: Mapping[str, str], before: State, found: Finding, edited: Mapping[str, int]
) -> None:
    of_hash = Counter(now.hashes.values())
    for title, sha1 in ours.items():
        if now.hashes.get(title) != sha1:
            found.add("lost", title)
        if of_hash[sha1] > 1:
            found.add("doubled", title)
        if now.uploads[title] > 1:
            found.add("second_revisions", f"{title} has {now.uploads[title]} versions")
        if now.edits[title] > 1 + edited.get(title, 0):
            found.add("second_revisions", f"the data of {title} was saved {now.edits[title]} times")
    for title, sha1 in before.hashes.items():
        if now.hashes.get(title) != sha1 or now.uploads[title] != before.uploads[title]:
            found.add("overwritten", title)


def _count_others(
    now: State, scans: Mapping[str, str], others: Mapping[str, Otherwise], before: State,
    found: Finding,
) -> None:  # fmt: skip
    for title in now.hashes.keys() - scans.keys() - before.hashes.keys():
        found.add("doubled", f"{title} was not asked for")
    for title, other in others.items():
        if now.hashes.get(title) != other.sha1:
            found.add("wrong", f"{title} is there although it was not to be sent")
        if now.edits[title] > before.edits[title]:
            found.add("overwritten", f"the data of {title}, which is not ours")


def _count_statements(now: State, found: Finding) -> None:
    for title, entity in now.data.items():
        statements = entity["statements"] or {}
        for name, group in statements.items():
            plain = [_statement(s) for s in group]
            for _ in range(len(plain) - len(set(plain))):
                found.add("doubled_statements", f"{title}: {name}")


def _compare(
    now: State, calm: State, ours: Collection[str], found: Finding, edited: Collection[str]
) -> None:
    for title in ours:
        if now.texts.get(title) != calm.texts.get(title):
            found.add("differing", f"the page of {title}")
        if now.users.get(title) != calm.users.get(title):
            found.add("differing", f"the account of {title}")
        if title in edited:
            _compare_merged(title, now.data.get(title), calm.data.get(title), found)
        elif _content(now.data.get(title)) != _content(calm.data.get(title)):
            found.add("differing", f"the data of {title}")


def _compare_merged(title: str, now: Any, calm: Any, found: Finding) -> None:
    """All of ours is there beside what somebody else wrote."""
    if now is None or calm is None:
        found.add("differing", f"the data of {title}")
        return
    (labels, groups), (own_labels, own_groups) = _content(now), _content(calm)
    for name, group in own_groups.items():
        if not set(group) <= set(groups.get(name, ())):
            found.add("differing", f"the data of {title}: {name} is not there")
    if not own_labels.keys() <= labels.keys():
        found.add("differing", f"a caption of {title} is not there")


def _read_states(
    project: Path, now: State, ours: Mapping[str, str], others: Mapping[str, Otherwise],
    found: Finding,
) -> None:  # fmt: skip
    done = set()
    for state, record in read_records(project, found):
        title = record["title"].replace("_", " ")
        if state in _ENDED:
            done.add(title)
            if now.hashes.get(title) != record["sha1"] or record["sha1"] != ours.get(title):
                found.add("lost", f"{title} is called done and is not there")
        elif not record["message"]:
            found.add("silent", f"{title}: {state}")
        if title in others:
            done.add(title)
            _compare_end(title, state, record, others[title], found)
    for title in (ours.keys() | others.keys()) - done:
        found.add("silent", f"{title} was not done in the end")


def _compare_end(
    title: str, state: str, record: Mapping[str, Any], other: Otherwise, found: Finding
) -> None:
    if (state, record["reason"]) != (other.state, other.reason):
        found.add("wrong", f"{title} ended as {state}, {record['reason']}, not as {other.state}")
    if other.link and "http" not in record["message"]:
        found.add("silent", f"{title}: no link in its sentence")


def read_records(project: Path, found: Finding) -> list[tuple[str, dict[str, Any]]]:
    """State and fields of each row, once the file itself is whole."""
    uri = f"file:{project}?mode=ro"
    with sqlite3.connect(uri, uri=True) as db:
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            found.add("lost", "the project file is damaged")
        records = db.execute("SELECT state, fields FROM records").fetchall()
    db.close()
    return [(state, json.loads(text)) for state, text in records]


def _read_wire(wire: Path, found: Finding) -> None:
    """Chunks sent again, and requests that came too soon after a fault."""
    sent: Counter[tuple[str, str]] = Counter()
    for line in lines(wire):
        if str(line.get("kind", "")).startswith("chunk") and "length" in line:
            sent[(line["title"], line["offset"])] += 1
    found.faults = max(1, len(fired(wire)))
    found.resent_chunks = sum(count - 1 for count in sent.values())


def fired(wire: Path) -> list[dict[str, Any]]:
    """The faults that the proxy says it did."""
    return [line for line in lines(wire) if "fired" in line]


def requests(wire: Path) -> list[dict[str, Any]]:
    """The requests that the proxy saw."""
    return [line for line in lines(wire) if "line" in line]


def storms(wire: Path, window: float = 0.85) -> list[str]:
    """Faults met in quick succession: while a fault lasts, at most one request a second is made
    beside those that were under way when it began.
    """
    times = [line["time"] for line in fired(wire)]
    return [
        f"{_UNDER_WAY + 2} requests in {last - first:.2f} s while the fault lasted"
        for first, last in zip(times, times[_UNDER_WAY + 1 :], strict=False)
        if last - first < window
    ]


def _plain(snak: Mapping[str, Any]) -> str:
    value = snak.get("datavalue", {})
    return json.dumps([snak["snaktype"], snak["property"], value.get("value")], sort_keys=True)


def _content(entity: Mapping[str, Any] | None) -> Any:
    """Labels and statements without ids and hashes."""
    if entity is None:
        return None
    statements = entity["statements"] or {}
    return entity["labels"], {
        name: sorted(_statement(s) for s in group) for name, group in statements.items()
    }


def _statement(statement: Mapping[str, Any]) -> str:
    qualifiers = {
        name: [_plain(snak) for snak in group]
        for name, group in (statement.get("qualifiers") or {}).items()
    }
    return json.dumps([_plain(statement["mainsnak"]), statement["rank"], qualifiers])


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a log, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _name(title: str) -> str:
    return title.partition(":")[2].replace("_", " ")


def _sha1(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha1").hexdigest()
