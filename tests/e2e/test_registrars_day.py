"""What a person who knows Excel does in a day, by keys alone, in the real window on a virtual screen:
a sheet of 1,000 rows is opened, filled, tidied, mended and looked at, and only that has changed.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app.core import sheet
from app.core.project import Project
from app.core.sheet import child
from tests.bench.collection import HEADERS
from tests.e2e import registrar
from tests.e2e.libreoffice import LibreOffice
from tests.e2e.program import ROOT, environment, kabocha
from tests.e2e.seat import PATIENCE, Seat, ask_for_tools, until, virtual_screen, xdotool

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(600)]

SPREADSHEET = os.environ.get("KABOCHA_LIBREOFFICE") == "1"
_QUIET = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item></oor:items>
"""


def test_the_day(tmp_path, record_property):
    ask_for_tools()
    work = registrar.write(tmp_path)
    with virtual_screen("1280x800") as display, contextlib.ExitStack() as others:
        seat = Seat(display, tmp_path)
        others.callback(seat.leave)
        for step in (open_rows, freeze_the_name, fill_the_licence, replace_the_town, number_titles):
            seat.doing = step.__name__
            step(seat, work)
        seat.doing = "paste"
        with copied(tmp_path, seat):
            paste(seat)
        for step in (filter_errors, mend, look_at_each):
            seat.doing = step.__name__
            step(seat, work)
        seat.press("ctrl+q")
        assert seat.process.wait(PATIENCE) == 0
        assert seat.errors() == ""
        record_property("longest turns of the window, ms", json.dumps(seat.stalls))
    cells_are_right(work, tmp_path)
    all_can_be_undone(work)


def open_rows(seat, work):
    seat.see("the start page", lambda s: s["title"] == "Kabocha")
    seat.press("ctrl+o")
    seat.see("the dialog that opens files", lambda s: s["top"] == "QFileDialog")
    seat.write(str(work.path))
    seat.press("Return")
    seen = seat.see(
        "the sheet, checked", lambda s: s.get("counts", {}).get("error") and not s["busy"]
    )
    assert seen["rows"] == registrar.ROWS
    assert (seen["row"], seen["column"]) == (2, "name")


def freeze_the_name(seat, _work):
    """All go, then the title: by the menu Column, which Alt and its first letter open."""
    seat.press("Home")
    for command, frozen in (
        ("unfreeze", ["Picture"]),
        ("freeze", ["Picture", "Title on the wiki"]),
    ):
        choose(seat, "alt+c", command)
        seat.see(command, lambda s, frozen=frozen: s["frozen"] == frozen and not s["top"])


def choose(seat, keys, command):
    """Open a menu and go down to a command."""
    seat.press(keys)
    seen = seat.see("a menu", lambda s: s["top"] == "QMenu")
    while seen["command"] != command:
        before = seen["command"]
        seat.press("Down")
        seen = seat.see("the next command", lambda s, b=before: s.get("command", b) != b)
    seat.press("Return")


def fill_the_licence(seat, _work):
    seat.press("ctrl+Home", "End", "Left", "Left")
    seat.see("the licence", lambda s: (s["row"], s["column"]) == (2, "license"))
    seat.press("ctrl+shift+Down")
    seat.see("all rows selected", lambda s: s["selected"] == [registrar.ROWS, 1])
    seat.press("ctrl+d")
    seat.see("999 licences", lambda s: s["undo"] == "fill 999 cells" and not s["busy"])


def replace_the_town(seat, _work):
    seat.press("ctrl+h")
    seat.see("the field", lambda s: s["focus"] == "Find")
    seat.write(registrar.MISSPELT)
    seat.see("the count", lambda s: "300 in 300 rows" in s["bars"])
    seat.press("Tab")
    seat.see("the other field", lambda s: s["focus"] == "Replace with")
    seat.write(registrar.TOWN)
    walk(seat, "Replace all…")
    seat.press("space")
    seen = seat.see("what will change", lambda s: s["focus"] == "Change 300 cells")
    assert seen["top"] == "PreviewDialog"
    seat.press("Return")
    seat.see("300 changes", lambda s: s["undo"] == "replace in 300 cells" and not s["busy"])
    seat.press("Escape")
    seat.see("the sheet", lambda s: s["in_sheet"])


def walk(seat, name):
    """Tab to what has a name."""
    seen = seat.look()
    while seen["focus"] != name:
        before = seen["focus"]
        seat.press("Tab")
        seen = seat.see(name, lambda s, b=before: s["focus"] != b)


def number_titles(seat, _work):
    seat.press("ctrl+shift+n")
    seen = seat.see("the pattern", lambda s: s["top"] == "NumberDialog" and s["typed"])
    assert seen["typed"] == "{title} ({n:04})"
    seat.press("ctrl+a")
    pattern, known = "{title} ({n:004})", "8 titles would have a problem."
    seat.write(pattern)
    seen = seat.see("titles", lambda s: s["typed"] == pattern and known in " ".join(s["words"]))
    assert "Change 1,000 titles" in seen["words"]
    seat.press("Return")
    seat.see("numbers", lambda s: s.get("undo") == "number 1,000 titles" and not s["busy"])


@contextlib.contextmanager
def copied(folder, seat) -> Iterator[None]:
    """A block on the clipboard: copied in LibreOffice by its keys, or put there as it does."""
    source = libreoffice(folder, seat) if SPREADSHEET else substitute(folder, seat)
    try:
        yield
    finally:
        source.terminate()
        source.wait()


def substitute(folder, seat):
    block = folder / "block.json"
    block.write_text(json.dumps(registrar.PASTED))
    source = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.clipboard", str(block)], cwd=folder,
        env=environment(seat.home, DISPLAY=seat.display, PYTHONPATH=str(ROOT), QT_QPA_PLATFORM="xcb"),
    )  # fmt: skip
    until(lambda: registrar.PASTED[0][1] in seat.ask("clipboard"), "the block on the clipboard")
    return source


def libreoffice(folder, seat):
    if not LibreOffice.is_there():
        pytest.fail("soffice is not installed (sh installers/libreoffice-packages.sh)")
    sheet.write(folder / "block.xlsx", registrar.BLOCK, registrar.PASTED)
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_QUIET, "utf-8")
    source = subprocess.Popen(
        [shutil.which("soffice"), f"-env:UserInstallation={user.parent.as_uri()}", "--norestore",
         "--nologo", "--calc", str(folder / "block.xlsx")],
        env={**os.environ, "HOME": str(folder), "DISPLAY": seat.display, "SAL_USE_VCLPLUGIN": "gen"},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def window():
        return xdotool(seat.display, "search", "--onlyvisible", "--name", "block").split()[-1:]

    (calc,) = until(window, "the window of Calc")

    def copy():
        keys = ("ctrl+Home", "Down", "ctrl+shift+End", "ctrl+c")
        xdotool(seat.display, "windowfocus", "--sync", calc, "key", *keys)
        return registrar.PASTED[-1][1] in seat.ask("clipboard")

    until(copy, "the block copied in Calc", pause=1)
    return source


def paste(seat):
    seat.press("ctrl+g")
    seat.see("the question", lambda s: "Go to this row" in s.get("words", ""))
    seat.write(str(registrar.BLOCK_AT))
    seat.press("Return")
    seat.see("the row", lambda s: s["row"] == registrar.BLOCK_AT and not s["top"])
    seat.press("Home")
    seen = seat.see("the title", lambda s: s["column"] == "name")
    while seen["column"] != registrar.BLOCK[0]:
        before = seen["column"]
        seat.press("Right")
        seen = seat.see("the next column", lambda s, b=before: s["column"] != b)
    seat.press("ctrl+v")
    count = len(registrar.PASTED) * len(registrar.BLOCK)
    seen = seat.see("the block", lambda s: s["undo"] == f"paste {count} cells" and not s["busy"])
    assert seen["selected"] == [len(registrar.PASTED), len(registrar.BLOCK)]


def filter_errors(seat, work):
    seat.see("12 errors", lambda s: s["counts"]["error"] == len(work.mended))
    seat.press("ctrl+shift+e")
    seen = seat.see("12 rows", lambda s: s["shown"] == len(work.mended))
    assert f"Showing {len(work.mended)} of 1,000 rows" in seen["bars"]


KEYS = {
    "name": ("F2", "End", *["Left"] * len(" (0000)"), *["BackSpace"] * len(" [copy]")),
    "path": ("F2", "End", *["BackSpace"] * len("jgp"), "j", "p", "g"),
    "categories": ("F2", "End", *["BackSpace"] * len("; File:Old.jpg")),
}


def mend(seat, work):
    """From mistake to mistake with F8; what is only to be looked at stays."""
    seat.press("ctrl+Home")
    seen = seat.see("the first row", lambda s: s["row"] == min(work.mended))
    left = dict(work.mended)
    while left:
        row, column = seen["row"], seen["column"]
        if row in left and left[row][0] == column:
            right = left.pop(row)[1]
            seat.press(*KEYS[column], "Tab")
            seat.see(f"row {row} mended", lambda s: not s["editing"] and not s["busy"])
            count = len(left)
            seen = seat.see("an error less", lambda s, c=count: s["counts"]["error"] == c)
            assert seen["undo"], right
        if left:
            here = (seen["row"], seen["column"])
            seat.press("F8")
            seen = seat.see("the next", lambda s, h=here: (s["row"], s["column"]) != h)
    assert seen["shown"] == len(work.mended)  # they stay in sight until somebody filters anew


def look_at_each(seat, work):
    seat.press("ctrl+Home", "space")
    rows = sorted(work.mended)
    for nth, row in enumerate(rows):
        facts = (f"Row {row}, picture {nth + 1} of {len(rows)}", "320 × 240 px")
        seat.see(facts[0], lambda s, f=facts: all(fact in s.get("facts", "") for fact in f))
        seat.press("Right")
    seat.press("Escape")
    seat.see("the last row", lambda s: s["row"] == rows[-1] and not s["top"])


def cells_are_right(work, folder):
    """What the command line says of the project, and what it writes."""
    left = kabocha("check", work.project, home=folder / "home")
    assert (left.code, left.problems("error"), left.problems("blocker")) == (0, [], [])
    written = folder / "written.xlsx"
    assert kabocha("convert", work.project, written, home=folder / "home").code == 0
    table = child.load(str(written), header_row=1)
    found = {r.number: dict(zip(table.headers, r.cells, strict=True)) for r in table.rows}
    columns = [h for h in HEADERS if h in table.headers]
    assert columns == list(HEADERS)
    assert found.keys() == work.after.keys()
    wrong = [(n, h) for n in found for h in HEADERS if found[n][h] != work.after[n][h]]
    assert wrong == []


def all_can_be_undone(work):
    """Every step is in the project, each undone by itself."""
    project = Project.open(work.project)
    try:
        steps = 0
        while project.undo_label:
            project.undo()
            steps += 1
        assert steps == 4 + len(work.mended)
        headers = {c.id: c.header for c in project.columns}
        for row in project.rows:
            texts = {headers[i]: text for i, text in row.cells.items()}
            before = work.before[row.number]
            assert texts == {h: text for h, text in before.items() if text}
    finally:
        project.close()
