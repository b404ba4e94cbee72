"""What people wrote into a file about the picture, in the part "The file" of the panel."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.media import Words
from app.core.text import t
from app.ui.panel.pair import Pair
from app.ui.parts import label
from app.ui.theme import Theme

_MOST = 500
"""Letters that are shown of a text."""
KINDS = ("title", "description", "keywords", "creators", "created", "place", "rights", "licences")


def said(words: Words, taken: str | None) -> list[tuple[str, str]]:
    """Name and text of what is there; `taken`: what the camera wrote is told elsewhere."""
    found = []
    for kind in KINDS:
        held = getattr(words, kind)
        text = held if isinstance(held, str) else "; ".join(held)
        if text.strip() and not (kind == "created" and text == taken):
            found.append((t(f"facts.said-{kind}"), _short(text.strip())))
    return found


def _short(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST].rstrip()} …"


class FileWords(QWidget):
    """Hidden where nobody wrote anything."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 6, (0, 4, 0, 4))
        column.addWidget(label(t("facts.said"), "strong-note"))
        self._lines = [Pair(theme, column, wrap=True) for _ in KINDS]

    def show_words(self, words: Words, taken: str | None) -> None:
        """Of another file."""
        found = said(words, taken)
        self.setVisible(bool(found))
        for place, line in enumerate(self._lines):
            line.show_pair(*(found[place] if place < len(found) else ("", "")))
