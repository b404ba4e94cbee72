"""What a rule's fix makes of a name: each action is a small function from name to name.

A repaired name is offered only when its rule is content with it, no other rule of severity error
fires that did not fire before, and something is left of the name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from app.core.model import Severity
from app.core.names import extension
from app.core.names.normal import in_bytes, split, tidy, upper_first
from app.core.names.rules import Rule, rules, without_prefix

MAX_BYTES = 240
_INNER = re.compile(
    r"(?:\.(?:jpe?g|png|gif|svg|tiff?|webp|pdf|ogg|ogv|oga|webm|wav|mp3|flac))+$", re.IGNORECASE
)
_CAMERA = re.compile(r"^((?:CIMG|DSC|DSCF|DSCN|DUW|IMG|JD|MGP|PICT)[\s_-]*[\d\s_-]*)(.*)$")
_IDENTIFIER = re.compile(r"\s*\([^()]{1,60}\)$")


@dataclass(frozen=True, slots=True)
class _Task:
    """A name to repair by a rule; `ext` = extension of the file, "" when unknown."""

    name: str
    rule: Rule
    ext: str

    def stem(self, change: Callable[[str], str]) -> str:
        """The name with its stem changed."""
        stem, ext = split(self.name)
        return f"{change(stem)}.{ext}" if ext else change(stem)


def _smooth(name: str) -> str:
    stem, ext = split(re.sub(" {2,}", " ", name))
    stem = stem.strip(" ")
    return f"{stem}.{ext}" if ext else stem


def _replace(task: _Task) -> str:
    table = task.rule.fix["map"]
    if "*" in table and task.rule.pattern:
        return task.rule.pattern.sub(table["*"], task.name)
    name = task.name
    for old, new in table.items():
        name = name.replace(old, new)
    return name


def _remove(task: _Task) -> str:
    return task.rule.pattern.sub("", task.name) if task.rule.pattern else task.name


def _made_legal(name: str) -> str:
    """Decoded text without what no title may have."""
    for rule_id in ("control-chars", "illegal-wikichars", "illegal-filechars"):
        name = _replace(_Task(name, rules()[rule_id], ""))
    return name


def _url_decode(task: _Task) -> str:
    return _made_legal(unquote(task.name))


def _html_unescape(task: _Task) -> str:
    return _made_legal(html.unescape(task.name))


def _shorten(task: _Task) -> str:
    stem, ext = split(task.name)
    tail = f".{ext}" if ext else ""
    if found := _IDENTIFIER.search(stem):
        stem, tail = stem[: found.start()], found[0] + tail
    room = MAX_BYTES - in_bytes(tail)
    if in_bytes(stem) <= room:
        return stem + tail
    cut = stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    word = re.sub(r"\s+\S*$", "", cut)
    kept = word if in_bytes(word) > room // 2 else cut
    return kept.rstrip(" ,;:-–(") + tail


def _drop_inner(task: _Task) -> str:
    return task.stem(lambda stem: _INNER.sub("", stem))


def _append_extension(task: _Task) -> str:
    return f"{task.name.rstrip(' .')}.{task.ext}" if task.ext else task.name


def _sentence_case(task: _Task) -> str:
    return task.stem(lambda stem: upper_first(stem.lower()))


def _normal_extension(task: _Task) -> str:
    stem, ext = split(task.name)
    return f"{stem}.{extension.usual(ext)}"


def _prefix_to_end(task: _Task) -> str:
    stem, ext = split(task.name)
    found = _CAMERA.match(stem)
    rest = found[2].strip(" _-") if found else ""
    if not found or not any(c.isalpha() for c in rest):
        return task.name
    code = re.sub(r"[\s_-]+", " ", found[1]).strip()
    return f"{rest} ({code}).{ext}" if ext else f"{rest} ({code})"


def _inner_dots(task: _Task) -> str:
    listed, with_ = extension.prohibited(), task.rule.fix["with"]
    first, *inner = task.name.split(".")
    last = inner.pop() if inner else ""
    name = first
    for piece in inner:
        name += (with_ if piece.strip().lower() in listed else ".") + piece
    return f"{name}.{last}"


_ACTIONS: dict[str, Callable[[_Task], str]] = {
    "replace": _replace,
    "remove": _remove,
    "collapse": lambda task: tidy(task.name),
    "trim": lambda task: tidy(task.name),
    "trim_dots": lambda task: tidy(task.name),
    "strip_prefix": lambda task: without_prefix(task.name),
    "url_decode": _url_decode,
    "html_unescape": _html_unescape,
    "shorten": _shorten,
    "drop_inner_extension": _drop_inner,
    "append_real_extension": _append_extension,
    "sentence_case": _sentence_case,
    "capitalise_first": lambda task: upper_first(task.name),
    "normalise_extension": _normal_extension,
    "move_prefix_to_end": _prefix_to_end,
    "replace_inner_dots": _inner_dots,
}


def _errors(name: str) -> set[str]:
    return {r.id for r in rules().values() if r.severity is Severity.ERROR and r.finds(name)}


def _acceptable(old: str, new: str, rule: Rule) -> bool:
    if new == old or rule.finds(new) or not split(new)[0].strip():
        return False
    return _errors(new) <= _errors(old)


def repaired(name: str, rule: Rule, ext: str = "") -> str | None:
    """The name after the rule's fix, None when the fix needs a person or cannot mend it."""
    if rule.autofix:
        return tidy(name) if _acceptable(name, tidy(name), rule) else None
    action = _ACTIONS.get(rule.fix["action"])
    if action is None:
        return None
    new = name
    for _ in range(5):
        new = _smooth(action(_Task(new, rule, ext)))
        if not rule.finds(new):
            break
    return new if _acceptable(name, new, rule) else None
