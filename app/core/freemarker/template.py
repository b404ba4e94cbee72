"""A page layout written in FreeMarker: parsed once, rendered for each row."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from app.core.freemarker import lexer, values
from app.core.freemarker.expressions import Node, Parser, UnsupportedError, names, text_of, truth
from app.core.freemarker.lexer import Kind, Piece
from app.core.freemarker.values import (
    Loop,
    MissingError,
    Scope,
    TooMuchError,
    UnusableError,
    Value,
)
from app.core.model import Problem, Severity

NESTING = 40
"""How deep if and list may stand in each other."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of one page, the variables without a column, and what went wrong in this row."""

    text: str
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Page:
    """A page in the making."""

    scope: Scope
    parts: list[str] = field(default_factory=list)
    length: int = 0
    missing: dict[str, None] = field(default_factory=dict)
    unusable: dict[tuple[str, str], None] = field(default_factory=dict)

    def write(self, text: str) -> None:
        self.length += len(text)
        if self.length > values.LIMIT:
            raise TooMuchError
        self.parts.append(text)

    def note(self, error: MissingError | UnusableError) -> None:
        if isinstance(error, MissingError):
            self.missing[error.name] = None
        else:
            self.unusable[error.name, error.value] = None


Block = tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


@dataclass(frozen=True, slots=True)
class _Show:
    node: Node


@dataclass(frozen=True, slots=True)
class _If:
    branches: tuple[tuple[Node | None, Block], ...]


@dataclass(frozen=True, slots=True)
class _List:
    sequence: Node
    name: str
    body: Block
    otherwise: Block


@dataclass(frozen=True, slots=True)
class _Separator:
    body: Block
    name: str


@dataclass(frozen=True, slots=True)
class _Assign:
    name: str
    node: Node | None
    body: Block = ()


Part = _Text | _Show | _If | _List | _Separator | _Assign


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed layout. `problems` name what it uses that is not known, with the line; the rest
    of it works. `variables` are the names that it asks for and does not make itself, in texts in
    quotes too.
    """

    body: Block
    problems: tuple[Problem, ...]
    variables: tuple[str, ...]

    def render(self, variables: Mapping[str, str]) -> Rendered:
        """The page of one row. Values are inserted as they are and never read as layout.
        Never raises; a page that would grow beyond the limit is cut and has a problem.
        """
        page = _Page(Scope(variables, {}, {}))
        problems = []
        try:
            _run(self.body, page)
        except TooMuchError:
            params = {"limit": values.LIMIT}
            problems.append(Problem("template-too-long", Severity.ERROR, params=params))
        problems += [
            Problem("template-value", Severity.ERROR, params={"name": name, "value": value})
            for name, value in page.unusable
        ]
        text = _without_apostrophe("".join(page.parts))
        return Rendered(text, tuple(page.missing), tuple(problems))


def _without_apostrophe(text: str) -> str:
    """Workbooks begin with one literal apostrophe; two or more are wikitext."""
    return text[1:] if text.startswith("'") and not text.startswith("''") else text


def _run(block: Block, page: _Page) -> None:
    for part in block:
        page.scope.step()
        try:
            _do(part, page)
        except (MissingError, UnusableError) as error:
            page.note(error)


def _do(part: Part, page: _Page) -> None:
    match part:
        case _Text():
            page.write(part.text)
        case _Show():
            page.write(text_of(part.node, page.scope, "${…}"))
        case _If():
            _choose(part, page)
        case _List():
            _loop(part, page)
        case _Separator():
            loop = page.scope.loops.get(part.name)
            if loop and not loop.last:
                _run(part.body, page)
        case _Assign():
            page.scope.assigned[part.name] = _assigned(part, page)


def _choose(part: _If, page: _Page) -> None:
    for condition, block in part.branches:
        if condition is None or truth(condition, page.scope):
            _run(block, page)
            return


def _loop(part: _List, page: _Page) -> None:
    items = part.sequence.value(page.scope)
    if not isinstance(items, list):
        raise UnusableError("#list", items if isinstance(items, str) else "")
    if not items:
        _run(part.otherwise, page)
    scope = page.scope
    before = scope.assigned.get(part.name), scope.loops.get(part.name)
    for index, item in enumerate(items):
        scope.assigned[part.name] = item
        scope.loops[part.name] = Loop(index, index == len(items) - 1)
        _run(part.body, page)
    _restore(scope, part.name, *before)


def _restore(scope: Scope, name: str, value: Value | None, loop: Loop | None) -> None:
    """After a loop its variable is what it was before."""
    scope.assigned.pop(name, None)
    scope.loops.pop(name, None)
    if value is not None:
        scope.assigned[name] = value
    if loop is not None:
        scope.loops[name] = loop


def _assigned(part: _Assign, page: _Page) -> Value:
    if part.node is not None:
        return part.node.value(page.scope)
    inner = _Page(page.scope, missing=page.missing, unusable=page.unusable)
    _run(part.body, inner)
    return "".join(inner.parts)


def parse(source: str) -> Template:
    """The layout of a FreeMarker text. Never raises: what is not known is a problem
    `template-unsupported` (name, line), what does not end or fit `template-unclosed`.
    """
    found, unclosed = lexer.pieces(source.replace("\r\n", "\n"))
    builder = _Builder(found)
    body = builder.build()
    problems = [_problem("template-unclosed", line, name) for line, name in unclosed]
    asked = tuple(dict.fromkeys(_read(body, set())))
    return Template(body, (*builder.problems, *problems), asked)


def _problem(code: str, line: int, name: str) -> Problem:
    severity = Severity.WARNING if code == "template-unsupported" else Severity.BLOCKER
    return Problem(code, severity, params={"name": name, "line": line})


class _Builder:
    """Puts the pieces together. Tags that end a block are left for the block's owner."""

    def __init__(self, found: list[Piece]) -> None:
        self.pieces = found
        self.at = 0
        self.problems: list[Problem] = []
        self.loops: list[str] = []
        self.open: list[str] = []

    def build(self) -> Block:
        parts: list[Part] = []
        while self.at < len(self.pieces):
            parts += self.block()
            if self.at < len(self.pieces):  # an end or else without a beginning
                piece = self.pieces[self.at]
                self.report("template-unclosed", piece, _written(piece))
                self.at += 1
        return tuple(parts)

    def report(self, code: str, piece: Piece, name: str) -> None:
        problem = _problem(code, piece.line, name)
        if problem not in self.problems:
            self.problems.append(problem)

    def block(self) -> Block:
        parts: list[Part] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            if self._ends(piece):
                break
            self.at += 1
            try:
                parts += self.part(piece)
            except UnsupportedError as error:
                self.report("template-unsupported", piece, error.name)
        return tuple(parts)

    def _ends(self, piece: Piece) -> bool:
        if piece.kind is Kind.CLOSE:
            return piece.name in ("if", "list", "sep", "assign")
        return piece.kind is Kind.OPEN and piece.name in ("else", "elseif", "elseIf")

    def part(self, piece: Piece) -> Iterator[Part]:
        if piece.kind is Kind.TEXT:
            yield _Text(piece.source)
        elif piece.kind is Kind.INTERPOLATION:
            if piece.name:
                raise UnsupportedError("#{…}")
            yield _Show(Parser(piece.tokens).whole())
        elif piece.kind is Kind.OPEN:
            yield from self.directive(piece)
        elif piece.kind is Kind.CLOSE:
            self._known_unknown(piece)

    def _known_unknown(self, piece: Piece) -> None:
        """The end of a tag that is not known: named once, at its beginning."""
        name = _written(piece)
        if all(p.params["name"] != name for p in self.problems):
            raise UnsupportedError(name)

    def directive(self, piece: Piece) -> Iterator[Part]:
        makers = {"if": self._if, "list": self._list, "sep": self._sep, "assign": self._assign}
        maker = makers.get(piece.name)
        if maker is None or len(self.open) >= NESTING:
            raise UnsupportedError(_written(piece))
        return maker(piece)

    def _inside(self, piece: Piece) -> Block:
        self.open.append(piece.name)
        block = self.block()
        self.open.pop()
        return block

    def _close(self, piece: Piece, *, optional: bool = False) -> None:
        """Use the end tag of a block, or report that it has none."""
        here = self.pieces[self.at] if self.at < len(self.pieces) else None
        if here and here.kind is Kind.CLOSE and here.name == piece.name:
            self.at += 1
        elif not optional:
            self.report("template-unclosed", piece, f"#{piece.name}")

    def _condition(self, piece: Piece) -> Node | None:
        """The condition of an if; one that cannot be read is reported and never true."""
        try:
            return Parser(piece.tokens).whole()
        except UnsupportedError as error:
            self.report("template-unsupported", piece, error.name)
            return Parser((lexer.Token("name", "false"),)).whole()

    def _if(self, piece: Piece) -> Iterator[Part]:
        branches: list[tuple[Node | None, Block]] = []
        branches.append((self._condition(piece), self._inside(piece)))
        while self.at < len(self.pieces) and self.pieces[self.at].kind is Kind.OPEN:
            branch = self.pieces[self.at]
            self.at += 1
            condition = None if branch.name == "else" else self._condition(branch)
            branches.append((condition, self._inside(piece)))
        self._close(piece)
        yield _If(tuple(branches))

    def _list(self, piece: Piece) -> Iterator[Part]:
        parser = Parser(piece.tokens)
        problem: UnsupportedError | None = None
        sequence: Node = Parser((lexer.Token("string", '""'),)).whole()
        name = ""
        try:
            sequence = parser.expression()
            name = _loop_name(parser)
        except UnsupportedError as error:
            problem = error
        self.loops.append(name)
        body = self._inside(piece)
        self.loops.pop()
        otherwise = self._otherwise(piece)
        self._close(piece)
        if problem:
            raise problem
        yield _List(sequence, name, body, otherwise)

    def _otherwise(self, piece: Piece) -> Block:
        here = self.pieces[self.at] if self.at < len(self.pieces) else None
        if here and here.kind is Kind.OPEN and here.name == "else":
            self.at += 1
            return self._inside(piece)
        return ()

    def _sep(self, piece: Piece) -> Iterator[Part]:
        if not self.loops:
            raise UnsupportedError("#sep")
        body = self._inside(piece)
        self._close(piece, optional=True)
        yield _Separator(body, self.loops[-1])

    def _assign(self, piece: Piece) -> Iterator[Part]:
        parser = Parser(piece.tokens)
        first = parser.peek()
        if first.kind == "name" and len(piece.tokens) == 1:
            body = self._inside(piece)
            self._close(piece)
            yield _Assign(first.text, None, body)
            return
        while not parser.done:
            name = parser.peek()
            parser.at += 1
            if name.kind not in ("name", "string") or not parser.take("="):
                raise UnsupportedError("#assign")
            yield _Assign(name.text.strip("\"'"), parser.expression())


def _read(block: Block, made: set[str]) -> Iterator[str]:
    """Names that a block reads while the layout did not make them. `made` grows by what the block
    makes in any case: what only one branch or a loop makes may still be a column further on.
    """
    for part in block:
        match part:
            case _Show():
                yield from _outside(part.node, made)
            case _If():
                yield from _read_branches(part, made)
            case _List():
                yield from _outside(part.sequence, made)
                loop = {part.name, f"{part.name}_has_next", f"{part.name}_index"}
                yield from _read(part.body, made | loop)
                yield from _read(part.otherwise, set(made))
            case _Separator():
                yield from _read(part.body, set(made))
            case _Assign():
                if part.node is not None:
                    yield from _outside(part.node, made)
                yield from _read(part.body, made)
                made.add(part.name)


def _read_branches(part: _If, made: set[str]) -> Iterator[str]:
    after = []
    for condition, block in part.branches:
        if condition is not None:
            yield from _outside(condition, made)
        after.append(set(made))
        yield from _read(block, after[-1])
    if part.branches[-1][0] is None:
        made |= set.intersection(*after)


def _outside(node: Node, made: Container[str]) -> Iterator[str]:
    return (name for name in names(node) if name not in made)


def _loop_name(parser: Parser) -> str:
    if parser.peek() != lexer.Token("name", "as"):
        parser.refuse()
    parser.at += 1
    name = parser.peek()
    parser.at += 1
    if name.kind != "name" or not parser.done:
        raise UnsupportedError("#list … as")
    return name.text


def _written(piece: Piece) -> str:
    """A tag as people write it: #macro, @call."""
    return piece.name if piece.name.startswith("@") else f"#{piece.name}"
