"""Settings: language, light or dark, size of text, where it goes by default."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.commons import targets
from app.core.text import catalogue, t
from app.ui.context import Context
from app.ui.pages.forms import field
from app.ui.parts import Choice, button, label

LOOKS = ("system", "light", "dark")
SIZES = (80, 90, 100, 110, 125, 150, 175, 200)


class SettingsDialog(QDialog):
    """Everything takes effect at once, but the language: at the next start."""

    text_size_wanted = Signal(int)
    look_wanted = Signal(str)
    target_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        theme, settings = context.theme, context.settings
        self.setWindowTitle(t("settings.title"))
        self.setModal(True)
        column = QVBoxLayout(self)
        theme.space(column, 14, (28, 24, 28, 20))
        column.addWidget(label(t("settings.title"), "page"))
        self.language = self._choice("settings.language", languages(), settings.get("language"))
        self.language_note = label(t("settings.language.text"), "note", "ink2", wrap=True)
        column.addLayout(field(theme, t("settings.language"), self.language))
        column.addWidget(self.language_note)
        looks = [(name, t(f"settings.look-{name}")) for name in LOOKS]
        self.look = self._choice("settings.look", looks, settings.get("appearance"))
        column.addLayout(field(theme, t("settings.look"), self.look))
        sizes = [(size, t("settings.size", size=size)) for size in SIZES]
        self.size_ = self._choice("settings.text-size", sizes, settings.get("text-size"))
        column.addLayout(field(theme, t("settings.text-size"), self.size_))
        self.target = self._choice("settings.target", wikis(), context.session.target.name)
        column.addLayout(field(theme, t("settings.target"), self.target, t("settings.target.text")))
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.done_ = button(theme, t("settings.done"), kind="primary", pressed=self.accept)
        self.done_.setDefault(True)
        row.addWidget(self.done_)
        column.addLayout(row)
        theme.bind(self, SettingsDialog._size)
        self.language.activated.connect(self._language)
        self.look.activated.connect(self._look)
        self.size_.activated.connect(self._text_size)
        self.target.activated.connect(self._target)

    def _size(self) -> None:
        self.setMinimumWidth(self.context.theme.u(440))
        self.adjustSize()

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
