"""Names as MediaWiki stores them: its title normalisation, and the little more that we tidy.

Sources: `normalisation_order` in resources/catalogues/filenames.json; MediaWiki 1.39
(UploadBase::getTitle, MediaWikiTitleCodec); the list of first letters that Wikimedia wikis keep
as they are ($wgOverrideUcfirstCharacters).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BIDI = re.compile("[\u200e\u200f\u202a-\u202e]+")
_BLANKS = re.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_FILE = re.compile(r"^(?: ?:)? ?(?:file|image) ?: ?", re.IGNORECASE)
_ILLEGAL = re.compile(r"[\x00-\x1f\x7f#<>\[\]|{}/\\:]")
_KEPT_FIRST = re.compile(
    "[\u01c5\u01c8\u01cb\u01f2\u0345\u10d0-\u10fa\u10fd-\u10ff\u2170-\u217f\u24d0-\u24e9"
    "\ua7b9\U00016e60-\U00016e7f]"
)
_BEFORE_DOT = re.compile(r"[\s_.\u200b]+$")
_ODD = re.compile("\u200b")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _one_blank(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")


def upper_first(text: str) -> str:
    """The text with its first letter as the wiki writes it: ß, Georgian and the like stay."""
    first = text[:1]
    if not first or _KEPT_FIRST.match(first):
        return text
    for form in (first.upper(), first.title()):
        if len(form) == 1:
            return form + text[1:]
    return text


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """The name as MediaWiki stores it, without File: and with blanks for underscores.

    NFC, direction marks gone, every kind of blank one blank, outer ones gone, characters that no
    file name may have turned into "-", first letter upper case. The extension keeps its case.
    Sending the result answers no `badfilename` warning. A name that the wiki refuses (too long,
    percent codes, tildes) comes back as it is but for these rules. clean(clean(x)) == clean(x).
    """
    text = _one_blank(_nfc(_BIDI.sub("", _nfc(name))))
    text = _FILE.sub("", text, count=1)
    text = _one_blank(_ILLEGAL.sub("-", text))
    return _nfc(upper_first(text))


def split(name: str) -> tuple[str, str]:
    """(stem, extension without the dot, "" when there is no dot)."""
    stem, dot, extension = name.rpartition(".")
    return (stem, extension) if dot else (name, "")


def _tidy_once(name: str) -> str:
    stem, extension = split(clean(_ODD.sub(" ", name)))
    bare = _BEFORE_DOT.sub("", stem).lstrip() or stem
    return clean(f"{bare}.{extension}" if extension else bare)


@lru_cache(maxsize=4096)
def tidy(name: str) -> str:
    """The name that we send: `clean`, and what the rules of severity autofix mend besides:
    no blank or dot before the extension, no zero-width space.
    """
    before, after = name, _tidy_once(name)
    while after != before:
        before, after = after, _tidy_once(after)
    return after


def same_title_key(full: str) -> str:
    """Equal for two names that would fight for one title: `tidy`, extension in lower case."""
    stem, extension = split(tidy(full))
    return f"{stem}.{extension.lower()}" if extension else stem


def in_bytes(text: str) -> int:
    """Length in UTF-8, broken characters counted as the wiki would get them."""
    return len(text.encode("utf-8", "replace"))
