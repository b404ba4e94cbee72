"""Accounts and sessions. Any name with a password signs in; the beginning of a name may ask for
trouble: wrong, blocked, noupload, slow. A bot password called "noedit" (User@noedit) lacks the
edit grant.
"""

from __future__ import annotations

import secrets
import threading
import zlib
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.practice.titles import first_upper

ANONYMOUS_TOKEN = "+\\"  # noqa: S105 - MediaWiki's constant for visitors, no secret
_ANONYMOUS_RIGHTS = (
    "createaccount", "read", "edit", "createpage", "createtalk", "writeapi", "abusefilter-view",
    "abusefilter-log", "item-term", "property-term", "item-merge", "item-redirect",
    "property-create", "mediainfo-term",
)  # fmt: skip
_READING = ("read", "writeapi", "abusefilter-view", "abusefilter-log")
_EDITING = (
    "edit", "createtalk", "item-term", "property-term", "item-merge", "item-redirect",
    "property-create", "mediainfo-term", "move", "move-subpages", "move-rootuserpages",
    "move-categorypages", "movefile", "createpage", "minoredit", "applychangetags", "changetags",
    "editcontentmodel",
)  # fmt: skip
_UPLOADING = ("upload", "reupload", "reupload-shared", "upload_by_url")
_OTHER = ("delete", "purge", "autoconfirmed", "editsemiprotected")
_LIMITS = {
    "edit": (90, 60), "move": (8, 60), "rollback": (10, 60), "emailuser": (20, 86400),
    "changeemail": (4, 86400), "confirmemail": (4, 86400), "purge": (30, 60),
    "linkpurge": (30, 60), "renderfile": (700, 30), "renderfile-nonstandard": (70, 30),
    "editcontentmodel": (8, 60), "wikibase-idgenerator": (90, 60),
}  # fmt: skip


class Trouble(StrEnum):
    """What the beginning of a user name asks for."""

    NONE = ""
    WRONG = "wrong"
    BLOCKED = "blocked"
    NO_UPLOAD = "noupload"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Account:
    """A signed-in user; `app` is the name of the bot password, "" for the main password."""

    name: str
    app: str = ""

    @property
    def userid(self) -> int:
        """The same number for the same name, always."""
        return zlib.crc32(self.name.encode()) % 1_000_000 + 1

    @property
    def trouble(self) -> Trouble:
        """What the name asks for."""
        for trouble in Trouble:
            if trouble and self.name.casefold().startswith(trouble):
                return trouble
        return Trouble.NONE

    @property
    def may_edit(self) -> bool:
        """Whether the bot password has an edit grant."""
        return self.app.casefold() != "noedit"

    def rights(self) -> list[str]:
        """Rights as userinfo lists them."""
        uploading = _UPLOADING if self.trouble is not Trouble.NO_UPLOAD else ()
        if not self.may_edit:
            return [*_READING, *uploading[:1], *_OTHER[1:]]
        return [*_READING[:1], *_EDITING, *_READING[1:], *uploading, *_OTHER]

    def limits(self, upload_limit: tuple[int, int]) -> dict[str, tuple[int, int]]:
        """Rate limits: action -> (hits, seconds)."""
        if self.trouble is Trouble.SLOW:
            return {"upload": upload_limit, **_LIMITS}
        return dict(_LIMITS)


def anonymous_rights() -> list[str]:
    """Rights of a visitor."""
    return list(_ANONYMOUS_RIGHTS)


def account_of(login_name: str) -> Account:
    """The account of a login name, with or without @app."""
    name, at, app = login_name.rpartition("@")
    plain = name if at and name else login_name
    return Account(first_upper(plain.replace("_", " ").strip()), app if at and name else "")


def may_sign_in(account: Account, password: str) -> bool:
    """Whether this password is taken."""
    return bool(account.name and password) and account.trouble is not Trouble.WRONG


@dataclass(slots=True)
class Session:
    """A browser or program. `warned` remembers abuse-filter warnings that were shown."""

    key: str
    account: Account | None = None
    bot_password: bool = False
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    warned: set[tuple[int, str]] = field(default_factory=set)

    @property
    def user(self) -> str:
        """The name that edits are made under."""
        return self.account.name if self.account else "127.0.0.1"

    @property
    def csrf_token(self) -> str:
        """The token for writes."""
        return self._token("csrf") if self.account else ANONYMOUS_TOKEN

    @property
    def login_token(self) -> str:
        """The token for signing in."""
        return self._token("login")

    def _token(self, kind: str) -> str:
        mixed = zlib.crc32(f"{kind}{self.secret}".encode())
        return f"{self.secret}{mixed:08x}+\\"


class Sessions:
    """Sessions live as long as the server."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._hits: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def find(self, key: str) -> Session:
        """The session of a cookie; a new anonymous one when it is unknown."""
        with self._lock:
            return self._sessions.get(key) or Session(secrets.token_hex(16))

    def keep(self, session: Session) -> None:
        """Remember a session."""
        with self._lock:
            self._sessions[session.key] = session

    def sign_in(self, session: Session, account: Account, *, bot_password: bool) -> Session:
        """A new session for the account; the old key is worth nothing any more."""
        fresh = Session(secrets.token_hex(16), account, bot_password)
        with self._lock:
            self._sessions.pop(session.key, None)
            self._sessions[fresh.key] = fresh
        return fresh

    def drop(self, session: Session) -> None:
        """Sign out."""
        with self._lock:
            self._sessions.pop(session.key, None)

    def forget_all(self) -> None:
        """Every session expires at once."""
        with self._lock:
            self._sessions.clear()

    def within_limit(
        self, account: Account, action: str, limit: tuple[int, int], moment: float
    ) -> bool:
        """Count one hit; False when that was one too many."""
        hits, seconds = limit
        with self._lock:
            past = self._hits.setdefault((account.name, action), deque())
            while past and past[0] <= moment - seconds:
                past.popleft()
            if len(past) >= hits:
                return False
            past.append(moment)
            return True
