"""Writing .csv and .tsv, with the guard of `guard` in front of what would run as a formula."""

from __future__ import annotations

from pathlib import Path

from app.core.sheet import guard
from app.core.sheet.written import Content

_QUOTED = frozenset('",;\t\r\n')


def write_csv(path: Path, content: Content) -> None:
    """Separated by commas."""
    _write(path, content, ",")


def write_tsv(path: Path, content: Content) -> None:
    """Separated by tabs."""
    _write(path, content, "\t")


def _write(path: Path, content: Content, separator: str) -> None:
    """UTF-8 with its mark (Excel needs it), lines end in CR LF (RFC 4180)."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        for row in content.table:
            stream.write(separator.join(map(_quoted, row)) + "\r\n")


def _quoted(text: str) -> str:
    """A cell; in quotes when any separator stands in it, so that readers cannot guess wrongly."""
    text = guard.put_on(text.replace("\x00", ""))
    if text != text.strip() or not _QUOTED.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text
