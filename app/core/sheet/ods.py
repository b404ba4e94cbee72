"""OpenDocument spreadsheets (.ods), read in one streamed pass: positions with their repeats,
values, texts, and the number formats behind the styles. (The fast reader drops line breaks and
tabs inside cells here and knows no formats.)

Source of the format: OpenDocument 1.2 part 1, chapters 9, 16 and 19.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.errors import SheetError
from app.core.sheet import dates, formats, limits, texts
from app.core.sheet.container import Container
from app.core.sheet.dates import Shown
from app.core.sheet.formats import Kind, NumberFormat
from app.core.sheet.grid import Grid, Mark, SheetInfo, check_extent
from app.core.sheet.markup import Scanner, attribute, local, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

_CONTENT = "content.xml"
_FAR = 2_000_000
"""Beyond each limit, so that adding repeats never makes huge numbers."""
_UNITS = {"year": "y", "era": "y", "month": "m", "day": "d", "day-of-week": "d"}
_UNITS |= {"hours": "h", "minutes": "n", "seconds": "s"}
_DAY = 86_400
_CELL = "table:table-cell"
_CELLS = frozenset({_CELL, "table:covered-table-cell"})
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_UNSEEN = frozenset({"office:annotation", "table:tracked-changes", "table:shapes"})

Formats = tuple[NumberFormat, ...]


@dataclass(slots=True)
class _Cell:
    """One filled cell with its repeats to the right."""

    column: int
    repeat: int
    text: str
    is_shown: bool = False
    error: str = ""


@dataclass(slots=True)
class _Sheet:
    """One table: filled rows only, each (first row from 0, repeats, cells)."""

    name: str
    hidden: bool
    rows: list[tuple[int, int, list[_Cell]]] = field(default_factory=list)
    height: int = 0
    width: int = 0


class _ContentPass:
    """The handlers of the pass over content.xml; hot."""

    def __init__(self, styles: _Styles) -> None:
        self.sheets: list[_Sheet] = []
        self._styles = styles
        self._scanner = Scanner(self._start, self._end)
        self._depth = self._skip = 0
        self._row = self._row_repeat = self._column = 0
        self._cells: list[_Cell] = []
        self._columns: list[tuple[int, str]] = []
        self._row_style = ""
        self._cell: list[str] | None = None
        """Names and values of the attributes of the cell that is open."""
        self._paragraphs: list[list[str]] = []

    def run(self, data: bytes) -> list[_Sheet]:
        self._scanner.run(data)
        return self.sheets

    def _start(self, name: str, flat: list[str]) -> None:
        if self._skip:
            self._skip += 1
        elif name in _CELLS:
            self._cell, self._paragraphs = flat, []
        elif name in _PARAGRAPHS:
            if self._cell is not None:
                self._depth += 1
                self._paragraphs.append([])
                self._scanner.listen(self._paragraphs[-1].append)
        elif name.startswith("draw:") or name in _UNSEEN:
            self._skip = 1
            self._scanner.hush()
        elif name.startswith("table:"):
            self._start_table(name.removeprefix("table:"), flat)
        elif self._paragraphs and self._depth and name.startswith("text:"):
            self._start_text(name.removeprefix("text:"), flat)

    def _start_table(self, tag: str, flat: list[str]) -> None:
        attributes = _dict(flat)
        if tag == "table-row":
            self._row_repeat = _count(attributes.get("table:number-rows-repeated"))
            self._row_style = attributes.get("table:default-cell-style-name", "")
            self._column, self._cells = 0, []
        elif tag == "table-column":
            repeat = _count(attributes.get("table:number-columns-repeated"))
            self._columns.append((repeat, attributes.get("table:default-cell-style-name", "")))
        elif tag == "table":
            hidden = attributes.get("table:style-name", "") in self._styles.hidden
            self.sheets.append(_Sheet(texts.clean(attributes.get("table:name", "")), hidden))
            self._row, self._columns = 0, []

    def _start_text(self, tag: str, flat: list[str]) -> None:
        if tag == "s":
            count = flat[flat.index("text:c") + 1] if "text:c" in flat[::2] else None
            self._paragraphs[-1].append(" " * min(_count(count), limits.CELL_CHARACTERS))
        elif tag in ("tab", "line-break"):
            self._paragraphs[-1].append("\t" if tag == "tab" else "\n")

    def _end(self, name: str) -> None:
        if self._skip:
            self._skip -= 1
            if not self._skip and self._depth:
                self._scanner.listen(self._paragraphs[-1].append)
        elif name in _PARAGRAPHS:
            self._depth = max(0, self._depth - 1)
            self._scanner.hush()
        elif name in _CELLS:
            self._end_cell(name)
        elif name == "table:table-row":
            self._end_row()

    def _end_cell(self, name: str) -> None:
        flat, self._cell = self._cell or (), None
        repeat = 1
        if flat or self._paragraphs:
            attributes = _dict(flat)
            repeat = _count(attributes.get("table:number-columns-repeated"))
            if name == _CELL:
                self._take(attributes, repeat)
        self._column = min(self._column + repeat, _FAR)

    def _take(self, attributes: dict[str, str], repeat: int) -> None:
        text, is_shown = self._value(attributes)
        if attributes.get("calcext:value-type") == "error":
            self._cells.append(_Cell(self._column, repeat, "", is_shown, text or "#"))
        elif text:
            self._cells.append(_Cell(self._column, repeat, text, is_shown))

    def _end_row(self) -> None:
        if self._cells and self.sheets:
            sheet = self.sheets[-1]
            sheet.rows.append((self._row, self._row_repeat, self._cells))
            sheet.height = self._row + self._row_repeat
            last = self._cells[-1]
            sheet.width = max(sheet.width, last.column + last.repeat)
        self._row = min(self._row + self._row_repeat, _FAR)

    def _value(self, attributes: dict[str, str]) -> tuple[str, bool]:
        """The text of a cell, and whether people see its number in another way."""
        kind = attributes.get("office:value-type", "string")
        shown_text = "\n".join(map("".join, self._paragraphs))
        if kind == "string":
            return texts.clean(shown_text or attributes.get("office:string-value", "")), False
        if kind in ("float", "percentage", "currency"):
            return self._number(attributes, shown_text)
        if kind == "boolean":
            return texts.boolean(attributes.get("office:boolean-value") == "true"), False
        if kind == "date":
            iso = attributes.get("office:date-value", "")
            parts = self._format(attributes)
            shown = parts[0].shown if parts[0].kind is Kind.DATE else None
            return dates.from_iso(iso, shown) or texts.clean(iso), False
        if kind == "time":
            return self._time(attributes) or texts.clean(shown_text), False
        return texts.clean(shown_text or attributes.get("office:string-value", "")), False

    def _number(self, attributes: dict[str, str], shown_text: str) -> tuple[str, bool]:
        try:
            value = float(attributes.get("office:value", ""))
        except ValueError:
            return texts.clean(shown_text), False
        parts = self._format(attributes)
        text = formats.render(value, parts, dates.PLAIN)
        kind = attributes["office:value-type"]
        return text, kind != "float" or formats.choose(parts, value).kind is Kind.SHOWN

    def _time(self, attributes: dict[str, str]) -> str:
        seconds = dates.seconds_of(attributes.get("office:time-value", ""))
        if seconds is None:
            return ""
        part = self._format(attributes)[0]
        shown = part.shown if part.shown.has_time else Shown(hours=True, minutes=True)
        if part.kind is Kind.DURATION or not 0 <= seconds < _DAY:
            return dates.duration(seconds, shown)
        return dates.clock(seconds, shown)

    def _format(self, attributes: dict[str, str]) -> Formats:
        style = attributes.get("table:style-name") or self._row_style or self._column_style()
        return self._styles.of(style)

    def _column_style(self) -> str:
        place = 0
        for repeat, style in self._columns:
            place += repeat
            if self._column < place:
                return style
        return ""


def _dict(flat: Sequence[str]) -> dict[str, str]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _count(text: str | None) -> int:
    """A repeat: at least 1, never beyond what is refused anyway."""
    if not text or not text.isascii() or not text.isdigit():
        return 1
    return _FAR if len(text) > 7 else max(1, min(int(text), _FAR))


class _Styles:
    """Cell styles and the number formats behind them, of styles.xml and content.xml."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._data: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._formats: dict[str, Formats] = {}

    def add(self, element: Element) -> None:
        """Take one style element."""
        name, tag = attribute(element, "name"), local(element.tag)
        if tag == "style":
            if data := attribute(element, "data-style-name"):
                self._data[name] = data
            self._parents[name] = attribute(element, "parent-style-name")
            if any(attribute(child, "display") == "false" for child in element):
                self.hidden.add(name)
        elif tag.endswith("-style"):
            self._formats[name] = (_number_format(element, tag),)

    def of(self, style: str) -> Formats:
        """The format of a cell style, its parents' when it has none."""
        for _ in range(20):
            if style in self._data:
                return self._formats.get(self._data[style], (formats.GENERAL,))
            style = self._parents.get(style, "")
        return (formats.GENERAL,)


def _number_format(element: Element, tag: str) -> NumberFormat:
    """A number:…-style element as a format."""
    units = {_UNITS.get(local(child.tag), "") for child in element}
    if tag in ("date-style", "time-style"):
        endless = attribute(element, "truncate-on-overflow") == "false"
        shown = Shown(*(letter in units for letter in "ymdhns"))
        return NumberFormat(Kind.DURATION if endless else Kind.DATE, shown=shown)
    if tag in ("percentage-style", "currency-style"):
        return NumberFormat(Kind.SHOWN)
    return _plain_format(list(element)) if tag == "number-style" else formats.GENERAL


def _plain_format(children: list[Element]) -> NumberFormat:
    pieces: list[str] = []
    changed = False
    for child in children:
        tag = local(child.tag)
        if tag == "text":
            pieces.append(child.text or "")
        elif tag == "number":
            digits = _count(attribute(child, "min-integer-digits"))
            pieces += _with_texts(digits, child)
            fraction = attribute(child, "decimal-places", "0") not in ("", "0")
            changed = changed or attribute(child, "grouping") == "true"
            if (fraction and digits > 1) or any(c.text for c in child if digits < 2):
                changed = True
        elif tag in ("fraction", "scientific-number"):
            changed = True
    around = "".join(pieces).strip(" -()\u00a0\u202f")
    if not changed and pieces.count("") > 1:
        return NumberFormat(Kind.ZEROS, tuple(pieces))
    return NumberFormat(Kind.SHOWN) if changed or around else formats.GENERAL


def _with_texts(digits: int, number: Element) -> list[str]:
    """One "" a digit, with embedded texts (0000-00) at their places from the right."""
    pieces = [""] * min(digits, 100)
    embedded = [(_whole(attribute(e, "position")), e.text or "") for e in number]
    for position, text in sorted(embedded):
        if text and 0 < position < len(pieces):
            places = [i for i, piece in enumerate(pieces) if not piece]
            if position < len(places):
                pieces.insert(places[-position], text)
    return pieces


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


class Ods:
    """An opened .ods file. See `grid.Book`."""

    def __init__(self, data: bytes) -> None:
        """Raises SheetError for anything that is unsafe or broken."""
        box = Container(data)
        if b"encryption-data" in box.read("META-INF/manifest.xml") or "encrypted-package" in box:
            raise SheetError("sheet-password")
        content = box.read(_CONTENT)
        self._sheets = _ContentPass(_read_styles(box.read("styles.xml"), content)).run(content)
        self.sheets = tuple(SheetInfo(s.name, bool(s.rows), s.hidden) for s in self._sheets)

    def corner(self, index: int) -> str:
        """The text of A1."""
        rows = self._sheets[index].rows
        if not rows or rows[0][0] or rows[0][2][0].column:
            return ""
        return rows[0][2][0].text

    def grid(self, index: int) -> Grid:
        """The content of one sheet."""
        sheet = self._sheets[index]
        check_extent(sheet.height, sheet.width)
        grid = Grid([])
        for first, repeat, cells in sheet.rows:
            grid.rows += [[] for _ in range(first - len(grid.rows))]
            row = _spread(cells)
            grid.rows += [row for _ in range(repeat)]
            for cell in cells:
                if cell.is_shown:
                    grid.plain.setdefault(cell.column, cell.text)
                grid.marks += _errors(cell, first, repeat) if cell.error else ()
        return grid


def _spread(cells: list[_Cell]) -> list[str]:
    row: list[str] = []
    for cell in cells:
        row += [""] * (cell.column - len(row))
        row += [cell.text] * cell.repeat
    return row


def _errors(cell: _Cell, first: int, repeat: int) -> Iterator[Mark]:
    for row in range(first, first + repeat):
        for column in range(cell.column, cell.column + cell.repeat):
            yield Mark("cell-error", row + 1, column, {"value": cell.error})


def _read_styles(*parts: bytes) -> _Styles:
    """The styles at the head of each part (content.xml has its own before the body)."""
    styles = _Styles()
    for raw in parts:
        head, _, body = raw.partition(b"<office:body")
        if not raw:
            continue
        _refuse_doctype(head)
        closing = b"</office:document-content>" if body else b""
        for group in tree(head + closing):
            if local(group.tag) in ("styles", "automatic-styles"):
                for element in group:
                    styles.add(element)
    return styles


def _refuse_doctype(head: bytes) -> None:
    if b"<!DOCTYPE" in head:
        raise SheetError("sheet-doctype")
