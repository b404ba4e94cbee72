"""How long the page "Upload" holds the window up with 10,000 rows: one figure for each thing a person
does there.

A figure is the longest single turn of the window's event loop, painting included, in milliseconds
of processor time of the window's own thread: what other programs do does not count.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from app.core import events
from app.core.model import RowState
from app.core.project import Project
from tests.bench import collection
from tests.bench.figure import Figure
from tests.bench.turns import Turns

TARGET_MS = 50
MANY = 3000
PER_SECOND = 60


class Stage:
    """The program's window over a project, and what is done in it."""

    def __init__(self, program, turns: Turns) -> None:
        self.program, self.turns = program, turns
        self.session = program.session
        self.page = program.window.page("upload")
        self.sender = self.page.sender_

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.session.rows]

    def rest(self, seconds: float = 1.2) -> None:
        """Wait until nothing is under way and late timers have run."""
        end = time.monotonic() + seconds
        self.turns.until(lambda: time.monotonic() > end and not self.program.jobs.busy)

    def figure(self, name: str, work: Callable[[], object]) -> Figure:
        """The longest turn from the beginning of `work` until all is quiet."""
        self.rest()
        self.turns.longest = 0.0
        self.turns.measure(work)
        self.rest()
        return self.line(name)

    def line(self, name: str) -> Figure:
        name = f"longest hold of the window, upload page, {name}"
        return Figure(name, self.turns.longest * 1000, "ms", TARGET_MS)


def _of_page(stage: Stage) -> Iterator[Figure]:
    """Everything a person does on the page; what can be done twice counts as the quicker time."""
    window = stage.program.window
    yield stage.figure("entered for the first time", lambda: window.go_to("upload"))
    yield from _quicker(list(_often(stage)), list(_often(stage)))
    yield stage.figure("report entered for the first time", lambda: window.go_to("report"))
    window.go_to("upload")
    yield stage.figure("report entered again", lambda: window.go_to("report"))
    window.go_to("upload")
    yield from _sending(stage, stage.ids)


def _quicker(first: list[Figure], second: list[Figure]) -> Iterator[Figure]:
    for one, other in zip(first, second, strict=True):
        yield min(one, other, key=lambda figure: figure.value)


def _often(stage: Stage) -> Iterator[Figure]:
    page, window = stage.page, stage.program.window
    window.go_to("describe")
    yield stage.figure("entered again", lambda: window.go_to("upload"))
    yield stage.figure("all rows taken again", page.reload)
    for name in ("needs", "done", "all"):
        yield stage.figure(f"filter {name}", page.filters[name].click)
    yield from _leaving(stage, stage.ids)
    yield stage.figure("problems found again", stage.session.problems_changed.emit)


def _leaving(stage: Stage, ids: list[int]) -> Iterator[Figure]:
    session = stage.session
    out = ids[:MANY]
    rows = f"of {len(out)} rows"
    yield stage.figure(f"leave out {rows}", lambda: session.leave_out(out))
    yield stage.figure(f"take back {rows}", lambda: session.leave_out(out, out=False))
    yield stage.figure(f"undo {rows}", session.undo)
    session.undo()


def _sending(stage: Stage, ids: list[int]) -> Iterator[Figure]:
    """A run that tells of all rows, sixty times a second, then of its end."""
    sender, page, session = stage.sender, stage.page, stage.session
    going, stop = Event(), Event()

    def work(emit: Callable[[object], None], _cancel: Event) -> None:
        _tell(stage, ids, emit, going, stop)

    sender._again.update(dict.fromkeys(ids[:MANY], ()))
    sender._again.clear()
    stage.rest()
    stage.turns.longest = 0.0
    sender.state, sender._starting = "sending", True
    stage.turns.measure(lambda: sender.run_now(work, "sending"))
    stage.turns.until(going.is_set)
    yield stage.line("a run of all rows begins")
    for seconds, name, press in (
        (4.0, f"{PER_SECOND} news a second", lambda: None),
        (2.0, "filter while sending", page.filters["busy"].click),
        (2.0, "filter taken away while sending", page.filters["all"].click),
        (2.0, "problems found again while sending", session.problems_changed.emit),
    ):
        stage.turns.longest = 0.0
        stage.turns.measure(press)
        end = time.monotonic() + seconds
        stage.turns.until(lambda end=end: time.monotonic() > end)
        yield stage.line(name)
    stop.set()
    stage.turns.longest = 0.0
    stage.turns.until(lambda: sender.state == "ended")
    stage.rest()
    yield stage.line("a run of all rows ends")


def _tell(
    stage: Stage, ids: list[int], emit: Callable[[object], None], going: Event, stop: Event
) -> None:
    numbers = {row.id: row.number for row in stage.session.rows}
    for row_id in ids:
        emit(_news(row_id, numbers[row_id], RowState.QUEUED))
    time.sleep(0.5)
    going.set()
    place = 0
    while not stop.is_set():
        row_id = ids[place % len(ids)]
        step = place // len(ids)
        emit(_news(row_id, numbers[row_id], RowState.SENDING))
        emit(events.Progressed(row_id, 6000, 12_000))
        emit(_news(row_id, numbers[row_id], RowState.DONE if step % 2 == 0 else RowState.FAILED))
        place += 1
        stop.wait(3 / PER_SECOND)
    for row_id in ids[place:]:
        emit(_news(row_id, numbers[row_id], RowState.DONE))


def _news(row_id: int, number: int, state: RowState) -> events.RowChanged:
    return events.RowChanged(row_id, number, f"Row {number}.jpg", state)


def make_project(folder: Path, rows: int) -> Path:
    """Rows of a museum, each with a small picture of its own."""
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (1200, 900), (90, 120, 140)).save(made, "JPEG", quality=5)
    jpeg = made.getvalue()
    place = folder / "scans"
    place.mkdir()
    for number in range(2, rows + 2):
        text = f"inventory {number}".encode()
        segment = b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text
        (place / collection.file_name(number)).write_bytes(jpeg[:20] + segment + jpeg[20:])
    path = folder / "collection.kabocha"
    Project.create(path, collection.table(rows), folders=[folder], template="artwork").close()
    return path


def figures(folder: Path, rows: int = collection.ROWS) -> Iterator[Figure]:
    """The whole program over a project of so many rows, without its worker processes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Program

    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(folder / name)
    path = make_project(folder, rows)
    application = QApplication.instance() or QApplication([])
    program = Program(application, workers=False)
    program.window.resize(1440, 900)
    program.window.show()
    turns = Turns(application)
    program.session.open(path)
    turns.until(lambda: bool(program.session.drafts) and not program.jobs.busy)
    yield from _of_page(Stage(program, turns))
    program.close()
