"""Errors sorted by who can mend them. Anything else that is raised is a bug."""

from __future__ import annotations

from app.core import text


class KabochaError(Exception):
    """`code` is stable and kebab-case; `params` fill the sentence ``error.<code>``."""

    exit_code = 2

    def __init__(self, code: str, detail: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        """Technical text for the log; never the only thing shown."""
        self.params = params

    def __str__(self) -> str:
        return text.error(self.code, self.params, self.detail)


class SheetError(KabochaError):
    """The sheet cannot be read: mend the sheet."""


class FileError(KabochaError):
    """A file cannot be read or written: mend the file or the folder."""


class UsageError(KabochaError):
    """The program was asked for something it does not know."""


class AccountError(KabochaError):
    """Sign-in or rights: sign in again, or get the right."""

    exit_code = 4


class NetworkError(KabochaError):
    """The network is gone or wrong: wait, it goes on by itself. `retry_after` in seconds."""

    exit_code = 5

    def __init__(
        self, code: str, detail: str = "", *, retry_after: float | None = None, **params: object
    ) -> None:
        super().__init__(code, detail, **params)
        self.retry_after = retry_after


class ServerError(NetworkError):
    """The wiki is busy or broken: wait, it goes on by itself."""


class RefusedError(KabochaError):
    """The wiki refused this row. `code` is the wiki's own; `text` its localised sentence;
    `data` the rest of its answer (filekey, offset, messages).
    """

    exit_code = 1

    def __init__(
        self, code: str, text: str = "", data: dict[str, object] | None = None, **params: object
    ) -> None:
        super().__init__(code, text, **params)
        self.text = text
        self.data = data or {}

    def __str__(self) -> str:
        return text.wiki(self.code, self.text)


class StoreError(KabochaError):
    """The project file cannot be written: stop, nothing is lost."""


CANCELLED = "cancelled"
"""Code of what the user stopped."""


class CancelledError(KabochaError):
    """The user stopped the work: silent."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(CANCELLED)
