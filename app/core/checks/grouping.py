"""Problems of one kind together: the worst first, then those with the most rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core import text
from app.core.checks.mending import choices, ways
from app.core.model import Problem, Severity


@dataclass(frozen=True, slots=True)
class Group:
    """All problems of one code and severity, in the order of the sheet; never empty. `rows` is
    the number of rows concerned (0 = the whole sheet), `fixable` of problems with one way to mend
    them in one click.
    """

    code: str
    severity: Severity
    rows: int
    problems: tuple[Problem, ...]
    fixable: int
    others: int = 0
    """How many other sentences there are, where only the first is told for all."""
    choices: tuple[tuple[str, int], ...] = ()
    """The ways to choose from, where problems have several, with the number of cells each mends."""
    field: str = ""
    """The one field that all problems are about, where there are words for that."""

    @property
    def headline(self) -> str:
        """One sentence for the group: plural key problems.<code>, else the first problem's and how
        many others say something else.
        """
        key = f"problems.{self.code}"
        if self.rows != 1 and self.field:
            return text.n(f"{key}.of", self.rows, field=self.field)
        if self.rows != 1 and text.has(key):
            return text.n(key, self.rows)
        first = text.problem(self.problems[0])
        if self.others:
            return f"{first} {text.n('problems.others', self.others)}"
        return first


def groups(problems: Iterable[Problem], before: Iterable[Group] = ()) -> tuple[Group, ...]:
    """The groups: blockers, errors, warnings, hints; in each by falling number of rows. `before` =
    groups of another time: those that hold the same problems are taken over.
    """
    known = {(group.severity, group.code): group for group in before}
    sorted_in: dict[tuple[Severity, str], list[Problem]] = {}
    for problem in problems:
        sorted_in.setdefault((problem.severity, problem.code), []).append(problem)
    made = []
    for (severity, code), found in sorted_in.items():
        old, every = known.get((severity, code)), tuple(found)
        is_same = old is not None and old.problems == every
        made.append(old if old and is_same else _group(severity, code, every))
    return tuple(sorted(made, key=lambda g: (g.severity.rank, -g.rows, g.code)))


def _group(severity: Severity, code: str, found: tuple[Problem, ...]) -> Group:
    rows = {p.row_id if p.row_id is not None else p.row for p in found} - {None}
    fixable = sum(len(ways(p)) == 1 for p in found)
    told = len(rows) != 1 and text.has(f"problems.{code}")
    others = 0 if told else len({text.problem(p) for p in found}) - 1
    field = _field(found) if text.has(f"problems.{code}.of") else ""
    return Group(code, severity, len(rows), found, fixable, others, choices(found), field)


def _field(found: Iterable[Problem]) -> str:
    named = {str(problem.params.get("label", "")) for problem in found}
    return named.pop() if len(named) == 1 else ""
