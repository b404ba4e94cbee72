"""What a file really is, whatever its ending says."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.core.errors import SheetError
from app.core.later import later
from app.core.sheet.container import Container

if TYPE_CHECKING:
    from app.core.sheet import delimited, ods, xls, xlsx
    from app.core.sheet.grid import Book
else:  # the reading process needs one of them
    delimited = later("app.core.sheet.delimited")
    ods = later("app.core.sheet.ods")
    xls = later("app.core.sheet.xls")
    xlsx = later("app.core.sheet.xlsx")

EXTENSIONS = ("xls", "xlsx", "xlsm", "ods", "csv", "tsv", "txt")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|meta)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(\?xml|!doctype|[A-Za-z]+:?[A-Za-z]*\s+xmlns)", re.IGNORECASE)
_KINDS = {
    "xls": "xls",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "ods": "ods",
    "csv": "csv",
    "tsv": "tsv",
    "txt": "csv",
}


def extension(path: str) -> str:
    """The ending in lower case without its dot."""
    return PurePath(path).suffix.lower().removeprefix(".")


def open_book(data: bytes, ending: str) -> tuple[Book, str]:
    """The reader for these bytes and the format it is: xls, xlsx, ods, csv, tsv.

    Raises SheetError, code `sheet-html`, `sheet-xml`, `sheet-not-a-sheet`, `sheet-password` or a
    reader's own, when the content is no table we read.
    """
    if not data.strip():
        raise SheetError("sheet-empty")
    if data.startswith(_COMPOUND):
        return _compound(data), "xls"
    if data.startswith(_ZIP):
        return _zipped(data)
    if data.startswith(_OTHERS):
        raise SheetError("sheet-not-a-sheet")
    return _text(data, ending)


def differs(ending: str, kind: str) -> bool:
    """Whether the ending promises another format than the content has."""
    texts = {"csv", "tsv"}
    return _KINDS.get(ending) != kind and not {_KINDS.get(ending), kind} <= texts


def _compound(data: bytes) -> Book:
    document = xls.streams(data)
    if xls.stream(document, "EncryptedPackage") is not None:
        raise SheetError("sheet-password")
    if xls.stream(document, "Workbook") is None and xls.stream(document, "Book") is None:
        raise SheetError("sheet-not-a-sheet")
    return xls.Xls(data)


def _zipped(data: bytes) -> tuple[Book, str]:
    box = Container(data)
    if xlsx.WORKBOOK in box:
        return xlsx.Xlsx(data), "xlsx"
    if b"opendocument.spreadsheet" in box.read("mimetype") or "content.xml" in box:
        if b"opendocument.text" in box.read("mimetype"):
            raise SheetError("sheet-not-a-sheet")
        return ods.Ods(data), "ods"
    raise SheetError("sheet-not-a-sheet")


def _text(data: bytes, ending: str) -> tuple[Book, str]:
    head = delimited.decode(data[:4096])[0]
    if _HTML.match(head):
        raise SheetError("sheet-html")
    if _XML.match(head):
        raise SheetError("sheet-xml")
    if ending in ("xls", "xlsx", "xlsm", "ods") and "\x00" in head:
        raise SheetError("sheet-not-a-sheet")
    is_tabbed = ending in ("tsv", "xls")
    return delimited.Delimited(data, "\t" if is_tabbed else ","), "tsv" if is_tabbed else "csv"
