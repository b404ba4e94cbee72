"""One API call: its parameters, who calls, and what answers it beside the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.core.practice.accounts import Account, Session, Sessions
from app.core.practice.conduct import Conduct
from app.core.practice.refusals import Json, RefusalError, bad_value, missing_parameter

if TYPE_CHECKING:
    from app.core.practice.jobs import Jobs
    from app.core.practice.multipart import FilePart
    from app.core.practice.stash import Stash
    from app.core.practice.store import Store

SITE_ID = "commonswiki"


@dataclass(slots=True)
class Site:
    """The parts of a running practice wiki."""

    store: Store
    stash: Stash
    sessions: Sessions
    conduct: Conduct
    jobs: Jobs


@dataclass(slots=True)
class Call:
    """A request to api.php. `base` is http://host:port. `session` may be replaced by signing in."""

    site: Site
    params: dict[str, str]
    files: dict[str, FilePart]
    session: Session
    base: str
    posted: bool
    warnings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    messages: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def account(self) -> Account | None:
        """Who is signed in."""
        return self.session.account

    @property
    def user(self) -> str:
        """The name that writes are made under."""
        return self.session.user

    @property
    def error_format(self) -> str:
        """bc, plaintext, wikitext, html, raw or none."""
        return self.params.get("errorformat", "bc")

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text."""
        return self.params.get(name, default)

    def needed(self, name: str, code: str = "missingparam") -> str:
        """A parameter that must be there."""
        if name not in self.params:
            raise missing_parameter(name, code)
        return self.params[name]

    def flag(self, name: str) -> bool:
        """A boolean parameter: true whenever it is given."""
        return name in self.params

    def number(self, name: str, module: str, lowest: int, highest: int) -> int | None:
        """A whole number within limits; outside a warning and the limit. None when not given."""
        raw = self.params.get(name)
        if raw is None:
            return None
        if raw == "max":
            return highest
        try:
            value = int(raw)
        except ValueError:
            raise RefusalError(
                "badinteger", f'Invalid value "{raw}" for integer parameter "{name}".'
            ) from None
        if lowest <= value <= highest:
            return value
        self.warn(
            module,
            "outofrange",
            f'The value "{value}" for parameter "{name}" must be between {lowest:,} and {highest:,}.',
        )
        return min(max(value, lowest), highest)

    def several(self, name: str, default: str = "") -> list[str]:
        """The values of a parameter that takes many, separated by | or U+001F."""
        raw = self.params.get(name, default)
        if raw.startswith("\x1f"):
            return [value for value in raw[1:].split("\x1f") if value]
        return [value for value in raw.split("|") if value]

    def chosen(self, name: str, known: set[str], module: str, default: str = "") -> list[str]:
        """`several`, of which unknown ones give a warning."""
        values = self.several(name, default)
        unknown = [value for value in values if value not in known and value != "*"]
        if unknown:
            many = "s" if len(unknown) > 1 else ""
            self.warn(
                module,
                "unrecognizedvalues",
                f'Unrecognized value{many} for parameter "{name}": {", ".join(unknown)}.',
            )
        return sorted(known) if "*" in values else [value for value in values if value in known]

    def one_of(self, name: str, known: set[str], default: str) -> str:
        """A parameter that takes one of these values."""
        value = self.params.get(name, default)
        if value not in known:
            raise bad_value(name, value)
        return value

    def warn(self, module: str, code: str, text: str) -> None:
        """Add a warning to the answer."""
        self.warnings.setdefault(module, []).append((code, text))

    def require_csrf(self) -> None:
        """Raises RefusalError unless the token of this session was sent."""
        if self.needed("token") != self.session.csrf_token:
            raise RefusalError("badtoken", "Invalid CSRF token.")

    def address(self, path: str) -> str:
        """An absolute address on this wiki."""
        return f"{self.base}{path}"


Answer = dict[str, Any]
