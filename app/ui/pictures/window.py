"""What the large view and the comparison share: zoom keys, a line of buttons, its size."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from app.core.text import number, size, t
from app.ui.context import Context
from app.ui.parts import button
from app.ui.pictures.canvas import Canvas
from app.ui.pictures.gaze import STEP, Gaze
from app.ui.pictures.looker import Looker, Shown
from app.ui.theme import set_look

NARROW = 1180
"""Below this width (px of the drawings) words and buttons stand in two lines."""
_PAN = 80
"""Pixels of a step with Shift and an arrow."""


def facts(shown: object, scale: float, row: str) -> str:
    """Row, size in pixels and bytes, and how large it is shown."""
    words = [row]
    if isinstance(shown, Shown):
        wide, high = shown.view.whole
        words.append(t("large.pixels", width=number(wide), height=number(high)))
        words.append(size(shown.view.length))
        words.append(t("large.zoom", percent=number(max(1, round(scale * 100)))))
    return " · ".join(f"\u2066{word}\u2069" for word in words)


class PictureWindow(QDialog):
    """As large as the screen allows. Escape and Space close it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.context = context
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.gaze = Gaze(self)
        self.looker = Looker(context.thumbnails, self)
        self.canvases: list[Canvas] = []
        self.line_room = NARROW
        set_look(self, ground="surface")
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(0)
        self.tools = QHBoxLayout()
        context.theme.space(self.tools, 4)
        self.finished.connect(self._closed)
        self.resize(parent.size())
        if self.screen().availableSize().width() >= parent.width():
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def line(self, words: QWidget | QLayout) -> QFrame:
        """The line below the pictures: words, then the tools that were added."""
        bar = QFrame()
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(bar, ground="panel", edge="top")
        self._bar = QHBoxLayout(bar)
        self.context.theme.space(self._bar, 8, (16, 8, 12, 8))
        if isinstance(words, QLayout):
            self._bar.addLayout(words, 1)
        else:
            self._bar.addWidget(words, 1)
        self.tools.addStretch(0)
        self._bar.addLayout(self.tools)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines where there is no room for one."""
        super().resizeEvent(event)
        self.arrange(self.line_room)

    def arrange(self, needed: float) -> None:
        """One line when there is as much room as is needed (px of the drawings), else two."""
        narrow = self.width() < self.context.theme.u(needed)
        way = QBoxLayout.Direction
        self._bar.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def add_tool(self, key: str, icon: str, pressed: Callable[[], object]) -> None:
        """A button with its word; the tooltip tells its key."""
        made = button(
            self.context.theme, t(f"large.{key}"), kind="ghost", icon=icon, pressed=pressed,
            tip=t(f"large.{key}.tip"),
        )  # fmt: skip
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tools.addWidget(made)

    def zoom_tools(self) -> None:
        """Closer, further away, whole, in full, turn, close."""
        self.add_tool("closer", "zoom-in", self.closer)
        self.add_tool("further", "zoom-out", self.further)
        self.add_tool("whole", "maximize", self.gaze.fit)
        self.add_tool("full", "square", self.full)
        self.add_tool("turn", "rotate-cw", self.turn_right)
        self.add_tool("close", "x", self.accept)

    # what can be done -------------------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        """The first picture."""
        return self.canvases[0]

    def closer(self) -> None:
        """A step closer."""
        self.canvas.zoom(STEP)

    def further(self) -> None:
        """A step away."""
        self.canvas.zoom(1 / STEP)

    def full(self) -> None:
        """Pixel for pixel."""
        self.canvas.full()

    def turn_right(self) -> None:
        """A quarter to the right, for looking only."""
        self.turn(1)

    def turn_left(self) -> None:
        """A quarter to the left, for looking only."""
        self.turn(-1)

    def turn(self, quarters: int) -> None:
        """All pictures that are shown."""
        for canvas in self.canvases:
            if canvas.path is not None:
                self.context.thumbnails.turn(canvas.path, quarters)
        self.gaze.put(self.gaze.factor, QPointF(0.5, 0.5))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, turn, move, close."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
        }  # fmt: skip
        does: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Plus: self.closer, Qt.Key.Key_Equal: self.closer,
            Qt.Key.Key_Minus: self.further, Qt.Key.Key_0: self.gaze.fit,
            Qt.Key.Key_1: self.full, Qt.Key.Key_Space: self.accept,
            Qt.Key.Key_R: self.turn_left if shift else self.turn_right,
        }  # fmt: skip
        if shift and key in moves:
            step = self.context.theme.u(_PAN)
            self.canvas.pan(moves[key][0] * step, moves[key][1] * step)
        elif key in does:
            does[key]()
        else:
            super().keyPressEvent(event)

    def _closed(self) -> None:
        self.looker.close()
