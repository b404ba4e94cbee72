"""The look: tokens of resources/themes -> one QPalette and one style sheet, sizes by the text size.

`Theme` is made once by the composition point and given to every part. `bind` keeps what depends on
colours or sizes true: the function runs now and again whenever colours, text size or direction change.
"""

from __future__ import annotations

import json
import re
import weakref
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLayout, QWidget

from app.core import resources
from app.ui.icons import Icons

NORMAL_PIXELS = 13.0
"""Text size (px at 96 dpi) that every size in code refers to."""
SMALLEST_TEXT = 11.5
TYPE = {"note": 0.92, "body": 1.0, "lead": 1.12, "part": 1.15, "page": 1.54, "headline": 2.15}
"""Text sizes by role, relative to the system's own."""

_TOKEN = re.compile(r"@([a-z_0-9]+)")
_UNIT = re.compile(r"u\((-?[0-9.]+)\)")
_TEXT = re.compile(r"t\(([a-z]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

Bound = TypeVar("Bound", bound=QObject)


def tokens(name: str) -> dict[str, str]:
    """The tokens of a theme (light, dark) by name."""
    text = (resources.folder() / "themes" / f"{name}.json").read_text("utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded


def ratio(first: str, second: str) -> float:
    """The contrast of two colours as WCAG 2 computes it: 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    a, b = sorted((light(first), light(second)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def style_sheet(template: str, colours: Mapping[str, str], scale: float) -> str:
    """The style sheet of a template: tokens, sizes and text sizes put in.
    Raises KeyError for a token that does not exist.
    """
    text = _COMMENT.sub("", template)
    text = _UNIT.sub(lambda m: f"{max(1, round(float(m[1]) * scale))}px", text)
    text = _TEXT.sub(lambda m: f"{text_pixels(m[1], scale):.2f}px", text)
    return _TOKEN.sub(lambda m: colours[m[1]], text)


def text_pixels(role: str, scale: float) -> float:
    """Height in px of a text role at a scale; never below the smallest."""
    return max(SMALLEST_TEXT, NORMAL_PIXELS * TYPE[role] * scale)


def contrast_tokens(palette: QPalette) -> dict[str, str]:
    """Tokens from the system's own palette, for high contrast: shape and word carry the states."""
    role = QPalette.ColorRole
    ground = palette.color(role.Base).name()
    ink = palette.color(role.WindowText).name()
    high = palette.color(role.Highlight).name()
    on_high = palette.color(role.HighlightedText).name()
    link = palette.color(role.Link).name()
    grounds = (
        "canvas surface panel sunken accent_soft row error_soft warn_soft wait_soft practice_soft"
    )
    inks = "line line2 scroll ink ink2 ink3 error warn wait practice live"
    result = dict.fromkeys(grounds.split(), ground) | dict.fromkeys(inks.split(), ink)
    return result | {
        "name": "contrast", "accent": high, "hover": link, "on_accent": on_high,
        "focus": high, "on_live": ground,
    }  # fmt: skip


class Theme(QObject):
    """Colours, sizes, fonts and icons of the window. `changed` after each new look."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._fonts: dict[tuple[str, int], QFont] = {}
        self._icons = Icons()
        self._bound: dict[int, tuple[weakref.ref[QObject], list[Callable[[Any], None]]]] = {}
        self._applied: tuple[object, ...] = ()
        self._choice = "system"
        self._colours: dict[str, QColor] = {}
        self.tokens: dict[str, str] = {}
        self.scale = 1.0
        application.setStyle("Fusion")
        self._system_palette = application.palette()
        # Both are kept: when the wrapper of the hints goes, that of its child is made useless.
        self._hints = hints = application.styleHints()
        hints.colorSchemeChanged.connect(self.apply)
        self._accessibility = hints.accessibility()
        self._accessibility.contrastPreferenceChanged.connect(self.apply)
        application.fontChanged.connect(self.apply)
        application.layoutDirectionChanged.connect(self.apply)
        self.apply()

    def close(self) -> None:
        """Let go of the application: it is told nothing more."""
        self._hints.colorSchemeChanged.disconnect(self.apply)
        self._accessibility.contrastPreferenceChanged.disconnect(self.apply)
        self._application.fontChanged.disconnect(self.apply)
        self._application.layoutDirectionChanged.disconnect(self.apply)
        self._bound.clear()

    # what it looks like -----------------------------------------------------------------------

    def choose(self, choice: str) -> None:
        """Follow the system ("system"), or stay "light" or "dark"."""
        self._choice = choice
        self.apply()

    @property
    def dark(self) -> bool:
        """Whether the dark colours are shown."""
        return self.tokens.get("name") == "dark"

    @property
    def high_contrast(self) -> bool:
        """Whether the system asks for high contrast."""
        return self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast

    def apply(self, *_ignored: object) -> None:
        """Work the look out again and put it on the application when anything differs."""
        scale = QFontInfo(self._application.font()).pixelSize() / NORMAL_PIXELS
        name = self._wanted()
        family = self._application.font().family()
        state = (name, scale, self._application.layoutDirection(), family)
        if state == self._applied:
            return
        self._applied = state
        self.scale = scale
        self.tokens = contrast_tokens(self._system_palette) if name == "contrast" else tokens(name)
        self._colours = {k: QColor(v) for k, v in self.tokens.items() if k != "name"}
        self._icons.forget()
        self._fonts.clear()
        template = (resources.folder() / "themes" / "window.qss").read_text("utf-8")
        self._application.setPalette(self._palette())
        self._application.setStyleSheet(style_sheet(template, self.tokens, scale))
        self._run_bound()
        self.changed.emit()

    def _wanted(self) -> str:
        if self.high_contrast:
            return "contrast"
        if self._choice != "system":
            return self._choice
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        pairs = {
            role.Window: "canvas", role.WindowText: "ink", role.Base: "surface",
            role.AlternateBase: "panel", role.Text: "ink", role.Button: "surface",
            role.ButtonText: "ink", role.BrightText: "on_accent", role.Highlight: "accent",
            role.HighlightedText: "on_accent", role.Link: "accent", role.LinkVisited: "accent",
            role.ToolTipBase: "live", role.ToolTipText: "on_live", role.PlaceholderText: "ink3",
            role.Accent: "accent", role.Light: "surface", role.Midlight: "sunken",
            role.Mid: "line2", role.Dark: "line2", role.Shadow: "line",
        }  # fmt: skip
        palette = QPalette()
        for which, token in pairs.items():
            palette.setColor(which, self.color(token))
        for which in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("ink3"))
        return palette

    # what parts ask for -----------------------------------------------------------------------

    def u(self, pixels: float) -> int:
        """A size of the drawings (px at the normal text size) as px now."""
        return round(pixels * self.scale)

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        return self._colours[token]

    def font(self, role: str = "body", weight: int = 400) -> QFont:
        """The system's font in a text role, for painters: the same object until the look changes,
        nobody changes it.
        """
        if (role, weight) not in self._fonts:
            self._fonts[role, weight] = self._made_font(role, weight)
        return self._fonts[role, weight]

    def _made_font(self, role: str, weight: int) -> QFont:
        font = QFont(self._application.font())
        font.setPixelSize(round(text_pixels(role, self.scale)))
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def pixmap(self, name: str, size: int = 16, token: str = "ink2", ratio: float = 0.0) -> QPixmap:
        """An icon at `size` px of the drawings in a token's colour."""
        return self._icons.pixmap(name, self.u(size), self.tokens[token], ratio)

    def icon(self, name: str, size: int = 16, token: str = "ink2", *, on: str = "") -> QIcon:
        """An icon for buttons and menus; `on` = token when checked."""
        return self._icons.icon(
            name, self.u(size), self.tokens[token],
            off=self.tokens["ink3"], on=self.tokens[on] if on else "",
        )  # fmt: skip

    # what stays true --------------------------------------------------------------------------

    def bind(self, target: Bound, function: Callable[[Bound], None]) -> Bound:
        """Run function(target) now and after each change, as long as the target lives.
        The function must not hold the target.
        """
        key = id(target)
        entry = self._bound.get(key)
        if entry is None or entry[0]() is not target:
            entry = (weakref.ref(target), [])
            self._bound[key] = entry
        entry[1].append(function)
        function(target)
        return target

    def _run_bound(self) -> None:
        for key, (reference, functions) in list(self._bound.items()):
            target = reference()
            if target is None or not shiboken6.isValid(target):
                self._bound.pop(key, None)
                continue
            for function in functions:
                function(target)

    def tidy(self) -> None:
        """Forget what no longer lives (called where many parts come and go)."""
        for key, (reference, _) in list(self._bound.items()):
            target = reference()
            if target is None or not shiboken6.isValid(target):
                self._bound.pop(key, None)

    def space(
        self, layout: QLayout, spacing: float = 0, margins: tuple[float, ...] = (0, 0, 0, 0)
    ) -> None:
        """Spacing and margins (start, top, end, bottom) of a layout in px of the drawings."""

        def put(target: QLayout) -> None:
            target.setSpacing(self.u(spacing))
            target.setContentsMargins(*(self.u(m) for m in margins))

        self.bind(layout, put)

    def fix(self, widget: QWidget, width: float | None = None, height: float | None = None) -> None:
        """A fixed width or height in px of the drawings."""

        def put(target: QWidget) -> None:
            if width is not None:
                target.setFixedWidth(self.u(width))
            if height is not None:
                target.setFixedHeight(self.u(height))

        self.bind(widget, put)

    def set_icon(
        self, target: QAbstractButton | QLabel, name: str, size: int = 16, token: str = "ink2", *,
        on: str = "",
    ) -> None:  # fmt: skip
        """Put an icon on a button or a label; called again it replaces the one before."""
        target.setProperty("iconWish", [name, size, token, on])
        known = self._bound.get(id(target))
        if known and known[0]() is target and self._put_icon in known[1]:
            self._put_icon(target)
        else:
            self.bind(target, self._put_icon)

    def _put_icon(self, target: QAbstractButton | QLabel) -> None:
        name, size, token, on = target.property("iconWish")
        if isinstance(target, QLabel):
            target.setPixmap(self.pixmap(name, size, token, target.devicePixelRatioF()))
            target.setFixedSize(self.u(size), self.u(size))
            return
        pixmap = self.icon(name, size, token, on=on)
        target.setIcon(pixmap)
        target.setIconSize(pixmap.actualSize(self.pixmap(name, size, token).size()))


def set_look(widget: QWidget, **properties: str) -> None:
    """Set dynamic properties (kind, type, tone, state, …) and let the style sheet see them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
