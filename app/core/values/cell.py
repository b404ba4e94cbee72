"""One cell by the datatype of its property."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.core import memo
from app.core.model import Severity
from app.core.text import t
from app.core.values import coordinates, dates, items, quantities, texts
from app.core.values.result import Reading, Result, unknown, wrong


def read(text: str, datatype: str, *, language: str | None = None) -> Result:
    """The values of a cell for a Wikibase datatype, several with `;` (texts in a language are
    not split). The words somevalue and novalue give those snaks. `language` is that of text
    without one. A datatype we do not know is a problem, not an error.
    """
    return _read(text, datatype, language)


@memo.in_words
def _read(text: str, datatype: str, language: str | None) -> Result:
    if not text.strip():
        return Result()
    if special := _special(text):
        return Result((special,))
    if datatype == "monolingualtext":
        return texts.read_texts(text, language)
    reader = _READERS.get(datatype)
    return reader(text) if reader else wrong("value-datatype", text, datatype=datatype)


def _special(text: str) -> Reading | None:
    word = text.strip().casefold()
    if word == "somevalue":
        return unknown(t("values.somevalue"))
    return Reading("novalue", text=t("values.novalue")) if word == "novalue" else None


def _items(text: str) -> Result:
    return items.read_items(text, Severity.WARNING)


_READERS: Mapping[str, Callable[[str], Result]] = {
    "wikibase-item": _items,
    "string": texts.read_strings,
    "external-id": texts.read_strings,
    "url": texts.read_urls,
    "time": dates.read_date,
    "quantity": quantities.read_quantity,
    "globe-coordinate": coordinates.read_coordinates,
}
