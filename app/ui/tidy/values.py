"""The values of a column with their counts: change one and all its rows change; those that are
nearly the same are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.cancel import Cancel, check
from app.core.cells.facets import Cluster, clusters, mostly_different
from app.core.project import Change, Project
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.dialogs.asking import ask_lines
from app.ui.jobs import Latest
from app.ui.pages.forms import Scroll, clear
from app.ui.parts import Choice, button, card, label
from app.ui.parts.labels import lead
from app.ui.session_work import column_changed
from app.ui.sheet.conditions import Values
from app.ui.sheet.filters import Filters
from app.ui.sheet.model import Head
from app.ui.tidy.value_list import AT_ONCE, LISTED, Counted, Counting, Value, ValueList

SHOWN = 60
"""So many groups of near values are shown, the largest first."""
EACH = 20
"""So many rows are looked at in the time that one cell takes to write."""

Facts = tuple[Counted, tuple[Cluster, ...] | None]
"""Clusters are None when they were not looked for."""


class _Facts:
    """Counts, tells that, and finds what is nearly the same: where nearly all values are different
    only when `anyway`. For `Jobs.run`, or called for a few rows.
    """

    def __init__(self, counting: Counting, *, anyway: bool) -> None:
        self._counting, self._anyway = counting, anyway

    def __call__(self, emit: Callable[[Counted], None] | None, cancel: Cancel | None) -> Facts:
        """Raises CancelledError."""
        found = self._counting(emit, cancel)
        if not self._anyway and mostly_different(*found.filled):
            return found, None
        if emit is not None:
            emit(found)
        return found, clusters(found.counts, found.plain, lambda: cancel and check(cancel))


def _replaced(
    project: Project, label: str, column_id: int, old: frozenset[str], new: str
) -> Change:
    """Write a text wherever one of the old ones stands."""
    texts = {r.id: new for r in project.rows if r.text(column_id) in old}
    return column_changed(project, label, column_id, texts)


class ValuesDialog(QDialog):
    """Values at the start side, near-equal ones at the end side."""

    def __init__(
        self, context: Context, parent: QWidget, filters: Filters, column: int, head: Head
    ) -> None:
        super().__init__(parent)
        assert head.column is not None
        self._context, self._filters, self._column = context, filters, column
        self._head, self._name = head.column, head.words.name
        self._latest = Latest(context.jobs, "values", self)
        self.clusters: tuple[Cluster, ...] | None = ()
        self._found = Counted()
        self._anyway = False
        """Look for near values although nearly all are different."""
        self._first = self._next_step()
        """The last step in the history that is not of this dialog."""
        self._over = False
        theme = context.theme
        self.setWindowTitle(t("facets.title", column=self._name))
        self.setModal(True)
        box = QVBoxLayout(self)
        theme.space(box, 12, (24, 20, 24, 18))
        box.addWidget(label(t("facets.title", column=self._name), "page", wrap=True))
        self.note = label("", "body", "ink2", wrap=True)
        box.addWidget(self.note)
        sides = QHBoxLayout()
        theme.space(sides, 20)
        sides.addLayout(self._values(), 1)
        sides.addLayout(self._near(), 1)
        box.addLayout(sides, 1)
        row = QHBoxLayout()
        theme.space(row, 8)
        self.undo = button(theme, t("facets.undo"), icon="undo-2", pressed=self._undo)
        self.undo.hide()
        row.addWidget(self.undo)
        row.addStretch(1)
        self.done_ = button(theme, t("facets.done"), kind="primary", pressed=self.accept)
        row.addWidget(self.done_)
        box.addLayout(row)
        room = parent.size()
        self.resize(min(theme.u(900), room.width()), min(theme.u(580), room.height()))
        context.session.rows_changed.connect(self._look)
        self.finished.connect(self._end)
        self.finished.connect(self.deleteLater)
        self._look()
        self.search.setFocus()

    def _values(self) -> QVBoxLayout:
        theme = self._context.theme
        side = QVBoxLayout()
        theme.space(side, 8)
        row = QHBoxLayout()
        theme.space(row, 8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("funnel.search"))
        self.search.setAccessibleName(t("funnel.search"))
        self.order = Choice(theme, t("facets.order"))
        self.order.setMinimumContentsLength(18)
        self.order.add(t("facets.by-count"), "count")
        self.order.add(t("facets.by-name"), "name")
        self.order.currentIndexChanged.connect(self._show_values)
        row.addWidget(self.search, 1)
        row.addWidget(self.order)
        side.addLayout(row)
        self.list = ValueList(theme, t("funnel.values", column=self._name), ticks=False)
        self.list.activated.connect(self._edit)
        self.list.selectionModel().currentChanged.connect(self._allow)
        self.search.textChanged.connect(self._search)
        side.addWidget(self.list, 1)
        row = QHBoxLayout()
        theme.space(row, 8)
        self.change = button(theme, t("facets.change"), pressed=self._edit)
        self.rows = button(theme, t("facets.show-rows"), pressed=self._show_rows)
        row.addWidget(self.change)
        row.addWidget(self.rows)
        row.addStretch(1)
        side.addLayout(row)
        return side

    def _near(self) -> QVBoxLayout:
        theme = self._context.theme
        side = QVBoxLayout()
        theme.space(side, 8)
        self.near = label(t("facets.looking"), "strong", wrap=True)
        side.addWidget(self.near)
        scroll = Scroll(theme, t("facets.near"))
        self._list_of_near = QVBoxLayout()
        theme.space(self._list_of_near, 8)
        scroll.column.addLayout(self._list_of_near)
        scroll.column.addStretch(1)
        side.addWidget(scroll, 1)
        return side

    # counting ---------------------------------------------------------------------------------

    def _look(self, *_ignored: object) -> None:
        if self._over:
            return
        session = self._context.session
        work = _Facts(Counting(session.rows, self._head.id), anyway=self._anyway)
        if len(session.rows) <= AT_ONCE:
            self._looked(work(None, None))
        else:
            if not self._found.values:
                self.note.setText(t("funnel.counting"))
            self._latest.run(work, self._looked, on_event=self._counted)

    def _looked(self, facts: Facts) -> None:
        counted, self.clusters = facts
        self._counted(counted)
        self._show_near()

    def _counted(self, counted: Counted) -> None:
        before, self._found = self._found, counted
        kinds, filled = counted.filled
        said = n("facets.values", kinds, values=number(kinds))
        self.note.setText(
            t("facets.note", values=said, rows=n("facets.rows", filled, rows=number(filled)))
        )
        self.undo.setVisible(self._next_step() > self._first)
        if before.values is counted.values:
            self.list.facts.know(self._in_order()[1])
        else:
            self._show_values()

    def _in_order(self) -> tuple[list[Value], list[str]]:
        found = self._found
        often = self.order.currentData() == "count"
        return found.frequent if often else (found.values, found.plain)

    def _show_values(self, *_ignored: object) -> None:
        kept = self.current
        facts = self.list.facts
        facts.show(*self._in_order())
        listed = facts.shown[:LISTED]
        places = [i for i, v in enumerate(listed) if v[0] == kept]
        if listed:
            self.list.setCurrentIndex(facts.index(places[0] if places else 0))
        self._allow()

    def _show_near(self) -> None:
        theme = self._context.theme
        clear(self._list_of_near)
        if self.clusters is None:
            self.near.setText(t("facets.different"))
            words = label(t("facets.different.text"), "body", "ink2", wrap=True)
            self._list_of_near.addWidget(words)
            made = button(theme, t("facets.compare"), kind="small", pressed=self._compare)
            self._list_of_near.addWidget(made, 0, lead())
            return
        found = len(self.clusters)
        self.near.setText(
            n("facets.near-count", found, groups=number(found)) if found else t("facets.none")
        )
        for cluster in self.clusters[:SHOWN]:
            self._list_of_near.addWidget(self._card(cluster))
        if found > SHOWN:
            more = t("facets.more", count=number(found - SHOWN))
            self._list_of_near.addWidget(label(more, "note", "ink2", wrap=True))
        theme.tidy()

    def _compare(self) -> None:
        """Nearly all values are different, and are to be compared in spite of that."""
        self._anyway = True
        self.near.setText(t("facets.looking"))
        clear(self._list_of_near)
        self._look()

    def _card(self, cluster: Cluster) -> QWidget:
        theme = self._context.theme
        counts = self._found.counts
        frame = card()
        column = QVBoxLayout(frame)
        theme.space(column, 4, (12, 8, 12, 8))
        for text in cluster.values:
            row = QHBoxLayout()
            theme.space(row, 8)
            said = label(text, "body", wrap=True)
            said.setAlignment(lead() | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(said, 1)
            row.addWidget(label(number(counts[text]), "note", "ink2"))
            if text != cluster.suggestion:
                row.addWidget(self._user(cluster, text, t("facets.use-this"), "link"))
            column.addLayout(row)
        short = _short(cluster.suggestion, 26 if theme.scale < 1.6 else 12)
        words = n("facets.use", cluster.cells, value=short, cells=number(cluster.cells))
        made = self._user(cluster, cluster.suggestion, words, "small")
        column.addWidget(made, 0, lead())
        return frame

    def _user(self, cluster: Cluster, text: str, words: str, kind: str) -> QPushButton:
        """A button that puts a text in place of all of a group."""
        made = button(self._context.theme, words, kind=kind)
        made.setAccessibleName(t("facets.use-name", value=text))
        made.setProperty("values", [text, *cluster.values])
        made.clicked.connect(self._use_pressed)
        return made

    def _end(self) -> None:
        self._over = True
        self._latest.stop()

    # changing ---------------------------------------------------------------------------------

    @property
    def current(self) -> str | None:
        """The value that is chosen in the list."""
        value = self.list.facts.value(self.list.currentIndex().row())
        return value[0] if value else None

    def _search(self, wanted: str) -> None:
        self.list.facts.search(wanted)
        if self.list.facts.shown:
            self.list.setCurrentIndex(self.list.facts.index(0))
        self._allow()

    def _allow(self, *_ignored: object) -> None:
        chosen = self.current is not None
        for made in (self.change, self.rows):
            made.setEnabled(chosen)
            made.setToolTip("" if chosen else t("facets.choose-one"))

    def _use_pressed(self) -> None:
        new, *every = self.sender().property("values")
        self.replace([v for v in every if v != new], new)

    def _next_step(self) -> int:
        """The number of the step that undo would take back, 0 without any."""
        project = self._context.session.project
        step = project.next_step("undo") if project is not None else None
        return step.id if step is not None else 0

    def _undo(self) -> None:
        self._context.session.finish_writing()
        if self._next_step() > self._first:
            self._context.session.undo()

    def _edit(self, *_ignored: object) -> None:
        old = self.current
        if old is None:
            return
        count = self._found.counts[old]
        new = ask_lines(
            self._context.theme, self, title=t("facets.change-title"),
            sentence=n("facets.change-words", count, rows=number(count)),
            yes=t("facets.change-yes"), now=old,
        )  # fmt: skip
        if new is not None and new != old:
            self.replace([old], new)

    def replace(self, old: Sequence[str], new: str) -> None:
        """Write a text wherever one of the old ones stands: one undo step."""
        session, counts = self._context.session, self._found.counts
        cells = sum(counts.get(text, 0) for text in old)
        said = n("facets.changed", cells, label=t("facets.label", column=self._name))
        every = max(cells, len(session.rows) // EACH)
        session.do(_replaced, said, self._head.id, frozenset(old), new, count=every)

    def _show_rows(self) -> None:
        current = self.current
        if current is not None:
            self.accept()
            values = Values(self._head.id, self._name, frozenset({current}))
            self._filters.set(values, column=self._column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search into the values."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
