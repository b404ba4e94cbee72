"""Writing .ods (OpenDocument 1.2), streamed: every cell a text in a column of texts, so that it
stays one when somebody types in it. No formula is ever written.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from app.core.sheet import guard, texts
from app.core.sheet.written import TEMPLATE_SHEET, Content, template_cell, widths

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_XMLNS = " ".join(
    f'xmlns:{prefix}="{_NAMES}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("config", "config"),
    )
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CHARACTER_CM = 0.23
_BLOCK = 500
_SPECIAL = re.compile(r"[&<>\t\r\n]|^ |  | $")
_BLANKS = re.compile(r"^ +| +$| {2,}|(?<=\t) +| +(?=\t)")

_MANIFEST = f"""{_HEAD}<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_STYLES = f"""{_HEAD}<office:document-styles {_XMLNS} office:version="1.2"><office:styles>
<style:style style:name="Default" style:family="table-cell"/>
</office:styles></office:document-styles>
"""
_AUTOMATIC = """<number:text-style style:name="N1"><number:text-content/></number:text-style>
<style:style style:name="text" style:family="table-cell" style:parent-style-name="Default" \
style:data-style-name="N1"/>
<style:style style:name="head" style:family="table-cell" style:parent-style-name="Default" \
style:data-style-name="N1"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="long" style:family="table-cell" style:parent-style-name="Default" \
style:data-style-name="N1"><style:table-cell-properties fo:wrap-option="wrap"/></style:style>
"""


def write_ods(path: Path, content: Content) -> None:
    """Write a workbook block by block of rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        box.writestr("META-INF/manifest.xml", _MANIFEST)
        box.writestr("styles.xml", _STYLES)
        box.writestr("settings.xml", _settings(content.sheet_name))
        with box.open("content.xml", "w", force_zip64=True) as stream:
            for piece in _content(content):
                stream.write(piece.encode())


def _content(content: Content) -> Iterator[str]:
    sizes = [round(width * _CHARACTER_CM, 1) for width in widths(content.table)]
    columns = "".join(map(_column_style, sorted({*sizes, 20.0})))
    yield f'{_HEAD}<office:document-content {_XMLNS} office:version="1.2">'
    yield f"<office:automatic-styles>{columns}{_AUTOMATIC}</office:automatic-styles>"
    yield "<office:body><office:spreadsheet>"
    yield from _table(content.sheet_name, sizes, content.table)
    if content.template is not None:
        yield f'<table:table table:name="{TEMPLATE_SHEET}">{_column(20.0, "long")}'
        yield f"<table:table-row>{_cell(template_cell(content.template))}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _table(name: str, sizes: list[float], table: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f'<table:table table:name="{escape(name)}">'
    yield "".join(_column(size, "text") for size in sizes)
    style = ' table:style-name="head"'
    yield f"<table:table-row>{_cells(table[0], style)}</table:table-row>"
    for start in range(1, len(table), _BLOCK):
        block = table[start : start + _BLOCK]
        yield "".join(f"<table:table-row>{_cells(row)}</table:table-row>" for row in block)
    yield "</table:table>"


def _column_style(size: float) -> str:
    return (
        f'<style:style style:name="{_named(size)}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{size}cm"/></style:style>'
    )


def _named(size: float) -> str:
    return f"co{round(size * 10)}"


def _column(size: float, style: str) -> str:
    return (
        f'<table:table-column table:style-name="{_named(size)}" '
        f'table:default-cell-style-name="{style}"/>'
    )


def _cells(row: Sequence[str], style: str = "") -> str:
    """The cells of a row; empty ones side by side are one with a repeat."""
    made = []
    for is_filled, cells in groupby(row, bool):
        if is_filled:
            made += [_cell(guard.put_on_apostrophes(text), style) for text in cells]
        else:
            made.append(f'<table:table-cell table:number-columns-repeated="{len(list(cells))}"/>')
    return "".join(made) or "<table:table-cell/>"


def _cell(text: str, style: str = "") -> str:
    text = texts.in_xml(text)
    body = _paragraphs(text) if _SPECIAL.search(text) else f"<text:p>{text}</text:p>"
    return f'<table:table-cell{style} office:value-type="string">{body}</table:table-cell>'


def _paragraphs(text: str) -> str:
    """One paragraph a line. Blanks that a reader would run together are elements. A tab is not:
    LibreOffice (7.4) loses the element, even its own, and keeps the letter.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<text:p>{_line(line)}</text:p>" for line in lines)


def _line(line: str) -> str:
    return _BLANKS.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', line)


def _settings(name: str) -> str:
    """The first row stands still when the others are scrolled."""
    items = (
        ("HorizontalSplitMode", "short", 0), ("VerticalSplitMode", "short", 2),
        ("HorizontalSplitPosition", "int", 0), ("VerticalSplitPosition", "int", 1),
        ("ActiveSplitRange", "short", 2), ("PositionLeft", "int", 0), ("PositionRight", "int", 0),
        ("PositionTop", "int", 0), ("PositionBottom", "int", 1),
    )  # fmt: skip
    entries = "".join(
        f'<config:config-item config:name="{key}" config:type="{kind}">{value}</config:config-item>'
        for key, kind, value in items
    )
    return (
        f'{_HEAD}<office:document-settings {_XMLNS} xmlns:ooo="http://openoffice.org/2004/office" '
        'office:version="1.2"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f'<config:config-item-map-entry config:name="{escape(name)}">{entries}'
        "</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>\n"
    )
