"""The rows on their way: picture, title, state, a sentence or a bar, what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.core.text import t
from app.ui.context import Context
from app.ui.pages.painting import paint_button, paint_focus
from app.ui.pages.upload_items import NEEDS, Item, actions, state_words, stem
from app.ui.pages.upload_model import UploadModel
from app.ui.parts import STATES
from app.ui.parts.pills import TONES
from app.ui.sheet.delegate import draw_picture
from app.ui.sheet.lines import Lines
from app.ui.theme import Theme
from app.ui.thumbnails import SMALL, kind_icon

Index = QModelIndex | QPersistentModelIndex
QUIET = ("out", "first", "hold")
"""Buttons that are shown only in the current line and under the mouse."""


class UploadDelegate(QStyledItemDelegate):
    """Draws a line."""

    def __init__(self, context: Context, parent: UploadList) -> None:
        super().__init__(parent)
        self._context = context
        self._theme: Theme = context.theme
        self._list = parent
        self._lines = Lines()
        context.theme.changed.connect(self._lines.forget)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As the table says."""
        return QSize(self._theme.u(300), self._theme.u(53))

    def places(self, box: QRect, item: Item) -> dict[str, QRect]:
        """Where the parts of a line are, from the start edge."""
        u = self._theme.u
        wide = box.width()
        found = {"picture": QRect(box.x() + u(16), box.y() + u(7), u(52), box.height() - u(15))}
        x = box.x() + u(80)
        metrics = QFontMetrics(self._theme.font("note", 500))
        buttons = actions(item)[: 2 if item.group == "needs" and wide > u(760) else 1]
        if item.row_id not in (self._list.hover_row, self._list.current_id):
            buttons = tuple(name for name in buttons if name not in QUIET)
        end = box.right() - u(14)
        high = max(u(27), metrics.height() + u(9))
        for name in reversed(buttons):
            room = metrics.horizontalAdvance(t(f"upload.do-{name}")) + u(24)
            spot = QRect(end - room, box.y() + (box.height() - high) // 2, room, high)
            found[f"do-{name}"] = spot
            end -= room + u(10)
        title = max(u(120), int((wide - u(80)) * 0.28))
        state = max(u(110), int((wide - u(80)) * 0.15))
        found["title"] = QRect(x, box.y(), title - u(12), box.height())
        found["state"] = QRect(x + title, box.y(), state - u(8), box.height())
        if wide < u(640):
            state = u(96) if end - x >= u(170) else u(24)  # the icon alone
            title = max(u(60), end - x - state)
            half = box.height() // 2
            found["title"] = QRect(x, box.y() + u(4), title - u(10), half - u(4))
            found["words"] = QRect(x, box.y() + half, title - u(10), half - u(4))
            found["state"] = QRect(x + title, box.y(), state - u(6), box.height())
            return found
        start = x + title + state
        found["words"] = QRect(start, box.y(), max(0, end - start - u(4)), box.height())
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        theme, box = self._theme, option.rect
        right = option.direction == Qt.LayoutDirection.RightToLeft
        item = self._list.rows.item(index.row())
        icon, tone = STATES["paused" if item.resting or item.held else item.state]
        if item.wrong:
            icon, tone = "octagon-x", "error"
        _, ink = TONES[tone]
        painter.save()
        painter.fillRect(box, theme.color(self._ground(item, tone)))
        places = {
            k: QStyle.visualRect(option.direction, box, r)
            for k, r in self.places(box, item).items()
        }
        self._picture(painter, places["picture"], item)
        painter.setPen(theme.color("ink"))
        lines = 2 if box.width() >= self._theme.u(640) else 1
        words = stem(item.title)
        self._lines.draw(
            painter, places["title"], words, theme.font("body", 600), lines=lines, right=right
        )
        self._state(painter, places["state"], state_words(item), icon, ink, right=right)
        self._words(painter, places["words"], item, right=right)
        lit = self._list.hover
        current = index.row() == self._list.currentIndex().row() and self._list.ringed
        first = True
        for name in actions(item):
            spot = places.get(f"do-{name}")
            if spot is None:
                continue
            paint_button(
                painter, theme, spot, t(f"upload.do-{name}"), lit=lit == (item.row_id, name)
            )
            if current and first:
                paint_focus(painter, theme, spot)
            first = False
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if current and first:
            painter.setPen(theme.color("focus"))
            painter.drawRect(box.adjusted(0, 0, -1, -2))
        painter.restore()

    @staticmethod
    def _ground(item: Item, tone: str) -> str:
        if item.group == "needs" and item.state in NEEDS:
            return "error_soft" if tone == "error" else "wait_soft"
        return "surface"

    def _picture(self, painter: QPainter, box: QRect, item: Item) -> None:
        found = self._context.thumbnails.get(item.file, SMALL) if item.file else None
        if isinstance(found, QPixmap):
            draw_picture(painter, box, found, self._theme.u(3))
            return
        name = kind_icon(item.file.suffix) if item.file and found is not None else "image"
        pixmap = self._theme.pixmap(name if item.file else "image-off", 16, "ink3")
        edge = self._theme.u(16)
        painter.drawPixmap(box.center().x() - edge // 2, box.center().y() - edge // 2, pixmap)

    def _state(
        self, painter: QPainter, box: QRect, words: str, icon: str, ink: str, *, right: bool
    ) -> None:
        theme, u = self._theme, self._theme.u
        x = box.right() - u(16) if right else box.x()
        painter.drawPixmap(x, box.y() + (box.height() - u(16)) // 2, theme.pixmap(icon, 16, ink))
        inner = box.adjusted(0, 0, -u(24), 0) if right else box.adjusted(u(24), 0, 0, 0)
        quiet = ink in ("ink3", "accent")
        painter.setPen(theme.color("ink" if quiet else ink))
        self._lines.draw(painter, inner, words, theme.font("body", 600), lines=2, right=right)

    def _words(self, painter: QPainter, box: QRect, item: Item, *, right: bool) -> None:
        theme, u = self._theme, self._theme.u
        painter.setPen(theme.color("ink" if item.group == "needs" else "ink2"))
        if item.share < 0:
            lines = 2 if box.height() >= u(40) else 1
            font = theme.font("note")
            self._lines.draw(painter, box, item.message, font, lines=lines, right=right)
            return
        if box.height() < u(40):
            self._bar(painter, box, item, right=right)
            return
        upper = box.adjusted(0, u(4), 0, -u(14))
        self._lines.draw(painter, upper, item.message, theme.font("note"), lines=1, right=right)
        self._bar(painter, box.adjusted(0, 0, 0, -u(10)), item, right=right)

    def _bar(self, painter: QPainter, box: QRect, item: Item, *, right: bool) -> None:
        theme, u = self._theme, self._theme.u
        track = QRectF(box.x(), box.bottom() - u(4), box.width(), u(4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(track, u(2), u(2))
        wide = max(u(4), track.width() * min(1.0, item.share))
        x = track.right() - wide if right else track.x()
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(x, track.y(), wide, track.height()), u(2), u(2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def button_at(self, box: QRect, item: Item, spot: QPoint) -> str:
        """The action whose button is at a place, "" for none."""
        direction = self._list.layoutDirection()
        for name, place in self.places(box, item).items():
            if name.startswith("do-") and QStyle.visualRect(direction, box, place).contains(spot):
                return name.removeprefix("do-")
        return ""

    def editorEvent(
        self, event: QEvent, _model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on a button."""
        if event.type() != QEvent.Type.MouseButtonRelease:
            return False
        assert isinstance(event, QMouseEvent)
        item = self._list.rows.item(index.row())
        name = self.button_at(option.rect, item, event.position().toPoint())
        if name:
            self._list.wanted.emit(item.row_id, name)
        return bool(name)


class UploadList(QTableView):
    """The list. `wanted` tells what shall be done with a row."""

    wanted = Signal(int, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.hover: tuple[int, str] | None = None
        self._keys = False
        self.hover_row = -1
        """Row under the mouse; quiet buttons are shown only there and in the current line."""
        self.rows = UploadModel(context, self)
        self.setModel(self.rows)
        self.setItemDelegate(UploadDelegate(context, self))
        self.setAccessibleName(t("upload.list"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setVisible(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        context.theme.bind(self, UploadList._size)

    def _size(self) -> None:
        u = self._context.theme.u
        high = max(u(53), self.fontMetrics().height() * 2 + u(12))
        self.verticalHeader().setDefaultSectionSize(high)
        self.setMinimumHeight(2 * high)

    def keep_line(self, change: Callable[[], None]) -> None:
        """Change what is shown. The row of the current line stays current, and nothing scrolls."""
        index, bar = self.currentIndex(), self.verticalScrollBar()
        line = max(0, index.row())
        row_id = self.rows.item(line).row_id if index.isValid() else -1
        place = bar.value()
        change()
        found = self.rows.line_of(row_id)
        line = found if found >= 0 else min(line, self.rows.rowCount() - 1)
        if line >= 0 and line != self.currentIndex().row():
            self.setAutoScroll(False)
            self.setCurrentIndex(self.rows.index(line, 0))
            self.setAutoScroll(True)
        bar.setValue(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the button under the mouse."""
        super().mouseMoveEvent(event)
        index, found = self.indexAt(event.position().toPoint()), None
        if index.isValid():
            item, delegate = self.rows.item(index.row()), self.itemDelegate()
            assert isinstance(delegate, UploadDelegate)
            spot = event.position().toPoint()
            name = delegate.button_at(self.visualRect(index), item, spot)
            found = (item.row_id, name) if name else None
        row = self.rows.item(index.row()).row_id if index.isValid() else -1
        if found != self.hover or row != self.hover_row:
            self.hover, self.hover_row = found, row
            self.viewport().update()

    @property
    def current_id(self) -> int:
        """Id of the row of the current line, when the keyboard is used here."""
        index = self.currentIndex()
        return self.rows.item(index.row()).row_id if index.isValid() and self.ringed else -1

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
        """Enter does what the first button says; the menu key shows all."""
        self._keys = True
        self.viewport().update()
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.rows.item(index.row())
            for name in actions(item)[:1]:
                self.wanted.emit(item.row_id, name)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event) -> None:  # noqa: ANN001 - QContextMenuEvent
        """Everything that can be done with the row."""
        index = (
            self.indexAt(event.pos())
            if event.reason() == event.Reason.Mouse
            else self.currentIndex()
        )
        if not index.isValid():
            return
        item = self.rows.item(index.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in actions(item):
            action = menu.addAction(t(f"upload.do-{name}"))
            action.triggered.connect(_Do(self, item.row_id, name))
        if menu.actions():
            menu.popup(event.globalPos())


class _Do:
    """One line of the menu."""

    def __init__(self, owner: UploadList, row_id: int, name: str) -> None:
        self._owner, self._row_id, self._name = owner, row_id, name

    def __call__(self) -> None:
        self._owner.wanted.emit(self._row_id, self._name)
