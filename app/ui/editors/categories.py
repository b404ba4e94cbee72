"""Categories: several in a cell, each completed by what the sheet and the wiki have."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.text import t
from app.core.wikitext import categories
from app.ui.editors.entries import Entry
from app.ui.editors.looking import CATEGORIES
from app.ui.editors.offering import OfferingEditor


def names(cell: str) -> Iterable[str]:
    """The categories of a cell without their sort keys."""
    return (name.partition("|")[0].strip() for name in categories.names(cell))


class CategoryEditor(OfferingEditor):
    """A semicolon begins the next one."""

    separators = ";\n"
    split = staticmethod(names)
    wiki = CATEGORIES

    def of_wiki(self, found: object) -> Entry:
        """A category as it is called there."""
        return Entry(str(found), str(found))

    def hint(self) -> str:
        """Whether the category is one that nobody has seen yet."""
        (name, *_) = (*names(self.part()), "")
        if not name:
            return ""
        asked = self.desk.looker.found(self.wiki, self.part().strip())
        if asked is not None:
            is_there = name in asked
            key = "editors.category-there" if is_there else "editors.category-not-there"
            return t(key, name=name, wiki=self.desk.looker.wiki(self.wiki))
        rows = self.desk.known.rows_with(self.asked.column.id, name)
        if rows is None or rows - (name in names(self.first)) > 0:
            return ""
        if self.fitting():  # there may be more to come
            return ""
        return t("editors.category-new", name=name)
