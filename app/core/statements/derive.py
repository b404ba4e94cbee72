"""Statements that the fields of a page template also become, by the catalogue's `sdc` specs.

Shapes: `domain/SHAPES.md` of the project's reference, kept in properties.json and fields.json.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core import memo, text, values
from app.core.fields import Field, Template
from app.core.model import (
    Cell,
    Entry,
    ItemValue,
    Problem,
    QuantityValue,
    Severity,
    Snak,
    Statement,
    StringValue,
)
from app.core.statements import properties, reading
from app.core.values import Reading, Result

CAMERA_PLACE = "P1259"
OWN_WORK = ItemValue("Q66458942")
ON_THE_INTERNET = ItemValue("Q74228490")
ANALOG_WORK = Snak("P518", ItemValue("Q112134971"))
"""Applies to part: the object, not its picture (fields.json, medium and dimensions)."""
ANONYMOUS = Snak("P3831", ItemValue("Q4233718"))
"""A role whose use on files is not settled: left out."""

LEFT_TO_THE_ITEM = frozenset(
    [
        "P31",
        "P50",
        "P86",
        "P98",
        "P110",
        "P123",
        "P136",
        "P175",
        "P186",
        "P189",
        "P212",
        "P243",
        "P291",
        "P393",
        "P407",
        "P478",
        "P608",
        "P655",
        "P676",
        "P872",
        "P957",
        "P1071",
        "P1476",
        "P1680",
        "P1684",
        "P1752",
        "P2043",
        "P2048",
        "P2049",
        "P2079",
    ]
)
"""Facts of the object itself. When the file is the digital form of an item (P6243), the item
has them; maker, date, collection and inventory number are written all the same."""

_OWN_TEMPLATES = re.compile(
    r"(?i)\{\{\s*(?:own(?:[ _]work)?|self[ _-]photographed)\s*(?:\|[^{}]*)?\}\}"
)
_OWN_WORDS = frozenset(
    {
        "own work", "own", "eigenes werk", "eigene arbeit", "travail personnel",
        "œuvre personnelle", "trabajo propio", "obra propia", "eigen werk", "eget arbeid",
        "eget verk", "praca własna",
    }
)  # fmt: skip
_ISBN = re.compile(r"(?i)(?:isbn(?:-1[03])?:?\s*)?([\d-]{9,16}[\dx])")


@dataclass(frozen=True, slots=True)
class Source:
    """What the statements of a row depend on besides their cells. `collection` is the
    institution's item; `digital` whether the file is the digital form of an item; `others` whether
    the author fields name another account than the one that sends; `artist` whether an artist is
    named. `language` is that of texts which do not say theirs, "" = nobody said it.
    """

    digital: bool
    collection: Snak | None
    others: bool
    artist: bool
    language: str = ""


Made = tuple[list[Statement], list[Problem]]
Maker = Callable[[Source, Field, Cell], Made]


def look(entry: Entry, page: Template, account: str, language: str = "") -> Source:
    """The facts of a row that several statements depend on."""
    collection = next(_collections(entry, page), None)
    users = _users(entry, page)
    others = bool(account and users and _user(account) not in users)
    artist = bool(entry.fields("artist"))
    return Source(_is_digital(entry, page), collection, others, artist, language)


def derived(entry: Entry, page: Template, source: Source) -> Made:
    """The statements of all fields in the order of the template, and their problems."""
    make = _making(source, text.language())
    found: list[Statement] = []
    problems: list[Problem] = []
    for field in page.filled(entry.filled).fields:
        for cell in entry.fields(field.name):
            statements, wrong = make(field, cell)
            found += statements
            problems += wrong
    return found, problems


@lru_cache(maxsize=8)
def _making(source: Source, _language: str) -> Callable[[Field, Cell], Made]:
    """What makes the statements of a cell, and remembers them: most sources are those of the row
    before. Problems hold words of the program's language.
    """

    @lru_cache(maxsize=memo.KEPT)
    def made(field: Field, cell: Cell) -> Made:
        return _of_cell(source, field, cell)

    return made


def _of_cell(source: Source, field: Field, cell: Cell) -> Made:
    found: list[Statement] = []
    problems: list[Problem] = []
    for spec in field.sdc:
        maker = _maker(spec.property, field)
        if maker is None or (source.digital and spec.property in LEFT_TO_THE_ITEM):
            continue
        statements, wrong = maker(source, field, cell)
        found += statements
        problems += [replace(p, field=cell.column) for p in wrong]
    return found, problems


def statement(pid: str, found: Reading, cell: Cell, *more: Snak) -> Statement:
    """A reading as a statement of a property, from a cell; further qualifiers behind its own.
    Where a cell says itself that it is the place of the object, it is not that of the camera.
    """
    column = cell.column or ""
    if pid == CAMERA_PLACE and found.property:
        pid = found.property
    qualifiers = found.qualifiers
    if qualifiers or more:
        qualifiers = (*(q for q in qualifiers if q != ANONYMOUS), *more)
    return Statement(found.snak(pid), qualifiers, origin=column, field=column)


def person(pid: str, cell: Cell) -> Made:
    """Makers of something: an item, or somevalue with the name."""
    result = reading.person(cell.text)
    return [statement(pid, r, cell) for r in result.readings], list(result.problems)


def _maker(pid: str, field: Field) -> Maker | None:
    if pid == "P170" and field.kind == "person":
        return _creator
    if pid in _MAKERS:
        return _MAKERS[pid]
    known = properties.find(pid)
    if known is None or field.kind == "licence":
        return None
    return _BY_DATATYPE[known.datatype](pid) if known.datatype in _BY_DATATYPE else None


# What depends on the row


def _collections(entry: Entry, page: Template) -> Iterator[Snak]:
    """The items of the institution fields, as qualifiers."""
    for name in _institutions(page):
        for cell in entry.fields(name):
            for one in reading.cell(cell.text, "wikibase-item").readings:
                if one.value:
                    yield one.snak("P195")


@lru_cache(maxsize=32)
def _institutions(page: Template) -> tuple[str, ...]:
    """Names of the fields that hold the institution."""
    return tuple(f.name for f in page.fields if f.name.casefold() == "institution")


def _is_digital(entry: Entry, page: Template) -> bool:
    """Whether the row says that its file is the faithful picture of a flat work with an item."""
    explicit = any(c.meaning.name == "P6243" for c in entry.cells)
    return explicit or (_has_item(entry) and _is_flat(entry, page))


def _has_item(entry: Entry) -> bool:
    cells = (*entry.fields("wikidata"), *entry.fields("Wikidata"))
    return any(reading.cell(c.text, "wikibase-item").readings for c in cells)


def _is_flat(entry: Entry, page: Template) -> bool:
    """Books are scanned; of other works the licence tag says that the picture adds nothing."""
    if page.id == "book":
        return True
    cells = [c for f in page.fields if f.kind == "licence" for c in entry.fields(f.name)]
    tags = (t for c in cells for tag in reading.licence(c.text).tags for t in tag.walk())
    return any(t.entry is not None and t.entry.group == "pd_reproduction" for t in tags)


def _user(name: str) -> str:
    """An account as it is compared: without the name of a bot password."""
    plain = " ".join(name.partition("@")[0].replace("_", " ").split())
    return plain[:1].upper() + plain[1:]


def _users(entry: Entry, page: Template) -> frozenset[str]:
    cells = (c for f in page.deriving("P170") for c in entry.fields(f.name))
    return frozenset(user for c in cells for user in _named(c.text))


@memo.in_words
def _named(maker: str) -> frozenset[str]:
    """The accounts that a maker's cell names."""
    named = (q.value for r in reading.person(maker) for q in r.qualifiers if q.property == "P4174")
    return frozenset(_user(v.text) for v in named if isinstance(v, StringValue))


# Makers of single properties


def _creator(source: Source, field: Field, cell: Cell) -> Made:
    """The maker; beside an artist, the author is the writer of a text (see P50)."""
    if field.name == "author" and source.artist:
        return [], []
    return person("P170", cell)


def _writer(source: Source, field: Field, cell: Cell) -> Made:
    if not source.artist:
        return [], []
    return _items("P50")(source, field, cell)


def _source(source: Source, _field: Field, cell: Cell) -> Made:
    """Own work of the signed-in person, or an address; for anything else there is no value that
    is sure.
    """
    if _is_own(cell.text):
        if not source.others:
            return [statement("P7482", Reading("value", OWN_WORK), cell)], []
    else:
        pages = [r.value for r in reading.urls(cell.text).readings if r.value]
        if pages:
            told = tuple(Snak("P973", page) for page in pages)
            return [statement("P7482", Reading("value", ON_THE_INTERNET), cell, *told)], []
    shown = " ".join(cell.text.split())[:60]
    return [], [Problem("source-not-stated", Severity.INFO, params={"text": shown})]


def _is_own(said: str) -> bool:
    if _OWN_TEMPLATES.search(said):
        return True
    return values.plain_text(said).strip(" .").casefold() in _OWN_WORDS


def _inventory(source: Source, _field: Field, cell: Cell) -> Made:
    result = reading.cell(cell.text, "string")
    more = (source.collection,) if source.collection else ()
    return [statement("P217", r, cell, *more) for r in result.readings], list(result.problems)


def _item_of(pid: str) -> Maker:
    """The work's item: the file is its digital form, or only shows it."""

    def make(source: Source, field: Field, cell: Cell) -> Made:
        if source.digital is not (pid == "P6243"):
            return [], []
        result = reading.cell(cell.text, "wikibase-item")
        readings = [statement(pid, r, cell) for r in result.readings if r.value]
        first = field.sdc[0].property == pid
        return readings, list(result.problems) if first or not source.digital else []

    return make


def _depicts(source: Source, field: Field, cell: Cell) -> Made:
    if field.kind == "item":
        made, _ = _item_of("P180")(source, field, cell)
        return made, []
    return _items("P180")(source, field, cell)


def _sizes(_source: Source, _field: Field, cell: Cell) -> Made:
    sizes = reading.sizes(cell.text)
    found = sizes.by_property()
    made = [statement(p, r, cell, ANALOG_WORK) for p, r in found.items() if r.value]
    return made, list(sizes.problems)


def _described_at(_source: Source, _field: Field, cell: Cell) -> Made:
    """The address of a catalogue page, when the cell holds that and nothing else."""
    result = reading.urls(cell.text)
    sure = len(result.readings) == 1 and not result.problems
    return ([statement("P973", r, cell) for r in result.readings] if sure else []), []


def _isbn(length: int) -> Maker:
    def make(_source: Source, _field: Field, cell: Cell) -> Made:
        pid = "P212" if length == 13 else "P957"
        made = []
        for piece in values.split_values(cell.text):
            match = _ISBN.fullmatch(values.plain_text(piece))
            if match and len(match[1].replace("-", "")) == length:
                number = Reading("value", StringValue(match[1].upper()))
                made.append(statement(pid, number, cell))
        return made, []

    return make


def _scale(_source: Source, _field: Field, cell: Cell) -> Made:
    readings = reading.cell(cell.text, "quantity").readings
    bare = [r for r in readings if isinstance(r.value, QuantityValue) and r.value.unit == "1"]
    return [statement("P1752", r, cell) for r in bare], []


def _place_shown(_source: Source, _field: Field, cell: Cell) -> Made:
    result = reading.cell(cell.text, "globe-coordinate")
    return ([] if result.problems else [statement("P9149", r, cell) for r in result.readings]), []


def _date(source: Source, field: Field, cell: Cell) -> Made:
    """The date of the work; when music was composed says nothing of a recording."""
    if field.name == "composition_date":
        return [], []
    return _read("time", report=True)("P571")(source, field, cell)


def _nothing(_source: Source, _field: Field, _cell: Cell) -> Made:
    return [], []


# Makers by datatype


def _read(datatype: str, *, report: bool) -> Callable[[str], Maker]:
    """Makers that read a cell by a datatype. Items are only taken when someone wrote a Q-id:
    words are no mistake there, so they are not reported.
    """

    def of_property(pid: str) -> Maker:
        def make(source: Source, _field: Field, cell: Cell) -> Made:
            language = cell.meaning.language or source.language
            result: Result = reading.cell(cell.text, datatype, language or None)
            made = [
                statement(pid, r, cell) for r in result.readings if r.value or datatype == "time"
            ]
            return made, list(result.problems) if report else []

        return make

    return of_property


_items = _read("wikibase-item", report=False)
_BY_DATATYPE: Mapping[str, Callable[[str], Maker]] = {
    "wikibase-item": _items,
    "time": _read("time", report=True),
    "string": _read("string", report=True),
    "external-id": _read("external-id", report=True),
    "url": _read("url", report=True),
    "monolingualtext": _read("monolingualtext", report=True),
    "globe-coordinate": _read("globe-coordinate", report=True),
    "quantity": _read("quantity", report=True),
}
_MAKERS: Mapping[str, Maker] = {
    "P50": _writer,
    "P180": _depicts,
    "P212": _isbn(13),
    "P217": _inventory,
    "P571": _date,
    "P921": _item_of("P921"),
    "P957": _isbn(10),
    "P973": _described_at,
    "P1752": _scale,
    "P2048": _sizes,
    "P2079": _nothing,
    "P6243": _item_of("P6243"),
    "P7482": _source,
    "P9149": _place_shown,
}
