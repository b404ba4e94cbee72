"""What somebody may have meant by a licence that is written in a form of its own."""

from __future__ import annotations

import re

from app.core.licences import catalogue
from app.core.licences.catalogue import Licence

_CREATIVE = re.compile(
    r"(?:cc|creative\s+commons)[\s_-]*(?:by|attribution)(?P<alike>[\s_-]*(?:sa|share[\s_-]?alike))?"
    r"[\s_-]*(?P<version>[1-4](?:\.[05])?)[\s_-]*(?:international|intl|unported|licen[cs]e)?",
    re.IGNORECASE,
)
_NO_REASON = re.compile(
    r"pd|(?:in\s+the\s+)?public[\s_-]+domain|gemeinfrei|domaine\s+public|dominio\s+p[uú]blico"
    r"|pubblico\s+dominio|publiek\s+domein|domena\s+publiczna|dom[ií]nio\s+p[uú]blico",
    re.IGNORECASE,
)


def near(text: str) -> Licence | None:
    """The Creative Commons licence that is meant by words such as CC-BY 4 or Creative Commons
    Attribution Share Alike 4.0 International; None when it is not clear (which version, which kind).
    """
    found = _CREATIVE.fullmatch(text.strip())
    if found is None:
        return None
    version = found["version"]
    number = version if "." in version else f"{version}.0"
    try:
        return catalogue.entry(f"cc-by{'-sa' if found['alike'] else ''}-{number}")
    except KeyError:
        return None


def lacks_reason(text: str) -> bool:
    """Whether it only says that something is in the public domain, and not why."""
    return _NO_REASON.fullmatch(text.strip().rstrip(".")) is not None
