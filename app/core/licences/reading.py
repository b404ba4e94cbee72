"""What a licence cell says: its tags, its statements, its problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.core import memo
from app.core.licences import catalogue, near, tags
from app.core.licences.catalogue import Licence
from app.core.licences.tags import Tag
from app.core.model import Fix, ItemValue, Problem, Severity, Snak, Statement

_PUBLIC_DOMAIN = ItemValue("Q19652")
_ORDER = {"P275": 0, "P6216": 1, "P6426": 2}
_GFDL_ONLY = "gfdl-only"
_PD_GROUPS = frozenset({"pd_age", "pd_country", "pd_us", "government", "pd_reproduction"})
_PUBLIC_DOMAIN_BARE = Statement(Snak("P6216", _PUBLIC_DOMAIN), origin="licence")
_USA = Snak("P1001", ItemValue("Q30"))


@dataclass(frozen=True, slots=True)
class LicenceReading:
    """A licence cell: tags in their order, problems, statements (equal ones once)."""

    tags: tuple[Tag, ...]
    problems: tuple[Problem, ...]
    statements: tuple[Statement, ...]

    @property
    def wikitext(self) -> str:
        """The tags as they stand in the page, one a line."""
        return "\n".join(tag.wikitext for tag in self.tags if tag.wikitext)


def read(text: str, *, year: int | None = None) -> LicenceReading:
    """Read a licence cell. `year` is the current year (terms after death depend on it)."""
    return _read(text, year or dt.datetime.now(dt.UTC).year)


@lru_cache(maxsize=memo.KEPT)
def _read(text: str, year: int) -> LicenceReading:
    found = tags.split(text)
    statements = _statements(found, year)
    return LicenceReading(found, tuple(_problems(text, found)), statements)


def _statements(found: tuple[Tag, ...], year: int) -> tuple[Statement, ...]:
    made = [s for tag in found for s in _of_tag(tag, year)]
    made += [
        Statement(Snak("P6426", ItemValue(tag.rights_item)), origin="licence")
        for tag in found
        if tag.rights_item and tag.entry
    ]
    once = dict.fromkeys(made)
    return tuple(sorted(once, key=lambda s: _ORDER[s.property]))


def _of_tag(tag: Tag, year: int) -> tuple[Statement, ...]:
    entry = tag.entry
    if entry is None:
        return ()
    if entry.sdc_from_parameters:
        return _of_wrapper(tag, entry, year)
    if entry.name.startswith("PD-old-auto"):
        return _of_death(entry, tag.parameter("deathyear"), year)
    return entry.statements


def _of_wrapper(tag: Tag, entry: Licence, year: int) -> tuple[Statement, ...]:
    """The statements of the tags inside. Of a work out of copyright with a licence for its
    picture, only the work's status is written (as the catalogue's default form does).
    """
    inner = [s for one in tag.inner for s in _of_tag(one, year)]
    if entry.id == "self-cc":
        return tuple(inner)
    if not any(s.snak.value == _PUBLIC_DOMAIN for s in inner):
        return (*(s for s in inner if s.property == "P275"), _PUBLIC_DOMAIN_BARE)
    return tuple(s for s in inner if s.property == "P275" or s.snak.value == _PUBLIC_DOMAIN)


def _of_death(entry: Licence, death: str, year: int) -> tuple[Statement, ...]:
    """PD-old-auto works the term out from the year of death: so do its statements."""
    if not _is_year(death):
        return entry.statements
    past = year - int(death) - 1
    term = next((q for years, q in catalogue.terms() if past >= years), ())
    first = Statement(Snak("P6216", _PUBLIC_DOMAIN), term, origin="licence")
    return (first, *entry.statements[1:])


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _problem(code: str, severity: Severity, fix: Fix | None = None, **params: str) -> Problem:
    return Problem(f"licence-{code}", severity, params=params, fix=fix)


def _problems(text: str, found: tuple[Tag, ...]) -> Iterator[Problem]:
    if not any(_counts(tag) for tag in found):
        yield _problem("missing", Severity.ERROR)
    refused = list(_refused(found))
    yield from refused
    if refused:
        return
    for tag in found:
        yield from _of_shape(tag, text)
        for one in tag.walk():
            yield from _of_entry(one, tag, text)
    yield from _together(found)


def _counts(tag: Tag) -> bool:
    """Whether a tag is more than a helper about an e-mail."""
    return tag.entry is None or tag.entry.group != "helper"


def _refused(found: tuple[Tag, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    flat = [one for tag in found for one in tag.walk()]
    for label, reason, way in _refusals(flat):
        if reason not in seen:
            seen.add(reason)
            params = {"licence": label, "reason": reason, "what_to_do": way}
            yield Problem("licence-not-accepted", Severity.ERROR, params=params)


def _refusals(flat: list[Tag]) -> Iterator[tuple[str, str, str]]:
    """(what it is, why not, what to do). The catalogue's patterns look only at what we do not
    know: the credit line in {{Cc-by-4.0|© Museum}} refuses nothing.
    """
    rules = catalogue.refusals()
    for tag in flat:
        if tag.entry is None:
            texts = (tag.source, tag.name)
            hit = next((r for r in rules if any(r.match.search(t) for t in texts)), None)
            if hit and hit.id != _GFDL_ONLY:
                yield tag.name or tag.source.strip(), hit.reason, hit.what_to_do
        elif not tag.entry.accepted and not tag.entry.id.startswith("gfdl"):
            refused = tag.entry.id
            yield tag.entry.label, catalogue.why_refused(refused), catalogue.way_out(refused)
    licences = [t for t in flat if _counts(t) and not (t.entry and t.entry.id == "self-cc")]
    if licences and all(t.entry and t.entry.id.startswith("gfdl") for t in licences):
        rule = next(r for r in rules if r.id == _GFDL_ONLY)
        yield licences[0].label, rule.reason, rule.what_to_do


def _of_shape(tag: Tag, text: str) -> Iterator[Problem]:
    """What is wrong with how a tag is written."""
    filled = [v for _, v in tag.parameters if v in catalogue.placeholders()]
    if not filled and not tag.braced and tag.entry and tag.wikitext == tag.entry.template:
        filled = [w for w in catalogue.placeholders() if w in _values(tag.wikitext)]
    for word in filled:
        yield _problem("placeholder", Severity.ERROR, word=word, licence=tag.label)
    if not tag.wikitext:
        yield _unreadable(tag, text)
    elif not tag.braced and ("{{" in tag.source or "}}" in tag.source):
        fix = Fix("replace", text.replace(tag.source, tag.wikitext, 1).strip())
        yield _problem("braces", Severity.WARNING, fix, text=tag.source.strip())


def _unreadable(tag: Tag, text: str) -> Problem:
    """Words that are no licence of the catalogue."""
    said = tag.source.strip()
    if tags.lacks_version(tag.source):
        return _problem("version", Severity.ERROR, text=said)
    if near.lacks_reason(said):
        return _problem("no-reason", Severity.ERROR, Fix("choose"), text=said)
    return _problem("unreadable", Severity.ERROR, _meant(tag, text), text=said)


def _meant(tag: Tag, text: str) -> Fix | None:
    """One click when it is clear which licence is meant."""
    meant = near.near(tag.source)
    if meant is None or text.count(tag.source) != 1:
        return None
    return Fix("replace", text.replace(tag.source, meant.english).strip())


def _values(wikitext: str) -> list[str]:
    return [v.partition("=")[2] or v for v in wikitext.strip("{}").split("|")[1:]]


def _of_entry(tag: Tag, outer: Tag, text: str) -> Iterator[Problem]:
    """What is to say about one tag; `outer` is the tag of the cell it stands in."""
    entry = tag.entry
    if entry is None:
        if tag.name in catalogue.placeholders() or not tag.wikitext:
            return
        yield _problem("unknown", Severity.WARNING, _meant(outer, text), name=tag.name)
        return
    if entry.volunteers_only:
        yield _problem("volunteers", Severity.WARNING, licence=entry.label)
    for parameter in entry.parameters:
        asked = parameter.required and tag.braced and not tag.parameter(parameter.name)
        if asked:
            params = {"licence": entry.name, "parameter": parameter.label}
            yield Problem("licence-parameter", Severity.WARNING, params=params)
    yield from _outdated(tag, entry, outer, text)


def _outdated(tag: Tag, entry: Licence, outer: Tag, text: str) -> Iterator[Problem]:
    if not (entry.deprecated or entry.discouraged):
        return
    better = catalogue.entry(entry.use_instead) if entry.use_instead else None
    fix = _replacement(tag, better, outer, text) if better else None
    severity = Severity.WARNING if entry.deprecated else Severity.INFO
    if better is None:
        yield _problem("discouraged", severity, licence=entry.label)
    else:
        code = "deprecated" if entry.deprecated else "better"
        yield _problem(code, severity, fix, licence=entry.label, instead=better.label)


def _replacement(tag: Tag, better: Licence, outer: Tag, text: str) -> Fix:
    """One click, unless the better tag has places that only a person can fill."""
    if better.has_places or text.count(outer.source) != 1:
        return Fix("choose")
    if tag is outer:
        return Fix("replace", text.replace(outer.source, better.template))
    inside = outer.source.replace(tag.source, better.name, 1)
    return Fix("replace", text.replace(outer.source, inside))


def _together(found: tuple[Tag, ...]) -> Iterator[Problem]:
    """What can only be said about all tags of the cell."""
    flat = [one for tag in found for one in tag.walk() if one.entry]
    known = [(tag, tag.entry) for tag in flat if tag.entry]
    foreign = [entry for _, entry in known if entry.needs_us_tag]
    if foreign and not any(_free_in_usa(entry) for _, entry in known):
        yield _problem("needs-us", Severity.WARNING, licence=foreign[0].label)
    weak = [entry for _, entry in known if entry.asks_for.startswith("a PD tag")]
    if weak and not any(entry.group in _PD_GROUPS for _, entry in known):
        yield _problem("needs-reason", Severity.WARNING, licence=weak[0].label)
    own = [entry for _, entry in known if entry.group == "own_copyright"]
    helped = any(entry.group == "helper" or entry.id == "self-cc" for _, entry in known)
    if own and not helped:
        yield _problem("vrt", Severity.INFO, licence=own[0].label)
    lacking = dict.fromkeys(entry.label for tag, entry in known if _incomplete(tag, entry))
    if lacking:
        yield _problem("incomplete", Severity.INFO, licence=", ".join(lacking))


def _free_in_usa(entry: Licence) -> bool:
    if entry.sdc_from_parameters:
        return False
    named = entry.id.endswith(("-expired", "-1996")) or entry.group == "pd_us"
    return named or any(_USA in s.qualifiers for s in entry.statements)


def _incomplete(tag: Tag, entry: Licence) -> bool:
    """Whether the catalogue knows no reason (P459) or no licence item (P275) for it."""
    if entry.group == "helper":
        return False
    if entry.sdc_from_parameters:
        return not any(one.entry for one in tag.inner)
    if not entry.statements:
        return True
    if any(s.snak.value == ItemValue("Q99263261") for s in entry.statements):
        return False
    statuses = [s for s in entry.statements if s.property == "P6216"]
    if any(s.snak.value == _PUBLIC_DOMAIN for s in statuses):
        return any(all(q.property != "P459" for q in s.qualifiers) for s in statuses)
    return all(s.property != "P275" for s in entry.statements)
