"""A target: the wiki that files go to. State, page id and journal belong to (row, target)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class PropertyNames(StrEnum):
    """How the properties of a target are found."""

    WIKIDATA = "wikidata"
    """Its numbers are Wikidata's."""
    LOOKUP = "lookup"
    """Looked up once by English label and datatype."""


@dataclass(frozen=True, slots=True)
class Target:
    """`name` is what the user wrote (commons, test, beta, practice or an address); `api` the
    address of api.php; `site` the site id of siteinfo (`wikiid`), "" until known.
    """

    name: str
    api: str
    site: str = ""
    label: str = ""
    public: bool = True
    practice: bool = False
    properties: PropertyNames = PropertyNames.WIKIDATA

    @property
    def key(self) -> str:
        """What journals are kept under. The practice wiki is one target whatever its port."""
        if self.practice:
            return "practice"
        parts = urlsplit(self.api)
        return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}#{self.site}"
