"""All columns in one list: which are shown, in which order, and how far they are kept in sight.

What is done here is seen in the sheet at once; the texts of a hidden column are sent all the same.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import t
from app.ui.context import Context
from app.ui.pages.forms import Scroll
from app.ui.parts import TickBox, button, icon_button, label, rule
from app.ui.sheet.columns import Columns
from app.ui.sheet.model import TITLE, Head

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Line(QWidget):
    """One column: a tick whether it is shown, and the two ways it can move."""

    def __init__(self, context: Context, dialog: ColumnsDialog, column: int, head: Head) -> None:
        super().__init__()
        self.column = column
        theme, name = context.theme, head.words.name
        row = QHBoxLayout(self)
        theme.space(row, 4, (10, 2, 6, 2))
        self.tick = TickBox(theme, name)
        self.tick.setAccessibleName(f"{name} {head.words.note}".strip())
        self.tick.toggled.connect(partial(dialog.show_column, column))
        self.tick.installEventFilter(dialog)
        row.addWidget(self.tick)
        row.addWidget(label(head.words.note, "note", "ink2"), 1)
        self.note = label("", "note", "ink2")
        row.addWidget(self.note)
        self.up = icon_button(
            theme, "chevron-up", t("arrange.up", column=name),
            pressed=partial(dialog.move_column, column, -1),
        )  # fmt: skip
        self.down = icon_button(
            theme, "chevron-down", t("arrange.down", column=name),
            pressed=partial(dialog.move_column, column, 1),
        )  # fmt: skip
        for made in (self.up, self.down):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keys: Alt and the arrows
            row.addWidget(made)


class ColumnsDialog(QDialog):
    """Ticks, the order, and up to where columns stay in sight. Enter closes."""

    meanings_wanted = Signal()

    def __init__(
        self, context: Context, parent: QWidget, columns: Columns, heads: list[Head], column: int
    ) -> None:
        super().__init__(parent)
        self._context, self._columns, self._heads = context, columns, heads
        theme = context.theme
        self.setWindowTitle(t("arrange.title"))
        self.setModal(True)
        box = QVBoxLayout(self)
        theme.space(box, 14, (24, 20, 24, 18))
        box.addWidget(label(t("arrange.title"), "page"))
        box.addWidget(label(t("arrange.text"), "body", "ink2", wrap=True))
        self._scroll = Scroll(theme, t("arrange.title"))
        theme.space(self._scroll.column, 0)
        box.addWidget(self._scroll, 1)
        self.lines: dict[int, _Line] = {}
        self._now = column
        """The column whose line has the keys, or had them last."""
        self._rule = rule()
        self._rule.setParent(self)
        box.addLayout(self._choices())
        row = QHBoxLayout()
        theme.space(row, 8)
        self.meanings = button(theme, t("command.columns"), kind="link", pressed=self._meanings)
        row.addWidget(self.meanings)
        row.addStretch(1)
        self.done_ = button(theme, t("arrange.done"), kind="primary", pressed=self.accept)
        self.done_.setDefault(True)
        row.addWidget(self.done_)
        box.addLayout(row)
        self._fill()
        columns.changed.connect(self._show)
        self.finished.connect(self.deleteLater)
        self.resize(min(theme.u(560), parent.width()), min(theme.u(620), parent.height()))
        self._go(column)

    def _choices(self) -> QHBoxLayout:
        theme = self._context.theme
        row = QHBoxLayout()
        theme.space(row, 8)
        self.freeze = button(theme, t("arrange.freeze"), icon="lock", pressed=self._freeze)
        self.unfreeze = button(theme, t("arrange.unfreeze"), pressed=self._columns.unfreeze)
        self.all = button(theme, t("arrange.all"), icon="eye", pressed=self._all)
        for made in (self.freeze, self.unfreeze, self.all):
            row.addWidget(made)
        row.addStretch(1)
        return row

    # shown ------------------------------------------------------------------------------------

    def _fill(self) -> None:
        for column in self._columns.order:
            if column >= TITLE:
                self.lines[column] = _Line(self._context, self, column, self._heads[column])
        self._show()

    def _show(self) -> None:
        """The lines in the order of the columns, each as its column stands now."""
        columns = self._columns
        layout = self._scroll.column
        while layout.count():
            layout.takeAt(0)
        frozen, rest = columns.halves
        for column in columns.order:
            if column < TITLE:
                continue
            line, place = self.lines[column], columns.place(column)
            shown = place >= TITLE
            line.tick.blockSignals(True)
            line.tick.setChecked(shown)
            line.tick.blockSignals(False)
            line.note.setText(t("arrange.in-sight") if column in frozen else "")
            line.up.setEnabled(shown and place > TITLE)
            line.down.setEnabled(shown and place < len(columns.shown) - 1)
            layout.addWidget(line)
            if frozen and column == frozen[-1] and rest:
                layout.addWidget(self._rule)
        layout.addStretch(1)
        self._rule.setVisible(len(frozen) > 1)
        self.all.setEnabled(bool(columns.hidden))
        self.unfreeze.setEnabled(len(frozen) > 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember which line has the keys. Arrows go from line to line, with Alt they take the
        column along: a check box would use them otherwise.
        """
        if event.type() == QEvent.Type.FocusIn:
            self._now = next((c for c, line in self.lines.items() if line.tick is watched), -1)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step, along=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int, *, along: bool) -> None:
        if along:
            self.move_column(self._now, step)
            self._go(self._now)
            return
        order = [c for c in self._columns.order if c >= TITLE]
        place = order.index(self._now) + step
        if 0 <= place < len(order):
            self._go(order[place])

    def _go(self, column: int) -> None:
        line = self.lines.get(column)
        if line is not None:
            line.tick.setFocus()
            self._scroll.ensureWidgetVisible(line)

    # done -------------------------------------------------------------------------------------

    def show_column(self, column: int, on: bool) -> None:
        """Show a column, or not; the last that is shown stays."""
        if on:
            self._columns.show([column])
        elif not self._columns.hide([column]):
            self._show()

    def move_column(self, column: int, by: int) -> None:
        """One place towards the start (-1) or the end (1)."""
        place = self._columns.place(column)
        if place >= TITLE:
            self._columns.move(column, place + (2 if by > 0 else -1))

    def _freeze(self) -> None:
        self._columns.freeze(self._now)

    def _all(self) -> None:
        self._columns.show(self._columns.hidden)

    def _meanings(self) -> None:
        self.accept()
        self.meanings_wanted.emit()
