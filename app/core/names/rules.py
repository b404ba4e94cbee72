"""The file name rules that need no wiki, made from resources/catalogues/filenames.json.

Kinds of check: regex, any_regex, max_bytes, min_chars, max_letters, char_range, extension_in,
inner_extension_not_in. `mime_matches_extension` needs the file and `batch_unique` the other rows:
both belong to `checks`; `server` rules belong to its online part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core import resources
from app.core.model import Severity
from app.core.names.extension import allowed
from app.core.names.normal import clean, in_bytes, split

SEVERITIES = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "autofix": Severity.INFO,
    "info": Severity.INFO,
}
_PREFIX = re.compile(r"^\s*:?\s*(?:file|image|media)\s*:\s*", re.IGNORECASE)
_FLAGS = {"i": re.IGNORECASE}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the text in question, for people, and its own figures."""

    found: str = ""
    count: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `finds` takes a whole name without File: and gives a Hit or None."""

    id: str
    severity: Severity
    autofix: bool
    finds: Callable[[str], Hit | None]
    fix: Mapping[str, Any]
    pattern: re.Pattern[str] | None = None


def without_prefix(name: str) -> str:
    """The name without File:, Image: or Media:."""
    return _PREFIX.sub("", name)


def part(name: str, on: str) -> str:
    """The stem or the whole name."""
    return split(name)[0] if on == "stem" else name


def shown(texts: Iterable[str]) -> str:
    """Found texts for people, each once; what cannot be seen is named by its number."""
    return " ".join(dict.fromkeys(_visible(t) for t in texts))


def _visible(text: str) -> str:
    if text and (text.isprintable() or len(text) > 3) and text.strip():
        return text.strip()
    return " ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(text))


def _regex(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    pattern, on = _compiled(check), check["on"]

    def finds(name: str) -> Hit | None:
        text = part(name, on)
        if not pattern.search(text):
            return None
        return Hit(shown(m[0] for m in pattern.finditer(text)))

    return finds


def _any_regex(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    flags = _FLAGS.get(check["flags"], re.NOFLAG)
    patterns = [re.compile(p["pattern"], flags) for p in check["patterns"]]
    on = check["on"]

    def finds(name: str) -> Hit | None:
        text = part(name, on)
        found = next((m for p in patterns if (m := p.search(text))), None)
        return Hit(shown([found[0]])) if found else None

    return finds


def _max_bytes(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    limit = int(check["limit"])

    def finds(name: str) -> Hit | None:
        count = in_bytes(clean(name))
        return Hit(count=count, limit=limit) if count > limit else None

    return finds


def _min_chars(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    limit, on = int(check["limit"]), check["on"]

    def finds(name: str) -> Hit | None:
        text = part(name, on).strip()
        return Hit(text, len(text), limit) if len(text) < limit else None

    return finds


def _max_letters(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    limit, on = int(check["limit"]), check["on"]

    def finds(name: str) -> Hit | None:
        text = part(name, on)
        count = sum(c.isalpha() for c in text)
        return Hit(text.strip(), count, limit) if count <= limit else None

    return finds


def _char_range(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    low, high, on = int(check["min"]), int(check["max"]), check["on"]

    def finds(name: str) -> Hit | None:
        count = len(part(name, on).strip())
        return None if low <= count <= high else Hit(count=count)

    return finds


def _extension_in(_check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    def finds(name: str) -> Hit | None:
        extension = split(name)[1].strip()
        known = not extension or extension.lower() in allowed()
        return None if known else Hit(extension)

    return finds


def _inner_extension(check: Mapping[str, Any]) -> Callable[[str], Hit | None]:
    listed = frozenset(check["list"])

    def finds(name: str) -> Hit | None:
        inner = [p.strip() for p in name.split(".")[1:-1]]
        found = [p for p in inner if p.lower() in listed]
        return Hit(shown("." + p for p in found)) if found else None

    return finds


_KINDS = {
    "regex": _regex,
    "any_regex": _any_regex,
    "max_bytes": _max_bytes,
    "min_chars": _min_chars,
    "max_letters": _max_letters,
    "char_range": _char_range,
    "extension_in": _extension_in,
    "inner_extension_not_in": _inner_extension,
}


def _compiled(check: Mapping[str, Any]) -> re.Pattern[str]:
    return re.compile(check["pattern"], _FLAGS.get(check["flags"], re.NOFLAG))


def _rule(entry: Mapping[str, Any]) -> Rule:
    check = entry["check"]
    return Rule(
        id=entry["id"],
        severity=SEVERITIES[entry["severity"]],
        autofix=entry["severity"] == "autofix",
        finds=_KINDS[check["kind"]](check),
        fix=entry["fix"],
        pattern=_compiled(check) if check["kind"] == "regex" else None,
    )


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """All rules about the name alone, by id, in the order of the catalogue."""
    entries = resources.catalogue("filenames")["rules"]
    return {e["id"]: _rule(e) for e in entries if e["check"]["kind"] in _KINDS}


@lru_cache(maxsize=1)
def catalogue_severities() -> Mapping[str, Severity]:
    """The severity of every rule of the catalogue, those of the wiki and the batch as well."""
    entries = resources.catalogue("filenames")["rules"]
    return {e["id"]: SEVERITIES[e["severity"]] for e in entries}
