"""A row read by its columns' meanings: the entry that pages and statements are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.fields.templates import Template, template
from app.core.model import Cell, Column, Entry, Layout, Meaning, MeaningKind, Row, TextMode

WIKITEXT_KINDS = frozenset({"wikitext", "person", "licence", "date"})
"""Kinds of fields whose cells may hold balanced wikitext (FAULTS.md, "Bad input")."""


def read_entry(
    row: Row, columns: Sequence[Column], layout: Layout, constants: Mapping[str, str]
) -> Entry:
    """The entry of a row. `constants` maps a meaning as text (field:license, caption@en) to the
    value for all rows: it fills in where the row's cell is empty, or where there is no column.
    Cells are trimmed; inner line breaks stay.
    """
    shape = _shape(columns, layout)
    texts = row.texts()
    return Entry(
        row_id=row.id,
        number=row.number,
        path=_place(texts, shape.path, constants, MeaningKind.PATH),
        name=_place(texts, shape.name, constants, MeaningKind.NAME),
        cells=tuple(_cells(texts, shape, layout, constants)),
        path_column=shape.path.header if shape.path else None,
        name_column=shape.name.header if shape.name else None,
        headers=shape.headers,
    )


_KNOWN = 256
"""Texts of a column that are kept as cells."""
_NOT_A_CELL = frozenset({MeaningKind.PATH, MeaningKind.NAME, MeaningKind.IGNORED})


@dataclass(frozen=True, slots=True)
class _Values:
    """A column whose cells go into the entry, and what is the same for all of them."""

    column: Column
    meaning: str
    mode: TextMode
    key: str
    known: dict[str, Cell] = field(default_factory=dict)
    """Its first cells by their text: in most columns a few texts stand in all rows."""

    def cell(self, text: str) -> Cell:
        """The cell with a text."""
        cell = self.known.get(text)
        if cell is None:
            column = self.column
            chosen = column.mode == self.mode.value
            cell = Cell(text, column.meaning, self.mode, column.header, self.key, chosen)
            if len(self.known) < _KNOWN:
                self.known[text] = cell
        return cell


@dataclass(frozen=True, slots=True)
class _Shape:
    """What columns and layout say of every row."""

    columns: Sequence[Column]
    layout: Layout
    path: Column | None
    name: Column | None
    values: tuple[_Values, ...]
    first: Mapping[str, str]
    """Header of the first column of each meaning."""
    headers: tuple[str, ...]


class _Last:
    """The shape of the last row: most often that of the next one."""

    shape: _Shape | None = None


def _shape(columns: Sequence[Column], layout: Layout) -> _Shape:
    last = _Last.shape
    if last and last.columns is columns and last.layout is layout:
        return last
    made = _made_shape(columns, layout)
    if isinstance(columns, tuple):  # a list could change behind our back
        _Last.shape = made
    return made


def _made_shape(columns: Sequence[Column], layout: Layout) -> _Shape:
    page = template(layout.template)
    values = tuple(
        _Values(c, str(c.meaning), text_mode(c.meaning, c.mode, layout, page), c.header.strip())
        for c in columns
        if c.meaning.kind not in _NOT_A_CELL
    )
    return _Shape(
        columns=columns,
        layout=layout,
        path=_first(columns, MeaningKind.PATH),
        name=_first(columns, MeaningKind.NAME),
        values=values,
        first={v.meaning: v.key for v in reversed(values)},
        headers=tuple(c.header.strip() for c in columns if c.header.strip()),
    )


def _first(columns: Sequence[Column], kind: MeaningKind) -> Column | None:
    return next((c for c in columns if c.meaning.kind is kind), None)


def text_mode(meaning: Meaning, mode: str, layout: Layout, page: Template) -> TextMode:
    """How a cell goes into the page: the column's own switch, else every cell of a Pattypan
    workbook and the fields of a wikitext kind as wikitext, all others as plain text.
    """
    if mode in (TextMode.WIKITEXT.value, TextMode.PLAIN.value):
        return TextMode(mode)
    if layout.freemarker is not None:
        return TextMode.WIKITEXT
    known = page.field(meaning.name) if meaning.kind is MeaningKind.FIELD else None
    return TextMode.WIKITEXT if known and known.kind in WIKITEXT_KINDS else TextMode.PLAIN


def _place(
    texts: Mapping[int, str], column: Column | None, constants: Mapping[str, str], kind: MeaningKind
) -> str:
    """Text of the path or the name."""
    text = texts.get(column.id, "").strip() if column else ""
    return text or constants.get(kind.value, "").strip()


def _cells(
    texts: Mapping[int, str], shape: _Shape, layout: Layout, constants: Mapping[str, str]
) -> Iterator[Cell]:
    filled: set[str] = set()
    for value in shape.values:
        text = texts.get(value.column.id, "").strip()
        if text:
            filled.add(value.meaning)
            yield value.cell(text)
    for name, given in constants.items():
        meaning = Meaning.parse(name)
        if given.strip() and name not in filled and meaning.kind not in _NOT_A_CELL:
            mode = text_mode(meaning, "auto", layout, template(layout.template))
            yield Cell(given.strip(), meaning, mode, None, shape.first.get(name, meaning.name))
