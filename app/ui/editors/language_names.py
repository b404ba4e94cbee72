"""What languages are called."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.core import text, values


def name_of(code: str) -> str:
    """A language by its name in the language of the program, as far as Qt knows it (English, and
    each language in itself); else its own name.
    """
    found = QLocale(code.replace("-", "_"))
    spoken = found.language()
    if spoken in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return values.autonym(code)
    if not text.language().startswith(("en", "qps")):
        return values.autonym(code)
    name = QLocale.languageToString(spoken)
    rest = code.partition("-")[2]
    return f"{name} ({rest})" if rest else name
