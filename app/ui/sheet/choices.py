"""The list under a field that takes one of many known words, such as a licence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from app.core import licences
from app.core.text import t
from app.ui.theme import set_look

VISIBLE = 10
"""Lines shown at once; the rest is reached by scrolling and by typing."""


def words_for(kind: str) -> tuple[str, ...]:
    """What the list of a kind of field offers, best first; () for one without a list.

    Those licences that can stand as they are: no name or year has to be filled in.
    """
    if kind != "licence":
        return ()
    whole = (one for one in licences.offered() if one.group != "helper")
    return tuple(dict.fromkeys(licences.written(one) for one in whole if not licences.places(one)))


class Choices(QCompleter):
    """Narrows the words down to those that hold what was typed."""

    def __init__(self, words: tuple[str, ...], owner: QWidget) -> None:
        super().__init__(list(words), owner)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(VISIBLE)
        self.popup().setAccessibleName(t("sheet.choices"))
        set_look(self.popup(), kind="choices")
