"""One language: its keys and sentences, with English behind it; and the two pseudo-locales."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path

from app.core import resources
from app.core.text import po

_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_RTL = frozenset({"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "ckb", "dv", "qps-rtl"})
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "àéîöûýÀÉÎÖÛÝçñšž")


def fill(sentence: str, params: Mapping[str, object]) -> str:
    """Put the parameters in; a place without a parameter stays as it is."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return str(params[name]) if name in params else match[0]

    return _PLACE.sub(value, sentence)


@dataclass
class Catalogue:
    """The sentences of one language by key; each a list with one text per plural form."""

    language: str
    sentences: Mapping[str, tuple[str, ...]]
    plural_form: Callable[[int], int] = field(default=lambda count: int(count != 1))
    fallback: Catalogue | None = None

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written right to left."""
        return self.language in _RTL or self.language.split("-")[0] in _RTL

    def has(self, key: str) -> bool:
        """Whether this language or its fallback knows the key."""
        return key in self.sentences or bool(self.fallback and self.fallback.has(key))

    def sentence(self, key: str, params: Mapping[str, object]) -> str:
        """The sentence of a key; the key itself when nobody knows it."""
        forms = self.sentences.get(key)
        if forms and forms[0]:
            return fill(forms[0], params)
        return self.fallback.sentence(key, params) if self.fallback else key

    def plural(self, key: str, count: int, params: Mapping[str, object]) -> str:
        """The sentence in the right plural form."""
        forms = self.sentences.get(key)
        if not forms or not forms[-1]:
            return self.fallback.plural(key, count, params) if self.fallback else key
        form = min(self.plural_form(count), len(forms) - 1)
        return fill(forms[form], params)


def _read_folder(folder: Path) -> tuple[dict[str, tuple[str, ...]], str]:
    sentences: dict[str, tuple[str, ...]] = {}
    rule = "n != 1"
    for file in sorted(folder.glob("*.po")):
        parsed = po.parse(file.read_text("utf-8"))
        sentences.update(parsed.entries)
        rule = parsed.plural_rule or rule
    return sentences, rule


def _lengthened(text: str) -> str:
    """English made longer and accented, places kept: shows what is cut off or not translatable."""
    parts = re.split(r"(\{[a-z0-9_]+\})", text)
    odd = "".join(p if i % 2 else p.translate(_ACCENTS) for i, p in enumerate(parts))
    return f"[{odd} {'~' * max(1, len(text) * 2 // 5)}]"


def _turned(text: str) -> str:
    """English forced right to left word by word, places kept."""
    parts = re.split(r"(\{[a-z0-9_]+\}|\s+)", text)
    return "".join(p if i % 2 or not p else f"\u202e{p}\u202c" for i, p in enumerate(parts))


def _pseudo(language: str, english: Catalogue) -> Catalogue:
    change = _lengthened if language == "qps-long" else _turned
    sentences = {k: tuple(change(f) for f in forms) for k, forms in english.sentences.items()}
    return Catalogue(language, sentences, english.plural_form, english)


def available() -> list[str]:
    """Codes of all languages there are, the pseudo-locales last."""
    folders = (resources.folder() / "languages").iterdir()
    return [*sorted(f.name for f in folders if f.is_dir()), "qps-long", "qps-rtl"]


@lru_cache(maxsize=8)
def load(wanted: str) -> Catalogue:
    """The catalogue for a code or a system locale (nb_NO.UTF-8): the nearest there is."""
    english_texts, _ = _read_folder(resources.folder() / "languages" / "en")
    english = Catalogue("en", english_texts)
    code = wanted.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("_", "-").lower()
    there = available()
    found = next((c for c in (code, code.split("-")[0]) if c in there), "en")
    if found == "en":
        return english
    if found.startswith("qps"):
        return _pseudo(found, english)
    texts, rule = _read_folder(resources.folder() / "languages" / found)
    return Catalogue(found, texts, c2py(rule), english)
