"""A row with its meaning worked out: what checks, page text and statements are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.model.sheet import Meaning, MeaningKind


class TextMode(StrEnum):
    """How a cell goes into the page."""

    WIKITEXT = "wikitext"
    """Balanced wikitext is inserted as it stands; what cannot stay inside is neutralised."""
    PLAIN = "plain"
    """Escaped whole."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One non-empty value: its text, where it stands, what it means."""

    text: str
    meaning: Meaning
    mode: TextMode = TextMode.WIKITEXT
    column: str | None = None
    """Header of the column; None = a constant for all rows."""
    header_key: str = ""
    """The header as a FreeMarker variable sees it (trimmed)."""
    mode_chosen: bool = False
    """Whether a person switched the column to its mode."""

    def __hash__(self) -> int:
        """Cells are asked for in many memories, and the text tells nearly all apart."""
        return hash((self.text, self.column))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, read by its columns' meanings; constants filled in where the cell is empty."""

    row_id: int
    number: int
    path: str
    name: str
    cells: tuple[Cell, ...]
    path_column: str | None = None
    name_column: str | None = None
    headers: tuple[str, ...] = ()
    """The headers of all columns, trimmed, also where the row's cell is empty."""
    filled: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The template fields that have a cell."""
    _by_name: Mapping[str, tuple[Cell, ...]] = field(init=False, repr=False, compare=False)
    """The cells of each template field."""
    _others: tuple[Cell, ...] = field(init=False, repr=False, compare=False)
    """The cells that belong to no template field."""

    def __post_init__(self) -> None:
        by_name: dict[str, tuple[Cell, ...]] = {}
        others: list[Cell] = []
        for cell in self.cells:
            if cell.meaning.kind is MeaningKind.FIELD:
                name = cell.meaning.name
                by_name[name] = (*by_name[name], cell) if name in by_name else (cell,)
            else:
                others.append(cell)
        object.__setattr__(self, "_by_name", by_name)
        object.__setattr__(self, "filled", tuple(by_name))
        object.__setattr__(self, "_others", tuple(others))

    def fields(self, name: str) -> tuple[Cell, ...]:
        """The cells of a template field (several for description[en], description[de])."""
        return self._by_name.get(name, ())

    def field(self, name: str) -> Cell | None:
        """The first cell of a template field, or None when it is empty."""
        return next(iter(self.fields(name)), None)

    def of_kind(self, kind: MeaningKind) -> tuple[Cell, ...]:
        """All cells of one kind (captions, properties)."""
        cells = self.cells if kind is MeaningKind.FIELD else self._others
        return tuple([c for c in cells if c.meaning.kind is kind])
