"""Cells as an HTML table, as spreadsheets and browsers put them on the clipboard."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser

_START = '<meta charset="utf-8"><meta name="generator" content="Kabocha"><table>'
_CELL = '<td sdnum="1033;0;@" style="mso-number-format:\'\\@\'">'
"""Tells LibreOffice and Excel that 0012, 1901-02 and =1+1 are texts."""
_BREAK = '<br style="mso-data-placement:same-cell">'
"""Without it Excel begins another row there."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NEAR = 500
"""Our own mark stands no further in; the clipboard may put something in front."""
_UNSURE = re.compile(
    r"<br|<p[ >]|<div|<li|(?:row|col)span=|<table.*<table|display:\s*none", re.DOTALL
)
_END = re.compile(r"\r\n|\r|\n")
_EMPTY = re.compile(r">\s*<br ?/?>\s*(?=(?:</font>)?</t[dh]>)")
"""How LibreOffice writes an empty cell."""
_QUOTES = re.compile(r'(?:\A|[\t\r\n])"')
_SILENT = frozenset(("style", "script", "head", "title", "template"))
_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre"))
_WIDEST, _HIGHEST = 1000, 65534
"""What a browser allows for colspan and rowspan."""
_MOST = 2_000_000
"""So many cells merged ones may cover in all."""


def write(rows: Sequence[Sequence[str]]) -> str:
    """A plain table; line breaks as <br>."""
    lines = (f"<tr>{''.join(_cell(c) for c in row)}</tr>" for row in rows)
    return f"{_START}{''.join(lines)}</table>"


def _cell(text: str) -> str:
    escaped = html.escape(text, quote=False).replace("\r\n", "\n").replace("\r", "\n")
    return f"{_CELL}{escaped.replace(chr(10), _BREAK)}</td>"


def parse(text: str) -> list[list[str]] | None:
    """The rows of all tables of a text, as wide as the widest; what a merged cell covers is "".
    None when there is no table, or words stand beside it: then it is a piece of a page.
    """
    if "<t" not in text.lower():
        return None
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_cell()
    if reader.beside or not reader.rows:
        return None
    width = max(len(row) for row in reader.rows)
    if width * len(reader.rows) > 2 * _MOST:
        return reader.rows
    return [row + [""] * (width - len(row)) for row in reader.rows]


def merged(table: Sequence[Sequence[str]], plain: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of a clipboard that has both. The table tells which cells there are: quotes and
    line breaks in the plain text are not always written so that they can be told from rows. But
    white space is lost in HTML, so where both have the same shape, the text of the plain one counts
    for each cell that differs in white space only; unless it lost line breaks, for which LibreOffice
    writes blanks.
    """
    if [len(row) for row in table] != [len(row) for row in plain]:
        return [list(row) for row in table]
    return [
        [_fuller(a, b) for a, b in zip(one, other, strict=True)]
        for one, other in zip(table, plain, strict=True)
    ]


def is_told_by(plain: Sequence[Sequence[str]], text: str, html_text: str) -> bool:
    """Whether the plain text (and its rows) tells all that the table does, so that it need not be
    read: it is our own, or it has as many rows and cells, and neither quotes at the start of a
    cell, nor line breaks in one, nor merged cells.
    """
    if _START in html_text[:_NEAR]:
        return True
    low = _EMPTY.sub(">", html_text.lower())
    if _UNSURE.search(low) or _QUOTES.search(text):
        return False
    cells = low.count("<td") + low.count("<th") - low.count("<thead")
    return low.count("<tr") == len(plain) and cells == sum(len(row) for row in plain)


def _fuller(cell: str, plain: str) -> str:
    same = _bare(cell) == _bare(plain) and len(_END.findall(plain)) >= cell.count("\n")
    return plain if same else cell


def _bare(text: str) -> str:
    return "".join(text.split())


class _Text:
    """The text of a cell as a browser shows it: white space folded but where it is kept."""

    def __init__(self) -> None:
        self._done = ""
        self._line = ""
        self._block = False
        self._loose = False
        """Whether the line ends with white space that goes when nothing follows."""

    def add(self, text: str, *, kept: bool) -> None:
        """Text, with its own white space or with what a browser leaves of it."""
        if kept:
            self._flush()
            self._line += text.replace("\xa0", " ")
            self._loose = False
            return
        text = _SPACE.sub(" ", text)
        if not self._line or self._loose:
            text = text.lstrip(" ")
        if text:
            self._flush()
            self._line += text
            self._loose = text.endswith(" ")

    def _flush(self) -> None:
        """A block began or ended here, and there is text on both sides."""
        if self._block and (self._done or self._line):
            self.line_break()
        self._block = False

    def line_break(self) -> None:
        """Begin another line."""
        self._done += self._trimmed() + "\n"
        self._line, self._loose, self._block = "", False, False

    def block(self) -> None:
        """What follows does not stand in the same line."""
        if self._line:
            self._block = True

    def _trimmed(self) -> str:
        return self._line[:-1] if self._loose else self._line

    def whole(self) -> str:
        """All of it. A line break at the end is not seen, and a lone one or a lone hard space fill
        a cell that is empty.
        """
        text = (self._done + self._trimmed()).removesuffix("\n")
        return "" if text == "\xa0" else text


class _Reader(HTMLParser):
    """Gathers cells; a table in a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.beside = False
        self._depth = 0
        self._silent = 0
        self._spans: dict[int, int] = {}
        """Columns that cells above still cover, and for how many rows."""
        self._text: _Text | None = None
        self._hidden = False
        self._held: list[str] = []
        """Open tags within the one whose white space is kept; [] = it is folded."""
        self._size = (1, 1)
        self._covered = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tables, rows, cells, line breaks, kept spaces."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._spans.clear()
        elif self._depth == 1 and tag == "tr":
            self._begin_row(attrs)
        elif self._depth == 1 and tag in ("td", "th"):
            self._begin_cell(attrs)
        elif self._text is not None:
            self._inside(self._text, tag, attrs)

    def _inside(self, text: _Text, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            text.line_break()
            return
        if tag in _BLOCKS:
            text.block()
        elif tag in ("td", "th"):
            text.add(" ", kept=False)
        if self._held or tag == "pre" or _keeps(attrs):
            self._held.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell or a table."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            if self._depth == 1:
                self.end_cell()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self.end_cell()
        elif self._text is not None:
            if tag in self._held:
                del self._held[len(self._held) - 1 - self._held[::-1].index(tag) :]
            if tag in _BLOCKS:
                self._text.block()

    def handle_data(self, data: str) -> None:
        """Text of a cell, or beside the table."""
        if self._silent:
            return
        if self._text is not None:
            self._text.add(data, kept=bool(self._held))
        elif self._depth == 0 and data.strip(" \t\n\r\f\ufeff\0"):
            self.beside = True

    def _begin_row(self, attrs: list[tuple[str, str | None]]) -> None:
        self.end_cell()
        self._hidden = "display:none" in _style(attrs)
        if not self._hidden:
            self.rows.append([])
            self._cover()

    def _begin_cell(self, attrs: list[tuple[str, str | None]]) -> None:
        self.end_cell()
        if not self.rows and not self._hidden:
            self.rows.append([])
        known = dict(attrs)
        wide = _count(known.get("colspan"), _WIDEST)
        self._covered += wide
        high = _count(known.get("rowspan"), _HIGHEST)
        self._size = (wide if self._covered <= _MOST else 1, high)
        self._held = ["td"] if _keeps(attrs) else []
        self._text = _Text()

    def end_cell(self) -> None:
        """Put the cell that is open into its row."""
        if self._text is None:
            return
        text, self._text = self._text.whole(), None
        if self._hidden:
            return
        row = self.rows[-1]
        wide, high = self._size
        if high > 1:
            self._spans.update(dict.fromkeys(range(len(row), len(row) + wide), high - 1))
        row.extend([text] + [""] * (wide - 1))
        self._cover()

    def _cover(self) -> None:
        """Leave out what cells of the rows above cover, from where the row ends now."""
        row = self.rows[-1]
        while self._spans.get(len(row), 0) > 0:
            self._spans[len(row)] -= 1
            row.append("")


def _style(attrs: list[tuple[str, str | None]]) -> str:
    found = "".join(value or "" for name, value in attrs if name == "style")
    return "".join(found.split()).lower()


def _keeps(attrs: list[tuple[str, str | None]]) -> bool:
    style = _style(attrs)
    return "mso-spacerun:yes" in style or "white-space:pre" in style


def _count(value: str | None, most: int) -> int:
    digits = (value or "").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        return 1
    return max(1, min(int(digits), most))
