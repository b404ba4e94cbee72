"""What a column can become, where that goes, and how well its cells are read: in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.core import fields, wording
from app.core.findings import Findings
from app.core.model import Column, Layout, Meaning, MeaningKind, Severity, TextMode
from app.core.project import Project
from app.core.text import n, number, t
from app.core.values import languages

KIND = MeaningKind
PLAIN = Meaning(KIND.PLAIN)
PROPERTIES = (
    "P180", "P170", "P571", "P195", "P217", "P1071", "P9149", "P1259", "P189", "P31", "P921",
    "P186", "P2079", "P6243", "P1476", "P50", "P123", "P407", "P973", "P275", "P6216",
)  # fmt: skip
"""Properties that are offered by name; any other is recognised from a header such as P1234."""
BAD = (Severity.BLOCKER, Severity.ERROR)
LOOKED_AT = 500
"""Rows that are looked through for what a column holds."""


@dataclass(frozen=True)
class Possible:
    """One line of the list of meanings. `meaning` None = the title of a group."""

    meaning: Meaning | None
    words: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Reading:
    """How well a column is read: icon, token of its colour, words; whether there is more to see."""

    icon: str
    token: str
    words: str
    look: bool = False


def words_of(meaning: Meaning, layout: Layout) -> str:
    """A meaning in words, with its language."""
    words = wording.meaning_words(meaning, layout).name
    if meaning.language:
        return t("files.in-language", what=words, language=languages.autonym(meaning.language))
    return words


def possible(project: Project, column: Column | None) -> list[Possible]:
    """Everything a column can become, by group, each once; first what it is, when that is in no
    group. `column` None = one that is to be added.
    """
    groups = _grouped(project)
    known = {m for group in groups.values() for m in group}
    if column and column.meaning not in known and column.meaning.kind is not KIND.IGNORED:
        groups = {"now": [column.meaning], **groups}
    found: list[Possible] = []
    for name, group in groups.items():
        if group:
            found.append(Possible(None, t(f"files.group-{name}")))
            found += list(_lines(project, group))
    return found


def in_every_language(project: Project) -> list[Possible]:
    """Captions and descriptions in all languages there are: too many to be shown unasked."""
    page = fields.template(project.layout.template)
    given = [Meaning(KIND.FIELD, f.name) for f in page.every_field if f.by_language]
    codes = sorted(languages.captions() - set(spoken(project)), key=languages.autonym)
    return [
        Possible(one, words_of(one, project.layout), "languages")
        for what in (Meaning(KIND.CAPTION), *given)
        for one in (Meaning(what.kind, what.name, code) for code in codes)
    ]


def _lines(project: Project, group: list[Meaning]) -> Iterator[Possible]:
    layout = project.layout
    said: set[str] = set()
    for one in group:
        words = words_of(one, layout)
        entry = fields.template(layout.template).field(one.name)
        if words in said and entry is not None:
            words = t("files.of-two", what=words, name=entry.label)
        said.add(words)
        yield Possible(one, words, wording.meaning_words(one, layout).icon)


def _grouped(project: Project) -> dict[str, list[Meaning]]:
    layout = project.layout
    groups: dict[str, list[Meaning]] = {"file": [Meaning(KIND.NAME), Meaning(KIND.PATH)]}
    for name in ("shows", "who", "object", "licence", "page"):
        groups[name] = []
    groups["shows"] += [Meaning(KIND.CAPTION, "", code) for code in spoken(project)]
    for entry in fields.template(layout.template).every_field:
        of_field = [Meaning(KIND.FIELD, entry.name)]
        if entry.by_language:
            of_field += [Meaning(KIND.FIELD, entry.name, code) for code in spoken(project)]
        groups[_group(entry)] += of_field
    said = {words_of(m, layout).casefold() for group in groups.values() for m in group}
    groups["data"] = [
        m
        for m in (Meaning(KIND.PROPERTY, pid) for pid in PROPERTIES)
        if words_of(m, layout).casefold() not in said
    ]
    groups["none"] = [PLAIN]
    return groups


_SHOWS = ("label", "P180", "P1476", "P9149", "P1259", "P921", "P1684", "P2913")
_OBJECT = ("P195", "P217", "P186", "P2048", "P31", "P189", "P608", "P6243", "P1752")
_OBJECT_NAMES = ("object history", "credit line", "department")


def _group(entry: fields.Field) -> str:
    """The group a field stands in, by what it becomes."""
    if entry.kind == "licence" or entry.name.casefold() in ("permission", "source", "partnership"):
        return "licence"
    if entry.kind in ("person", "date") or any(
        map(entry.derives, ("P123", "P872", "P291", "P1071"))
    ):
        return "who"
    if any(map(entry.derives, _OBJECT)) or entry.name in _OBJECT_NAMES:
        return "object"
    if entry.kind in ("categories", "coordinates") or any(map(entry.derives, _SHOWS)):
        return "shows"
    return "page"


def other_mode(project: Project, column: Column) -> str:
    """What the switch of a column would change it to: wikitext or plain; "" when nothing of it goes
    to the page.
    """
    if column.meaning.kind is not KIND.FIELD or project.layout.freemarker is not None:
        return ""
    page = fields.template(project.layout.template)
    now = fields.text_mode(column.meaning, column.mode, project.layout, page)
    return "plain" if now is TextMode.WIKITEXT else "wikitext"


def spoken(project: Project) -> tuple[str, ...]:
    """Languages to offer: those of the sheet, the one of its texts, the person's, English."""
    used = [c.meaning.language for c in project.columns if c.meaning.language]
    return tuple(dict.fromkeys([*used, project.layout.language, languages.of_person(), "en"]))


def goes_to(meaning: Meaning, layout: Layout) -> str:
    """Where the texts of a column end up, in words."""
    if meaning.kind is KIND.FIELD:
        entry = fields.template(layout.template).field(meaning.name)
        data = entry is not None and (bool(entry.sdc) or entry.kind == "licence")
        return t("files.to-both" if data else "files.to-page")
    return t(
        {
            KIND.NAME: "files.to-name",
            KIND.PATH: "files.to-file",
            KIND.CAPTION: "files.to-data",
            KIND.PROPERTY: "files.to-data",
        }.get(meaning.kind, "files.to-nowhere")
    )


def first_values(project: Project, column: Column, most: int = 3) -> str:
    """The first different texts of a column, in one line, as far as the first rows tell."""
    found: dict[str, None] = {}
    for row in project.rows[:LOOKED_AT]:
        text = " ".join(row.text(column.id)[:80].split())
        if text:
            found.setdefault(text)
        if len(found) == most:
            break
    return ",  ".join(found)


def reading(
    project: Project, column: Column, findings: Findings, files: tuple[int, int]
) -> Reading:
    """How well a column is read. `files` = rows whose file was found, of all with a file."""
    kind = column.meaning.kind
    if kind is KIND.PLAIN:
        return Reading("lock", "ink2", t("files.stays"))
    if kind is KIND.PATH and files[1]:
        good = files[0] == files[1]
        words = t("files.found", found=number(files[0]), rows=number(files[1]))
        return Reading(
            "circle-check" if good else "octagon-x", "accent" if good else "error", words
        )
    here = findings.by_field.get(column.header, ())
    wrong = {p.row_id for p in here if p.severity in BAD}
    if wrong:
        return Reading("octagon-x", "error", n("files.cells-wrong", len(wrong)), look=True)
    odd = {p.row_id for p in here if p.severity is Severity.WARNING}
    if odd:
        return Reading("triangle-alert", "warn", n("files.cells-look", len(odd)), look=True)
    if not any(row.text(column.id).strip() for row in project.rows):
        return Reading("info", "wait", t("files.empty"))
    if wording.meaning_words(column.meaning, project.layout).kind == "date":
        filled = sum(bool(row.text(column.id).strip()) for row in project.rows)
        return Reading("circle-check", "accent", n("files.all-read", filled))
    return Reading(
        "circle-check", "accent", t("files.recognised" if column.recognised else "files.by-you")
    )


def moved(project: Project, template: str) -> dict[int, Meaning]:
    """The meanings columns get when the pages are made with another template: those that it does
    not have are recognised again.
    """
    page = fields.template(template)
    again = fields.recognise([c.header for c in project.columns], template)
    found: dict[int, Meaning] = {}
    for column, guess in zip(project.columns, again, strict=True):
        lost = column.meaning.kind is KIND.FIELD and page.field(column.meaning.name) is None
        free = column.meaning.kind is KIND.PLAIN and column.recognised
        if lost or free:
            found[column.id] = guess
    return found
