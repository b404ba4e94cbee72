"""Every step walked with the keyboard: names, no focus trap, a main button that can be reached."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.pages_help import page
from tests.ui.test_window import nameless, tab_round

STEPS = ["files", "describe", "check", "upload", "report"]


def focusable(place: QWidget) -> set[QWidget]:
    """What a person could expect to reach with Tab inside a page."""
    return {
        w
        for w in place.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isVisibleTo(place)
        and w.isEnabled()
        and w.focusProxy() is None
        and not w.objectName().startswith("qt_")
    }


@pytest.mark.parametrize("step", STEPS)
def test_every_control_of_a_step_is_named_and_reached_and_left_again(opened, step):
    shown = page(opened, step)
    assert nameless(opened.window) == []
    wanted = focusable(shown)
    reached = tab_round(opened.window, len(wanted) * 2 + 60)
    assert wanted
    assert wanted - reached == set()
    assert any(opened.window.top.isAncestorOf(w) for w in reached)


@pytest.mark.parametrize("step", STEPS)
def test_shift_tab_goes_back_out(opened, step):
    shown = page(opened, step)
    before = opened.window.focusWidget()
    tab_round(opened.window, 5)
    left = set()
    for _ in range(len(focusable(shown)) + 40):
        focus = opened.window.focusWidget()
        QTest.keyClick(focus or opened.window, Qt.Key.Key_Backtab)
        left.add(opened.window.focusWidget())
    assert any(w is not None and opened.window.top.isAncestorOf(w) for w in left), before


def test_arrows_choose_the_size_of_the_pictures(opened):
    shown = page(opened, "describe")
    sizes = {made.objectName(): made for made in shown.tools.sizes.buttons()}
    sizes["medium"].setFocus(Qt.FocusReason.TabFocusReason)
    sizes["medium"].click()
    QTest.keyClick(sizes["medium"], Qt.Key.Key_Right)
    assert sizes["large"].isChecked()
    assert shown.view.size_name == "large"
    QTest.keyClick(sizes["large"], Qt.Key.Key_Left)
    assert shown.view.size_name == "medium"
