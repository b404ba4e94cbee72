"""Cells as text with tabs, as Excel, LibreOffice and Google Sheets put them on the clipboard.

What is written is read back just as it was, whatever a cell holds. What others write is read
leniently: a cell is quoted only if its closing quote ends the cell, else the quote is a plain sign
(12" disc).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=\t|\r|\n|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\r\n|\r|\n")


def write(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text; a cell with a tab, a line break or a quote at its start is quoted. The last row
    has no line break behind it, so that a single cell is just its text; but an empty one needs it.
    """
    lines = ["\t".join(_quoted(cell) for cell in row) for row in rows]
    if lines and not lines[-1]:
        lines.append("")
    return "\n".join(lines)


def _quoted(cell: str) -> str:
    if cell.startswith('"') or any(sign in cell for sign in "\t\n\r"):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def parse(text: str) -> list[list[str]]:
    """Rows of a clipboard text; the line break at the end is no row. [] for an empty text."""
    if not text:
        return []
    if '"' not in text:
        lines = _END.split(text)
        return [line.split("\t") for line in (lines if lines[-1] else lines[:-1])]
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        quoted = _QUOTED.match(text, place) if text.startswith('"', place) else None
        if quoted is not None:
            rows[-1].append(quoted[1].replace('""', '"'))
            place = quoted.end()
        else:
            plain = _PLAIN.match(text, place)
            assert plain is not None
            rows[-1].append(plain[0])
            place = plain.end()
        if place >= len(text):
            return rows
        if text[place] == "\t":
            place += 1
            continue
        end = _END.match(text, place)
        assert end is not None
        place = end.end()
        if place >= len(text):
            return rows
        rows.append([])
