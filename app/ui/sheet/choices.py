"""The list under a cell or field that takes one of many known words, such as a licence."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from app.core import licences
from app.core.text import t
from app.ui.theme import set_look

WIDEST = 64
"""Letters a line shows at most."""
VISIBLE = 10
"""Lines shown at once; the rest is reached by scrolling and by typing."""


def words_for(kind: str) -> tuple[str, ...]:
    """What the list of a kind of field offers, best first; () for one without a list.

    Those licences that can stand as they are: no name or year has to be filled in.
    """
    if kind != "licence":
        return ()
    whole = (one for one in licences.offered() if one.group != "helper" and not _asks(one.template))
    return tuple(dict.fromkeys(one.label for one in whole if licences.read(one.label).tags))


def _asks(template: str) -> bool:
    """Whether a word in capitals stands where something has to be filled in."""
    parts = template.strip("{}").split("|")[1:]
    return any(part.rpartition("=")[2].isupper() for part in parts)


class Choices(QCompleter):
    """Narrows the words down to those that hold what was typed."""

    def __init__(self, words: tuple[str, ...], owner: QWidget) -> None:
        super().__init__(list(words), owner)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(VISIBLE)
        self.popup().setAccessibleName(t("sheet.choices"))
        set_look(self.popup(), kind="choices")

    def open_under(self, box: QRect) -> None:
        """Open the list under a box of its widget, wide enough to read the words."""
        wanted = min(
            self.popup().sizeHintForColumn(0) + 40,
            self.popup().fontMetrics().averageCharWidth() * WIDEST,
        )
        self.complete(QRect(box.x(), box.y(), max(box.width(), wanted), box.height()))
