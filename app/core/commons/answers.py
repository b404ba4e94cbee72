"""What an answer means: JSON, or one of our errors. Never a success by default.

Shapes: `answers.json` of the recorded wiki, in both error forms (`errors` and `error`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core import codes
from app.core.commons.transport import Answer, retry_after
from app.core.errors import (
    AccountError,
    KabochaError,
    NetworkError,
    RefusedError,
    ServerError,
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WikiError:
    """One error of the wiki: its code, its localised text, the rest of it."""

    code: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


class Stale(Exception):  # noqa: N818  (not an error: the caller mends it and goes on)
    """The token or the session is no longer good; `error` is what the wiki said."""

    def __init__(self, error: WikiError, reaction: str) -> None:
        super().__init__(error.code)
        self.error = error
        self.reaction = reaction


def read(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer without an error.

    Raises Stale (bad token, session over), RefusedError, AccountError, ServerError, NetworkError.
    """
    wait = retry_after(answer.headers)
    data = _json(answer)
    if data is None:
        raise _no_json(answer, wait)
    errors = _errors(data)
    if errors:
        raise _raised(errors[0], wait)
    if answer.status != 200:
        raise _by_status(answer, wait)
    named = answer.headers.get("mediawiki-api-error")
    if named:
        raise _raised(WikiError(named, ""), wait)
    _note_warnings(data)
    return data


def _json(answer: Answer) -> dict[str, Any] | None:
    try:
        data = json.loads(answer.body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _no_json(answer: Answer, wait: float | None) -> KabochaError:
    if answer.status != 200:
        return _by_status(answer, wait)
    if answer.body.lstrip()[:1] == b"<":
        return NetworkError("captive-portal", _beginning(answer))
    return ServerError("broken-answer", _beginning(answer))


def _by_status(answer: Answer, wait: float | None) -> KabochaError:
    status, detail = answer.status, f"HTTP {answer.status}: {_beginning(answer)}"
    if status == 511 or 300 <= status < 400:
        return NetworkError("captive-portal", detail)
    if status == 429 or status >= 500:
        code = "http-429" if status == 429 else "http-5xx"
        return ServerError(code, detail, retry_after=wait)
    if status == 403:
        refused = b"user-agent" in answer.body.lower() or b"user agent" in answer.body.lower()
        return AccountError("http-403-ua" if refused else "forbidden", detail)
    if status == 413:
        return RefusedError("http-413", "", {"status": status})
    return ServerError("unknown-answer", detail, retry_after=wait)


def _beginning(answer: Answer) -> str:
    return answer.body[:200].decode("utf-8", "replace")


def _errors(data: Mapping[str, Any]) -> list[WikiError]:
    listed = data.get("errors")
    if isinstance(listed, list):
        return [_new_form(e) for e in listed if isinstance(e, dict)]
    single = data.get("error")
    if isinstance(single, dict):
        rest = {k: v for k, v in single.items() if k not in ("code", "info", "docref", "*")}
        return [WikiError(str(single.get("code", "")), str(single.get("info", "")), rest)]
    return []


def _new_form(error: Mapping[str, Any]) -> WikiError:
    data = error.get("data")
    text = error.get("text") or error.get("html") or ""
    return WikiError(str(error.get("code", "")), str(text), data if isinstance(data, dict) else {})


def _raised(error: WikiError, wait: float | None) -> Exception:
    reaction = codes.error(error.code).reaction
    if reaction in ("relogin", "refresh_token"):
        return Stale(error, reaction)
    if reaction == "retry_later" and error.code != "stashfailed":
        return ServerError(error.code, error.text, retry_after=wait)
    if reaction == "stop_all" and error.code not in codes.PROGRAMMING:
        return AccountError(error.code, error.text, text=error.text, **_account_params(error))
    return RefusedError(error.code, error.text, error.data)


def _account_params(error: WikiError) -> dict[str, object]:
    block = error.data.get("blockinfo")
    if not isinstance(block, dict):
        return {}
    return {
        "reason": str(block.get("blockreason", "")),
        "until": str(block.get("blockexpiry", "")),
        "by": str(block.get("blockedby", "")),
    }


def _note_warnings(data: Mapping[str, Any]) -> None:
    """Log the warnings about parameters, in both their forms."""
    warnings = data.get("warnings")
    if isinstance(warnings, list):
        for warning in warnings:
            if isinstance(warning, dict):
                _log.info("wiki warns: %s %s", warning.get("code"), warning.get("text"))
    elif isinstance(warnings, dict):
        for module, warning in warnings.items():
            _log.info("wiki warns: %s %s", module, warning)
