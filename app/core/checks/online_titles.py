"""Titles and bytes against what is on the wiki already, and against its lists of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.core import names
from app.core.checks.asking import Asking
from app.core.checks.batch import problem
from app.core.checks.batch_rules import identifier, with_mark
from app.core.checks.name_rules import is_sendable
from app.core.draft import Draft
from app.core.model import Fix, Problem, Severity
from app.core.wiki import FileInfo

_SHOWN = 3


def title_problems(asking: Asking) -> list[Problem]:
    """Problems of titles and of bytes, for drafts whose title could be sent."""
    drafts = [made for made in asking.drafts if is_sendable(made.title)]
    known = _known(asking, drafts)
    found = [p for made in drafts if (p := _taken(asking, made, known.get(made.title)))]
    there = {p.row_id for p in found}
    free = [made for made in drafts if made.row.id not in there]
    found += _blacklisted(asking, free)
    if asking.thorough:
        found += _same_bytes(asking, [m for m in asking.drafts if m.row.id not in there])
        found += _deleted(asking, free)
        found += _same_stem(asking, free)
    return found


def _known(asking: Asking, drafts: Sequence[Draft]) -> dict[str, FileInfo]:
    known: dict[str, FileInfo] = {}
    for titles in asking.by_fifty("step.titles", [made.title for made in drafts]):
        known |= asking.wiki.files(titles)
    return known


def _taken(asking: Asking, made: Draft, info: FileInfo | None) -> Problem | None:
    """Why a title cannot be had, or that our file is there already."""
    if info is None:
        return None
    column = made.entry.name_column
    if not info.exists:
        if not info.create_protected:
            return None
        return problem(made, "protected", Severity.ERROR, column, fix=Fix("ask"), title=made.title)
    if info.sha1 is None:
        said_yes = "page-exists" in asking.accepted
        severity = Severity.WARNING if said_yes else Severity.ERROR
        return problem(made, "page-exists", severity, column, fix=Fix("ask"), title=made.title)
    if info.sha1 == asking.sha1(made):
        ours = info.user is not None and info.user == asking.wiki.account.name
        code, severity = ("already-there", Severity.INFO) if ours else ("duplicate", Severity.ERROR)
        params = {"title": info.title, "titles": info.title, "url": info.url or ""}
        return problem(made, code, severity, column, params)
    mark = identifier(made.entry) or "2"
    fix = Fix("append_identifier", with_mark(made.title, mark))
    params = {"title": info.title, "url": info.url or "", "user": info.user or ""}
    return problem(made, "exists", Severity.ERROR, column, params, fix=fix)


def _same_bytes(asking: Asking, drafts: Sequence[Draft]) -> Iterator[Problem]:
    with_file = [made for made in drafts if made.file]
    for made in asking.one_by_one("step.same-bytes", with_file):
        sha1 = asking.sha1(made)
        titles = asking.wiki.titles_with_sha1(sha1) if sha1 else []
        if titles:
            params = {"title": titles[0], "titles": ", ".join(titles[:_SHOWN])}
            column = made.entry.path_column
            yield problem(made, "duplicate", Severity.ERROR, column, params)


def _blacklisted(asking: Asking, drafts: Sequence[Draft]) -> Iterator[Problem]:
    """The wiki's own sentence is the parameter `text`."""
    reasons: dict[str, str] = {}
    for titles in asking.by_fifty("step.title-blacklist", [made.title for made in drafts]):
        reasons |= asking.wiki.forbidden_titles(titles)
    for made in drafts:
        reason = reasons.get(made.title)
        if reason is None:
            continue
        code = "title-blacklist" if reason else "title-blacklist-unexplained"
        yield problem(
            made, code, Severity.ERROR, made.entry.name_column,
            fix=Fix("ask"), title=made.title, text=reason,
        )  # fmt: skip


def _deleted(asking: Asking, drafts: Sequence[Draft]) -> Iterator[Problem]:
    gone: set[str] = set()
    for titles in asking.by_fifty("step.deleted", [made.title for made in drafts]):
        gone |= asking.wiki.deleted_titles(titles)
    for made in drafts:
        if made.title in gone:
            column = made.entry.name_column
            yield problem(
                made, "was-deleted", Severity.WARNING, column, fix=Fix("ask"), title=made.title
            )


def _same_stem(asking: Asking, drafts: Sequence[Draft]) -> Iterator[Problem]:
    for made in asking.one_by_one("step.same-stem", drafts):
        others = [t for t in asking.wiki.same_stem(made.title) if names.clean(t) != made.title]
        if others:
            yield problem(
                made, "same-stem-other-ext", Severity.WARNING, made.entry.name_column,
                fix=Fix("ask"), title=made.title, other=", ".join(others[:_SHOWN]),
            )  # fmt: skip
