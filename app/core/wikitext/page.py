"""The description page of a row: from the fields of a template, or from a FreeMarker layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from app.core import fields, freemarker, licences, memo, resources, values
from app.core.fields import Field
from app.core.model import (
    Cell,
    CoordinateValue,
    Entry,
    Layout,
    MeaningKind,
    Problem,
    QuantityValue,
    Severity,
    Snak,
    TextMode,
)
from app.core.wikitext import categories
from app.core.wikitext.neutralise import held, release

UNCATEGORISED = "{{subst:unc}}"
_LOCATIONS = {"P1259": "Location", "P9149": "Object location"}
_ITEM = re.compile(r"\bQ[1-9]\d{0,11}\b")


_WITH_NUMBER = re.compile(
    r"((?:^|;)\s*)([^;\[\]{}|()<>\s][^;\[\]{}|()<>\n]*?) \((Q[1-9]\d{0,9})\)(?=\s*(?:;|$))"
)
"""Axel Lindahl (Q5934), as an item is written into a cell: people on the wiki see the name, linked."""
_SAYS_LANGUAGE = re.compile(r"\{\{\s*[a-z]{2,3}(?:-[a-z]+)*\s*\|")
_MEANT = re.compile(r"\{\{[^{}]+\}\}|\[\[[^\[\]]+\]\]")
"""A whole template or link: in a cell of plain text it was hardly meant to be shown."""


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one page, as it is sent, and what had to be changed or is missing."""

    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What the page of a template is put together from, each part as it stands there."""

    parameters: Mapping[str, str]
    """By name, in their order; none that is empty."""
    locations: tuple[str, ...]
    licence: str
    partnership: str
    categories: tuple[str, ...]


@dataclass(slots=True)
class _Writer:
    """Writes cells and keeps the problems that come up."""

    problems: list[Problem] = field(default_factory=list)

    def take(self, written: Written) -> str:
        """A text that was written before, with its problems."""
        text, problems = written
        self.problems += problems
        return text

    def report(self, code: str, severity: Severity, cell: Cell | None, **params: object) -> None:
        column = cell.column if cell else None
        self.problems.append(Problem(code, severity, field=column, params=params))

    def safe(self, cell: Cell, text: str | None = None, mode: TextMode | None = None) -> str:
        """The cell as it can stand in the page."""
        return release(self.held(cell, text, mode))

    def held(self, cell: Cell, text: str | None = None, mode: TextMode | None = None) -> str:
        """The cell as a layout may work on it (see `neutralise.held`)."""
        written, codes = held(cell.text if text is None else text, mode or cell.mode)
        unasked = mode is None and cell.mode is TextMode.PLAIN and not cell.mode_chosen
        if unasked and _MEANT.search(cell.text):
            self.report("shown-as-text", Severity.INFO, cell, text=_short(cell.text))
        for code in codes:
            self.report(f"neutralised-{code}", Severity.WARNING, cell, text=_short(cell.text))
        return written


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


Written = tuple[str, tuple[Problem, ...]]
"""A text of the page, and what came up in writing it."""


def render(entry: Entry, layout: Layout) -> Page:
    """The page of a row. Never raises; what is wrong is a problem at its column (no row)."""
    writer = _Writer()
    if layout.freemarker is not None:
        text = _from_layout(entry, layout, layout.freemarker, writer)
    else:
        text = _from_fields(entry, layout, writer)
    return Page(text, tuple(writer.problems))


def layout_problems(layout: Layout) -> tuple[Problem, ...]:
    """What is wrong with the layout itself: the same for all rows, so told once a sheet."""
    return _parsed(layout.freemarker).problems if layout.freemarker is not None else ()


# From the fields of a template


def _from_fields(entry: Entry, layout: Layout, writer: _Writer) -> str:
    page = fields.template(layout.template)
    found = _parts(entry, layout, writer)
    lines = ["=={{int:filedesc}}==", "{{" + page.template]
    for one in page.filled(entry.filled).written:
        value = found.parameters.get(one.name, "")
        if value or one.required:
            lines.append(f"|{one.name}={value}")
    lines += ["}}", *found.locations, ""]
    if licence := found.licence + found.partnership:
        lines += ["=={{int:license-header}}==", licence, ""]
    lines.append(categories.calls(found.categories) or UNCATEGORISED)
    return "\n".join(lines) + "\n"


def parts(entry: Entry, layout: Layout) -> Parts:
    """The parts of the page of a template (`layout.freemarker` is not looked at)."""
    return _parts(entry, layout, _Writer())


def _parts(entry: Entry, layout: Layout, writer: _Writer) -> Parts:
    said = layout.language if layout.language_said else ""
    parameters = {}
    for one in fields.template(layout.template).filled(entry.filled).parameters:
        cells = entry.fields(one.name)
        if value := "".join([writer.take(_value(c, one, said)) for c in cells]):
            parameters[one.name] = value
    licences_ = (writer.take(_licence(cell)) for cell in entry.fields("license"))
    licence = "\n".join(text for text in licences_ if text)
    partnership = "".join(writer.safe(cell) for cell in entry.fields("partnership"))
    named = tuple(dict.fromkeys((*_categories(entry), *_of_layout(layout))))
    return Parts(parameters, tuple(_locations(entry)), licence, partnership, named)


@lru_cache(maxsize=memo.KEPT)
def _value(cell: Cell, one: Field, said: str) -> Written:
    """The text of a cell of a parameter, in its language; `said` = that of texts without one."""
    writer = _Writer()
    return _parameter(cell, one, said, writer), tuple(writer.problems)


@lru_cache(maxsize=memo.KEPT)
def _licence(cell: Cell) -> Written:
    """The tags of a cell, one a line."""
    writer = _Writer()
    return "\n".join(_tags(cell, writer)), tuple(writer.problems)


def _parameter(cell: Cell, one: Field, said: str, writer: _Writer) -> str:
    if one.kind == "licence":
        return "".join(_tags(cell, writer))
    if one.kind == "item" and (item := _ITEM.search(cell.text)):
        return item[0]
    if one.kind == "coordinates" and one.derives("P1259"):
        return _location(cell.text, "P1259") or writer.safe(cell)
    text = writer.safe(cell)
    if "(Q" in text and (one.kind == "person" or (one.sdc and not one.multiline)):
        text = _WITH_NUMBER.sub(r"\1[[d:\3|\2]]", text)
    language = cell.meaning.language or (said if one.by_language else "")
    return _in_language(text, language) if language else text


def _in_language(text: str, code: str) -> str:
    """{{xx|1=text}}, unless the text already says its language so."""
    if _SAYS_LANGUAGE.match(text):
        return text
    name = resources.catalogue("fields")["languages"]["exceptions"].get(code, code)
    return f"{{{{{name}|1={text}}}}}"


def _tags(cell: Cell, writer: _Writer) -> Iterator[str]:
    for tag in licences.read(cell.text).tags:
        if tag.wikitext:
            yield writer.safe(cell, tag.wikitext, TextMode.WIKITEXT)
        else:
            yield writer.safe(cell, tag.source, TextMode.PLAIN)


def _locations(entry: Entry) -> Iterator[str]:
    for cell in entry.of_kind(MeaningKind.PROPERTY):
        location = _location(cell.text, cell.meaning.name)
        if location:
            yield location


@lru_cache(maxsize=memo.KEPT)
def _location(text: str, pid: str) -> str:
    """{{Location|…}} of a cell, "" when it holds no position."""
    if pid not in _LOCATIONS:
        return ""
    for reading in values.read(text, "globe-coordinate").readings:
        if isinstance(reading.value, CoordinateValue):
            name = _LOCATIONS[reading.property or pid]
            place = f"{_degrees(reading.value.latitude)}|{_degrees(reading.value.longitude)}"
            return f"{{{{{name}|{place}{_heading(reading.qualifiers)}}}}}"
    return ""


def _heading(qualifiers: Iterable[Snak]) -> str:
    for snak in qualifiers:
        if snak.property == "P7787" and isinstance(snak.value, QuantityValue):
            return f"|heading:{snak.value.amount.lstrip('+')}"
    return ""


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


# Categories


def _of_layout(layout: Layout) -> tuple[str, ...]:
    return categories.names(";".join(layout.categories))


def _categories(entry: Entry) -> list[str]:
    return [name for cell in entry.fields("categories") for name in categories.names(cell.text)]


# From a FreeMarker layout


@lru_cache(maxsize=8)
def _parsed(source: str) -> freemarker.Template:
    return freemarker.parse(source)


_CATEGORY_CALL = re.compile(r"\[\[\s*Category\s*:\s*\$\{", re.IGNORECASE)


def _from_layout(entry: Entry, layout: Layout, source: str, writer: _Writer) -> str:
    template = _parsed(source)
    rendered = template.render(_variables(entry, source, template.variables, writer))
    for name in rendered.missing:
        writer.report("template-column-missing", Severity.ERROR, None, name=name)
    writer.problems += [_released(problem) for problem in rendered.problems]
    return _with_categories(release(rendered.text), layout)


def _released(problem: Problem) -> Problem:
    told = {k: release(v) if isinstance(v, str) else v for k, v in problem.params.items()}
    return replace(problem, params=told)


def _variables(entry: Entry, source: str, wanted: Iterable[str], writer: _Writer) -> dict[str, str]:
    """Every column by its header, empty ones too; constants by the name of their field.
    Only what the layout asks for is made safe, and reported.
    """
    asked = frozenset(wanted)
    found = dict(_empty(entry.headers))
    for header, text in ((entry.path_column, entry.path), (entry.name_column, entry.name)):
        for name in freemarker.names(header or "") & asked:
            found[name] = held(text, TextMode.WIKITEXT)[0]
    heals = _CATEGORY_CALL.search(source) is not None
    for cell in entry.cells:
        for name in freemarker.names(cell.header_key) & asked:
            is_list = heals and cell.meaning.name == "categories"
            found[name] = "; ".join(_categories(entry)) if is_list else writer.held(cell)
    return found


@lru_cache(maxsize=8)
def _empty(headers: tuple[str, ...]) -> Mapping[str, str]:
    """All variables of a sheet, without a text."""
    return {name: "" for header in headers for name in freemarker.names(header)}


def _with_categories(text: str, layout: Layout) -> str:
    """The page with the categories of the project behind it."""
    extra = [name for name in _of_layout(layout) if f"[[Category:{name}]]" not in text]
    if not extra:
        return text
    text = re.sub(r"^\{\{subst:unc\}\}\n?", "", text, flags=re.MULTILINE)
    return f"{text.rstrip()}\n{categories.calls(extra)}\n"
