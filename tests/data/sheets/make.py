"""Makes the sheets of this folder with LibreOffice; run by hand, its files are kept.

python make.py        needs soffice on the path
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "dc": "http://purl.org/dc/elements/1.1/",
}
DAY = '<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
TIME = '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
FORMATS = {
    "year": f'<number:date-style style:name="N%">{DAY.partition("<number:text>")[0]}</number:date-style>',
    "month": '<number:date-style style:name="N%"><number:month number:textual="true"/><number:text> </number:text><number:year number:style="long"/></number:date-style>',
    "day": f'<number:date-style style:name="N%">{DAY}</number:date-style>',
    "stamp": f'<number:date-style style:name="N%">{DAY}<number:text> </number:text>{TIME}</number:date-style>',
    "clock": f'<number:time-style style:name="N%">{TIME}</number:time-style>',
    "length": f'<number:time-style style:name="N%" number:truncate-on-overflow="false">{TIME}</number:time-style>',
    "zeros": '<number:number-style style:name="N%"><number:number number:decimal-places="0" number:min-integer-digits="5"/></number:number-style>',
    "inventory": '<number:number-style style:name="N%"><number:text>INV-</number:text><number:number number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>',
    "percent": '<number:percentage-style style:name="N%"><number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>',
    "money": '<number:currency-style style:name="N%"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/><number:text> </number:text><number:currency-symbol number:language="de" number:country="DE">€</number:currency-symbol></number:currency-style>',
    "grouped": '<number:number-style style:name="N%"><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
}


def text(value: str, extra: str = "") -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{extra}{lines}</table:table-cell>'


def number(value: float, style: str = "", kind: str = "float") -> str:
    name = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{name} office:value-type="{kind}" office:value="{value!r}"/>'


def moment(value: str, style: str) -> str:
    kind = "time" if value.startswith("PT") else "date"
    return f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" office:{kind}-value="{value}"/>'


def formula(code: str) -> str:
    return f'<table:table-cell table:formula="of:{code}"/>'


def row(*cells: str, repeat: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{repeat}">{"".join(cells)}</table:table-row>'
    )


EMPTY = "<table:table-cell/>"
NOTE = "<office:annotation><dc:creator>x</dc:creator><text:p>a note</text:p></office:annotation>"
VALUES = (
    ("path", text("a/1.jpg"), text("a/2.jpg")),
    ("name", text("NA"), text("Two\nlines", NOTE)),
    ("year", moment("1910-05-01", "year"), moment("1850-03-01", "year")),
    ("month", moment("1910-05-01", "month"), moment("1899-12-01", "month")),
    ("day", moment("1910-05-01", "day"), moment("1900-02-01", "day")),
    ("stamp", moment("2023-05-14T10:21:00", "stamp"), moment("2023-05-14T00:00:00", "stamp")),
    ("clock", moment("PT10H21M00S", "clock"), moment("PT00H05M00S", "clock")),
    ("length", moment("PT26H30M00S", "length"), moment("PT01H05M00S", "length")),
    ("zeros", number(42.0, "zeros"), number(123456.0, "zeros")),
    ("inventory", number(42.0, "inventory"), number(7.0, "inventory")),
    ("percent", number(0.25, "percent", "percentage"), number(1.0, "percent", "percentage")),
    ("money", number(1234.5, "money", "currency"), number(2.0, "money", "currency")),
    ("grouped", number(1234.5, "grouped"), number(1.0, "grouped")),
    ("plain", number(1910.0), number(1910.5)),
    ("large", number(12345678901234.0), number(1e13)),
    ("small", number(0.1), number(-0.00001)),
    ("text", text("00042"), text("1e5")),
    ("formula", formula("=2*21"), formula("=&quot;a&quot;&amp;&quot;b&quot;")),
    ("truth", formula("=TRUE()"), formula("=1=2")),
    ("error", formula("=1/0"), formula("=NA()")),
)  # fmt: skip
LEGACY = ("day", "stamp", "plain")


def table(name: str, *rows: str) -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def of_columns(columns: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return (
        row(*(text(c[0]) for c in columns)),
        row(*(c[1] for c in columns)),
        row(EMPTY),
        row(*(c[2] for c in columns)),
    )


def document(*tables: str, settings: str = "") -> str:
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
    styles = "".join(
        code.replace("N%", f"N{name}")
        + f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="N{name}"/>'
        for name, code in FORMATS.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{settings}{''.join(tables)}</office:spreadsheet></office:body></office:document>"
    )


MAC = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
TITLED = table(
    "Loans",
    row(text("Loans of the Example Museum")),
    row(EMPTY),
    row(text("Made"), text("2024")),
    row(text("file"), text("title"), text("year")),
    *(row(text(f"{i}.jpg"), text(f"Object {i}"), number(1900.0 + i)) for i in range(1, 4)),
)
NOTES = table("Notes", row(text("who"), text("what")), row(text("x"), text("y")))
TEMPLATE = table("Template", row(text("'=={{int:filedesc}}==\n{{Information\n|date=${date}\n}}")))
DOCUMENTS = {
    "formats": (document(table("Data", *of_columns(VALUES))), ("xlsx", "ods", "xls", "csv")),
    "mac": (
        document(
            table("Data", *of_columns(tuple(c for c in VALUES if c[0] in ("path", *LEGACY)))),
            settings=MAC,
        ),
        ("xlsx", "ods", "xls"),
    ),
    "titled": (document(table("Empty"), TITLED, NOTES), ("xlsx", "ods", "xls")),
    "workbook": (
        document(table("Data", *of_columns(VALUES[:2] + VALUES[4:5])), TEMPLATE),
        ("xlsx", "ods", "xls"),
    ),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, (content, endings) in DOCUMENTS.items():
            source = Path(folder) / f"{name}.fods"
            source.write_text(content, "utf-8")
            for ending in endings:
                kind = "xls:MS Excel 97" if ending == "xls" else ending
                subprocess.run(
                    ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless",
                     "--convert-to", kind, "--outdir", folder, str(source)],
                    check=True, stdout=subprocess.DEVNULL,
                )  # fmt: skip
                shutil.copy(Path(folder) / f"{name}.{ending}", HERE)


if __name__ == "__main__":
    main()
