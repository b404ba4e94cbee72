"""What a column can become, where that goes, and how well its cells are read: in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.core import fields, wording
from app.core.findings import Findings
from app.core.model import Column, Layout, Meaning, MeaningKind, Severity, TextMode
from app.core.project import Project
from app.core.text import language, n, number, t
from app.core.values import languages

KIND = MeaningKind
PLAIN = Meaning(KIND.PLAIN)
PROPERTIES = (
    "P180", "P170", "P571", "P195", "P217", "P1071", "P9149", "P1259", "P189", "P31", "P921",
    "P186", "P2079", "P6243", "P1476", "P50", "P123", "P407", "P973", "P275", "P6216",
)  # fmt: skip
"""Properties that are offered by name; any other is recognised from a header such as P1234."""
BAD = (Severity.BLOCKER, Severity.ERROR)


@dataclass(frozen=True)
class Possible:
    """One line of the list of meanings. `meaning` None = a rule between two groups."""

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


def possible(project: Project, column: Column) -> list[Possible]:
    """Everything a column can become, in groups: place, page, captions, data, nothing."""
    layout = project.layout
    groups = [
        [Meaning(KIND.NAME), Meaning(KIND.PATH)],
        list(_fields(project)),
        [Meaning(KIND.CAPTION, "", code) for code in spoken(project)],
        [Meaning(KIND.PROPERTY, pid) for pid in PROPERTIES],
        [PLAIN],
    ]
    known = {m for group in groups for m in group}
    if column.meaning not in known and column.meaning.kind is not KIND.IGNORED:
        groups.insert(0, [column.meaning])
    found: list[Possible] = []
    for group in groups:
        if found:
            found.append(Possible(None))
        found += [
            Possible(m, words_of(m, layout), wording.meaning_words(m, layout).icon) for m in group
        ]
    return found


def other_mode(project: Project, column: Column) -> str:
    """What the switch of a column would change it to: wikitext or plain; "" when nothing of it goes
    to the page.
    """
    if column.meaning.kind is not KIND.FIELD or project.layout.freemarker is not None:
        return ""
    page = fields.template(project.layout.template)
    now = fields.text_mode(column.meaning, column.mode, project.layout, page)
    return "plain" if now is TextMode.WIKITEXT else "wikitext"


def _fields(project: Project) -> Iterator[Meaning]:
    for entry in fields.template(project.layout.template).every_field:
        yield Meaning(KIND.FIELD, entry.name)
        if entry.by_language:
            for code in spoken(project):
                yield Meaning(KIND.FIELD, entry.name, code)


def spoken(project: Project) -> tuple[str, ...]:
    """Languages to offer: those of the sheet, the window's, English."""
    ours = "en" if language().startswith("qps") else language()
    used = [c.meaning.language for c in project.columns if c.meaning.language]
    return tuple(dict.fromkeys([*used, ours, "en"]))


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
    """The first different texts of a column, in one line."""
    found: dict[str, None] = {}
    for row in project.rows:
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
