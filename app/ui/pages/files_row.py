"""One column on the page "Files": its name, first values, what it becomes, how it is read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from app.core.model import Column, Meaning, MeaningKind
from app.core.project import Project
from app.core.text import t
from app.ui.pages import meanings
from app.ui.pages.forms import stack
from app.ui.pages.picker import Picker
from app.ui.parts import Elided, button, icon_button, icon_label
from app.ui.theme import Theme, set_look

_MODE = "mode:"
WIDTHS = {"header": 118, "arrow": 26, "choice": 236, "goes": 104}


class _Languages:
    """The meanings that are only found by searching."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __call__(self) -> list[tuple[str, str, str]]:
        every = meanings.in_every_language(self._project)
        return [(one.words, str(one.meaning), one.icon) for one in every]


class ColumnRow(QWidget):
    """One column of the sheet: its name, first values, what it becomes, how it is read."""

    meaning_chosen = Signal(int, object)
    """Column id, Meaning."""
    mode_chosen = Signal(int, str)
    """Column id; wikitext or plain."""
    look_wanted = Signal(int)
    more_wanted = Signal(int)

    def __init__(self, theme: Theme, project: Project, column: Column) -> None:
        super().__init__()
        self._theme = theme
        self.column = column
        self._halves, first, second = halves(theme, self, 6, 6)
        self.header = Elided(column.header, "strong")
        theme.fix(self.header, width=WIDTHS["header"])
        self.values = Elided("", "note", "ink2")
        self.arrow = icon_label(theme, "arrow-right", 16, "ink2")
        self.choice = Picker(
            theme, t("files.becomes-of", column=column.header), _Languages(project)
        )
        theme.fix(self.choice, width=WIDTHS["choice"])
        self.goes = Elided("", "note", "ink2")
        theme.fix(self.goes, width=WIDTHS["goes"])
        self.icon = icon_label(theme, "circle-check", 16, "accent")
        self.words = Elided("", "note", "ink2")
        self.look = button(theme, t("files.look"), kind="small", pressed=self._look)
        self.look.setAccessibleName(t("files.look-at", column=column.header))
        policy = self.look.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.look.setSizePolicy(policy)
        self.more = icon_button(
            theme, "ellipsis", t("files.change-column", column=column.header), pressed=self._more
        )
        first.addWidget(self.header)
        first.addWidget(self.values, 1)
        for part in (self.arrow, self.choice, self.goes, self.icon):
            second.addWidget(part)
        second.addWidget(self.words, 1)
        second.addWidget(self.look)
        second.addWidget(self.more)
        self._offered: object = None
        self.choice.activated.connect(self._chosen)

    def show_column(self, project: Project, column: Column, reading: meanings.Reading) -> None:
        """Show what it means and how it is read now."""
        self.column = column
        offered, mode = meanings.possible(project, column), meanings.other_mode(project, column)
        if (offered, mode) != self._offered:
            self._offered = (offered, mode)
            self.choice.clear()
            for line in offered:
                if line.meaning is None:
                    self.choice.add_title(line.words)
                else:
                    self.choice.add(line.words, str(line.meaning), line.icon)
            if mode:
                self.choice.add_title(t("files.group-mode"))
                self.choice.add(t(f"files.mode-{mode}"), f"{_MODE}{mode}", "file-text")
        self.choice.choose(str(column.meaning))
        left_out = column.meaning.kind is MeaningKind.PLAIN
        self.choice.quiet = left_out
        self.choice.update()
        self.values.setText(meanings.first_values(project, column))
        self.goes.setText(meanings.goes_to(column.meaning, project.layout))
        self._theme.set_icon(self.icon, reading.icon, 16, reading.token)
        self.words.setText(reading.words)
        set_look(self.words, tone=reading.token if reading.token in ("warn", "error") else "ink2")
        self.look.setVisible(reading.look)

    def set_narrow(self, narrow: bool, *, very: bool = False) -> None:
        """Less beside each other; in two lines when `very`."""
        self.arrow.setVisible(not narrow)
        self.goes.setVisible(not narrow)
        stack(self._halves, stacked=very)

    def _chosen(self, _index: int) -> None:
        chosen = str(self.choice.currentData())
        if chosen.startswith(_MODE):
            self.choice.choose(str(self.column.meaning))
            self.mode_chosen.emit(self.column.id, chosen.removeprefix(_MODE))
            return
        meaning = Meaning.parse(chosen)
        if meaning != self.column.meaning:
            self.meaning_chosen.emit(self.column.id, meaning)

    def _look(self) -> None:
        self.look_wanted.emit(self.column.id)

    def _more(self) -> None:
        self.more_wanted.emit(self.column.id)


def halves(
    theme: Theme, owner: QWidget, above: int, below: int
) -> tuple[QBoxLayout, QHBoxLayout, QHBoxLayout]:
    """Two halves of a line, and the layout that holds them: the same for heads and rows."""
    outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, owner)
    theme.space(outer, 10, (0, above, 0, below))
    both = QHBoxLayout(), QHBoxLayout()
    for half, share in zip(both, (3, 5), strict=True):
        theme.space(half, 10)
        outer.addLayout(half, share)
    return outer, *both
