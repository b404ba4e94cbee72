"""What reading a cell gives: values with their qualifiers, and problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.model import DataValue, Fix, Problem, Severity, Snak
from app.core.model.datavalue import SnakType


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a cell. `value` is None for somevalue and novalue; `text` is how it reads in
    words, in the language of the program.
    """

    snaktype: SnakType
    value: DataValue | None = None
    qualifiers: tuple[Snak, ...] = ()
    text: str = ""
    property: str = ""
    """The property that the cell itself says it is for: P9149 of {{Object location}}."""

    def snak(self, property_id: str) -> Snak:
        """The reading as the snak of a property."""
        return Snak(property_id, self.value, self.snaktype)


@dataclass(frozen=True, slots=True)
class Result:
    """The readings of a cell in their order, and what is wrong with the rest of it."""

    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.readings)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.readings)


NOTHING = Result()
_SHOWN = 60


def of_value(value: DataValue, text: str, *qualifiers: Snak) -> Reading:
    """A reading with a value."""
    return Reading("value", value, qualifiers, text)


def unknown(text: str, *qualifiers: Snak) -> Reading:
    """A reading that says: there is one, nobody knows which (somevalue)."""
    return Reading("somevalue", None, qualifiers, text)


def together(results: Iterable[Result]) -> Result:
    """Several results as one: readings that are equal once, problems that are equal once."""
    found = tuple(results)
    if len(found) == 1 and len(found[0].readings) < 2 and len(found[0].problems) < 2:
        return found[0]
    readings: dict[Reading, None] = {}
    problems: list[Problem] = []
    for result in found:
        readings.update(dict.fromkeys(result.readings))
        problems.extend(p for p in result.problems if p not in problems)
    return Result(tuple(readings), tuple(problems))


def wrong(
    code: str,
    text: str,
    severity: Severity = Severity.WARNING,
    fix: Fix | None = None,
    **params: object,
) -> Result:
    """No reading, one problem about a piece of text (shortened for people)."""
    return Result((), (problem(code, text, severity, fix, **params),))


def problem(
    code: str,
    text: str,
    severity: Severity = Severity.WARNING,
    fix: Fix | None = None,
    **params: object,
) -> Problem:
    """A problem about a piece of text."""
    shown = " ".join(text.split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return Problem(code, severity, params={"text": shown, **params}, fix=fix)
