"""Takes out of a cell's text what would reach beyond the cell (FAULTS.md, "Bad input")."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.model import TextMode
from app.core.wikitext.scanner import Scan, Spans, scan

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TILDES = re.compile("~{3,}")
_SWITCH = re.compile(r"__(?=[^\W_]+(?:_[^\W_]+)*__)")
_HEADING = re.compile(r"^(?:<!--(?:(?!-->).)*-->)*=", re.MULTILINE)
_ROUNDS = 6
"""What was escaped can make a whole tag of what stood round it: looked at again."""
_QUOTES = re.compile("'{2,}")
_SPECIAL = re.compile(r"""[^\w .,;:()/'"?!°×–-]|_|--|''|^[ ;:]""")
"""Without any of these a cell is safe as it is, in both modes."""

_PLAIN = re.compile(
    r"""&(?=[\#\w])|[<>{}|]|\[\[+|\]\]+|\[(?=\w+:|//)|'{2,}|~{3,}"""
    r"""|__(?=[^\W_]+(?:_[^\W_]+)*__)|^[=*#:;\ ]|^-(?=---)""",
    re.MULTILINE,
)


_HELD = 0x100000
"""Where the characters stand that are shown and do nothing, until they become entities."""
_RELEASED = {_HELD + code: f"&#{code};" for code in range(128)}
_ANY_HELD = re.compile(f"[{chr(_HELD)}-{chr(_HELD + 127)}]")
_PIPE, _BANG = chr(_HELD + ord("|")), "{{!}}"
_RELEASED |= {_HELD + ord("&"): "&amp;", _HELD + ord("<"): "&lt;", _HELD + ord(">"): "&gt;"}


def neutralise(text: str, mode: TextMode) -> tuple[str, tuple[str, ...]]:
    """The text as it can stand in a page, and what was taken out of it: see `held`."""
    written, codes = held(text, mode)
    return release(written), codes


def release(text: str) -> str:
    """The characters that are held become entities."""
    return text.translate(_RELEASED) if _ANY_HELD.search(text) else text


@lru_cache(maxsize=4096)
def held(text: str, mode: TextMode) -> tuple[str, tuple[str, ...]]:
    """As `neutralise`, but what is to become an entity is still one character, so that a layout
    can count, split or escape the text as it was typed. `release` ends that.

    Wikitext that pairs up inside the cell stays as it is. Codes: pipe, braces, brackets,
    comment, nowiki, tag, subst, signature, switch, heading, quotes, bidi,
    control. As plain text
    everything is escaped, which is not reported; only bidi and control characters are.
    """
    if not _SPECIAL.search(text):
        return text, ()
    codes: dict[str, None] = {}
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for name, pattern in (("bidi", _BIDI), ("control", _CONTROL)):
        text, count = pattern.subn("", text)
        if count:
            codes[name] = None
    if mode is TextMode.PLAIN:
        return _PLAIN.sub(lambda m: _entities(m[0]), text), tuple(codes)
    for _ in range(_ROUNDS):
        found: dict[str, None] = {}
        text = _wikitext(text, found)
        codes |= found
        if not found:
            break
    return text, tuple(codes)


def _entities(text: str) -> str:
    return "".join(chr(_HELD + ord(char)) for char in text)


def _wikitext(text: str, codes: dict[str, None]) -> str:
    found = scan(text)
    changes: dict[int, str] = {}
    for position, reason in sorted(found.escape.items()):
        changes[position] = _entities(text[position])
        codes[reason] = None
    for position in found.bare_pipes():
        changes[position] = _pipe(text, position)
        codes["pipe"] = None
    _words(text, found, changes, codes)
    _quotes(text, found, changes, codes)
    _edges(text, found, changes, codes)
    return "".join(changes.get(i, char) for i, char in enumerate(text)) if changes else text


def _pipe(text: str, position: int) -> str:
    """{{!}}, or an entity in a tag, and where it could join its neighbours or begin a row."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    in_tag = text.rfind("<", 0, position) > text.rfind(">", 0, position)
    alone = before in ("", "\n", "{") or after == "}" or in_tag
    return _PIPE if alone else _BANG


def _words(text: str, found: Scan, changes: dict[int, str], codes: dict[str, None]) -> None:
    """Signatures, switches and headings."""
    for name, pattern in (("signature", _TILDES), ("switch", _SWITCH), ("heading", _HEADING)):
        outside = Spans([*found.raw, *found.inside] if name == "heading" else found.raw)
        for match in pattern.finditer(text):
            span = range(match.end() - 1 if name == "heading" else match.start(), match.end())
            if span[0] in outside:
                continue
            changes.update({i: _entities(text[i]) for i in span})
            codes[name] = None


def _quotes(text: str, found: Scan, changes: dict[int, str], codes: dict[str, None]) -> None:
    """Bold and italics that are not closed in their line, such as the inches of 12''. A
    French elision is fine: MediaWiki reads l'''amour'' as l' and italics.
    """
    raw = Spans(found.raw)
    for line in re.finditer(r"[^\n]+", text):
        runs = [m for m in _QUOTES.finditer(text, *line.span()) if m.start() not in raw]
        while runs and (odd := _unclosed(runs)):
            runs.remove(odd)
            changes.update({i: _entities("'") for i in range(odd.start(), odd.end())})
            codes["quotes"] = None


def _unclosed(runs: list[re.Match[str]]) -> re.Match[str] | None:
    """The run of apostrophes that spoils the balance, the last of its kind."""
    italic = [m for m in runs if len(m[0]) == 2 or len(m[0]) >= 5]
    bold = [m for m in runs if len(m[0]) >= 3]
    if [len(m[0]) for m in runs] == [3, 2]:
        return None
    if len(italic) % 2:
        return italic[-1]
    return bold[-1] if len(bold) % 2 else None


def _edges(text: str, found: Scan, changes: dict[int, str], codes: dict[str, None]) -> None:
    """A single brace at an end of the cell could join with one of the page."""
    spans = Spans([*found.inside, *found.raw])
    for position in {0, len(text) - 1} if text else set():
        loose = text[position] in "{}" and position not in changes
        if loose and position not in spans:
            changes[position] = _entities(text[position])
            codes["braces"] = None
