"""Several rows at once: what is the same, what differs, and one field to set it in all."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.model import MeaningKind
from app.core.text import n, t
from app.ui.context import Context
from app.ui.panel.file_facts import TotalSize
from app.ui.parts import Elided, icon_label, label
from app.ui.sheet.model import SheetModel
from app.ui.start import cover
from app.ui.theme import set_look

MOST_FIELDS = 24
PICTURES = 4


class SeveralField(QLineEdit):
    """One column of the chosen rows. Enter sets all, Esc leaves it."""

    def __init__(self, owner: SeveralRows, column: int, name: str) -> None:
        super().__init__()
        self._owner, self._column = owner, column
        self._before = ""
        self.setAccessibleName(name)
        self.returnPressed.connect(self._set)

    def show_values(self, values: list[str]) -> str:
        """What the rows hold; returns the note beside the name."""
        counted = Counter(values)
        same = len(counted) == 1
        self._before = values[0] if same else ""
        self.setText(self._before)
        self.setPlaceholderText("" if same else n("several.different", len(counted)))
        set_look(self, state="" if same else "several")
        empty = counted.get("", 0)
        if same:
            return n("several.same", len(values)) if values[0] else t("several.all-empty")
        return n("several.empty", empty) if empty else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts back what was there."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._before:
            self.setText(self._before)
            return
        super().keyPressEvent(event)

    def _set(self) -> None:
        self._owner.set_all(self._column, self.text())


class Pictures(QWidget):
    """The first pictures of the rows, side by side."""

    def __init__(self, context: Context, model: SheetModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self.places: list[int] = []
        context.theme.fix(self, height=62)
        context.thumbnails.arrived.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Up to four."""
        u = self._context.theme.u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wide = (self.width() - 3 * u(8)) // PICTURES
        for number, place in enumerate(self.places[:PICTURES]):
            box = QRect(number * (wide + u(8)), 0, wide, self.height())
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                box.moveLeft(self.width() - box.x() - wide)
            painter.fillRect(box, self._context.theme.color("sunken"))
            found = self._model.picture_at(place)
            if isinstance(found, QPixmap):
                painter.drawPixmap(QRectF(box), found, cover(found, box.width(), box.height()))
        painter.end()


class SeveralRows(QFrame):
    """Shown in the panel while several rows are chosen."""

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self._places: list[int] = []
        theme = context.theme
        self._column = QVBoxLayout(self)
        theme.space(self._column, 8)
        self._title = label("", "part")
        self._column.addWidget(self._title)
        self._pictures = Pictures(context, model)
        self._column.addWidget(self._pictures)
        self.total = TotalSize(context)
        self._column.addWidget(self.total)
        row = QHBoxLayout()
        theme.space(row, 8)
        row.addWidget(icon_label(theme, "info", 16, "wait"), 0, Qt.AlignmentFlag.AlignTop)
        self._sentence = label("", "note", "ink2", wrap=True)
        row.addWidget(self._sentence, 1)
        self._column.addLayout(row)
        self._fields = QVBoxLayout()
        theme.space(self._fields, 4)
        self._column.addLayout(self._fields)
        keys = QHBoxLayout()
        theme.space(keys, 8)
        keys.addWidget(icon_label(theme, "corner-down-left", 14))
        keys.addWidget(label(t("several.keys"), "note", "ink2", wrap=True), 1)
        self._column.addLayout(keys)
        self._made: list[tuple[int, SeveralField, Elided]] = []
        model.modelReset.connect(self._make)
        self._make()

    def _make(self) -> None:
        while self._fields.count():
            item = self._fields.takeAt(0)
            if item.widget():
                item.widget().deleteLater()
        self._made = []
        for column, head in enumerate(self._model.heads):
            if head.column is None or head.column.meaning.kind is MeaningKind.PATH:
                continue
            if len(self._made) >= MOST_FIELDS:
                break
            holder = QWidget()
            column_box = QVBoxLayout(holder)
            self._context.theme.space(column_box, 3, (0, 4, 0, 0))
            line = QHBoxLayout()
            line.addWidget(label(head.words.name, "strong-note", "ink2"))
            note = Elided("", "note", "ink3")
            note.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(note, 1)
            column_box.addLayout(line)
            field = SeveralField(self, column, head.words.name)
            column_box.addWidget(field)
            self._fields.addWidget(holder)
            self._made.append((column, field, note))

    def show_rows(self, places: list[int]) -> None:
        """Other rows, or the same with other texts."""
        self._places = places
        self._pictures.places = places
        self._pictures.update()
        self.total.show_rows(frozenset(self._model.id_at(place) for place in places))
        count = len(places)
        self._title.setText(n("several.title", count))
        self._sentence.setText(n("several.sentence", count))
        rows = [self._model.row_at(place).cells for place in places]
        for column, field, note in self._made:
            head = self._model.heads[column].column
            if head is not None and not (field.hasFocus() and field.isModified()):
                note.setText(field.show_values([cells.get(head.id, "") for cells in rows]))

    def set_all(self, column: int, text: str) -> None:
        """Set a column in all chosen rows: one undo step."""
        name = self._model.heads[column].words.name
        cells = {(p, column): text for p in self._places}
        self._model.change(n("change.several", len(cells), column=name), cells)
        self.show_rows(self._places)
