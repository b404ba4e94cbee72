"""What to do at each code of the wiki: the catalogue `api` looked up.

A code is found by equality first, then by the longest entry that is marked as a beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core import resources

UNKNOWN = "unknown"
"""Reaction to a code that the catalogue does not have."""

ACCEPTABLE = frozenset(
    {"exists-normalized", "was-deleted", "duplicate-archive", "page-exists", "bad-prefix"}
)
"""Warnings a person may accept for a row. No other one is ever overridden."""

NAMES = frozenset(
    {
        "exists", "page-exists", "exists-normalized", "was-deleted", "badfilename", "bad-prefix", "thumb-name",
        "filename-tooshort", "filename-toolong", "illegal-filename", "illegalfilename",
        "windows-nonascii-filename", "fileexists-forbidden", "fileexists-shared-forbidden",
        "titleblacklist-forbidden", "titleblacklist-custom", "title-blacklist", "protectedtitle",
    }
)  # fmt: skip
"""What another name mends; exists, page-exists and title-blacklist are codes of our own checks too."""

PROGRAMMING = frozenset({"missingparam", "invalid-json", "not-supported", "param-illegal"})
"""Codes that only a mistake of ours can cause."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: `waits` in seconds between tries, the last one repeats; `retries` 0 = none."""

    code: str
    reaction: str
    waits: tuple[float, ...] = ()
    retries: int = 0

    def wait(self, tries: int) -> float:
        """Seconds to wait after the given number of failed tries (1 = the first)."""
        if not self.waits:
            return 5.0
        return self.waits[min(max(tries, 1), len(self.waits)) - 1]


def _code(entry: Mapping[str, Any]) -> Code:
    waits = tuple(float(seconds) for seconds in entry.get("wait_seconds", ()))
    return Code(entry["code"], entry["reaction"], waits, int(entry.get("max_retries", 0)))


@lru_cache(maxsize=1)
def _errors() -> tuple[dict[str, Code], tuple[Code, ...]]:
    entries = resources.catalogue("api")["errors"]
    exact = {e["code"]: _code(e) for e in entries}
    beginnings = [_code(e) for e in entries if e.get("prefix_match")]
    beginnings.sort(key=lambda c: -len(c.code))
    return exact, tuple(beginnings)


@lru_cache(maxsize=1)
def _warnings() -> dict[str, Code]:
    return {e["code"]: _code(e) for e in resources.catalogue("api")["warnings"]}


def error(code: str) -> Code:
    """The entry of an error code; reaction "unknown" for one that the catalogue does not have."""
    exact, beginnings = _errors()
    if code in exact:
        return exact[code]
    return next((c for c in beginnings if code.startswith(c.code)), Code(code, UNKNOWN))


def warning(code: str) -> Code:
    """The entry of an upload warning; reaction "unknown" for a new one."""
    return _warnings().get(code, Code(code, UNKNOWN))


def all_codes() -> tuple[str, ...]:
    """Every error and warning code of the catalogue, sorted."""
    return tuple(sorted({*_errors()[0], *_warnings()}))
