"""Values of the page layout and what the built-ins do with them: only text, numbers, yes or no,
and lists of text. Nothing here can reach Python objects, files or code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LIMIT = 2_000_000
"""Characters: no text of a page layout, between or at the end, grows beyond it."""
STEPS = 200_000
"""Items of lists and nodes that one page may take."""

Value = str | Decimal | bool | list[str]


class MissingError(Exception):
    """A variable that no column has. `name` is the variable."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class UnusableError(Exception):
    """A value of the wrong sort, such as a word where a number is needed."""

    def __init__(self, name: str, value: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.value = value


class TooMuchError(Exception):
    """The page would grow beyond LIMIT or take more than STEPS."""


@dataclass(frozen=True, slots=True)
class Loop:
    """The loop that a variable belongs to."""

    index: int
    last: bool


@dataclass(slots=True)
class Scope:
    """Variables by name; loops by the name of their variable; the steps that are left."""

    variables: Mapping[str, str]
    assigned: dict[str, Value]
    loops: dict[str, Loop]
    steps: int = STEPS

    def lookup(self, name: str) -> Value | None:
        """The value of a variable; None when there is none."""
        if name in self.assigned:
            return self.assigned[name]
        found = self.variables.get(name)
        return found if found is not None else self._loop_variable(name)

    def _loop_variable(self, name: str) -> Value | None:
        for ending, read in (("_has_next", _has_next), ("_index", _index)):
            loop = self.loops.get(name.removesuffix(ending)) if name.endswith(ending) else None
            if loop:
                return read(loop)
        return None

    def work(self, value: Value) -> None:
        """Count the work of using a value: long ones take more."""
        self.step(1 + len(value) // 500 if isinstance(value, str | list) else 1)

    def step(self, count: int = 1) -> None:
        """Count work. Raises TooMuchError."""
        self.steps -= count
        if self.steps < 0:
            raise TooMuchError


def _has_next(loop: Loop) -> Value:
    return not loop.last


def _index(loop: Loop) -> Value:
    return Decimal(loop.index)


def bounded(text: str) -> str:
    """The text. Raises TooMuchError when it is too long."""
    if len(text) > LIMIT:
        raise TooMuchError
    return text


def shown(value: Value, name: str = "${…}") -> str:
    """A value as text in the page. Numbers without exponent and trailing zeros.
    Raises UnusableError for a list or a yes/no, as FreeMarker does.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    raise UnusableError(name)


def has_content(value: Value | None) -> bool:
    """Whether there is a value and it is not empty."""
    return value is not None and (not isinstance(value, str | list) or len(value) > 0)


def equal(left: Value, right: Value) -> bool:
    """Equality of two values of one sort. Raises UnusableError for two sorts, and for lists."""
    if isinstance(left, list) or type(left) is not type(right):
        raise UnusableError("==", "" if isinstance(left, list) else str(left))
    return left == right


def _cap_first(text: str) -> str:
    body = text.lstrip()
    return text[: len(text) - len(body)] + body[:1].upper() + body[1:]


def _capitalize(text: str) -> str:
    """Each word with a capital and small letters behind it; blanks stay as they are."""
    words, start = [], True
    for char in text:
        words.append(char.upper() if start else char.lower())
        start = char in " \t\r\n"
    return "".join(words)


def _html(text: str) -> str:
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return bounded(text)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise UnusableError("?number", text) from None
    if not number.is_finite() or abs(number.adjusted()) > 100:
        raise UnusableError("?number", text)
    return number


TEXT_BUILTINS: Mapping[str, Callable[[str], Value]] = {
    "trim": str.strip,
    "upper_case": str.upper,
    "lower_case": str.lower,
    "cap_first": _cap_first,
    "capitalize": _capitalize,
    "html": _html,
    "length": lambda text: Decimal(len(text)),
    "number": _number,
}


def replace(text: str, old: str, new: str, flags: str) -> str:
    """All places replaced (f: only the first). Literal, never a pattern."""
    count = 1 if "f" in flags else text.count(old)
    if len(text) + count * max(0, len(new) - len(old)) > LIMIT:
        raise TooMuchError
    return text.replace(old, new, 1) if "f" in flags else text.replace(old, new)


def split(text: str, separator: str, scope: Scope) -> list[str]:
    """The parts between separators; empty ones stay. An empty separator splits nothing."""
    scope.step(text.count(separator) if separator else 0)
    return text.split(separator) if separator else [text]


def as_string(value: Value, yes_no: tuple[str, str] | None) -> str:
    """?string and ?string("yes", "no")."""
    if isinstance(value, bool):
        yes, no = yes_no or ("true", "false")
        return yes if value else no
    return shown(value, "?string")
