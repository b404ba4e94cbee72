"""A row read by its columns' meanings: the entry that pages and statements are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
    page = template(layout.template)
    path = _place(row, columns, constants, MeaningKind.PATH)
    name = _place(row, columns, constants, MeaningKind.NAME)
    return Entry(
        row_id=row.id,
        number=row.number,
        path=path[0],
        name=name[0],
        cells=tuple(_cells(row, columns, layout, page, constants)),
        path_column=path[1],
        name_column=name[1],
        headers=tuple(c.header.strip() for c in columns if c.header.strip()),
    )


def text_mode(meaning: Meaning, mode: str, layout: Layout, page: Template) -> TextMode:
    """How a cell goes into the page: the column's own switch, else every cell of a Pattypan
    workbook and the fields of a wikitext kind as wikitext, all others as plain text.
    """
    if mode in (TextMode.WIKITEXT.value, TextMode.PLAIN.value):
        return TextMode(mode)
    if layout.freemarker is not None:
        return TextMode.WIKITEXT
    field = page.field(meaning.name) if meaning.kind is MeaningKind.FIELD else None
    return TextMode.WIKITEXT if field and field.kind in WIKITEXT_KINDS else TextMode.PLAIN


def _place(
    row: Row, columns: Sequence[Column], constants: Mapping[str, str], kind: MeaningKind
) -> tuple[str, str | None]:
    """Text and column header of the path or the name."""
    for column in columns:
        if column.meaning.kind is kind:
            return row.text(column.id).strip() or constants.get(kind.value, "").strip(), (
                column.header
            )
    return constants.get(kind.value, "").strip(), None


_NOT_A_CELL = frozenset({MeaningKind.PATH, MeaningKind.NAME, MeaningKind.IGNORED})


def _cells(
    row: Row,
    columns: Sequence[Column],
    layout: Layout,
    page: Template,
    constants: Mapping[str, str],
) -> Iterator[Cell]:
    filled: set[str] = set()
    headers: dict[str, str] = {}
    for column in columns:
        if column.meaning.kind in _NOT_A_CELL:
            continue
        headers.setdefault(str(column.meaning), column.header.strip())
        text = row.text(column.id).strip()
        if text:
            filled.add(str(column.meaning))
            mode = text_mode(column.meaning, column.mode, layout, page)
            yield Cell(text, column.meaning, mode, column.header, column.header.strip())
    for name, value in constants.items():
        meaning = Meaning.parse(name)
        if value.strip() and name not in filled and meaning.kind not in _NOT_A_CELL:
            mode = text_mode(meaning, "auto", layout, page)
            yield Cell(value.strip(), meaning, mode, None, headers.get(name, meaning.name))
