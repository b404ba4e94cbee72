"""Sheets made for a test: odd, hostile and damaged ones."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as box:
        for name, data in parts.items():
            box.writestr(name, data)
    return stream.getvalue()


def xlsx_parts(rows: str, *, styles: str = "", properties: str = "", head: str = "") -> dict:
    """The parts of a workbook with one sheet; `rows` is the XML inside sheetData."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="x"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{properties}<sheets>'
        '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}'
        "</sheetData></worksheet>",
    }
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return parts


def xlsx(rows: str, **more: str) -> bytes:
    return zipped(xlsx_parts(rows, **more))


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def formatted(code: str, *values: str) -> bytes:
    """A workbook with headers path and x; each value is in column x under one format code."""
    styles = (
        f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    )
    rows = f'<row r="1">{text_cell("A1", "path")}{text_cell("B1", "name")}</row>'
    for number, value in enumerate(values, 2):
        cells = text_cell(f"A{number}", "p") + f'<c r="B{number}" s="1"><v>{value}</v></c>'
        rows += f'<row r="{number}">{cells}</row>'
    return xlsx(rows, styles=styles)


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(rows: str, head: str = "", more: str = "") -> bytes:
    """A spreadsheet with one table; `rows` is the XML inside the table."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content '
        f'xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0" xmlns:draw="{OFFICE}:drawing:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{rows}</table:table>{more}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content})


def ods_row(*cells: str, repeat: int = 1) -> str:
    made = "".join(
        cell
        if cell.startswith("<")
        else f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeat}">{made}</table:table-row>'
