"""`connect`: sign in to a wiki; `Commons`: the wiki as the engine sees it (app.core.wiki.Wiki)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.cancel import Cancel
from app.core.commons import body, library, mediainfo, queries, uploads
from app.core.commons.caller import Caller
from app.core.commons.transport import STALL_SECONDS
from app.core.errors import AccountError, UsageError
from app.core.model import Target
from app.core.wiki import Account, EntityInfo, FileInfo, MediaInfo, Progress, Site, UploadAnswer

PRACTICE_USER = "Practice"


def connect(
    target: Target, user: str, password: str, *, cancel: Cancel, language: str = "en",
    stall_seconds: float = STALL_SECONDS,
) -> Commons:  # fmt: skip
    """Sign in (4 requests) and return the wiki. The practice wiki takes any user and password.

    `stall_seconds`: how long a line may stand still. Raises AccountError with the wiki's reason
    (wrong-password, sign-in-refused, sign-in-throttled, …), NetworkError, ServerError, UsageError.
    """
    if not target.api:
        raise UsageError("practice-not-running")
    if target.practice:
        user, password = user or PRACTICE_USER, password or PRACTICE_USER
    if not user or not password:
        raise AccountError("no-password", wiki=target.label)
    wiki = Commons(target, user, password, cancel, language, stall_seconds)
    try:
        wiki.sign_in()
    except BaseException:
        wiki.close()
        raise
    return wiki


class Commons:
    """A signed-in wiki. Methods as in `app.core.wiki.Wiki`; usable by several threads."""

    def __init__(
        self, target: Target, user: str, password: str, cancel: Cancel, language: str,
        stall_seconds: float,
    ) -> None:  # fmt: skip
        transport = library.make_transport(target, user, cancel, stall_seconds)
        self._caller = Caller(transport, user, password, language)
        self._language = language
        self.target = target
        """The target; its `site` is known after the sign-in."""

    def sign_in(self) -> None:
        """Sign in and learn who we are and where."""
        self._caller.sign_in()
        self._site, self._account = queries.introduce(self._caller)
        self.target = replace(self.target, site=self._site.wikiid)

    @property
    def requests(self) -> int:
        """Requests written to a socket so far."""
        return self._caller.transport.meter.requests

    @property
    def bytes_sent(self) -> int:
        """Bytes of headers and bodies written to a socket so far."""
        return self._caller.transport.meter.bytes_sent

    @property
    def account(self) -> Account:
        """Who is signed in, as last asked."""
        return self._account

    @property
    def site(self) -> Site:
        """What siteinfo said."""
        return self._site

    def now(self) -> float:
        """The wiki's own clock, in Unix seconds."""
        return self._caller.transport.now()

    def refresh_account(self) -> Account:
        """Ask for rights, limits and block again."""
        self._account = queries.account(self._caller)
        return self._account

    def files(self, titles: Sequence[str]) -> dict[str, FileInfo]:
        """Each title as given -> what is there."""
        return queries.files(self._caller, titles, self._account.rights)

    def titles_with_sha1(self, sha1: str) -> list[str]:
        """Titles of files with exactly these bytes."""
        return queries.titles_with_sha1(self._caller, sha1)

    def deleted_titles(self, titles: Sequence[str]) -> set[str]:
        """Those of the titles that have a deletion in the log."""
        return queries.deleted_titles(self._caller, titles)

    def same_stem(self, title: str) -> list[str]:
        """Titles of files with the same name and another extension."""
        return queries.same_stem(self._caller, title)

    def forbidden_titles(self, titles: Sequence[str]) -> dict[str, str]:
        """Those that the wiki's list of names forbids -> its reason."""
        return queries.forbidden_titles(self._caller, titles)

    def entities(self, ids: Sequence[str]) -> dict[str, EntityInfo]:
        """Items and properties by id."""
        return queries.entities(self._caller, ids, self._language)

    def pages_exist(self, titles: Sequence[str]) -> dict[str, bool]:
        """Full page titles -> whether they exist."""
        return queries.pages_exist(self._caller, titles)

    def page_text(self, title: str) -> str | None:
        """Wikitext of the file page."""
        return queries.page_text(self._caller, title)

    def find_stashed(self, size: int, sha1: str) -> str | None:
        """The key of a complete stashed file of ours with exactly these bytes."""
        return queries.find_stashed(self._caller, size, sha1)

    def upload(
        self, path: Path, title: str, text: str, summary: str, progress: Progress
    ) -> UploadAnswer:
        """Send a whole small file in one request."""
        size = body.size_of(path)
        return uploads.whole(self._caller, path, size, title, text, summary, progress)

    def send_chunk(
        self, path: Path, title: str, size: int, offset: int, length: int,
        filekey: str | None, *, use_async: bool, progress: Progress,
    ) -> UploadAnswer:  # fmt: skip
        """Send one chunk to the stash."""
        return uploads.chunk(
            self._caller, path, title, size, offset, length, filekey,
            use_async=use_async, progress=progress,
        )  # fmt: skip

    def fetch(self, address: str, title: str) -> UploadAnswer:
        """Let the wiki fetch a file from the web into the stash."""
        return uploads.fetch(self._caller, address, title)

    def check_status(self, filekey: str) -> UploadAnswer:
        """Where a stashed or assembling upload stands."""
        return uploads.status(self._caller, filekey)

    def publish(
        self, filekey: str, title: str, text: str, summary: str,
        *, ignore_warnings: bool = False, use_async: bool = False,
    ) -> UploadAnswer:  # fmt: skip
        """Publish a stashed file."""
        return uploads.publish(
            self._caller, filekey, title, text, summary,
            ignore_warnings=ignore_warnings, use_async=use_async,
        )  # fmt: skip

    def media_info(self, title: str) -> MediaInfo:
        """Captions and statements of a file."""
        return mediainfo.read(self._caller, self._site.wikiid, title)

    def edit_media_info(
        self, title: str, data: Mapping[str, Any], summary: str, baserevid: int | None = None
    ) -> MediaInfo:
        """One edit by site and title."""
        wikiid = self._site.wikiid
        edited = mediainfo.edit(self._caller, wikiid, title, data, summary, baserevid)
        return edited or mediainfo.read(self._caller, wikiid, title)

    def limit_speed(self, bytes_a_second: int) -> None:
        """Send at most so much from now on, over all connections; 0 = no ceiling."""
        self._caller.transport.throttle.rate = bytes_a_second

    def close(self) -> None:
        """Close all sockets."""
        self._caller.transport.close()
