"""The sheet as a person feels it: start, open, scroll, type, paste, undo, sort, filter, memory.

Seconds are goals on two quiet cores. Beside each stands its ratio to a yardstick that was timed in
the same run; and for what is done in the window also the longest time for which it stood still, as
a watch from outside would see it.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

import python_calamine

from app.core import opening
from app.core.checks import Checker
from app.core.findings import Findings
from app.core.model import Fix, Problem, Severity
from app.core.project import Project
from tests.bench import collection, sheets
from tests.bench.figure import Figure, seconds
from tests.bench.turns import Turns

MANY = 100_000
BLOCK_MS = 50
SIZE = (1600, 900)
FRAMES = 200


def figures(folder: Path) -> Iterator[Figure]:
    """Everything but thumbnails (`pictures`) and the page "Upload" (`window`)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    yield from _start(folder / "bytecode")
    table = collection.table()
    path = folder / "collection.xlsx"
    sheets.write(table, path)
    calamine = seconds(lambda: _calamine(path), 3)
    yield from _opening(path, calamine)
    made = folder / "ten.kabocha"
    Project.create(made, table, template="artwork").close()
    yield from _checking(made, calamine)
    big = folder / "hundred.kabocha"
    Project.create(big, collection.table(MANY), template="artwork").close()
    for name, rows, target in ((made, collection.ROWS, 0.5), (big, MANY, 2.5)):
        yield Figure(
            f"open a project of {rows} rows", (took := seconds(lambda p=name: Project.open(p).close(), 3)),
            "s", target, ratio=took / calamine, yardstick="times calamine reading 10,000 rows of .xlsx",
        )  # fmt: skip
    yield from _in_a_process(big)


# -- start, import ------------------------------------------------------------------------------------


def _start(bytecode: Path) -> Iterator[Figure]:
    """As every start but the very first: Python's bytecode is kept."""
    _started("kabocha", bytecode)
    bare = min(_started("bare", bytecode)["seconds"] for _ in range(3))
    runs = [_started("kabocha", bytecode) for _ in range(3)]
    ours = min(run["seconds"] for run in runs)
    yield Figure(
        "start to a window that can be used", ours, "s", 1.0, ratio=ours / bare,
        yardstick="times Qt with an empty window",
    )  # fmt: skip
    heavy = {name for run in runs for name in run["heavy"]}
    yield Figure("heavy modules loaded before the window is painted", len(heavy), "modules", 0)
    whole = min(run["furnished"] for run in runs)
    yield Figure(
        "start until all pages are made beside the painted window", whole, "s", 2.0,
        ratio=whole / bare, yardstick="times Qt with an empty window",
    )  # fmt: skip
    still = min(run["still"] for run in runs) * 1000
    yield Figure(
        "longest stand still of the window: pages are loaded and made", still, "ms", BLOCK_MS
    )


def _started(what: str, bytecode: Path) -> dict:
    command = [sys.executable, "-m", "tests.bench.starting", what]
    kept = {"PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **kept}
    )
    return json.loads(done.stdout)


def _calamine(path: Path) -> None:
    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _opening(path: Path, calamine: float) -> Iterator[Figure]:
    def come() -> None:
        for old in path.parent.glob(path.name + ".*"):
            old.unlink()
        opening.for_sending(path).project.close()

    took = seconds(come, 3)
    yield Figure(
        "import 10,000 x 20 from .xlsx, looked over first, as a saved project", took, "s", 1.5,
        ratio=took / calamine, yardstick="times calamine alone",
    )  # fmt: skip


# -- check --------------------------------------------------------------------------------------------


def _checking(path: Path, calamine: float) -> Iterator[Figure]:
    project = Project.open(path)
    try:
        Checker(project).run()  # what is read once for all: catalogues
        checker = Checker(project)
        took = seconds(checker.run)
        yield Figure(
            "check 10,000 rows", took, "s", 0.6, ratio=took / calamine,
            yardstick="times calamine reading them",
        )  # fmt: skip
        row = project.rows[5000]
        column = project.column_for("field:title")
        assert column is not None
        number = itertools.count()

        def edit() -> float:
            project.change("edit", {(row.id, column.id): f"Another {next(number)}"})
            return seconds(lambda: checker.run({row.id}))

        one = min(edit() for _ in range(5))
        yield Figure(
            "check one edited row of 10,000", one * 1000, "ms", 10, ratio=one / took,
            yardstick="of a check of all",
        )  # fmt: skip
    finally:
        project.close()


# -- in the window ------------------------------------------------------------------------------------


def _in_a_process(path: Path) -> Iterator[Figure]:
    """In a process of its own: memory is that of the program alone."""
    command = [sys.executable, "-m", "tests.bench.editor", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Figure(**json.loads(line))
    if process.returncode:
        raise RuntimeError(f"the window ended with {process.returncode}")


class Stage:
    """The program's window over 100,000 rows with marks."""

    def __init__(self, path: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from app.core import text
        from app.ui.application import Program

        text.use("en")
        self.application = QApplication([])
        self.program = Program(self.application, workers=False)
        self.session = self.program.session
        self.window = self.program.window
        self.turns = Turns(self.application, time.perf_counter)
        self.session._soon.timeout.disconnect()  # checks are measured by themselves
        self.session.check_all = lambda: None
        self.window.resize(*SIZE)
        self.window.show()
        self.session.take(Project.open(path))
        self.window.go_to("describe")
        self.page = self.window.page("describe")
        self.model, self.view = self.page.model, self.page.view
        self._mark()
        self.rest()

    def _mark(self) -> None:
        """A third of the rows with an error, a look or a hint, in cells all over the sheet."""
        headers = [c.header for c in self.session.project.columns]
        levels = (Severity.ERROR, Severity.WARNING, Severity.INFO)
        found = [
            Problem(
                "licence-missing" if level is Severity.ERROR else "caption-too-long", level, row.number,
                headers[row.number % len(headers)], {}, Fix("ask"), row.id,
            )
            for row in self.session.rows[::3]
            for level in (levels[row.number % 3],)
        ]  # fmt: skip
        self.session.checked = type(self.session.checked)(Findings.of(found))
        self.session.problems_changed.emit()

    def rest(self, least: float = 0.3) -> None:
        """Wait until nothing is under way and late timers have run."""
        end = time.monotonic() + least
        self.turns.until(lambda: time.monotonic() > end and not self.program.jobs.busy)

    def took(self, work: Callable[[], object], done: Callable[[], bool]) -> float:
        """Seconds from the beginning of `work` until it is done and painted."""
        began = time.perf_counter()
        self.turns.measure(work)
        self.turns.until(done)
        self.turns.turn()
        return time.perf_counter() - began


def main(path: Path) -> None:
    """Print the figures of the window."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="kabocha-editor-") as home:
        os.environ["KABOCHA_HOME"] = home
        from app.core.manners import collect_seldom

        collect_seldom()
        for made in _of_window(path):
            print(json.dumps(vars(made)), flush=True)
    os._exit(0)


def _of_window(path: Path) -> Iterator[Figure]:
    from tests.bench import memory

    stage = Stage(path)
    plain = _plain_frame(stage)
    memory.give_back()
    for name, work in (
        ("scroll", lambda: _scrolling(stage, plain)), ("type", lambda: _typing(stage, plain)),
        ("open a cell", lambda: _editing(stage, plain)), ("paste", lambda: _pasting(stage)), ("sort and filter", lambda: _sorting(stage)),
    ):  # fmt: skip
        yield from _with_stand_still(stage, name, work)
    yield Figure(f"memory with {MANY} rows open", memory.resident(), "MB", 300)
    yield from _with_stand_still(stage, "fill a column", lambda: _filling(stage))
    yield from _with_stand_still(stage, "add rows", lambda: _adding(stage))


def _with_stand_still(
    stage: Stage, name: str, work: Callable[[], Iterator[Figure]]
) -> Iterator[Figure]:
    stage.rest()
    stage.turns.longest = 0.0
    yield from work()
    longest = stage.turns.longest * 1000
    yield Figure(f"longest stand still of the window: {name}", longest, "ms", BLOCK_MS)


def _plain_frame(stage: Stage) -> float:
    """Seconds of a frame of Qt's own table over Qt's own model, as large and as full."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    model = QStandardItemModel(2000, 20)
    for row in range(2000):
        for column in range(20):
            model.setItem(row, column, QStandardItem(f"Some text of a cell, number {row}"))
    table = QTableView()
    table.setModel(model)
    table.verticalHeader().setDefaultSectionSize(47)
    table.resize(1200, 600)
    table.show()
    stage.rest(0.1)
    bar = table.verticalScrollBar()
    times = []
    for step in range(FRAMES):
        began = time.perf_counter()
        bar.setValue(step * 7)
        table.viewport().repaint()
        times.append(time.perf_counter() - began)
    return median(times)


def _scrolling(stage: Stage, plain: float) -> Iterator[Figure]:
    """Half by the wheel, half by far jumps."""
    bar = stage.view.rest.verticalScrollBar()
    wheel = [step * 140 for step in range(1, FRAMES // 2 + 1)]
    jumps = [step * 7919 * 47 % bar.maximum() for step in range(1, FRAMES // 2 + 1)]
    times = []
    for value in wheel + jumps:
        began = time.perf_counter()
        bar.setValue(value)
        stage.turns.turn()  # which paints what has to be painted
        times.append(time.perf_counter() - began)
    per_cent = quantiles(times, n=20)
    name = f"frame while scrolling {MANY} x 20 with marks"
    for what, value, target in (
        ("median", median(times), 14), ("95 %", per_cent[-1], 30), ("longest", max(times), 100),
    ):  # fmt: skip
        yield Figure(
            f"{name}, {what}", value * 1000, "ms", target, ratio=value / plain,
            yardstick="times a frame of Qt's own table and model",
        )  # fmt: skip


def _typing(stage: Stage, plain: float) -> Iterator[Figure]:
    stage.view.go_to(50, 5)
    stage.rest()
    times = []
    for number in range(10):
        index = stage.model.index(50, 5)
        word = f"Typed {number}"
        painted = lambda word=word: stage.model.text_at(50, 5) == word  # noqa: E731
        times.append(stage.took(lambda i=index, w=word: stage.model.setData(i, w), painted))
        stage.rest(0.2)
    took = median(times)
    yield Figure(
        "one cell typed, until it is saved and painted", took * 1000, "ms", 30, ratio=took / plain,
        yardstick="times a frame of Qt's own table and model",
    )  # fmt: skip


def _editing(stage: Stage, plain: float) -> Iterator[Figure]:
    """Each kind of editor for the first time, when nothing of its column was counted yet."""
    times = {}
    for column, head in enumerate(stage.model.heads):
        if head.column is None:
            continue
        stage.view.go_to(500, column)
        stage.rest(0.1)
        view = stage.view.half(column).viewport()
        took = stage.took(
            stage.view.edit_current, lambda v=view: hasattr(v.children()[-1], "ended")
        )
        editor = view.children()[-1]
        kind = type(editor).__name__
        times[kind] = min(took, times.get(kind, took))
        editor.end("leave")
        stage.rest(0.1)
    slowest = max(times.values())
    yield Figure(
        f"open a cell of {MANY} rows for editing, slowest of {len(times)} kinds", slowest * 1000, "ms",
        50, ratio=slowest / plain, yardstick="times a frame of Qt's own table and model",
    )  # fmt: skip


def _pasting(stage: Stage) -> Iterator[Figure]:
    from PySide6.QtGui import QGuiApplication

    block = "\n".join("\t".join(f"Pasted {r}, {c}" for c in range(10)) for r in range(1000))
    alone = seconds(lambda: [line.split("\t") for line in block.split("\n")], 3)
    QGuiApplication.clipboard().setText(block)
    stage.view.go_to(100, 4)
    stage.rest()
    before = stage.model.text_at(1099, 13)
    took = stage.took(
        stage.page.edits.paste, lambda: stage.model.text_at(1099, 13) == "Pasted 999, 9"
    )
    yield _of_block("paste 10,000 cells", took, alone)
    stage.rest()
    took = stage.took(stage.session.undo, lambda: stage.model.text_at(1099, 13) == before)
    yield _of_block("undo of the paste", took, alone)


def _filling(stage: Stage) -> Iterator[Figure]:
    """A column from its first row down, and back; the yardstick writes as many texts into a list."""
    model, last = stage.model, MANY - 1
    model.show_only(None)
    stage.turns.until(lambda: model.rowCount() == MANY)
    column = model.column_of("name")
    alone = seconds(lambda: dict.fromkeys(range(MANY), "one"), 3)
    stage.view.go_to(0, column)
    stage.view.go_to(last, column, extend=True)
    stage.rest()
    first, before = model.text_at(0, column), model.text_at(last, column)
    for name, work, wanted in (
        (f"fill {MANY} cells down", stage.page.edits.fill_down, first),
        ("undo of the fill", stage.session.undo, before),
    ):
        took = stage.took(work, lambda wanted=wanted: model.text_at(last, column) == wanted)
        yield Figure(name, took, "s", 2.0, ratio=took / alone, yardstick="times a dict of as many")
        stage.rest()


def _adding(stage: Stage) -> Iterator[Figure]:
    model = stage.model
    alone = seconds(lambda: [row.id for row in stage.session.rows], 3)
    for count in (1, 10_000):
        stage.view.go_to(500, 4)
        for name, work, wanted in (
            (
                f"add {count} rows to {MANY}",
                lambda n=count: stage.page.row_tools.add(n),
                MANY + count,
            ),
            (f"undo of adding {count}", stage.session.undo, MANY),
        ):
            stage.rest()
            took = stage.took(work, lambda wanted=wanted: model.rowCount() == wanted)
            yield Figure(
                name, took * 1000, "ms", 300, ratio=took / alone, yardstick="times naming all rows"
            )


def _of_block(name: str, took: float, alone: float) -> Figure:
    return Figure(
        name, took * 1000, "ms", 300, ratio=took / alone, yardstick="times splitting the text alone"
    )


def _sorting(stage: Stage) -> Iterator[Figure]:
    from PySide6.QtTest import QSignalSpy

    model = stage.model
    for header, what in (("date", "date"), ("name", "name, all different")):
        column = model.column_of(header)
        texts = [model.text_at(place, column) for place in range(model.rowCount())]
        alone = seconds(lambda texts=texts: sorted(texts), 3)
        spy = QSignalSpy(model.layoutChanged)
        took = stage.took(lambda c=column: model.sort(c), lambda spy=spy: spy.count() > 0)
        yield _of_rows(f"sort {MANY} rows by {what}", took, alone)
        stage.rest()
        spy = QSignalSpy(model.layoutChanged)
        model.sort(-1)
        stage.turns.until(lambda spy=spy: spy.count() > 0)
        stage.rest()
    column = model.heads[model.column_of("date")].column.id
    spy = QSignalSpy(model.layoutChanged)
    took = stage.took(
        lambda: model.show_only(lambda row: row.text(column).startswith("17")),
        lambda: spy.count() > 0,
    )
    yield _of_rows(f"filter {MANY} rows", took, alone)
    stage.rest()


def _of_rows(name: str, took: float, alone: float) -> Figure:
    return Figure(name, took, "s", 0.3, ratio=took / alone, yardstick="times `sorted` alone")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
