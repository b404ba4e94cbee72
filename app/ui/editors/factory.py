"""Makes the editor that a cell gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import values
from app.core.model import Layout
from app.ui.editors import kinds
from app.ui.editors.base import CellEditor
from app.ui.editors.categories import CategoryEditor
from app.ui.editors.choice import LanguageChoice
from app.ui.editors.date import DateEditor
from app.ui.editors.desk import Asked, Desk
from app.ui.editors.item import ItemEditor
from app.ui.editors.languages import LanguageEditor
from app.ui.editors.licence import LicenceEditor
from app.ui.editors.text import TextEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.sheet.model import Head

_EDITORS: dict[str, type[CellEditor]] = {
    "date": DateEditor,
    "licence": LicenceEditor,
    "categories": CategoryEditor,
    "item": ItemEditor,
    "language": LanguageChoice,
}


def make(head: Head, desk: Desk, parent: QWidget, text: str) -> CellEditor | LanguageEditor:
    """The editor for a cell of a column that holds a text."""
    project = desk.session.project
    assert project is not None
    assert head.column is not None
    asked = Asked(head.column, head.words, project.layout)
    kind = kinds.of(head.column.meaning, project.layout)
    if kind == "languages" and _has_languages(text, project.layout):
        return LanguageEditor(desk, asked, parent)
    return _EDITORS.get(kind, TextEditor)(desk, asked, parent)


def _has_languages(text: str, layout: Layout) -> bool:
    """Whether a text can be taken apart by languages. A page layout of one's own says the language
    of a plain text itself.
    """
    plain_there = layout.freemarker is not None and "{{" not in text
    return not plain_there and values.tagged(text) is not None
