"""From a request to api.php to its answer: general checks, dispatch, the forms of the answer."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from typing import Any

from app.core.practice.call import Call
from app.core.practice.module import Module
from app.core.practice.modules import MAIN, MODULES
from app.core.practice.records import now
from app.core.practice.refusals import Json, RefusalError, as_answer, bad_value, missing_parameter

_LOG = logging.getLogger(__name__)
_FORMATS = {"bc", "plaintext", "wikitext", "html", "raw", "none"}
_MAXLAG_WAIT = 5


@dataclass(slots=True)
class Reply:
    """What is sent back: JSON and headers of MediaWiki's."""

    data: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def answer(call: Call) -> Reply:
    """Answer a call; a refusal is an answer too, with the header MediaWiki-API-Error."""
    reply = Reply({})
    try:
        result = _run(call)
    except RefusalError as refusal:
        reply.headers["MediaWiki-API-Error"] = refusal.code
        if refusal.retry_after is not None:
            reply.headers |= {
                "Retry-After": str(refusal.retry_after),
                "X-Database-Lag": str(call.site.conduct.lag),
            }
        refusal.module = refusal.module or _module_path(call, refusal)
        result = as_answer(refusal, call.error_format)
    except Exception as error:  # noqa: BLE001 - logged; a client gets MediaWiki's internal error
        _LOG.exception("The practice wiki failed at %s", call.text("action"))
        failure = _failure(error)
        reply.headers["MediaWiki-API-Error"] = failure.code
        result = as_answer(failure, call.error_format)
    reply.data = _finished(call, result)
    return reply


def _failure(error: Exception) -> RefusalError:
    kind = type(error).__name__
    return RefusalError(
        f"internal_api_error_{kind}",
        f"[{secrets.token_hex(12)}] Caught exception of type {kind}",
        {"errorclass": kind},
    )


def _module_path(call: Call, refusal: RefusalError) -> str:
    general = ("assertuserfailed", "assertnameduserfailed", "maxlag", "readonly", "mustbeposted")
    action = call.text("action")
    return "main" if refusal.code in general or action not in MODULES else action


def _run(call: Call) -> Json:
    if call.error_format not in _FORMATS:
        raise bad_value("errorformat", call.error_format)
    _check_asserts(call)
    module = _module(call)
    _check_lag(call)
    if module.writes and call.site.conduct.readonly:
        raise RefusalError(
            "readonly",
            "The wiki is currently in read-only mode.",
            {"readonlyreason": call.site.conduct.readonly},
        )
    _note_unknown(call, module)
    return module.run(call)


def _check_asserts(call: Call) -> None:
    lost = "You are no longer logged in"
    wanted = call.params.get("assert")
    if wanted in ("user", "bot") and call.account is None:
        raise RefusalError("assertuserfailed", f"{lost}, so the action could not be completed.")
    name = call.params.get("assertuser")
    if name is not None and (call.account is None or call.account.name != name):
        raise RefusalError(
            "assertnameduserfailed",
            f'{lost} as "{name}", so the action could not be completed.',
        )


def _module(call: Call) -> Module:
    action = call.text("action", "help")
    module = MODULES.get(action)
    if module is None:
        raise bad_value("action", action)
    if module.post and not call.posted:
        raise RefusalError("mustbeposted", f'The "{action}" module requires a POST request.')
    if module.token:
        if "token" not in call.params:
            raise missing_parameter("token")
        call.require_csrf()
    return module


def _check_lag(call: Call) -> None:
    limit = call.number("maxlag", "main", -(10**6), 10**6)
    lag = call.site.conduct.lag
    if limit is None or lag <= limit:
        return
    seconds = "second" if abs(lag) == 1 else "seconds"
    raise RefusalError(
        "maxlag",
        f"Waiting for a database server: {lag} {seconds} lagged.",
        {"host": "", "lag": lag, "type": "db"},
        retry_after=_MAXLAG_WAIT,
    )


def _note_unknown(call: Call, module: Module) -> None:
    sent = [*call.params, *call.files]
    unknown = [name for name in sent if name not in MAIN and name not in module.parameters]
    if unknown:
        many = "s" if len(unknown) > 1 else ""
        call.warn(
            "main", "unrecognizedparams", f"Unrecognized parameter{many}: {', '.join(unknown)}."
        )


def _finished(call: Call, result: Json) -> Json:
    found = {**result, **_warnings(call)}
    if call.flag("requestid"):
        found["requestid"] = call.text("requestid")
    if call.flag("curtimestamp"):
        found["curtimestamp"] = now()
    return found if call.text("formatversion", "1") in ("2", "latest") else old_format(found)


def _warnings(call: Call) -> Json:
    if call.messages:
        return {"warnings": {name: {"messages": notes} for name, notes in call.messages.items()}}
    if not call.warnings:
        return {}
    if call.error_format == "bc":
        grouped = {
            module: {"warnings": "\n".join(text for _, text in entries)}
            for module, entries in call.warnings.items()
        }
        return {"warnings": grouped}
    key = "html" if call.error_format == "html" else "text"
    return {
        "warnings": [
            {"code": code, key: text, "module": module}
            for module, entries in call.warnings.items()
            for code, text in entries
        ]
    }


_STARRED = {"warnings": "warnings", "namespacealiases": "alias"}


def old_format(data: Any, place: str = "") -> Any:
    """The answer in formatversion=1: true is "", false is left out, pages by id, some texts
    under "*".
    """
    if isinstance(data, list):
        if place == "pages":
            return {str(_old_id(index, page)): old_format(page) for index, page in enumerate(data)}
        return [old_format(entry, place) for entry in data]
    if not isinstance(data, dict):
        return data
    found = {}
    for key, value in data.items():
        if value is False:
            continue
        starred = (key == "name" and place == "namespaces") or _STARRED.get(place) == key
        content = key == "content" and "contentmodel" in data
        name = "*" if starred or content else key
        found[name] = "" if value is True else old_format(value, _place(key, place))
    return found


def _place(key: str, above: str) -> str:
    return above if above in ("namespaces", "warnings") else key


def _old_id(index: int, page: Json) -> int:
    return int(page.get("pageid", -1 - index))
