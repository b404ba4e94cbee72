"""Settings: language, light or dark, size of text, where it goes by default, and the way there."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core import targets
from app.core.text import catalogue, t
from app.ui.context import Context
from app.ui.dialogs.connection import Connection
from app.ui.pages.forms import Scroll, field
from app.ui.parts import Choice, WrappedTick, button, label, rule

LOOKS = ("system", "light", "dark")
SETTLE_MS = 50
"""After so long what was added has its place."""
SIZES = (80, 90, 100, 110, 125, 150, 175, 200)


class SettingsDialog(QDialog):
    """Everything takes effect at once, but the language: at the next start."""

    text_size_wanted = Signal(int)
    look_wanted = Signal(str)
    target_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme = context.theme
        self.setWindowTitle(t("settings.title"))
        self.setModal(True)
        outer = QVBoxLayout(self)
        theme.space(outer, 0)
        self.scroll = Scroll(theme, t("settings.title"), "canvas")
        column = self.scroll.column
        theme.space(column, 14, (28, 24, 28, 14))
        column.addWidget(label(t("settings.title"), "page"))
        self._add_looks(column)
        self.target = self._choice("settings.target", wikis(), context.session.target.name)
        column.addLayout(field(theme, t("settings.target"), self.target, t("settings.target.text")))
        self.search = WrappedTick(theme, t("editors.setting"))
        self.search.box.setChecked(context.settings.get("search-while-typing"))
        self.search.toggled.connect(self._search)
        column.addWidget(self.search)
        column.addWidget(rule())
        self.connection = Connection(context)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._follow)
        self.connection.grown.connect(self._settled.start)
        column.addWidget(self.connection)
        column.addStretch(1)
        outer.addWidget(self.scroll, 1)
        row = QHBoxLayout()
        theme.space(row, 8, (28, 10, 28, 20))
        row.addStretch(1)
        self.done_ = button(theme, t("settings.done"), kind="primary", pressed=self.accept)
        self.done_.setDefault(True)
        row.addWidget(self.done_)
        outer.addLayout(row)
        theme.bind(self, SettingsDialog._size)
        self.language.activated.connect(self._language)
        self.look.activated.connect(self._look)
        self.size_.activated.connect(self._text_size)
        self.target.activated.connect(self._target)

    def _follow(self) -> None:
        """Let the end of the connection be seen."""
        bar = self.scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _add_looks(self, column: QVBoxLayout) -> None:
        theme, settings = self.context.theme, self.context.settings
        self.language = self._choice("settings.language", languages(), settings.get("language"))
        note = t("settings.language.text")
        column.addLayout(field(theme, t("settings.language"), self.language, note))
        looks = [(name, t(f"settings.look-{name}")) for name in LOOKS]
        self.look = self._choice("settings.look", looks, settings.get("appearance"))
        column.addLayout(field(theme, t("settings.look"), self.look))
        sizes = [(size, t("settings.size", size=size)) for size in SIZES]
        self.size_ = self._choice("settings.text-size", sizes, settings.get("text-size"))
        column.addLayout(field(theme, t("settings.text-size"), self.size_))

    def done(self, result: int) -> None:
        """Close; what is written is kept, a test under way ends."""
        self.connection.save()
        self.connection.test_.stop()
        super().done(result)

    def _size(self) -> None:
        u = self.context.theme.u
        parent = self.parentWidget()
        room = parent.size() if parent is not None else self.screen().availableSize()
        self.setMinimumWidth(min(u(520), room.width()))
        self.resize(min(u(560), room.width()), min(u(800), room.height()))

    def _choice(self, key: str, lines: list[tuple[object, str]], chosen: object) -> Choice:
        made = Choice(self.context.theme, t(key))
        for data, words in lines:
            made.add(words, data)
        made.choose(chosen)
        return made

    def _language(self) -> None:
        self.context.settings.set("language", self.language.currentData())

    def _look(self) -> None:
        self.look_wanted.emit(self.look.currentData())

    def _text_size(self) -> None:
        self.text_size_wanted.emit(self.size_.currentData())

    def _search(self, on: bool) -> None:
        self.context.settings.set("search-while-typing", on)

    def _target(self) -> None:
        self.target_wanted.emit(self.target.currentData())


def languages() -> list[tuple[object, str]]:
    """The system's, then each there is a translation for, by its own name."""
    found: list[tuple[object, str]] = [("", t("settings.language-system"))]
    for code in catalogue.available():
        name = QLocale(code).nativeLanguageName()
        words = code if code.startswith("qps") or not name else name[:1].upper() + name[1:]
        found.append((code, words.removeprefix("American ").removeprefix("British ")))
    return found


def wikis() -> list[tuple[object, str]]:
    """The wikis known by name, practice first."""
    names = [n for n in targets.names() if n != targets.PRACTICE]
    found: list[tuple[object, str]] = [(targets.PRACTICE, t("upload.practice"))]
    return found + [(name, targets.resolve(name).label) for name in names]
