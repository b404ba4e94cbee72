"""The cards of the panel: the page as people read it, and the statements."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.readable import Card, Line
from app.core.text import t
from app.ui.parts import Chip, Elided, Flow, button, card, icon_label, label
from app.ui.theme import Theme, set_look


class PageCard(QFrame):
    """Title, then label and value; the wikitext folds out below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wikitext_shown = False
        set_look(self, card="page")
        self._column = QVBoxLayout(self)
        theme.space(self._column, 5, (12, 10, 12, 8))
        self._title = label("", "part", wrap=True)
        self._column.addWidget(self._title)
        self._holder = QWidget()
        self._column.addWidget(self._holder)
        self._more = button(theme, t("panel.show-wikitext"), kind="link", pressed=self._toggle)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(t("panel.wikitext"))
        set_look(self._text, kind="code")
        self._text.hide()
        self._column.addWidget(self._text)

    def show_page(self, title: str, lines: Sequence[Line], wikitext: str) -> None:
        """Another page."""
        self._title.setText(title or t("panel.no-title"))
        new = QWidget()
        grid = QGridLayout(new)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.u(8))
        grid.setVerticalSpacing(self._theme.u(5))
        grid.setColumnMinimumWidth(0, self._theme.u(84))
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(lines):
            name = label(line.label, "note", "ink2", wrap=True)
            name.setFixedWidth(self._theme.u(84))
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            kind = "strong-note" if line.kind == "licence" else "note"
            value = label(line.value, kind, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{line.label}: {line.value}")
            grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
        self._column.replaceWidget(self._holder, new)
        self._holder.deleteLater()
        self._holder = new
        self._text.setPlainText(wikitext)
        lines_high = min(14, wikitext.count("\n") + 2)
        self._text.setFixedHeight(lines_high * self._text.fontMetrics().lineSpacing() + 16)

    def _toggle(self) -> None:
        self._wikitext_shown = not self._wikitext_shown
        self._text.setVisible(self._wikitext_shown)
        words = t("panel.hide-wikitext" if self._wikitext_shown else "panel.show-wikitext")
        self._more.setText(words)
        self._more.setAccessibleName(words)


def statement_card(theme: Theme, shown: Card) -> QFrame:
    """Icon, property in human words, where it comes from, chips."""
    frame = card()
    frame.setAccessibleName(f"{shown.name}: {', '.join(v.text for v in shown.values)}")
    column = QVBoxLayout(frame)
    u = theme.u
    column.setContentsMargins(u(11), u(7), u(11), u(8))
    column.setSpacing(u(4))
    head = QHBoxLayout()
    head.setSpacing(u(7))
    head.addWidget(icon_label(theme, shown.icon, 14))
    head.addWidget(label(shown.name, "strong-note", "ink2"))
    origin = Elided("" if shown.short else shown.origin, "note", "ink3")
    origin.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    head.addWidget(origin, 1)
    column.addLayout(head)
    chips = QWidget()
    flow = Flow(chips)
    flow.setContentsMargins(0, 0, 0, 0)
    flow.setSpacing(u(6))
    for value in shown.values:
        tip = value.tip if value.linked else f"{t('value.only-text')}\n{value.tip}"
        flow.addWidget(Chip(theme, value.text, linked=value.linked, tip=tip))
    column.addWidget(chips)
    frame.setToolTip(shown.origin)
    return frame


def card_rows(cards: Sequence[Card]) -> list[list[Card]]:
    """Cards line by line: two short ones share a line."""
    rows: list[list[Card]] = []
    for shown in cards:
        if shown.short and rows and len(rows[-1]) == 1 and rows[-1][0].short:
            rows[-1].append(shown)
        else:
            rows.append([shown])
    return rows
