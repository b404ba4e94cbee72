"""The rows as pictures: a grid on the same model and selection as the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.core import text, wording
from app.core.media import Unavailable
from app.core.model import MeaningKind, Problem, Severity
from app.core.text import has, n, t
from app.ui.context import Context
from app.ui.parts import Elided, label
from app.ui.sheet.delegate import LOOKS, draw_picture
from app.ui.sheet.lines import Lines
from app.ui.sheet.model import PICTURE, SheetModel
from app.ui.theme import set_look
from app.ui.thumbnails import MEDIUM, SMALL, kind_icon, why_not

WIDTHS = {"small": 140, "medium": 196, "large": 300}
WIDEST = 480
"""Widths of a card in px of the drawings: those with a name, and the most there is."""
_ENOUGH = 1.25
"""A small picture may be drawn so much larger before a better one is asked for."""
_HEAD = 34
_WORDS_HIGH = 96
"""A stage this high has room for a word below its icon."""


def short_words(found: Problem, column: str) -> str:
    """A problem in two or three words, for the line below a picture."""
    key = f"grid.{found.code}"
    if has(key):
        return t(key)
    end = found.code.rpartition("-")[2]
    kind = end if end in ("missing", "required") else str(found.severity)
    return t(f"grid.column-{kind}", column=column) if column else t(f"grid.row-{found.severity}")


class PictureDelegate(QStyledItemDelegate):
    """A card: picture on a stage, title, row and date or the worst problem."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = context.theme
        self._lines = Lines()
        self.width = WIDTHS["medium"]
        self.pixels = 0
        """Width of a card in px, so that the cards fill the line; 0 = by `width`."""
        context.theme.changed.connect(self._lines.forget)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All the same."""
        u = self._theme.u
        wide = self.pixels or u(self.width)
        return QSize(wide, round(wide * 0.68) + u(46))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """One card."""
        model = index.model()
        assert isinstance(model, SheetModel)
        theme, u = self._theme, self._theme.u
        place = index.row()
        box = option.rect.adjusted(u(4), u(4), -u(4), -u(4))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or focused:
            painter.setPen(QPen(theme.color("focus" if focused else "accent"), 2))
            painter.setBrush(theme.color("row"))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), u(8), u(8))
        inner = box.adjusted(u(7), u(7), -u(7), -u(7))
        stage = QRect(inner.x(), inner.y(), inner.width(), inner.height() - u(42))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("row" if chosen else "sunken"))
        painter.drawRoundedRect(QRectF(stage), u(6), u(6))
        self._draw(painter, stage.adjusted(u(5), u(5), -u(5), -u(5)), model, place)
        self._words(painter, inner, stage, model, place)
        painter.restore()

    def _draw(self, painter: QPainter, stage: QRect, model: SheetModel, place: int) -> None:
        theme, u = self._theme, self._theme.u
        found = self._picture(painter, stage, model, place)
        if isinstance(found, QPixmap):
            draw_picture(painter, stage, found, u(3))
            return
        if found is None:
            return
        path = model.file_at(place)
        icon = kind_icon(path.suffix) if path and found.code == "no-picture" else "image-off"
        pixmap = theme.pixmap(icon, 24, "ink3")
        half, words = u(12), stage.height() >= u(_WORDS_HIGH)
        middle = stage.center().y() - (u(14) if words else 0)
        painter.drawPixmap(stage.center().x() - half, middle - half, pixmap)
        if words:
            below = stage.adjusted(u(4), 0, -u(4), 0)
            below.setTop(middle + half + u(4))
            painter.setPen(theme.color("ink2"))
            painter.setFont(theme.font("note"))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(below, flags | Qt.TextFlag.TextWordWrap, why_not(found))

    def _picture(
        self, painter: QPainter, stage: QRect, model: SheetModel, place: int
    ) -> QPixmap | Unavailable | None:
        """A picture that is good enough for the stage; until that is made the small one, if it is
        there.
        """
        longest = max(stage.width(), stage.height()) * painter.device().devicePixelRatioF()
        if longest <= SMALL * _ENOUGH:
            return model.picture_at(place, SMALL)
        found, path = model.picture_at(place, MEDIUM), model.file_at(place)
        small = path is not None and self._context.thumbnails.known(path, SMALL)
        return model.picture_at(place, SMALL) if found is None and small else found

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:  # fmt: skip
        """The whole title, all that is to be mended, and why there is no picture."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        model = index.model()
        assert isinstance(model, SheetModel)
        QToolTip.showText(event.globalPos(), self.explained(model, index.row()), view)
        return True

    def explained(self, model: SheetModel, place: int) -> str:
        """What the tooltip of a card says."""
        sentences = [self._context.session.title_of(model.row_at(place))]
        found = model.picture_at(place, SMALL)
        if isinstance(found, Unavailable):
            sentences.append(why_not(found))
        shown = (p for p in model.row_problems(place) if p.severity is not Severity.INFO)
        sentences += [text.problem(problem) for problem in shown]
        return "\n\n".join(dict.fromkeys(sentences))

    def _words(
        self, painter: QPainter, inner: QRect, stage: QRect, model: SheetModel, place: int
    ) -> None:
        theme, u = self._theme, self._theme.u
        right = self.parent().layoutDirection() == Qt.LayoutDirection.RightToLeft
        row = model.row_at(place)
        session = self._context.session
        problems = [p for p in model.row_problems(place) if p.severity is not Severity.INFO]
        painter.setPen(theme.color("ink"))
        high = u(20)
        first = QRect(inner.x() + u(2), stage.bottom() + u(5), inner.width() - u(4), high)
        self._lines.draw(
            painter, first, session.title_of(row), theme.font("note", 600), lines=1, right=right
        )
        said = session.text(row, MeaningKind.FIELD, "date")
        token = "ink2"
        if problems:
            said = short_words(problems[0], self._column(problems[0]))
            icon, token = LOOKS[problems[0].severity]
            size = u(22)
            spot = QRect(stage.right() - size - u(3), stage.y() + u(3), size, size)
            direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
            spot = QStyle.visualRect(direction, stage, spot)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{token}_soft"))
            painter.drawEllipse(spot)
            painter.drawPixmap(spot.x() + u(4), spot.y() + u(4), theme.pixmap(icon, 14, token))
        words = (
            t("grid.row", number=row.number, said=said)
            if said
            else t("row.number", number=row.number)
        )
        painter.setPen(theme.color(token))
        second = first.translated(0, u(18))
        self._lines.draw(painter, second, words, theme.font("note"), lines=1, right=right)

    def _column(self, found: Problem) -> str:
        session = self._context.session
        column = session.column(found.field)
        if column is None or session.project is None:
            return ""
        return wording.column_words(column, session.project.layout).name


class Head(QFrame):
    """The line above the pictures: how many are selected, and what can be done."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="surface", edge="bottom")
        row = QHBoxLayout(self)
        context.theme.space(row, 12, (16, 0, 16, 0))
        self.count = label("", "strong-note")
        self.keys = Elided(t("grid.keys"), "note", "ink2")
        self.order = label("", "note", "ink2")
        row.addWidget(self.count)
        row.addWidget(self.keys, 1)
        row.addWidget(self.order)


class PictureGrid(QListView):
    """All rows as pictures: a light table. Space shows one large, R turns what is selected."""

    picture_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._commands = context.commands
        self._rows = model
        self.head = Head(context, self)
        self.setAccessibleName(t("sheet.pictures"))
        self.setModel(model)
        self.setModelColumn(PICTURE)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(500)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionRectVisible(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._delegate = PictureDelegate(context, self)
        self.setItemDelegate(self._delegate)
        self.doubleClicked.connect(self._double)
        self._sought = QPersistentModelIndex()
        """A picture to be shown when it has its place."""
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._seek)
        bar.actionTriggered.connect(self._forget_sought)
        context.theme.bind(self, PictureGrid._scale)
        for signal in (model.layoutChanged, model.modelReset):
            signal.connect(self._tell)

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        """Selected and current are shared with the table."""
        super().setSelectionModel(selection)
        selection.selectionChanged.connect(self._tell)
        self._tell()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]  # persistent ones never come
        """Who goes to a cell while pictures are shown goes to its picture."""
        super().currentChanged(current, previous)
        if self.isVisible() and current.isValid() and current.column() != PICTURE:
            QTimer.singleShot(0, self, self._to_picture)

    def _to_picture(self) -> None:
        current = self.currentIndex()
        if self.isVisible() and current.isValid() and current.column() != PICTURE:
            picture = self._rows.index(current.row(), PICTURE)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(picture, flags)
            self.scrollTo(picture)

    def _tell(self, *_ignored: object) -> None:
        if not self.isVisible() or self.selectionModel() is None:
            return
        parts = self.selectionModel().selection()
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        self.head.count.setText(n("grid.selected", len(rows)) if rows else t("grid.none"))
        order = "grid.as-sorted" if self._rows.sorted_by else "grid.as-in-sheet"
        self.head.order.setText(t(order))

    def showEvent(self, event: QShowEvent) -> None:
        """The line above tells what is so now."""
        super().showEvent(event)
        self._tell()

    def set_width(self, width: int) -> None:
        """How wide a card is, about, in px of the drawings; the current one stays in sight."""
        self._delegate.width = max(WIDTHS["small"], min(width, WIDEST))
        before = self._delegate.pixels
        self._scale()
        if self.isVisible() and self._delegate.pixels != before:
            self.show_current()

    def show_current(self) -> None:
        """Bring the current picture into sight: of very many as soon as it has its place."""
        self._sought = QPersistentModelIndex(self.currentIndex())
        self._seek()

    def _seek(self, *_range: object) -> None:
        """Cards get their places some hundreds at a time; then there is more to scroll."""
        if self._sought.isValid() and self.visualRect(self._sought).isValid():
            self.scrollTo(self._sought)
            self._sought = QPersistentModelIndex()

    def _forget_sought(self) -> None:
        """Somebody scrolls: stay there."""
        self._sought = QPersistentModelIndex()

    def _scale(self) -> None:
        self.setSpacing(0)
        high = self._theme.u(_HEAD)
        self.setViewportMargins(0, high, 0, 0)
        self.head.setGeometry(0, 0, self.width(), high)
        room = self.viewport().width() - 2
        wanted = self._theme.u(self._delegate.width)
        self._delegate.pixels = room // max(1, round(room / wanted)) if room > wanted else 0
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards fill the line."""
        super().resizeEvent(event)
        self._scale()

    def select_rows(self, places: Iterable[int]) -> None:
        """Select the pictures of rows, as they were selected in the table."""
        runs: list[list[int]] = []
        for place in sorted(places):
            if runs and place == runs[-1][1] + 1:
                runs[-1][1] = place
            else:
                runs.append([place, place])
        chosen = QItemSelection()
        for first, last in runs:
            chosen.select(self._rows.index(first, PICTURE), self._rows.index(last, PICTURE))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _double(self) -> None:
        self.picture_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shows the picture large, R turns it."""
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        does: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {
            (Qt.Key.Key_Space, none): self.picture_wanted.emit,
            (Qt.Key.Key_R, none): self._commands.action("turn-right").trigger,
            (Qt.Key.Key_R, shift): self._commands.action("turn-left").trigger,
        }
        found = does.get((event.key(), event.modifiers()))
        if found is None:
            super().keyPressEvent(event)
        else:
            found()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the sheet."""
        self.menu_wanted.emit(event.globalPos())
