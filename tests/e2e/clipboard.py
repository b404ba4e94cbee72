"""Puts a block of cells on the clipboard as LibreOffice does, and stays: who pastes asks this process.

python -m tests.e2e.clipboard FILE     (rows of texts as JSON)
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.core.cells import tabbed


def table(block: list[list[str]]) -> str:
    """The cells as an HTML table."""
    rows = "".join(
        "<tr>" + "".join(f'<td align="left">{_cell(text)}</td>' for text in row) + "</tr>\n"
        for row in block
    )
    return f"<!DOCTYPE html>\n<html><body><table><tbody>{rows}</tbody></table></body></html>"


def _cell(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def main() -> int:
    """Until the process is ended."""
    application = QGuiApplication(sys.argv)
    block = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    data = QMimeData()
    data.setText(tabbed.write(block))
    data.setHtml(table(block))
    application.clipboard().setMimeData(data)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
