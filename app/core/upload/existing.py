"""Rows whose very file is on the wiki already: they point to it, and nothing is sent for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core import draft, text
from app.core.cancel import Cancel
from app.core.checks.asking import Asking
from app.core.draft import Draft
from app.core.events import Emit, RowChanged
from app.core.model import RowState, Target
from app.core.project import Journal, Project
from app.core.wiki import FileInfo, Wiki

USED = "used"
"""Reason of a row that is done because a person chose the file that was there."""


@dataclass(frozen=True, slots=True)
class Used:
    """Ids of rows that point to a file of the wiki now, and of those whose file is not there."""

    rows: frozenset[int]
    not_there: frozenset[int]


def use_existing(
    project: Project, wiki: Wiki, target: Target, row_ids: Iterable[int], emit: Emit, cancel: Cancel
) -> Used:
    """Ask the wiki for the very bytes of these rows, and let those that are there count as done.
    Nothing is changed on the wiki. Raises the errors of `Wiki`, CancelledError.
    """
    journal = project.journal(target.key)
    wanted = [i for i in row_ids if not journal.record(i).state.on_wiki]
    drafts = tuple(draft.compose(project, project.row(i), wiki.account.name) for i in wanted)
    asking = Asking(project, wiki, drafts, emit, cancel)
    used = set()
    for made in asking.one_by_one("step.same-bytes", drafts):
        sha1 = asking.sha1(made)
        info = _found(wiki, made, sha1) if sha1 else None
        if info is not None and sha1:
            original = project.sha1(made.file) if made.file and made.without else None
            _point(journal, wiki, made, info, original, emit)
            used.add(made.row.id)
    return Used(frozenset(used), frozenset(wanted) - used)


def _found(wiki: Wiki, made: Draft, sha1: str) -> FileInfo | None:
    """The file with these bytes: the one under the row's own title if there is one."""
    titles = wiki.titles_with_sha1(sha1)
    for title in sorted(titles, key=lambda t: t != made.title):
        info = wiki.files([title])[title]
        if info.sha1 == sha1:
            return info
    return None


def _point(
    journal: Journal, wiki: Wiki, made: Draft, info: FileInfo, original: str | None, emit: Emit
) -> None:
    mid = f"M{info.pageid}" if info.pageid and wiki.site.structured_data else None
    record = journal.set(
        made.row.id, RowState.DONE, title=info.title, sha1=info.sha1, pageid=info.pageid, mid=mid,
        reason=USED, message=text.t("upload.used"), size=made.facts.size if made.facts else 0,
        filekey=None, offset=0, original=original, left_out=tuple(map(str, made.without)),
    )  # fmt: skip
    emit(
        RowChanged(
            record.row_id, made.row.number, record.title, record.state, record.reason,
            record.message, record.pageid, record.mid,
        )
    )  # fmt: skip


def let_go(journal: Journal, row_id: int) -> None:
    """A row does not point to that file any more: it is as if it was never asked about."""
    journal.set(
        row_id, RowState.DRAFT, title="", sha1=None, pageid=None, mid=None, reason=None,
        message="", size=0, fingerprint="", original=None, left_out=(),
    )  # fmt: skip
