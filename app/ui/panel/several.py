"""Several rows at once: what is the same, what differs, and one field to set it in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.core import offers
from app.core.cancel import Cancel
from app.core.errors import CancelledError
from app.core.held import Held, held, partly
from app.core.model import Layout, MeaningKind, Row
from app.core.text import n, t
from app.ui.context import Context
from app.ui.editors import kinds
from app.ui.editors.base import How
from app.ui.jobs import Latest
from app.ui.pages.forms import clear
from app.ui.pages.meanings import words_of
from app.ui.panel.adding import AT_ONCE, Adding
from app.ui.panel.file_facts import TotalSize
from app.ui.panel.over import Over
from app.ui.panel.several_field import MOST_VALUES, Part, SeveralField, Value
from app.ui.parts import icon_label, label
from app.ui.sheet.model import Head, SheetModel
from app.ui.start import cover

SEVERAL = ("P180", "P186")
"""Properties of which a file mostly has several values."""
MOST_FIELDS = 24
EACH_TURN = 4
"""Fields made in one turn of the event loop."""
PICTURES = 4


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

    set_wanted = Signal(object, int, str)
    """Places, column of the model, and the text they are to hold."""
    add_wanted = Signal(object, int, str)
    """The same with one more value for each."""

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
        self.adding = Adding(context, model, chosen=True)
        self._column.addWidget(self.adding)
        self._parts: dict[int, Part] = {}
        """By column of the model."""
        self._latest = Latest(context.jobs, "several", self)
        self.over = Over(context, self)
        self.over.ended.connect(self._ended)
        self.over.desk.looker.named.connect(self._names_came)
        self._edited = -1
        self._made_for: tuple[list[Head], Layout] | None = None
        self._waiting: list[int] = []
        """Columns whose fields are still to be made: some a turn, so that they are there when several
        rows are chosen, or at once when that comes first.
        """
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._make_ahead)
        model.modelReset.connect(self._reset)
        context.session.closing.connect(self._leave)

    def _reset(self) -> None:
        """There may be other columns."""
        self.over.close()
        heads, project = self._model.heads, self._context.session.project
        made_for = (heads, project.layout) if project is not None else None
        if made_for == self._made_for:
            return
        self._made_for, self._parts = made_for, {}
        clear(self._fields)
        there = [i for i, head in enumerate(heads) if head.column is not None]
        own = [i for i in there if heads[i].column.meaning.kind is not MeaningKind.PATH]
        self._waiting = own[:MOST_FIELDS] if project is not None else []
        if self.isVisible():
            self._make(len(self._waiting))
        elif self._waiting:
            self._ahead.start()

    def _make_ahead(self) -> None:
        self._make(EACH_TURN)
        if not self._waiting:
            self._ahead.stop()
            if not self.isVisible():
                self._pictures.places = []
                self.grab()  # the first painting of so many takes longer than all others

    def _make(self, most: int) -> None:
        project = self._context.session.project
        columns, self._waiting = self._waiting[:most], self._waiting[most:]
        for column in columns if project is not None else ():
            self._make_part(column, project.layout)

    def _make_part(self, column: int, layout: Layout) -> None:
        head = self._model.heads[column]
        own = bool(kinds.of(head.column.meaning, layout))
        words = words_of(head.column.meaning, layout)
        name = words if head.column.meaning.language else head.words.name
        part = Part(self._context.theme, name, own=own, words=head.shown)
        part.field.set_wanted.connect(partial(self.set_all, column))
        part.field.editor_wanted.connect(partial(self._edit, column))
        part.more.clicked.connect(partial(self._more, column))
        part.add_wanted.connect(partial(self._add_value, column))
        self._fields.addWidget(part)
        self._parts[column] = part

    # what they hold ---------------------------------------------------------------------------

    def show_rows(self, places: list[int]) -> None:
        """Other rows, or the same with other texts."""
        self._make(len(self._waiting))
        self._places = places
        self._pictures.places = places
        self._pictures.update()
        ids = frozenset(self._model.ids_at(places))
        self.total.show_rows(ids)
        self.adding.show_rows(places)
        count = len(places)
        self._title.setText(n("several.title", count))
        self._sentence.setText(n("several.sentence", count))
        rows = self._context.session.rows
        many = [self._id(column) for column in self._parts if self._has_many(column)]
        work = _Count(rows, ids, [self._id(column) for column in self._parts], many)
        if count <= AT_ONCE:
            self._latest.stop()
            self._counted(work())
            return
        for part in self._parts.values():
            part.show_waiting()
        self._latest.run(work, self._counted, self._not_counted)

    def _id(self, column: int) -> int:
        found = self._model.heads[column].column
        assert found is not None
        return found.id

    def _has_many(self, column: int) -> bool:
        """Whether a cell of a column mostly holds several values."""
        found, project = self._model.heads[column].column, self._context.session.project
        if found is None or project is None:
            return False
        categories = kinds.of(found.meaning, project.layout) == "categories"
        return categories or found.meaning.name in SEVERAL

    def _counted(self, counted: _Counted) -> None:
        for column, part in self._parts.items():
            column_id = self._id(column)
            if (held := counted.held.get(column_id)) is not None:
                part.show_held(held)
                part.show_values(self._named(counted.partly.get(column_id, [])), held.rows)
        self._context.theme.tidy()

    def _named(self, values: list[tuple[str, int]]) -> list[Value]:
        """The first values by their names; an item without a name that is known is not shown."""
        found: list[Value] = []
        nameless: list[str] = []
        for value, count in values:
            item = offers.item_of(value)
            name = offers.name_of(value)
            if item and name in (item, value):
                name = self.over.desk.looker.names.get(item, "")
            if name:
                found.append(Value(value, name, count, linked=bool(item)))
            else:
                nameless.append(item)
            if len(found) == MOST_VALUES or len(nameless) == MOST_VALUES:
                break
        self.over.desk.looker.want_names(nameless)
        return found

    def _names_came(self) -> None:
        if self.isVisible() and self._places:
            self.show_rows(self._places)

    def _not_counted(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            raise error

    # what is set ------------------------------------------------------------------------------

    def set_all(self, column: int, text: str) -> None:
        """Set a column in all chosen rows."""
        self.set_wanted.emit(self._places, column, text)

    def _add_value(self, column: int, value: str) -> None:
        self.add_wanted.emit(self._places, column, value)

    def _more(self, column: int, _checked: object = None) -> None:
        part = self._parts[column]
        menu = QMenu(part.more)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        self.fill_menu(menu, column)
        menu.popup(part.more.mapToGlobal(part.more.rect().bottomLeft()))

    def fill_menu(self, menu: QMenu, column: int) -> None:
        """What can be done with the text of a field: in these rows, in all, in those below."""
        text = self._parts[column].field.current()
        every = range(self._model.rowCount())
        below = range(max(self._places, default=-1) + 1, len(every))
        to_all = "several.to-shown" if self._model.filtered else "several.to-all"
        for key, places in (("several.to-these", self._places), (to_all, every)):
            self._add(menu, n(key, len(places)), places, column, text)
        if below:
            self._add(menu, n("several.to-below", len(below)), below, column, text)
        menu.addSeparator()
        self._add(menu, n("several.clear", len(self._places)), self._places, column, "")

    def _add(
        self, menu: QMenu, words: str, places: Sequence[int], column: int, text: str | None
    ) -> None:
        made = menu.addAction(words)
        made.setEnabled(text is not None)
        made.setToolTip("" if text is not None else t("several.say-which"))
        if text is not None:
            made.triggered.connect(partial(self._apply, places, column, text))

    def _apply(
        self, places: Sequence[int], column: int, text: str, _checked: object = None
    ) -> None:
        self.set_wanted.emit(places, column, text)

    # editors by meaning -----------------------------------------------------------------------

    def _edit(self, column: int, how: How, typed: str) -> None:
        """Open the editor of a column over its field."""
        field = self._parts[column].field
        self._edited = column
        self.over.open(self._model.heads[column], field, field.value, how, typed)

    def _ended(self, field: SeveralField, step: str, text: str) -> None:
        if step != "leave" and text != field.value:
            self.set_all(self._edited, text)

    def _leave(self) -> None:
        self._ahead.stop()
        self._latest.stop()
        self.over.close()


@dataclass(frozen=True)
class _Counted:
    """What the rows hold, and the values that only some of them have; by column id."""

    held: dict[int, Held]
    partly: dict[int, list[tuple[str, int]]]


class _Count:
    """The work: what the rows hold."""

    def __init__(
        self, rows: Sequence[Row], ids: frozenset[int], columns: Sequence[int],
        many: Sequence[int],
    ) -> None:  # fmt: skip
        self._rows, self._ids, self._columns, self._many = rows, ids, columns, many

    def __call__(self, _emit: object = None, cancel: Cancel | None = None) -> _Counted:
        chosen = [row for row in self._rows if row.id in self._ids]
        found = partly(chosen, self._many, cancel)
        return _Counted(held(chosen, self._columns, cancel), found)
