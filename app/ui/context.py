"""What the composition point makes once and gives to every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.later import later
from app.core.settings import Settings
from app.core.text import t
from app.ui.commands import Commands
from app.ui.dialogs.confirm import ask_once
from app.ui.jobs import Jobs
from app.ui.session import Session
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from app.core import names
else:
    names = later("app.core.names")

OTHER = ("xlsx", "xls", "ods", "csv", "tsv", "txt", "html", "htm", "pdf", "json", "doc", "docx")
"""Endings that a person gives to say what kind of file it is to be."""
SHEETS = ("xlsx", "xls", "ods", "csv", "tsv", "kabocha")


class Ask(Protocol):
    """Asks a person for files; None = nothing was chosen."""

    def sheet(self, parent: QWidget) -> Path | None:
        """A sheet or a project to open."""

    def project(self, parent: QWidget) -> Path | None:
        """A project file."""

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder."""

    def pictures(self, parent: QWidget) -> list[Path]:
        """Files to add; [] = nothing was chosen."""

    def save(self, parent: QWidget, title: str, name: str, endings: Sequence[str]) -> Path | None:
        """Where to save."""


class FileDialogs:
    """The system's own dialogs. They begin beside the sheet that is open, else where Qt was last."""

    def __init__(self, beside: Callable[[], Path | None], theme: Theme) -> None:
        self._beside, self._theme = beside, theme

    def sheet(self, parent: QWidget) -> Path | None:
        """A sheet or a project to open."""
        return self._open(parent, t("ask.sheet"), t("ask.sheets"), SHEETS)

    def project(self, parent: QWidget) -> Path | None:
        """A project file."""
        return self._open(parent, t("ask.project"), t("ask.projects"), ("kabocha",))

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder."""
        chosen = QFileDialog.getExistingDirectory(parent, title, self._start())
        return Path(chosen) if chosen else None

    def pictures(self, parent: QWidget) -> list[Path]:
        """Files to add."""
        endings = " ".join(f"*.{ending}" for ending in sorted(names.extension.allowed()))
        kinds = f"{t('ask.pictures-kind')} ({endings})"
        chosen, _ = QFileDialog.getOpenFileNames(parent, t("ask.pictures"), self._start(), kinds)
        return [Path(one) for one in chosen]

    def save(self, parent: QWidget, title: str, name: str, endings: Sequence[str]) -> Path | None:
        """Where to save."""
        kinds = ";;".join(f"{t(f'ask.kind-{e}')} (*.{e})" for e in endings)
        place = str(Path(self._start()) / name)
        chosen, kind = QFileDialog.getSaveFileName(parent, title, place, kinds)
        if not chosen:
            return None
        wanted = next((e for e in endings if f"(*.{e})" in kind), endings[0])
        saved = with_ending(Path(chosen), wanted, endings)
        if saved != Path(chosen) and saved.exists() and not self._replaces(parent, saved):
            return None
        return saved

    def _replaces(self, parent: QWidget, place: Path) -> bool:
        """Whether a file that is there is to be replaced: the system asked about another name."""
        return ask_once(
            self._theme, parent, title=t("ask.replace", name=place.name), icon="save",
            sentence=t("ask.replace.text"), yes=t("ask.replace.yes"), no=t("ask.replace.no"),
        )  # fmt: skip

    def _start(self) -> str:
        place = self._beside()
        return str(place) if place is not None and place.is_dir() else ""

    def _open(self, parent: QWidget, title: str, words: str, endings: Sequence[str]) -> Path | None:
        kinds = f"{words} ({' '.join(f'*.{e}' for e in endings)})"
        chosen, _ = QFileDialog.getOpenFileName(parent, title, self._start(), kinds)
        return Path(chosen) if chosen else None


def with_ending(place: Path, wanted: str, endings: Sequence[str]) -> Path:
    """The place with an ending that is written: its own when it is one of them, else the wanted one
    in place of another kind of file (x.html -> x.xlsx), or behind a name that has none (No. 5).
    """
    own = place.suffix.lower().removeprefix(".")
    if own in endings or (own == "htm" and "html" in endings):
        return place
    if own in OTHER:
        return place.with_suffix(f".{wanted}")
    return place.with_name(f"{place.name}.{wanted}")


@dataclass
class Context:
    """Everything a page may use."""

    theme: Theme
    jobs: Jobs
    settings: Settings
    session: Session
    commands: Commands
    thumbnails: Thumbnails
    ask: Ask
