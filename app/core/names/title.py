"""From the name cell and the path cell to the title on the wiki, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core.model import Fix, Problem, Severity
from app.core.names import extension
from app.core.names.normal import clean, split, tidy
from app.core.names.repair import repaired
from app.core.names.rules import Hit, Rule, rules, without_prefix

_PREFIX_RULE = "namespace-prefix"
_DBKEY_RULES = frozenset({"camera-prefix"})
"""Rules that the wiki applies to the form with underscores."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of one row.

    `full` is what is sent and shown: with one right extension, as the wiki stores it, without
    File:, "" when the cell is empty. `typed` is the same before tidying: `check_title` wants it.
    `problems` are those of making it (code namespace-prefix or extension-changed), without a row.
    `extension_added` = the cell had no extension and got that of the file.
    """

    full: str
    typed: str = ""
    problems: tuple[Problem, ...] = ()
    extension_added: bool = False


def target_title(name_cell: str, path_cell: str, detected: Sequence[str] = ()) -> Title:
    """The title of a row, from the texts of its two cells.

    The extension is the path's; it is added when the name has none. A name that has the same one
    (in any case) or its usual form (jpg for a .jpeg file) keeps it; another known one gives way
    and `extension-changed` says so. With `detected`, the extensions that the content allows, a
    name that fits the content keeps its extension even when the path's is wrong.
    """
    return _titled(name_cell, path_cell, tuple(detected))


@lru_cache(maxsize=4096)
def _titled(name_cell: str, path_cell: str, detected: tuple[str, ...]) -> Title:
    given = name_cell.strip()
    if not given:
        return Title("")
    bare = without_prefix(given)
    problems = [] if bare == given else [_prefix_problem(given, bare)]
    ext, added, changed = _right_extension(bare, path_cell, detected)
    typed = bare
    if added:
        typed = f"{bare.rstrip('.')}.{ext}"
    elif changed:
        typed = f"{split(bare)[0]}.{ext}"
        params = {"name": bare, "title": tidy(typed), "extension": ext}
        problems.append(Problem("extension-changed", Severity.INFO, params=params))
    return Title(tidy(typed), typed, tuple(problems), added)


def _right_extension(name: str, path: str, detected: Sequence[str]) -> tuple[str, bool, bool]:
    """(extension, whether it is added, whether it replaces the name's)."""
    own, files = extension.of_name(name), extension.of_path(path)
    if not files:
        return own, False, False
    if not own:
        return files, True, False
    if any(extension.same_type(own, found) for found in detected):
        return own, False, False
    if not extension.same_type(own, files):
        return files, False, True
    long_form = own.lower() in extension.LONG_FORMS and own.lower() != files.lower()
    return (files, False, True) if long_form else (own, False, False)


def _prefix_problem(given: str, bare: str) -> Problem:
    params = {"name": given, "title": bare, "found": given[: len(given) - len(bare)].strip()}
    fix = Fix("strip_prefix", bare if split(bare)[0] else None)
    return Problem(_PREFIX_RULE, Severity.WARNING, params=params, fix=fix)


def check_title(full: str, *, path_ext: str = "", bare: bool = False) -> list[Problem]:
    """The problems of a whole name by all rules that need neither the wiki nor the file.

    `full` is the name as typed, with its extension (`Title.typed`); `path_ext` the extension of
    the file. `bare` = the cell has no extension, so values of fixes have none either. An empty
    name has only the problem `empty`. The problems have no row yet.
    """
    return list(_checked(full, path_ext, bare))


@lru_cache(maxsize=4096)
def _checked(full: str, path_ext: str, bare: bool) -> tuple[Problem, ...]:  # noqa: FBT001 - cached
    name = without_prefix(full)
    found = [_prefix_problem(full, name)] if name != full else []
    table = rules()
    if hit := table["empty"].finds(name):
        return (*found, _problem(table["empty"], hit, name, path_ext, bare=bare))
    for rule in table.values():
        if rule.id == _PREFIX_RULE:
            continue
        hit = rule.finds(name)
        if hit is None and rule.id in _DBKEY_RULES:
            hit = rule.finds(clean(name).replace(" ", "_"))
        if hit:
            found.append(_problem(rule, hit, name, path_ext, bare=bare))
    return tuple(found)


def _problem(rule: Rule, hit: Hit, name: str, path_ext: str, *, bare: bool) -> Problem:
    value = repaired(name, rule, path_ext)
    if value is not None and bare:
        value = _without_added(value, path_ext)
    params = {
        "name": name,
        "title": tidy(name),
        "found": hit.found,
        "count": hit.count,
        "limit": hit.limit,
        "extension": split(name)[1],
    }
    problem = Problem(rule.id, rule.severity, params=params)
    return replace(problem, fix=Fix(rule.fix["action"], value))


def _without_added(value: str, path_ext: str) -> str:
    """A fixed name as the cell has it: without the extension that comes from the path."""
    stem, ext = split(value)
    again = target_title(stem, f"x.{path_ext}")
    return stem if ext == path_ext and again.typed == value else value
