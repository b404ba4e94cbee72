"""One picture large; the arrows go to the next row that is shown in the sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import number, t
from app.ui.context import Context
from app.ui.parts import Elided, icon_label, label
from app.ui.pictures.canvas import Canvas
from app.ui.pictures.looker import Shown
from app.ui.pictures.window import NARROW, PictureWindow, facts
from app.ui.sheet.model import SheetModel

_WITH_NOTE = 1620
"""Width (px of the drawings) that the line below needs when it explains something."""
FOLLOW_MS = 250
"""The sheet follows where one stays: what lies below is drawn anew then."""


class LargeView(PictureWindow):
    """`moved` tells the place in the model that is shown, once one stays at it or closes."""

    moved = Signal(int)

    def __init__(self, context: Context, model: SheetModel, place: int, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._model = model
        self.place = place
        self._way = 1
        canvas = Canvas(context.theme, self.looker, self.gaze)
        self.canvases.append(canvas)
        self.outer.addWidget(canvas, 1)
        self.outer.addWidget(self._line())
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(0)
        self._told.timeout.connect(self._tell)
        canvas.looked.connect(self._told.start)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self._stays)
        self.finished.connect(self._ended)
        model.modelReset.connect(self.reject)
        self.canvas.setFocus()
        self._show()

    def _line(self) -> QWidget:
        theme = self.context.theme
        words = QVBoxLayout()
        theme.space(words, 1)
        self.title = Elided("", "strong")
        self.facts = label("", "note", "ink2")
        self.facts.setMinimumWidth(1)  # the window may be narrower than its words
        words.addWidget(self.title)
        below = QHBoxLayout()
        theme.space(below, 12)
        below.addWidget(self.facts)
        self.note = QWidget()
        note = QHBoxLayout(self.note)
        theme.space(note, 6)
        note.addWidget(icon_label(theme, "info", 14, "wait"))
        self.note_words = Elided("", "note", "ink2")
        note.addWidget(self.note_words, 1)
        below.addWidget(self.note, 1)
        below.addStretch(0)
        words.addLayout(below)
        self.add_tool("before", "chevron-left", self.back)
        self.add_tool("next", "chevron-right", self.on)
        self.zoom_tools()
        return self.line(words)

    # going on ---------------------------------------------------------------------------------

    def on(self) -> None:
        """The next row that is shown."""
        self._go(1)

    def back(self) -> None:
        """The row before."""
        self._go(-1)

    def _go(self, way: int) -> None:
        goal = self.place + way
        if 0 <= goal < self._model.rowCount():
            self._way, self.place = way, goal
            self._show()
            self._follow.start()

    def _stays(self) -> None:
        self.moved.emit(self.place)

    def _ended(self) -> None:
        if self._follow.isActive():
            self._follow.stop()
            self._stays()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows: the next and the one before."""
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        before = Qt.Key.Key_Right if right else Qt.Key.Key_Left
        after = Qt.Key.Key_Left if right else Qt.Key.Key_Right
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif event.key() in (after, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.on()
        elif event.key() in (before, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self.back()
        else:
            super().keyPressEvent(event)

    # what is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        row = self._model.row_at(self.place)
        title = self.context.session.title_of(row)
        path = self._model.file_at(self.place)
        self.setWindowTitle(t("large.window", title=title))
        self.title.setText(title)
        self.gaze.fit()
        self.looker.only([path] if path else [])
        self.canvas.show_file(path, title)
        self._tell()

    def _tell(self) -> None:
        base = self.canvas.base()
        row = t(
            "large.row", number=number(self._model.row_at(self.place).number),
            place=number(self.place + 1), total=number(self._model.rowCount()),
        )  # fmt: skip
        self.facts.setText(facts(base, self.canvas.scale, row))
        self.canvas.setAccessibleDescription(self.facts.text())
        reduced = isinstance(base, Shown) and base.view.finest < 1
        self.note_words.setText(t("large.reduced") if reduced else "")
        self.note.setVisible(reduced)
        self.line_room = _WITH_NOTE if reduced else NARROW
        self.arrange(self.line_room)
        if base is not None:
            self._ahead()

    def _ahead(self) -> None:
        """The one that comes next in the way one goes, then the one on the other side."""
        places = (self.place + self._way, self.place - self._way)
        there = [p for p in places if 0 <= p < self._model.rowCount()]
        paths = (self._model.file_at(place) for place in there)
        self.looker.ahead([path for path in paths if path], self.canvas.room())
