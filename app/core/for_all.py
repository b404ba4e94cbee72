"""One statement for many rows: the column it goes to, and what the rows hold there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.core import fields, offers
from app.core.cancel import Cancel, check
from app.core.held import parts, with_part
from app.core.model import Column, Layout, Meaning, MeaningKind
from app.core.project import Change, Project

SEVERAL = frozenset(
    {"P180", "P921", "P195", "P170", "P50", "P123", "P186", "P2079", "P31", "P407", "P973"}
)
"""Properties of which a file may have several values: of these what a row holds is kept."""
CATEGORIES = Meaning(MeaningKind.FIELD, "categories")
_NOT_OF_FIELDS = frozenset({"P180", "P921", "P6243", "P973", "P50"})
"""Properties that fields derive only in part, or under a condition: they get their own column."""
_STEP = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement goes: the column there is (None = one is added), what it means, and whether
    its cells take several values.
    """

    meaning: Meaning
    column: Column | None
    several: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What these rows are to say; `replace` lets another text give way where only one value has room."""

    row_ids: frozenset[int]
    place: Place
    text: str
    replace: bool = False

    def now(self, project: Project) -> Wish:
        """The same for the columns of a project as they are now: one may have come or gone since."""
        place = replace(self.place, column=_with(project.columns, self.place.meaning))
        return replace(self, place=place)


@dataclass(frozen=True, slots=True)
class Given:
    """Texts by row id; how many rows say it already, and how many keep something else where only one
    value has room.
    """

    texts: Mapping[int, str]
    same: int
    others: int


def place(columns: Sequence[Column], layout: Layout, pid: str) -> Place:
    """Where a statement of a property goes: its own column, else that of the field which becomes
    it, else a new one, of the field where the page has one.
    """
    several = pid in SEVERAL
    own = Meaning(MeaningKind.PROPERTY, pid)
    found = _with(columns, own)
    if found is not None:
        return Place(own, found, several)
    of_field = _field(layout, pid)
    if of_field is not None:
        found = _with(columns, of_field)
        if (
            found is not None or layout.freemarker is None
        ):  # a layout of one's own has no place for more
            return Place(of_field, found, several)
    return Place(own, None, several)


def categories(columns: Sequence[Column]) -> Place:
    """Where a category goes."""
    return Place(CATEGORIES, _with(columns, CATEGORIES), several=True)


def given(project: Project, wish: Wish, cancel: Cancel | None = None) -> Given:
    """What the rows are to hold. Raises CancelledError."""
    where, text = wish.place, wish.text
    constant = project.constants.get(str(where.meaning), "")
    rows = (row for row in project.rows if row.id in wish.row_ids)
    texts: dict[int, str] = {}
    same = others = 0
    item = offers.item_of(text)
    for number, row in enumerate(rows):
        if cancel is not None and number % _STEP == 0:
            check(cancel)
        now = (row.text(where.column.id) if where.column else "") or constant
        if _says(now, text, item):
            same += 1
            continue
        if now.strip() and not where.several and not wish.replace:
            others += 1
            continue
        texts[row.id] = with_part(now, text) if where.several else text
    return Given(texts, same, others)


def give(project: Project, wish: Wish, label: str) -> Change:
    """Write it into the rows as they are now, in a column that may be added for it: one undo step."""
    wish = wish.now(project)
    place, texts = wish.place, given(project, wish).texts
    if place.column is not None:
        return project.change(label, {(i, place.column.id): text for i, text in texts.items()})
    header = fields.header_for(place.meaning, project.layout.template)
    cells: dict[tuple[int, int | str], str] = {(i, header): text for i, text in texts.items()}
    return project.add_columns(label, {header: place.meaning}, cells)


def _says(now: str, text: str, item: str) -> bool:
    """Whether a cell says something, perhaps in other letters or with another name for its item."""
    if text.casefold() not in now.casefold() and (not item or item not in now):
        return False
    return now.strip() == text or any(
        one.casefold() == text.casefold() or (item and offers.item_of(one) == item)
        for one in parts(now)
    )


def _with(columns: Sequence[Column], meaning: Meaning) -> Column | None:
    return next((c for c in reversed(columns) if c.meaning == meaning), None)


def _field(layout: Layout, pid: str) -> Meaning | None:
    """The field that becomes a statement of a property first of all."""
    if pid in _NOT_OF_FIELDS:
        return None
    for found in fields.template(layout.template).deriving(pid):
        if found.kind == "licence" or found.sdc[0].property == pid:
            return Meaning(MeaningKind.FIELD, found.name)
    return None
