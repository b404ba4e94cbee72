"""Looks at what a run left, with nothing of the program: the wiki's folder, the proxy's log and the
project file. What it counts is what must be zero.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
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
    notes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        counts = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "notes"}
        resent = counts.pop("resent_chunks")
        return not any(counts.values()) and resent <= 1

    def add(self, kind: str, note: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        self.notes.append(f"{kind}: {note}")


@dataclass(frozen=True)
class State:
    """A wiki's folder, read as files: everything by title without its namespace."""

    hashes: dict[str, str]
    texts: dict[str, str]
    data: dict[str, Any]
    uploads: Counter[str]
    edits: Counter[str]
    users: dict[str, str]


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
    for line in _lines(folder / "log.jsonl"):
        name = _name(line["title"])
        if line["action"] == "upload":
            uploads[name] += 1
            users[name] = line["user"]
        else:
            edits[name] += 1
    return State(hashes, texts, data, uploads, edits, users)


def audit(
    wiki: Path, project: Path, wire: Path, scans: Mapping[str, str], calm: State, before: State,
    *, merged: bool = False,
) -> Finding:  # fmt: skip
    """Compare what is there with `scans` (title -> SHA-1 of the file here), with an undisturbed run
    (`calm`) and with what lay on the wiki `before`. `merged`: a foreign edit was part of the fault.
    """
    now = read_wiki(wiki)
    found = Finding()
    _count_files(now, scans, before, found)
    _count_statements(now, found)
    if not merged:
        _compare(now, calm, scans, found)
    _read_states(project, now, scans, found)
    _read_wire(wire, found)
    return found


def _count_files(now: State, scans: Mapping[str, str], before: State, found: Finding) -> None:
    of_hash = Counter(now.hashes.values())
    for title, sha1 in scans.items():
        if now.hashes.get(title) != sha1:
            found.add("lost", title)
        if of_hash[sha1] > 1:
            found.add("doubled", title)
        if now.uploads[title] > 1:
            found.add("second_revisions", f"{title} has {now.uploads[title]} versions")
        if now.edits[title] > 1:
            found.add("second_revisions", f"the data of {title} was saved {now.edits[title]} times")
    for title, sha1 in before.hashes.items():
        if now.hashes.get(title) != sha1 or now.uploads[title] != before.uploads[title]:
            found.add("overwritten", title)
    for title in now.hashes.keys() - scans.keys() - before.hashes.keys():
        found.add("doubled", f"{title} was not asked for")


def _count_statements(now: State, found: Finding) -> None:
    for title, entity in now.data.items():
        statements = entity["statements"] or {}
        for name, group in statements.items():
            plain = [_statement(s) for s in group]
            for _ in range(len(plain) - len(set(plain))):
                found.add("doubled_statements", f"{title}: {name}")


def _compare(now: State, calm: State, scans: Iterable[str], found: Finding) -> None:
    for title in scans:
        if now.texts.get(title) != calm.texts.get(title):
            found.add("differing", f"the page of {title}")
        if _content(now.data.get(title)) != _content(calm.data.get(title)):
            found.add("differing", f"the data of {title}")


def _read_states(
    project: Path, now: State, scans: Mapping[str, str], found: Finding
) -> None:  # fmt: skip
    uri = f"file:{project}?mode=ro"
    with sqlite3.connect(uri, uri=True) as db:
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            found.add("lost", "the project file is damaged")
        records = db.execute("SELECT state, fields FROM records").fetchall()
    db.close()
    done = set()
    for state, text in records:
        record = json.loads(text)
        title = record["title"].replace("_", " ")
        if state in _ENDED:
            done.add(title)
            if now.hashes.get(title) != record["sha1"] or record["sha1"] != scans.get(title):
                found.add("lost", f"{title} is called done and is not there")
        elif not record["message"]:
            found.add("silent", f"{title}: {state}")
    for title in scans.keys() - done:
        found.add("silent", f"{title} was not done in the end")


def _read_wire(wire: Path, found: Finding) -> None:
    """Chunks sent again, and requests that came too soon after a fault."""
    sent: Counter[tuple[str, str]] = Counter()
    for line in _lines(wire):
        if str(line.get("kind", "")).startswith("chunk") and "length" in line:
            sent[(line["title"], line["offset"])] += 1
    found.resent_chunks = sum(count - 1 for count in sent.values())


def fired(wire: Path) -> list[dict[str, Any]]:
    """The faults that the proxy says it did."""
    return [line for line in _lines(wire) if "fired" in line]


def requests(wire: Path) -> list[dict[str, Any]]:
    """The requests that the proxy saw."""
    return [line for line in _lines(wire) if "line" in line]


def storms(wire: Path, soon: float = 0.85) -> list[str]:
    """Requests that came too soon after a fault: the same one again, one over a connection made
    for it, or more than three others that were under way already.
    """
    found: list[str] = []
    spoiled: dict[str, Any] = {}
    since, others, last = 0.0, 0, {}
    for line in _lines(wire):
        if "fired" in line:
            spoiled, since, others = last, line["time"], 0
        elif "line" in line:
            if spoiled and line["time"] - since < soon:
                others += 1
                again = (line["kind"], line["line"], line["title"]) == (
                    spoiled["kind"], spoiled["line"], spoiled["title"],
                )  # fmt: skip
                if again or line["opened"] > since or others > _UNDER_WAY:
                    found.append(f"{line['kind']} came {line['time'] - since:.2f} s after a fault")
            last = line
    return found


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


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _name(title: str) -> str:
    return title.partition(":")[2].replace("_", " ")


def _sha1(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha1").hexdigest()
