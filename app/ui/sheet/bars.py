"""The bars above the sheet: the current cell, find and replace, what is filtered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.core.text import n, t
from app.ui.context import Context
from app.ui.parts import TickBox, TwoLines, button, icon_button, icon_label, label, rule
from app.ui.sheet import search
from app.ui.sheet.edits import Edits
from app.ui.sheet.view import SheetView
from app.ui.theme import Theme, set_look


class Strip(QWidget):
    """A line across, with a hairline below."""

    def __init__(
        self, theme: Theme, ground: str, height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._height = height
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground=ground, edge="bottom")
        self.row = QHBoxLayout(self)
        theme.space(self.row, 8, (16, 2, 16, 2))
        theme.bind(self, Strip._heighten)

    def _heighten(self) -> None:
        small = self.theme.scale >= 1.8
        self.setMinimumHeight(self.theme.u(self._height - 4 if small else self._height))


class CellBar(Strip):
    """Name of the cell, its whole text, how it is read, and a button for each way to mend it."""

    offer_pressed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface", 42, parent)
        self._name = label("", "strong-note", "ink2")
        self._text = TwoLines("")
        self._icon = icon_label(theme, "check", 14, "accent")
        self._reading = TwoLines("", "note", "ink2")
        self._offers: list[QPushButton] = []
        line = rule(down=True)
        theme.fix(line, height=18)
        self.row.addWidget(self._name)
        self.row.addWidget(line)
        self.row.addWidget(self._text, 3)
        self.row.addWidget(self._icon)
        self.row.addWidget(self._reading, 4)

    def show_cell(self, name: str, text: str, icon: str, token: str, reading: str) -> None:
        """Another cell, or the same with another text."""
        self._name.setText(name)
        self._text.setText(text or t("cell.empty"))
        set_look(self._text, tone="ink" if text else "ink3")
        self._icon.setVisible(bool(icon))
        if icon:
            self.theme.set_icon(self._icon, icon, 14, token)
        self._reading.setText(reading)
        set_look(self._reading, tone=token if token in ("error", "warn", "wait") else "ink2")
        wide = self._reading.fontMetrics().horizontalAdvance(reading) + self.theme.u(6)
        self._reading.setMaximumWidth(max(1, wide))

    def show_offers(self, words: list[str]) -> None:
        """A button for each; the same ones stay."""
        if [made.text() for made in self._offers] == words:
            return
        while self._offers:
            gone = self._offers.pop()
            self.row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for said in words:
            made = button(self.theme, said, kind="small", tip=said)
            made.clicked.connect(self._offered)
            self.row.addWidget(made)
            made.show()
            self._offers.append(made)

    def _offered(self) -> None:
        self.offer_pressed.emit(self._offers.index(self.sender()))


class FilterStrip(Strip):
    """Says that not all rows are shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "canvas", 36, parent)
        self.row.addWidget(icon_label(theme, "list-filter", 16, "accent"))
        self._words = label("", "strong-note")
        self.row.addWidget(self._words)
        self.all_rows = button(theme, t("filter.show-all"), kind="link")
        self.row.addWidget(self.all_rows)
        self.row.addStretch(1)
        self.hide()

    def show_count(self, shown: int, total: int, what: str) -> None:
        """How many of how many, and why."""
        self._words.setText(t("filter.showing", shown=shown, total=total, what=what))


class FindBar(Strip):
    """Find and replace; Esc closes it."""

    closed = Signal()

    def __init__(self, context: Context, view: SheetView, edits: Edits) -> None:
        super().__init__(context.theme, "canvas", 44)
        self._view, self._edits = view, edits
        self._known: list[tuple[int, int]] | None = None
        context.session.rows_changed.connect(self._forget)
        for news in (view.model.modelReset, view.model.layoutChanged):
            news.connect(self._forget)
        theme = context.theme
        self.row.addWidget(icon_label(theme, "search", 16))
        self.wanted = self._field(t("find.what"))
        self.by = self._field(t("find.by"))
        self.case = TickBox(theme, t("find.case"))
        self.case.setAccessibleName(t("find.case"))
        self._count = label("", "note", "ink2")
        self.row.addWidget(self.wanted, 2)
        self.row.addWidget(self._count)
        self.row.addWidget(
            icon_button(theme, "arrow-up", t("find.previous"), pressed=self.previous)
        )
        self.row.addWidget(icon_button(theme, "chevron-down", t("find.next"), pressed=self.next))
        self.row.addWidget(self.by, 2)
        self._one = button(theme, t("find.replace"), kind="small", pressed=self.replace_one)
        self._all = button(theme, t("find.replace-all"), kind="small", pressed=self.replace_all)
        self.row.addWidget(self._one)
        self.row.addWidget(self._all)
        self.row.addWidget(self.case)
        self.row.addWidget(icon_button(theme, "x", t("find.close"), size=14, pressed=self.leave))
        self.wanted.textChanged.connect(self._changed)
        self.case.toggled.connect(self._changed)
        self.wanted.returnPressed.connect(self.next)
        self.by.returnPressed.connect(self.replace_one)
        self.hide()
        self._changed()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setMinimumWidth(self.theme.u(120))
        return field

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {"find-next": self.next}

    def begin(self, *, replacing: bool) -> None:
        """Show it, ready to type."""
        for part in (self.by, self._one, self._all):
            part.setVisible(replacing)
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def leave(self) -> None:
        """Hide it, back to the sheet."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _found(self) -> list[tuple[int, int]]:
        if self._known is None:
            case = self.case.isChecked()
            self._known = list(search.find(self._view.model, self.wanted.text(), case=case))
        return self._known

    def _forget(self) -> None:
        """Cells changed, or other rows are shown: look again when it is wanted."""
        self._known = None

    def _changed(self) -> None:
        self._forget()
        found = len(self._found()) if self.wanted.text() else 0
        self._count.setText(n("find.count", found) if self.wanted.text() else "")
        for part in (self._one, self._all):
            part.setEnabled(bool(found))
            part.setToolTip("" if found else t("find.nothing"))

    def next(self) -> None:
        """Go to the next one."""
        self._go(back=False)

    def previous(self) -> None:
        """Go to the one before."""
        self._go(back=True)

    def _go(self, *, back: bool) -> None:
        current = (self._view.place, self._view.column)
        goal = search.after(self._found(), current, back=back)
        if goal is not None:
            self._view.go_to(*goal)

    def replace_one(self) -> None:
        """Replace in the current cell, then go on."""
        at = (self._view.place, self._view.column)
        found = self._found()
        if at in found:
            self._edits.replace({at: self._new(at)})
        self._changed()
        self.next()

    def replace_all(self) -> None:
        """Replace everywhere: one undo step."""
        self._edits.replace({at: self._new(at) for at in self._found()})
        self._changed()

    def _new(self, at: tuple[int, int]) -> str:
        cell = self._view.model.text_at(*at)
        return search.replaced(cell, self.wanted.text(), self.by.text(), case=self.case.isChecked())
