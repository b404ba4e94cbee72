"""The table of texts of an .xls file. It is cut into records of 8 kB; xlwt also cuts between the
two halves of a letter beyond UTF-16's first 65,536 (emoji, old scripts), and xlrd, for one, then
refuses the whole file.

Source of the format: MS-XLS 2.4.265 (SST) and 2.5.293 (XLUnicodeRichExtendedString).
"""

from __future__ import annotations

from typing import Any

from xlwt.BIFFRecords import SharedStringTable
from xlwt.UnicodeUtils import upack2

_RECORD = 0x2020
_HEAD = 3
"""Length and options of a text; at least its first letter stands in the same record."""


class Strings(SharedStringTable):  # type: ignore[misc]  # xlwt has no types
    """xlwt's table, cut between letters only."""

    _current_piece: bytes

    def _add_to_sst(self, s: str) -> None:
        data = upack2(s, self.encoding)
        is_wide = data[2] == 1
        first = (4 if _is_first_half(data, _HEAD) else 2) if is_wide else 1
        self._save_atom(data[: _HEAD + first])
        self._save_splitted(data[_HEAD + first :], is_wide)

    def _save_splitted(self, s: bytes, is_unicode_str: bool) -> None:  # noqa: FBT001  xlwt's own
        place = 0
        while place < len(s):
            size = min(_RECORD - len(self._current_piece), len(s) - place)
            if is_unicode_str:
                size &= ~1
                if _is_first_half(s, place + size - 2):
                    size -= 2
            self._current_piece += s[place : place + size]
            place += size
            if place < len(s):
                self._new_piece()
                self._current_piece += b"\1" if is_unicode_str else b"\0"


def _is_first_half(data: bytes, place: int) -> bool:
    return 0 <= place < len(data) - 1 and 0xD8 <= data[place + 1] <= 0xDB


def use_in(book: Any) -> None:
    """Let a new xlwt.Workbook keep its texts in such a table."""
    book.__dict__["_Workbook__sst"] = Strings("utf-8")
