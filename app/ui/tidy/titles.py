"""The work behind numbering titles: what each becomes, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from app.core import files, names, text, wording
from app.core.cancel import Cancel, check
from app.core.cells.numbering import COUNTER, Pattern, numbers, told_apart
from app.core.errors import FileError
from app.core.model import MeaningKind, Row, Severity
from app.core.project import Project
from app.core.text import t
from app.ui.tidy.changes import SHOWN

TITLE, FILE, DATE = "title", "file", "date"
"""Fields beside the columns and the counter."""
LOT = 200
JUDGED = 2000
"""The rules of names are asked about so many titles: for more they take too long to wait for. The
check tells the rest as soon as the titles are there.
"""


@dataclass(frozen=True)
class Titled:
    """A row with its new title; `problem` = a sentence about it, "" when it is well."""

    row: Row
    old: str
    new: str
    problem: str = ""
    wrong: bool = False
    """The row could not be sent with it."""


@dataclass(frozen=True)
class Made:
    """The rows whose title changes. What a window shows of them is worked out beside it."""

    every: Sequence[Titled] = ()

    @classmethod
    def of(cls, titled: list[Titled]) -> Made:
        """With all worked out."""
        made = cls(titled)
        _ = made.wrong, made.first, made.texts
        return made

    @cached_property
    def wrong(self) -> list[Titled]:
        """Those with a problem."""
        return [m for m in self.every if m.problem]

    @cached_property
    def first(self) -> list[Titled]:
        """As many as are listed, before others those that could not be sent."""
        bad = list(islice((m for m in self.wrong if m.wrong), SHOWN))
        return bad + list(islice((m for m in self.every if not m.wrong), SHOWN - len(bad)))

    @cached_property
    def texts(self) -> dict[int, str]:
        """New titles by row id."""
        return {m.row.id: m.new for m in self.every}


class Rows:
    """The texts of rows that titles are made of. May be asked in a thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._titles = [c.id for c in project.columns if c.meaning.kind is MeaningKind.NAME]
        self._paths = [c.id for c in project.columns if c.meaning.kind is MeaningKind.PATH]
        self.columns: dict[str, int] = {}
        """Columns by the names that may stand in braces: their own, or what they mean where a name
        is taken already ("date" is when the picture was taken, "Date made" the column)."""
        self._name_columns()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the sheet as they were when they were first asked for."""
        project = self._project
        return tuple(row for row in project.rows if not project.is_gone(row.id))

    def of(self, row_ids: Iterable[int]) -> list[Row]:
        """Rows by their ids."""
        return [self._project.row(row_id) for row_id in row_ids]

    def _name_columns(self) -> None:
        project = self._project
        seen = {COUNTER, TITLE, FILE, DATE}
        those = [c for c in project.columns if c.meaning.kind is not MeaningKind.IGNORED]
        means = [wording.column_words(c, project.layout).name for c in those]
        for every in ([c.header for c in those], means):
            for name, column in zip(every, those, strict=True):
                if name and name.casefold() not in seen and not set("{}") & set(name):
                    seen.add(name.casefold())
                    self.columns[name] = column.id

    def name_of(self, column_id: int) -> str:
        """The name of a column for braces, "" when it can have none."""
        return next((name for name, i in self.columns.items() if i == column_id), "")

    @property
    def title_column(self) -> int | None:
        """Where titles stand."""
        return self._titles[0] if self._titles else None

    @property
    def fields(self) -> tuple[str, ...]:
        """Names that may stand in braces."""
        return (TITLE, FILE, DATE, *self.columns)

    def title(self, row: Row) -> str:
        """The title as typed."""
        return next((row.text(i) for i in self._titles if row.text(i)), "")

    def path(self, row: Row) -> str:
        """The path as typed."""
        return next((row.text(i) for i in self._paths if row.text(i)), "")

    def value(self, row: Row, name: str) -> str:
        """What a field stands for in a row."""
        if name == TITLE:
            return bare(self.title(row))
        if name == FILE:
            last = self.path(row).replace("\\", "/").rpartition("/")[2]
            return names.split(last)[0]
        if name == DATE:
            return self._taken(row)
        return " ".join(row.text(self.columns[name]).split())

    def full(self, row: Row, title: str) -> str:
        """The title as the wiki would have it."""
        return names.target_title(title, self.path(row)).full

    def _taken(self, row: Row) -> str:
        project = self._project
        path = self.path(row)
        found = files.locate(path, project.folders, project.folder_index).path if path else None
        try:
            taken = project.facts(found).exif.taken if found else None
        except FileError:
            return ""
        return (taken or "")[:10]


def bare(title: str) -> str:
    """A title without its ending."""
    ending = names.extension.of_name(title)
    return title[: -len(ending) - 1].rstrip() if ending else title


@dataclass(frozen=True)
class Numbering:
    """How titles are made: by a pattern, counted from `start`, anew for each text of `per`."""

    pattern: Pattern
    start: int = 1
    step: int = 1
    per: str = ""


class Working:
    """Works out titles, and tells them before what would be wrong with each is known: that takes
    longer. For `Jobs.run`, or called for a few rows.
    """

    def __init__(self, rows: Rows, wanted: Sequence[int], numbering: Numbering) -> None:
        """`wanted`: ids of the rows in the order in which they are numbered."""
        self._rows, self._wanted, self._numbering = rows, wanted, numbering

    def __call__(self, emit: Callable[[Made], None] | None, cancel: Cancel | None) -> Made:
        """Raises CancelledError."""
        rows, how = self._rows, self._numbering
        wanted = rows.of(self._wanted)
        keys = [rows.value(row, how.per) if how.per else "" for row in wanted]
        counted = numbers(keys, how.start, how.step)
        new: dict[int, str] = {}
        for place, (row, number) in enumerate(zip(wanted, counted, strict=True)):
            if cancel is not None and place % LOT == 0:
                check(cancel)
            new[row.id] = how.pattern.text(lambda name, row=row: rows.value(row, name), number)
        if emit is not None:
            titles = ((row, rows.title(row)) for row in rows.rows if row.id in new)
            changed = [Titled(row, old, new[row.id]) for row, old in titles if new[row.id] != old]
            emit(Made.of(changed))
        return judged(rows, new, cancel)


class Telling:
    """Numbers only the titles that several rows have. For `Jobs.run`, or called for a few rows."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __call__(self, _emit: object, cancel: Cancel | None) -> Made:
        """Raises CancelledError."""
        rows = self._rows
        full = [rows.full(row, rows.title(row)) for row in rows.rows]
        if cancel is not None:
            check(cancel)
        found = told_apart(full, names.same_title_key, _numbered)
        new = {}
        for place, name in found.items():
            row = rows.rows[place]
            old = rows.title(row)
            new[row.id] = name if names.extension.of_name(old) else bare(name)
        return judged(rows, new, cancel)


def _numbered(name: str, number: int) -> str:
    ending = names.extension.of_name(name)
    return f"{bare(name)} ({number})" + (f".{ending}" if ending else "")


def judged(rows: Rows, new: Mapping[int, str], cancel: Cancel | None) -> Made:
    """The rows whose title changes, each with what is wrong with the new one: whether another row
    has it of all, what the rules of names say of the first `JUDGED`.
    """
    keys: list[str] = []
    before: list[str] = []
    for place, row in enumerate(rows.rows):
        if cancel is not None and place % LOT == 0:
            check(cancel)
        before.append(rows.title(row))
        full = rows.full(row, new.get(row.id, before[-1]))
        keys.append(names.same_title_key(full) if full else "")
    counts = Counter(keys)
    made: list[Titled] = []
    for place, row in enumerate(rows.rows):
        if cancel is not None and place % LOT == 0:
            check(cancel)
        old = before[place]
        title = new.get(row.id, old)
        if title == old:
            continue
        if not title:
            said = (t("number.empty"), True)
        elif counts[keys[place]] > 1:
            said = (t("number.double", title=rows.full(row, title)), True)
        else:
            said = _problem(rows, row, title) if len(made) < JUDGED else ("", False)
        made.append(Titled(row, old, title, *said))
    return Made.of(made)


def _problem(rows: Rows, row: Row, title: str) -> tuple[str, bool]:
    path_ext = names.extension.of_path(rows.path(row))
    made = names.target_title(title, rows.path(row))
    found = [
        p
        for p in names.check_title(made.typed, path_ext=path_ext, bare=made.extension_added)
        if p.severity is not Severity.INFO
    ]
    if not found:
        return "", False
    worst = min(found, key=lambda p: p.severity.rank)
    return text.problem(worst), worst.severity is Severity.ERROR
