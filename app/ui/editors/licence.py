"""A licence: chosen from groups, explained in a line each; what it still needs is asked below."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core import licences
from app.core.licences import Licence, Parameter
from app.core.text import language, t
from app.ui.editors.base import ENTERS
from app.ui.editors.drop import Drop
from app.ui.editors.entries import Entry, Kind
from app.ui.editors.known import Held
from app.ui.editors.offering import OfferingEditor
from app.ui.pages.picker import plain
from app.ui.parts import button, label
from app.ui.theme import Theme, set_look

USED = 5
"""Licences of other rows that are offered first."""
HELPER = "helper"
"""The group of what stands beside a licence and is none."""


@lru_cache(maxsize=2)
def lines(_language: str) -> tuple[Entry, ...]:
    """All licences that may be chosen, under the titles of their groups, best first."""
    found: list[Entry] = []
    for group in licences.groups():
        offered = licences.offered(group.id)
        if offered and group.id != HELPER:
            found.append(Entry(group.label, kind=Kind.TITLE))
            found += [_line(one) for one in offered]
    return tuple(found)


def _line(one: Licence) -> Entry:
    asks = licences.places(one)
    note = one.explanation
    if asks:
        note = t("editors.licence-asks", what=_listed(asks), about=note)
    key = plain(f"{one.label} {one.english} {one.name}")
    return Entry(
        one.label, "" if asks else licences.written(one), note, one.name, key=key, data=one
    )


def _listed(asks: tuple[Parameter, ...]) -> str:
    return ", ".join(p.label for p in asks if is_needed(p) or len(asks) == 1)


def is_needed(part: Parameter) -> bool:
    """Whether the licence says nothing without it: those that count from a death need its year."""
    return part.required or part.name == "deathyear"


class LicenceEditor(OfferingEditor):
    """The list is open from the beginning."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.form: LicenceForm | None = None

    def entries(self, _typed: str) -> list[Entry]:
        """What other rows hold most, then all licences."""
        used = [self.of_row(held) for held in self.known()[:USED]]
        title = [Entry(t("editors.in-this-sheet"), kind=Kind.TITLE)] if used else []
        return [*title, *used, *lines(language())]

    def of_row(self, held: Held) -> Entry:
        """By the name of the licence, where the text is read as one."""
        found = super().of_row(held)
        names = [tag.label for tag in licences.read(held.text).tags if tag.entry]
        return replace(found, words=", ".join(names), tip=held.text) if names else found

    def take(self, entry: Entry, step: str = "") -> None:
        """Write it, or ask for what it needs."""
        if entry.value:
            super().take(entry, step)
            return
        drop = self.make_drop()
        drop.list.unmark()
        drop.list.hide()
        drop.say("")
        self.form = LicenceForm(self.desk.theme, entry.data)
        self.form.told.connect(self._told)
        drop.add(self.form)
        drop.fit()
        self.form.begin()

    def make_drop(self) -> Drop:
        """Esc in the form leads back to the list."""
        is_new = self.drop is None
        drop = super().make_drop()
        if is_new:
            drop.left.connect(self._back)
        return drop

    def renew(self) -> None:
        """The list, but not while something is asked."""
        if self.form is None:
            super().renew()

    def text(self) -> str:
        """What is typed; while something is asked, the text only served to find the licence."""
        return super().text() if self.form is None else self.first

    def _back(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.renew()

    def _told(self, text: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form = None
        self.replace_text(text)
        self.end("down")


class LicenceForm(QWidget):
    """A field for each thing that a licence needs; Enter in the last one writes it."""

    told = Signal(str)
    """The text for the cell."""

    def __init__(self, theme: Theme, licence: Licence) -> None:
        super().__init__()
        self._licence = licence
        self.fields: dict[str, _Answer] = {}
        column = QVBoxLayout(self)
        theme.space(column, 6, (14, 8, 14, 10))
        column.addWidget(label(licence.label, "strong", wrap=True))
        for part in licences.places(licence):
            words = part.label if is_needed(part) else t("editors.may-be-empty", what=part.label)
            column.addWidget(label(words, "note", "ink2", wrap=True))
            made = _Answer(part)
            made.entered.connect(self._entered)
            made.textChanged.connect(self._look)
            self.fields[part.name] = made
            column.addWidget(made)
        self._preview = label("", "note", "ink2", wrap=True)
        column.addWidget(self._preview)
        row = QHBoxLayout()
        row.addStretch(1)
        self.write = button(theme, t("editors.write"), kind="small", pressed=self._write)
        self.write.setAutoDefault(True)  # Enter presses it
        row.addWidget(self.write)
        column.addLayout(row)
        self._look()

    def begin(self) -> None:
        """Ready to type."""
        self._missing_or_last().setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """What would be written."""
        told = {name: one.text() for name, one in self.fields.items()}
        return licences.written(self._licence, told)

    def _missing(self) -> list[_Answer]:
        return [one for one in self.fields.values() if one.needed and not one.text().strip()]

    def _missing_or_last(self) -> _Answer:
        return (self._missing() or list(self.fields.values()))[0]

    def _look(self) -> None:
        missing = self._missing()
        self.write.setEnabled(not missing)
        why = t("editors.fill-in-first", what=missing[0].accessibleName()) if missing else ""
        self.write.setToolTip(why)
        self._preview.setText(why or t("editors.will-write", text=self.text()))

    def _entered(self) -> None:
        order = list(self.fields.values())
        rest = order[order.index(self.sender()) + 1 :]
        empty = [one for one in rest if not one.text()]
        if self._missing() or empty:
            (empty or self._missing())[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._write()

    def _write(self) -> None:
        if not self._missing():
            self.told.emit(self.text())


class _Answer(QLineEdit):
    """One field."""

    entered = Signal()

    def __init__(self, part: Parameter) -> None:
        super().__init__()
        set_look(self, kind="answer")
        self.needed = is_needed(part)
        self.setAccessibleName(part.label)
        self.setToolTip(part.help)
        if part.example:
            self.setPlaceholderText(t("editors.example", text=part.example))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on and is not for the sheet below."""
        if event.key() in ENTERS:
            self.entered.emit()
            return
        super().keyPressEvent(event)
