"""Reads .po files (the form translators' platforms read): keys, sentences, plural rule."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

_RULE = re.compile(r"plural=([^;\n]+)")
_LINE = re.compile(r'(?:(msgid_plural|msgid|msgctxt|msgstr)(?:\[(\d)\])?\s*)?("(?:.*)")')


@dataclass(frozen=True)
class PoFile:
    """Entries by msgid, each with one text per plural form; fuzzy ones are left out."""

    entries: dict[str, tuple[str, ...]]
    plural_rule: str | None


@dataclass(slots=True)
class _Entry:
    """One entry while it is read: parts by keyword (id, skip, or the number of a form)."""

    fuzzy: bool = False
    parts: dict[str | int, str] = field(default_factory=dict)
    current: str | int = "skip"
    complete: bool = False
    """Whether a form was read: what comes next is another entry."""

    def begin(self, word: str, form: str | None, value: str) -> None:
        self.current = "id" if word == "msgid" else int(form or 0) if word == "msgstr" else "skip"
        self.parts[self.current] = value
        self.complete |= word == "msgstr"

    def go_on(self, value: str) -> None:
        self.parts[self.current] = self.parts.get(self.current, "") + value

    @property
    def forms(self) -> tuple[str, ...]:
        numbers = [k for k in self.parts if isinstance(k, int)]
        return tuple([self.parts[n] for n in sorted(numbers)])


def parse(text: str) -> PoFile:
    """Parse the text of a .po file. Raises ValueError with the line number when it is broken."""
    entries: dict[str, tuple[str, ...]] = {}
    rule = None
    for entry in _entries(text):
        msgid = entry.parts.get("id", "")
        if not msgid:
            found = _RULE.search("".join(entry.forms))
            rule = found[1].strip() if found else rule
        elif msgid in entries:
            raise ValueError(f"{msgid}: twice")
        elif not entry.fuzzy and any(forms := entry.forms):
            entries[msgid] = forms
    return PoFile(entries, rule)


def _entries(text: str) -> list[_Entry]:
    """The entries in order; one begins at a comment, or at a msgid after a msgstr."""
    entry = _Entry()
    found = [entry]
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line[0] == "#":
            if entry.complete:
                entry = _Entry()
                found.append(entry)
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"line {number}: {line}")
        word, form, quoted = match.groups()
        if word == "msgid" and entry.complete:
            entry = _Entry()
            found.append(entry)
        value = quoted[1:-1]
        if "\\" in value or '"' in value:
            value = ast.literal_eval(quoted)
        if word:
            entry.begin(word, form, value)
        else:
            entry.go_on(value)
    return [e for e in found if e.parts]
