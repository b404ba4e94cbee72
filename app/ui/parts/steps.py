"""The five steps: done, current, to come; each can be gone to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStyle, QWidget

from app.core.text import t
from app.ui.parts.labels import label
from app.ui.theme import Theme, set_look


class StepButton(QPushButton):
    """A circle with a number or a tick, and a word."""

    def __init__(self, theme: Theme, number: int, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self._number = number
        self.state = "todo"
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_look(self, kind="painted")
        theme.bind(self, StepButton._fit)

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())

    def show_state(self, state: str) -> None:
        """State: done, current or todo."""
        self.state = state
        self.setAccessibleName(t(f"step.is-{state}", number=self._number, name=self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        """Circle, gap, the word at its boldest."""
        u = self._theme.u
        metrics = QFontMetrics(self._theme.font("body", 700))
        return QSize(
            u(20 + 8 + 6) + metrics.horizontalAdvance(self.text()),
            max(u(30), metrics.height() + u(8)),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circle and word."""
        theme, u = self._theme, self._theme.u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRect(u(3), (self.height() - u(19)) // 2, u(19), u(19))
        circle = QStyle.visualRect(self.layoutDirection(), self.rect(), circle)
        self._circle(painter, circle)
        current = self.state == "current"
        painter.setFont(theme.font("body", 700 if current else 400))
        painter.setPen(theme.color("ink" if current or self.underMouse() else "ink2"))
        words = QRect(u(30), 0, self.width() - u(30), self.height())
        words = QStyle.visualRect(self.layoutDirection(), self.rect(), words)
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags | Qt.TextFlag.TextSingleLine, self.text())
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), u(6), u(6))
        painter.end()

    def _circle(self, painter: QPainter, place: QRect) -> None:
        theme = self._theme
        if self.state == "todo":
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if self.state == "current" else "accent_soft"))
            painter.drawEllipse(place)
        if self.state == "done":
            pixmap = theme.pixmap("check", 12, "accent", self.devicePixelRatioF())
            edge = (place.width() - theme.u(12)) // 2
            painter.drawPixmap(place.x() + edge, place.y() + edge, pixmap)
            return
        painter.setFont(theme.font("note", 700))
        painter.setPen(theme.color("on_accent" if self.state == "current" else "ink2"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(self._number))


class _Line(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.fix(self, width=22, height=1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        painter.end()


class StepBar(QWidget):
    """All steps in a line; compact = "Step 2 of 5 Describe"."""

    step_chosen = Signal(int)

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = list(names)
        self._current = 0
        self._buttons: list[StepButton] = []
        self._lines: list[QWidget] = []
        row = QHBoxLayout(self)
        theme.space(row, 7)
        self._count = label("", "body", "ink2")
        self._name = label("", "strong")
        row.addWidget(self._count)
        row.addWidget(self._name)
        for number, name in enumerate(names):
            if number:
                self._lines.append(_Line(theme))
                row.addWidget(self._lines[-1])
            step = StepButton(theme, number + 1, name)
            step.setProperty("step", number)
            step.clicked.connect(self._pressed)
            self._buttons.append(step)
            row.addWidget(step)
        self.set_compact(False)
        self.show_step(0, set())

    @property
    def buttons(self) -> list[StepButton]:
        """The buttons, in order."""
        return self._buttons

    def show_step(self, current: int, done: set[int]) -> None:
        """Say which step is current and which are done."""
        self._current = current
        for number, step in enumerate(self._buttons):
            state = "current" if number == current else "done" if number in done else "todo"
            step.show_state(state)
        self._count.setText(t("step.count", number=current + 1, total=len(self._names)))
        self._name.setText(self._names[current])

    def set_compact(self, compact: bool) -> None:
        """Two words in place of five steps, for big text and small windows."""
        for part in (*self._buttons, *self._lines):
            part.setVisible(not compact)
        self._count.setVisible(compact)
        self._name.setVisible(compact)

    def _pressed(self) -> None:
        self.step_chosen.emit(self.sender().property("step"))
