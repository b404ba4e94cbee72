"""FreeMarker source cut into pieces: text, interpolations, tags and comments, with their lines.

Source of the rules: the FreeMarker 2.3 manual, "Template" and "White-space handling".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a piece is."""

    TEXT = "text"
    INTERPOLATION = "interpolation"
    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression. `kind` is name, number, string, raw or op."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of the source. `name` is that of a tag (if, list, macro, @call, #{); `tokens` its
    expression; `source` the text as written; `line` counts from 1.
    """

    kind: Kind
    line: int
    source: str
    name: str = ""
    tokens: tuple[Token, ...] = ()


class UnclosedError(ValueError):
    """A tag, interpolation, string or comment that does not end."""


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<raw>r"[^"]*"|r'[^']*')
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<name>[^\W\d][\w$@]*)
    |(?P<op>\?\?|!=|==|&&|\|\||\.\.|/>|.)""",
    re.VERBOSE | re.DOTALL,
)
_START = re.compile(r"<#--|</?[#@]([A-Za-z_][\w.]*)|\$\{|#\{")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def pieces(source: str) -> tuple[list[Piece], list[tuple[int, str]]]:
    """The pieces of a source with the blanks of tag lines taken out, and what does not end:
    its line and its first characters (it is kept as text).
    """
    unclosed: list[tuple[int, str]] = []
    return list(_strip(_cut(source, unclosed))), unclosed


def _cut(source: str, unclosed: list[tuple[int, str]]) -> Iterator[Piece]:
    position = text_from = 0
    while True:
        match = _START.search(source, position)
        if match is None:
            break
        line = source.count("\n", 0, match.start()) + 1
        try:
            piece, end = _piece(source, match, line)
        except UnclosedError:
            unclosed.append((line, match[0]))
            position = match.end()
            continue
        yield from _lines(source[text_from : match.start()], source, text_from)
        yield piece
        position = text_from = end
    yield from _lines(source[text_from:], source, text_from)


def _lines(text: str, source: str, start: int) -> Iterator[Piece]:
    line = source.count("\n", 0, start) + 1
    for part in re.findall(r"[^\n]*\n|[^\n]+", text):
        yield Piece(Kind.TEXT, line, part)
        line += 1


def _piece(source: str, match: re.Match[str], line: int) -> tuple[Piece, int]:
    """The piece that begins at a match and the position after it."""
    start, opening = match.start(), match[0]
    if opening == "<#--":
        end = source.find("-->", match.end())
        if end < 0:
            raise UnclosedError
        return Piece(Kind.COMMENT, line, source[start : end + 3]), end + 3
    closer = "}" if opening.endswith("{") else ">"
    tokens, end = expression(source, match.end(), closer)
    written = source[start:end]
    if opening == "${":
        return Piece(Kind.INTERPOLATION, line, written, "", tokens), end
    if opening == "#{":
        return Piece(Kind.INTERPOLATION, line, written, "#{", tokens), end
    call = "@" if "@" in opening[:3] else ""
    kind = Kind.CLOSE if opening.startswith("</") else Kind.OPEN
    return Piece(kind, line, written, call + match[1], tokens), end


def expression(source: str, position: int, closer: str) -> tuple[tuple[Token, ...], int]:
    """The words of an expression up to its closer, and the position after the closer.
    Raises UnclosedError when there is none.
    """
    found: list[Token] = []
    depth = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:  # pragma: no cover - the last alternative takes any character
            break
        position = match.end()
        text, kind = match[0], match.lastgroup or "op"
        if kind == "op" and text in {'"', "'"}:
            raise UnclosedError
        if kind == "op" and depth == 0 and text in (closer, "/>" if closer == ">" else closer):
            return tuple(found), position
        if kind == "op":
            depth += (text in _OPENING) - (text in _CLOSING and depth > 0)
        if kind != "blank":
            found.append(Token(kind, text))
    raise UnclosedError


def _strip(found: Iterator[Piece]) -> Iterator[Piece]:
    """White-space stripping: a line that holds nothing but tags and blanks leaves no text."""
    line: list[Piece] = []
    for piece in found:
        line.append(piece)
        if piece.kind is Kind.TEXT and piece.source.endswith("\n"):
            yield from _kept(line)
            line = []
    yield from _kept(line)


def _kept(line: list[Piece]) -> list[Piece]:
    tags = any(p.kind in (Kind.OPEN, Kind.CLOSE, Kind.COMMENT) for p in line)
    shows = any(p.kind is Kind.INTERPOLATION or _has_words(p) for p in line)
    if tags and not shows:
        return [p for p in line if p.kind is not Kind.TEXT]
    return line


def _has_words(piece: Piece) -> bool:
    return piece.kind is Kind.TEXT and bool(piece.source.strip())
