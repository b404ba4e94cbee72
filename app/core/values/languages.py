"""Language codes that MediaWiki and Wikibase take (catalogue languages.json)."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core import resources, text

_SHAPE = re.compile(r"[a-z]{2,10}(?:-[a-z0-9]{1,12})*")


@lru_cache(maxsize=1)
def captions() -> frozenset[str]:
    """Codes that a caption may have."""
    data = resources.catalogue("languages")
    return frozenset(data["names"]) | frozenset(data["terms_extra"])


@lru_cache(maxsize=1)
def texts() -> frozenset[str]:
    """Codes that a text in a statement may have (monolingualtext)."""
    return captions() | frozenset(resources.catalogue("languages")["monolingual_extra"])


@lru_cache(maxsize=1024)
def code(said: str) -> str | None:
    """The code to write for a code that people write (EN, no, pt_BR, zh-classical), or None."""
    wanted = said.strip().replace("_", "-").casefold()
    if not _SHAPE.fullmatch(wanted):
        return None
    wanted = resources.catalogue("languages")["aliases"].get(wanted, wanted)
    return wanted if wanted in texts() else None


def of_person() -> str:
    """The language a person most likely writes in: that of the program or the system, English
    when captions cannot be in it.
    """
    found = code(re.split(r"[-_.@]", text.wanted())[0])
    return found if found in captions() else "en"


def autonym(language: str) -> str:
    """A language's name in itself; the code when we have none."""
    data = resources.catalogue("languages")
    return data["names"].get(language) or data["autonyms_extra"].get(language) or language
