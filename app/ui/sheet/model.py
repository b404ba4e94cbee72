"""Rows of the project for the views: own order for sort and filter, marks, pictures."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import methodcaller
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QPixmap

from app.core import readable, text, wording
from app.core.errors import CancelledError
from app.core.media import Unavailable
from app.core.model import Column, Layout, MeaningKind, Problem, Row, Severity
from app.core.project import Change, Label, Project, filled
from app.core.text import t
from app.core.values.dates import sorting
from app.ui.editors import kinds
from app.ui.jobs import TICK_MS, Latest
from app.ui.session import Session
from app.ui.sheet.arranging import Arranged, Arranging, Level, Predicate
from app.ui.sheet.ways import Offer, offers
from app.ui.thumbnails import SMALL, Thumbnails, why_not

Index = QModelIndex | QPersistentModelIndex
PICTURE = 0
"""Column of the picture; the title follows."""
TITLE = 1
NO_INDEX = QModelIndex()
MANY = 1000
"""Of more rows that changed it is not asked where each is shown."""


@dataclass(frozen=True)
class Head:
    """One column as it is shown; `column` None = the picture."""

    column: Column | None
    words: wording.ColumnWords
    letter: int
    """Place in the sheet, 0 = A."""
    kind: str = ""
    """Of its cells, as `editors.kinds` has it, where they may read otherwise than they are typed."""

    @property
    def id(self) -> int | None:
        """The id of the column, None for the picture."""
        return self.column.id if self.column else None

    def shown(self, text: str) -> str:
        """A text of this column as it is read, in one line."""
        return readable.shown(self.kind, text) if self.kind else text


def _kind(column: Column, layout: Layout) -> str:
    return kinds.of(column.meaning, layout) if column.mode != "plain" else ""


def _by_id(
    row_ids: Sequence[int], column_ids: Sequence[int | None], cells: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Texts by row id and column id, from those by place and column of the view."""
    return {
        (row_ids[place], column_id): value
        for (place, column), value in cells.items()
        if (column_id := column_ids[column]) is not None
    }


def _changed(
    label: Label, row_ids: Sequence[int], column_ids: Sequence[int | None],
    cells: Mapping[tuple[int, int], str], new_rows: Sequence[Mapping[int, str]], project: Project,
) -> Change:  # fmt: skip
    return project.change(label, _by_id(row_ids, column_ids, cells), new_rows)


class SheetModel(QAbstractTableModel):
    """One row per shown row; column 0 the picture, 1 the title, then the sheet's own order."""

    def __init__(
        self, session: Session, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._thumbnails = thumbnails
        self.heads: list[Head] = []
        self._ids: list[int] = []
        self._places: Mapping[int, int] = {}
        self._known: Mapping[int, int] = {}
        self._files: dict[str, Path | None] = {}
        self._picture_rows: dict[str, set[int]] = {}
        self._dirty: set[int] = set()
        self._all_dirty = False
        self._filter: Predicate | None = None
        self._sort: tuple[tuple[int | None, bool], ...] = ()
        """By the ids of the columns, None = the picture."""
        self._asked: Arranging | None = None
        self._latest = Latest(session.jobs, "order", self)
        self.filter_columns: frozenset[int] = frozenset()
        """Ids of the columns that the filter speaks of, for their funnels."""
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._tell)
        session.opened.connect(self.reload)
        session.closed.connect(self.reload)
        session.structure_changed.connect(self.reload)
        session.rows_changed.connect(self._rows_changed)
        session.problems_changed.connect(self._all_changed)
        thumbnails.arrived.connect(self._pictures_arrived)

    # shape ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Shown rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Picture, title, the rest."""
        return 0 if parent.isValid() else len(self.heads)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All but the picture can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() != PICTURE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def reload(self) -> None:
        """Take columns and rows again; an order that is being worked out is of other rows."""
        waiting, self._asked = self._latest.busy, None
        self.beginResetModel()
        self._files.clear()
        self._picture_rows.clear()
        self._dirty.clear()
        self.heads = self._make_heads()
        if self._session.project is None:
            self._filter, self.filter_columns = None, frozenset()
        there = {head.id for head in self.heads}
        self._sort = tuple(level for level in self._sort if level[0] in there)
        self._show(self._as_before())
        self.endResetModel()
        if waiting and self._session.project is not None:
            self._reorder()

    def _as_before(self) -> Arranged:
        """The rows in the order there was: sorting anew would move rows away under one's hands. New
        ones stand where they stand in the sheet, in a sorted view behind all.
        """
        project = self._session.project
        before, self._known = self._known, project.places if project else {}
        every = self._known
        if self._filter is None and not self._sort:
            return Arranged(list(every), every)
        kept = [i for i in self._ids if i in every]
        kept += [i for i in every if i not in before]
        return Arranged.of(kept if self._sort else sorted(kept, key=every.__getitem__))

    def _make_heads(self) -> list[Head]:
        project = self._session.project
        if project is None:
            return []
        picture = wording.ColumnWords("image", t("column.picture"), "", required=False)
        heads = [Head(None, picture, -1)]
        made = [
            Head(c, wording.column_words(c, project.layout), place, _kind(c, project.layout))
            for place, c in enumerate(project.columns)
            if c.meaning.kind is not MeaningKind.IGNORED
        ]
        first = [h for h in made if h.column and h.column.meaning.kind is MeaningKind.NAME][:1]
        last = [h for h in made if h.column and h.column.meaning.kind is MeaningKind.PATH]
        if not first:
            first, last = last[:1], last[1:]
        middle = [h for h in made if h not in first and h not in last]
        return heads + first + middle + last

    # rows -------------------------------------------------------------------------------------

    @property
    def last_number(self) -> int:
        """The largest number of a row, 0 without any."""
        return self._session.project.last_number if self._session.project else 0

    @property
    def rows(self) -> list[Row]:
        """The rows that are shown, in their order."""
        project = self._session.project
        return project.those(self._ids) if project is not None else []

    def row_at(self, place: int) -> Row:
        """The row at a place of the view. Raises IndexError."""
        assert self._session.project is not None
        return self._session.project.row(self._ids[place])

    def id_at(self, place: int) -> int:
        """The id of the row at a place."""
        return self._ids[place]

    def ids_at(self, places: Iterable[int]) -> list[int]:
        """The ids of the rows at many places."""
        ids = self._ids
        return [ids[place] for place in places]

    def place_of(self, row_id: int) -> int | None:
        """Where a row is shown; None when it is filtered out."""
        return self._places.get(row_id)

    def place_among(self, ids: Container[int], start: int, *, back: bool) -> int | None:
        """The first row after (or before) a place, round the end, that is one of those with these
        ids; the row there comes last. None when none of them is shown.
        """
        ahead, behind = range(start + 1, len(self._ids)), range(start + 1)
        if back:
            ahead, behind = range(start - 1, -1, -1), range(len(self._ids) - 1, start - 1, -1)
        shown = self._ids
        return next((place for place in chain(ahead, behind) if shown[place] in ids), None)

    def column_of(self, header: str | None) -> int | None:
        """Where a column with this header is shown."""
        for place, head in enumerate(self.heads):
            if head.column is not None and head.column.header == header:
                return place
        return None

    def text_at(self, place: int, column: int) -> str:
        """The text of a cell, "" for the picture."""
        head = self.heads[column]
        return self.row_at(place).text(head.column.id) if head.column else ""

    def filled_at(self, places: range, column: int) -> list[bool]:
        """Whether cells of a column have texts; the picture always counts as one."""
        head, project = self.heads[column].column, self._session.project
        if head is None or project is None:
            return [True] * len(places)
        rows = project.those([self._ids[place] for place in places])
        return filled((row.cells for row in rows), head.id)

    def shown_at(self, place: int, column: int) -> str:
        """The text of a cell as it is read, "" for the picture."""
        return self.heads[column].shown(self.text_at(place, column))

    def problems_at(self, place: int, column: int) -> tuple[Problem, ...]:
        """Problems of a cell, worst first; at the picture those of the row without a cell."""
        head, row_id = self.heads[column], self._ids[place]
        if head.column is None:
            shown = {h.column.header for h in self.heads if h.column}
            return tuple(p for p in self._session.findings.row(row_id) if p.field not in shown)
        return self._session.findings.cell(row_id, head.column.header)

    def offers_at(self, place: int, column: int) -> list[Offer]:
        """How the worst problem of a cell can be mended."""
        writable = self.heads[column].column is not None
        return offers(self.problems_at(place, column), writable=writable)

    def worst_at(self, place: int) -> Severity | None:
        """The worst mark of a row."""
        return self._session.findings.worst(self._ids[place])

    def row_problems(self, place: int) -> tuple[Problem, ...]:
        """All problems of a row."""
        return self._session.findings.row(self._ids[place])

    def file_at(self, place: int) -> Path | None:
        """Where the file of a row lies."""
        row = self.row_at(place)
        cell = self._session.text(row, MeaningKind.PATH)
        if cell not in self._files:
            self._files[cell] = self._session.file_of(row)
        return self._files[cell]

    def picture_at(self, place: int, pixels: int = SMALL) -> QPixmap | Unavailable | None:
        """The picture of a row; None = it is being made."""
        path = self.file_at(place)
        if path is None:
            return Unavailable("missing")
        self._picture_rows.setdefault(str(path), set()).add(self._ids[place])
        return self._thumbnails.get(path, pixels)

    # data -------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tooltip and words for screen readers; what is drawn the delegates ask directly."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        place, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole:
            return self.text_at(place, column) if column != PICTURE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown_at(place, column) if column != PICTURE else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(place, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(place, column)
        return None

    def _tip(self, place: int, column: int) -> str | None:
        sentences = [text.problem(p) for p in self.problems_at(place, column)]
        found = self.picture_at(place) if column == PICTURE and not sentences else None
        if isinstance(found, Unavailable):
            sentences.append(why_not(found))
        full = self.shown_at(place, column)
        if len(full) > 40 or "\n" in full:
            sentences.append(full)
        return "\n\n".join(dict.fromkeys(sentences)) or None

    def _spoken(self, place: int, column: int) -> str:
        head = self.heads[column]
        value = (
            self.shown_at(place, column)
            if head.column
            else self._session.title_of(self.row_at(place))
        )
        sentences = [text.problem(p) for p in self.problems_at(place, column)]
        ways = [offer.words for offer in self.offers_at(place, column)]
        mend = [t("cell.mend", ways=", ".join(ways))] if ways else []
        return ". ".join([head.words.name, value or t("cell.empty"), *sentences, *mend])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns; row numbers as in the sheet."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.heads[section].words.name if section < len(self.heads) else None
        if section >= len(self._ids):
            return None
        number = self.row_at(section).number
        worst = self.worst_at(section)
        if role == Qt.ItemDataRole.AccessibleTextRole and worst:
            return t("row.marked", number=number, mark=t(f"severity.{worst}"))
        return str(number)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Change one cell: one undo step."""
        head = self.heads[index.column()] if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or head is None or head.column is None:
            return False
        same = str(value) == self.text_at(index.row(), index.column())
        if same and not self._session.writing:  # else it may soon be another
            return True
        cells = {(self._ids[index.row()], head.column.id): str(value)}
        return self._session.change(t("change.edit", column=head.words.name), cells)

    def differing(self, cells: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
        """Those of the texts by (place, column) that differ from what stands there. Quickest when
        cells of a row come one after the other.
        """
        ids = [head.column.id if head.column else None for head in self.heads]
        found: dict[tuple[int, int], str] = {}
        last, texts = -1, dict[int | None, str]()
        for at, new in cells.items():
            if at[0] != last:
                last, texts = at[0], dict(self.row_at(at[0]).cells.items())
            if texts.get(ids[at[1]], "") != new:
                found[at] = new
        return found

    def change(
        self, label: Label, cells: Mapping[tuple[int, int], str],
        new_rows: Sequence[Mapping[int, str]] = (),
    ) -> bool:  # fmt: skip
        """Change cells by (place, column) of the view, and add rows (texts by column of the view)
        behind the last one of the sheet: one undo step.
        """
        ids = [head.column.id if head.column else None for head in self.heads]
        rows = [
            {found: text for column, text in texts.items() if (found := ids[column]) is not None}
            for texts in new_rows
        ]
        if len(cells) > MANY:
            work = partial(_changed, label, self._ids, ids, cells, rows)
            return self._session.do(work, count=len(cells))
        return self._session.change(label, _by_id(self._ids, ids, cells), rows)

    def mend(self, problems: Iterable[Problem], action: str = "") -> int:
        """Write what mends problems, as one undo step; how many cells it changed."""
        return self._session.mend(problems, action)

    # order ------------------------------------------------------------------------------------

    @property
    def filtered(self) -> bool:
        """Whether some rows are not shown."""
        return self._filter is not None

    def show_only(self, predicate: Predicate | None, columns: Iterable[int] = ()) -> None:
        """Show only rows for which the predicate holds; None = all. `columns`: ids of those that it
        speaks of. With many rows that takes a moment: layoutChanged comes when it is so.
        """
        self._filter, self.filter_columns = predicate, frozenset(columns)
        self._reorder()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the view by a column (-1 = as in the sheet); the project keeps its order."""
        self.sort_by(() if column < 0 else ((column, order == Qt.SortOrder.DescendingOrder),))

    def sort_by(self, levels: Sequence[tuple[int, bool]]) -> None:
        """Sort the view by several columns, the main one first, each with whether it goes downwards;
        none = as in the sheet. The project keeps its order. Takes a moment as `show_only`.
        """
        self._sort = tuple((self.heads[c].id, down) for c, down in levels if c < len(self.heads))
        self._reorder()

    @property
    def sorted_by(self) -> tuple[tuple[int, bool], ...]:
        """Columns and whether downwards, the main one first."""
        places = {head.id: place for place, head in enumerate(self.heads)}
        return tuple((places[column_id], down) for column_id, down in self._sort)

    def refilter(self) -> None:
        """Apply filter and sort again to what rows hold now."""
        self._reorder()

    def _reorder(self) -> None:
        asked = self._asked = self._arranging()
        if asked.is_quick:
            self._arranged(asked, asked())
        else:
            self._latest.run(asked, partial(self._arranged, asked), self._not_arranged)

    def _arranging(self) -> Arranging:
        levels = [self._level(column_id, down) for column_id, down in self._sort]
        return Arranging(self._session.rows, self._filter, levels)

    def _level(self, column_id: int | None, down: bool) -> Level:
        if column_id is None:
            return Level(self._session.title_of, down)
        kind = next((head.kind for head in self.heads if head.id == column_id), "")
        key = sorting.sort_key if kind == "date" else None
        return Level(methodcaller("text", column_id), down, key)

    def _arranged(self, asked: Arranging, found: Arranged) -> None:
        if asked is not self._asked:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        rows = [self._ids[i.row()] if i.row() < len(self._ids) else None for i in old]
        self._show(found)
        new = []
        for index, row_id in zip(old, rows, strict=True):
            place = self._places.get(row_id) if row_id is not None else None
            new.append(QModelIndex() if place is None else self.index(place, index.column()))
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _not_arranged(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            raise error

    def _show(self, found: Arranged) -> None:
        self._ids, self._places = found.ids, found.places

    # news -------------------------------------------------------------------------------------

    def _rows_changed(self, ids: frozenset[int]) -> None:
        if len(ids) > MANY:
            self._all_dirty = True
        else:
            self._dirty |= ids
        self._soon()

    def _all_changed(self) -> None:
        self._all_dirty = True
        self._soon()

    def _pictures_arrived(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._dirty |= self._picture_rows.get(path, set())
        if self._dirty:
            self._soon()

    def _soon(self) -> None:
        if not self._tick.isActive():
            self._tick.start()

    def _tell(self) -> None:
        places = [self._places[i] for i in self._dirty if i in self._places]
        if self._all_dirty and self._ids:
            places = [0, len(self._ids) - 1]
        self._dirty.clear()
        self._all_dirty = False
        if places and self.heads:
            first, last = self.index(min(places), 0), self.index(max(places), len(self.heads) - 1)
            self.dataChanged.emit(first, last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, min(places), max(places))
