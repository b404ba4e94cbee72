"""Cells on the system's clipboard: as text with tabs and as an HTML table, each way.

Both are written. Read is the HTML table when there is one, for only it tells cells from rows for
sure; the plain text gives back the white space HTML loses (see `html_table.merged`). Files and
pictures on the clipboard are nothing for a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.core.cells import html_table, tabbed

_LONE = re.compile("[\ud800-\udfff]")
"""Halves of signs, which other programs may leave; nothing can keep them."""


def put(rows: Iterable[list[str]]) -> None:
    """Cells onto the clipboard."""
    block = list(rows)
    mime = QMimeData()
    mime.setText(tabbed.write(block))
    mime.setHtml(html_table.write(block))
    QGuiApplication.clipboard().setMimeData(mime)


def block() -> list[list[str]]:
    """The cells on the clipboard; [] when it holds none."""
    mime = QGuiApplication.clipboard().mimeData()
    return [] if mime is None else cells_of(mime)


def cells_of(mime: QMimeData) -> list[list[str]]:
    """The cells that were copied."""
    if mime.hasUrls() and all(url.isLocalFile() for url in mime.urls()):
        return []
    text = _LONE.sub("\ufffd", mime.text()) if mime.hasText() else ""
    plain = tabbed.parse(text)
    html = _LONE.sub("\ufffd", mime.html()) if mime.hasHtml() else ""
    if not html or html_table.is_told_by(plain, text, html):
        return plain
    table = html_table.parse(html)
    return plain if table is None else html_table.merged(table, plain)
