"""The account and the wiki as a whole: rights, block, read-only, pace; and limits of the wiki."""

from __future__ import annotations

from collections.abc import Iterator

from app.core import names, text
from app.core.checks.asking import Asking
from app.core.checks.batch import problem
from app.core.checks.file_rules import file_name, max_bytes
from app.core.model import Problem, Severity
from app.core.wiki import Account

_RIGHTS = {"upload": "account-may-not-upload", "edit": "account-may-not-edit"}
_BY_URL = "upload_by_url"
_FOR_EVER = frozenset({"infinity", "infinite", "indefinite", "never"})


def account_problems(asking: Asking) -> Iterator[Problem]:
    """What the account may not do, how fast it may go, and what this wiki does not take."""
    asking.step("step.account")
    account, site = asking.wiki.refresh_account(), asking.wiki.site
    if not site.writable:
        yield Problem("wiki-read-only", Severity.BLOCKER, params={"wiki": site.name})
    yield from _account(account)
    pace = _pace(account, len(asking.drafts))
    if pace is not None:
        yield pace
    yield from _limits(asking)
    yield from _addresses(asking, account)


def _addresses(asking: Asking, account: Account) -> Iterator[Problem]:
    """Files on the web that this wiki does not fetch for this account."""
    site = asking.wiki.site
    code = "url-practice" if site.is_practice else "url-no-right"
    may = _BY_URL in account.rights
    for made in asking.drafts:
        own = site.is_practice and made.address.startswith(site.page_url.partition("/wiki/")[0])
        if made.address and not own and (site.is_practice or not may):
            params = {"path": made.address, "wiki": site.name, "account": account.name}
            yield problem(made, code, Severity.ERROR, made.entry.path_column, params)


def _account(account: Account) -> Iterator[Problem]:
    if account.block is not None:
        params = {"account": account.name, "reason": account.block.reason, "by": account.block.by}
        ends = account.block.expiry not in _FOR_EVER and bool(account.block.expiry)
        code = "account-blocked" if ends else "account-blocked-for-ever"
        until = account.block.expiry[:10]
        yield Problem(code, Severity.BLOCKER, params={**params, "expiry": until})
    for right, code in _RIGHTS.items():
        if right not in account.rights:
            yield Problem(code, Severity.BLOCKER, params={"account": account.name})


def _pace(account: Account, count: int) -> Problem | None:
    """The slower of uploads and edits, when the batch is more than one window of it."""
    slowest: tuple[int, int, int] | None = None
    for action in ("upload", "edit"):
        hits, seconds = account.ratelimits.get(action, (0, 0))
        if hits > 0 and seconds > 0 and count > hits:
            lasts = (count - 1) // hits * seconds
            slowest = max(slowest or (0, 0, 0), (lasts, hits, seconds))
    if slowest is None:
        return None
    lasts, hits, seconds = slowest
    params = {"count": count, "hits": hits, "window": _span(seconds), "time": _span(lasts)}
    return Problem("rate-limit-plan", Severity.INFO, params=params)


def _span(seconds: int) -> str:
    """A time for people, in the largest fitting unit, rounded up."""
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length or seconds == length:
            return text.n(f"checks.{unit}", -(-seconds // length))
    return text.n("checks.seconds", seconds)


def _limits(asking: Asking) -> Iterator[Problem]:
    """Files that this wiki does not take though Commons does."""
    site = asking.wiki.site
    for made in asking.drafts:
        column, name = made.entry.path_column, file_name(made)
        size = made.facts.size if made.facts else 0
        if 0 < site.max_upload_size < size <= max_bytes():
            sizes = {"size": text.size(size), "limit": text.size(site.max_upload_size)}
            yield problem(made, "file-too-large", Severity.ERROR, column, sizes, name=name)
        extension = names.split(made.title)[1].lower()
        allowed = extension in names.extension.allowed()
        if allowed and site.extensions and extension not in site.extensions:
            yield problem(
                made, "ext-not-on-wiki", Severity.ERROR, column,
                name=name, extension=extension, wiki=site.name,
            )  # fmt: skip
