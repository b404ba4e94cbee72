"""File extensions: which are known, which mean the same, which are forbidden inside a name.

Facts: resources/catalogues/filetypes.json.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from app.core import resources
from app.core.names.normal import split

LONG_FORMS = {"jpeg": "jpg", "tiff": "tif", "mpeg": "mpg", "midi": "mid"}
"""Extensions with a shorter, usual form."""


@lru_cache(maxsize=1)
def allowed() -> frozenset[str]:
    """Extensions that Commons takes, lower case."""
    types = resources.catalogue("filetypes")["allowed"]
    return frozenset(str(entry["ext"]) for entry in types)


@lru_cache(maxsize=1)
def prohibited() -> frozenset[str]:
    """Extensions that MediaWiki refuses anywhere in a name, lower case."""
    return frozenset(resources.catalogue("filetypes")["prohibited_extensions"]["list"])


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    groups = resources.catalogue("filetypes")["not_accepted"]
    refused = {str(ext) for group in groups for ext in group["ext"]}
    return allowed() | (refused - prohibited())


def usual(extension: str) -> str:
    """The usual form: lower case, jpg for jpeg, tif for tiff."""
    low = extension.lower()
    return LONG_FORMS.get(low, low)


def same_type(one: str, other: str) -> bool:
    """Whether two extensions mean the same type (JPG and jpeg)."""
    return usual(one) == usual(other)


def of_name(name: str) -> str:
    """The extension of a title as typed, "" when what follows the last dot is no known one."""
    extension = split(name)[1].strip()
    return extension if extension.lower() in _known() else ""


def of_path(path: str) -> str:
    """The extension of a path or an http(s) address as typed, without the dot, "" if none."""
    text = path.strip().strip("\"'").strip()
    if text.lower().startswith(("http://", "https://")):
        text = unquote(urlsplit(text).path)
    base = text.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, extension = split(base)
    return extension.strip() if stem else ""
