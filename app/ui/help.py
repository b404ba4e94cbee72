"""Help: the keys, where the log lies, what this is."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

import app
from app.core import log
from app.core.text import t
from app.ui.commands import MENUS, Commands
from app.ui.parts import button, icon_label, label
from app.ui.pictures.keys import KEYS as PICTURE_KEYS
from app.ui.sheet.keys import KEYS, key_names
from app.ui.theme import Theme, set_look


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
    """Every command that has a key."""

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget) -> None:
        super().__init__(theme, t("help.keys"), parent)
        holder = QWidget()
        set_look(holder, ground="canvas")
        grid = QGridLayout(holder)
        grid.setHorizontalSpacing(theme.u(32))
        grid.setVerticalSpacing(theme.u(5))
        line = 0
        for menu, found in MENUS.items():
            keyed = [c for c in found if c.key]
            if not keyed:
                continue
            grid.addWidget(label(t(f"menu.{menu}"), "strong"), line, 0)
            line += 1
            for command in keyed:
                key = commands.action(command.name).shortcut()
                native = key.toString(QKeySequence.SequenceFormat.NativeText)
                grid.addWidget(label(t(f"command.{command.name}").rstrip("…")), line, 0)
                grid.addWidget(label(native, "body", "ink2"), line, 1)
                line += 1
        grid.addWidget(label(t("help.sheet-keys"), "strong"), line, 0)
        for place, (name, keys) in enumerate(KEYS, line + 1):
            grid.addWidget(label(t(f"sheet-key.{name}")), place, 0)
            grid.addWidget(label(key_names(name, keys), "body", "ink2"), place, 1)
        line += len(KEYS) + 1
        grid.addWidget(label(t("help.picture-keys"), "strong"), line, 0)
        for place, (name, keys) in enumerate(PICTURE_KEYS, line + 1):
            grid.addWidget(label(t(f"picture-key.{name}")), place, 0)
            grid.addWidget(label(key_names(name, keys), "body", "ink2"), place, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        area.setAccessibleName(t("help.keys"))
        self.column.addWidget(area, 1)
        self.finish()
        self.resize(theme.u(520), theme.u(560))


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
