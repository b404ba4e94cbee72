"""The start page: four ways to begin, projects to go on with, what one needs the first time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core import recent
from app.core.recent import Recent
from app.core.text import language, n, number, t
from app.ui.context import Context
from app.ui.parts import (
    ActionCard,
    DropZone,
    Elided,
    Notice,
    Pill,
    RowButton,
    button,
    card,
    icon_label,
    label,
    rule,
)
from app.ui.parts.labels import lead
from app.ui.theme import Theme, set_look
from app.ui.thumbnails import SMALL, Thumbnails

SHOWN = 5


class StartPage(QWidget):
    """What is shown while no project is open."""

    path_chosen = Signal(object)
    """A Path to open."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="canvas")
        outer = QVBoxLayout(self)
        theme.space(outer, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        set_look(self._content, ground="canvas")
        self._content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._content)
        self._scroll.setWidget(self._content)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._foot())
        self._fill()
        context.session.opening_failed.connect(self.show_failure)
        context.session.closed.connect(self.refresh)
        theme.bind(self, StartPage._arrange)

    # parts ------------------------------------------------------------------------------------

    def _fill(self) -> None:
        theme = self.context.theme
        self._column.addLayout(self._head())
        self._notices = QVBoxLayout()
        self._column.addLayout(self._notices)
        self._two = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._two.addLayout(self._begin(), 11)
        self._two.addLayout(self._go_on(), 10)
        theme.space(self._two, 40)
        self._column.addLayout(self._two)
        self._column.addWidget(label(t("start.first-time"), "part"))
        self._three = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._three, 24)
        for icon, key in (("images", "pictures"), ("list", "knowledge"), ("scale", "rights")):
            self._three.addLayout(self._need(icon, key), 1)
        self._column.addLayout(self._three)
        self._column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        theme = self.context.theme
        row = QHBoxLayout()
        theme.space(row, 16)
        row.addWidget(icon_label(theme, "kabocha", 44))
        words = QVBoxLayout()
        theme.space(words, 0)
        words.addWidget(label(t("app.name"), "headline"))
        words.addWidget(label(t("app.claim"), "lead", "ink2", wrap=True))
        row.addLayout(words, 1)
        return row

    def _begin(self) -> QVBoxLayout:
        theme, commands = self.context.theme, self.context.commands
        column = QVBoxLayout()
        theme.space(column, 10)
        head = label(t("start.begin"), "part")
        theme.bind(head, _HeadHeight(theme))
        column.addWidget(head)
        self.cards: dict[str, ActionCard] = {}
        for name, icon, tone in (
            ("open-sheet", "file-spreadsheet", "accent"),
            ("choose-folder", "folder-open", "accent"),
            ("try-sample", "images", "accent"),
            ("practise", "graduation-cap", "practice"),
        ):
            action = commands.action(name)
            key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
            made = ActionCard(
                theme, icon, t(f"start.{name}"), t(f"start.{name}.text"), key=key, tone=tone
            )
            made.main = name == "open-sheet"
            made.clicked.connect(action.trigger)
            self.cards[name] = made
            column.addWidget(made)
        column.addStretch(1)
        return column

    def _go_on(self) -> QVBoxLayout:
        theme, commands = self.context.theme, self.context.commands
        column = QVBoxLayout()
        theme.space(column, 10)
        head = QHBoxLayout()
        theme.space(head, 8)
        title = label(t("start.go-on"), "part")
        theme.bind(title, _HeadHeight(theme))
        head.addWidget(title)
        head.addStretch(1)
        self.other = button(
            theme, t("start.other"), kind="link", pressed=commands.action("open-project").trigger
        )
        head.addWidget(self.other)
        column.addLayout(head)
        self._list = QVBoxLayout()
        column.addLayout(self._list)
        column.addWidget(self._drop())
        column.addStretch(1)
        self.refresh()
        return column

    def _drop(self) -> QWidget:
        theme = self.context.theme
        zone = DropZone(theme)
        row = QHBoxLayout(zone)
        theme.space(row, 12, (16, 8, 16, 8))
        row.addStretch(1)
        row.addWidget(icon_label(theme, "download", 18))
        row.addWidget(label(t("start.drop"), "body", "ink2", wrap=False))
        row.addStretch(1)
        theme.fix(zone, height=66)
        return zone

    def _need(self, icon: str, key: str) -> QGridLayout:
        theme = self.context.theme
        grid = QGridLayout()
        theme.space(grid, 0)
        theme.bind(grid, _Gap(theme, 12, 1))
        grid.addWidget(icon_label(theme, icon, 20, "accent"), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(t(f"start.{key}"), "strong"), 0, 1)
        grid.addWidget(label(t(f"start.{key}.text"), "note", "ink2", wrap=True), 1, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _foot(self) -> QWidget:
        theme = self.context.theme
        foot = QWidget()
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(foot, ground="canvas")
        column = QVBoxLayout(foot)
        self._foot_column = column
        column.addWidget(rule())
        row = QHBoxLayout()
        theme.space(row, 8)
        row.addWidget(icon_label(theme, "lock", 16))
        self._promise = label(t("start.nothing-leaves"), "body", "ink2", wrap=True)
        self._promise.setAlignment(lead() | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._promise, 1)
        commands = self.context.commands
        self.language = button(
            theme, _language_name(), kind="ghost", icon="languages",
            pressed=commands.action("settings").trigger, tip=t("start.language"),
        )  # fmt: skip
        self.help = button(
            theme, t("start.help"), kind="ghost", icon="circle-question-mark",
            pressed=commands.action("help").trigger,
        )  # fmt: skip
        row.addWidget(self.language)
        row.addWidget(self.help)
        column.addLayout(row)
        return foot

    # what changes -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Promise no more than holds: names may be looked up once that was allowed."""
        super().showEvent(event)
        looks_up = self.context.settings.get("search-while-typing")
        self._promise.setText(t("start.looks-up" if looks_up else "start.nothing-leaves"))

    def refresh(self) -> None:
        """Show the list of projects as it is now."""
        while self._list.count():
            self._list.takeAt(0).widget().deleteLater()
        theme = self.context.theme
        found = recent.read(self.context.settings)[:SHOWN]
        holder = card()
        column = QVBoxLayout(holder)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.recent_rows: list[RecentRow] = []
        for place, entry in enumerate(found):
            if place:
                column.addWidget(rule())
            twice = sum(other.name == entry.name for other in found) > 1
            row = RecentRow(theme, entry, self.context.thumbnails, folder=twice)
            row.clicked.connect(self._recent_pressed)
            row.forgotten.connect(self._forget)
            self.recent_rows.append(row)
            column.addWidget(row)
        if not found:
            column.addLayout(self._no_recent())
        self._list.addWidget(holder)

    def _no_recent(self) -> QVBoxLayout:
        theme = self.context.theme
        column = QVBoxLayout()
        theme.space(column, 4, (24, 40, 24, 40))
        column.addWidget(icon_label(theme, "history", 24, "ink3"), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, kind, tone in (
            (t("start.no-recent"), "strong", "ink"),
            (t("start.no-recent.text"), "note", "ink2"),
        ):
            words = label(text, kind, tone, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        return column

    def show_failure(self, name: str, sentence: str) -> None:
        """What could not be opened, and why."""
        notice = Notice(
            self.context.theme, "error", t("start.not-opened", name=name), sentence,
            buttons=(("other", t("start.open-another")),),
        )  # fmt: skip
        notice.pressed.connect(self._open_another)
        while self._notices.count():
            self._notices.takeAt(0).widget().deleteLater()
        self._notices.addWidget(notice)

    def _open_another(self) -> None:
        self.context.commands.action("open-sheet").trigger()

    def _recent_pressed(self) -> None:
        self.path_chosen.emit(Path(self.sender().recent.path))

    def _forget(self, path: str) -> None:
        recent.forget(self.context.settings, path)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column when there is no room for two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        u = self.context.theme.u
        narrow = self.width() < u(980)
        across = QBoxLayout.Direction.LeftToRight
        direction = QBoxLayout.Direction.TopToBottom if narrow else across
        self._two.setDirection(direction)
        self._three.setDirection(direction)
        side = max(u(24), min(u(120), (self.width() - u(1000)) // 2), (self.width() - u(1330)) // 2)
        self._column.setContentsMargins(side, u(40), side, u(16))
        self._column.setSpacing(u(20))
        self._foot_column.setContentsMargins(side, 0, side, u(10))
        self._foot_column.setSpacing(u(8))


class _HeadHeight:
    """Both heads of the columns as high as the one with a button."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def __call__(self, target: QLabel) -> None:
        target.setMinimumHeight(self._theme.u(28))


class _Gap:
    def __init__(self, theme: Theme, across: int, down: int) -> None:
        self._theme, self._across, self._down = theme, across, down

    def __call__(self, grid: QGridLayout) -> None:
        grid.setHorizontalSpacing(self._theme.u(self._across))
        grid.setVerticalSpacing(self._theme.u(self._down))


class Thumb(QWidget):
    """The small picture of a project or a row, with round corners."""

    def __init__(
        self, theme: Theme, thumbnails: Thumbnails, path: Path | None, width: int, height: int
    ) -> None:
        super().__init__()
        self._theme, self._thumbnails, self._path = theme, thumbnails, path
        theme.fix(self, width, height)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        thumbnails.arrived.connect(self._arrived)

    def _arrived(self, paths: frozenset[str]) -> None:
        if self._path is not None and str(self._path) in paths:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, filling its place; an icon when there is none."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), theme.u(4), theme.u(4))
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), theme.color("sunken"))
        found = self._thumbnails.get(self._path, SMALL) if self._path else None
        if isinstance(found, QPixmap):
            painter.drawPixmap(
                QRectF(self.rect()), found, cover(found, self.width(), self.height())
            )
        else:
            icon = theme.pixmap("image", 20, "ink3", self.devicePixelRatioF())
            edge = theme.u(20)
            painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, icon)
        painter.end()


def cover(pixmap: QPixmap, width: int, height: int) -> QRectF:
    """The part of a pixmap that fills a place without being stretched."""
    scale = max(width / pixmap.width(), height / pixmap.height())
    wide, high = width / scale, height / scale
    return QRectF((pixmap.width() - wide) / 2, (pixmap.height() - high) / 2, wide, high)


class RecentRow(RowButton):
    """A project: picture, name, rows and day, state."""

    forgotten = Signal(str)

    def __init__(
        self, theme: Theme, entry: Recent, thumbnails: Thumbnails, *, folder: bool = False
    ) -> None:
        """`folder`: another project has this name, so the folder is shown too."""
        super().__init__(theme, entry.name)
        self.recent = entry
        self.framed = False
        row = QHBoxLayout(self)
        theme.space(row, 14, (14, 9, 14, 9))
        picture = Path(entry.picture) if entry.picture else None
        row.addWidget(Thumb(theme, thumbnails, picture, 64, 46))
        words = QVBoxLayout()
        theme.space(words, 1)
        words.addStretch(1)
        words.addWidget(Elided(entry.name, "strong"))
        facts = t("start.recent", rows=n("start.rows", entry.rows), when=when(entry.changed))
        words.addWidget(Elided(facts, "note", "ink2"))
        if folder:
            place = t("start.in-folder", folder=_folder_words(Path(entry.path).parent))
            words.addWidget(Elided(place, "note", "ink2"))
            facts = f"{facts}, {place}"
        words.addStretch(1)
        row.addLayout(words, 1)
        pill = recent_pill(theme, entry)
        pill.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(pill)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(f"{facts}, {pill.text()}")
        self.setToolTip(entry.path)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Take it out of the list."""
        menu = QMenu(self)
        menu.addAction(t("start.forget")).triggered.connect(self._forget)
        menu.exec(event.globalPos())

    def _forget(self) -> None:
        self.forgotten.emit(self.recent.path)


def recent_pill(theme: Theme, entry: Recent) -> Pill:
    """The state of a project in a word."""
    looks = {
        "errors": ("octagon-x", "error"),
        "ready": ("circle-check", "done"),
        "paused": ("clock", "wait"),
        "done": ("circle-check", "done"),
    }
    icon, tone = looks.get(entry.state, ("circle-dashed", "quiet"))
    if entry.state == "errors":
        return Pill(theme, n("recent.errors", entry.count), icon, tone)
    words = t(
        f"recent.{entry.state}", count=number(entry.count), rows=number(entry.rows),
        wiki=entry.wiki or t("recent.the-wiki"),
    )  # fmt: skip
    return Pill(theme, words, icon, tone)


def _folder_words(folder: Path) -> str:
    """The last parts of a folder's path, where folders of one name are told apart."""
    parts = folder.parts
    return str(folder) if len(parts) <= 3 else str(Path("…", *parts[-2:]))


def when(changed: str) -> str:
    """A time as people say it: changed today, 09:14; 11 November; 3 May 2024."""
    try:
        moment = datetime.fromisoformat(changed)
    except ValueError:
        return ""
    locale = QLocale(language()) if not language().startswith("qps") else QLocale("en")
    today = date.today()  # noqa: DTZ011 - the user's own day
    if moment.date() == today:
        return t("start.today", time=locale.toString(moment.time(), "HH:mm"))
    form = "d MMMM" if moment.year == today.year else "d MMMM yyyy"
    return locale.toString(moment.date(), form)


def _language_name() -> str:
    code = language()
    if code.startswith("qps"):
        return code
    name = QLocale(code).nativeLanguageName()
    name = name.partition(" (")[0].removeprefix("American ").removeprefix("British ")
    return name[:1].upper() + name[1:]
