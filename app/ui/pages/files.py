"""The page "Files": what each column means, where the pictures are, what holds for all rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.core import text
from app.core.model import Column, Meaning, MeaningKind, Problem
from app.core.project import Project
from app.core.text import n, number, t
from app.ui.context import Context
from app.ui.pages import meanings
from app.ui.pages.adder import ColumnAdder
from app.ui.pages.column_changes import ColumnChanges, become
from app.ui.pages.files_row import WIDTHS, ColumnRow, halves
from app.ui.pages.files_side import FilesSide
from app.ui.pages.forms import Scroll, clear, grounded, say
from app.ui.pages.page import Status
from app.ui.pages.saying import SayingPage
from app.ui.parts import Elided, NoticePlace, button, icon_button, icon_label, label, rule
from app.ui.rows.finding import find_files
from app.ui.rows.landing import Landing

SIDE = 372
NARROW = 1040
"""Below this width (px of the drawings) the side part goes below the columns."""


class FilesPage(SayingPage):
    """The first step."""

    key = "files"
    cell_wanted = Signal(object, object)
    """Row id and header: show this cell in the sheet."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._read: dict[int, meanings.Reading] = {}
        self._read_of: tuple[object, ...] | None = None
        self._find_words = "files.find"
        theme = context.theme
        self.rows: list[ColumnRow] = []
        self.scroll = Scroll(theme, t("files.title"))
        self._head()
        self._table = QVBoxLayout()
        self._table.setSpacing(0)
        self.scroll.column.addLayout(self._table)
        self.adder = ColumnAdder(context)
        theme.fix(self.adder, width=WIDTHS["choice"])
        self.scroll.column.addWidget(self.adder, 0, Qt.AlignmentFlag.AlignLeading)
        self.scroll.column.addStretch(1)
        theme.space(self.scroll.column, 8, (20, 18, 20, 16))
        self.side = FilesSide(context)
        self.side_scroll = Scroll(theme, t("files.all-rows"), "panel")
        self.side_scroll.column.addWidget(self.side)
        self.side_scroll.column.addStretch(1)
        self._side_holder = grounded(QWidget(), "panel")
        holder = QVBoxLayout(self._side_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.side_scroll)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        start = QVBoxLayout()
        start.setSpacing(0)
        self._notices = NoticePlace(theme, self.scroll)
        self.changes = ColumnChanges(context, self, self.say)
        start.addWidget(self._notices, 1)
        start.addWidget(self._strip())
        outer.addLayout(start, 1)
        self._edge = rule(down=True)
        outer.addWidget(self._edge)
        outer.addWidget(self._side_holder)
        theme.fix(self._side_holder, width=SIDE)
        session = context.session
        session.opened.connect(self._opened)
        session.structure_changed.connect(self.refresh)
        session.rows_changed.connect(self._stale)
        session.problems_changed.connect(self.refresh)
        session.failed.connect(self._failed)
        self._old = True

    def _head(self) -> None:
        theme = self.context.theme
        self.title = label(t("files.title"), "page", wrap=True)
        self.sentence = label("", "body", "ink2", wrap=True)
        self.scroll.column.addWidget(self.title)
        self.scroll.column.addWidget(self.sentence)
        self._heads = QWidget()
        _, first, second = halves(theme, self._heads, 10, 4)
        self._head_labels = {}
        for row, key, width in (
            (first, "header", WIDTHS["header"]), (first, "values", 0), (second, "arrow", 16),
            (second, "choice", WIDTHS["choice"]), (second, "goes", WIDTHS["goes"]),
            (second, "icon", 16), (second, "read", 0),
        ):  # fmt: skip
            words = "" if key in ("arrow", "icon") else t(f"files.head-{key}")
            made = Elided(words, "strong-note", "ink2")
            if width:
                theme.fix(made, width=width)
            self._head_labels[key] = made
            row.addWidget(made, 0 if width else 1)
        for spare in (
            button(theme, t("files.look"), kind="small"), icon_button(theme, "ellipsis", ""),
        ):  # fmt: skip
            policy = spare.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            spare.setSizePolicy(policy)
            spare.setVisible(False)
            second.addWidget(spare)
        self.scroll.column.addWidget(self._heads)

    def _strip(self) -> QWidget:
        theme = self.context.theme
        strip = grounded(QWidget(), "surface", "top")
        row = QHBoxLayout(strip)
        theme.space(row, 10, (20, 10, 20, 10))
        self._folder_icon = icon_label(theme, "folder-open", 20, "ink2")
        row.addWidget(self._folder_icon)
        words = QVBoxLayout()
        theme.space(words, 0)
        self.found = Elided("", "strong")
        self.folder = Elided("", "note", "ink2")
        words.addWidget(self.found)
        words.addWidget(self.folder)
        row.addLayout(words, 1)
        self.missing = button(
            theme, t("files.show-missing"), icon="list", pressed=self._show_missing
        )
        self.find = button(theme, t("files.find"), icon="folder-search", pressed=self.find_files)
        row.addWidget(self.missing)
        row.addWidget(self.find)
        return strip

    # the frame asks ---------------------------------------------------------------------------

    def main_words(self) -> tuple[str, str]:
        """Next: Describe."""
        words, _ = super().main_words()
        return words, "" if self.context.session.rows else t("main.no-rows")

    def status(self) -> Status:
        """The sheet it came from; how many columns are clear."""
        project = self.context.session.project
        if project is None:
            return Status()
        shown = self._columns(project)
        open_ = self._to_look_at(project)
        start = t(
            "files.status", source=project.source or project.name,
            rows=n("status.rows", len(project.rows)), columns=n("files.columns", len(shown)),
        )  # fmt: skip
        clear_ = n("files.clear", len(shown) - open_)
        end = (
            t("files.clear-and-open", clear=clear_, open=n("files.open", open_))
            if open_
            else clear_
        )
        return Status("file-spreadsheet", start, end)

    def enter(self) -> None:
        """Take the commands for files; show what is true now."""
        for name, function in self._commands().items():
            self.context.commands.on(name, function)
        self.refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Give them back."""
        for name in self._commands():
            self.context.commands.allow(name, False, t("command.not-here"))

    def share(self, landing: Landing) -> None:
        """Let the sheet take what is dropped here too."""
        self.landing = landing
        landing.watch(self)

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {**self.landing.commands(), "find-files": self.find_files}

    def set_level(self, level: int) -> None:
        """Less with big text."""
        super().set_level(level)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side part goes below when there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not hasattr(self, "_side_holder"):
            return
        narrow = self.level > 0 or self.width() < self.context.theme.u(NARROW)
        in_side = self.side.parentWidget() is self.side_scroll.content
        if narrow and in_side:
            self.scroll.column.insertWidget(self.scroll.column.count() - 1, self.side)
        elif not narrow and not in_side:
            self.side_scroll.column.insertWidget(0, self.side)
        self._side_holder.setVisible(not narrow)
        self._edge.setVisible(not narrow)
        tight = self.level > 0
        for row in self.rows:
            row.set_narrow(tight, very=self.level > 1)
        for key in ("arrow", "goes"):
            self._head_labels[key].setVisible(not tight)
        self._heads.setVisible(self.level < 2)
        for made, words in ((self.missing, "files.show-missing"), (self.find, self._find_words)):
            say(made, t(words))
            if self.level > 1:  # the icon says it, its words are in the tooltip
                made.setText("")
            made.setToolTip(t(words) if self.level > 1 else "")

    # what is shown ----------------------------------------------------------------------------

    def _opened(self) -> None:
        self._old = True
        clear(self._table)
        self.rows = []
        self.scroll.verticalScrollBar().setValue(0)

    def _stale(self, _rows: object) -> None:
        self._old = True

    @staticmethod
    def _columns(project: Project) -> list[Column]:
        return [c for c in project.columns if c.meaning.kind is not MeaningKind.IGNORED]

    def _to_look_at(self, project: Project) -> int:
        read = self._readings(project).values()
        return sum(r.look or r.token == "error" for r in read)

    def _readings(self, project: Project) -> dict[int, meanings.Reading]:
        """How well each column is read, by its id; worked out once for what is there now."""
        checked = self.context.session.checked
        now = (checked, project.rows, project.columns, project.layout)
        if self._read_of is None or any(
            a is not b for a, b in zip(self._read_of, now, strict=True)
        ):
            self._read_of = now
            self._read = {
                c.id: meanings.reading(project, c, checked.findings, checked.files)
                for c in self._columns(project)
            }
        return self._read

    def files_found(self) -> tuple[int, int]:
        """Rows whose file was found, and rows that name one."""
        return self.context.session.checked.files

    def refresh(self) -> None:
        """Show what is true now, if the page is shown."""
        project = self.context.session.project
        if project is None or not self.isVisibleTo(self.window()):
            return
        columns = self._columns(project)
        if [(r.column.id, r.column.header) for r in self.rows] != [
            (c.id, c.header) for c in columns
        ]:
            self._make_rows(project, columns)
        read = self._readings(project)
        for row, column in zip(self.rows, columns, strict=True):
            row.show_column(project, column, read[column.id])
        self._show_sentence(project, len(columns))
        self._show_files(project, self.files_found())
        self.side.refresh()
        self._arrange()
        self.status_changed.emit()

    def _make_rows(self, project: Project, columns: list[Column]) -> None:
        clear(self._table)
        self.rows = []
        for column in columns:
            self._table.addWidget(rule())
            row = ColumnRow(self.context.theme, project, column)
            row.meaning_chosen.connect(self._meaning_chosen)
            row.mode_chosen.connect(self._mode_chosen)
            row.look_wanted.connect(self._look)
            row.more_wanted.connect(self._more)
            self._table.addWidget(row)
            self.rows.append(row)
        self._table.addWidget(rule())
        self.context.theme.tidy()

    def _show_sentence(self, project: Project, count: int) -> None:
        open_ = self._to_look_at(project)
        left_out = sum(c.meaning.kind is MeaningKind.PLAIN for c in project.columns)
        unchosen = [p for p in self.context.session.findings.row(None) if _is_unchosen(p)]
        parts = [text.problem(found) for found in unchosen]
        parts += [
            n("files.some-open", open_, clear=number(count - open_))
            if open_
            else ""
            if unchosen
            else t("files.all-clear")
        ]
        parts.append(t("files.sheet-stays"))
        if left_out:
            parts.append(n("files.left-out", left_out))
        self.sentence.setText(" ".join(part for part in parts if part))

    def _show_files(self, project: Project, files: tuple[int, int]) -> None:
        found, named = files
        theme = self.context.theme
        missing = named - found
        self.missing.setVisible(missing > 0)
        if self.context.session.checking and not named:
            self.found.setText(t("files.looking"))
        elif named:
            self.found.setText(
                n(
                    "files.found-all" if not missing else "files.found-some",
                    named,
                    found=number(found),
                )
            )
        else:
            self.found.setText(t("files.no-path"))
        theme.set_icon(
            self._folder_icon, "folder-open" if not missing else "folder-search", 20,
            "ink2" if not missing else "error",
        )  # fmt: skip
        folders = [_short(f) for f in project.folders]
        self.folder.setText(t("files.folders", folders=",  ".join(folders)))
        self._find_words = "files.find" if missing or not named else "files.other-folder"

    # what is done -----------------------------------------------------------------------------

    def _mode_chosen(self, column_id: int, mode: str) -> None:
        session = self.context.session
        if session.project is not None:
            header = session.project.column(column_id).header
            session.set_mode(column_id, mode, t(f"files.undo-mode-{mode}", column=header))

    def _meaning_chosen(self, column_id: int, meaning: Meaning) -> None:
        become(self.context.session, column_id, meaning)

    def _more(self, column_id: int) -> None:
        """What else can be done with a column."""
        project = self.context.session.project
        row = next((r for r in self.rows if r.column.id == column_id), None)
        if project is not None and row is not None:
            menu = QMenu(row)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.changes.fill(menu, row.column, with_meaning=False)
            menu.popup(row.more.mapToGlobal(row.more.rect().bottomLeft()))

    def _failed(self, sentence: str) -> None:
        if self.isVisible():
            self._say_failure(sentence)

    def _look(self, column_id: int) -> None:
        project = self.context.session.project
        if project is None:
            return
        header = project.column(column_id).header
        found = [
            p for p in self.context.session.findings.problems
            if p.field == header and p.row_id is not None
        ]  # fmt: skip
        worst = min(found, key=lambda p: p.severity.rank, default=None)
        if worst is not None:
            self.cell_wanted.emit(worst.row_id, header)

    def _show_missing(self) -> None:
        drafts = self.context.session.drafts
        lost = next((d for d in drafts if d.path.strip() and not d.has_file), None)
        if lost is not None:
            self.cell_wanted.emit(lost.row.id, lost.entry.path_column)

    def find_files(self) -> None:
        """Look for the missing files in another folder as well."""
        find_files(self.context, self)


def _short(folder: Path) -> str:
    """A folder as people know it: below their home with ~."""
    home = Path.home()
    return (
        f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
    )


def _is_unchosen(found: Problem) -> bool:
    """Whether no column has a meaning that the sheet cannot go without."""
    return found.fix is not None and found.fix.action == "choose_column"
