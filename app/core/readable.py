"""A draft as people will read it: the lines of its page and the cards of its data, no codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core import fields, licences, values, wording
from app.core.draft import Draft
from app.core.memo import in_words
from app.core.model import Cell, Column, Layout, Meaning, MeaningKind, Snak, Statement
from app.core.text import t
from app.core.values import languages

_ITEM = re.compile(r"Q[1-9]\d*")
_ITEMS = re.compile(r"Q[1-9]\d*(?:\s*[;,]\s*Q[1-9]\d*)*")
LONGEST = 400
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: its label and its value as plain text."""

    label: str
    value: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One chip: `linked` False = only text; `tip` has ids and the like."""

    text: str
    linked: bool
    tip: str


@dataclass(frozen=True, slots=True)
class Card:
    """One property with its values, and where they come from in words."""

    icon: str
    name: str
    origin: str
    values: tuple[Value, ...]

    @property
    def short(self) -> bool:
        """Whether two such cards have room in one line."""
        return len(self.values) == 1 and len(self.values[0].text) <= 16 and len(self.name) <= 14


def title(draft: Draft) -> str:
    """The title without its ending."""
    stem, dot, ending = draft.title.rpartition(".")
    return stem if dot and 1 < len(ending) <= 5 else draft.title


def page_lines(draft: Draft, layout: Layout) -> tuple[Line, ...]:
    """The lines of the page, in the order of the sheet; equal labels once."""
    lines: dict[str, Line] = {}
    for cell in draft.entry.cells:
        if cell.meaning.kind is not MeaningKind.FIELD:
            continue
        line = _line(cell, layout)
        if not line.value:
            continue
        known = lines.get(line.label)
        value = f"{known.value}\n{line.value}" if known else line.value
        lines[line.label] = Line(line.label, value, line.kind)
    batch = ", ".join(layout.categories)
    if batch:
        words = wording.meaning_words(Meaning(MeaningKind.FIELD, "categories"), layout)
        known = lines.get(words.name)
        lines[words.name] = Line(
            words.name, f"{known.value}, {batch}" if known else batch, "categories"
        )
    return tuple(lines.values())


def _in_language(code: str | None, text: str) -> str:
    """A text with the name of its language, where that is not the usual one."""
    if code in (None, "", "en"):
        return text
    return t("page.in-language", language=languages.autonym(code), text=text)


def _line(cell: Cell, layout: Layout) -> Line:
    words = wording.meaning_words(cell.meaning, layout)
    if words.kind == "licence":
        names = [tag.label for tag in licences.read(cell.text).tags if tag.label]
        return Line(words.name, ", ".join(names) or values.plain_text(cell.text), words.kind)
    if words.kind == "categories":
        return Line(
            words.name, ", ".join(p.strip() for p in cell.text.split(";") if p.strip()), words.kind
        )
    text = " ".join(values.plain_text(cell.text).split()) or " ".join(cell.text.split())
    field = fields.template(layout.template).field(cell.meaning.name)
    if _ITEMS.fullmatch(text) and not (field and field.derives("P217")):
        text = ", ".join(dict.fromkeys(map(wording.item_name, _ITEM.findall(text))))
    if cell.meaning.language:
        text = _in_language(cell.meaning.language, text)
    elif len(texts := values.language_texts(cell.text)) > 1:
        text = "\n".join(_in_language(code, said) for code, said in texts)
    return Line(words.name, text if len(text) <= LONGEST else f"{text[:LONGEST]}…", words.kind)


def cards(draft: Draft) -> tuple[Card, ...]:
    """Captions first, then one card for each property."""
    found: list[Card] = []
    labels = draft.description.labels
    if labels:
        made = tuple(
            Value(text, linked=True, tip=languages.autonym(code)) for code, text in labels.items()
        )
        found.append(Card("message-square-text", t("column.caption"), _languages(labels), made))
    grouped: dict[str, list[Statement]] = {}
    for statement in draft.description.statements:
        grouped.setdefault(statement.property, []).append(statement)
    for pid, statements in grouped.items():
        found.append(
            Card(
                wording.property_icon(pid), wording.property_name(pid), _origin(statements),
                tuple(_value(s) for s in statements),
            )
        )  # fmt: skip
    return tuple(found)


def only_text(draft: Draft) -> int:
    """Number of statements whose value is only text."""
    return sum(not _value(s).linked for s in draft.description.statements)


def _languages(codes: Iterable[str]) -> str:
    return ", ".join(languages.autonym(c) for c in codes)


def _value(statement: Statement) -> Value:
    snak = statement.snak
    words = wording.snak_words(snak, statement.qualifiers)
    parts = [_tip(snak.property, snak.value, snak.snaktype)]
    parts += [
        f"{wording.property_name(q.property)}: {wording.snak_words(q)} "
        f"({_tip(q.property, q.value, q.snaktype)})"
        for q in statement.qualifiers
    ]
    linked = snak.snaktype == "value"
    return Value(words, linked=linked, tip="\n".join(parts))


def _tip(pid: str, value: object, snaktype: str) -> str:
    shown = getattr(value, "id", None) or getattr(value, "time", None) or ""
    return f"{pid} {shown}".strip() if snaktype == "value" else f"{pid} {t('value.unknown')}"


def _origin(statements: list[Statement]) -> str:
    origin = statements[0].origin
    if not origin:
        return t("origin.all-rows")
    if origin == "licence":
        return t("origin.licence")
    return t("origin.column", column=origin)


def shown(kind: str, cell: str) -> str:
    """A cell of a column as it is read, in one line: of the kind "languages" by its languages ("en:
    Church · da: Kirke"), "licence" and "item" by names. What has no such words stays as it is.
    """
    if kind == "languages":
        return _by_language(cell) if "{{" in cell else cell
    if kind == "licence":
        return _by_licence(cell)
    return _by_item(cell) if kind == "item" and cell.startswith("Q") else cell


@in_words
def _by_licence(cell: str) -> str:
    """By the names of its tags; one that we do not know is left as it is typed."""
    tags = licences.read(cell).tags
    known = all(one.entry for tag in tags for one in tag.walk())
    return ", ".join(map(_tag_words, tags)) if tags and known else cell


def _tag_words(tag: licences.Tag) -> str:
    """Its name, then the tags inside it, or what else it is told: a year, who is to be named."""
    told = [v for name, v in tag.parameters if v and not (tag.inner and name.isdecimal())]
    return " · ".join([tag.label, *(one.label for one in tag.inner), *told])


@in_words
def _by_item(cell: str) -> str:
    if not _ITEMS.fullmatch(cell.strip()):
        return cell
    names = [wording.item_label(qid) for qid in _ITEM.findall(cell)]
    return ", ".join(names) if all(names) else cell


@in_words
def _by_language(cell: str) -> str:
    parts = values.said(cell) or ()
    lines = [
        t("page.in-language", language=part.language, text=part.text)
        if part.language
        else part.text
        for part in parts
        if part.text.strip()
    ]
    return " · ".join(" ".join(line.split()) for line in lines) or cell


def cell_reading(column: Column, text: str, layout: Layout) -> str:
    """How a cell is understood, in a few words; "" when there is nothing to say."""
    if not text:
        return ""
    if column.meaning.kind is MeaningKind.NAME:
        return t("cell.length", count=len(text.encode()), most=240)
    if column.meaning.kind is MeaningKind.PLAIN:
        return t("cell.stays")
    kind = wording.meaning_words(column.meaning, layout).kind
    if kind == "date":
        found = [
            wording.snak_words(Snak("P571", r.value, r.snaktype), r.qualifiers)
            for r in values.read_date(text).readings
        ]
        words = ", ".join(w for w in found if w)
        return t("cell.reads", value=words) if words and words != text.strip() else ""
    named = _by_licence(text) if kind == "licence" else _by_item(text)
    return t("cell.reads", value=named) if named != text else ""
