"""Expressions of the page layout: parsed into small nodes that evaluate themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn, Protocol

from app.core.freemarker import lexer, values
from app.core.freemarker.lexer import Token
from app.core.freemarker.values import MissingError, Scope, UnusableError, Value

DEPTH = 60
"""How deep brackets and operators may be nested."""


class UnsupportedError(Exception):
    """Something that this room does not know. `name` is how it is written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Node(Protocol):
    """An expression."""

    def value(self, scope: Scope) -> Value:
        """Its value. Raises MissingError, UnusableError, TooMuchError."""
        ...  # pragma: no cover


def guarded(node: Node, scope: Scope) -> Value | None:
    """The value, or None where it is missing: a variable that there is not, and anything that
    is missing inside brackets; what is missing deeper without brackets is still an error.
    """
    if isinstance(node, Name):
        return scope.lookup(node.name)
    if isinstance(node, Member):
        node.target.value(scope)
        return None
    if isinstance(node, Brackets):
        try:
            return node.inner.value(scope)
        except MissingError:
            return None
    return node.value(scope)


def truth(node: Node, scope: Scope) -> bool:
    """The yes or no of a condition. Raises UnusableError for any other value."""
    found = node.value(scope)
    if isinstance(found, bool):
        return found
    raise UnusableError("#if", found if isinstance(found, str) else "")


def text_of(node: Node, scope: Scope, name: str) -> str:
    """The text or number of a node as text."""
    return values.shown(node.value(scope), name)


def names(node: Node) -> Iterator[str]:
    """All variables that an expression reads."""
    if isinstance(node, Name):
        yield node.name
        return
    for inner in _inside(node):
        yield from names(inner)


def _inside(node: Node) -> Sequence[Node]:
    match node:
        case Joined():
            return node.parts
        case Brackets():
            return (node.inner,)
        case Default():
            return (node.target, node.fallback) if node.fallback else (node.target,)
        case Compare() | Logic():
            return node.left, node.right
        case BuiltIn():
            return (node.target, *node.arguments)
        case Member() | Exists() | Not():
            return (node.target,)
    return ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text without ${}, true or false."""

    held: Value

    def value(self, scope: Scope) -> Value:
        """The literal."""
        scope.step()
        return self.held


@dataclass(frozen=True, slots=True)
class Joined:
    """A text in quotes with ${} inside."""

    parts: tuple[Node, ...]

    def value(self, scope: Scope) -> Value:
        """The parts one after the other."""
        text = ""
        for part in self.parts:
            text = values.bounded(text + text_of(part, scope, "${…}"))
            scope.work(text)
        return text


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    name: str

    def value(self, scope: Scope) -> Value:
        """The variable's value."""
        found = scope.lookup(self.name)
        if found is None:
            raise MissingError(self.name)
        scope.work(found)
        return found


@dataclass(frozen=True, slots=True)
class Member:
    """x.y: no value here has members, so it is always missing."""

    target: Node
    name: str

    def value(self, scope: Scope) -> Value:
        """Never a value."""
        self.target.value(scope)
        raise MissingError(self.name)


@dataclass(frozen=True, slots=True)
class Brackets:
    """(…)"""

    inner: Node

    def value(self, scope: Scope) -> Value:
        """What is inside."""
        return self.inner.value(scope)


@dataclass(frozen=True, slots=True)
class Default:
    """x!y, x! and (x)!y."""

    target: Node
    fallback: Node | None

    def value(self, scope: Scope) -> Value:
        """The target, or the fallback where it is missing (not where it is empty)."""
        found = guarded(self.target, scope)
        if found is not None:
            return found
        return self.fallback.value(scope) if self.fallback else ""


@dataclass(frozen=True, slots=True)
class Exists:
    """x??"""

    target: Node

    def value(self, scope: Scope) -> Value:
        """Whether there is such a variable."""
        return guarded(self.target, scope) is not None


@dataclass(frozen=True, slots=True)
class Not:
    """!x"""

    target: Node

    def value(self, scope: Scope) -> Value:
        """The contrary."""
        return not truth(self.target, scope)


@dataclass(frozen=True, slots=True)
class Compare:
    """x == y, x != y."""

    left: Node
    right: Node
    same: bool

    def value(self, scope: Scope) -> Value:
        """Whether both are equal (or not)."""
        return values.equal(self.left.value(scope), self.right.value(scope)) is self.same


@dataclass(frozen=True, slots=True)
class Logic:
    """x && y, x || y; the right side only where it matters."""

    left: Node
    right: Node
    both: bool

    def value(self, scope: Scope) -> Value:
        """Yes or no."""
        first = truth(self.left, scope)
        if first is not self.both:
            return first
        return truth(self.right, scope)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """x?name(arguments)"""

    target: Node
    name: str
    arguments: tuple[Node, ...] = ()

    def value(self, scope: Scope) -> Value:
        """What the built-in makes of the target."""
        if self.name == "has_content":
            return values.has_content(guarded(self.target, scope))
        if self.name in _LOOP:
            return self._loop(scope)
        found = self.target.value(scope)
        words = [text_of(a, scope, f"?{self.name}") for a in self.arguments]
        if self.name == "string":
            return values.as_string(found, (words[0], words[1]) if words else None)
        if not isinstance(found, str):
            raise UnusableError(f"?{self.name}")
        scope.work(found)
        if self.name == "split":
            return values.split(found, words[0], scope)
        if self.name == "replace":
            return values.replace(found, words[0], words[1], words[2] if words[2:] else "")
        return values.TEXT_BUILTINS[self.name](found)

    def _loop(self, scope: Scope) -> Value:
        loop = scope.loops.get(self.target.name) if isinstance(self.target, Name) else None
        if loop is None:
            raise UnusableError(f"?{self.name}")
        if self.name == "has_next":
            return not loop.last
        return Decimal(loop.index + (self.name == "counter"))


_LOOP = frozenset({"index", "counter", "has_next"})
_ARGUMENTS = {"replace": (2, 3), "split": (1, 1), "string": (0, 2)}
_KNOWN = {*values.TEXT_BUILTINS, *_LOOP, *_ARGUMENTS, "has_content"}
_CAMEL = re.compile(r"(?<=[a-z])([A-Z])")


class Parser:
    """A parser over the words of one expression."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def done(self) -> bool:
        """Whether all words are used."""
        return self.at >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        """A word further on; an empty one behind the end."""
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else Token("end", "")

    def take(self, *texts: str) -> bool:
        """Use the next word if it is one of these operators."""
        token = self.peek()
        if token.kind == "op" and token.text in texts:
            self.at += 1
            return True
        return False

    def refuse(self) -> NoReturn:
        """The next word cannot stand here."""
        raise UnsupportedError(self.peek().text or "…")

    def whole(self) -> Node:
        """The only expression. Raises UnsupportedError when more follows."""
        node = self.expression()
        if not self.done:
            self.refuse()
        return node

    def expression(self) -> Node:
        """X || y"""
        self.depth += 1
        if self.depth > DEPTH:
            raise UnsupportedError("((…))")
        node = self._and()
        while self.take("||"):
            node = Logic(node, self._and(), both=False)
        self.depth -= 1
        return node

    def _and(self) -> Node:
        node = self._equal()
        while self.take("&&"):
            node = Logic(node, self._equal(), both=True)
        return node

    def _equal(self) -> Node:
        node = self._unary()
        same = self.peek().text != "!="
        if self.take("==", "!=", "="):
            node = Compare(node, self._unary(), same)
        return node

    def _unary(self) -> Node:
        negations = 0
        while self.take("!"):
            negations += 1
        node = self._postfix(self._primary())
        return Not(node) if negations % 2 else (Not(Not(node)) if negations else node)

    def _primary(self) -> Node:
        token = self.peek()
        self.at += 1
        if token.kind == "name":
            return Literal(token.text == "true") if token.text in _BOOLEANS else Name(token.text)
        if token.kind == "number":
            return Literal(Decimal(token.text))
        if token.kind == "raw":
            return Literal(token.text[2:-1])
        if token.kind == "string":
            return _joined(token.text[1:-1])
        if token.text == "(":
            inner = self.expression()
            if self.take(")"):
                return Brackets(inner)
            self.refuse()
        self.at -= 1
        return self.refuse()

    def _postfix(self, node: Node) -> Node:
        for _ in range(DEPTH):
            if self.take("??"):
                node = Exists(node)
            elif self.take("?"):
                node = self._builtin(node)
            elif self.take("."):
                node = Member(node, self._name())
            elif self.take("!"):
                node = Default(node, self.expression() if self._starts() else None)
            else:
                return node
        raise UnsupportedError("?…?…")

    def _starts(self) -> bool:
        """Whether an expression begins here: then it is the default of a `!`. A name with a
        single = behind it is the next variable of an assign.
        """
        token = self.peek()
        if token.kind == "name":
            return self.peek(1).text != "="
        return token.kind in ("string", "raw", "number") or token.text in ("(", "!")

    def _name(self) -> str:
        token = self.peek()
        if token.kind != "name":
            self.refuse()
        self.at += 1
        return token.text

    def _builtin(self, target: Node) -> Node:
        written = self._name()
        name = _CAMEL.sub(r"_\1", written).lower()
        if name not in _KNOWN:
            raise UnsupportedError(f"?{written}")
        arguments = self._arguments() if self.take("(") else ()
        least, most = _ARGUMENTS.get(name, (0, 0))
        if not least <= len(arguments) <= most or (name == "string" and len(arguments) == 1):
            raise UnsupportedError(f"?{written}(…)")
        _check_flags(name, arguments)
        return BuiltIn(target, name, arguments)

    def _arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self.take(")"):
            return ()
        while True:
            found.append(self.expression())
            if self.take(")"):
                return tuple(found)
            if not self.take(","):
                self.refuse()


def _check_flags(name: str, arguments: tuple[Node, ...]) -> None:
    """Of the flags of ?replace only f (first) is known: no patterns from a page layout."""
    if name == "replace" and len(arguments) == 3:
        flags = arguments[2]
        if not isinstance(flags, Literal) or flags.held not in ("", "f"):
            raise UnsupportedError("?replace(…, flags)")


_BOOLEANS = frozenset({"true", "false"})
_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f",
    "l": "<", "g": ">", "a": "&",
}  # fmt: skip
_ESCAPED = re.compile(r"\\(x[0-9A-Fa-f]{1,4}|.)", re.DOTALL)


def _unescape(text: str) -> str:
    def read(match: re.Match[str]) -> str:
        code = match[1]
        if len(code) > 1:
            return chr(int(code[1:], 16))
        return _ESCAPES.get(code, code)

    return _ESCAPED.sub(read, text)


def _joined(raw: str) -> Node:
    """A text in quotes; its ${} are expressions too."""
    parts: list[Node] = []
    position = start = 0
    while (position := raw.find("${", position)) >= 0:
        if raw[:position].endswith("\\"):
            position += 2
            continue
        try:
            tokens, end = lexer.expression(raw, position + 2, "}")
        except lexer.UnclosedError:
            raise UnsupportedError("${") from None
        parts += [Literal(_unescape(raw[start:position])), Parser(tokens).whole()]
        position = start = end
    parts.append(Literal(_unescape(raw[start:])))
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))
