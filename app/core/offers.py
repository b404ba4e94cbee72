"""What the catalogues know for a cell to choose from, and how an item that was chosen is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core import memo, resources, values, wording
from app.core.model import ItemValue
from app.core.values import languages

_UNFIT = re.compile(r"[\[\]{}<>|;\s]+")
"""What would part a name or make it wikitext."""
_MAKERS = frozenset({"P170", "P50", "P86", "P98", "P110", "P123", "P175", "P655", "P676", "P872"})
"""Properties whose value may be somebody nobody knows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice: how it reads, what it writes, and its item ("" = none)."""

    words: str
    text: str
    item: str = ""


def item_text(label: str, item: str) -> str:
    """An item as a cell holds it: Axel Lindahl (Q5567). Without a name that can be read back it is
    the number alone.
    """
    name = " ".join(_UNFIT.sub(" ", label).split())
    text = f"{name} ({item})"
    return text if name and item_of(text) == item else item


def item_of(text: str) -> str:
    """The item that a value names, "" when it is only text or several."""
    found = [r.value for r in values.read_person(text).readings]
    return found[0].id if len(found) == 1 and isinstance(found[0], ItemValue) else ""


def name_of(text: str) -> str:
    """A value by its name: without the number of its item, and with a name for a bare one."""
    item = item_of(text)
    if not item:
        return values.plain_text(text) or text
    said = values.read_person(text).readings[0].text
    return (wording.item_label(item) or text) if said == item else said


def is_only_text(text: str) -> bool:
    """Whether a value is a name that is linked to nothing: no item, no template, nobody unknown."""
    if not text or "{{" in text or "[[" in text:
        return False
    readings = values.read_person(text).readings
    return any(q.property == "P2093" for r in readings for q in r.qualifiers)


@memo.in_words
def of_property(pid: str) -> tuple[Offer, ...]:
    """Items that files often have for a property; makers may also be unknown or anonymous."""
    entries = resources.catalogue("properties")["properties"]
    usual = next((e.get("usual_values", ()) for e in entries if e["id"] == pid), ())
    found = [_usual(one["id"], one["label"]) for one in usual]
    if pid in _MAKERS:
        persons = resources.catalogue("date-words")["persons"]
        spoken = languages.of_person()
        for kind in ("unknown", "anonymous"):
            words = persons[kind].get(spoken) or persons[kind]["en"]
            found.append(Offer(words[0][:1].upper() + words[0][1:], words[0].capitalize()))
    return tuple(found)


def _usual(item: str, label: str) -> Offer:
    return Offer(wording.item_label(item) or label, item_text(label, item), item)


def of_languages() -> tuple[tuple[str, str], ...]:
    """Codes of all languages that a text may have, with their own names, in order of these."""
    named = [(code, languages.autonym(code)) for code in languages.texts()]
    return tuple(sorted(named, key=lambda one: one[1].casefold()))
