"""Finds what pairs up in a cell's wikitext and what does not, as MediaWiki's preprocessor reads it.

Where that and other parsers could read a text in two ways, it counts as not paired.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

EXTENSION_TAGS = frozenset(
    [
        "nowiki",
        "pre",
        "gallery",
        "math",
        "chem",
        "ce",
        "syntaxhighlight",
        "source",
        "score",
        "timeline",
        "hiero",
        "imagemap",
        "inputbox",
        "graph",
        "categorytree",
        "templatedata",
        "section",
    ]
)
"""Tags whose content the wiki does not read as wikitext: a pipe inside is safe."""

PAIRED_TAGS = frozenset(
    [
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "small",
        "big",
        "sup",
        "sub",
        "span",
        "div",
        "center",
        "font",
        "code",
        "tt",
        "kbd",
        "var",
        "samp",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "del",
        "ins",
        "strike",
        "cite",
        "abbr",
        "bdi",
        "bdo",
        "q",
        "ref",
        "references",
        "poem",
        "noinclude",
        "includeonly",
        "onlyinclude",
        "translate",
        "ruby",
        "rb",
        "rt",
        "rp",
        "p",
    ]
)
"""Tags that must be closed, or they change the page behind the cell."""

DEPTH = 60
"""Links, templates and tags that may stand in each other; MediaWiki stops at about 40."""

_EXTENSIONS = "|".join(sorted(EXTENSION_TAGS))
_PAIRS = "|".join(sorted(PAIRED_TAGS))
_MARK = re.compile(
    rf"""(?P<comment><!--)
    |(?P<extension></?(?:{_EXTENSIONS})(?=[\s/>])[^<>]*>)
    |(?P<tag></?(?:{_PAIRS})(?=[\s/>])[^<>{{}}\[\]]*>)
    |(?P<open>\{{{{+|\[\[+)
    |(?P<close>\}}}}+|\]\]+)
    |(?P<pipe>\|)""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOSER = {"{": "}", "[": "]"}
_SUBST = re.compile(r"(?i)\s*(?:\{\{\{\s*\|\s*)?(?:safe)?subst\s*:")
_ALLOWED_SUBST = re.compile(r"\s*subst:\s*(?:[Pp]P|[Uu]nc)\s*(?:\|[^{}\[\]]*)?")
_FUNCTION = re.compile(r"\s*#\w+\s*:[^<>\[\]{}]*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(slots=True)
class _Piece:
    """Something open: a run of braces or brackets, or a tag. `at` = position of its last
    character that is still free, `pipe` = position of the first pipe directly inside.
    """

    char: str
    at: int
    count: int
    tag: str = ""
    end: int = 0
    pipe: int = -1


@dataclass(slots=True)
class Scan:
    """What was found: `escape` = positions of characters that must not count, with the reason;
    `inside` = spans of whole links and templates; `raw` = spans that the wiki does not read.
    """

    escape: dict[int, str] = field(default_factory=dict)
    inside: list[tuple[int, int]] = field(default_factory=list)
    raw: list[tuple[int, int]] = field(default_factory=list)
    pipes: list[int] = field(default_factory=list)

    def bare_pipes(self) -> Iterator[int]:
        """Pipes outside of links, templates and raw spans."""
        spans = Spans(self.inside)
        return (p for p in self.pipes if p not in spans)


class Spans:
    """Spans that positions are looked up in; inner ones are covered by their outer ones."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if not self._ends or end > self._ends[-1]:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, position: object) -> bool:
        if not isinstance(position, int):
            return False
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]


def scan(text: str) -> Scan:
    """Scan the wikitext of one cell."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Scan()
        self.stack: list[_Piece] = []

    def run(self) -> Scan:
        position = 0
        while match := _MARK.search(self.text, position):
            position = getattr(self, f"_{match.lastgroup}")(match)
        while self.stack:
            self._drop(self.stack.pop())
        return self.found

    def _comment(self, match: re.Match[str]) -> int:
        end = self.text.find("-->", match.end())
        if end < 0:
            self.found.escape[match.start()] = "comment"
            return match.end()
        self.found.raw.append((match.start(), end + 3))
        return end + 3

    def _extension(self, match: re.Match[str]) -> int:
        written = match[0]
        name = re.match(r"</?(\w+)", written)
        if written.endswith("/>"):
            self.found.raw.append(match.span())
            return match.end()
        closing = rf"(?i)</{name[1] if name else ''}\s*>"
        end = (
            None if written.startswith("</") else re.compile(closing).search(self.text, match.end())
        )
        if end is None:
            self.found.escape[match.start()] = "nowiki"
            return match.end()
        self.found.raw.append((match.start(), end.end()))
        return end.end()

    def _tag(self, match: re.Match[str]) -> int:
        written = match[0]
        name = re.split(r"[\s/>]", written.lstrip("</"), maxsplit=1)[0].lower()
        if written.startswith("</"):
            self._close_tag(match, name)
        elif not written.endswith("/>"):
            self._push(_Piece("<", match.start(), 1, name, match.end()))
        return match.start() + 1

    def _close_tag(self, match: re.Match[str], name: str) -> None:
        """Close the nearest open tag of the name, unless a link or template lies between."""
        for index in range(len(self.stack) - 1, -1, -1):
            piece = self.stack[index]
            if piece.char != "<":
                break
            if piece.tag == name:
                for left in self.stack[index + 1 :]:
                    self._drop(left)
                del self.stack[index:]
                return
        self.found.escape[match.start()] = "tag"

    def _open(self, match: re.Match[str]) -> int:
        self._push(_Piece(match[0][0], match.end() - 1, len(match[0])))
        return match.end()

    def _push(self, piece: _Piece) -> None:
        if len(self.stack) < DEPTH:
            self.stack.append(piece)
        else:
            self._drop(piece)

    def _pipe(self, match: re.Match[str]) -> int:
        position = match.start()
        self.found.pipes.append(position)
        holder = next((p for p in reversed(self.stack) if p.char != "<"), None)
        if holder and holder.pipe < 0:
            holder.pipe = position
        return match.end()

    def _close(self, match: re.Match[str]) -> int:
        """A run of closers: pair as many as fit, the rest must not count."""
        position, char = match.start(), match[0][0]
        while position < match.end():
            opener = self._opener(char)
            count = min(opener.count, match.end() - position, 3) if opener else 0
            count = min(count, 2) if char == "]" else count
            if opener is None or count < 2:
                break
            self._pair(opener, position, count)
            position += count
        for left in range(position, match.end()):
            self.found.escape[left] = _NAMES[char]
        return match.end()

    def _opener(self, closer: str) -> _Piece | None:
        """The nearest opener of a closer; what is open above it stays unpaired."""
        fits = [i for i, p in enumerate(self.stack) if _CLOSER.get(p.char) == closer]
        if not fits:
            return None
        for left in self.stack[fits[-1] + 1 :]:
            self._drop(left)
        del self.stack[fits[-1] + 1 :]
        return self.stack[-1]

    def _pair(self, opener: _Piece, closing: int, count: int) -> None:
        first = opener.at - count + 1
        reason = self._wrong(opener, closing, count)
        if reason:
            self.found.escape.update(dict.fromkeys(range(first, opener.at + 1), reason))
            self.found.escape.update(dict.fromkeys(range(closing, closing + count), reason))
        else:
            self.found.inside.append((first, closing + count))
        opener.at, opener.count, opener.pipe = first - 1, opener.count - count, -1
        if opener.count < 2:
            self._drop(self.stack.pop())

    def _wrong(self, opener: _Piece, closing: int, count: int) -> str:
        """Why a pair must not count, "" when it may."""
        start = opener.at + 1
        whole = self.text[start:closing]
        head = self.text[start : opener.pipe if opener.pipe >= 0 else closing]
        if count == 2 and opener.char == "{":
            plain = _COMMENT.sub("", whole)
            if _SUBST.match(plain) and not _ALLOWED_SUBST.fullmatch(whole):
                return "subst"
        if count == 2 and not self._names_something(head, start):
            return _NAMES[opener.char]
        return ""

    def _names_something(self, head: str, start: int) -> bool:
        """Whether the part before the first pipe can be the name of a page or template."""
        end = start + len(head)
        called = [s for s in _after(self.found.inside, start) if self.text[s[0]] == "{"]
        called = [s for s in called if s[0] < end]
        comments = [s for s in _after(self.found.raw, start) if self.text.startswith("<!--", s[0])]
        gone = Spans([*called, *comments])
        left = "".join(c for i, c in enumerate(head, start) if i not in gone)
        if _FUNCTION.match(head):
            return True
        wrong = any(c in "<>[]{}" for c in left) or "\n" in head.strip() or "''" in left
        return bool(left.strip() or called) and not wrong

    def _drop(self, piece: _Piece) -> None:
        """What stays open at the end must not count."""
        if piece.char == "<":
            self.found.escape[piece.at] = "tag"
            return
        for position in range(piece.at - piece.count + 1, piece.at + 1):
            self.found.escape[position] = _NAMES[piece.char]


def _after(spans: list[tuple[int, int]], start: int) -> Iterator[tuple[int, int]]:
    """The spans that begin at a position or behind it; spans are kept in order of their ends."""
    for span in reversed(spans):
        if span[1] <= start:
            return
        if span[0] >= start:
            yield span


_NAMES = {"{": "braces", "}": "braces", "[": "brackets", "]": "brackets"}
