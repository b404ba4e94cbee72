"""Texts with separators (.csv, .tsv): encoding, separator and quotes are found, not asked."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from app.core.errors import SheetError
from app.core.model import Problem, Severity
from app.core.sheet import limits, texts
from app.core.sheet.grid import Grid, SheetInfo, check_extent

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = (",", ";", "\t")
_SAMPLE = 60
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_BYTES = 4096


def decode(data: bytes) -> tuple[str, bool]:
    """The text, and True when its encoding had to be guessed (Windows-1252)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), False
    if found := _without_mark(data[:_SAMPLE_BYTES]):
        return data.decode(found, "replace"), False
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 that does not say so: many of every second byte are nought, none of the others."""
    high, low = sample[1::2], sample[0::2]
    for zeros, others, encoding in ((high, low, "utf-16-le"), (low, high, "utf-16-be")):
        if zeros.count(0) * 10 > len(zeros) > 1 and not others.count(0):
            return encoding
    return None


def separator(text: str, preferred: str) -> str:
    """The character that splits the rows most evenly, counted outside quotes; `preferred` when
    nothing does.
    """
    counts = _counts(text[:_SAMPLE_CHARACTERS])
    best, best_score = preferred, 0.0
    for candidate in (preferred, *(s for s in _SEPARATORS if s != preferred)):
        score = _evenness([row[candidate] for row in counts])
        if score > best_score:
            best, best_score = candidate, score
    return best


def _counts(text: str) -> list[Counter[str]]:
    """How often each separator stands outside quotes in the first rows that are not empty."""
    rows: list[Counter[str]] = []
    current: Counter[str] = Counter()
    is_quoted = is_filled = False
    before = "\n"
    for character in text:
        if character == '"' and (is_quoted or before in "\r\n,;\t" or before == '"'):
            is_quoted = not is_quoted
        elif character in "\r\n" and not is_quoted:
            if is_filled:
                rows.append(current)
            current, is_filled = Counter(), False
            if len(rows) >= _SAMPLE:
                return rows
        elif character in _SEPARATORS and not is_quoted:
            current[character] += 1
        is_filled = is_filled or not character.isspace()
        before = character
    return [*rows, current] if is_filled else rows


def _evenness(counts: list[int]) -> float:
    """How well a separator explains the rows: the share of rows with its usual number, more for
    more columns; 0 when the usual number is none and it is rare.
    """
    if not any(counts):
        return 0.0
    usual, rows = Counter(n for n in counts if n).most_common(1)[0]
    return rows / len(counts) * (1 + min(usual, 30) / 1000)


class Delimited:
    """An opened .csv or .tsv file: one sheet. See `grid.Book`."""

    def __init__(self, data: bytes, preferred: str = ",") -> None:
        """Raises SheetError when it is no text."""
        text, is_guessed = decode(data)
        if "\x00" in text:
            raise SheetError("sheet-not-text")
        self.sheets = (SheetInfo("", bool(text.strip())),)
        self._problems: list[Problem] = []
        if is_guessed:
            self._problems.append(Problem("encoding-guessed", Severity.INFO))
        self._separator, self._text = self._first_line(text, preferred)

    def _first_line(self, text: str, preferred: str) -> tuple[str, str]:
        """Excel's line sep=; names the separator and is no row."""
        line, _, rest = text.partition("\n")
        line = line.rstrip("\r")
        if len(line) == 5 and line.lower().startswith("sep="):
            return line[4], rest
        return separator(text, preferred), text

    def corner(self, index: int) -> str:  # noqa: ARG002  there is one sheet only
        """Never a Pattypan workbook."""
        return ""

    def grid(self, index: int) -> Grid:  # noqa: ARG002  there is one sheet only
        """The rows."""
        rows, unclosed = self._parse()
        grid = Grid([texts.clean_all(row) for row in rows])
        grid.problems = self._problems
        grid.is_delimited = True
        if unclosed:
            grid.problems.append(Problem("quote-unclosed", Severity.WARNING, unclosed))
        width = max(map(len, grid.rows), default=0)
        check_extent(len(grid.rows), _filled_width(grid.rows, width))
        return grid

    def _parse(self) -> tuple[list[list[str]], int]:
        """The rows; when a quote is never closed, quotes are plain signs and the number of the
        row where it opened is told (else 0).
        """
        csv.field_size_limit(limits.UNPACKED_BYTES)
        rows: list[list[str]] = []
        try:
            for row in self._reader(strict=True):
                rows.append(row)
                self._check_rows(rows)
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                return self._plainly(), len(rows) + 1
            return self._loosely()
        return rows, 0

    def _loosely(self) -> tuple[list[list[str]], int]:
        """Signs after a closing quote are kept; a quote open at the end is told by its length."""
        rows: list[list[str]] = []
        for row in self._reader(strict=False):
            rows.append(row)
            self._check_rows(rows)
        if rows and any(text.count("\n") > 100 for text in rows[-1]):
            return self._plainly(), len(rows)
        return rows, 0

    def _plainly(self) -> list[list[str]]:
        rows: list[list[str]] = []
        source = io.StringIO(self._text, newline="")
        for row in csv.reader(source, delimiter=self._separator, quoting=csv.QUOTE_NONE):
            rows.append(row)
            self._check_rows(rows)
        return rows

    def _reader(self, *, strict: bool) -> Iterator[list[str]]:
        source = io.StringIO(self._text, newline="")
        return csv.reader(source, delimiter=self._separator, strict=strict)

    def _check_rows(self, rows: list[list[str]]) -> None:
        if len(rows) > limits.ROWS and any(rows[-1]):
            check_extent(len(rows), 1)


def _filled_width(rows: list[list[str]], width: int) -> int:
    """The number of columns up to the last one with content."""
    if width <= limits.COLUMNS:
        return width
    return max((i + 1 for row in rows for i, text in enumerate(row) if text), default=0)
