"""Two pictures side by side, which zoom and move together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.model import Row
from app.core.text import number, t
from app.ui.context import Context
from app.ui.parts import Elided, label
from app.ui.pictures.canvas import Canvas
from app.ui.pictures.looker import Shown
from app.ui.pictures.window import PictureWindow, facts


class CompareView(PictureWindow):
    """Of two rows with their files."""

    def __init__(
        self, context: Context, pairs: tuple[tuple[Row, Path | None], ...], parent: QWidget
    ) -> None:
        super().__init__(context, parent)
        self.setWindowTitle(t("compare.window"))
        self._rows = [row for row, _ in pairs]
        self.lines: list[Elided] = []
        sides = QHBoxLayout()
        context.theme.space(sides, 2)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(0)
        self._told.timeout.connect(self._tell)
        self.looker.only([path for _, path in pairs if path])
        for row, path in pairs:
            sides.addWidget(self._side(row, path), 1)
        self.outer.addLayout(sides, 1)
        self.outer.addWidget(self._line())
        self.canvas.setFocus()
        self._tell()

    def _side(self, row: Row, path: Path | None) -> QWidget:
        theme = self.context.theme
        holder = QWidget()
        column = QVBoxLayout(holder)
        theme.space(column, 0)
        title = self.context.session.title_of(row)
        canvas = Canvas(theme, self.looker, self.gaze)
        canvas.show_file(path, title)
        canvas.looked.connect(self._told.start)
        self.canvases.append(canvas)
        column.addWidget(canvas, 1)
        words = QVBoxLayout()
        theme.space(words, 1, (16, 8, 16, 8))
        line = Elided("", "note", "ink2")
        self.lines.append(line)
        words.addWidget(Elided(title, "strong"))
        words.addWidget(line)
        column.addLayout(words)
        return holder

    def _line(self) -> QWidget:
        self.zoom_tools()
        return self.line(label(t("compare.together"), "note", "ink2"))

    def _tell(self) -> None:
        for canvas, line, row in zip(self.canvases, self.lines, self._rows, strict=True):
            base = canvas.base()
            words = facts(base, canvas.scale, t("row.number", number=number(row.number)))
            if isinstance(base, Shown) and base.view.finest < 1:
                words = f"{words} · {t('large.reduced')}"
            line.setText(words)
            canvas.setAccessibleDescription(words)
