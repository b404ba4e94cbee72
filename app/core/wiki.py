"""The wiki as the engine sees it: a small protocol. `commons` implements it; tests may fake it.

Every method raises only errors of `app.core.errors`: AccountError, NetworkError, ServerError,
RefusedError, CancelledError. Titles are given and returned without ``File:``, with blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

Progress = Callable[[int], None]
"""Called with the number of bytes of the body sent so far."""


@dataclass(frozen=True, slots=True)
class Site:
    """From meta=siteinfo. `wikiid` is the site id (commonswiki); `page_url` has $1 for the title;
    `max_upload_size` in bytes; `extensions` in lower case.
    """

    wikiid: str
    name: str
    page_url: str
    max_upload_size: int
    extensions: frozenset[str]
    writable: bool = True
    structured_data: bool = True
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Why and until when an account is blocked (ISO time or "infinity")."""

    reason: str
    expiry: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """From meta=userinfo. `ratelimits` maps an action (upload, edit) to (hits, seconds), the
    strictest one; empty when there is none or the account has noratelimit.
    """

    name: str
    rights: frozenset[str]
    ratelimits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What a wiki knows of one title. `exists` = there is a page; `sha1` is set when there is a
    file. `timestamp` ISO; `create_protected` = this account cannot create it.
    """

    title: str
    exists: bool
    pageid: int | None = None
    sha1: str | None = None
    user: str | None = None
    timestamp: str | None = None
    url: str | None = None
    create_protected: bool = False
    size: int | None = None


@dataclass(frozen=True, slots=True)
class UploadAnswer:
    """Answer to an upload step. `result`: Success, Continue, Warning or Poll. `warnings` by code.
    `filekey` is the newest; `offset` the wiki's own; `title` only with Success of a publishing
    request, `sha1` and `size` (bytes) with that and of a file that was fetched.
    """

    result: str
    filekey: str | None = None
    offset: int | None = None
    stage: str | None = None
    warnings: Mapping[str, Any] = field(default_factory=dict)
    title: str | None = None
    sha1: str | None = None
    timestamp: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class EntityInfo:
    """An entity of a batch: whether it exists, and the datatype of a property."""

    id: str
    exists: bool
    datatype: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The structured data of a file as read back: raw `labels` and `statements` by property."""

    mid: str
    pageid: int | None
    revision: int | None
    labels: Mapping[str, str]
    statements: Mapping[str, Sequence[Mapping[str, Any]]]
    exists: bool


class Wiki(Protocol):
    """A wiki that is signed in to."""

    @property
    def requests(self) -> int:
        """Requests written to a socket so far, sign-in and retries included."""

    @property
    def bytes_sent(self) -> int:
        """Bytes written to a socket so far (bodies and headers)."""

    @property
    def account(self) -> Account:
        """Who is signed in, as last asked."""

    @property
    def site(self) -> Site:
        """What siteinfo said."""

    def now(self) -> float:
        """The wiki's own clock, in Unix seconds."""

    def refresh_account(self) -> Account:
        """Ask for rights, limits and block again."""

    def files(self, titles: Sequence[str]) -> dict[str, FileInfo]:
        """Each title as given -> what is there (50 titles a request)."""

    def titles_with_sha1(self, sha1: str) -> list[str]:
        """Titles of files with exactly these bytes."""

    def deleted_titles(self, titles: Sequence[str]) -> set[str]:
        """Those of the titles that have a deletion in the log."""

    def same_stem(self, title: str) -> list[str]:
        """Titles of files with the same name and another extension."""

    def forbidden_titles(self, titles: Sequence[str]) -> dict[str, str]:
        """Those that the wiki's list of names forbids -> its localised reason, "" if it has none
        (50 titles a request).
        """

    def entities(self, ids: Sequence[str]) -> dict[str, EntityInfo]:
        """Items and properties by id (50 a request)."""

    def pages_exist(self, titles: Sequence[str]) -> dict[str, bool]:
        """Full page titles with namespace (Template:X, Category:Y) -> whether they exist."""

    def upload(
        self, path: Path, title: str, text: str, summary: str, progress: Progress
    ) -> UploadAnswer:
        """Send a whole small file in one request, without ignorewarnings."""

    def send_chunk(
        self, path: Path, title: str, size: int, offset: int, length: int,
        filekey: str | None, *, use_async: bool, progress: Progress,
    ) -> UploadAnswer:  # fmt: skip
        """Send one chunk to the stash."""

    def fetch(self, address: str, title: str) -> UploadAnswer:
        """Let the wiki fetch a file from the web into the stash."""

    def check_status(self, filekey: str) -> UploadAnswer:
        """Where a stashed or assembling upload stands (checkstatus)."""

    def find_stashed(self, size: int, sha1: str) -> str | None:
        """The key of a complete stashed file of ours with these bytes, None = none, or not told."""

    def publish(
        self, filekey: str, title: str, text: str, summary: str,
        *, ignore_warnings: bool = False, use_async: bool = False,
    ) -> UploadAnswer:  # fmt: skip
        """Publish a stashed file. `ignore_warnings` only under the rule of `upload`."""

    def media_info(self, title: str) -> MediaInfo:
        """Captions and statements of a file, by site and title."""

    def edit_media_info(
        self, title: str, data: Mapping[str, Any], summary: str, baserevid: int | None = None
    ) -> MediaInfo:
        """One wbeditentity by site and title; the answer carries the M-id and the revision."""

    def page_text(self, title: str) -> str | None:
        """Wikitext of the file page, None when it does not exist."""

    def limit_speed(self, bytes_a_second: int) -> None:
        """Send at most so much from now on; 0 = as much as the line carries."""

    def close(self) -> None:
        """Close connections; no threads stay."""
