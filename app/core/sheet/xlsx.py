"""Office Open XML workbooks (.xlsx, .xlsm): a pass for positions, formats and raw numbers
(`xlsx_scan`), then python-calamine for texts. Macros, links, pictures never leave the container.

Source of the format: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from app.core.errors import SheetError
from app.core.sheet import dates, formats, texts, xlsx_scan
from app.core.sheet.container import Container, Repacked
from app.core.sheet.dates import Epoch
from app.core.sheet.formats import NumberFormat
from app.core.sheet.grid import Grid, Mark, SheetInfo, check_extent
from app.core.sheet.markup import Scanner, attribute, local, tree
from app.core.sheet.xlsx_scan import Scan

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

WORKBOOK = "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_STRINGS = "xl/sharedstrings.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_TRUE = frozenset({"1", "true", "on"})

Formats = tuple[NumberFormat, ...]


class Xlsx:
    """An opened .xlsx file. See `grid.Book`."""

    def __init__(self, data: bytes) -> None:
        """Raises SheetError for anything that is unsafe or broken."""
        self._box = Container(data)
        self._styles = _styles(self._box)
        root = tree(self._box.read(WORKBOOK))
        self._epoch = _epoch(root, self._box)
        entries = list(_entries(root, self._box))
        with Repacked() as packed:
            for part in (_TYPES, "_rels/.rels", WORKBOOK, _RELATIONS, _STYLES, _STRINGS):
                self._pack(packed, part)
            self._scans = [self._scan(packed, part) for _, part, _ in entries]
        self._packed = packed.file
        self._workbook: Any = None
        self.sheets = tuple(
            SheetInfo(name, scan.rows > 0, hidden)
            for (name, _, hidden), scan in zip(entries, self._scans, strict=True)
        )

    def _pack(self, packed: Repacked, part: str) -> None:
        if part in self._box:
            raw = self._box.read(part)
            Scanner().run(raw)
            packed.add("xl/sharedStrings.xml" if part == _STRINGS else part, raw)

    def _scan(self, packed: Repacked, part: str) -> Scan:
        raw = self._box.read(part)
        if raw:
            raw = xlsx_scan.plain(raw)
        packed.add(part, raw)
        return xlsx_scan.scan(raw, self._styles)

    def _sheet(self, index: int) -> CalamineSheet:
        import python_calamine  # noqa: PLC0415  a library of the reading process only

        scan = self._scans[index]
        check_extent(scan.rows, scan.columns)
        try:
            if self._workbook is None:
                self._workbook = python_calamine.CalamineWorkbook.from_filelike(self._packed)
            sheet: CalamineSheet = self._workbook.get_sheet_by_name(self.sheets[index].name)
        except python_calamine.CalamineError as error:
            raise SheetError("sheet-damaged", str(error)) from error
        return sheet

    def corner(self, index: int) -> str:
        """The text of A1."""
        if not self.sheets[index].filled:
            return ""
        rows = self._sheet(index).to_python(skip_empty_area=False, nrows=1)
        return _texts(rows[0][:1])[0] if rows and rows[0] else ""

    def grid(self, index: int) -> Grid:
        """The content of one sheet."""
        scan = self._scans[index]
        if not self.sheets[index].filled:
            return Grid([])
        values = self._sheet(index).to_python(skip_empty_area=False)
        grid = Grid([_texts(row) for row in values])
        self._put_numbers(grid, scan)
        for (row, column), error in scan.errors.items():
            _put(grid.rows, row, column, "")
            grid.marks.append(Mark("cell-error", row + 1, column, {"value": error}))
        for row, column in scan.uncounted:
            grid.marks.append(Mark("formula-without-result", row + 1, column))
        return grid

    def _put_numbers(self, grid: Grid, scan: Scan) -> None:
        for (row, column), (style, raw) in scan.numbers.items():
            parts = self._styles.get(style, (formats.GENERAL,))
            try:
                value = float(raw)
            except ValueError:
                shown = parts[0].shown if parts[0].kind is formats.Kind.DATE else None
                _put(grid.rows, row, column, dates.from_iso(raw, shown) or raw)
                continue
            text = formats.render(value, parts, self._epoch)
            _put(grid.rows, row, column, text)
            if formats.choose(parts, value).kind is formats.Kind.SHOWN:
                grid.plain.setdefault(column, text)


def _put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = text


def _texts(row: list[Any]) -> list[str]:
    """The texts of the values that calamine gives."""
    return texts.clean_all([v if isinstance(v, str) else _text(v) for v in row])


def _text(value: object) -> str:
    if isinstance(value, bool):
        return texts.boolean(value)
    if isinstance(value, int | float):
        return texts.number(value)
    return _moment(value)


def _moment(value: object) -> str:
    """A date or time; these come here only when the pass did not see them as numbers."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return dates.duration(round(value.total_seconds()), dates.Shown(hours=True, minutes=True))
    return ""


def _styles(box: Container) -> dict[str, Formats]:
    """The formats of all cell styles that are not simply General, by style id."""
    raw = box.read(_STYLES)
    if not raw:
        return {}
    root = tree(raw)
    codes = dict(formats.BUILT_IN)
    for element in root.iter():
        if local(element.tag) == "numFmt":
            codes[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
    found = {}
    styles = [e for group in root if local(group.tag) == "cellXfs" for e in group]
    for index, element in enumerate(styles):
        parts = formats.sections(codes.get(_whole(element.get("numFmtId")), ""))
        if any(part != formats.GENERAL for part in parts):
            found[str(index)] = parts
    return found


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _epoch(workbook: Any, box: Container) -> Epoch:
    """The date system. LibreOffice keeps its own days before March 1900 (no Lotus leap day)."""
    for element in workbook.iter():
        if local(element.tag) == "workbookPr" and element.get("date1904", "0") in _TRUE:
            return dates.MAC
    if b"LibreOffice" in box.read("docprops/app.xml"):
        return dates.PLAIN
    return dates.EXCEL


def _entries(workbook: Any, box: Container) -> Iterator[tuple[str, str, bool]]:
    """Name, part and hidden of each worksheet in the order of the tabs; chart sheets left out."""
    targets = {}
    for relation in tree(box.read(_RELATIONS)):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "").replace("\\", "/")
            full = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[relation.get("Id", "")] = posixpath.normpath(full)
    for element in workbook.iter():
        if local(element.tag) != "sheet":
            continue
        part = targets.get(attribute(element, "id"))
        if part:
            yield element.get("name", ""), part, element.get("state", "visible") != "visible"
