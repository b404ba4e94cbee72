"""Numbering titles by a pattern, with a preview and what would be wrong with each title."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.cells.numbering import Pattern, PatternError, figures
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.parts import Choice, Flow, button, icon_label, label
from app.ui.session_work import column_changed
from app.ui.sheet.model import TITLE as TITLE_COLUMN
from app.ui.sheet.view import SheetView
from app.ui.theme import set_look
from app.ui.tidy.changes import ChangeTable, Line
from app.ui.tidy.titles import DATE, FILE, JUDGED, TITLE, Made, Numbering, Rows, Working

AT_ONCE = 300
"""So many rows are worked out while the window waits; dates are always read beside it."""
INSERTED = ((TITLE, "number.field-title"), (FILE, "number.field-file"), (DATE, "number.field-date"))


class NumberDialog(QDialog):
    """Pattern, counter, rows, preview. Enter sets the titles, as one undo step."""

    done_ = Signal(int)
    """How many titles were set."""

    def __init__(self, context: Context, parent: QWidget, view: SheetView) -> None:
        super().__init__(parent)
        project = context.session.project
        assert project is not None
        self._context, self._view = context, view
        self._project = project
        self._rows = Rows(project)
        self._latest = Latest(context.jobs, "number", self)
        self._made = Made()
        theme = context.theme
        self.setWindowTitle(t("number.head"))
        self.setModal(True)
        box = QVBoxLayout(self)
        theme.space(box, 10, (24, 20, 24, 18))
        box.addWidget(label(t("number.head"), "page"))
        width = len(str(10 ** max(1, figures(view.model.rowCount()) - 1)))
        self.pattern = QLineEdit(f"{{{TITLE}}} ({{n:0{max(2, width)}}})")
        self.pattern.setAccessibleName(t("number.pattern"))
        self._counter = f"{{n:0{max(2, width)}}}"
        box.addWidget(label(t("number.pattern"), "strong-note", "ink2"))
        box.addWidget(self.pattern)
        box.addLayout(self._inserts())
        self.wrong = label("", "note", "error", wrap=True)
        box.addWidget(self.wrong)
        box.addLayout(self._counting())
        line = QHBoxLayout()
        theme.space(line, 6)
        self._mark = icon_label(theme, "triangle-alert", 16, "warn")
        self.count = label("", "strong", wrap=True)
        line.addWidget(self._mark)
        line.addWidget(self.count, 1)
        box.addLayout(line)
        self.table = ChangeTable(theme, t("preview.title"))
        box.addWidget(self.table, 1)
        row = QHBoxLayout()
        theme.space(row, 8)
        row.addStretch(1)
        row.addWidget(button(theme, t("preview.cancel"), pressed=self.reject))
        self.yes = button(theme, t("number.none"), kind="primary", pressed=self._agree)
        self.yes.setDefault(True)
        row.addWidget(self.yes)
        box.addLayout(row)
        self.pattern.textChanged.connect(self._changed)
        self.finished.connect(self._latest.stop)
        self.finished.connect(self.deleteLater)
        room = parent.size()
        self.resize(min(theme.u(860), room.width()), min(theme.u(660), room.height()))
        self._changed()
        self.pattern.setFocus()

    def open(self) -> None:
        """The cursor behind the pattern: a button adds to it and replaces nothing."""
        super().open()
        self.pattern.end(False)

    def _inserts(self) -> Flow:
        """Buttons, so that nobody has to type braces."""
        theme = self._context.theme
        flow = Flow()
        theme.space(flow, 6)
        for name, words in (("", "number.field-n"), *INSERTED):
            made = button(theme, t(words), kind="small", icon="plus", tip=t("number.insert"))
            made.setProperty("field", self._counter if not name else f"{{{name}}}")
            made.clicked.connect(self._insert)
            flow.addWidget(made)
        self.column = Choice(theme, t("number.field-column"))
        self.column.add(t("number.field-column"), "")
        for head in self._view.model.heads[TITLE_COLUMN + 1 :]:
            name = self._rows.name_of(head.column.id) if head.column else ""
            if name:
                self.column.add(head.words.name, f"{{{name}}}", head.words.icon)
        self.column.activated.connect(self._insert_column)
        flow.addWidget(self.column)
        return flow

    def _counting(self) -> QGridLayout:
        theme = self._context.theme
        grid = QGridLayout()
        theme.space(grid, 8)
        self.start = self._spin(t("number.start"), 1, 0)
        self.step = self._spin(t("number.step"), 1, -1000)
        self.per = Choice(theme, t("number.per"))
        self.per.add(t("number.per-none"), "")
        for head in self._view.model.heads[TITLE_COLUMN:]:
            name = self._rows.name_of(head.column.id) if head.column else ""
            if name:
                self.per.add(t("number.per-column", column=head.words.name), name)
        self.where = Choice(theme, t("number.where"))
        chosen, shown = len(self._view.places()), self._view.model.rowCount()
        if chosen > 1:
            self.where.add(n("number.selected", chosen, rows=number(chosen)), "selected")
        key = "number.shown" if self._view.model.filtered else "number.all"
        self.where.add(n(key, shown, rows=number(shown)), "all")
        cells = (("number.start", self.start), ("number.step", self.step),
                 ("number.per", self.per), ("number.where", self.where))  # fmt: skip
        for place, (words, widget) in enumerate(cells):
            grid.addWidget(label(t(words), "strong-note", "ink2"), 0, place)
            grid.addWidget(widget, 1, place)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        for choice in (self.per, self.where):
            choice.currentIndexChanged.connect(self._changed)
        for spin in (self.start, self.step):
            spin.valueChanged.connect(self._changed)
        return grid

    def _spin(self, name: str, value: int, least: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(least, 1_000_000)
        made.setValue(value)
        made.setAccessibleName(name)
        self._context.theme.fix(made, 90, 32)
        return made

    def _insert(self) -> None:
        self.pattern.insert(self.sender().property("field"))
        self.pattern.setFocus()

    def _insert_column(self, place: int) -> None:
        field = self.column.itemData(place)
        self.column.setCurrentIndex(0)
        if field:
            self.pattern.insert(field)
            self.pattern.setFocus()

    # what would change ------------------------------------------------------------------------

    def _changed(self, *_ignored: object) -> None:
        self._latest.stop()
        try:
            pattern = Pattern.parse(self.pattern.text(), self._rows.fields)
        except PatternError as error:
            self._say_wrong(str(error))
            return
        self._say_wrong("")
        wanted = self._wanted()
        how = Numbering(pattern, self.start.value(), self.step.value(), self.per.currentData())
        work = Working(self._rows, wanted, how)
        if len(self._project.rows) <= AT_ONCE and DATE not in pattern.fields:
            self._show(work(None, None))
        else:
            self.yes.setEnabled(False)
            self._mark.hide()
            self.count.setText(t("clean.working"))
            self._latest.run(work, self._show, on_event=self._show_unjudged)

    def _say_wrong(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        set_look(self.pattern, state="error" if words else "")
        if words:
            self._made = Made()
            self.yes.setEnabled(False)
            self.yes.setToolTip(words)
            self.count.setText("")
            self._mark.hide()

    def _wanted(self) -> list[int]:
        model = self._view.model
        places = self._view.places() if self.where.currentData() == "selected" else None
        return model.ids_at(range(model.rowCount()) if places is None else places)

    def _show_unjudged(self, made: Made) -> None:
        """The titles; what would be wrong with them is still looked at."""
        self._show(made)
        every = len(made.every)
        count = n("number.count", every, titles=number(every))
        self.count.setText(t("number.looking", count=count))

    def _show(self, made: Made) -> None:
        self._made = made
        column = self._view.model.heads[TITLE_COLUMN].words.name
        self.table.show_lines(
            [Line(m.row.number, column, m.old, m.new, problem=m.problem) for m in made.first]
        )
        every, wrong = len(made.every), made.wrong
        self._mark.setVisible(bool(wrong))
        said = n("number.count", every, titles=number(every)) if every else t("number.none")
        if wrong:
            said = n("number.wrong", len(wrong), titles=number(len(wrong)), what=wrong[0].problem)
        if every > JUDGED:
            said = t("number.looked-at", said=said, count=number(JUDGED))
        self.count.setText(said)
        self.yes.setEnabled(bool(every))
        self.yes.setToolTip("" if every else t("number.none"))
        self.yes.setText(n("number.do", every, titles=number(every)) if every else t("number.none"))

    def _agree(self) -> None:
        column = self._rows.title_column
        if column is None:
            return
        self.accept()
        texts, session = self._made.texts, self._context.session
        said = n("change.number", len(texts))
        session.do(column_changed, said, column, texts, count=len(texts))
        self.done_.emit(len(texts))
