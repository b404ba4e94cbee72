"""The page templates that Kabocha knows, with their fields: the catalogue "fields" as nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from app.core import resources, text

BESIDE_THE_TEMPLATE = frozenset({"license", "categories", "partnership"})
"""Fields of the sheet that are written beside the template call, not as its parameters."""

ARTWORK_FIELDS_TOO = frozenset({"art-photo"})
"""Templates whose documentation allows every field of Artwork as well (catalogue, notes)."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A statement that a field also becomes. `property` is Pnnn, or "label" for the caption."""

    property: str
    how: str = ""
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a template. `name` is the parameter as it is written; `kind` one of text,
    wikitext, date, person, item, licence, categories, coordinates, language, number; `status`
    one of required, suggested, optional.
    """

    name: str
    status: str
    kind: str
    key: str = ""
    """What its words are kept under in the message catalogue: artwork.accession-number."""
    example: str = ""
    aliases: tuple[str, ...] = ()
    multiline: bool = False
    by_language: bool = False
    """Whether the text is given once a language: {{en|1=…}}{{de|1=…}}."""
    sdc: tuple[Derived, ...] = ()
    _properties: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_properties", frozenset(d.property for d in self.sdc))

    @property
    def label(self) -> str:
        """Its name for people, in the language in use."""
        return text.t(f"field.{self.key}")

    @property
    def help(self) -> str:
        """What belongs into it, in the language in use; "" when there is nothing to say."""
        key = f"field.{self.key}.help"
        return text.t(key) if text.has(key) else ""

    @property
    def is_parameter(self) -> bool:
        """False for license, categories and partnership, which stand beside the template."""
        return self.name not in BESIDE_THE_TEMPLATE

    @property
    def required(self) -> bool:
        """Whether Commons wants it on every page."""
        return self.status == "required"

    def derives(self, pid: str) -> bool:
        """Whether the field becomes a statement of this property."""
        return pid in self._properties


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """One page template. `template` is its name on the wiki; `fields` are its own;
    `borrowed` are fields of Artwork that it takes as well, without statements of their own;
    `every_field` both, in the order they are written; `parameters` those that are parameters of
    the template call.
    """

    id: str
    template: str
    fields: tuple[Field, ...]
    borrowed: tuple[Field, ...] = ()
    every_field: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    parameters: tuple[Field, ...] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    _by_property: Mapping[str, tuple[Field, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = self.fields + self.borrowed
        object.__setattr__(self, "every_field", every)
        object.__setattr__(self, "parameters", tuple(f for f in every if f.is_parameter))
        object.__setattr__(self, "_by_name", {f.name: f for f in reversed(every)})
        properties = {d.property for f in every for d in f.sdc}
        found = {p: tuple(f for f in every if f.derives(p)) for p in properties}
        object.__setattr__(self, "_by_property", found)

    @property
    def label(self) -> str:
        """What it is for in two or three words, in the language in use."""
        return text.t(f"template.{self.id}")

    @property
    def when_to_use(self) -> str:
        """When to choose it, in the language in use."""
        return text.t(f"template.{self.id}.when")

    def deriving(self, pid: str) -> tuple[Field, ...]:
        """The fields that become a statement of this property, in order."""
        return self._by_property.get(pid, ())

    def field(self, name: str) -> Field | None:
        """The field of exactly this name, or None."""
        return self._by_name.get(name)

    def filled(self, names: tuple[str, ...]) -> Filled:
        """What a row means for the template that fills the fields of these names."""
        return _filled(self, names)


@dataclass(frozen=True, slots=True)
class Filled:
    """Of the fields of a template: its own that are filled, the parameters that are, those and the
    ones a page has in any case, and its own that are required and missing. All in order.
    """

    fields: tuple[Field, ...]
    parameters: tuple[Field, ...]
    written: tuple[Field, ...]
    missing: tuple[Field, ...]


@lru_cache(maxsize=1024)
def _filled(page: Template, names: tuple[str, ...]) -> Filled:
    """Most rows of a sheet fill the same fields."""
    there = frozenset(names)
    return Filled(
        tuple(f for f in page.fields if f.name in there),
        tuple(f for f in page.parameters if f.name in there),
        tuple(f for f in page.parameters if f.name in there or f.required),
        tuple(f for f in page.fields if f.required and f.name not in there),
    )


def templates() -> tuple[Template, ...]:
    """All templates, the general one first."""
    return tuple(_index().values())


def template(template_id: str) -> Template:
    """The template of an id (information, artwork, …). Raises KeyError for an unknown one."""
    return _index()[template_id]


@lru_cache(maxsize=1)
def _index() -> dict[str, Template]:
    own = {t["id"]: t for t in resources.catalogue("fields")["templates"]}
    artwork = tuple(_fields(own["artwork"]))
    return {key: _template(data, artwork) for key, data in own.items()}


def _template(data: dict[str, Any], artwork: tuple[Field, ...]) -> Template:
    fields = tuple(_fields(data))
    borrowed: tuple[Field, ...] = ()
    if data["id"] in ARTWORK_FIELDS_TOO:
        borrowed = tuple(_borrow(f) for f in artwork if not _has(fields, f))
    return Template(
        id=data["id"],
        template=data["template"],
        fields=fields,
        borrowed=borrowed,
    )


def _has(fields: tuple[Field, ...], field: Field) -> bool:
    return any(field.name == f.name or field.name in f.aliases for f in fields)


def _borrow(field: Field) -> Field:
    return replace(field, status="optional", sdc=())


def _fields(page: dict[str, Any]) -> Iterator[Field]:
    for row in page["fields"]:
        yield Field(
            name=row["name"],
            status=row["status"],
            kind=row["kind"],
            key=f"{page['id']}.{slug(row['name'])}",
            example=row["example"],
            aliases=tuple(row["aliases"]),
            multiline=row["multiline"],
            by_language=row["language_wrapper"],
            sdc=tuple(
                Derived(s["property"], s.get("how", ""), tuple(s.get("qualifiers") or ()))
                for s in row["sdc"]
            ),
        )


def slug(name: str) -> str:
    """A field name as part of a key: accession number -> accession-number."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())
