"""Built-in rules of the practice wiki: title blacklist, a protected title, spam list, abuse filters.
The lines and texts are those of the wiki behind tests/data/wiki/answers.json.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.practice.accounts import Session
from app.core.practice.refusals import Json, RefusalError
from app.core.practice.titles import Title


@dataclass(frozen=True, slots=True)
class ListedTitle:
    """A line of the title blacklist. `message` is the key of its text, `reason` the text with
    {title}; `line` as titleblacklist answers it.
    """

    pattern: re.Pattern[str]
    line: str
    message: str
    reason: str


_CUSTOM = "titleblacklist-custom-kabocha"
_BLACKLIST = (
    ListedTitle(
        re.compile(r"File:(IMG|DSC|DSCF|P)[ _-]?\d{3,}\.[^.]+", re.IGNORECASE),
        r"File:(IMG|DSC|DSCF|P)[ _-]?\d{3,}\.[^.]+",
        "titleblacklist-forbidden-edit",
        'The title "{title}" has been banned from creation.\n'
        "It matches the following disallowed titles list entry: <code>{line}</code>",
    ),
    ListedTitle(
        re.compile(r".*forbiddenword.*", re.IGNORECASE),
        f".*forbiddenword.* &lt;errmsg={_CUSTOM}&gt;",
        _CUSTOM,
        "The name you gave ({title}) is not allowed: it is on the list of forbidden names. "
        "Please choose a descriptive name.",
    ),
)
PROTECTED = frozenset({"File:Protected name.jpg"})
_SPAM = re.compile(r"(?:[\w-]+\.)*(spam-kabocha\.example)", re.IGNORECASE)


def listed(title: Title) -> ListedTitle | None:
    """The line of the blacklist that forbids a title."""
    return next((entry for entry in _BLACKLIST if entry.pattern.fullmatch(title.full)), None)


def reason(entry: ListedTitle, title: Title) -> str:
    """Why a title is forbidden, in words."""
    return entry.reason.format(title=title.full, line=entry.line)


def check_title(title: Title) -> None:
    """Raises RefusalError when a title is protected or blacklisted."""
    if title.full in PROTECTED:
        raise RefusalError(
            "protectedpage", "This page has been protected to prevent editing or other actions."
        )
    entry = listed(title)
    if entry is None:
        return
    words = re.sub(r"</?code>", '"', reason(entry, title)).replace("\n", " ")
    shown = f"⧼{entry.message}⧽" if entry.message == _CUSTOM else words
    raise RefusalError(entry.message, shown, text=words)


def check_text(session: Session, title: Title, text: str) -> None:
    """Raises RefusalError when the spam list or an abuse filter objects to a text."""
    spam = _SPAM.search(text)
    if spam:
        raise RefusalError(
            "spamblacklist",
            "The text you wanted to publish was blocked by the spam filter. This is probably caused "
            "by a link to a forbidden external site. The following text is what triggered our spam "
            f"filter: {spam[1]}",
            {"spamblacklist": {"matches": [spam[1]]}},
        )
    if "kabochafilter" in text:
        raise RefusalError(
            "abusefilter-disallowed",
            "This action has been automatically identified as harmful, and therefore disallowed. If "
            "you believe your action was constructive, please inform an administrator of what you "
            "were trying to do. A brief description of the abuse rule which your action matched "
            "is: Test filter: disallow",
            _filter(1, "disallow"),
        )
    if "kabochawarn" in text and (2, title.full) not in session.warned:
        session.warned.add((2, title.full))
        raise RefusalError(
            "abusefilter-warning",
            "'''Warning:''' This action has been automatically identified as harmful. Unconstructive "
            "actions will be quickly reverted, and egregious or repeated unconstructive editing will "
            "result in your account or IP address being blocked. If you believe this action to be "
            "constructive, you may submit it again to confirm it. A brief description of the abuse "
            "rule which your action matched is: Test filter: warn",
            _filter(2, "warn"),
        )


def _filter(number: int, action: str) -> Json:
    return {
        "abusefilter": {
            "id": str(number),
            "description": f"Test filter: {action}",
            "actions": [action],
        }
    }
