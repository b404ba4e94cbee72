"""What only the wiki knows, asked before a byte is sent: the account, the titles, the same bytes,
the items and properties, the licence templates and the categories.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.core import events
from app.core.cancel import Cancel
from app.core.checks.asking import Asking
from app.core.checks.batch import Batch
from app.core.checks.by_itself import once
from app.core.checks.checker import in_order
from app.core.checks.online_account import account_problems
from app.core.checks.online_pages import entity_problems, page_problems
from app.core.checks.online_titles import title_problems
from app.core.draft import Draft
from app.core.model import Problem
from app.core.wiki import Wiki


def online(
    batch: Batch,
    wiki: Wiki,
    drafts: Sequence[Draft],
    *,
    emit: events.Emit = events.ignore,
    cancel: Cancel | None = None,
    entities: bool = True,
    practice: bool = False,
    accept: Collection[str] = (),
    thorough: bool = True,
) -> list[Problem]:
    """Problems that the wiki knows of, for the drafts that are to be sent, in their order.

    A title with an error of its own is not asked about. `entities` False leaves out items and
    properties (for a wiki whose numbers are not Wikidata's). `practice`: the practice wiki, where
    no category exists; they are asked of a real wiki only. `accept` are codes that a person said
    yes to: page-exists is only a warning then. Not `thorough` leaves out what costs a
    request a row. Sends `Stepped` events. Raises the errors of `Wiki` (AccountError,
    NetworkError, …) and CancelledError.
    """
    asking = Asking(batch, wiki, tuple(drafts), emit, cancel, frozenset(accept), thorough)
    found = list(account_problems(asking))
    found += title_problems(asking)
    if entities and wiki.site.structured_data:
        found += entity_problems(asking)
    found += page_problems(asking, categories_too=not practice)
    order = {made.row.id: place for place, made in enumerate(drafts)}
    return list(in_order(once(found), order))
