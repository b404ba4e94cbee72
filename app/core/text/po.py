"""Reads .po files (the form translators' platforms read): keys, sentences, plural rule."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_RULE = re.compile(r"plural=([^;\n]+)")


@dataclass(frozen=True)
class PoFile:
    """Entries by msgid, each with one text per plural form; fuzzy ones are left out."""

    entries: dict[str, tuple[str, ...]]
    plural_rule: str | None


class _Entry:
    def __init__(self) -> None:
        self.msgid = ""
        self.forms: dict[int, str] = {}
        self.fuzzy = False
        self.seen_id = False


def parse(text: str) -> PoFile:
    """Parse the text of a .po file. Raises ValueError with the line number when it is broken."""
    entries: dict[str, tuple[str, ...]] = {}
    header = ""
    entry = _Entry()
    target = ""

    def close() -> None:
        nonlocal header, entry
        if entry.seen_id and not entry.msgid:
            header = entry.forms.get(0, "")
        elif entry.seen_id and not entry.fuzzy and any(entry.forms.values()):
            if entry.msgid in entries:
                raise ValueError(f"{entry.msgid}: twice")
            entries[entry.msgid] = tuple(entry.forms[i] for i in sorted(entry.forms))
        entry = _Entry()

    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("#") or not line:
            if entry.forms:
                close()
            if line.startswith("#,") and "fuzzy" in line:
                entry.fuzzy = True
            continue
        match = re.fullmatch(
            r'(msgid_plural|msgid|msgstr(?:\[(\d)\])?|msgctxt)?\s*("(?:.*)")', line
        )
        if not match:
            raise ValueError(f"line {number}: {line}")
        word, form, quoted = match.groups()
        value = ast.literal_eval(quoted)
        if word == "msgid":
            if entry.forms:
                close()
            entry.seen_id, target = True, "id"
            entry.msgid = value
        elif word in ("msgid_plural", "msgctxt"):
            target = "skip"
        elif word:
            target = "str"
            current = int(form or 0)
            entry.forms[current] = value
        elif target == "id":
            entry.msgid += value
        elif target == "str":
            entry.forms[current] += value
    if entry.seen_id:
        close()
    rule = _RULE.search(header)
    return PoFile(entries, rule[1].strip() if rule else None)
