"""The main job through the real window: a Pattypan workbook whose files have moved."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.core import paths
from app.core.model import RowState
from tests.scans import copy_scans
from tests.ui.pages_help import accept_and_send, open_path, page, texts

DATA = Path(__file__).parents[1] / "data"


def test_a_workbook_goes_to_the_wiki_and_the_report_is_read(program, qtbot, tmp_path):
    shutil.copy(DATA / "pattypan-artwork-moved.xls", tmp_path)
    copy_scans(tmp_path)
    open_path(program, qtbot, tmp_path / "pattypan-artwork-moved.xls")

    files = page(program, "files")
    assert files.found.text() == "All 4 files were found"
    assert files.side.template.currentText().startswith("As the workbook says")

    check = page(program, "check")
    kinds = [line for line in check.list.groups_model.lines if not isinstance(line, str)]
    moved = next(g for g in kinds if g.code == "file-moved")
    check.show_group(moved)
    assert check.title.text() == "The file lies in another place: 4 rows"
    assert all(". " in g.headline or g.headline.endswith(".") for g in kinds)
    check.fix_all.click()
    qtbot.waitUntil(
        lambda: not any(p.code == "file-moved" for p in program.session.findings.problems),
        timeout=30_000,
    )

    words = accept_and_send(program, qtbot)
    assert words == "Upload 4 files to the practice wiki"
    report = program.window.page("report")
    qtbot.waitUntil(lambda: program.window.stack.currentWidget() is report, timeout=30_000)
    assert report.title.text() == "4 of 4 files are on the practice wiki"
    assert not report.save_open.isVisible()
    journal = program.session.project.journal("practice")
    assert {journal.record(r.id).state for r in program.session.rows} == {RowState.DONE}
    assert len(list((paths.practice() / "files").iterdir())) == 4
    assert "all the same" in texts(report)
