"""The values of a column as a list: how often each is there, perhaps with ticks; can be searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.cancel import Cancel, check
from app.core.cells.facets import plain
from app.core.cells.order import order
from app.core.model import Row
from app.core.text import n, number, t
from app.ui.parts.lists import NO_INDEX, Index, make_quiet, write_line
from app.ui.theme import Theme
from app.ui.tidy.changes import paint_tick

Value = tuple[str, int]
"""A text and in how many rows it is."""
AT_ONCE = 300
"""So many rows are counted while the window waits; more of them beside it."""
LISTED = 500
"""So many values are listed; a search finds the others."""
_LOT = 2000


@dataclass(frozen=True)
class Counted:
    """Values sorted as people do, and beside them what a search compares: no case, no accents; none
    of it while that is not known yet.
    """

    values: list[Value] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    often: list[int] = field(default_factory=list)
    """Places of the values, the most frequent first."""
    alike: frozenset[str] = frozenset()
    """How several of them read."""

    @cached_property
    def frequent(self) -> tuple[list[Value], list[str]]:
        """Values, and what a search compares, the most frequent first."""
        values, bare = self.values, self.plain
        return [values[i] for i in self.often], [bare[i] for i in self.often if bare]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each value is there."""
        return dict(self.values)

    @cached_property
    def filled(self) -> tuple[int, int]:
        """How many values there are beside the empty one, and in how many rows they are."""
        empty = self.counts.get("", 0)
        return len(self.counts) - bool(empty), sum(self.counts.values()) - empty


class Counting:
    """Counts the values of a column, sorted as people do; tells them before it is known what a
    search compares. For `Jobs.run`, or called for few rows.
    """

    def __init__(
        self, rows: Sequence[Row], column_id: int, test: Callable[[Row], bool] | None = None,
        words: Callable[[str], str] = str,
    ) -> None:  # fmt: skip
        """`words`: how a value is read; a search compares that and the value itself."""
        self._rows, self._column_id, self._test, self._words = rows, column_id, test, words

    def __call__(self, emit: Callable[[Counted], None] | None, cancel: Cancel | None) -> Counted:
        """Raises CancelledError."""

        def pause() -> None:
            if cancel is not None:
                check(cancel)

        counts = self._counts(pause)
        texts = [text for text in counts if text]
        words = [self._words(text) for text in texts]
        alike = frozenset(said for said, count in Counter(words).items() if count > 1)
        places = order([(words, False)], pause)
        values = [(texts[place], counts[texts[place]]) for place in places]
        if "" in counts:
            values.insert(0, ("", counts[""]))
        often = sorted(range(len(values)), key=lambda place: -values[place][1])
        found = Counted(values, [], often, alike)
        _ = found.filled, found.frequent  # worked out here, not in the window
        if emit is not None:
            emit(found)
        bare: list[str] = []
        for start in range(0, len(values), _LOT):
            pause()
            bare += [self._compared(text) for text, _ in values[start : start + _LOT]]
        found = replace(found, plain=bare)
        _ = found.filled, found.frequent
        return found

    def _compared(self, text: str) -> str:
        words = self._words(text)
        return plain(text) if words == text else f"{plain(words)}\n{plain(text)}"

    def _counts(self, pause: Callable[[], None]) -> Counter[str]:
        test, column_id, rows = self._test, self._column_id, self._rows
        counts: Counter[str] = Counter()
        for start in range(0, len(rows), _LOT):
            pause()
            part = rows[start : start + _LOT]
            counts.update([r.text(column_id) for r in part if test is None or test(r)])
        return counts


class ValueModel(QAbstractListModel):
    """Values that are shown, and which of them are ticked. The first are listed, and behind them how
    many more there are.
    """

    ticked = Signal()

    def __init__(self, *, ticks: bool, words: Callable[[str], str] = str) -> None:
        super().__init__()
        self.ticks, self._words = ticks, words
        self._alike: frozenset[str] = frozenset()
        self.values: list[Value] = []
        self._plain: list[str] = []
        self.shown: list[Value] = []
        self.off: set[str] = set()
        """Texts without a tick."""
        self._wanted = ""

    def show(
        self, values: list[Value], compared: list[str], on: frozenset[str] | None = None,
        alike: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Other values, and what a search compares of each; `on` = those that are ticked, None = all;
        `alike` = how several of them read.
        """
        self.off = set() if on is None else {text for text, _ in values if text not in on}
        self._alike = alike
        self.values, self._plain = values, compared
        self.search(self._wanted)

    def know(self, compared: list[str]) -> None:
        """What a search compares of the same values."""
        self._plain = compared
        if self._wanted.strip():
            self.search(self._wanted)

    def search(self, wanted: str) -> None:
        """Only values that hold a text, whatever their case and accents: as soon as that is known."""
        self.beginResetModel()
        self._wanted = wanted
        bare = plain(wanted.strip())
        compared = zip(self.values, self._plain, strict=False)
        self.shown = [v for v, own in compared if bare in own] if bare else self.values
        self.endResetModel()

    def words(self, text: str) -> str:
        """How a value is read; those that read alike are told apart by what is typed."""
        words = self._words(text)
        return f"{words} ({text})" if words in self._alike else words

    @property
    def waiting(self) -> bool:
        """Whether a search cannot be answered yet."""
        return bool(self._wanted.strip()) and len(self._plain) < len(self.values)

    @property
    def more(self) -> int:
        """How many values are not listed."""
        return max(0, len(self.shown) - LISTED)

    @property
    def searching(self) -> bool:
        """Whether not all values are listed."""
        return len(self.shown) != len(self.values)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Values that are listed, and a line for the others."""
        return 0 if parent.isValid() else min(len(self.shown), LISTED) + bool(self.more)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The last line, which says that there are more, cannot be chosen."""
        if self.value(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def value(self, place: int) -> Value | None:
        """The value that is listed at a place."""
        return self.shown[place] if 0 <= place < min(len(self.shown), LISTED) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tick, and words for screen readers."""
        if not index.isValid():
            return None
        value = self.value(index.row())
        if value is None:
            told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return n("values.more", self.more, values=number(self.more)) if told else None
        text, count = value
        words = self.words(text)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole and (len(text) > 30 or words != text):
            return text
        if role == Qt.ItemDataRole.CheckStateRole and self.ticks:
            return Qt.CheckState.Unchecked if text in self.off else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return n("values.spoken", count, value=words or t("values.empty"), rows=number(count))
        return None

    def toggle(self, place: int) -> None:
        """Tick or untick one."""
        value = self.value(place)
        if value is None:
            return
        text, _ = value
        self.off.symmetric_difference_update({text})
        index = self.index(place)
        self.dataChanged.emit(index, index)
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        """Tick or untick all that are listed."""
        listed = {text for text, _ in self.shown}
        self.off = self.off - listed if on else self.off | listed
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
        self.ticked.emit()

    @property
    def picked(self) -> list[Value]:
        """Those listed that are ticked."""
        return [v for v in self.shown if v[0] not in self.off] if self.off else self.shown


class ValueList(QListView):
    """The list. Space ticks."""

    def __init__(
        self, theme: Theme, name: str, *, ticks: bool, words: Callable[[str], str] = str
    ) -> None:
        """`words`: how a value is read."""
        super().__init__()
        self.facts = ValueModel(ticks=ticks, words=words)
        self.facts.setParent(self)
        self._theme = theme
        self.setModel(self.facts)
        self.setAccessibleName(name)
        self.setItemDelegate(_Drawing(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_quiet(self)
        theme.bind(self, ValueList.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; Enter is for what the list is in."""
        if event.key() == Qt.Key.Key_Space and self.facts.ticks and self.currentIndex().isValid():
            self.facts.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.facts.ticks:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the line ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.facts.ticks:
            self.facts.toggle(index.row())


class _Drawing(QStyledItemDelegate):
    """A tick, the text, the count at the end."""

    def __init__(self, theme: Theme, owner: ValueList) -> None:
        super().__init__(owner)
        self._theme, self._list = theme, owner

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        hint = super().sizeHint(option, index)
        hint.setHeight(max(self._theme.u(26), option.fontMetrics.height() + self._theme.u(8)))
        return hint

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, u = self._theme, self._theme.u
        value = self._list.facts.value(index.row())
        if value is None:
            self._more(painter, option, index)
            return
        text, count = value
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, theme.color("row" if current else "surface"))
        if current and self._list.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        box = option.rect.adjusted(u(10), 0, -u(10), 0)
        start = box.x()
        if self._list.facts.ticks:
            side = u(15)
            place = QRect(start, box.center().y() - side // 2, side, side)
            on = text not in self._list.facts.off
            paint_tick(painter, theme, QStyle.visualRect(option.direction, box, place), on=on)
            start += side + u(8)
        painter.setFont(theme.font("note"))
        painter.setPen(theme.color("ink2"))
        said = number(count)
        wide = painter.fontMetrics().horizontalAdvance(said) + u(4)
        end = QRect(box.right() - wide, box.y(), wide, box.height())
        place = QStyle.visualRect(option.direction, box, end)
        write_line(painter, place, said, trailing=True)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("ink" if text else "ink3"))
        words = QRect(start, box.y(), end.x() - start - u(8), box.height())
        place = QStyle.visualRect(option.direction, box, words)
        write_line(painter, place, index.data() if text.strip() else t("values.empty"))
        painter.restore()

    def _more(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        u = self._theme.u
        painter.save()
        painter.setFont(self._theme.font("note"))
        painter.setPen(self._theme.color("ink2"))
        write_line(painter, option.rect.adjusted(u(10), 0, -u(10), 0), index.data())
        painter.restore()
