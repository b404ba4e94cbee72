"""Tables as readers give them, and columns, rows and their meaning as a project keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.model.private import Choice, Private
from app.core.model.problem import Problem

LAST_ROW = 2_000_000
"""More rows than any sheet has."""


class MeaningKind(StrEnum):
    """What a column is for."""

    PATH = "path"
    """Where the file lies."""
    NAME = "name"
    """The title on the wiki, with or without an extension."""
    FIELD = "field"
    """A parameter of the page template, or license, categories, partnership (`name`; a
    language in `language` for description[xx])."""
    CAPTION = "caption"
    """The caption in `language`."""
    PROPERTY = "property"
    """Values of the property `name` (Pnnn)."""
    PLAIN = "plain"
    """Known to the project, written nowhere."""
    IGNORED = "ignored"
    """Never shown (our own kabocha_ columns, columns without a header)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column becomes. As text: path, name, field:date, field:description@de,
    caption@en, property:P180, plain, ignored.
    """

    kind: MeaningKind
    name: str = ""
    language: str = ""

    def __str__(self) -> str:
        text = self.kind.value
        if self.name:
            text += f":{self.name}"
        if self.language:
            text += f"@{self.language}"
        return text

    @classmethod
    def parse(cls, text: str) -> Meaning:
        """The inverse of `str`. Raises ValueError for an unknown kind."""
        head, _, language = text.partition("@")
        kind, _, name = head.partition(":")
        return cls(MeaningKind(kind), name, language)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a read table: the row number in the sheet (header 1, empty rows counted)
    and one text per header, trimmed at the outside.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a reader makes of a sheet or a folder: texts only, as the user sees them.

    `headers` and each row's cells have the same length. `freemarker` is the page template of a
    Pattypan workbook (its literal first apostrophe already gone), else None. `problems` are
    those of reading (percent cells, duplicate headers, a second sheet not read).
    """

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    source: str = ""
    """File name, for people."""
    sheet_name: str = ""
    header_row: int = 1
    freemarker: str | None = None
    freemarker_name: str = ""
    problems: tuple[Problem, ...] = ()
    other_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a project. `id` stays for life; `header` is as in the sheet, unless a person
    renamed it.
    """

    id: int
    header: str
    meaning: Meaning
    mode: str = "auto"
    """auto, wikitext or plain: whether cells may hold wikitext (see `Cell.mode`)."""
    recognised: bool = True
    """False when a person chose the meaning by hand."""
    origin: str = ""
    """Header in the sheet; "" for a column that was added here."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a project. `id` stays for life; `number` is the row in the sheet;
    `cells` maps column id to text, absent = empty (and `Private.cell` to what was chosen).
    """

    id: int
    number: int
    cells: Mapping[int, str] = field(default_factory=dict)

    def text(self, column_id: int) -> str:
        """The text of one cell, "" when empty."""
        return self.cells.get(column_id, "")

    def texts(self) -> Mapping[int, str]:
        """All texts at once, for who needs most of them."""
        return dict(self.cells.items())

    def choice(self, what: Private) -> Choice | None:
        """What was chosen about something private inside the file, None = nothing yet."""
        text = self.text(what.cell)
        return Choice(text) if text in tuple(Choice) else None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the page is made: a template of the catalogue, or a FreeMarker text of a workbook."""

    template: str = "information"
    """Id in the fields catalogue (information, artwork, photograph, …)."""
    freemarker: str | None = None
    """When set, the page text comes from it; `template` still gives the fields their meaning."""
    categories: tuple[str, ...] = ()
    """Categories for the whole batch, without the prefix Category:."""
    language: str = "en"
    """Language of the texts that do not say their own."""
    language_said: bool = False
    """Whether a person chose that language; else it was assumed from the system's."""
