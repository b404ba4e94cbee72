"""The rows of one kind of problem: picture, title, the cell, what is suggested, "Use this"."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.core import text, wording
from app.core.checks import Group
from app.core.model import Severity
from app.core.text import t
from app.ui.context import Context
from app.ui.pages.painting import paint_button, paint_focus
from app.ui.pages.problem_shown import Shown, ShownRows
from app.ui.sheet.delegate import LOOKS, MISSING, draw_picture
from app.ui.sheet.lines import Lines
from app.ui.theme import Theme
from app.ui.thumbnails import SMALL

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
NUMBER, PICTURE, TITLE, CELL, SUGGESTION = range(5)


class ProblemRows(QAbstractTableModel):
    """All problems of a group that stand at a row."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.shown = ShownRows(context.session, ())
        self.header = ""
        context.thumbnails.arrived.connect(self._arrived)

    def show_group(self, group: Group | None) -> None:
        """Other problems."""
        self.beginResetModel()
        project, session = self._context.session.project, self._context.session
        self.shown, self.header = ShownRows(session, group.problems if group else ()), ""
        if group is not None and project is not None:
            fields = {p.field for p in group.problems}
            self.header = self._header(next(iter(fields))) if len(fields) == 1 else t("check.cell")
        self.endResetModel()

    def _header(self, field: str | None) -> str:
        project, column = self._context.session.project, self._context.session.column(field)
        if project is None or column is None:
            return t("check.cell")
        return wording.column_words(column, project.layout).name

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Problems."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Number, picture, title, cell, suggestion."""
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            "", t("column.picture"), t("column.name"), self.header or t("check.cell"),
            t("check.suggestion"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the whole line for screen readers."""
        shown = self.shown[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [t("row.number", number=shown.row.number), shown.title, shown.cell]
            parts += [text.problem(shown.problem), shown.held]
            if shown.suggestion is not None:
                parts.append(t("fix.use", value=shown.suggestion))
            elif shown.ways:
                parts += shown.buttons
            return ", ".join(p for p in parts if p)
        if role == Qt.ItemDataRole.ToolTipRole:
            if index.column() == SUGGESTION:
                return shown.suggestion or text.problem(shown.problem)
            return shown.cell if index.column() == CELL else shown.title
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            NUMBER: str(shown.row.number), TITLE: shown.title, CELL: shown.cell,
            SUGGESTION: shown.suggestion or "",
        }.get(index.column(), "")  # fmt: skip

    def _arrived(self, paths: frozenset[str]) -> None:
        if any(str(s.file) in paths for s in self.shown.made if s.file):
            last = self.index(max(0, len(self.shown) - 1), PICTURE)
            self.dataChanged.emit(self.index(0, PICTURE), last)


class ProblemDelegate(QStyledItemDelegate):
    """Draws the cells, and the button of each row."""

    def __init__(self, context: Context, parent: ProblemTable) -> None:
        super().__init__(parent)
        self._context = context
        self._theme: Theme = context.theme
        self._table = parent
        self._lines = Lines()
        context.theme.changed.connect(self._lines.forget)

    def buttons(self, box: QRect, shown: Shown) -> tuple[str, ...]:
        """The buttons there is room for: "Leave out" is also in the menu of the row."""
        u, words = self._theme.u, shown.buttons
        metrics = QFontMetrics(self._theme.font("note", 500))
        wide = sum(max(metrics.horizontalAdvance(w) + u(24), u(84)) + u(6) for w in words)
        drop = shown.acts[-1:] == ("out",) and len(words) > 1 and wide + u(150) > box.width()
        return words[:-1] if drop else words

    def button_places(self, box: QRect, shown: Shown, direction: Qt.LayoutDirection) -> list[QRect]:
        """Where the buttons of a row are: at the end of the line, narrower when there is no room."""
        u = self._theme.u
        metrics = QFontMetrics(self._theme.font("note", 500))
        high = max(u(27), metrics.height() + u(9))
        words = self.buttons(box, shown)
        most = box.width() if len(words) == 1 else (box.width() - u(26)) // len(words)
        end, places = box.right() - u(10), list[QRect]()
        for said in reversed(words):
            wide = min(max(metrics.horizontalAdvance(said) + u(24), u(84)), most)
            spot = QRect(end - wide, box.y() + (box.height() - high) // 2, wide, high)
            places.insert(0, QStyle.visualRect(direction, box, spot))
            end -= wide + u(6)
        return places

    def button_at(
        self, spot: QPoint, box: QRect, shown: Shown, direction: Qt.LayoutDirection
    ) -> int | None:
        """Which button lies at a point, None when none does."""
        places = self.button_places(box, shown, direction)
        return next((i for i, place in enumerate(places) if place.contains(spot)), None)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As the table says."""
        return QSize(self._theme.u(80), self._theme.u(47))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        theme, u, box = self._theme, self._theme.u, option.rect
        right = option.direction == Qt.LayoutDirection.RightToLeft
        shown = index.model().shown[index.row()]
        current = index.row() == self._table.currentIndex().row()
        painter.save()
        painter.fillRect(box, theme.color("row" if current else "surface"))
        column = index.column()
        if column == NUMBER:
            self._number(painter, option, shown, current=current)
        elif column == PICTURE:
            self._picture(painter, box, shown)
        elif column == TITLE:
            painter.setPen(theme.color("ink"))
            inner = box.adjusted(u(10), u(2), -u(8), -u(2))
            self._lines.draw(painter, inner, shown.title, theme.font("body", 600), right=right)
        elif column == CELL:
            self._cell(painter, option, shown)
        else:
            self._suggestion(painter, option, shown, current=current)
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _number(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, *, current: bool
    ) -> None:
        theme, u, box = self._theme, self._theme.u, option.rect
        icon, token = LOOKS[shown.problem.severity]
        spot = QRect(box.x() + u(14), box.y() + (box.height() - u(16)) // 2, u(16), u(16))
        spot = QStyle.visualRect(option.direction, box, spot)
        painter.drawPixmap(spot.topLeft(), theme.pixmap(icon, 16, token))
        painter.setFont(theme.font("body", 600 if current else 400))
        painter.setPen(theme.color("ink"))
        words = QStyle.visualRect(option.direction, box, box.adjusted(u(34), 0, -u(10), 0))
        flags = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags, str(shown.row.number))
        if current:
            bar = QRect(box.right() - u(3) + 1, box.y(), u(3), box.height())
            painter.fillRect(QStyle.visualRect(option.direction, box, bar), theme.color("accent"))

    def _picture(self, painter: QPainter, box: QRect, shown: Shown) -> None:
        u = self._theme.u
        inner = box.adjusted(u(6), u(5), -u(7), -u(6))
        found = self._context.thumbnails.get(shown.file, SMALL) if shown.file else None
        if isinstance(found, QPixmap):
            draw_picture(painter, inner, found, u(3))
            return
        pixmap = self._theme.pixmap("image" if shown.file else "image-off", 16, "ink3")
        edge = u(16)
        painter.drawPixmap(inner.center().x() - edge // 2, inner.center().y() - edge // 2, pixmap)

    def _cell(self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown) -> None:
        theme, u, box = self._theme, self._theme.u, option.rect
        right = option.direction == Qt.LayoutDirection.RightToLeft
        icon, token = LOOKS[shown.problem.severity]
        if token != "wait":
            painter.fillRect(box, theme.color(f"{token}_soft"))
            bar = QStyle.visualRect(
                option.direction, box, QRect(box.x(), box.y(), u(4), box.height())
            )
            painter.fillRect(bar, theme.color(token))
        missing = not shown.cell and shown.problem.code.endswith(MISSING)
        painter.setPen(theme.color(token if missing else "ink"))
        words = t("cell.missing") if missing else shown.cell
        inner = box.adjusted(u(12), u(2), -u(30), -u(2))
        inner = QStyle.visualRect(option.direction, box, inner)
        self._lines.draw(painter, inner, words, theme.font("body"), right=right)
        spot = QRect(box.right() - u(24), box.y() + (box.height() - u(16)) // 2, u(16), u(16))
        spot = QStyle.visualRect(option.direction, box, spot)
        painter.drawPixmap(spot.topLeft(), theme.pixmap(icon, 16, token))

    def _suggestion(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, *, current: bool
    ) -> None:
        theme, u, box = self._theme, self._theme.u, option.rect
        right = option.direction == Qt.LayoutDirection.RightToLeft
        places = self.button_places(box, shown, option.direction)
        taken = sum(place.width() + u(6) for place in places) - u(6)
        self._press(painter, places, shown, current=current)
        if box.width() - taken < u(60) or (len(places) > 1 and not shown.held):
            return
        known = shown.suggestion is not None
        icon, token = ("sparkles", "accent") if known else self._open_look(shown)
        spot = QRect(box.x() + u(10), box.y() + (box.height() - u(16)) // 2, u(16), u(16))
        spot = QStyle.visualRect(option.direction, box, spot)
        painter.drawPixmap(spot.topLeft(), theme.pixmap(icon, 16, token))
        hint = shown.problem.severity is Severity.INFO
        words = shown.suggestion if known else shown.held
        if not known and not words:
            words = t(f"check.{'may-stay' if hint else 'needs-answer'}")
        if known and not words:
            words = t("check.emptied")
        inner = QRect(box.x() + u(34), box.y(), box.width() - taken - u(54), box.height())
        inner = QStyle.visualRect(option.direction, box, inner)
        painter.setPen(theme.color("ink" if known else "ink2"))
        weight = 500 if known else 400
        self._lines.draw(painter, inner, words or "", theme.font("body", weight), right=right)

    @staticmethod
    def _open_look(shown: Shown) -> tuple[str, str]:
        """Icon and token of a row without a suggestion: a hint asks for nothing, or for a choice."""
        if len(shown.ways) > 1:
            return "info", "wait"
        hint = shown.problem.severity is Severity.INFO
        return ("circle-check", "ink3") if hint else ("circle-question-mark", "warn")

    def _press(
        self, painter: QPainter, places: list[QRect], shown: Shown, *, current: bool
    ) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.font("note", 500))
        for which, (place, words) in enumerate(zip(places, shown.buttons, strict=False)):
            lit = self._table.hover == (shown.row.id, shown.problem.code, which)
            room = place.width() - theme.u(12)
            said = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            paint_button(painter, theme, place, said, lit=lit)
            if current and self._table.ringed and which == self._table.way:
                paint_focus(painter, theme, place)

    def editorEvent(
        self, event: QEvent, _model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on the button."""
        if event.type() != QEvent.Type.MouseButtonRelease or index.column() != SUGGESTION:
            return False
        assert isinstance(event, QMouseEvent)
        shown = index.model().shown[index.row()]
        spot = event.position().toPoint()
        which = self.button_at(spot, option.rect, shown, option.direction)
        if which is None:
            return False
        self._table.press(index.row(), which)
        return True


class Heads(QHeaderView):
    """Names of the columns, drawn like those of the sheet."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._lines = Lines()
        self.setSectionsClickable(False)
        theme.changed.connect(self._lines.forget)

    def paintSection(self, painter: QPainter, box: QRect, place: int) -> None:
        """One head."""
        theme, u = self._theme, self._theme.u
        painter.save()
        painter.fillRect(box, theme.color("panel"))
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(theme.color("ink"))
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        words = str(self.model().headerData(place, Qt.Orientation.Horizontal) or "")
        inner = box.adjusted(u(10), 0, -u(8), 0)
        self._lines.draw(painter, inner, words, theme.font("note", 600), lines=1, right=right)
        painter.restore()


class ProblemTable(QTableView):
    """One line a problem; Enter or the button uses the suggestion or shows the cell."""

    used = Signal(object, str)
    """A Problem that is to be mended, and the way."""
    shown = Signal(object)
    """A Problem whose cell is to be shown in the sheet."""
    acted = Signal(object, str)
    """A Problem, and what is to be done with its row: use, out, back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.hover: tuple[int, str, int] | None = None
        self.way = 0
        """Which button of the current row Enter presses."""
        self._keys = False
        self.rows = ProblemRows(context, self)
        self.setModel(self.rows)
        self.setItemDelegate(ProblemDelegate(context, self))
        self.setAccessibleName(t("check.rows"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        head = Heads(context.theme, self)
        self.setHorizontalHeader(head)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(SUGGESTION, QHeaderView.ResizeMode.Stretch)
        self.rows.modelReset.connect(self._widths)
        context.theme.bind(self, ProblemTable._size)

    def _size(self) -> None:
        u = self._context.theme.u
        self.verticalHeader().setDefaultSectionSize(
            max(u(47), self.fontMetrics().height() * 2 + u(8))
        )
        self.horizontalHeader().setFixedHeight(max(u(32), self.fontMetrics().height() + u(12)))
        rows = 2 * self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(rows + self.horizontalHeader().height())
        self._widths()

    def _widths(self) -> None:
        u, room = self._context.theme.u, self.viewport().width()
        narrow = room < u(640)
        chooses = any(shown.chooses for shown in self.rows.shown[:1])
        self.setColumnHidden(PICTURE, narrow)
        self.setColumnHidden(CELL, False)
        self.setColumnHidden(CELL, chooses and room < u(900))
        self.setColumnWidth(NUMBER, u(66 if narrow else 74))
        self.setColumnWidth(PICTURE, u(70))
        if narrow:
            metrics = QFontMetrics(self._context.theme.font("note", 500))
            words = max(t("check.use-this"), t("check.show"), key=len)
            press = max(metrics.horizontalAdvance(words) + u(24), u(84)) + u(20)
            rest = room - u(66) - press
            tight = chooses or rest < 2 * u(70)
            self.setColumnHidden(CELL, tight)
            title = rest if tight else rest // 2
            self.setColumnWidth(TITLE, u(84) if chooses else max(u(70), title))
            self.setColumnWidth(CELL, max(u(70), rest // 2))
            return
        self.setColumnWidth(TITLE, max(u(150), int(room * 0.24)))
        self.setColumnWidth(CELL, max(u(140), int(room * 0.24)))

    def resizeEvent(self, event) -> None:  # noqa: ANN001 - QResizeEvent
        """Share the room."""
        super().resizeEvent(event)
        self._widths()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the button under the mouse."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        found = None
        if index.isValid() and index.column() == SUGGESTION:
            shown = self.rows.shown[index.row()]
            delegate = self.itemDelegate()
            assert isinstance(delegate, ProblemDelegate)
            spot, box = event.position().toPoint(), self.visualRect(index)
            which = delegate.button_at(spot, box, shown, self.layoutDirection())
            if which is not None:
                found = (shown.row.id, shown.problem.code, which)
        if found != self.hover:
            self.hover = found
            self.viewport().update()

    @property
    def ringed(self) -> bool:
        """Whether the focus is shown: the keyboard is in use here."""
        return self._keys and self.hasFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shown when the keyboard brought it here."""
        self._keys = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button says; with two, left and right choose between them."""
        self._keys = True
        self.viewport().update()
        place, key = self.currentIndex().row(), event.key()
        if place >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press(place, self.way)
            return
        if place >= 0 and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (key == Qt.Key.Key_Right) != self.isRightToLeft()
            last = len(self.rows.shown[place].buttons) - 1
            self.way = min(max(self.way + (1 if forward else -1), 0), last)
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Another row: its first button."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.way = 0

    def press(self, place: int, which: int = 0) -> None:
        """What a button of a row does."""
        shown = self.rows.shown[place]
        kind, name = shown.pressed(which)
        if kind == "way":
            self.used.emit(shown.problem, name)
        elif kind == "show":
            self.shown.emit(shown.problem)
        else:
            self.acted.emit(shown.problem, name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All that can be done with the row."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if mouse else self.currentIndex()
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for which, words in enumerate(self.rows.shown[index.row()].buttons):
            menu.addAction(words).triggered.connect(partial(self.press, index.row(), which))
        menu.popup(event.globalPos())
