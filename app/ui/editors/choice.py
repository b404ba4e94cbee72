"""A choice from a list that the catalogue closes: languages by their names."""

from __future__ import annotations

from functools import lru_cache

from app.core import offers, text
from app.ui.editors.entries import Entry
from app.ui.editors.language_names import name_of
from app.ui.editors.offering import OfferingEditor
from app.ui.pages.picker import plain


@lru_cache(maxsize=2)
def lines(_language: str) -> tuple[Entry, ...]:
    """All languages, each by its own name and by that in the language of the program."""
    found = []
    for code, own in offers.of_languages():
        name = name_of(code)
        note = name if name != own else ""
        found.append(Entry(own, code, note, code, key=plain(f"{own} {name} {code}")))
    return tuple(found)


class LanguageChoice(OfferingEditor):
    """Writes the code, which is what the page wants."""

    def entries(self, _typed: str) -> list[Entry]:
        """All of them."""
        return list(lines(text.language()))
