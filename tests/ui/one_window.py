"""One program for all tests of a module: what a test changed is undone after it."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from tests.ui.conftest import ROWS, Answers, drop_later, write_sheet

LONG = 20_000


@pytest.fixture(scope="module")
def rows():
    """What stands in the sheet; a module may have its own."""
    return ROWS


@pytest.fixture(scope="module")
def window_program(qapp, tmp_path_factory, rows):
    from app.ui.application import Program

    patch = pytest.MonkeyPatch()
    patch.setenv("KABOCHA_HOME", str(tmp_path_factory.mktemp("home")))
    patch.setenv("KABOCHA_LANG", "en")
    font = qapp.font()
    made = Program(qapp, ask=Answers(), workers=False)
    made.hook.show = lambda _text: True
    made.hook.install()
    made.window.resize(1440, 900)
    made.window.show()
    made.session.open(write_sheet(tmp_path_factory.mktemp("album"), rows))
    checked = []
    made.session.problems_changed.connect(lambda: checked.append(True))
    until(lambda: bool(checked))
    calm(made)
    yield made
    failed = made.hook.last
    made.close()
    made.window.close()
    made.window.deleteLater()
    drop_later()
    qapp.setFont(font)
    patch.undo()
    assert not failed, failed


@pytest.fixture
def opened(window_program):
    yield window_program
    session, page = window_program.session, window_program.window.page("describe")
    page.find_bar.leave()
    page.filters.show_all()
    page.model.sort(-1)
    while session.project.undo_label:
        session.undo()
    page.view.go_to(0, 1)
    drop_later()
    calm(window_program)


@pytest.fixture
def page(opened):
    return opened.window.page("describe")


def calm(program) -> None:
    """Wait until nothing is under way and nothing waits to begin."""
    soon = program.session._soon
    until(lambda: not program.jobs.busy and not soon.isActive())
    QTest.qWait(1)


def until(holds) -> None:
    """Wait until something holds."""
    for _ in range(LONG // 10):
        if holds():
            return
        QTest.qWait(10)
    raise TimeoutError


def texts(page, header):
    """All texts of a column, as they are shown."""
    column = page.model.column_of(header)
    return [page.model.text_at(p, column) for p in range(page.model.rowCount())]
