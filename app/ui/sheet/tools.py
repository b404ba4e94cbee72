"""The row of tools above the sheet; with big text labels go from the end, then into "More"."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from app.core.text import t
from app.ui.context import Context
from app.ui.parts import GAP, icon_button, label, rule, tool_button
from app.ui.sheet.size_slider import SizeSlider
from app.ui.theme import set_look

TOOLS = (
    ("view-table", "table-2", "view"),
    ("view-pictures", "layout-grid", "view"),
    ("undo", "undo-2", "undo"),
    ("redo", "redo-2", "undo"),
    ("turn-right", "rotate-cw", "pictures"),
    ("compare", "columns-2", "pictures"),
    ("find", "search", "sheet"),
    ("filter", "list-filter", "sheet"),
    ("arrange-columns", "columns-3", "sheet"),
    ("fill-down", "arrow-down-to-line", "more"),
    ("number-titles", "list-ordered", "more"),
    ("next-problem", "triangle-alert", "more"),
)
MORE = (
    "fill-down", "number-titles", "next-problem", "replace", "go-to-row", "turn-right", "compare",
)  # fmt: skip
SIZES = (("small", 12), ("medium", 16), ("large", 20))


class ToolRow(QWidget):
    """Table or pictures, undo, find, filter, columns, fill; size of the pictures at the end."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme, commands = context.theme, context.commands
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="canvas", edge="bottom")
        row = QHBoxLayout(self)
        theme.space(row, 4, (12, 3, 12, 3))
        self._level = self._wanted = self._room = 0
        self.buttons: dict[str, QPushButton] = {}
        before = ""
        for name, icon, group in TOOLS:
            if before and group != before and group in ("undo", "pictures"):
                line = rule(down=True)
                theme.fix(line, height=20)
                row.addWidget(line)
            before = group
            made = tool_button(theme, commands.action(name), icon, t(f"tool.{name}"))
            self.buttons[name] = made
            row.addWidget(made)
        row.addStretch(1)
        self._size_words = label(t("tool.picture-size"), "note", "ink2")
        row.addWidget(self._size_words)
        self.sizes = QButtonGroup(self)
        for name, size in SIZES:
            action = commands.action(f"pictures-{name}")
            made = icon_button(
                theme, "image", t(f"command.pictures-{name}"), size=size, checkable=True
            )
            made.clicked.connect(action.trigger)
            made.setObjectName(name)
            self.sizes.addButton(made)
            row.addWidget(made)
        self.card_size = SizeSlider(theme)
        row.addWidget(self.card_size)
        self.panel = tool_button(
            theme, commands.action("row-panel"), "panel-right", t("tool.row-panel")
        )
        row.addWidget(self.panel)
        self.more = QPushButton(GAP + t("tool.more"))
        set_look(self.more, kind="tool")
        theme.set_icon(self.more, "ellipsis", 16, "ink2")
        self.more.setAccessibleName(t("tool.more.name"))
        self.more.setToolTip(t("tool.more.name"))
        self._menu = QMenu(self.more)
        for name in MORE:
            self._menu.addAction(commands.action(name))
        self._menu.addSeparator()
        for name, _size in SIZES:
            self._menu.addAction(commands.action(f"pictures-{name}"))
        self.more.setMenu(self._menu)
        row.addWidget(self.more)
        theme.bind(self, ToolRow._heighten)
        self._beside = True
        commands.action("view-pictures").toggled.connect(self._other_view)
        self.set_level(0, panel_beside=True)

    def _other_view(self) -> None:
        self.set_level(self._wanted, panel_beside=self._beside)

    def show_size(self, name: str) -> None:
        """Which size of pictures is chosen."""
        policies = (
            Qt.FocusPolicy.ClickFocus,
            Qt.FocusPolicy.StrongFocus,
        )  # arrows lead to the others
        for made in self.sizes.buttons():
            chosen = made.objectName() == name
            made.setChecked(chosen)
            made.setFocusPolicy(policies[chosen])

    def set_level(self, level: int, *, panel_beside: bool, room: int = 0) -> None:
        """0: all with words; 1: undo without words, the end under More; 2: icons. Where the words do
        not fit into the `room`, the next one.
        """
        self._wanted, self._beside, self._room = level, panel_beside, room or self._room
        self._show_level(level)
        while self._level < 2 and 0 < self._room < self.layout().totalMinimumSize().width():
            self._show_level(self._level + 1)

    def minimumSizeHint(self) -> QSize:
        """Narrow as the window likes: then less is shown."""
        return QSize(0, super().minimumSizeHint().height())

    def _show_level(self, level: int) -> None:
        pictures = self.context.commands.action("view-pictures").isChecked()
        away = ("more", "arrange-columns") if pictures else ("pictures",)
        for name, made in self.buttons.items():
            group = next(g for n, _, g in TOOLS if n == name)
            bare = (level >= 1 and group == "undo") or level >= 2
            made.setText("" if bare else GAP + t(f"tool.{name}"))
            fits = level == 0 or group not in ("more", "pictures")
            made.setVisible(fits and not {name, group} & set(away))
        for made in (*self.sizes.buttons(), self._size_words):
            made.setVisible(level == 0 and not pictures)
        self.card_size.setVisible(level == 0 and pictures)
        self.more.setVisible(level > 0)
        self.panel.setText("" if level >= 2 else GAP + t("tool.row-panel"))
        self.panel.setVisible(not self._beside)
        self._level = level
        self._heighten()
        self.layout().invalidate()

    def _heighten(self) -> None:
        self.setMinimumHeight(self.context.theme.u(42 if self._level < 2 else 35))
