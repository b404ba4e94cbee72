"""Help: the keys, where the log lies, what this is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

import app
from app.core import log
from app.core.text import t
from app.ui.commands import MENUS, Commands
from app.ui.pages.forms import Scroll
from app.ui.parts import button, icon_label, label
from app.ui.pictures.keys import KEYS as PICTURE_KEYS
from app.ui.sheet.keys import KEYS, key_names
from app.ui.theme import Theme


class Sheetlet(QDialog):
    """A quiet dialog with a head and one button."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        theme.space(self.column, 12, (24, 20, 24, 16))
        self.column.addWidget(label(title, "page"))

    def finish(self) -> None:
        """Put the button below everything."""
        row = QHBoxLayout()
        row.addStretch(1)
        close = button(self.theme, t("help.close"), pressed=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        self.column.addLayout(row)


class KeysDialog(Sheetlet):
    """Every command that has a key, and the keys of the sheet and of the pictures."""

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget) -> None:
        super().__init__(theme, t("help.keys"), parent)
        area = Scroll(theme, t("help.keys"), "canvas")
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.u(24))
        self._grid.setVerticalSpacing(theme.u(5))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        for menu, found in MENUS.items():
            keyed = [
                (t(f"command.{c.name}").rstrip("…"), _native(commands, c.name))
                for c in found
                if c.key
            ]
            if keyed:
                self._part(t(f"menu.{menu}"), keyed)
        sheet = [(t(f"sheet-key.{name}"), key_names(name, keys)) for name, keys in KEYS]
        self._part(t("help.sheet-keys"), sheet)
        large = [(t(f"picture-key.{name}"), key_names(name, keys)) for name, keys in PICTURE_KEYS]
        self._part(t("help.picture-keys"), large)
        area.column.addLayout(self._grid)
        area.column.addStretch(1)
        self.column.addWidget(area, 1)
        self.finish()
        room = parent.size()
        self.resize(min(theme.u(560), room.width()), min(theme.u(560), room.height()))

    def _part(self, head: str, lines: Sequence[tuple[str, str]]) -> None:
        """A head, and what a key does beside the key; long words go on in the next line."""
        grid, first = self._grid, self._grid.rowCount()
        if self._grid.count():
            grid.setRowMinimumHeight(first, self.theme.u(8))
            first += 1
        grid.addWidget(label(head, "strong", wrap=True), first, 0, 1, 2)
        for place, (words, keys) in enumerate(lines, first + 1):
            grid.addWidget(label(words, wrap=True), place, 0)
            grid.addWidget(label(keys, "body", "ink2", wrap=True), place, 1)


def _native(commands: Commands, name: str) -> str:
    return commands.action(name).shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class AboutDialog(Sheetlet):
    """Name, version, licences, where the log lies."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, t("help.about"), parent)
        row = QHBoxLayout()
        theme.space(row, 16)
        row.addWidget(icon_label(theme, "kabocha", 64))
        words = QVBoxLayout()
        theme.space(words, 4)
        words.addWidget(label(t("app.claim"), "body", wrap=True))
        words.addWidget(label(t("help.version", version=app.__version__), "note", "ink2"))
        words.addWidget(label(t("help.licences"), "note", "ink2", wrap=True))
        words.addWidget(label(t("help.log", path=str(log.path())), "note", "ink2", wrap=True))
        row.addLayout(words, 1)
        self.column.addLayout(row)
        self.finish()
        self.resize(theme.u(520), theme.u(260))


class Helper:
    """Does the commands of the help menu."""

    def __init__(self, theme: Theme, commands: Commands, window: QWidget) -> None:
        self._theme, self._commands, self._window = theme, commands, window
        commands.on("keys", self.keys)
        commands.on("about", self.about)
        commands.on("show-log", self.show_log)

    def keys(self) -> None:
        """All keys."""
        KeysDialog(self._theme, self._commands, self._window).open()

    def about(self) -> None:
        """What this is."""
        AboutDialog(self._theme, self._window).open()

    def show_log(self) -> None:
        """The folder of the log, in the system's own window."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.path().parent)))
