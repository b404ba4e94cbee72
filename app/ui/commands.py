"""Every command of the window: its menu, key and icon in one table; QActions made from it.

Words: keys command.<name> (menu), command.<name>.tip (tooltip, optional). A page that can do a
command says so with `on`; what cannot be done now says why with `allow`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.core.text import has, t
from app.ui.theme import Theme


@dataclass(frozen=True)
class Command:
    """One line of a menu. `group` = commands of which one is checked; `check` = can be checked;
    `local` = its key counts only in the sheet, not in a field beside it.
    """

    name: str
    key: str = ""
    icon: str = ""
    check: bool = False
    group: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    local: bool = False


SEPARATOR = Command("-")

MENUS: dict[str, tuple[Command, ...]] = {
    "file": (
        Command("open-sheet", "Ctrl+O", "file-spreadsheet"),
        Command("choose-folder", "Ctrl+Shift+O", "folder-open"),
        Command("open-project", "Ctrl+Alt+O", "history"),
        SEPARATOR,
        Command("try-sample", "", "images"),
        Command("practise", "", "graduation-cap"),
        SEPARATOR,
        Command("save-sheet", "Ctrl+Shift+S", "save"),
        Command("close-project", "Ctrl+W", "x"),
        SEPARATOR,
        Command("settings", "Ctrl+,", "settings", role=QAction.MenuRole.PreferencesRole),
        Command("quit", "Ctrl+Q", "log-out", role=QAction.MenuRole.QuitRole),
    ),
    "edit": (
        Command("undo", "Ctrl+Z", "undo-2"),
        Command("redo", "Ctrl+Y", "redo-2"),
        SEPARATOR,
        Command("cut", "Ctrl+X", "scissors", local=True),
        Command("copy", "Ctrl+C", "copy", local=True),
        Command("paste", "Ctrl+V", "clipboard-paste", local=True),
        Command("clear", "Del", "trash-2", local=True),
        SEPARATOR,
        Command("select-all", "Ctrl+A", "", local=True),
        Command("select-row", "Shift+Space", "", local=True),
        Command("select-column", "Ctrl+Space", "", local=True),
        SEPARATOR,
        Command("find", "Ctrl+F", "search"),
        Command("find-next", "F3"),
        Command("find-previous", "Shift+F3"),
        Command("replace", "Ctrl+H", "replace"),
        Command("go-to-row", "Ctrl+G", "hash"),
    ),
    "view": (
        Command("view-table", "Ctrl+Alt+1", "table-2", check=True, group="view"),
        Command("view-pictures", "Ctrl+Alt+2", "layout-grid", check=True, group="view"),
        SEPARATOR,
        Command("pictures-small", "", "", check=True, group="size"),
        Command("pictures-medium", "", "", check=True, group="size"),
        Command("pictures-large", "", "", check=True, group="size"),
        SEPARATOR,
        Command("row-panel", "F7", "panel-right", check=True),
        Command("problems-strip", "Shift+F7", "triangle-alert", check=True),
        Command("next-part", "F6"),
        Command("previous-part", "Shift+F6"),
        SEPARATOR,
        Command("text-larger", "Ctrl++", "zoom-in"),
        Command("text-smaller", "Ctrl+-"),
        Command("text-normal", "Ctrl+0"),
        SEPARATOR,
        Command("look-system", "", "", check=True, group="look"),
        Command("look-light", "", "", check=True, group="look"),
        Command("look-dark", "", "", check=True, group="look"),
    ),
    "sheet": (
        Command("fill-down", "Ctrl+D", "arrow-down-to-line", local=True),
        Command("fill-right", "Ctrl+R", "arrow-right", local=True),
        Command("fill-selection", "Ctrl+Return", "", local=True),
        Command("fill-series", "", "list-ordered"),
        Command("today", "Ctrl+;", "calendar", local=True),
        SEPARATOR,
        Command("add-row", "Ctrl+Shift+Return", "plus", local=True),
        Command("add-rows"),
        Command("double-rows", "Ctrl+Shift+D", "copy", local=True),
        Command("remove-rows", "Ctrl+Shift+Del", "trash-2", local=True),
        SEPARATOR,
        Command("filter", "Ctrl+Shift+L", "list-filter"),
        Command("filter-same"),
        Command("filter-errors", "Ctrl+Shift+E", "octagon-x"),
        Command("filter-again", "Ctrl+Alt+L"),
        Command("filter-none"),
        SEPARATOR,
        Command("number-titles", "Ctrl+Shift+N", "list-ordered"),
        Command("number-doubles"),
        SEPARATOR,
        Command("next-problem", "F8", "triangle-alert"),
        Command("previous-problem", "Shift+F8"),
        Command("fix", "Ctrl+.", "sparkles"),
        Command("fix-all", "Ctrl+Shift+."),
    ),
    "column": (
        Command("sort-up", "", "arrow-down-a-z"),
        Command("sort-down", "", "arrow-up-a-z"),
        Command("sort-none", "", "list"),
        Command("sort"),
        SEPARATOR,
        Command("values", "Ctrl+Shift+F"),
        Command("clean", "Ctrl+Shift+H"),
        SEPARATOR,
        Command("freeze", "", "lock"),
        Command("unfreeze"),
        Command("hide-column", "", "eye-off"),
        Command("show-columns", "", "eye"),
        Command("fit-column", "", "ruler"),
        Command("column-back"),
        Command("column-on"),
        Command("arrange-columns", "", "columns-3"),
        SEPARATOR,
        Command("add-statement", "", "plus"),
        Command("add-column", "", "plus"),
        Command("rename-column"),
        Command("remove-column"),
        Command("columns"),
    ),
    "pictures": (
        Command("picture-large", "", "zoom-in"),
        Command("compare", "", "columns-2"),
        Command("turn-right", "", "rotate-cw"),
        Command("turn-left", "", ""),
        SEPARATOR,
        Command("add-pictures", "", "images"),
        Command("add-folder", "", "folder-open"),
        SEPARATOR,
        Command("show-in-folder", "", "folder-open"),
        Command("find-files", "", "folder-search"),
    ),
    "upload": (
        Command("step-files", "Ctrl+1"),
        Command("step-describe", "Ctrl+2"),
        Command("step-check", "Ctrl+3"),
        Command("step-upload", "Ctrl+4"),
        Command("step-report", "Ctrl+5"),
        SEPARATOR,
        Command("choose-target", "", "globe"),
        Command("sign-in", "", "key-round"),
        Command("sign-out", "", "log-out"),
    ),
    "help": (
        Command("help", "F1", "circle-question-mark"),
        Command("keys", "", "keyboard"),
        Command("show-log", "", "file-text"),
        SEPARATOR,
        Command("about", "", "info", role=QAction.MenuRole.AboutRole),
    ),
}


class Commands(QObject):
    """The actions by name."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._callers: dict[str, _Caller] = {}
        self._plain: list[tuple[QAction, str]] = []
        for commands in MENUS.values():
            for command in commands:
                if command is not SEPARATOR:
                    self._make(command, window)

    def action(self, name: str) -> QAction:
        """The action of a command. Raises KeyError for a name that is not in the table."""
        return self._actions[name]

    def local(self) -> list[QAction]:
        """Those whose keys count only where they are added."""
        names = (c.name for found in MENUS.values() for c in found if c.local)
        return [self._actions[name] for name in names]

    def on(self, name: str, function: Callable[[], object], *, allowed: bool = True) -> None:
        """Who does the command, in place of who did it before."""
        self._callers[name].function = function
        self.allow(name, allowed)

    def allow(self, name: str, can: bool, why_not: str = "") -> None:
        """Whether a command can be done now, and when not, why not (shown in its tooltip)."""
        action = self._actions[name]
        action.setEnabled(can)
        action.setToolTip(self._tip(name) if can or not why_not else why_not)

    def check(self, name: str, checked: bool = True) -> None:
        """Show as chosen without doing it."""
        with QSignalBlocker(self._callers[name]):
            self._actions[name].setChecked(checked)

    def build(self, bar: QMenuBar) -> None:
        """Fill the menu bar."""
        taken: set[str] = set()
        for menu, commands in MENUS.items():
            self._fill(bar.addMenu(_with_letter(t(f"menu.{menu}"), taken)), commands)

    def draw(self, most: int = 0) -> bool:
        """Draw icons that are not there yet, all or so many; whether that were the last. No menu is
        open when the window is painted first, so that does not wait for them.
        """
        now = self._plain[: most or None]
        del self._plain[: len(now)]
        for action, icon in now:
            self._theme.bind(action, _Icon(self._theme, icon))
        return not self._plain

    def _fill(self, menu: QMenu, commands: tuple[Command, ...]) -> None:
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.draw)
        for command in commands:
            if command is SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(self._actions[command.name])

    def _make(self, command: Command, window: QWidget) -> None:
        action = QAction(t(f"command.{command.name}"), window)
        action.setObjectName(command.name)
        action.setMenuRole(command.role)
        action.setCheckable(command.check)
        if command.key:
            action.setShortcut(QKeySequence(command.key))
            context = Qt.ShortcutContext
            action.setShortcutContext(
                context.WidgetShortcut if command.local else context.WindowShortcut
            )
        if command.group:
            self._groups.setdefault(command.group, QActionGroup(self)).addAction(action)
        self._actions[command.name] = action
        if command.icon:
            self._plain.append((action, command.icon))
        caller = _Caller(self)
        action.triggered.connect(caller.call)
        self._callers[command.name] = caller
        self.allow(command.name, False, t("command.not-here"))
        if not command.local:
            window.addAction(action)

    def _tip(self, name: str) -> str:
        key = f"command.{name}.tip" if has(f"command.{name}.tip") else f"command.{name}"
        words = t(key).rstrip("….")
        shortcut = self._actions[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{words} ({shortcut})" if shortcut else words


def _with_letter(words: str, taken: set[str]) -> str:
    """The words with a mark at the first letter that is not taken: Alt and that letter open it."""
    for at, letter in enumerate(words):
        if letter.isalnum() and letter.casefold() not in taken:
            taken.add(letter.casefold())
            return f"{words[:at]}&{words[at:]}"
    return words


class _Icon:
    """Puts an icon of the theme on an action."""

    def __init__(self, theme: Theme, name: str) -> None:
        self._theme, self._name = theme, name

    def __call__(self, action: QAction) -> None:
        action.setIcon(self._theme.icon(self._name, 16, "ink2"))


class _Caller(QObject):
    """Does a command by whoever can at the moment."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.function: Callable[[], object] | None = None

    def call(self, *_checked: object) -> None:
        """Do it."""
        if self.function is not None and not self.signalsBlocked():
            self.function()
