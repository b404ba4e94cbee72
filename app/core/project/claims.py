"""Who has a project open: one program on this computer, and one computer where several reach its file.

On this computer the system lets go of a claim when the program dies. In a place that other computers
reach (`place`), a small file beside the project says which of them has it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import platform
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from app.core import paths
from app.core.errors import FileError
from app.core.project import place, sole, working

_LOG = logging.getLogger(__name__)
_held: dict[Path, Claim] = {}
_guard = threading.Lock()


@dataclass(frozen=True)
class Holder:
    """What the file beside a project says: `computer` is its name for people, `key` tells two of
    one name apart, `since` is an ISO time with zone.
    """

    computer: str
    key: str
    since: str


@dataclass
class Claim:
    """A project that this program has open, so many times."""

    project: Path
    handle: IO[bytes]
    times: int = 1

    def release(self) -> None:
        """Let go of it; the last one lets others in."""
        with _guard:
            self.times -= 1
            if self.times:
                return
            _held.pop(self.project, None)
            with contextlib.suppress(FileError):  # it comes back when the project is opened
                working.bring_back(self.project)
            _leave(self.project)
            self.handle.close()


def take(project: Path, *, take_over: bool = False) -> Claim:
    """Claim a project file (there or not yet there) for this program, and bring back what a run
    that was killed left on this computer. `take_over`: although another computer has it. Raises
    FileError: project-open, project-open-elsewhere; StoreError.
    """
    whole = project.absolute()
    with _guard:
        mine = _held.get(whole)
        if mine is not None:
            if working.is_used(whole):
                raise FileError("project-open", name=project.name)
            mine.times += 1
            return mine
        claim = Claim(whole, sole.hold(whole, "open", "project-open"))
        try:
            if place.kind_of(whole) is not place.Place.HERE:
                _enter(whole, take_over=take_over)
            working.bring_back(whole)
        except BaseException:
            claim.handle.close()
            raise
        _held[whole] = claim
        return claim


def check(project: Path | None) -> None:
    """Before sending: no other computer took the project over. Raises FileError, code
    project-open-elsewhere.
    """
    if project is not None and (there := holder(project)) and there.key != _key():
        raise _elsewhere(project, there)


def holder(project: Path) -> Holder | None:
    """Which computer has a project open, as the file beside it says."""
    try:
        return Holder(**json.loads(beside(project).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def beside(project: Path) -> Path:
    """The file that tells other computers."""
    return project.with_name(f".~{project.name}.open")


def _enter(project: Path, *, take_over: bool) -> None:
    there = holder(project)
    if there is not None and there.key != _key() and not take_over:
        raise _elsewhere(project, there)
    me = Holder(platform.node() or "?", _key(), datetime.now().astimezone().isoformat())
    with contextlib.suppress(OSError), _replacing(beside(project)) as file:
        file.write(json.dumps(asdict(me)).encode())


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    half = target.with_name(f"{target.name}-{os.getpid()}")
    try:
        with half.open("wb") as file:
            yield file
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _leave(project: Path) -> None:
    there = holder(project)
    if there is not None and there.key == _key():
        try:
            beside(project).unlink()
        except OSError:
            _LOG.warning("the file that claims %s stays", project.name, exc_info=True)


def _elsewhere(project: Path, there: Holder) -> FileError:
    try:
        since = f"{datetime.fromisoformat(there.since).astimezone():%H:%M}"
    except ValueError:
        since = "?"
    return FileError(
        "project-open-elsewhere", name=project.name, computer=there.computer, time=since,
        file=beside(project).name,
    )  # fmt: skip


def _key() -> str:
    """Random, kept for this user of this computer."""
    file = paths.data() / "computer"
    try:
        return file.read_text("ascii")
    except FileNotFoundError:
        file.write_text(uuid.uuid4().hex, "ascii")
        return file.read_text("ascii")
