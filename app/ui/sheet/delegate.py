"""How a cell is drawn: ground, marks (bar, triangle, icon, word), text in two lines, focus frame."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.media import Unavailable
from app.core.model import Severity
from app.core.text import t
from app.ui.sheet.choices import Choices, words_for
from app.ui.sheet.lines import Lines
from app.ui.sheet.model import PICTURE, TITLE, SheetModel
from app.ui.theme import Theme, set_look
from app.ui.thumbnails import kind_icon

LOOKS = {
    Severity.BLOCKER: ("octagon-x", "error"),
    Severity.ERROR: ("octagon-x", "error"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "wait"),
}
"""Icon and token of each severity."""
MISSING = ("missing", "required")
"""Ends of codes of problems that an empty cell has: it then says "missing"."""
_NO_KEYS = Qt.KeyboardModifier.NoModifier


class CellEditor(QPlainTextEdit):
    """Edits a cell: Enter and Tab go on, Alt+Enter makes a line, Esc leaves it as it was."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        set_look(self, kind="cell")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.smallest = QRect()
        self.choices: Choices | None = None
        self._before = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show_choices)
        self.textChanged.connect(self.grow)

    def grow(self) -> None:
        """As high as its text, down to the edge of the view."""
        if self.smallest.isNull() or self.parentWidget() is None:
            return
        lines = max(1, int(self.document().size().height()))
        wanted = lines * self.fontMetrics().lineSpacing() + 12
        room = self.parentWidget().height() - self.smallest.y()
        self.setFixedHeight(max(self.smallest.height(), min(wanted, max(room, 60))))

    def offer(self, words: tuple[str, ...]) -> None:
        """Show a list of known words; what is not in it can be typed all the same."""
        self.choices = Choices(words, self)
        self.choices.setWidget(self)
        self.choices.activated.connect(self._take)
        self._before = self.toPlainText()
        self.textChanged.connect(self._soon.start)
        self._soon.start()

    def show_choices(self) -> None:
        """The words that hold what was typed; all of them before anything is typed."""
        if self.choices is None:
            return
        typed = self.toPlainText().strip()
        self.choices.setCompletionPrefix("" if typed == self._before.strip() else typed)
        self.choices.popup().setCurrentIndex(QModelIndex())
        self.choices.open_under(self.rect())

    def _take(self, word: str) -> None:
        self.textChanged.disconnect(self._soon.start)
        self.setPlainText(word)
        self._press(Qt.Key.Key_Return)

    def _press(self, key: Qt.Key, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Send a key the way it comes from the keyboard: the delegate hears it first."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self, QKeyEvent(kind, key, keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the list is open its keys come here first, past the delegate."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        popup = self.choices.popup() if self.choices is not None else None
        if popup is not None and popup.isVisible() and key in ends:
            if popup.currentIndex().isValid():
                event.ignore()  # the completer takes the chosen word
                return
            popup.hide()
            self._press(key, keys)
            return
        if popup is not None and key == Qt.Key.Key_Down and keys & Qt.KeyboardModifier.AltModifier:
            self._before = self.toPlainText()
            self.show_choices()
            return
        super().keyPressEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Draws and edits all cells but the heads."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = Lines()
        self.lines = 2
        self.current_row = -1
        """Place of the current row, which is tinted as a whole."""
        self.whole_row = True
        self.chosen: frozenset[int] = frozenset()
        """Places of rows with something selected: their pictures are tinted too."""
        self.current = QPersistentModelIndex()
        self.active = True
        theme.changed.connect(self._renew)
        self._renew()

    def _renew(self) -> None:
        self._lines.forget()
        self._fonts = {w: self._theme.font("body", w) for w in (400, 600)}

    # drawing ----------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """One cell."""
        model = index.model()
        assert isinstance(model, SheetModel)
        theme, box = self._theme, option.rect
        right = option.direction == Qt.LayoutDirection.RightToLeft
        place, column = index.row(), index.column()
        problems = () if column == PICTURE else model.problems_at(place, column)
        worst = problems[0].severity if problems else None
        text = model.text_at(place, column)
        missing = not text and any(p.code.endswith(MISSING) for p in problems)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        tinted = selected or (self.whole_row and place == self.current_row)
        tinted = tinted or (column == PICTURE and place in self.chosen)
        self._ground(painter, box, worst, tinted=tinted)
        if column == PICTURE:
            self._picture(painter, box, model.picture_at(place), model, place)
        else:
            inner = self._marks(painter, box, worst, right=right)
            font = self._fonts[600 if column == TITLE else 400]
            painter.setPen(theme.color("error" if missing else "ink"))
            shown = t("cell.missing") if missing else text
            self._lines.draw(painter, inner, shown, font, lines=self.lines, right=right)
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        edge = box.left() if right else box.right()
        painter.drawLine(edge, box.top(), edge, box.bottom())
        if place == self.current.row() and column == self.current.column():
            self._frame(painter, box, right=right, filled=column != PICTURE)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRect, worst: Severity | None, *, tinted: bool
    ) -> None:
        token = "row" if tinted else "surface"
        if worst in (Severity.BLOCKER, Severity.ERROR):
            token = "error_soft"
        elif worst is Severity.WARNING:
            token = "warn_soft"
        painter.fillRect(box, self._theme.color(token))

    def _marks(
        self, painter: QPainter, box: QRect, worst: Severity | None, *, right: bool
    ) -> QRect:
        """Bar, triangle, icon; what is left for the text."""
        theme, u = self._theme, self._theme.u
        inner = box.adjusted(u(10), u(2), -u(8), -u(3))
        if right:
            inner = box.adjusted(u(8), u(2), -u(10), -u(3))
        if worst is None:
            return inner
        icon, token = LOOKS[worst]
        direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        if token == "error":
            bar = QStyle.visualRect(direction, box, QRect(box.x(), box.y(), u(4), box.height()))
            painter.fillRect(bar, theme.color("error"))
        elif token == "warn":
            x, y, wide = (box.right() + 1, box.y(), -u(11)) if right else (box.x(), box.y(), u(11))
            corner = QPolygonF([QPointF(x, y), QPointF(x + wide, y), QPointF(x, y + u(11))])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn"))
            painter.drawPolygon(corner)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        size = u(16)
        spot = QRect(box.right() - size - u(8), box.y() + (box.height() - size) // 2, size, size)
        spot = QStyle.visualRect(direction, box, spot)
        painter.drawPixmap(spot.topLeft(), theme.pixmap(icon, 16, token))
        return inner.adjusted(u(20), 0, 0, 0) if right else inner.adjusted(0, 0, -u(20), 0)

    def _picture(
        self, painter: QPainter, box: QRect, found: QPixmap | Unavailable | None,
        model: SheetModel, place: int,
    ) -> None:  # fmt: skip
        u = self._theme.u
        inner = box.adjusted(u(6), u(5), -u(7), -u(6))
        if isinstance(found, QPixmap):
            draw_picture(painter, inner, found, u(3))
            return
        if found is None:
            return
        path = model.file_at(place)
        icon = kind_icon(path.suffix) if path and found.code == "no-picture" else "image-off"
        token = "ink3" if path else "error"
        size = u(16)
        pixmap = self._theme.pixmap(icon, 16, token)
        painter.drawPixmap(inner.center().x() - size // 2, inner.center().y() - size // 2, pixmap)

    def _frame(self, painter: QPainter, box: QRect, *, right: bool, filled: bool) -> None:
        theme, u = self._theme, self._theme.u
        colour = theme.color("focus" if self.active else "line2")
        wide = max(2, u(2))
        painter.setPen(QPen(colour, wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = wide // 2
        painter.drawRect(box.adjusted(half, half, -half, -half))
        if filled:
            size = u(7)
            x = box.left() if right else box.right() - size + 1
            painter.fillRect(QRect(x, box.bottom() - size + 1, size, size), colour)

    # editing ----------------------------------------------------------------------------------

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:  # fmt: skip
        """A small text editor over the cell."""
        editor = CellEditor(parent)
        model = index.model()
        assert isinstance(model, SheetModel)
        editor.setAccessibleName(model.heads[index.column()].words.name)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """The text of the cell, all of it chosen."""
        assert isinstance(editor, CellEditor)
        if not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.setPlainText(index.data(Qt.ItemDataRole.EditRole) or "")
            editor.selectAll()
            model = index.model()
            assert isinstance(model, SheetModel)
            words = words_for(model.heads[index.column()].words.kind)
            if words:
                editor.offer(words)

    def setModelData(
        self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Save what was typed."""
        assert isinstance(editor, CellEditor)
        assert isinstance(model, SheetModel)
        model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """Over the cell, as wide, and as high as its text needs."""
        assert isinstance(editor, CellEditor)
        editor.setGeometry(option.rect)
        editor.smallest = QRect(option.rect)  # a copy: the option goes when this returns
        editor.grow()

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Enter, Tab and Esc end the editing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, keys = event.key(), event.modifiers()
            hint = QAbstractItemDelegate.EndEditHint
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if keys & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
                    assert isinstance(editor, CellEditor)
                    editor.insertPlainText("\n")
                    return True
                up = bool(keys & Qt.KeyboardModifier.ShiftModifier)
                editor.setProperty("step", "up" if up else "down")
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint.NoHint)
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                editor.setProperty("step", "back" if key == Qt.Key.Key_Backtab else "on")
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint.NoHint)
                return True
        return super().eventFilter(editor, event)


def draw_picture(painter: QPainter, box: QRect, pixmap: QPixmap, radius: int) -> QRectF:
    """A whole picture in the middle of a box, with round corners; returns where it lies."""
    size = pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() > pixmap.width():
        size = pixmap.size()
    x = box.x() + (box.width() - size.width()) / 2
    y = box.y() + (box.height() - size.height()) / 2
    spot = QRectF(x, y, size.width(), size.height())
    painter.save()
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    shape = QPainterPath()
    shape.addRoundedRect(spot, radius, radius)
    painter.setClipPath(shape)
    painter.drawPixmap(spot, pixmap, QRectF(pixmap.rect()))
    painter.restore()
    return spot
