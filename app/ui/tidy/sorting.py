"""Sorting by several columns. Only the view is sorted: the project keeps the order of the sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import t
from app.ui.context import Context
from app.ui.parts import Choice, button, label
from app.ui.sheet.model import TITLE, SheetModel

LEVELS = 4


class SortDialog(QDialog):
    """Up to four columns, the main one first. Enter sorts."""

    def __init__(self, context: Context, parent: QWidget, model: SheetModel, column: int) -> None:
        super().__init__(parent)
        self._model = model
        theme = context.theme
        self.setWindowTitle(t("sort.title"))
        self.setModal(True)
        box = QVBoxLayout(self)
        theme.space(box, 14, (24, 20, 24, 18))
        box.addWidget(label(t("sort.title"), "page"))
        box.addWidget(label(t("sort.text"), "body", "ink2", wrap=True))
        grid = QGridLayout()
        theme.space(grid, 8)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 1)
        self.columns: list[Choice] = []
        self.ways: list[Choice] = []
        for level in range(LEVELS):
            grid.addWidget(label(t("sort.first" if not level else "sort.then"), "body"), level, 0)
            self.columns.append(self._columns(context, level))
            self.ways.append(self._ways(context, level))
            grid.addWidget(self.columns[-1], level, 1)
            grid.addWidget(self.ways[-1], level, 2)
        box.addLayout(grid)
        box.addStretch(1)
        row = QHBoxLayout()
        theme.space(row, 8)
        self.none = button(theme, t("sort.none"), pressed=self._as_in_the_sheet)
        row.addWidget(self.none)
        row.addStretch(1)
        row.addWidget(button(theme, t("sort.cancel"), pressed=self.reject))
        self.yes = button(theme, t("sort.do"), kind="primary", pressed=self._sort)
        self.yes.setDefault(True)
        row.addWidget(self.yes)
        box.addLayout(row)
        self._show(model.sorted_by or ((column, False),))
        self.finished.connect(self.deleteLater)
        self.resize(min(theme.u(560), parent.width()), self.sizeHint().height())
        self.columns[0].setFocus()

    def _columns(self, context: Context, level: int) -> Choice:
        made = Choice(context.theme, t("sort.column-of", level=level + 1))
        made.add(t("sort.nothing") if level else t("sort.sheet"), -1)
        for column, head in enumerate(self._model.heads):
            if column >= TITLE:
                made.add(head.words.name, column)
        made.currentIndexChanged.connect(self._allow)
        return made

    @staticmethod
    def _ways(context: Context, level: int) -> Choice:
        made = Choice(context.theme, t("sort.way-of", level=level + 1))
        made.add(t("sort.up"), False)
        made.add(t("sort.down"), True)
        return made

    def _show(self, levels: tuple[tuple[int, bool], ...]) -> None:
        for (column, down), choice, way in zip(levels, self.columns, self.ways, strict=False):
            choice.choose(column)
            way.choose(down)
        self._allow()

    def _allow(self) -> None:
        """A level can be chosen when the one before it is."""
        before = True
        for column, way in zip(self.columns, self.ways, strict=False):
            column.setEnabled(before)
            column.setToolTip("" if before else t("sort.before-first"))
            before = before and column.currentData() != -1
            way.setEnabled(before)
            way.setToolTip("" if before else t("sort.before-first"))

    @property
    def wanted(self) -> list[tuple[int, bool]]:
        """Columns and whether downwards; a column counts where it stands first."""
        found: dict[int, bool] = {}
        for column, way in zip(self.columns, self.ways, strict=True):
            if not column.isEnabled() or column.currentData() == -1:
                break
            found.setdefault(column.currentData(), way.currentData())
        return list(found.items())

    def _sort(self) -> None:
        self.accept()
        self._model.sort_by(self.wanted)

    def _as_in_the_sheet(self) -> None:
        self.accept()
        self._model.sort_by(())
