"""Rules about the file of one row: there, whole, of a type that Commons takes, what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from app.core import names, resources, text
from app.core.checks.batch import problem
from app.core.checks.private_rules import private_problems
from app.core.draft import Draft
from app.core.media import FileFacts
from app.core.model import Fix, Problem, Severity

_OF_PATHS = ("path-", "file-", "url-")
_DAMAGE = {
    "empty": "file-empty",
    "truncated": "file-truncated",
    "unreadable": "file-damaged",
}


@lru_cache(maxsize=1)
def _refused() -> dict[str, str]:
    """Extensions that Commons does not take, and the first of their group: its words are kept
    under that one.
    """
    groups = resources.catalogue("filetypes")["not_accepted"]
    return {ext: g["ext"][0] for g in groups for ext in g["ext"]}


def _in_words(group: str | None) -> dict[str, str]:
    """What a group of refused types is, and what to do, as parameters of a sentence."""
    if group is None:
        return {}
    return {"label": text.t(f"filetype.{group}"), "advice": text.t(f"filetype.{group}.advice")}


@lru_cache(maxsize=1)
def _sure() -> frozenset[str]:
    """Extensions whose content is always recognised: an unknown content is certainly wrong."""
    types = resources.catalogue("filetypes")["allowed"]
    return frozenset(t["ext"] for t in types if t["magic_confidence"] == "verified") | {"svg"}


@lru_cache(maxsize=1)
def max_bytes() -> int:
    """Largest file that Commons takes, in bytes."""
    return int(resources.catalogue("filetypes")["size"]["max_bytes"])


def file_name(made: Draft) -> str:
    """Name of the row's file for people: the last part of the path cell."""
    return PurePosixPath(made.entry.path.strip().replace("\\", "/")).name or made.entry.path


def file_problems(made: Draft) -> Iterator[Problem]:
    """All problems of the file, at the path column (wrong extension: at the name column)."""
    path, column = made.entry.path.strip(), made.entry.path_column
    at_path = any(
        p.severity is Severity.ERROR and p.code.startswith(_OF_PATHS) for p in made.problems
    )
    if not path:
        if not at_path:
            yield problem(made, "path-missing", Severity.ERROR, column, fix=Fix("ask"))
        return
    if made.address:
        return
    if made.facts is None:
        if not at_path:
            name = file_name(made)
            yield problem(made, "file-unreadable", Severity.ERROR, column, name=name)
        return
    yield from _of_facts(made, made.facts)


def _of_facts(made: Draft, facts: FileFacts) -> Iterator[Problem]:
    column, name = made.entry.path_column, file_name(made)
    if facts.damage:
        code = _DAMAGE.get(facts.damage, "file-damaged")
        yield problem(made, code, Severity.ERROR, column, name=name)
    if facts.size > max_bytes():
        sizes = {"size": text.size(facts.size), "limit": text.size(max_bytes())}
        yield problem(made, "file-too-large", Severity.ERROR, column, sizes, name=name)
    if facts.damage != "empty":
        yield from _of_type(made, facts)
    if facts.svg_script:
        yield problem(made, "svg-script", Severity.ERROR, column, name=name)
    if facts.svg_remote:
        yield problem(made, "svg-remote", Severity.ERROR, column, name=name)
    yield from private_problems(made, facts)


def _of_type(made: Draft, facts: FileFacts) -> Iterator[Problem]:
    column, name = made.entry.path_column, file_name(made)
    extension = (names.split(made.title)[1] or facts.extension).lower()
    allowed = names.extension.allowed()
    if not extension:
        return
    if extension not in allowed:
        known = _refused().get(extension)
        code = "ext-not-allowed" if known else "ext-unknown"
        said = _in_words(known)
        fix = Fix("convert_file")
        yield problem(
            made, code, Severity.ERROR, column, said, fix=fix, name=name, extension=extension
        )
    elif not facts.detected:
        if facts.damage is None:
            severity = Severity.ERROR if extension in _sure() else Severity.WARNING
            yield problem(made, "content-unknown", severity, column, name=name, extension=extension)
    elif not any(names.extension.same_type(extension, d) for d in facts.detected):
        yield _mismatch(made, facts, extension)


def _mismatch(made: Draft, facts: FileFacts, extension: str) -> Problem:
    """The content is another type than the extension of the title says."""
    name, real = file_name(made), next(iter(facts.detected))
    good = next((d for d in facts.detected if d in names.extension.allowed()), None)
    if good is None:
        known = _refused().get(real)
        said = _in_words(known)
        code = "content-not-allowed" if known else "content-unknown"
        column, fix = made.entry.path_column, Fix("convert_file")
        return problem(
            made, code, Severity.ERROR, column, said, fix=fix, name=name, extension=extension
        )
    value = f"{names.split(made.title)[0]}.{good}" if made.title else None
    fix = Fix("set_extension_from_content", value)
    return problem(
        made, "ext-mismatch", Severity.ERROR, made.entry.name_column, fix=fix,
        name=name, extension=extension, real=good, title=value or "",
    )  # fmt: skip
