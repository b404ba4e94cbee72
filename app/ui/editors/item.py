"""Items: people, places, things shown, collections, by their names; several with semicolons."""

from __future__ import annotations

from app.core import fields, offers, values
from app.core.commons.search import FoundItem
from app.core.model import MeaningKind
from app.core.text import t
from app.ui.editors import kinds
from app.ui.editors.entries import Entry
from app.ui.editors.known import SHOWN, Held
from app.ui.editors.looking import ITEMS
from app.ui.editors.offering import OfferingEditor
from app.ui.pages.picker import plain

_SEVERAL = frozenset({"P180", "P186"})
"""Properties that mostly have several values."""


class ItemEditor(OfferingEditor):
    """What is chosen is written by name and number; what is only typed stays text."""

    separators = ";"
    split = staticmethod(values.split_values)
    wiki = ITEMS

    def __init__(self, *given: object) -> None:
        super().__init__(*given)
        self.desk.looker.named.connect(self.renew)

    def entries(self, typed: str) -> list[Entry]:
        """What other rows hold, then what files often have here."""
        often = [self.of_row(one) for one in self.known()[:SHOWN]]  # by names the cells do not say
        held = list({e.value: e for e in (*super().entries(typed), *often)}.values())
        nameless = [e.tip for e in held if e.words == e.tip]
        self.desk.looker.want_names([*nameless, *filter(None, [self._bare()])])
        there = {entry.tip or entry.value for entry in held}
        usual = offers.of_property(self._property())
        return held + [
            Entry(one.words, one.text, tip=one.item)
            for one in usual
            if (one.item or one.text) not in there
        ]

    def of_row(self, held: Held) -> Entry:
        """By name; the number is in the tooltip."""
        found = super().of_row(held)
        item, name = offers.item_of(held.text), offers.name_of(held.text)
        name = self.desk.looker.names.get(item, name) if name == item else name
        key = held.key if name in (item, held.text) else f"{plain(name)} {held.key}"
        return Entry(name, found.value, found.note, item, key=key)

    def of_wiki(self, found: object) -> Entry:
        """By its label, with what it is."""
        assert isinstance(found, FoundItem)
        text = offers.item_text(found.label, found.id)
        return Entry(found.label, text, found.description, found.id)

    def goes_on(self) -> bool:
        """A picture shows several things; there is mostly one maker, place or collection."""
        return self._property() in _SEVERAL or bool(self.others())

    def hint(self) -> str:
        """That a name is only text so far."""
        typed = self.part().strip()
        name = self.desk.looker.names.get(self._bare(), "")
        if name:
            return t("editors.item-is", text=typed, name=name)
        return t("editors.only-text", text=typed) if offers.is_only_text(typed) else ""

    def _bare(self) -> str:
        """The item the cursor is in when the cell gives its number alone."""
        typed = self.part().strip()
        item = offers.item_of(typed)
        return item if item and offers.name_of(typed) == typed else ""

    def _property(self) -> str:
        meaning = self.asked.column.meaning
        if meaning.kind is MeaningKind.PROPERTY:
            return meaning.name
        found = fields.template(self.asked.layout.template).field(meaning.name)
        return kinds.property_of(found) if found else ""
