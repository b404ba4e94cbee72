"""Scenarios of the files on the disk: changed (26) or gone (27) while they wait or are sent."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.bench.collection import write_tiff
from tests.faults import moments
from tests.faults.auditor import read_wiki
from tests.faults.computer import can_mount
from tests.faults.moments import Moment
from tests.faults.stage import Prepare
from tests.faults.trial import Part, Scenario, Trial, Variant, proven

QUEUED = 14
"""The last row: it waits when the first file is sent."""
CHUNKED = 6
WHOLE = 3
"""A row that gets a file which goes in one request but takes its time."""
WHOLE_BYTES = 3_500_000
Spoil = Callable[[Path], None]


# -- what happens to a file ----------------------------------------------------------------------


def _grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"\0" * 1000)


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _edit(path: Path) -> None:
    """Other bytes in the same file, the size stays."""
    with path.open("r+b") as stream:
        stream.seek(-600, os.SEEK_END)
        stream.write(os.urandom(500))


def _replace(path: Path) -> None:
    """Another file of the same name and size."""
    beside = path.with_suffix(".new")
    beside.write_bytes(path.read_bytes())
    _edit(beside)
    beside.replace(path)


def _replace_alike(path: Path) -> None:
    """Another file of the same name, size and time, as some copying programs make it."""
    stat = path.stat()
    _replace(path)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _mend(path: Path, original: Path) -> None:
    """A person saves a good picture under the name."""
    if path.stat().st_size * 3 < original.stat().st_size * 2:
        path.write_bytes(original.read_bytes())
        _edit(path)
    path.touch()


# -- 26 ------------------------------------------------------------------------------------------


def _changed(number: int, what: str, spoil: Spoil, moment: Moment, *reasons: str) -> Variant:
    """The row is not sent and says so, the others go on; sent again it is the new file."""

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        trial.own_files()
        path = trial.file(number)
        if number == WHOLE:
            write_tiff(path, WHOLE_BYTES, 3)

        def spoiling() -> None:
            spoil(path)
            moments.note(scene, "spoilt", size=path.stat().st_size)

        at = Moment(moment.kind, moment.nth, _title_of(moment, trial), moment.inside)
        yield from trial.run(prepare=at.at(spoiling), expect=1)
        trial.fired = proven(trial, "spoilt")
        state, reason, message = trial.states().get(title, ("", None, ""))
        trial.check(
            state == "failed" and reason in (reasons or ("file-changed",)) and message,
            f"row {number} ended as {state}, {reason}",
        )
        trial.check(title not in read_wiki(scene.wiki).hashes, "sent although it had changed")
        _check_others(trial, title)
        _mend(path, trial.scene.stage.folder / "collection" / trial.rows[number].path)
        trial.now_holds(number)
        trial.may_resend = True
        yield from trial.run(expect=0)

    where = "queued" if number == QUEUED else moment.name
    return Variant(f"{what}, {where}", act)


def _title_of(moment: Moment, trial: Trial) -> str | None:
    """Chunks are those of the large file, a body that is broken is that of the whole one."""
    if moment.kind.startswith("chunk"):
        return trial.title(CHUNKED)
    return trial.title(WHOLE) if moment.inside else None


def _check_others(trial: Trial, *titles: str) -> None:
    states = trial.states()
    left = [t for t in trial.scans if t not in titles and states.get(t, ("",))[0] != "done"]
    trial.check(not left, f"the others did not go on: {left[:2]}")


FIRST = Moment("upload", 1)
MIDDLE = (Moment("chunk-middle", 1), Moment("chunk-middle", 2, inside=True))
SPOILS: tuple[tuple[str, Spoil], ...] = (
    ("grown", _grow), ("cut short", _cut), ("edited in place", _edit), ("replaced", _replace),
)  # fmt: skip

CHANGED = Scenario(26, "a file changed", (
    *(_changed(QUEUED, what, spoil, FIRST) for what, spoil in SPOILS),
    _changed(QUEUED, "replaced by its like", _replace_alike, FIRST),
    *(_changed(CHUNKED, what, spoil, moment) for what, spoil in SPOILS for moment in MIDDLE),
    _changed(
        CHUNKED, "replaced by its like", _replace_alike, MIDDLE[0], "file-changed",
        "assembled-wrong",
    ),
    *(_changed(WHOLE, what, spoil, Moment("upload", 1, inside=True))
      for what, spoil in SPOILS if spoil is not _replace),
))  # fmt: skip


# -- 27 ------------------------------------------------------------------------------------------


def _remove(path: Path) -> None:
    path.rename(path.with_suffix(".away"))


def _lock(path: Path) -> None:
    path.chmod(0)


def _make_folder(path: Path) -> None:
    _remove(path)
    path.mkdir()


def _dangle(path: Path) -> None:
    _remove(path)
    path.symlink_to(path.with_suffix(".nowhere"))


def _bring_back(path: Path) -> None:
    away = path.with_suffix(".away")
    if path.is_dir():
        path.rmdir()
    if away.exists():
        away.replace(path)
    path.chmod(0o644)


def _gone(number: int, what: str, spoil: Spoil, moment: Moment, *reasons: str) -> Variant:
    """One file is gone or closed to us: its row says so, the others go on; back, it is sent."""

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        trial.own_files()
        path = trial.file(number)

        def spoiling() -> None:
            spoil(path)
            moments.note(scene, "spoilt")

        at = Moment(moment.kind, moment.nth, _title_of(moment, trial), moment.inside)
        yield from trial.run(prepare=_as_a_person(at.at(spoiling)), expect=1)
        trial.fired = proven(trial, "spoilt")
        state, reason, message = trial.states().get(title, ("", None, ""))
        trial.check(
            state == "failed" and reason in reasons and path.name in message,
            f"row {number} ended as {state}, {reason}: {message}",
        )
        _check_others(trial, title)
        _bring_back(path)
        yield from trial.run(expect=0)

    where = "queued" if number == QUEUED else moment.name
    return Variant(f"{what}, {where}", act)


def _as_a_person(prepare: Prepare) -> Prepare:
    """In a process for which the modes of files hold."""

    def prepared() -> None:
        moments.obey_modes()
        prepare()

    return prepared


def _folder_renamed(moment: Moment) -> Variant:
    def act(trial: Trial) -> Part:
        trial.own_files()
        folder = trial.scene.folder / "scans"
        away = folder.with_name("scans of the museum")
        yield from _all_gone(trial, moment, lambda: folder.rename(away))
        away.rename(folder)
        yield from trial.run(expect=0)

    return Variant(f"folder renamed, {moment.name}", act)


def _unplugged(moment: Moment) -> Variant:
    def act(trial: Trial) -> Part:
        trial.own_files()
        folder = trial.scene.folder / "scans"
        drive = folder.with_name("drive")
        folder.rename(drive)
        folder.mkdir()
        plug_in = ["mount", "--bind", drive, folder]
        pull_out = ["umount", "--lazy", folder]
        subprocess.run(plug_in, check=True)
        try:
            pulling = lambda: subprocess.run(pull_out, check=True)  # noqa: E731  (an action)
            yield from _all_gone(trial, moment, pulling)
            subprocess.run(plug_in, check=True)
            yield from trial.run(expect=0)
        finally:
            subprocess.run(pull_out, check=False, capture_output=True)

    return Variant(f"drive unplugged, {moment.name}", act)


def _all_gone(trial: Trial, moment: Moment, pull: Callable[[], object]) -> Part:
    """From a moment on no file is there: each row that was not sent says so."""

    def pulling() -> None:
        pull()
        moments.note(trial.scene, "spoilt")

    yield from trial.run(prepare=moment.at(pulling), expect=1)
    trial.fired = proven(trial, "spoilt")
    states = trial.states()
    there = read_wiki(trial.scene.wiki).hashes
    for title in trial.scans:
        state, reason, message = states.get(title, ("", None, ""))
        missing = state == "failed" and reason == "file-missing" and message
        held = state == "done" and title in there
        trial.check(missing or held, f"{title} ended as {state}, {reason}")
    trial.check(any(state == "failed" for state, *_ in states.values()), "no row was missing")


GONE = Scenario(27, "a file gone, a folder renamed, a file closed to us", (
    _gone(QUEUED, "removed", _remove, FIRST, "file-missing"),
    *(_gone(CHUNKED, "removed", _remove, m, "file-missing") for m in MIDDLE),
    _gone(QUEUED, "unreadable", _lock, FIRST, "file-unreadable"),
    _gone(CHUNKED, "unreadable", _lock, MIDDLE[0], "file-unreadable"),
    _gone(QUEUED, "a folder in its place", _make_folder, FIRST, "file-missing", "file-unreadable"),
    _gone(CHUNKED, "a folder in its place", _make_folder, MIDDLE[0], "file-missing",
          "file-unreadable", "file-changed"),
    _gone(QUEUED, "a link that leads nowhere", _dangle, FIRST, "file-missing"),
    *(_folder_renamed(m) for m in (FIRST, Moment("upload", 5), *MIDDLE, Moment("publish", 1))),
    *(_unplugged(m) for m in (FIRST, Moment("upload", 5), *MIDDLE) if can_mount()),
))  # fmt: skip

SCENARIOS = (CHANGED, GONE)
