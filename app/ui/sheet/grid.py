"""The rows as pictures: a grid on the same model and selection as the table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core import text
from app.core.model import MeaningKind, Severity
from app.core.text import t
from app.ui.context import Context
from app.ui.sheet.delegate import LOOKS, draw_picture
from app.ui.sheet.lines import Lines
from app.ui.sheet.model import PICTURE, SheetModel
from app.ui.thumbnails import SMALL, kind_icon

WIDTHS = {"small": 140, "medium": 196, "large": 300}


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
        found = model.picture_at(place, SMALL)
        if isinstance(found, QPixmap):
            draw_picture(painter, stage, found, u(3))
            return
        if found is None:
            return
        path = model.file_at(place)
        icon = kind_icon(path.suffix) if path and found.code == "no-picture" else "image-off"
        pixmap = theme.pixmap(icon, 24, "ink3")
        half = u(12)
        painter.drawPixmap(stage.center().x() - half, stage.center().y() - half, pixmap)

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
            said = text.problem(problems[0])
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


class PictureGrid(QListView):
    """All rows as pictures."""

    picture_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, context: Context, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
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
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._delegate = PictureDelegate(context, self)
        self.setItemDelegate(self._delegate)
        self.doubleClicked.connect(self._double)
        context.theme.bind(self, PictureGrid._scale)

    def set_size(self, name: str) -> None:
        """Small, medium or large."""
        self._delegate.width = WIDTHS.get(name, WIDTHS["medium"])
        self._scale()

    def _scale(self) -> None:
        self.setSpacing(0)
        room = self.viewport().width() - 2
        wanted = self._theme.u(self._delegate.width)
        self._delegate.pixels = room // max(1, room // wanted) if room > wanted else 0
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards fill the line."""
        super().resizeEvent(event)
        self._scale()

    def _double(self) -> None:
        self.picture_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shows the picture large."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.picture_wanted.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the sheet."""
        self.menu_wanted.emit(event.globalPos())
