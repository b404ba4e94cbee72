"""Cells to and from the clipboard, as Excel and LibreOffice write them: tabs, lines, quotes."""

from __future__ import annotations

from collections.abc import Sequence


def write(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text; a cell with a tab, a line break or a quote at its start is quoted."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    if any(c in cell for c in ("\t", "\n", "\r")) or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def parse(text: str) -> list[list[str]]:
    """Rows of a clipboard text; the line break at the end is no row. [] for an empty text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if not text:
        return []
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place >= len(text):
            break
        if text[place] == "\n":
            rows.append([])
        place += 1
    return rows


def _cell(text: str, start: int) -> tuple[str, int]:
    """The cell that begins at `start` and the place of what ends it."""
    if text[start : start + 1] == '"':
        quoted = _quoted_cell(text, start)
        if quoted is not None:
            return quoted
    ends = [e for e in (text.find("\t", start), text.find("\n", start)) if e >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end


def _quoted_cell(text: str, start: int) -> tuple[str, int] | None:
    place, found = start + 1, []
    while place < len(text):
        end = text.find('"', place)
        if end < 0:
            return None
        found.append(text[place:end])
        if text[end + 1 : end + 2] == '"':
            found.append('"')
            place = end + 2
            continue
        if text[end + 1 : end + 2] in ("", "\t", "\n"):
            return "".join(found), end + 1
        return None
    return None
