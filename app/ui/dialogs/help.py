"""Help: what to do in five lines, where things lie, licences, the practice wiki."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import __version__
from app.core import log, paths, resources
from app.core.text import t
from app.ui.context import Context
from app.ui.pages.forms import Scroll
from app.ui.pages.page import STEPS
from app.ui.parts import button, icon_label, label, rule
from app.ui.theme import Theme


class HelpDialog(QDialog):
    """The five steps, then where everything lies."""

    practice_wanted = Signal()
    keys_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self.setWindowTitle(t("help.title"))
        self.setModal(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll(theme, t("help.title"))
        column = scroll.column
        theme.space(column, 14, (28, 24, 28, 12))
        column.addLayout(self._head(theme))
        column.addWidget(label(t("help.five"), "part"))
        for place, key in enumerate(STEPS, 1):
            row = QHBoxLayout()
            theme.space(row, 12)
            number = label(str(place), "strong", "accent")
            theme.fix(number, width=16)
            row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(t(f"help.step-{key}"), "body", wrap=True), 1)
            column.addLayout(row)
        column.addWidget(rule())
        column.addWidget(label(t("help.places"), "part"))
        column.addLayout(self._places(theme))
        column.addWidget(rule())
        column.addWidget(label(t("help.licences-title"), "part"))
        column.addWidget(label(t("help.licences-text"), "note", "ink2", wrap=True))
        column.addStretch(1)
        outer.addWidget(scroll, 1)
        row = QHBoxLayout()
        theme.space(row, 8, (28, 8, 28, 20))
        self.practice = button(
            theme, t("help.practice"), icon="graduation-cap", pressed=self.practice_wanted.emit
        )
        self.keys = button(
            theme, t("help.all-keys"), icon="keyboard", pressed=self.keys_wanted.emit
        )
        self.close_ = button(theme, t("help.done"), kind="primary", pressed=self.accept)
        row.addWidget(self.practice)
        row.addWidget(self.keys)
        row.addStretch(1)
        row.addWidget(self.close_)
        outer.addLayout(row)
        room = parent.size() if parent is not None else self.size()
        self.resize(min(theme.u(680), room.width()), min(theme.u(640), room.height()))
        self.close_.setDefault(True)
        self.close_.setFocus()

    @staticmethod
    def _head(theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.space(row, 16)
        row.addWidget(icon_label(theme, "kabocha", 44))
        words = QVBoxLayout()
        theme.space(words, 0)
        words.addWidget(label(t("app.name"), "page"))
        words.addWidget(label(t("help.version-of", version=__version__), "note", "ink2"))
        row.addLayout(words, 1)
        return row

    def _places(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        theme.space(grid, 10)
        grid.setColumnStretch(1, 1)
        self.shows = []
        for place, (key, path) in enumerate(places().items()):
            grid.addWidget(label(t(f"help.place-{key}"), "strong-note"), place, 0)
            where = label(str(path), "note", "ink2", wrap=True)
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            where.setAccessibleName(t("help.place-path", what=t(f"help.place-{key}"), path=path))
            where.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(where, place, 1)
            made = button(theme, t("help.show"), kind="small")
            made.setAccessibleName(t("help.show-of", what=t(f"help.place-{key}")))
            made.setProperty("path", str(path))
            made.clicked.connect(self._show)
            self.shows.append(made)
            grid.addWidget(made, place, 2)
        return grid

    def _show(self) -> None:
        path = Path(self.sender().property("path"))
        folder = path if path.is_dir() else path.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def places() -> dict[str, Path]:
    """Where things lie that a person may look for."""
    return {
        "log": log.path(),
        "practice": paths.practice(),
        "settings": paths.config() / "settings.json",
        "licences": resources.folder() / "icons" / "LICENSE",
    }
