"""What the frame asks of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.text import number, t
from app.ui.context import Context
from app.ui.session import Session

STEPS = ("files", "describe", "check", "upload", "report")
"""Keys of the pages, in order; words of key step.<key>."""


@dataclass(frozen=True)
class Status:
    """The status bar: an icon and words at the start, words at the end."""

    icon: str = ""
    start: str = ""
    end: str = ""


class Page(QWidget):
    """One step. Subclasses set `key`, and override what they need of the methods."""

    key = ""

    main_changed = Signal()
    """The words or the availability of the main button changed."""
    status_changed = Signal()
    step_wanted = Signal(str)
    """Key of the page to go to."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.level = 0

    def steps(self) -> Iterator[None]:
        """Makes what `__init__` leaves out; a turn of the event loop may lie at each yield."""
        return iter(())

    def main_words(self) -> tuple[str, str]:
        """Words of the main button ("" = none), and why it cannot be pressed ("" = it can)."""
        following = self.following()
        return (t(f"main.{following}") if following else "", "")

    def main_icon(self) -> str:
        """Icon after the words."""
        return "arrow-right"

    def main_pressed(self) -> None:
        """The main button was pressed: by default the next step."""
        following = self.following()
        if following:
            self.step_wanted.emit(following)

    def following(self) -> str:
        """Key of the next step, "" after the last."""
        place = STEPS.index(self.key) + 1
        return STEPS[place] if place < len(STEPS) else ""

    def status(self) -> Status:
        """What the status bar says."""
        return Status()

    def enter(self) -> None:
        """The page is shown now: say which commands can be done here."""

    def leave(self) -> None:
        """Another page is shown now."""

    def set_level(self, level: int) -> None:
        """How much room there is: 0 all, 1 big text or a small window, 2 very big text."""
        self.level = level


def checking_words(session: Session) -> str:
    """How far the check of the rows is."""
    done, total = session.progress
    if not total:
        return t("status.checking")
    return t("status.checking-rows", done=number(done), total=number(total))
