"""The licences we know: entries, groups, refusals, and how a text finds its entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core import resources, text
from app.core.model import ItemValue, Snak, Statement

_ALIASES = {
    "CC0": "cc-zero",
    "Attribution": "attribution",
    "No known restrictions": "no-known",
    "Self": "self-cc",
}
"""Names on Commons that lead to an entry beside its id, template and label."""

_VOLUNTEERS = frozenset({"confirmed", "in work"})
_PLACEHOLDER = re.compile(r"[A-Z]+(?:-[A-Z]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a licence template, as the picker asks for it."""

    name: str
    key: str
    """What its words are kept under in the message catalogue."""
    required: bool
    example: str = ""

    @property
    def label(self) -> str:
        """What belongs there, in the language in use."""
        return text.t(f"licence-part.{self.key}")

    @property
    def help(self) -> str:
        """More about it; "" when there is nothing to say."""
        return _if_said(f"licence-part.{self.key}.help")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the picker, with the question that leads to it ("" = none)."""

    id: str
    order: int

    @property
    def label(self) -> str:
        """Its name, in the language in use."""
        return text.t(f"licence-group.{self.id}")

    @property
    def question(self) -> str:
        """The question that leads to it; "" = none."""
        return _if_said(f"licence-group.{self.id}.question")


@dataclass(frozen=True, slots=True)
class Licence:
    """One entry of the catalogue. `template` is the wikitext as it stands under the licence
    heading, words in capitals are places to fill. `statements` are those of its default form.
    """

    id: str
    template: str
    english: str
    """Its label as cells may name it, whatever the language in use."""
    group: str
    url: str
    parameters: tuple[Parameter, ...]
    statements: tuple[Statement, ...]
    sdc_from_parameters: tuple[str, ...]
    needs_us_tag: bool
    vrt_permission: str
    deprecated: bool
    discouraged: bool
    accepted: bool
    recalled: bool
    use_instead: str
    asks_for: str
    note: str
    offer_rank: int
    position: int

    @property
    def label(self) -> str:
        """Its name for people, in the language in use."""
        return text.t(f"licence.{self.id}")

    @property
    def explanation(self) -> str:
        """What it allows or says, in the language in use."""
        return text.t(f"licence.{self.id}.about")

    @property
    def name(self) -> str:
        """The template's name: Cc-by-sa-4.0."""
        return self.template.strip("{}").partition("|")[0].strip()

    @property
    def volunteers_only(self) -> bool:
        """True for tags that only the permission volunteers may set."""
        return self.vrt_permission in _VOLUNTEERS

    @property
    def has_places(self) -> bool:
        """True when the template text has places to fill."""
        _, *values = self.template.strip("{}").split("|")
        return any(v.partition("=")[2] in placeholders() or v in placeholders() for v in values)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What Commons does not take, with the reason and the way out in words."""

    id: str
    match: re.Pattern[str]

    @property
    def reason(self) -> str:
        """Why not, in the language in use."""
        return why_refused(self.id)

    @property
    def what_to_do(self) -> str:
        """The way out, in the language in use."""
        return way_out(self.id)


def why_refused(refused: str) -> str:
    """Why Commons does not take what has this id among the refusals or the entries."""
    return text.t(f"licence-refused.{refused}.why")


def way_out(refused: str) -> str:
    """What to do instead; ids as for `why_refused`."""
    return text.t(f"licence-refused.{refused}.do")


def _if_said(key: str) -> str:
    return text.t(key) if text.has(key) else ""


def _statements(sdc: Mapping[str, Any]) -> tuple[Statement, ...]:
    licences = [Snak("P275", ItemValue(item)) for item in sdc["P275"]]
    made = [Statement(snak, origin="licence") for snak in licences]
    for status in sdc["P6216"]:
        qualifiers = tuple(Snak(p, ItemValue(q)) for p, q in status["qualifiers"].items())
        snak = Snak("P6216", ItemValue(status["value"]))
        made.append(Statement(snak, qualifiers, origin="licence"))
    return tuple(made)


def _parameter(data: Mapping[str, Any]) -> Parameter:
    return Parameter(
        data["name"],
        _key(data["label"]),
        bool(data["required"]),
        str(data.get("example", "")),
    )


def _key(label: str) -> str:
    """The English label of a parameter, without its remark, as a key: year-the-maker-died."""
    return re.sub(r"[^a-z0-9]+", "-", label.partition("(")[0].lower()).strip("-")


def _licence(position: int, data: Mapping[str, Any]) -> Licence:
    return Licence(
        id=data["id"],
        template=data["template"],
        english=data["label"],
        group=data["group"],
        url=data["url"],
        parameters=tuple(_parameter(p) for p in data["parameters"]),
        statements=_statements(data["sdc"]),
        sdc_from_parameters=tuple(data.get("sdc_from_parameters", ())),
        needs_us_tag=data["needs_us_tag"],
        vrt_permission=data["vrt_permission"],
        deprecated=data["deprecated"],
        discouraged=data["discouraged"],
        accepted=data["accepted_on_commons"],
        recalled=data["confidence"] == "recalled",
        use_instead=data.get("use_instead") or "",
        asks_for=data.get("asks_for") or "",
        note=data.get("note") or "",
        offer_rank=data.get("offer_rank", 99),
        position=position,
    )


@lru_cache(maxsize=1)
def entries() -> tuple[Licence, ...]:
    """All entries, in the order of the catalogue."""
    data = resources.catalogue("licences")["licences"]
    return tuple(_licence(position, one) for position, one in enumerate(data))


@lru_cache(maxsize=1)
def _by_id() -> Mapping[str, Licence]:
    return {one.id: one for one in entries()}


def entry(licence_id: str) -> Licence:
    """The entry of an id (cc-by-4.0). Raises KeyError when there is none."""
    return _by_id()[licence_id]


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """The groups in the order in which they are asked."""
    found = [Group(g["id"], g["order"]) for g in resources.catalogue("licences")["groups"]]
    return tuple(sorted(found, key=lambda g: g.order))


@lru_cache(maxsize=16)
def offered(group: str | None = None) -> tuple[Licence, ...]:
    """What the picker offers (of one group, or of all in their order): the recommended first,
    the discouraged late, those known only from memory last. Never what Commons refuses, what is
    outdated, or what only volunteers may set.
    """
    order = {g.id: g.order for g in groups()}
    wanted = [
        one
        for one in entries()
        if one.accepted
        and not one.deprecated
        and not one.volunteers_only
        and group in (None, one.group)
    ]
    return tuple(
        sorted(
            wanted,
            key=lambda one: (
                order[one.group],
                one.recalled,
                one.discouraged,
                one.offer_rank,
                one.position,
            ),
        )
    )


@lru_cache(maxsize=1)
def refusals() -> tuple[Refusal, ...]:
    """What Commons does not take."""
    return tuple(
        Refusal(r["id"], re.compile(r["match"]))
        for r in resources.catalogue("licences")["not_accepted"]
    )


@lru_cache(maxsize=1)
def rights_statements() -> Mapping[str, str]:
    """RightsStatements.org codes (NoC-US) and their items for P6426."""
    data = resources.catalogue("licences")["rightsstatements"]["list"]
    return {one["code"].casefold(): one["P6426"] for one in data}


@lru_cache(maxsize=1)
def terms() -> tuple[tuple[int, tuple[Snak, ...]], ...]:
    """Terms of protection after death in years, longest first, with their qualifiers; only
    those whose P1001 and P459 are both known.
    """
    data = resources.catalogue("licences")["public_domain_vocabulary"]["by_term"]
    known = [
        (t["years"], (Snak("P1001", ItemValue(t["P1001"])), Snak("P459", ItemValue(t["P459"]))))
        for t in data
        if t["P1001"] and t["P459"]
    ]
    return tuple(sorted(known, key=lambda term: -term[0]))


@lru_cache(maxsize=1)
def placeholders() -> frozenset[str]:
    """The words in capitals that the catalogue's templates leave to be filled."""
    found = set()
    for data in resources.catalogue("licences")["licences"]:
        _, *values = data["template"].strip("{}").split("|")
        for value in values:
            word = value.partition("=")[2] or value
            if _PLACEHOLDER.fullmatch(word):
                found.add(word)
    return frozenset(found)


def _loose(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@lru_cache(maxsize=1)
def _by_form() -> Mapping[str, Licence]:
    """Every id, template name and label that means exactly one entry, loosely written."""
    found: dict[str, list[Licence]] = {}
    for one in entries():
        for form in {_loose(one.id), _loose(one.name), _loose(one.english)}:
            found.setdefault(form, []).append(one)
    for alias, target in _ALIASES.items():
        found.setdefault(_loose(alias), []).append(entry(target))
    return {form: ones[0] for form, ones in found.items() if len({o.name for o in ones}) == 1}


def find(text: str) -> Licence | None:
    """The entry whose id, template name or label this is, whatever its case and punctuation;
    None when there is none or more than one.
    """
    return _by_form().get(_loose(text))
