"""The texts of one row, packed into one run of bytes: a column's text stands at a place that follows
from its id.

Two million texts take 80 MB so, and 100,000 rows come from the project file in a sixth of the time
that one row of the file for each text took.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView

AT = 4
"""Place of a column's text is its id + this: before them stand the choices about private facts, whose
ids are below zero (`Private.cell`).
"""
_BETWEEN, _MARK = b"\x1f", b"\x1b"
"""Between two texts; and what stands before a letter for one of these two inside a text."""
_SIGN = _BETWEEN.decode()
_HALF = re.compile("[\ud800-\udfff]")


class Texts(Mapping[int, str]):
    """Column id to text; absent = empty. Never changed, only replaced (`changed`)."""

    __slots__ = ("packed",)

    def __init__(self, packed: bytes = b"") -> None:
        """`packed` as `packed` of another."""
        self.packed = packed

    @classmethod
    def of(cls, cells: Mapping[int, str]) -> Texts:
        """Pack texts by column id. Raises ValueError for an id that no column has."""
        if not cells or min(cells) < -AT:
            return cls().changed(cells)
        parts = [""] * (max(cells) + AT + 1)
        for column_id, text in cells.items():
            parts[column_id + AT] = text
        try:  # nearly always nothing in them needs a mark
            packed = _SIGN.join(parts).encode()
        except UnicodeEncodeError:
            return cls().changed(cells)
        if _MARK in packed or packed.count(_BETWEEN) != len(parts) - 1:
            return cls().changed(cells)
        return cls(packed.rstrip(_BETWEEN))

    def changed(self, cells: Mapping[int, str]) -> Texts:
        """With other texts for some columns. Raises ValueError for an id that no column has."""
        return self.swapped(cells)[0]

    def swapped(self, cells: Mapping[int, str]) -> tuple[Texts, list[tuple[int, str]]]:
        """As `changed`; and what stood in the columns that read otherwise now, with their ids."""
        found = self.packed.split(_BETWEEN)
        old: list[tuple[int, str]] = []
        for column_id, text in cells.items():
            place = column_id + AT
            if place < 0:
                raise ValueError(column_id)
            if place >= len(found):
                found += [b""] * (place + 1 - len(found))
            before, after = found[place], _pack(text)
            if before != after:
                old.append((column_id, _plain(before)))
                found[place] = after
        return (Texts(_BETWEEN.join(found).rstrip(_BETWEEN)) if old else self), old

    def get(self, column_id: int, default: str = "") -> str:  # type: ignore[override]  # texts only
        """The text of a column; `default` when it is empty."""
        place = column_id + AT
        found = self.packed.split(_BETWEEN, place + 1) if place >= 0 else []
        text = found[place] if 0 <= place < len(found) else b""
        return _plain(text) if text else default

    def __getitem__(self, column_id: int) -> str:
        text = self.get(column_id)
        if not text:
            raise KeyError(column_id)
        return text

    def __iter__(self) -> Iterator[int]:
        return (at - AT for at, text in enumerate(self.packed.split(_BETWEEN)) if text)

    def __len__(self) -> int:
        return sum(1 for text in self.packed.split(_BETWEEN) if text)

    def __contains__(self, column_id: object) -> bool:
        return isinstance(column_id, int) and bool(self.get(column_id))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Texts):
            return self.packed == other.packed
        return self.unpacked() == other if isinstance(other, Mapping) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as all mappings

    def unpacked(self) -> dict[int, str]:
        """All texts at once, for who needs many of them."""
        if _MARK in self.packed:
            marked = enumerate(self.packed.split(_BETWEEN), -AT)
            return {column_id: _plain(part) for column_id, part in marked if part}
        parts = enumerate(self.packed.decode().split(_SIGN), -AT)
        return {column_id: part for column_id, part in parts if part}

    def items(self) -> ItemsView[int, str]:
        """All texts, unpacked once."""
        return self.unpacked().items()

    def values(self) -> ValuesView[str]:
        """As `items`."""
        return self.unpacked().values()

    def __repr__(self) -> str:
        return f"Texts({self.unpacked()!r})"


def filled(rows: Iterable[Texts], column_id: int) -> list[bool]:
    """Whether each of many rows has a text in a column: none of them is unpacked for it."""
    place = column_id + AT
    parts = (row.packed.split(_BETWEEN, place + 1) for row in rows)
    return [len(part) > place and part[place] != b"" for part in parts]


def _pack(text: str) -> bytes:
    """Without what stands between texts; half of a pair (some clipboards hold one) is replaced."""
    try:
        packed = text.encode()
    except UnicodeEncodeError:
        packed = _HALF.sub("\ufffd", text).encode()
    if _MARK in packed or _BETWEEN in packed:
        packed = packed.replace(_MARK, _MARK + b"m").replace(_BETWEEN, _MARK + b"b")
    return packed


def _plain(packed: bytes) -> str:
    if _MARK in packed:
        packed = packed.replace(_MARK + b"b", _BETWEEN).replace(_MARK + b"m", _MARK)
    return packed.decode()
