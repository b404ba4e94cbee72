"""Rows as the tests of page text and statements use them."""

import datetime as dt
from pathlib import Path

from python_calamine import CalamineWorkbook

from app.core import fields
from app.core.model import Column, Entry, Layout, Row

DATA = Path(__file__).parents[2] / "data"


def entry(
    cells, template="information", *, freemarker=None, categories=(), constants=None, **modes
):
    """An entry from header -> text, with its layout."""
    layout = Layout(template, freemarker, tuple(categories))
    found = fields.recognise(list(cells), template)
    columns = [
        Column(i, h, m, modes.get(h, "auto"))
        for i, (h, m) in enumerate(zip(cells, found, strict=True))
    ]
    row = Row(1, 2, {i: text for i, text in enumerate(cells.values()) if text})
    return fields.read_entry(row, columns, layout, constants or {}), layout


def pattypan(name) -> list[tuple[Entry, Layout]]:
    """The rows of a Pattypan sample, by position as SPEC.md says."""
    book = CalamineWorkbook.from_path(DATA / name)
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    source = str(book.get_sheet_by_index(1).to_python(skip_empty_area=False)[0][0])
    headers = [str(h) for h in rows[0]]
    template = fields.guess_template(headers, source)
    texts = [[_text(cell) for cell in row] for row in rows[1:]]
    return [
        entry(dict(zip(headers, row, strict=True)), template, freemarker=source) for row in texts
    ]


def _text(cell):
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell).strip()
