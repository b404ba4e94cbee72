"""How sending one row can end, and what the wiki's warnings and refusals mean for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.core import codes, text
from app.core.errors import FileError, KabochaError, NetworkError, RefusedError
from app.core.model import RowState
from app.core.wiki import Site

TAKEN = ("exists", "nochange", "duplicateversions")
"""Warnings that the name is taken by a file."""
REFUSED_TAKEN = frozenset({"fileexists-forbidden", "fileexists-no-change", "fileexists-shared"})

OWN = frozenset(
    {
        "exists", "duplicate", "sha1-differs", "assembled-wrong", "still-processing",
        "file-missing", "file-changed", "file-unreadable", "no-structured-data",
        "broken-answer", "held", "unknown-answer", "url-changed", "url-not-fetched", "copy-cannot", "copy-unwritable",
    }
)  # fmt: skip
"""Reasons of rows that are no codes of the wiki."""


class RowEnd(Exception):  # noqa: N818  (an end, not always an error)
    """A row ends here with a state other than published or done."""

    def __init__(self, state: RowState, code: str, message: str) -> None:
        super().__init__(code)
        self.state = state
        self.code = code
        self.message = message


class StartOver(Exception):  # noqa: N818  (an order, not an error)
    """What was sent of a file is gone from the wiki: the file starts over."""

    def __init__(self, cause: KabochaError) -> None:
        super().__init__(cause.code)
        self.cause = cause


def failed(code: str, message: str = "") -> RowEnd:
    """The row needs a person: a sentence of ours, or the one of the code."""
    return RowEnd(RowState.FAILED, code, message or text.error(code, {}))


def asked(code: str, said: str = "") -> RowEnd:
    """A person must say yes."""
    return RowEnd(RowState.ASKED, code, text.wiki(code, said))


def of_file(error: FileError) -> RowEnd:
    """The file on the disk is gone, unreadable or changed."""
    return RowEnd(RowState.FAILED, error.code, str(error))


def of_refusal(error: RefusedError) -> RowEnd:
    """A refusal that concerns only this row."""
    ask = codes.error(error.code).reaction == "ask_user"
    return RowEnd(RowState.ASKED if ask else RowState.FAILED, error.code, str(error))


def of_trouble(error: NetworkError) -> RowEnd:
    """Trouble that comes back each time this row is sent, and with no other."""
    return RowEnd(RowState.FAILED, error.code, str(error))


def link(site: Site, title: str) -> str:
    """The address of a file page."""
    return site.page_url.replace("$1", quote(f"File:{title}".replace(" ", "_"), safe=":/()!,'*"))


def taken(site: Site, title: str) -> RowEnd:
    """There is a file of this name, with other bytes."""
    return failed("exists", text.t("upload.exists", title=title, link=link(site, title)))


def duplicate(site: Site, title: str) -> RowEnd:
    """The same bytes are on the wiki."""
    return failed("duplicate", text.t("upload.duplicate", title=title, link=link(site, title)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about warnings. `kind`: taken (look who has the name), duplicate, rename (publish
    under `value`), accepted (a person said yes to all of them), again (the wiki could not keep
    the file), end (`end` says how).
    """

    kind: str
    value: str = ""
    end: RowEnd | None = None


def judge(warnings: Mapping[str, Any], title: str, accept: Collection[str]) -> Verdict:
    """What the warnings of an upload mean. Nothing is overridden that was not accepted."""
    told = set(warnings)
    if told & set(TAKEN):
        return Verdict("taken")
    if "duplicate" in told:
        return Verdict("duplicate", _said(warnings["duplicate"]))
    if "stasherrors" in told:
        return Verdict("again")
    open_codes = told - (codes.ACCEPTABLE & set(accept))
    if not open_codes:
        return Verdict("accepted")
    if open_codes == {"badfilename"} and same_title(_said(warnings["badfilename"]), title):
        return Verdict("rename", _said(warnings["badfilename"]))
    unwelcome = sorted(open_codes - codes.ACCEPTABLE)
    if unwelcome:
        code = unwelcome[0]
        return Verdict("end", end=failed(code, text.wiki(code, _said(warnings[code]))))
    code = min(open_codes)
    return Verdict("end", end=asked(code, _said(warnings[code])))


def same_title(one: str, other: str) -> bool:
    """Whether two titles differ only in what the wiki normalises."""
    return " ".join(one.replace("_", " ").split()) == " ".join(other.replace("_", " ").split())


def _said(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_said(v) for v in value[:5])
    return str(value).replace("_", " ") if isinstance(value, str) else ""
