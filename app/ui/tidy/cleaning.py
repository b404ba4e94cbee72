"""Cleaning a column or the selected cells, with a preview of what changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.cancel import Cancel, check
from app.core.cells import clean
from app.core.model import Meaning, MeaningKind, Row
from app.core.text import n, number, t
from app.core.values import languages
from app.ui.context import Context
from app.ui.jobs import Latest
from app.ui.parts import Choice, TickBox, button, label
from app.ui.sheet.model import TITLE, Head
from app.ui.sheet.search import Scope, selected
from app.ui.sheet.view import SheetView
from app.ui.tidy.changes import SHOWN, ChangeTable, Line

WAYS = ("trim", "upper", "lower", "sentence", "title", "unmarked")
SPLIT, JOIN = "split", "join"
AT_ONCE = 1000
"""So many cells are worked out while the window waits."""
NEW = -1
"""A part goes into a column that is added."""
NOWHERE = -2
PARTS = 4


@dataclass(frozen=True)
class Change:
    """One cell: its row, its column (NEW and below: the first, second … added one), both texts."""

    row: Row
    column_id: int
    old: str
    new: str


Rule = Callable[[Row], Sequence[tuple[int, str]]]
"""The texts a row gets, by column."""


class Working:
    """Works out what changes. For `Jobs.run`, or called for a few cells."""

    def __init__(self, rows: Sequence[Row], rule: Rule) -> None:
        self._rows, self._rule = rows, rule

    def __call__(self, _emit: object, cancel: Cancel | None) -> list[Change]:
        """Raises CancelledError."""
        made = []
        for place, row in enumerate(self._rows):
            if cancel is not None and place % 500 == 0:
                check(cancel)
            for column_id, new in self._rule(row):
                old = row.text(column_id)
                if new != old:
                    made.append(Change(row, column_id, old, new))
        return made


class CleanDialog(QDialog):
    """What to do, where, what it changes. Enter does it, as one undo step."""

    def __init__(
        self, context: Context, parent: QWidget, view: SheetView, column: int, head: Head
    ) -> None:
        super().__init__(parent)
        assert head.column is not None
        self._context, self._view = context, view
        self._column, self._head, self._name = column, head.column, head.words.name
        self._latest = Latest(context.jobs, "clean", self)
        self._changes: list[Change] = []
        theme = context.theme
        self.setWindowTitle(t("clean.head"))
        self.setModal(True)
        box = QVBoxLayout(self)
        theme.space(box, 12, (24, 20, 24, 18))
        box.addWidget(label(t("clean.head"), "page"))
        grid = QGridLayout()
        theme.space(grid, 8)
        grid.setColumnStretch(1, 1)
        self.what = Choice(theme, t("clean.what"))
        for way in (*WAYS, SPLIT, JOIN):
            self.what.add(t(f"clean.{way}"), way)
        self.where = Choice(theme, t("clean.where"))
        self._fill_where()
        self.separator = QLineEdit(", ")
        self.separator.setAccessibleName(t("clean.separator"))
        self.separator.setMaxLength(20)
        self.parts = [self._target(context, place) for place in range(PARTS)]
        self.joined = [self._source(context, place) for place in range(PARTS)]
        self.lines: dict[str, list[QWidget]] = {}
        rows: list[tuple[str, str, QWidget]] = [
            ("", "clean.what", self.what), ("", "clean.where", self.where),
            ("separator", "clean.separator", self.separator),
            *(("parts", f"clean.part-{i + 1}", c) for i, c in enumerate(self.parts)),
            *(("joined", f"clean.join-{i + 1}", c) for i, c in enumerate(self.joined)),
        ]  # fmt: skip
        for place, (group, words, widget) in enumerate(rows):
            said = label(t(words), "body", "ink2")
            grid.addWidget(said, place, 0)
            grid.addWidget(widget, place, 1)
            self.lines.setdefault(group, []).extend((said, widget))
        box.addLayout(grid)
        self.keep = TickBox(theme, t("clean.keep"))
        box.addWidget(self.keep)
        self.note = label("", "note", "ink2", wrap=True)
        box.addWidget(self.note)
        self.count = label("", "strong")
        box.addWidget(self.count)
        self.table = ChangeTable(theme, t("preview.title"))
        box.addWidget(self.table, 1)
        box.addLayout(self._buttons())
        for choice in (self.what, self.where, *self.parts, *self.joined):
            choice.currentIndexChanged.connect(self._changed)
        self.separator.textChanged.connect(self._changed)
        self.keep.toggled.connect(self._changed)
        self.finished.connect(self._latest.stop)
        self.finished.connect(self.deleteLater)
        room = parent.size()
        self.resize(min(theme.u(820), room.width()), min(theme.u(640), room.height()))
        self._changed()
        self.what.setFocus()

    def _buttons(self) -> QHBoxLayout:
        theme = self._context.theme
        row = QHBoxLayout()
        theme.space(row, 8)
        row.addStretch(1)
        row.addWidget(button(theme, t("preview.cancel"), pressed=self.reject))
        self.yes = button(theme, t("preview.nothing"), kind="primary", pressed=self._agree)
        self.yes.setDefault(True)
        row.addWidget(self.yes)
        return row

    def _fill_where(self) -> None:
        parts = self._view.selection.selection()
        several = sum(part.width() * part.height() for part in parts) > 1
        if several:
            self.where.add(t("clean.selected"), "selected")
        key = "clean.column-shown" if self._view.model.filtered else "clean.column"
        self.where.add(t(key, column=self._name), "column")

    def _target(self, context: Context, place: int) -> Choice:
        """Where a part of what is split goes."""
        made = Choice(context.theme, t(f"clean.part-{place + 1}"))
        made.add(t("clean.new-column", name=self._new_header(place)), NEW - 10 * place)
        made.add(t("clean.nowhere"), NOWHERE)
        self._add_columns(made)
        made.choose(self._head.id if not place else NEW - 10 * place if place == 1 else NOWHERE)
        return made

    def _source(self, context: Context, place: int) -> Choice:
        """A column of those that are joined."""
        made = Choice(context.theme, t(f"clean.join-{place + 1}"))
        if place:
            made.add(t("clean.nothing-more"), NOWHERE)
        self._add_columns(made)
        after = [h.column.id for h in self._view.model.heads[self._column + 1 :] if h.column]
        made.choose(
            self._head.id if not place else (after or [NOWHERE])[0] if place == 1 else NOWHERE
        )
        return made

    def _add_columns(self, choice: Choice) -> None:
        for column, head in enumerate(self._view.model.heads):
            if column >= TITLE and head.column is not None:
                choice.add(head.words.name, head.column.id)

    def _new_header(self, place: int) -> str:
        return f"{self._head.header} {place + 1}"

    # what would change ------------------------------------------------------------------------

    def _changed(self, *_ignored: object) -> None:
        way = self.what.currentData()
        shown = {"separator": way in (SPLIT, JOIN), "parts": way == SPLIT, "joined": way == JOIN}
        for group, visible in shown.items():
            for widget in self.lines[group]:
                widget.setVisible(visible)
        self.where.setEnabled(way in WAYS)
        self.where.setToolTip("" if way in WAYS else t("clean.whole-columns"))
        self.keep.setVisible(way == JOIN)
        self.note.setText(t(f"clean.{way}.text", language=languages.autonym(self._language())))
        scope = self._scope()
        work = Working(scope.shown(), self._rule(scope))
        if scope.size <= AT_ONCE:
            self._latest.stop()
            self._show(work(None, None))
        else:
            self.yes.setEnabled(False)
            self.count.setText(t("clean.working"))
            self._latest.run(work, self._show)

    def _scope(self) -> Scope:
        only = self.where.currentData() == "selected" and self.what.currentData() in WAYS
        if only:
            return Scope.of(self._view, selected(self._view))
        return Scope.of(self._view).within(self._view.columns.place(self._column))

    def _rule(self, scope: Scope) -> Rule:
        way = self.what.currentData()
        if way == SPLIT:
            return self._split_rule()
        if way == JOIN:
            return self._join_rule()
        function, ids = clean.WAYS[way], dict(scope.columns)
        said = {h.column.id: h.column.meaning.language for h in self._view.model.heads if h.column}
        own = self._language()
        return lambda row: [
            (ids[c], function(text, said[ids[c]] or own)) for c, text in scope.cells(row) if text
        ]

    def _split_rule(self) -> Rule:
        goals = [choice.currentData() for choice in self.parts]
        last = max((i for i, goal in enumerate(goals) if goal != NOWHERE), default=-1)
        separator, source = self.separator.text(), self._head.id
        split_at = separator.strip() or separator
        rest = all(goal == NOWHERE for goal in goals[last + 1 :])

        def rule(row: Row) -> list[tuple[int, str]]:
            text = row.text(source)
            if not split_at or split_at not in text:
                return []
            parts = clean.split(text, split_at, last + 1 if rest else 0)
            return [
                (goal, parts[i] if i < len(parts) else "")
                for i, goal in enumerate(goals)
                if goal != NOWHERE and (i < len(parts) or goal == source)
            ]

        return rule

    def _join_rule(self) -> Rule:
        sources = [c.currentData() for c in self.joined if c.currentData() != NOWHERE]
        separator, keep = self.separator.text(), self.keep.isChecked()
        sources = list(dict.fromkeys(sources))

        def rule(row: Row) -> list[tuple[int, str]]:
            made = [(sources[0], clean.join([row.text(s) for s in sources], separator))]
            return made if keep else made + [(s, "") for s in sources[1:]]

        return rule if sources else lambda _row: []

    def _language(self) -> str:
        project = self._context.session.project
        own = self._head.meaning.language
        return own or (project.layout.language if project else "")

    # doing ------------------------------------------------------------------------------------

    def _show(self, changes: list[Change]) -> None:
        self._changes = changes
        names = {h.column.id: h.words.name for h in self._view.model.heads if h.column}
        self.table.show_lines(
            [
                Line(c.row.number, names.get(c.column_id) or self._named(c.column_id), c.old, c.new)
                for c in changes[:SHOWN]
            ]
        )
        count = len(changes)
        self.count.setText(
            n("clean.count", count, cells=number(count)) if count else t("clean.none")
        )
        self.yes.setEnabled(bool(count))
        self.yes.setToolTip("" if count else t("clean.none"))
        self.yes.setText(
            n("preview.change", count, cells=number(count)) if count else t("preview.nothing")
        )

    def _named(self, goal: int) -> str:
        return self._new_header((NEW - goal) // 10)

    def _agree(self) -> None:
        self.accept()
        ids = {c.column_id for c in self._changes}
        goals = {i: self._named(i) if i < 0 else i for i in sorted(ids, reverse=True)}
        new = {goal: Meaning(MeaningKind.PLAIN) for goal in goals.values() if isinstance(goal, str)}
        cells = {(c.row.id, goals[c.column_id]): c.new for c in self._changes}
        label = n(f"change.clean-{self.what.currentData()}", len(cells))
        self._context.session.add_columns(label, new, cells)
