"""Refusals: an API error as MediaWiki gives it, in every error format.

`RefusalError.code` and `.data` follow tests/data/wiki/answers.json (MediaWiki 1.39.17).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


class RefusalError(Exception):
    """`info` is the sentence of errorformat=bc; `text` that of the newer formats (default: the
    same); `data` the other keys; `module` the path that the newer formats name.
    """

    def __init__(
        self,
        code: str,
        info: str,
        data: Mapping[str, Any] | None = None,
        *,
        module: str = "",
        text: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.info = info
        self.data = dict(data or {})
        self.module = module
        self.text = info if text is None else text
        self.retry_after = retry_after


def wikibase(code: str, info: str, *messages: Json) -> RefusalError:
    """A refusal of a Wikibase module: module "main" and `messages` with name, parameters, html."""
    listed = list(messages) or [message(f"wikibase-api-{code}", html=info)]
    return RefusalError(code, info, {"messages": listed}, module="main")


def message(name: str, parameters: Sequence[Any] = (), *, html: str) -> Json:
    """One entry of a Wikibase refusal's `messages`."""
    return {"name": name, "parameters": list(parameters), "html": html}


def invalid(
    name: str, parameters: Sequence[Any], html: str, info: str | None = None
) -> RefusalError:
    """modification-failed by the validator `name`."""
    return wikibase(
        "modification-failed",
        html if info is None else info,
        message(f"wikibase-validator-{name}", parameters, html=html),
    )


def missing_parameter(name: str, code: str = "missingparam") -> RefusalError:
    """A parameter that the module cannot do without."""
    return RefusalError(code, f'The "{name}" parameter must be set.')


def bad_value(name: str, value: str) -> RefusalError:
    """A value that is none of those that the parameter takes."""
    return RefusalError("badvalue", f'Unrecognized value for parameter "{name}": {value}.')


def as_answer(refusal: RefusalError, error_format: str) -> Json:
    """The body of the answer: `error` for bc, a list `errors` for the newer formats."""
    if error_format == "bc":
        return {"error": {"code": refusal.code, "info": refusal.info, **refusal.data}}
    entry: Json = {"code": refusal.code}
    if error_format != "none":
        entry["html" if error_format == "html" else "text"] = refusal.text
    if refusal.data:
        entry["data"] = refusal.data
    entry["module"] = refusal.module or "main"
    return {"errors": [entry]}
