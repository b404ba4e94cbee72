"""XML of strangers: streamed or as a small tree, never with a DOCTYPE."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from app.core.errors import SheetError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CHUNK = 1 << 20
_LAST = True


def local(name: str) -> str:
    """A name without its prefix or {namespace}."""
    return name.rpartition("}")[2].rpartition(":")[2]


def tree(data: bytes) -> Element:
    """A small part as a tree. Raises SheetError for a DOCTYPE, entities, or broken XML."""
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise SheetError("sheet-doctype") from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise SheetError("sheet-damaged", str(error)) from error
    return root


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return value
    return default


def _refuse(*_declaration: object) -> None:
    raise SheetError("sheet-doctype")


class Scanner:
    """A streamed pass: `start` gets (name, flat list of attribute names and values), `end` the
    name; `text` is called only between `listen` and `hush`.
    """

    def __init__(
        self,
        start: Callable[[str, list[str]], None] | None = None,
        end: Callable[[str], None] | None = None,
    ) -> None:
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse
        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = self._end = end

    def listen(self, text: Callable[[str], None], end: Callable[[str], None] | None = None) -> None:
        """From here on text goes to `text`, and ends to `end` when it is given."""
        self._parser.CharacterDataHandler = text
        if end is not None:
            self._parser.EndElementHandler = end

    def hush(self) -> None:
        """Text is of no interest any more, nor are ends when `listen` asked for them."""
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = self._end

    def run(self, data: bytes) -> None:
        """Read all of a part. Raises SheetError for a DOCTYPE or broken XML."""
        try:
            for offset in range(0, len(data), _CHUNK):
                self._parser.Parse(data[offset : offset + _CHUNK])
            self._parser.Parse(b"", _LAST)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise SheetError("sheet-damaged", str(error)) from error
