"""Find and replace, above the sheet: what is looked for, how often it is there, how to look."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.cells.search import Query
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.parts import Choice, Flow, TickBox, button, icon_button, icon_label, label
from app.ui.sheet.edits import Edits
from app.ui.sheet.finder import Finder
from app.ui.sheet.model import TITLE, Head
from app.ui.sheet.search import CellChange, Cells, selected
from app.ui.sheet.view import SheetView
from app.ui.theme import set_look
from app.ui.tidy.changes import SHOWN, Line
from app.ui.tidy.preview import PreviewDialog

OPTIONS = ("case", "whole", "regular", "selected")


class FindBar(QWidget):
    """Find and replace; Esc closes it."""

    closed = Signal()

    def __init__(self, context: Context, view: SheetView, edits: Edits) -> None:
        super().__init__()
        self._context, self._view, self._edits = context, view, edits
        self.finder = Finder(context, view)
        self._chosen: Cells | None = None
        self._changes: list[CellChange] = []
        self.preview: PreviewDialog | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="canvas", edge="bottom")
        theme = context.theme
        column = QVBoxLayout(self)
        theme.space(column, 2, (16, 6, 12, 4))
        self.wanted = self._field(t("find.what"))
        self.by = self._field(t("find.by"))
        self._count = label("", "note", "ink2")
        self._wrong = label("", "note", "error", wrap=True)
        self._one = button(theme, t("find.replace"), kind="small", pressed=self.replace_one)
        self._all = button(theme, t("find.replace-all"), kind="small", pressed=self.replace_all)
        row = QHBoxLayout()
        theme.space(row, 8)
        row.addWidget(icon_label(theme, "search", 16))
        row.addWidget(self.wanted, 3)
        row.addWidget(self._count)
        row.addWidget(icon_button(theme, "arrow-up", t("find.previous"), pressed=self.previous))
        row.addWidget(icon_button(theme, "chevron-down", t("find.next"), pressed=self.next))
        row.addWidget(self.by, 3)
        row.addWidget(self._one)
        row.addWidget(self._all)
        row.addWidget(icon_button(theme, "x", t("find.close"), size=14, pressed=self.leave))
        column.addLayout(row)
        self.setTabOrder(self.wanted, self.by)  # as in spreadsheets: what, then by what
        column.addLayout(self._options())
        column.addWidget(self._wrong)
        self._wrong.hide()
        self.wanted.textChanged.connect(self._changed)
        self.by.textChanged.connect(self._changed)
        self.wanted.returnPressed.connect(self.next)
        self.by.returnPressed.connect(self.replace_one)
        self.finder.changed.connect(self._show)
        self.finder.previewed.connect(self._show_preview)
        view.selection_changed.connect(self._allow_selected)
        view.current_changed.connect(self._name_column)
        self.hide()
        self._show()

    def _options(self) -> Flow:
        theme = self._context.theme
        flow = Flow()
        theme.space(flow, 12, (24, 0, 0, 0))
        self.ticks = {key: TickBox(theme, t(f"find.{key}")) for key in OPTIONS}
        for key, box in self.ticks.items():
            box.setAccessibleName(t(f"find.{key}"))
            box.toggled.connect(self._take_selected if key == "selected" else self._changed)
            theme.fix(box, height=32)
            flow.addWidget(box)
        self.where = Choice(theme, t("find.where"))
        self.where.setMinimumContentsLength(16)
        self.where.add(t("find.all-columns"), "all")
        self.where.add(t("find.this-column"), "this")
        self.where.currentIndexChanged.connect(self._changed)
        flow.addWidget(self.where)
        return flow

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setMinimumWidth(self._context.theme.u(96))
        return field

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done, by the name of the command."""
        return {
            "find": self.find,
            "replace": self.replace,
            "find-next": self.next,
            "find-previous": self.previous,
        }

    def find(self) -> None:
        """Show it to find."""
        self.begin(replacing=False)

    def replace(self) -> None:
        """Show it to replace."""
        self.begin(replacing=True)

    def begin(self, *, replacing: bool) -> None:
        """Show it, ready to type."""
        for part in (self.by, self._one, self._all):
            part.setVisible(replacing)
        self.show()
        self.finder.watched = True
        self._allow_selected()
        self._changed()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def leave(self) -> None:
        """Hide it, back to the sheet."""
        self.hide()
        self.ticks["selected"].setChecked(False)
        self.finder.watched = False
        self.finder.rest()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its lines need: the sheet below gives way."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self.layout().heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    # what is looked for -----------------------------------------------------------------------

    def _changed(self, *_ignored: object) -> None:
        on = {key: box.isChecked() for key, box in self.ticks.items()}
        by = self.by.text() if self.by.isVisibleTo(self) else None
        query = Query(self.wanted.text(), by, on["regular"], on["case"], on["whole"])
        only = self.where.currentData() == "this" and self._view.column >= TITLE
        self.finder.want(
            query,
            self._view.columns.place(self._view.column) if only else None,
            self._chosen if on["selected"] else None,
        )

    def _take_selected(self, on: bool) -> None:
        """Remember what is selected: going from one to the next selects something else."""
        self._chosen = selected(self._view) if on else None
        self._changed()

    def _allow_selected(self) -> None:
        if not self.isVisible():
            return
        box = self.ticks["selected"]
        parts = self._view.selection.selection()
        several = sum(part.width() * part.height() for part in parts) > 1
        box.setEnabled(several or box.isChecked())
        box.setToolTip("" if box.isEnabled() else t("find.select-first"))

    def _name_column(self) -> None:
        """Say which column "this column" is."""
        if not self.isVisible():
            return
        column = self._view.column
        known = TITLE <= column < len(self._view.model.heads)
        name = self._view.model.heads[column].words.name if known else ""
        words = t("find.this-column-of", column=name) if name else t("find.this-column")
        if self.where.itemText(1) != words:
            self.where.setItemText(1, words)
            if self.where.currentData() == "this":
                self._changed()

    def _show(self) -> None:
        result, said = self.finder.result, self.finder.said
        found = result.count if result else 0
        self._wrong.setText(said)
        if self._wrong.isHidden() == bool(said):
            self._wrong.setVisible(bool(said))
            self._fit()
        set_look(self.wanted, state="error" if said else "")
        if not self.wanted.text() or said:
            self._count.setText("")
        elif result is None or not found:
            self._count.setText(t("find.looking" if self.finder.busy else "find.nothing"))
        else:
            rows = n("find.in-rows", result.rows, rows=number(result.rows))
            key = "find.so-far" if self.finder.busy else "find.found"
            self._count.setText(t(key, count=number(found), rows=rows))
        why = t("find.nothing") if not found else ""
        for part in (self._one, self._all):
            part.setEnabled(bool(found))
            part.setToolTip(why)

    # doing ------------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next one."""
        self._go(back=False)

    def previous(self) -> None:
        """Go to the one before."""
        self._go(back=True)

    def _go(self, *, back: bool) -> None:
        if not self.wanted.text():
            self.begin(replacing=False)
            return
        if self.finder.resting:
            self._changed()
        self.finder.go(back=back)

    def replace_one(self) -> None:
        """Replace in the current cell, then go on."""
        change = self.finder.current()
        if change is not None:
            self._edits.replace({(self._view.place, self._view.column): change.new})
        self.next()

    def replace_all(self) -> None:
        """Show what would change; one undo step when it is agreed to."""
        self._all.setEnabled(False)
        self.finder.preview()

    def _show_preview(self, changes: list[CellChange]) -> None:
        self._show()
        self._changes = changes
        lines = [
            Line(c.number, self._head(c).words.name, c.text, c.new, c.hits) for c in changes[:SHOWN]
        ]
        title = t("replace.title", what=self.wanted.text(), by=self.by.text())
        self.preview = PreviewDialog(self._context, self.window(), title, lines, len(changes))
        self.preview.agreed.connect(self._replace_agreed)
        self.preview.open()

    def _head(self, change: CellChange) -> Head:
        return self._view.model.heads[self._view.columns.at(change.column)]

    def _replace_agreed(self, agreed: list[int]) -> None:
        cells = {}
        for at in agreed:
            change = self._changes[at]
            column = self._head(change).column
            if column is not None:
                cells[change.row_id, column.id] = change.new
        self._context.session.change(n("change.replace", len(cells)), cells)
        self._changes = []
