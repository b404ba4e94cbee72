"""One `call` makes every request of ours, and signs in: by bot password, again when needed.

Always sent: formatversion=2, errorformat=plaintext, errorsuselocal=1, uselang; on writes also
assert=user, assertuser, a token and maxlag=5. Sign-in by `action=login` with a login token, as bot
passwords want it; the cookie jar is emptied before, since a sign-in inside a live bot-password
session is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from app.core.commons import answers
from app.core.commons.answers import Stale
from app.core.commons.body import Body, FilePart
from app.core.commons.transport import Transport
from app.core.commons.turns import Turns
from app.core.errors import AccountError, ServerError

Params = Mapping[str, object]

MAXLAG = 5
_LONGEST_GET = 1500
_IN_ADDRESS = ("action", "format", "formatversion", "errorformat")
_WRONG_PASSWORD = frozenset(
    {"wrongpassword", "wrongpasswordempty", "nosuchuser", "nosuchusershort"}
)
_TIMED_OUT = frozenset({"sessionfailure", "authpopup", "authmanager-autocreate-from-login"})


class Caller:
    """A signed-in way to one wiki. All methods may be used by several threads."""

    def __init__(self, transport: Transport, user: str, password: str, language: str) -> None:
        self.transport = transport
        self.name = user.partition("@")[0]
        """The account's name; the wiki's own spelling after `sign_in`."""
        self._user = user
        self._password = password
        self._language = language
        self._token: str | None = None
        self._token_lock = threading.Lock()
        self._turns = Turns()
        self._sign_in_lock = threading.Lock()
        self._signed_in = 0

    def call(
        self, params: Params, expect: str, *, write: bool = False, part: FilePart | None = None,
        whole: bool = False,
    ) -> Any:  # fmt: skip
        """Make a request and return what stands under the key `expect` of the answer (or the
        `whole` answer, the key being there).

        A stale token is renewed once, a lost session is signed in again once, both silently; the
        request is then sent again. Raises the errors of `app.core.wiki`; ServerError
        ("unknown-answer") when the key is missing.
        """
        mended: set[str] = set()
        while True:
            generation = self._signed_in
            try:
                with self._turns.together():
                    data = self._once(params, write=write, part=part)
            except Stale as stale:
                self._mend(stale, mended, generation)
            else:
                value = _expected(data, expect)
                return data if whole else value

    def _mend(self, stale: Stale, mended: set[str], generation: int) -> None:
        if stale.reaction == "refresh_token" and "token" not in mended:
            mended.add("token")
            self._token = None
        elif "session" not in mended and self._signed_in:
            mended.add("session")
            self._sign_in_again(generation)
        else:
            raise AccountError("signed-out", stale.error.text, text=stale.error.text)

    def _once(self, params: Params, *, write: bool, part: FilePart | None) -> dict[str, Any]:
        fields = self._fields(params)
        if write:
            fields |= {"assert": "user", "assertuser": self.name, "maxlag": str(MAXLAG)}
            fields["token"] = self._csrf_token()
        return self._send(fields, write=write, part=part)

    def _send(
        self, fields: dict[str, str], *, write: bool = False, part: FilePart | None = None
    ) -> dict[str, Any]:
        if part is not None:
            address = {name: fields[name] for name in _IN_ADDRESS if name in fields}
            answer = self.transport.send(Body(fields, part), address)
        elif write or sum(map(len, fields.values())) > _LONGEST_GET:
            answer = self.transport.post(fields)
        else:
            answer = self.transport.get(fields)
        return answers.read(answer)

    def _fields(self, params: Params) -> dict[str, str]:
        always: dict[str, object] = {
            "format": "json",
            "formatversion": 2,
            "errorformat": "plaintext",
            "errorsuselocal": True,
            "uselang": self._language,
        }
        fields = {name: _text(value) for name, value in {**params, **always}.items()}
        return {name: text for name, text in fields.items() if text is not None}

    def _csrf_token(self) -> str:
        with self._token_lock:
            if self._token is None:
                self._token = self._fetch_token("csrf")
            return self._token

    def keep_token(self, token: str) -> None:
        """Use a csrf token that came along with another answer."""
        self._token = token

    def _fetch_token(self, kind: str) -> str:
        fields = self._fields({"action": "query", "meta": "tokens", "type": kind})
        query = _expected(self._send(fields), "query")
        token = query.get("tokens", {}).get(f"{kind}token")
        if not isinstance(token, str):
            raise ServerError("unknown-answer", f"no {kind} token")
        return token

    def sign_in(self) -> None:
        """Sign in with the password. Raises AccountError with the wiki's own reason."""
        for last in (False, True):
            try:
                reason = self._try_sign_in()
            except Stale as stale:
                raise AccountError("signed-out", stale.error.text, text=stale.error.text) from None
            if reason is None:
                self._token = None
                self._signed_in += 1
                return
            if last or reason[0] not in _TIMED_OUT:
                raise _sign_in_error(*reason, user=self._user)

    def _sign_in_again(self, generation: int) -> None:
        with self._sign_in_lock, self._turns.alone():
            if generation == self._signed_in:
                self.sign_in()

    def _try_sign_in(self) -> tuple[str, str] | None:
        """None when it went well, else the wiki's code and reason."""
        self.transport.forget_cookies()
        fields = self._fields(
            {
                "action": "login",
                "lgname": self._user,
                "lgpassword": self._password,
                "lgtoken": self._fetch_token("login"),
            }
        )
        login = _expected(self._send(fields, write=True), "login")
        if login.get("result") == "Success":
            self.name = str(login.get("lgusername") or self.name)
            return None
        reason = login.get("reason")
        if isinstance(reason, dict):
            return str(reason.get("code", "")), str(reason.get("text", ""))
        return str(login.get("result", "")).lower(), str(reason or "")


def _expected(data: Mapping[str, Any], key: str) -> Any:
    if key not in data:
        raise ServerError("unknown-answer", f"no {key!r} in {sorted(data)}")
    value = data[key]
    if key != "success" and not isinstance(value, dict):
        raise ServerError("unknown-answer", f"{key!r} is {type(value).__name__}")
    return value


def _text(value: object) -> str | None:
    if value is None or value is False:
        return None
    if value is True:
        return "1"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "|".join(map(str, value))
    return str(value)


def _sign_in_error(code: str, text: str, *, user: str) -> AccountError:
    params = {"user": user, "text": text}
    if code in _WRONG_PASSWORD or (code == "failed" and "password" in text.lower()):
        return AccountError("wrong-password", text, **params)
    if "throttled" in code:
        return AccountError("sign-in-throttled", text, **params)
    if code in ("aborted", "login-abort-generic"):
        return AccountError("bot-password-needed", text, **params)
    return AccountError("sign-in-refused", text, **params)
