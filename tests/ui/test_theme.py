"""Colours, sizes and icons."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from app.core import resources
from app.ui import icons, theme
from app.ui.commands import MENUS
from app.ui.parts import TickBox
from app.ui.parts.pills import STATES, TONES
from app.ui.sheet.delegate import LOOKS

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "app" / "ui").rglob("*.py"), ROOT / "app" / "core" / "wording.py"]

TEXT = [
    ("ink", "surface"), ("ink", "canvas"), ("ink", "panel"), ("ink", "row"), ("ink", "sunken"),
    ("ink2", "surface"), ("ink2", "canvas"), ("ink2", "panel"), ("ink2", "sunken"), ("ink2", "row"),
    ("ink3", "surface"), ("ink3", "canvas"), ("ink3", "panel"), ("ink3", "sunken"),
    ("on_accent", "accent"), ("on_accent", "hover"), ("accent", "canvas"), ("accent", "surface"),
    ("accent", "accent_soft"), ("accent", "sunken"), ("on_live", "live"),
    ("error", "error_soft"), ("error", "surface"), ("warn", "warn_soft"), ("warn", "surface"),
    ("wait", "wait_soft"), ("wait", "surface"), ("practice", "practice_soft"), ("ink", "error_soft"),
    ("ink", "warn_soft"), ("ink", "wait_soft"), ("ink", "accent_soft"),
]  # fmt: skip
TOKENS = theme.tokens("light")
EDGES = [("line2", "surface"), ("line2", "row"), ("line2", "canvas"), ("line2", "panel"),
         ("focus", "surface"), ("focus", "row"), ("focus", "canvas")]  # fmt: skip


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (EDGES, 3.0)], ids=["text", "edges"])
def test_contrast(name, pairs, least):
    tokens = theme.tokens(name)
    low = {p: round(theme.ratio(tokens[p[0]], tokens[p[1]]), 2) for p in pairs}
    assert {p: r for p, r in low.items() if r < least} == {}


def test_the_ratio_is_that_of_wcag():
    assert theme.ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_themes_have_the_same_tokens():
    assert set(theme.tokens("light")) == set(theme.tokens("dark"))
    assert set(theme.contrast_tokens(QPalette())) == set(theme.tokens("light"))


def test_the_style_sheet_is_filled_in_whole():
    template = (resources.folder() / "themes" / "window.qss").read_text("utf-8")
    sheet = theme.style_sheet(template, theme.tokens("light"), 2.0)
    assert not re.search(r"@|u\(|t\([a-z]", sheet)
    assert "/*" not in sheet
    with pytest.raises(KeyError):
        theme.style_sheet("a { color: @nothing; }", theme.tokens("light"), 1)


def test_sizes_follow_the_text_and_never_become_too_small():
    assert theme.style_sheet("u(8) t(page)", {}, 2.0) == "16px 40.04px"
    assert theme.text_pixels("note", 0.8) == theme.SMALLEST_TEXT


def icon_names():
    yield from (i for i, _ in STATES.values())
    yield from (i for i, _ in LOOKS.values())
    yield from (c.icon for menu in MENUS.values() for c in menu if c.icon)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in (
                    "icon_label",
                    "set_icon",
                    "icon_button",
                    "pixmap",
                    "icon",
                    "ActionCard",
                ):
                    strings = [a.value for a in node.args if isinstance(a, ast.Constant)]
                    strings = [s for s in strings if isinstance(s, str) and s not in TOKENS]
                    yield from strings[:1]


@pytest.mark.parametrize("name", sorted(set(icon_names())))
def test_icon_is_there_and_draws(qapp, name):
    pixmap = icons.draw(name, 20, "#1D6B50", 1.0)
    image = pixmap.toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 60 for x in range(20) for y in range(20))
    assert inked > 8


def test_icons_carry_their_licence():
    assert "Lucide" in (resources.folder() / "icons" / "LICENSE").read_text("utf-8")


def test_arrows_turn_round_from_right_to_left(qapp):
    plain = icons.draw("arrow-right", 16, "#000000", 1.0).toImage()
    turned = icons.draw("arrow-right", 16, "#000000", 1.0, mirrored=True).toImage()
    flipped = plain.flipped(Qt.Orientation.Horizontal)
    places = [(x, y) for x in range(16) for y in range(16)]
    odd = [
        p for p in places if abs(turned.pixelColor(*p).alpha() - flipped.pixelColor(*p).alpha()) > 8
    ]
    assert not odd
    assert turned != plain


def test_tones_are_tokens():
    tokens = theme.tokens("light")
    assert all(a in tokens and b in tokens for a, b in TONES.values())


def test_a_shortened_label_keeps_the_width_it_is_given(program, qtbot):
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from app.ui.parts import Elided

    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    first, second = Elided("a long text that is cut"), Elided("another one")
    program.theme.fix(first, width=90)
    row.addWidget(first)
    row.addWidget(second, 1)
    holder.resize(400, 40)
    holder.show()
    assert first.width() == program.theme.u(90)
    assert first.toolTip() == "a long text that is cut"
    assert second.width() > 200


def test_dark_and_large_text_reach_what_was_bound(program, qtbot):
    seen = []

    class Seen(type(program.window.band)):
        pass

    part = Seen(program.theme)
    qtbot.addWidget(part)
    program.theme.bind(part, lambda target: seen.append((program.theme.dark, target.height())))
    program.set_look("dark")
    program.set_text_size(200)
    assert [dark for dark, _ in seen] == [False, True, True]
    assert part.height() == program.theme.u(6)
    program.set_text_size(100)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_edge_and_the_tick_of_a_box_are_seen(program, qtbot, look):
    program.theme.choose(look)
    box = TickBox(program.theme, "Words")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())

    def colours():
        image = box.grab().toImage()
        return {image.pixelColor(x, image.height() // 2).name() for x in range(24)}

    tokens = program.theme.tokens
    assert tokens["line2"].lower() in colours()
    box.setChecked(True)
    assert tokens["accent"].lower() in colours()
