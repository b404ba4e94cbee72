"""The kinds of problems as a list: heads by severity, then mark, short sentence, number of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.core import text
from app.core.checks import Group
from app.core.model import Severity
from app.core.text import n, number, t
from app.ui.sheet.delegate import LOOKS
from app.ui.sheet.lines import Lines
from app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
HEADS = {
    Severity.BLOCKER: "check.must",
    Severity.ERROR: "check.must",
    Severity.WARNING: "check.look",
    Severity.INFO: "check.better",
}


_END = re.compile(r"[.?] ")
"""Of a sentence, unless it stands in what is quoted."""


def short(group: Group) -> str:
    """A group in a few words: its own key, else its first sentence."""
    key = f"kind.{group.code.removeprefix('wiki:')}"
    if group.field:
        return t(f"{key}.of", field=group.field)
    if text.has(key):
        return t(key)
    words = group.headline
    ends = (end.start() for end in _END.finditer(words))
    end = next((end for end in ends if words.count('"', 0, end) % 2 == 0), len(words))
    return words[:end].rstrip(".")


class GroupsModel(QAbstractListModel):
    """Heads (text) and groups in one list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[str | Group] = []

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Other groups."""
        self.beginResetModel()
        self.lines = []
        head = ""
        for group in groups:
            words = t(HEADS[group.severity])
            if words != head:
                self.lines.append(words)
                head = words
            self.lines.append(group)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Heads and groups."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words; for groups the whole sentence as tooltip and for screen readers."""
        line = self.lines[index.row()]
        if isinstance(line, str):
            return line if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return short(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.headline
        if role == Qt.ItemDataRole.AccessibleTextRole:
            rows = n("problems.rows", line.rows) if line.rows else t("problems.whole")
            return f"{t(f'severity.{line.severity}')}: {short(line)}, {rows}"
        return None


class GroupsDelegate(QStyledItemDelegate):
    """Draws heads and groups."""

    def __init__(self, theme: Theme, parent: GroupsList) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent
        self._lines = Lines()
        theme.changed.connect(self._lines.forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines have room."""
        u = self._theme.u
        head = isinstance(index.model().lines[index.row()], str)
        high = option.fontMetrics.height()
        return QSize(u(120), high + u(14) if head else max(u(36), high * 2 + u(6)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        theme, u = self._theme, self._theme.u
        line = index.model().lines[index.row()]
        box, right = option.rect, option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        if isinstance(line, str):
            painter.setPen(theme.color("ink2"))
            inner = box.adjusted(0, u(6), 0, 0)
            self._lines.draw(painter, inner, line, theme.font("note", 600), lines=1, right=right)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = box.adjusted(0, u(1), 0, -u(1))
        if chosen:
            painter.fillRect(ground, theme.color("row"))
            bar = QRect(ground.x(), ground.y(), u(3), ground.height())
            painter.fillRect(
                QStyle.visualRect(option.direction, ground, bar), theme.color("accent")
            )
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(ground, theme.color("sunken"))
        self._words(painter, ground, line, chosen=chosen, right=right)
        if chosen and self._list.ringed:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(ground.adjusted(1, 1, -1, -1))
        painter.restore()

    def _words(
        self, painter: QPainter, box: QRect, group: Group, *, chosen: bool, right: bool
    ) -> None:
        theme, u = self._theme, self._theme.u
        direction = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        icon, token = LOOKS[group.severity]
        mark = QRect(box.x() + u(12), box.y() + (box.height() - u(16)) // 2, u(16), u(16))
        mark = QStyle.visualRect(direction, box, mark)
        painter.drawPixmap(mark.topLeft(), theme.pixmap(icon, 16, token))
        count = number(group.rows) if group.rows else ""
        font = theme.font("body", 700 if chosen else 400)
        painter.setFont(font)
        wide = max(painter.fontMetrics().horizontalAdvance(count), u(14))
        end = QRect(box.right() - u(10) - wide, box.y(), wide + 1, box.height())
        painter.setPen(theme.color("ink"))
        self._lines.draw(
            painter, QStyle.visualRect(direction, box, end), count, font, lines=1, right=right
        )
        inner = QRect(box.x() + u(38), box.y(), end.x() - box.x() - u(46), box.height())
        inner = QStyle.visualRect(direction, box, inner)
        words = theme.font("body", 600 if chosen else 400)
        self._lines.draw(painter, inner, short(group), words, lines=2, right=right)


class GroupsList(QListView):
    """Choose a kind of problem."""

    chosen = Signal(object)
    """A Group."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = False
        self.groups_model = GroupsModel(self)
        self.setModel(self.groups_model)
        self.setItemDelegate(GroupsDelegate(theme, self))
        self.setAccessibleName(t("check.kinds"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._current)

    def show_groups(self, groups: Sequence[Group], keep: str = "") -> Group | None:
        """Show other groups; the one with the code `keep` stays chosen, else the first."""
        self.groups_model.show_groups(groups)
        lines = self.groups_model.lines
        found = [i for i, line in enumerate(lines) if isinstance(line, Group)]
        same = [i for i in found if lines[i].code == keep]
        place = (same or found or [None])[0]
        if place is None:
            return None
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self.groups_model.index(place))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        return lines[place]

    @property
    def ringed(self) -> bool:
        """Whether the focus is shown: the keyboard is in use here."""
        return self._keys and self.hasFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shown when the keyboard brought it here."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._keys = event.reason() in reasons
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keyboard is in use."""
        self._keys = True
        super().keyPressEvent(event)
        self.viewport().update()

    def _current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and isinstance(self.groups_model.lines[current.row()], Group):
            self.chosen.emit(self.groups_model.lines[current.row()])
