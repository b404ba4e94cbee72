"""Buttons: main, quiet, link, small, tool, icon; and the choice (a combo box with an icon)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QStyle, QWidget

from app.ui.parts.pills import dashed
from app.ui.theme import Theme, set_look

GAP = "\u2004"
"""Stands between an icon and the words of a button: style sheets know no such distance."""


def button(
    theme: Theme, text: str, *, kind: str = "quiet", icon: str = "", token: str = "",
    pressed: Callable[[], object] | None = None, tip: str = "", parent: QWidget | None = None,
) -> QPushButton:  # fmt: skip
    """A button. `kind`: quiet, primary, link, small, danger, ghost. `pressed` is a bound method."""
    made = (ToolButton if kind == "tool" else WordButton)(
        GAP + text if icon and text else text, parent
    )
    set_look(made, kind=kind)
    made.setAutoDefault(False)
    inks = {"primary": "on_accent", "link": "accent", "danger": "error"}
    if icon:
        theme.set_icon(made, icon, 16, token or inks.get(kind, "ink2"))
    made.setToolTip(tip)
    made.setAccessibleName(text)
    made.setAccessibleDescription(tip)
    if pressed is not None:
        made.clicked.connect(_Caller(made, pressed).call)
    return made


class WordButton(QPushButton):
    """Is called what it says, also when it says something else."""

    def setText(self, text: str) -> None:
        """New words; those who listen hear them too. Without any it is still called as before."""
        super().setText(text)
        if text:
            self.setAccessibleName(text.removeprefix(GAP))


class ToolButton(WordButton):
    """Has room for its words when they become bold, as they are while it is checked."""

    def sizeHint(self) -> QSize:
        """The same, checked or not."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        text = self.text()
        wide = QFontMetrics(bold).horizontalAdvance(text)
        more = wide - self.fontMetrics().horizontalAdvance(text)
        return super().sizeHint() + QSize(max(0, more), 0)


class _Caller:
    """Calls a function without the `checked` that clicked brings; lives as long as the button."""

    def __init__(self, owner: QPushButton, function: Callable[[], object]) -> None:
        self._function = function
        owner.setProperty("caller", self)  # kept by the button

    def call(self, *_checked: object) -> None:
        """Run it."""
        self._function()


def icon_button(
    theme: Theme, icon: str, name: str, *, size: int = 16, checkable: bool = False,
    pressed: Callable[[], object] | None = None,
) -> QPushButton:  # fmt: skip
    """A button that is only an icon: `name` is its tooltip and accessible name."""
    made = button(theme, "", kind="icon", icon=icon, pressed=pressed, tip=name)
    theme.set_icon(made, icon, size, "ink2")
    made.setAccessibleName(name)
    made.setAccessibleDescription("")
    made.setCheckable(checkable)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def tool_button(
    theme: Theme, action: QAction, icon: str, text: str, *, only_icon: bool = False
) -> QPushButton:
    """A button of a tool row that does what a command does, and follows whether it can."""
    made = ToolButton("" if only_icon else GAP + text)
    set_look(made, kind="tool")
    made.setAutoDefault(False)
    made.setCheckable(action.isCheckable())
    made.setChecked(action.isChecked())
    theme.set_icon(made, icon, 16, "ink2", on="ink")
    made.setAccessibleName(text)
    made.setToolTip(action.toolTip())
    made.setEnabled(action.isEnabled())
    made.clicked.connect(action.trigger)
    follower = _Follower(made, action)
    action.changed.connect(follower.follow)
    return made


class _Follower:
    """Keeps a tool button like its command."""

    def __init__(self, owner: QPushButton, action: QAction) -> None:
        self._owner, self._action = owner, action
        owner.setProperty("follower", self)  # kept by the button

    def follow(self) -> None:
        """Take over what changed."""
        try:
            self._owner.setEnabled(self._action.isEnabled())
            self._owner.setChecked(self._action.isChecked())
            self._owner.setToolTip(self._action.toolTip())
        except RuntimeError:  # the button is gone, the command stays
            self._action.changed.disconnect(self.follow)


class MainButton(QPushButton):
    """The one main button of a screen, with an arrow after its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, kind="primary")
        self.setAutoDefault(False)
        theme.bind(self, MainButton._turn)

    def show_words(self, text: str, *, icon: str = "arrow-right", why_not: str = "") -> None:
        """Say what it does; `why_not` = why it cannot be pressed yet ("" = it can)."""
        self.setText(text + GAP)
        self.setShortcut("Ctrl+Return")  # a new text takes the shortcut away
        self.setAccessibleName(text)
        self.setAccessibleDescription(why_not)
        self.setToolTip(why_not)
        self.setEnabled(not why_not)
        self._theme.set_icon(self, icon, 14, "on_accent")
        self.setVisible(bool(text))

    def _turn(self) -> None:
        right = self._theme.parent().layoutDirection() == Qt.LayoutDirection.RightToLeft
        other = Qt.LayoutDirection.LeftToRight if right else Qt.LayoutDirection.RightToLeft
        self.setLayoutDirection(other)


class Choice(QComboBox):
    """A combo box drawn like a field: icon, words, a small arrow. Dashed when `quiet`."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.quiet = False
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        theme.bind(self, Choice.updateGeometry)

    def add(self, text: str, data: object, icon: str = "") -> None:
        """One more possibility."""
        if icon:
            self.addItem(self._theme.icon(icon, 16, "accent"), text, data)
        else:
            self.addItem(text, data)

    def choose(self, data: object) -> None:
        """Show the possibility that has this data."""
        index = self.findData(data)
        if index >= 0:
            self.setCurrentIndex(index)

    def sizeHint(self) -> QSize:
        """As high as a field."""
        return QSize(
            super().sizeHint().width(),
            max(self._theme.u(32), self.fontMetrics().height() + self._theme.u(12)),
        )

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page never changes a choice."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, icon, words, arrow."""
        theme, u = self._theme, self._theme.u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        wide = 2.0 if focused else 1.0
        box = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        if focused:
            painter.setPen(QPen(theme.color("focus"), wide))
        elif self.quiet or not self.isEnabled():
            painter.setPen(dashed(theme.color("line2")))
        else:
            painter.setPen(QPen(theme.color("line2"), wide))
        hover = self.underMouse() and self.isEnabled()
        painter.setBrush(theme.color("sunken" if hover else "surface"))
        painter.drawRoundedRect(box, u(6), u(6))
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        theme, u = self._theme, self._theme.u
        direction = self.layoutDirection()
        place = QRect(self.width() - u(14) - u(10), (self.height() - u(14)) // 2, u(14), u(14))
        place = QStyle.visualRect(direction, self.rect(), place)
        painter.drawPixmap(
            place.topLeft(), theme.pixmap("chevron-down", 14, "ink2", self.devicePixelRatioF())
        )
        start = u(10)
        icon = self.itemIcon(self.currentIndex())
        if not icon.isNull():
            place = QRect(start, (self.height() - u(16)) // 2, u(16), u(16))
            icon.paint(painter, QStyle.visualRect(direction, self.rect(), place))
            start += u(24)
        words = QRect(start, 0, self.width() - start - u(30), self.height())
        words = QStyle.visualRect(direction, self.rect(), words)
        painter.setFont(theme.font("body", 400 if self.quiet else 500))
        painter.setPen(theme.color("ink3" if self.quiet or not self.isEnabled() else "ink"))
        text = painter.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, words.width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(words, flags | Qt.TextFlag.TextSingleLine, text)
